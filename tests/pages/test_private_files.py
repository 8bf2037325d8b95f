"""A file is public exactly while a live public page uses it; original, rendition and old addresses (S03)."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pages.models import Document, Image
from tests.factories import ImageFactory, NewsIndexPageFactory, NewsPageFactory, intranet_home, release

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]


def addresses(image: Image) -> list[str]:
    """Return every address of a picture that is or was in use."""
    rendition = image.get_rendition("fill-60x40")
    stock = [f"/images/abc/{image.pk}/original/", f"/admin/images/{image.pk}/preview/original/"]
    return [f"/media/{image.file.name}", f"/media/{rendition.file.name}", *stock]


def readable(client: Client, image: Image) -> list[str]:
    return [path for path in addresses(image) if client.get(path).status_code == 200]


@pytest.mark.acceptance("security", "S03")
def test_a_picture_nobody_uses_is_private(public: Client, stranger: Client) -> None:
    image = ImageFactory()
    assert readable(public, image) == []
    assert all(stranger.get(path).status_code == 302 for path in addresses(image))


@pytest.mark.acceptance("security", "S03")
def test_a_picture_of_a_live_public_page_is_readable_and_closes_at_once(public: Client) -> None:
    image = ImageFactory()
    page = NewsPageFactory(teaser_image=image)
    release(page)
    assert len(readable(public, image)) == 2
    page.refresh_from_db()
    page.unpublish()
    assert readable(public, image) == []
    release(page)
    assert len(readable(public, image)) == 2
    page.teaser_image = None
    release(page)
    assert readable(public, image) == []


@pytest.mark.acceptance("security", "S03")
def test_a_picture_of_a_deleted_or_closed_page_is_private(
    public: Client, django_capture_on_commit_callbacks: object
) -> None:
    image = ImageFactory()
    inside = NewsPageFactory(parent=NewsIndexPageFactory(parent=intranet_home(), slug="aktuelles"), teaser_image=image)
    release(inside)
    assert readable(public, image) == []
    page = NewsPageFactory(teaser_image=image)
    release(page)
    assert len(readable(public, image)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        page.delete()
    assert readable(public, image) == []


@pytest.mark.acceptance("security", "S03")
def test_a_document_has_one_address_and_its_file_lies_outside_the_web(public: Client) -> None:
    document = Document.objects.create(title="x", file=SimpleUploadedFile("plan.txt", b"Inhalt"))
    name = document.file.name
    for path in (f"/media/{name}", f"/documents/{document.pk}/plan.txt", f"/static/../{name}", f"/{name}"):
        assert public.get(path).status_code == 404
    static = Path(settings.STATIC_ROOT)
    assert static not in Path(document.file.path).parents


@pytest.mark.acceptance("security", "S03")
def test_the_check_would_see_a_file_that_is_open(public: Client) -> None:
    image = ImageFactory()
    Image.objects.filter(pk=image.pk).update(is_public=True)
    assert len(readable(public, image)) == 2
