"""Consent, licence, scanner and use decide each day anew who may load a file; closing waits for no job (S03)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex, Site

from home.models import Identity
from pages import publicity
from pages.approvals import publish_as
from pages.models import ApprovalKind, Document, Image
from pages.models.files import Persons, Scan
from pages.reconcile import reconcile
from tests.factories import (
    DocumentFactory,
    ImageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    OrganisationFactory,
    StandardPageFactory,
    intranet_home,
    public_home,
    release,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]


def status(client: Client, file: object) -> int:
    return client.get(f"/media/{file.file.name}").status_code


def shown(image: Image, **fields: object) -> object:
    """Publish a page with a picture."""
    page = NewsPageFactory(teaser_image=image, **fields)
    release(page)
    return page


@pytest.mark.acceptance("editing", 10)
@pytest.mark.acceptance("security", "S03")
@pytest.mark.parametrize("field", ["consent_until", "use_until"])
def test_a_right_that_ends_closes_the_file_the_next_day_without_publication(public: Client, field: str) -> None:
    today = timezone.localdate()
    image = ImageFactory(**{field: today})
    shown(image)
    names = [image.file.name, image.get_rendition("fill-40x30").file.name]
    assert [public.get(f"/media/{name}").status_code for name in names] == [200, 200]
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert [public.get(f"/media/{name}").status_code for name in names] == [404, 404]
        assert publicity.close_expired() == 1
    image.refresh_from_db()
    assert not image.is_public


@pytest.mark.acceptance("editing", 10)
def test_a_document_closes_at_the_end_of_its_licence_and_opens_when_it_is_prolonged(public: Client) -> None:
    today = timezone.localdate()
    document = DocumentFactory(use_until=today)
    page = StandardPageFactory(body=[{"type": "downloads", "value": {"documents": [document.pk]}}])
    release(page)
    assert status(public, document) == 200
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert status(public, document) == 404
        publicity.close_expired()
        document.refresh_from_db()
        document.use_until = today + timedelta(days=30)
        document.save()
        assert status(public, document) == 200


@pytest.mark.acceptance("editing", 10)
@pytest.mark.acceptance("security", "S03")
def test_never_live_and_unpublished_pages_never_count_although_the_index_keeps_their_rows(public: Client) -> None:
    image, other = ImageFactory(), ImageFactory()
    NewsPageFactory(teaser_image=image, live=False).save_revision()
    page = shown(other)
    page.unpublish()
    for file in (image, other):
        assert ReferenceIndex.get_references_to(file).exists()
        assert not publicity.recompute(file)
        assert status(public, file) == 404


@pytest.mark.acceptance("editing", 10)
def test_a_draft_of_a_live_page_opens_nothing_before_it_is_published(public: Client) -> None:
    image = ImageFactory()
    page = shown(ImageFactory())
    page.teaser_image = image
    revision = page.save_revision()
    assert status(public, image) == 404
    publish_as(revision, ApprovalKind.DEMO)
    assert status(public, image) == 200


@pytest.mark.acceptance("security", "S03")
def test_a_page_that_moves_into_the_intranet_takes_its_files_along(public: Client) -> None:
    image = ImageFactory()
    home = NewsIndexPageFactory(parent=public_home(), slug="umzug")
    page = shown(image, parent=home)
    assert status(public, image) == 200
    # The house refuses such a move; whoever gets round it opens nothing.
    Page.move(page, intranet_home(), pos="last-child")
    assert status(public, image) == 404


@pytest.mark.acceptance("security", "S03")
def test_a_snippet_and_a_setting_open_and_close_their_pictures(public: Client) -> None:
    logo, mark = ImageFactory(), ImageFactory()
    organisation = OrganisationFactory(logo=logo)
    setting = Identity.for_site(Site.objects.get(is_default_site=True))
    setting.logo = mark
    setting.save()
    assert (status(public, logo), status(public, mark)) == (200, 200)
    organisation.logo = setting.logo = None
    organisation.save()
    setting.save()
    assert (status(public, logo), status(public, mark)) == (404, 404)


@pytest.mark.acceptance("security", "S03")
def test_a_consent_is_private_from_the_moment_a_picture_names_it(public: Client) -> None:
    paper = DocumentFactory()
    page = StandardPageFactory(body=[{"type": "downloads", "value": {"documents": [paper.pk]}}])
    release(page)
    assert status(public, paper) == 200
    image = ImageFactory(persons_shown=Persons.RECOGNISABLE, consent_until=timezone.localdate(), consent_document=paper)
    assert status(public, paper) == 404
    image.consent_document = None
    image.save()
    assert status(public, paper) == 200


@pytest.mark.acceptance("security", "S03")
@pytest.mark.parametrize(("state", "code"), [("clean", 200), ("off", 200), ("waiting", 404), ("refused", 404)])
def test_only_what_the_scanner_lets_pass_is_public(public: Client, state: str, code: int) -> None:
    image = ImageFactory()
    shown(image)
    publicity.keep_verdict(image, Scan(state))
    assert status(public, image) == code


@pytest.mark.acceptance("security", "S03")
def test_the_clock_is_what_closes(public: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: without the look at the day a picture stays open after its consent."""
    image = ImageFactory(consent_until=timezone.localdate())
    shown(image)
    monkeypatch.setattr(Image, "rights_hold", lambda self, day: True)
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert status(public, image) == 200


def test_a_picture_whose_consent_ended_is_left_out_of_its_page(public: Client) -> None:
    image = ImageFactory(consent_until=timezone.localdate())
    page = shown(image)
    assert "<picture>" in public.get(page.url).content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert "<picture>" not in public.get(page.url).content.decode()


def wrong_files() -> tuple[Image, Document]:
    """Make an unused picture that says it is public, and a used document that says it is private."""
    image, document = ImageFactory(), DocumentFactory()
    page = StandardPageFactory(body=[{"type": "downloads", "value": {"documents": [document.pk]}}])
    release(page)
    Image.objects.filter(pk=image.pk).update(is_public=True)
    Document.objects.filter(pk=document.pk).update(is_public=False)
    return image, document


def test_reconciling_corrects_and_names_what_differed(capsys: pytest.CaptureFixture[str]) -> None:
    image, document = wrong_files()
    call_command("reconcile_media", "--dry-run")
    assert f"image {image.pk}" in capsys.readouterr().out
    image.refresh_from_db()
    assert image.is_public
    call_command("reconcile_media")
    printed = capsys.readouterr().out
    assert f"image {image.pk}" in printed and f"document {document.pk}" in printed
    image.refresh_from_db()
    document.refresh_from_db()
    assert (image.is_public, document.is_public) == (False, True)
    assert len(image.sha256) == 64
    again = reconcile()
    assert (again.closed, again.opened, again.missing) == ([], [], [])


def test_reconciling_reports_a_file_that_is_gone() -> None:
    image = ImageFactory()
    image.file.storage.delete(image.file.name)
    assert reconcile().missing == [f"image {image.pk}"]
