"""Press releases get their number once and keep their address (content design, sections 9, 10, 14)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.test import Client
from django.utils import timezone

from news import numbers
from news.models import PressNumber, PressReleasePage, PressSettings
from pages.approvals import publish_as
from pages.models import ApprovalKind
from tests.factories import (
    ContactPointFactory,
    PressIndexPageFactory,
    PressReleasePageFactory,
    index_of,
    public_home,
    release,
)

NEW_YEAR = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)


def draft(**fields: object) -> PressReleasePage:
    """Make a release that was kept as a draft."""
    return PressReleasePageFactory(live=False, released_at=datetime(2026, 5, 4, 8, 0, tzinfo=UTC), **fields)


def publish(page: PressReleasePage) -> PressReleasePage:
    """Publish as the page editor does: a revision first, then the revision."""
    release(page)
    return PressReleasePage.objects.get(pk=page.pk)


@pytest.mark.usefixtures("sites")
def test_a_draft_has_no_number_and_the_first_publication_gives_one() -> None:
    page = draft(title="Neue Waffenverbotszone", slug="neue-zone")
    assert page.number == ""
    page = publish(page)
    assert page.number == "2026-001"
    assert page.slug == "2026-001-neue-zone"
    assert page.url_path.endswith("/2026-001-neue-zone/")


@pytest.mark.usefixtures("sites")
def test_a_second_publication_keeps_number_and_address() -> None:
    page = publish(draft(slug="neue-zone"))
    revision = page.get_latest_revision_as_object()
    revision.title = "Ganz anderer Titel"
    revision.released_at = datetime(2027, 1, 2, 8, 0, tzinfo=UTC)
    again = publish(revision)
    assert (again.number, again.slug, again.title) == ("2026-001", "2026-001-neue-zone", "Ganz anderer Titel")
    assert PressNumber.objects.count() == 1


@pytest.mark.acceptance("content", 13)
@pytest.mark.usefixtures("sites")
@pytest.mark.parametrize("slug", ["anderer-weg", "2026-002-neue-zone", "2026-001-anderer-weg"])
def test_the_address_of_a_published_release_cannot_change(slug: str) -> None:
    page = publish(draft(slug="neue-zone"))
    page.slug = slug
    if slug == "2026-002-neue-zone":
        page.full_clean()
        assert page.slug == "2026-001-neue-zone"
        return
    with pytest.raises(ValidationError) as refusal:
        page.full_clean()
    assert set(refusal.value.message_dict) == {"slug"}


@pytest.mark.acceptance("content", 13)
@pytest.mark.usefixtures("sites")
def test_a_draft_from_before_the_first_publication_keeps_the_address() -> None:
    page = draft(slug="neue-zone")
    early = page.save_revision()
    publish(page)
    publish_as(early, ApprovalKind.DEMO)
    assert PressReleasePage.objects.get(pk=page.pk).slug == "2026-001-neue-zone"


@pytest.mark.usefixtures("sites")
def test_a_long_address_is_cut_and_stays_editable() -> None:
    page = publish(draft(slug="sehr-" * 15 + "lang"))
    assert len(page.slug) <= 80
    page.full_clean()
    assert publish(page).slug == page.slug


@pytest.mark.usefixtures("sites")
def test_both_languages_share_the_number() -> None:
    page = publish(draft(slug="neue-zone"))
    index = index_of(PressIndexPageFactory, "en")
    english = PressReleasePageFactory(parent=index, translation_key=page.translation_key, slug="new-zone")
    assert english.number == page.number
    assert english.slug == "2026-001-new-zone"


@pytest.mark.usefixtures("sites")
def test_numbers_are_never_reused_and_start_anew_each_year() -> None:
    first = publish(draft())
    first.delete()
    assert publish(draft()).number == "2026-002"
    late = publish(PressReleasePageFactory(live=False, released_at=NEW_YEAR))
    assert late.number == "2027-001", "half past midnight in Berlin is the new year"


@pytest.mark.acceptance("content", 13)
@pytest.mark.django_db(transaction=True)
def test_parallel_publications_get_different_numbers(transactional_db: None) -> None:
    workers, start = 6, Barrier(6)

    def give(key: UUID) -> str:
        start.wait()
        try:
            return numbers.give(key, 2026)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(workers) as pool:
        given = list(pool.map(give, [uuid4() for _number in range(workers)]))
    assert sorted(given) == [f"2026-{serial:03d}" for serial in range(1, workers + 1)]


@pytest.mark.acceptance("content", 13)
@pytest.mark.django_db(transaction=True)
def test_one_release_asked_for_twice_at_once_has_one_number(transactional_db: None) -> None:
    key, start = uuid4(), Barrier(2)

    def give(_try: int) -> str:
        start.wait()
        try:
            return numbers.give(key, 2026)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        given = list(pool.map(give, range(2)))
    assert given == ["2026-001", "2026-001"]
    assert PressNumber.objects.count() == 1


@pytest.mark.usefixtures("sites")
@pytest.mark.parametrize(
    ("number_format", "written"),
    [("year_first", "2026-001"), ("serial_first", "001/2026"), ("serial_short", "1/2026")],
)
def test_the_page_writes_the_number_as_the_settings_say(number_format: str, written: str, public: Client) -> None:
    settings = PressSettings.for_site(public_home().get_site())
    settings.number_format = number_format
    settings.save()
    page = publish(draft(slug="neue-zone"))
    assert f">{written}<" in public.get(page.get_url()).content.decode()
    assert page.slug == "2026-001-neue-zone", "the address does not follow the format"


def test_a_draft_without_a_number_shows_none() -> None:
    assert numbers.written("", "serial_first") == ""


@pytest.mark.acceptance("content", 15)
@pytest.mark.usefixtures("sites")
def test_the_press_contact_of_the_settings_stands_in_and_disappears_when_it_runs_out(public: Client) -> None:
    point = ContactPointFactory(function_de="Pressestelle der Probe")
    site = public_home().get_site()
    settings = PressSettings.for_site(site)
    settings.contact, settings.boilerplate_de = point, "<p>Über die Stelle</p>"
    settings.save()
    page = publish(draft())
    url = page.get_url()
    body = public.get(url).content.decode()
    assert "Pressestelle der Probe" in body
    assert "Über die Stelle" in body
    point.valid_until = timezone.localdate() - timezone.timedelta(days=1)
    point.save()
    assert "Pressestelle der Probe" not in public.get(url).content.decode()
