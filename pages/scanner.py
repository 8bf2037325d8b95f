"""The virus scanner: clamd behind a socket, one file at a time, 20 seconds (security design, section 7, step 6)."""

import fcntl
import logging
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from pages import publicity
from pages.models import Document, Image
from pages.models.media import Scan
from pages.parts import in_parts

logger = logging.getLogger("pages.scanner")
SECONDS = 20
CHUNK = 64 * 1024


class ScannerSilent(Exception):
    """The scanner is down, busy or too slow: the file has to wait."""


def is_on() -> bool:
    """Return whether a scanner is configured."""
    return bool(settings.CLAMAV_SOCKET)


def verdict(file: Any) -> str:
    """Return what is known of an uploaded file: clean, refused, waiting (no answer now) or off (no scanner)."""
    if not is_on():
        return Scan.OFF
    try:
        return ask(file, wait=False)
    except ScannerSilent:
        return Scan.WAITING


def ask(file: IO[bytes], *, wait: bool = True) -> str:
    """Send a file to clamd and return clean or refused.

    Raises ScannerSilent when the slot is taken (and `wait` is off), or clamd gives no answer within 20 seconds.
    """
    deadline = time.monotonic() + SECONDS
    with _slot(deadline if wait else 0):
        try:
            file.seek(0)
            answer = _exchange(file, deadline)
            file.seek(0)
        except OSError as error:
            raise ScannerSilent(type(error).__name__) from error
    if answer.endswith(" FOUND"):
        return Scan.REFUSED
    if answer.endswith(": OK"):
        return Scan.CLEAN
    raise ScannerSilent("no verdict")


def _exchange(file: IO[bytes], deadline: float) -> str:
    """Speak clamd's INSTREAM: chunks with their length before them, an empty one at the end."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(_left(deadline))
        line.connect(settings.CLAMAV_SOCKET)
        line.sendall(b"zINSTREAM\0")
        for chunk in iter(lambda: file.read(CHUNK), b""):
            line.settimeout(_left(deadline))
            line.sendall(struct.pack("!L", len(chunk)) + chunk)
        line.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0"):
            line.settimeout(_left(deadline))
            part = line.recv(4096)
            if not part:
                break
            answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _left(deadline: float) -> float:
    """Return the seconds that are left; raise TimeoutError when there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


@contextmanager
def _slot(deadline: float) -> Iterator[None]:
    """Hold the one slot of the house, over processes: a picture can keep clamd busy for many seconds."""
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".scan-slot").open("w") as handle:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                if time.monotonic() >= deadline:
                    raise ScannerSilent("slot taken") from None
                time.sleep(0.05)
        yield


def scan_waiting() -> int:
    """Ask about every file that waits, then about those stored before there was a scanner; return how many answers.

    Runs in the tick for at most 20 seconds; the first silence of the scanner ends the round.
    """
    done, end = 0, time.monotonic() + SECONDS
    for owner in _unanswered() if is_on() else ():
        if time.monotonic() > end:
            break
        try:
            done += scan(owner)
        except ScannerSilent:
            break
    return done


def _unanswered() -> Iterator[Any]:
    """Yield files without an answer, those that wait first."""
    for state in (Scan.WAITING, Scan.OFF):
        for model in (Image, Document):
            yield from in_parts(model.objects.filter(scan=state))


def scan(owner: Any) -> bool:
    """Ask about a stored picture or document and keep the answer; return whether there was a file to ask about."""
    try:
        with owner.file.storage.open(owner.file.name, "rb") as file:
            answer = ask(file)
    except FileNotFoundError:
        logger.warning("file is missing", extra={"action": "scan"})
        return False
    publicity.keep_verdict(owner, answer)
    return True
