"""Passwords are long and not what guessers try first; there is no rule on kinds of signs."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.services import DEMO_NAMES, DEMO_PASSWORD

PERSON = User(email="kim.schreiber@example.org", first_name="Kim", last_name="Schreiber-Lindenthal")


@pytest.mark.parametrize(
    "password",
    [
        "short sentence",  # 14 signs
        "a" * 129,
        "passwordpassword",
        "Sonnenschein2026Sonnenschein2026",
        "123456789012345",
        "qwertzuiopasdfgh",
        "111111111111111111",
        "abababababababab",
        "!!!iloveyou123456!!!",
        "KimSchreiber!1234567",
        "schreiber-lindenthal-1987",
        "Umsicht Köln 2026!!",
        "koeln koeln koeln koeln",
        "StadtKölnPasswort1",
        "ZeMAG-Cologne-Umsicht",
    ],
)
def test_weak_passwords_are_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, PERSON)


@pytest.mark.parametrize(
    "password",
    [
        "an evening at the river with friends",
        "drei bunte Drachen",
        "correct horse battery staple",
        "только длинное предложение",
        "Im Kölner Rathaus gibt es Tee",
        "x" * 60 + " und noch etwas mehr dahinter",
        "長い文章は覚えやすいですからね本当に",
        "gBq7#mW2!tZp9&vL",
    ],
)
def test_long_sentences_of_any_signs_are_taken(password: str) -> None:
    validate_password(password, PERSON)


def test_the_demo_password_keeps_the_rules_for_every_demo_account() -> None:
    for name, (first, last) in DEMO_NAMES.items():
        validate_password(DEMO_PASSWORD, User(email=f"{name}@example.org", first_name=first, last_name=last))


@pytest.mark.parametrize(("length", "fits"), [(14, False), (15, True), (128, True), (129, False)])
def test_the_limits_are_15_and_128(length: int, fits: bool) -> None:
    password = ("drei bunte Drachen über dem Rhein " * 4)[:length]
    if fits:
        validate_password(password)
    else:
        with pytest.raises(ValidationError):
            validate_password(password)
