"""The virus scanner: what it refuses is not stored, what it has not seen is not public, silence stops nobody."""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings as house
from django.core.checks import run_checks
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.models import UploadedFile

from pages import scanner
from pages.models import Document, Image
from pages.models.files import Scan
from tests.factories import DocumentFactory, ImageFactory, NewsPageFactory, release
from tests.pages.attack_files import EICAR, archive, pdf, picture
from tests.pages.doors import SignIn, finish, person_with, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
MARK = b"UMSICHT-TEST-MARK"


@pytest.fixture
def clamd(settings: object) -> str:
    """The real scanner with its two test signatures; without one the test is skipped by name."""
    if not house.CLAMAV_TEST_SOCKET:
        assert os.environ.get("CI") != "1", "CI needs clamd: run this by `make scanner`"
        pytest.skip("no clamd: run `make scanner`")
    settings.CLAMAV_SOCKET = house.CLAMAV_TEST_SOCKET
    return settings.CLAMAV_SOCKET


@contextmanager
def answering(path: Path, answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """Run a server that stands in for a sick scanner: it hangs, or talks nonsense."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(str(path))
        server.listen()

        def serve() -> None:
            line, _address = server.accept()
            with line:
                answer(line)

        threading.Thread(target=serve, daemon=True).start()
        yield str(path)


@pytest.mark.services
@pytest.mark.acceptance("security", "S53")
@pytest.mark.parametrize(
    ("door", "name", "content"),
    [
        ("documents", "eicar.txt", EICAR),
        ("documents", "mark.txt", MARK),
        ("documents", "mark.docx", None),
    ],
)
def test_what_the_scanner_finds_is_refused_at_the_field(
    clamd: str, sign_in: SignIn, door: str, name: str, content: bytes | None
) -> None:
    whole = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w>" + MARK + b"</w>"}
    answer = send(sign_in(person_with("editor")), door, name, content or archive(whole)).json()
    assert answer["success"] is False
    assert "Virenscanner" in answer["error_message"]
    assert not UploadedFile.objects.exists() and not Document.objects.exists()


@pytest.mark.services
def test_a_clean_picture_is_known_to_be_clean_and_public_when_used(clamd: str, sign_in: SignIn, public: Client) -> None:
    editor = sign_in(person_with("editor"))
    assert finish(editor, "images", send(editor, "images", "a.png", picture()).json()).json()["success"]
    image = Image.objects.get()
    assert image.scan == Scan.WAITING
    release(NewsPageFactory(teaser_image=image))
    assert public.get(f"/media/{image.file.name}").status_code == 404
    assert scanner.scan_waiting() == 1
    assert public.get(f"/media/{image.file.name}").status_code == 200


@pytest.mark.services
def test_a_file_from_before_the_scanner_is_asked_about_and_closed_when_infected(clamd: str, public: Client) -> None:
    document = DocumentFactory(file=SimpleUploadedFile("old.txt", MARK))
    Document.objects.update(is_public=True)
    document.refresh_from_db()
    assert document.is_open
    scanner.scan_waiting()
    document.refresh_from_db()
    assert document.scan == Scan.REFUSED
    assert public.get(f"/media/{document.file.name}").status_code == 404


@pytest.mark.services
def test_the_scanner_reads_thirty_megabytes(clamd: str) -> None:
    content = os.urandom(1024 * 1024) * 29
    assert scanner.verdict(SimpleUploadedFile("large.bin", content)) == Scan.CLEAN
    assert scanner.verdict(SimpleUploadedFile("large.bin", content + MARK)) == Scan.REFUSED


def test_without_an_answer_the_file_is_stored_waits_and_is_not_public(
    settings: object, tmp_path: Path, sign_in: SignIn, public: Client
) -> None:
    settings.CLAMAV_SOCKET = str(tmp_path / "nobody")
    editor = sign_in(person_with("editor"))
    assert finish(editor, "documents", send(editor, "documents", "plan.pdf", pdf()).json()).json()["success"]
    document = Document.objects.get()
    assert document.scan == Scan.WAITING
    Document.objects.update(is_public=True)
    assert public.get(f"/media/{document.file.name}").status_code == 404
    assert editor.get(f"/media/{document.file.name}").status_code == 200
    assert scanner.scan_waiting() == 0


def test_a_hanging_scanner_is_left_after_its_time(
    settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert scanner.SECONDS == 20
    monkeypatch.setattr(scanner, "SECONDS", 0.5)
    done = threading.Event()
    with answering(tmp_path / "s", lambda line: done.wait(5)) as path:
        settings.CLAMAV_SOCKET, start = path, time.monotonic()
        assert scanner.verdict(SimpleUploadedFile("a.txt", b"x" * 5_000_000)) == Scan.WAITING
        assert time.monotonic() - start < 3
        done.set()


def test_nonsense_is_no_verdict(settings: object, tmp_path: Path) -> None:
    with answering(tmp_path / "s", lambda line: line.sendall(b"stream: maybe\0") or line.recv(1)) as path:
        settings.CLAMAV_SOCKET = path
        assert scanner.verdict(SimpleUploadedFile("a.txt", b"x")) == Scan.WAITING


def test_there_is_one_slot_and_an_upload_does_not_wait_for_it(settings: object, tmp_path: Path) -> None:
    settings.CLAMAV_SOCKET = str(tmp_path / "nobody")
    with scanner._slot(0), pytest.raises(scanner.ScannerSilent, match="slot taken"):
        scanner.ask(SimpleUploadedFile("a.txt", b"x"), wait=False)


def test_without_a_scanner_files_are_marked_so() -> None:
    assert scanner.verdict(SimpleUploadedFile("a.txt", b"x")) == Scan.OFF
    assert ImageFactory().scan == Scan.OFF
    assert scanner.scan_waiting() == 0


@pytest.mark.parametrize(
    ("environment", "path", "decision", "found"),
    [
        ("production", "", "", ["pages.E010"]),
        ("production", "", "off", []),
        ("production", "/run/clamd", "", []),
        ("development", "", "", []),
    ],
)
def test_production_has_a_scanner_or_says_that_it_has_none(
    settings: object, environment: str, path: str, decision: str, found: list[str]
) -> None:
    settings.ENVIRONMENT, settings.CLAMAV_SOCKET, settings.UPLOAD_SCAN = environment, path, decision
    assert [message.id for message in run_checks() if str(message.id).startswith("pages.E")] == found
