"""Forty and more attack files at the real upload screens: none is public, runs or makes an error (promise S53)."""

import time
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import UploadedFile

from pages.models import Document, Image
from pages.uploads import documents
from tests.pages.attack_files import ATTACKS, MARK, Attack, pdf
from tests.pages.doors import SignIn, finish, person_with, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
MEGABYTES, SECONDS = 300, 5
STATUS, PEAK = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def memory(line: str) -> int:
    """Return a figure of the running process in megabytes: VmRSS now, VmHWM at most since the last reset."""
    found = next(row for row in STATUS.read_text().splitlines() if row.startswith(line))
    return int(found.split()[1]) // 1024


def stored_names() -> list[str]:
    """Return the name of every file in the house."""
    rows = [*Image.objects.all(), *Document.objects.all(), *UploadedFile.objects.all()]
    return [row.file.name for row in rows]


def everything_that_leaks(attack: Attack, public: Client, editor: Client) -> list[str]:
    """Send a file and return what is wrong: an error, a file that strangers reach, one that keeps its payload."""
    found, before = [], set(stored_names())
    answer = send(editor, attack.door, attack.name, attack.content)
    data = answer.json() if answer.status_code == 200 else {}
    if answer.status_code != 200:
        found.append(f"status {answer.status_code}")
    if data.get("uploaded_file_id") and not finish(editor, attack.door, data).json()["success"]:
        found.append("error while finishing")
    new = [name for name in stored_names() if name not in before]
    if bool(new) != attack.stored:
        found.append("stored" if new else "not stored")
    for name in new:
        seen = [public.get(f"/{part}/{name}").status_code for part in ("media", "static", "documents")]
        held = (Path(settings.MEDIA_ROOT) / name).read_bytes()
        inside = editor.get(f"/media/{name}")
        if 200 in seen or MARK in held or "sandbox" not in inside["Content-Security-Policy"]:
            found.append(f"open: {name}")
    return found


@pytest.mark.acceptance("security", "S53")
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: f"{attack.door}-{attack.name}")
def test_an_attack_file_reaches_nobody(attack: Attack, public: Client, sign_in: SignIn) -> None:
    editor = sign_in(person_with("editor"))
    PEAK.write_text("5")
    used, start = memory("VmRSS"), time.monotonic()
    assert everything_that_leaks(attack, public, editor) == []
    assert time.monotonic() - start <= SECONDS
    assert memory("VmHWM") - used <= MEGABYTES


@pytest.mark.acceptance("security", "S53")
def test_there_are_forty_attack_files() -> None:
    assert len({(attack.door, attack.name) for attack in ATTACKS}) >= 40


@pytest.mark.acceptance("security", "S53")
def test_a_check_that_is_off_lets_an_attack_through(
    public: Client, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: the same test sees a script in a PDF as soon as nobody looks into PDFs."""
    attack = next(attack for attack in ATTACKS if attack.name == "opens.pdf")
    editor = sign_in(person_with("editor"))
    assert everything_that_leaks(attack, public, editor) == []
    monkeypatch.setitem(documents.DOCUMENT_CHECKS, "pdf", lambda file: None)
    assert "stored" in everything_that_leaks(attack, public, editor)


@pytest.mark.acceptance("security", "S53")
def test_a_stored_file_is_sent_as_an_attachment_that_may_do_nothing(sign_in: SignIn) -> None:
    editor = sign_in(person_with("editor"))
    assert finish(editor, "documents", send(editor, "documents", "plan.pdf", pdf()).json()).json()["success"]
    answer = editor.get(f"/media/{Document.objects.get().file.name}")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
