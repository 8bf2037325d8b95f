"""Small things that ASVS asks of sign-in: fields for passwords, names of sessions, what stands in addresses."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from accounts.models import User
from tests.accounts.conftest import DOOR, PASSWORD

ROOT = Path(__file__).resolve().parents[2]
FIELD = re.compile(r'<input[^>]*name="password[^>]*>')


def test_fields_for_passwords_hide_what_is_typed_and_let_helpers_fill_them(stranger: Client, db: None) -> None:
    fields = FIELD.findall(stranger.get(DOOR).content.decode())
    assert len(fields) == 1
    assert 'type="password"' in fields[0]
    assert 'autocomplete="current-password"' in fields[0]
    assert not re.search(r"onpaste|readonly|maxlength", fields[0])


@pytest.mark.parametrize(
    "typed", [PASSWORD.upper(), PASSWORD[:-1], PASSWORD + " ", " " + PASSWORD, PASSWORD + "x" * 60]
)
def test_a_password_counts_exactly_as_it_was_typed(typed: str, person: User, try_door: Callable[..., Any]) -> None:
    assert "_auth_user_id" not in try_door(person.email, typed).session
    assert "_auth_user_id" in try_door(person.email, PASSWORD).session


def test_no_model_of_people_holds_a_hint_or_a_question() -> None:
    names = {field.name for field in User._meta.get_fields()}
    assert not [name for name in names if re.search(r"hint|question|answer", name)]


def test_the_name_of_a_session_has_more_than_128_bits(db: None) -> None:
    session = SessionStore()
    session.create()
    # 36 signs carry 5.17 bits each.
    assert len(str(session.session_key)) * 5.17 > 128
    assert re.fullmatch(r"[a-z0-9]+", str(session.session_key))


def test_only_searches_and_filters_are_sent_in_the_address() -> None:
    forms = [
        f"{path.relative_to(ROOT / 'site' / 'templates')}"
        for path in sorted((ROOT / "site" / "templates").rglob("*.html"))
        for form in re.findall(r"<form\b[^>]*>", path.read_text("utf-8"))
        if 'method="post"' not in form and 'role="search"' not in form
    ]
    assert set(forms) <= {
        "components/filter_panel.html",
        "home/search_page.html",
        "pages/translation_matrix.html",
        "styleguide.html",
    }


@pytest.mark.parametrize("path", ["/.git/config", "/.git/HEAD", "/.gitignore", "/static/.git/config", "/manage.py"])
def test_no_host_gives_away_files_of_version_control(path: str, public: Client, stranger: Client, sites: None) -> None:
    assert public.get(path).status_code == 404
    assert stranger.get(path).status_code in {302, 404}
