"""Campaigns: state by date, people by consent, toolkit (content design, sections 10, 12, 14)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation
from wagtail.blocks import StreamBlockValidationError

from news.models import CampaignPage
from news.models.campaigns import STATES
from tests.factories import (
    CampaignIndexPageFactory,
    CampaignPageFactory,
    ImageFactory,
    index_of,
    public_home,
    write_live,
)

pytestmark = pytest.mark.usefixtures("sites")
BERLIN = ZoneInfo("Europe/Berlin")
START, END = date(2026, 6, 1), date(2026, 6, 30)


def person(**fields: object) -> tuple[str, dict[str, object]]:
    """Return a row of a campaign's people."""
    return ("person", {"job": "Ordnungsdienst", "quote": "Ich helfe gern.", "drawing": "person-order", **fields})


@pytest.mark.acceptance("content", 12)
@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (datetime(2026, 5, 31, 23, 59, 59, tzinfo=BERLIN), "planned"),
        (datetime(2026, 6, 1, 0, 0, 0, tzinfo=BERLIN), "running"),
        (datetime(2026, 6, 30, 23, 59, 59, tzinfo=BERLIN), "running"),
        (datetime(2026, 7, 1, 0, 0, 0, tzinfo=BERLIN), "ended"),
    ],
)
def test_the_state_changes_at_midnight_in_berlin(moment: datetime, state: str, public: Client) -> None:
    page = CampaignPageFactory(start=START, end=END)
    with time_machine.travel(moment, tick=False):
        response = public.get(page.get_url())
    assert page.state(moment.date()) == state
    with translation.override("de"):
        assert response.context["state_label"] == STATES[state]
        assert f"<dd>{STATES[state]}</dd>" in response.content.decode()


def test_an_open_campaign_never_ends() -> None:
    assert CampaignPageFactory(start=START, end=None).state(date(2050, 1, 1)) == "running"


@pytest.mark.acceptance("content", 18)
def test_an_end_before_the_start_is_refused_at_the_end() -> None:
    with pytest.raises(ValidationError) as refusal:
        CampaignPageFactory(start=END, end=START)
    assert set(refusal.value.message_dict) == {"end"}
    assert CampaignPageFactory(start=START, end=START).pk


@pytest.mark.acceptance("content", 12)
def test_a_person_disappears_when_consent_ends(public: Client) -> None:
    last = date(2026, 6, 10)
    page = CampaignPageFactory(
        start=START, protagonists=[person(consent_until=last, quote="Nur bis zum Zehnten."), person()]
    )
    url = page.get_url()
    with time_machine.travel(datetime(2026, 6, 10, 23, 59, tzinfo=BERLIN), tick=False):
        assert "Nur bis zum Zehnten." in public.get(url).content.decode()
    with time_machine.travel(datetime(2026, 6, 11, 0, 1, tzinfo=BERLIN), tick=False):
        body = public.get(url).content.decode()
    assert "Nur bis zum Zehnten." not in body
    assert "Ich helfe gern." in body


@pytest.mark.acceptance("content", 18)
def test_a_photo_of_a_person_needs_the_end_of_consent() -> None:
    portrait = ImageFactory()
    block = CampaignPage._meta.get_field("protagonists").stream_block
    wrong = block.to_python([{"type": "person", "value": {"job": "A", "quote": "B", "image": portrait.pk}}])
    with pytest.raises(StreamBlockValidationError) as refusal:
        block.clean(wrong)
    assert "consent_until" in refusal.value.block_errors[0].block_errors
    value = {"job": "A", "quote": "B", "image": portrait.pk, "consent_until": "2030-01-01"}
    assert block.clean(block.to_python([{"type": "person", "value": value}]))


@pytest.mark.acceptance("content", 18)
def test_a_toolkit_row_has_exactly_one_file() -> None:
    block = CampaignPage._meta.get_field("toolkit").stream_block
    with pytest.raises(StreamBlockValidationError):
        block.clean(block.to_python([{"type": "item", "value": {"title": "Plakat"}}]))


@pytest.mark.acceptance("content", 18)
@pytest.mark.parametrize(("url", "fine"), [("https://example.org/", True), ("ftp://example.org/", False)])
def test_a_channel_is_a_website(url: str, fine: bool) -> None:
    block = CampaignPage._meta.get_field("channels").stream_block
    value = block.to_python([{"type": "channel", "value": {"name": "Kanal", "url": url}}])
    if fine:
        assert block.clean(value)
        return
    with pytest.raises(StreamBlockValidationError):
        block.clean(value)


def test_past_campaigns_move_to_the_archive_unless_they_stay(public: Client) -> None:
    CampaignPageFactory(ended=True, title="Vergangene Aktion")
    CampaignPageFactory(ended=True, after_end="keep", title="Bleibende Aktion")
    CampaignPageFactory(title="Laufende Aktion")
    response = public.get(index_of(CampaignIndexPageFactory, "de").get_url())
    assert {page.title for page in response.context["entries"]} == {"Bleibende Aktion", "Laufende Aktion"}
    assert [page.title for page in response.context["past_entries"]] == ["Vergangene Aktion"]


def test_a_running_campaign_stands_on_the_home_page_without_being_chosen(public: Client) -> None:
    assert "hero_page" in public.get("/de/").context
    CampaignPageFactory(planned=True, title="Künftige Aktion")
    CampaignPageFactory(ended=True, title="Vergangene Aktion")
    assert "Aktion" not in public.get("/de/").content.decode()
    newest = CampaignPageFactory(title="Neueste Aktion")
    older = CampaignPageFactory(title="Frühere Aktion", start=newest.start - timedelta(days=3))
    response = public.get("/de/")
    assert response.context["hero_page"].title == "Neueste Aktion"
    assert [page.title for page in response.context["campaigns"]] == ["Frühere Aktion"]
    home = public_home()
    home.hero = older.page_ptr
    write_live(home)
    response = public.get("/de/")
    assert response.context["hero_page"].title == "Frühere Aktion"
    assert [page.title for page in response.context["campaigns"]] == ["Neueste Aktion"]
