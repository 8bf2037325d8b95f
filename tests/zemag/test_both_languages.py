"""Words of the catalogue, letters and mails exist in German and in English (ZeMAG design, section 27)."""

import ast
import inspect
from collections.abc import Iterator
from email import message_from_bytes, policy

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import translation

from outbox.models import OutgoingMail
from tests.factories import UserFactory
from tests.zemag_factories import NOW, granted
from zemag import labels, mails
from zemag.letters.told import SUBJECTS
from zemag.letters.wording import LANGUAGES, TEXTS, wording
from zemag.models import LetterKind, Role
from zemag.services import logbook

pytestmark = pytest.mark.acceptance("zemag", 22)
# The same word in both languages.
SAME = {("WEAPONS", "D4")}
# What a cell of a table holds, read by the code that draws it and by nobody else.
INTERNAL = {("StatCell", "shown")}


def said(words: object) -> tuple[str, str]:
    """Return words in German and in English."""
    found = []
    for language in LANGUAGES:
        with translation.override(language):
            found.append(str(words))
    return found[0], found[1]


def choices() -> Iterator[tuple[str, str, object, object]]:
    """Return each value that a field of ZeMAG may take, with its words."""
    for model in apps.get_app_config("zemag").get_models():
        for field in model._meta.get_fields():
            if (model.__name__, field.name) not in INTERNAL:
                for value, words in getattr(field, "choices", None) or []:
                    yield model.__name__, field.name, value, words


def test_every_code_of_the_catalogue_has_words_in_both_languages() -> None:
    lists = {name: found for name, found in vars(labels).items() if name.isupper() and isinstance(found, dict)}
    assert {"OFFENCES", "WEAPONS", "SETTINGS", "MEASURES"} <= {*lists}
    equal = {(name, code) for name, found in lists.items() for code, words in found.items() if len({*said(words)}) < 2}
    assert equal == SAME


def test_every_value_of_a_field_has_words_in_both_languages() -> None:
    found = list(choices())
    assert len(found) > 100
    assert [(model, name, value) for model, name, value, words in found if len({*said(words)}) < 2] == []


def test_every_kind_of_letter_has_its_own_words_in_both_languages() -> None:
    assert {path.stem for path in TEXTS.glob("*.toml")} == {*LetterKind.values, "shared"}
    for kind in LetterKind:
        words = wording(kind)
        for texts in (words.titles, words.bodies):
            assert {*texts} == {*LANGUAGES}
            assert all(texts.values()), kind
            assert texts["de"] != texts["en"] or texts["de"] == "$subject", kind
        assert len({*said(kind.label)}) == 2, kind
    assert all(len({*said(subject)}) == 2 for subject in SUBJECTS.values())


@pytest.mark.django_db(databases=["default", "zemag"])
@pytest.mark.acceptance("settled", 12)
def test_every_mail_is_written_in_the_language_of_its_reader() -> None:
    people = [
        granted(role, UserFactory(language=language))
        for role in (Role.QUALITY, Role.DATA_PROTECTION)
        for language in LANGUAGES
    ]
    logbook.write("view", actor=people[0], now=NOW, subject="zemag.grants", result="0")
    mails.tell([person.uuid for person in people[:2]], kind="probe", number="2026-0042", key="1", due=NOW)
    mails.tell_of_fault(NOW)
    mails.send_head(NOW)
    sent: dict[str, dict[str, str]] = {}
    for row in OutgoingMail.objects.using("zemag"):
        message = message_from_bytes(bytes(row.message), policy=policy.default)
        person = next(person for person in people if person.email == message["To"])
        lines = message.get_content().split("\n\n")
        assert f"{settings.INTRANET_URL}/{person.language}/zemag/" in lines[-1]
        sent.setdefault(row.kind, {})[person.language] = f"{message['Subject']}\n{lines[0]}"
    senders = [item for item in ast.parse(inspect.getsource(mails)).body if "queue(" in ast.unparse(item)]
    assert len(sent) == len(senders) == 3
    for kind, texts in sent.items():
        assert {*texts} == {*LANGUAGES}, kind
        german, english = (text.splitlines() for text in (texts["de"], texts["en"]))
        assert all(one != other for one, other in zip(german, english, strict=True)), kind
