"""Each screen that takes a file names what is wrong beside the field and stores nothing (house, bad input)."""

from dataclasses import dataclass
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from pages.models import Document, Image
from tests.pages.attack_files import picture, pixel_bomb, zip_bomb
from tests.pages.doors import FIELDS, SignIn, person_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]


@dataclass(frozen=True)
class Door:
    """A screen that takes a file: where it is, and what stands before the names of its fields."""

    kind: str
    address: str
    prefix: str = ""
    needs: str = "editor"


DOORS = [
    Door("images", "/admin/images/add/"),
    Door("images", "/admin/images/chooser/create/", "image-chooser-upload-"),
    Door("documents", "/admin/documents/add/"),
    Door("documents", "/admin/documents/chooser/create/", "document-chooser-upload-"),
]
BAD_FILES = {
    "a text with the name of a picture": ("platz.png", b"Das ist kein Bild.", "images"),
    "a picture of 50 megapixels": ("platz.png", pixel_bomb(7_100), "images"),
    "a script with the name of a PDF": ("plan.pdf", b"<script>alert(1)</script>", "documents"),
    "a zip bomb": ("plan.docx", zip_bomb(), "documents"),
    "a kind that is not taken": ("plan.svg", b"<svg/>", "documents"),
    "a picture of a kind that is not taken": ("platz.gif", picture("GIF"), "images"),
}
CASES = [
    pytest.param(door, name, content, id=f"{door.address}: {what}")
    for door in DOORS
    for what, (name, content, kind) in BAD_FILES.items()
    if kind == door.kind
]


def post(editor: Client, door: Door, name: str, content: bytes, **fields: str) -> Any:
    """Send the whole form of a door with this file."""
    values = {**FIELDS[door.kind], **fields, "file": SimpleUploadedFile(name, content)}
    return editor.post(door.address, {f"{door.prefix}{key}": value for key, value in values.items()})


def form_of(answer: Any) -> BeautifulSoup:
    """Return the form that was shown again; the chooser sends it inside JSON."""
    assert answer.status_code == 200
    is_json = answer["Content-Type"].startswith("application/json")
    return BeautifulSoup(answer.json()["htmlFragment"] if is_json else answer.content.decode(), "html.parser")


def message_beside(form: BeautifulSoup, name: str) -> str:
    """Return the message that the control itself names as its description."""
    control = form.find(attrs={"name": name})
    assert control is not None
    wrapper = control.find_parent(attrs={"class": "w-field__wrapper"}) or control.find_parent("div")
    found = wrapper.select_one(".error-message, .w-field__errors") if wrapper else None
    return found.get_text(" ", strip=True) if found else ""


@pytest.mark.acceptance("security", "S30")
@pytest.mark.acceptance("security", 8)
@pytest.mark.parametrize(("door", "name", "content"), CASES)
def test_a_bad_file_gets_a_message_beside_the_field_and_is_not_stored(
    door: Door, name: str, content: bytes, sign_in: SignIn
) -> None:
    form = form_of(post(sign_in(person_with(door.needs)), door, name, content, title="Mein Platz"))
    assert message_beside(form, f"{door.prefix}file")
    assert form.find(attrs={"name": f"{door.prefix}title"})["value"] == "Mein Platz", "what was typed is lost"
    assert not Image.objects.exists()
    assert not Document.objects.exists()


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.address)
def test_a_file_above_the_limit_is_refused(door: Door, sign_in: SignIn, settings: Settings) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 10
    form = form_of(post(sign_in(person_with(door.needs)), door, "platz.png", picture()))
    message = message_beside(form, f"{door.prefix}file")
    assert "MB" in message or "Bytes" in message, "size and limit are named"
    assert not Image.objects.exists()
    assert not Document.objects.exists()


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.address)
def test_a_good_file_passes(door: Door, sign_in: SignIn) -> None:
    answer = post(sign_in(person_with(door.needs)), door, "platz.png", picture())
    assert answer.status_code in (200, 302)
    assert Image.objects.count() + Document.objects.count() == 1
