"""The editors' screens work under the strict policy, ask no foreign host and run only known scripts (S51, S52)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page
from wagtail.models import Page as WagtailPage
from wagtail_localize.models import Translation

from news.models import CampaignPage, EventPage
from pages.models import Document, Image
from tests.factories import ImageFactory

# Reports about style attributes of Wagtail's own parts; they are cosmetic and may not become more kinds.
STYLE_CEILING = 8
# The cropping tool sets a handler on an element of its own to learn whether the screen takes touches; it works without.
TOUCH_TEST = re.compile(r"inline event handler .*jquery\.Jcrop", re.DOTALL)


def kinds() -> dict[str, str]:
    """Return the address of every kind of screen."""
    home = WagtailPage.objects.get(url_path="/public-de/")
    campaign = CampaignPage.objects.filter(live=True, locale__language_code="de").first()
    event = EventPage.objects.filter(locale__language_code="de").first()
    image = Image.objects.first() or ImageFactory()
    document = Document.objects.first()
    translation = Translation.objects.filter(source__object__content_type__model="campaignpage").first()
    revision = campaign.revisions.order_by("-pk").first()
    return {
        "start": "",
        "desk": "desk/translations/",
        "editor with findings": f"pages/{campaign.pk}/edit/?findings=1",
        "bulk deletion": f"bulk/wagtailcore/page/delete/?id={campaign.pk}",
        "bulk unpublishing": f"bulk/wagtailcore/page/unpublish/?id={campaign.pk}",
        "explorer root": "pages/",
        "explorer": f"pages/{home.pk}/",
        "add subpage": f"pages/{home.pk}/add_subpage/",
        "new page": f"pages/add/news/campaignpage/{campaign.get_parent().pk}/",
        "editor of a campaign": f"pages/{campaign.pk}/edit/",
        "editor of an event": f"pages/{event.pk}/edit/",
        "editor of the home page": f"pages/{home.pk}/edit/",
        "history": f"pages/{campaign.pk}/history/",
        "comparison": f"pages/{campaign.pk}/revisions/compare/earliest...live/",
        "old version": f"pages/{campaign.pk}/revisions/{revision.pk}/view/",
        "usage": f"pages/{campaign.pk}/usage/",
        "move": f"pages/{campaign.pk}/move/",
        "copy": f"pages/{campaign.pk}/copy/",
        "delete": f"pages/{campaign.pk}/delete/",
        "unpublish": f"pages/{campaign.pk}/unpublish/",
        "submit translation": f"localize/submit/page/{event.pk}/",
        "translation": f"pages/{translation.get_target_instance().pk}/edit/" if translation else "",
        "images": "images/",
        "new image": "images/add/",
        "image": f"images/{image.pk}/",
        "documents": "documents/",
        "new document": "documents/add/",
        "document": f"documents/edit/{document.pk}/",
        "snippets": "snippets/",
        "topics": "snippets/pages/topic/",
        "new topic": "snippets/pages/topic/add/",
        "questions": "snippets/pages/faqentry/",
        "new question": "snippets/pages/faqentry/add/",
        "contact points": "snippets/pages/contactpoint/",
        "departments": "department/",
        "barrier reports": "barrier-reports/",
        "identity": "settings/home/identity/",
        "navigation": "settings/home/navigation/",
        "users": "users/",
        "groups": "groups/",
        "sites": "sites/",
        "languages": "locales/",
        "redirects": "redirects/",
        "collections": "collections/",
        "workflows": "workflows/list/",
        "site history": "reports/site-history/",
        "ageing pages": "reports/aging-pages/",
        "own account": "account/",
    }


@pytest.fixture
def admin(tab: Page, house: Any, enter: Callable[[str], None]) -> Callable[[str], None]:
    """Open a screen of the admin as its superuser."""
    enter("superuser")

    def go(path: str) -> None:
        answer = tab.goto(f"{house.intranet}/admin/{path}")
        assert answer is not None
        assert answer.status == 200, path
        assert "/accounts/login/" not in tab.url, path
        tab.wait_for_load_state("networkidle")

    return go


@pytest.mark.acceptance("security", "S51")
@pytest.mark.acceptance("security", "S52")
@pytest.mark.acceptance("security", 5)
@pytest.mark.acceptance("look", 3)
def test_every_screen_keeps_the_policy_and_asks_no_foreign_host(
    admin: Callable[[str], None], watch: Any, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        screens = kinds()
    assert len(screens) >= 28
    reports: dict[str, list[str]] = {}
    for name, path in screens.items():
        before = len(watch.policy)
        admin(path)
        reported = [text for text in watch.policy[before:] if not TOUCH_TEST.search(text)]
        scripts = [text for text in reported if "style-src" not in text]
        if scripts:
            reports[name] = scripts
    assert reports == {}
    assert watch.foreign == []
    assert len({text[:120] for text in watch.policy}) <= STYLE_CEILING


@pytest.mark.acceptance("security", "S51")
def test_a_foreign_inline_script_is_blocked_and_reported(admin: Callable[[str], None], tab: Page, watch: Any) -> None:
    admin("")
    tab.evaluate(
        "() => { const script = document.createElement('script');"
        " script.textContent = 'window.planted = 1'; document.head.append(script); }"
    )
    assert tab.evaluate("() => window.planted") is None
    assert any("script-src" in text for text in watch.policy)
