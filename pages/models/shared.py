"""Shared relations of a page: what the German page has emptied is empty in its translations."""

from typing import Any

from django.conf import settings
from modelcluster.fields import ParentalManyToManyField
from wagtail_localize.fields import SynchronizedField


class SharedRelations:
    """Empties shared relations to many together with the German page.

    wagtail-localize copies such a relation only when it holds something, so that an emptied one would stay for ever.
    """

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Save a revision; a translation drops the shared relations that the German page has no longer."""
        self._drop_what_german_dropped()
        revisions: Any = super()
        return revisions.save_revision(*args, **kwargs)

    def _drop_what_german_dropped(self) -> None:
        """Empty the relations of a translation that are empty on the German page."""
        page: Any = self
        rules = getattr(page, "override_translatable_fields", [])
        shared = [rule.field_name for rule in rules if isinstance(rule, SynchronizedField)]
        many = [name for name in shared if isinstance(page._meta.get_field(name), ParentalManyToManyField)]
        filled = [name for name in many if getattr(page, name).exists()]
        if not filled or page.locale.language_code == settings.LANGUAGE_CODE:
            return
        german = type(page).objects.filter(
            translation_key=page.translation_key, locale__language_code=settings.LANGUAGE_CODE
        )
        for source in german:
            for name in filled:
                if not getattr(source, name).exists():
                    setattr(page, name, [])
