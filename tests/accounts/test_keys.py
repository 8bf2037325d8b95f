"""Key files: one line says what is wrong with them, nothing starts, and no key is ever shown (security design, 9)."""

import base64
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.keys import PORTAL_PURPOSES, KeyFileError, KeyRing, ensure, new_lines, parse, read
from tests.architecture.test_installation import PRODUCTION

ROOT = Path(__file__).resolve().parents[2]
KEY = base64.b64encode(b"k" * 32).decode()


def file_with(text: str, folder: Path, mode: int = 0o400) -> Path:
    """Return a key file with this text."""
    file = folder / "portal.key"
    file.write_text(text)
    file.chmod(mode)
    return file


def in_production(file: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command with the settings of production and this key file."""
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
        **PRODUCTION,
        "PORTAL_KEY_FILE": str(file),
    }
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.acceptance("security", 6)
@pytest.mark.parametrize(
    ("text", "mode", "words"),
    [
        (None, 0o400, "cannot be read"),
        (new_lines(PORTAL_PURPOSES), 0o440, "open to others"),
        (new_lines(PORTAL_PURPOSES), 0o604, "open to others"),
        (f"mfa a1 {base64.b64encode(b'k' * 31).decode()}\n", 0o400, "31"),
        (f"mfa a1 {KEY}\nchain a1 {KEY}\n", 0o400, "twice"),
        ("mfa a1 no-base-64!\n", 0o400, "no base64"),
        (f"mfa {KEY}\n", 0o400, "line 1"),
        (new_lines(("mfa", "chain")), 0o400, "no key for: codes, need"),
    ],
    ids=["missing", "open to the group", "open to all", "short", "double", "no base64", "no id", "a purpose missing"],
)
def test_production_does_not_start_with_a_bad_key_file(text: str | None, mode: int, words: str, tmp_path: Path) -> None:
    file = tmp_path / "portal.key" if text is None else file_with(text, tmp_path, mode)
    command = [sys.executable, "-c", "import django; django.setup()"]
    done = in_production(file, *command)
    assert done.returncode == 1
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert text is None or not any(len(word) > 30 and word in done.stderr for word in text.split())


def test_the_last_key_of_a_purpose_writes_and_older_ones_still_read() -> None:
    newer = base64.b64encode(b"n" * 32).decode()
    ring = parse(f"# two keys\nmfa a1 {KEY}\n\nmfa a2 {newer}\n", "file")["mfa"]
    assert ring == KeyRing({"a1": b"k" * 32, "a2": b"n" * 32}, "a2")
    assert ring.key("a1") == b"k" * 32


def test_a_new_file_is_open_to_its_owner_alone_and_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "portal.key"
    call_command("keys_new", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o400
    assert set(read(file, PORTAL_PURPOSES)) == set(PORTAL_PURPOSES)
    before = file.read_bytes()
    with pytest.raises(CommandError):
        call_command("keys_new", str(file))
    assert file.read_bytes() == before


def test_an_installation_without_keys_makes_its_own(tmp_path: Path) -> None:
    file = tmp_path / "portal.key"
    done = in_production(file, sys.executable, "manage.py", "keys_new", str(file))
    assert done.returncode == 0, done.stderr
    assert in_production(file, sys.executable, "-c", "import django; django.setup()").returncode == 0


def test_a_key_is_added_beside_those_that_are_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "portal.key"
    call_command("keys_new", str(file))
    old = read(file, PORTAL_PURPOSES)
    call_command("keys_new", str(file), purpose=["mfa"], add=True)
    new = read(file, PORTAL_PURPOSES)
    assert len(new["mfa"].keys) == 2
    assert new["mfa"].newest not in old["mfa"].keys
    assert new["chain"] == old["chain"]
    shown = capsys.readouterr().out
    assert not any(base64.b64encode(key).decode() in shown for ring in new.values() for key in ring.keys.values())


def test_many_processes_that_start_at_once_get_one_file(tmp_path: Path) -> None:
    file = tmp_path / "portal.key"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _number: ensure(file, PORTAL_PURPOSES), range(8)))
    assert set(read(file, PORTAL_PURPOSES)) == set(PORTAL_PURPOSES)
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_with_other_signs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="UnicodeDecodeError"):
        read(file_with("müll", tmp_path), ())
