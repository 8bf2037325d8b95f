"""Keep each page on its site: nothing moves or is copied from the public site to the intranet or back."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class AcrossSites(ValidationError):
    """A page was to be moved, copied or aliased to the other site."""

    def __init__(self) -> None:
        super().__init__(_("Pages stay on their site. Create a new page on the other site instead."))


def root_path(page: Page) -> str:
    """Return the tree path of the home page above a page."""
    return str(page.path[: 2 * page.steplen])


def same_site(page: Page, target: Page) -> bool:
    """Return whether both stand below home pages that are translations of each other."""
    paths = {root_path(page), root_path(target)}
    keys = Page.objects.filter(path__in=paths).values_list("translation_key", flat=True)
    return len(paths) == 1 or len(set(keys)) == 1


def refuse_across_sites(page: Page, target: Page) -> None:
    """Raise AcrossSites when the target belongs to the other site."""
    if page.depth < 2 or target.depth < 2 or not same_site(page, target):
        raise AcrossSites
