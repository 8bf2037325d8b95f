"""Pages that fail one check of the quality gate each, and their twins in order."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from home.models import PublicHomePage
from news.models import NewsPage
from pages.gate.checks import findings_of
from pages.models import Image
from tests.factories import (
    ImageFactory,
    IsmHomePageFactory,
    LegalPageFactory,
    NewsPageFactory,
    StandardPageFactory,
)

PAST, FUTURE = timezone.localdate() - timedelta(days=2), timezone.localdate() + timedelta(days=200)
GONE = 987_654


def block(kind: str, value: Any) -> dict[str, Any]:
    """Return a block as it is stored."""
    return {"type": kind, "value": value, "id": str(uuid4())}


def link(attributes: str) -> list[dict[str, Any]]:
    """Return a body with one link."""
    return [block("paragraph", f"<p>Mehr <a {attributes}>hier</a>.</p>")]


def picture(image: Image, **fields: Any) -> list[dict[str, Any]]:
    """Return a body with one picture."""
    return [block("image", {"image": image.pk, "alt": "", "decorative": False, "caption": "", **fields})]


def news(body: Any = (), **fields: Any) -> NewsPage:
    """Return a page that has nothing wrong but its text."""
    return NewsPageFactory(body=list(body), lead="Worum es geht.", live=False, **fields)


def codes(page: Any) -> set[str]:
    """Return the kinds of what is found."""
    return {finding.code for finding in findings_of(page)}


def rights(**fields: Any) -> Image:
    """Return a picture with these rights."""
    image = ImageFactory()
    Image.objects.filter(pk=image.pk).update(**fields)
    return Image.objects.get(pk=image.pk)


def case_link_missing(*, wrong: bool) -> Any:
    return news(link(f'linktype="page" id="{GONE if wrong else StandardPageFactory().pk}"'))


def case_link_unpublished(*, wrong: bool) -> Any:
    return news([block("teaser", {"page": StandardPageFactory(live=not wrong).pk})])


def case_link_intranet(*, wrong: bool) -> Any:
    target = IsmHomePageFactory() if wrong else StandardPageFactory()
    return news([block("button", {"label": "Weiter", "page": target.pk, "url": ""})])


def case_link_closed(*, wrong: bool) -> Any:
    host = "intranet.localhost" if wrong else "example.org"
    return news(link(f'href="http://{host}:8000/de/ism/"'))


def case_anchor_missing(*, wrong: bool) -> Any:
    heading = block("heading", {"text": "Wer hilft", "level": "2"})
    return news([heading, *link(f'href="#{"wer-fehlt" if wrong else "wer-hilft"}"')])


def case_picture_alt(*, wrong: bool) -> Any:
    return news(picture(rights(alt_de=""), decorative=not wrong))


def case_file_expired(*, wrong: bool) -> Any:
    return news(picture(rights(use_until=PAST if wrong else FUTURE)))


def case_consent_expired(*, wrong: bool) -> Any:
    return news(teaser_image=rights(consent_until=PAST if wrong else FUTURE))


def case_heading_level(*, wrong: bool) -> Any:
    return news([block("heading", {"text": "Zu tief", "level": "4" if wrong else "2"})])


def case_no_owner(*, wrong: bool) -> Any:
    page = news()
    if wrong:
        PublicHomePage.objects.update(owner_department=None)
    return page


def case_legal_part(*, wrong: bool) -> Any:
    page = LegalPageFactory(statement=True, lead="Worum es geht.")
    if wrong:
        page.status = ""
    return page


def case_failed(*, wrong: bool) -> Any:
    page = news()
    if wrong:
        page.__dict__["translation_wanted"] = None
        page.locale_id = GONE
        page._state.fields_cache.pop("locale", None)
    return page


def case_no_summary(*, wrong: bool) -> Any:
    page = news()
    page.lead = "" if wrong else "Worum es geht."
    return page


def case_no_english(*, wrong: bool) -> Any:
    return news(translation_wanted="required" if wrong else "none")


def case_past_date(*, wrong: bool) -> Any:
    return news(go_live_at=timezone.now() + timedelta(days=-1 if wrong else 1))


CASES = {name.removeprefix("case_"): case for name, case in globals().items() if name.startswith("case_")}
