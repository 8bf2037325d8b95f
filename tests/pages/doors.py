"""The doors through which editors send files."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.mfa.required import lacks_factor
from accounts.mfa.services import enrol_for_trying
from accounts.models import User
from home.roles import setup_roles
from tests.factories import UserFactory
from tests.row_factories import SECRET


def person_with(*roles: str) -> User:
    """Return a new person with these roles."""
    setup_roles()
    person = UserFactory()
    person.groups.set(person.groups.model.objects.filter(name__in=roles))
    if lacks_factor(person):
        enrol_for_trying(person, SECRET)
    return person


def send(client: Client, door: str, name: str, content: bytes) -> Any:
    """Send a file through the upload screen of pictures or documents."""
    file = SimpleUploadedFile(name, content)
    data = {"title": "Probe", "files[]": file}
    return client.post(f"/admin/{door}/multiple/add/", data, headers={"x-requested-with": "XMLHttpRequest"})


def finish(client: Client, door: str, answer: dict[str, Any], **fields: object) -> Any:
    """Fill in what a sent file still needs, as the upload screen does."""
    number, kind = answer["uploaded_file_id"], door.rstrip("s")
    values = {f"uploaded-{kind}-{number}-{key}": value for key, value in {**FIELDS[door], **fields}.items()}
    address = f"/admin/{door}/multiple/create_from_uploaded_{kind}/{number}/"
    return client.post(address, values, headers={"x-requested-with": "XMLHttpRequest"})


FIELDS = {
    "images": {
        "title": "Probe",
        "alt_de": "Ein Platz",
        "credit": "Stadt Köln",
        "licence": "own",
        "persons_shown": "none",
        "tags": "",
    },
    "documents": {"title": "Probe", "language": "de", "accessible": "unknown", "tags": ""},
}
SignIn = Callable[[User], Client]
