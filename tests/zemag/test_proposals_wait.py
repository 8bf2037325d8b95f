"""Proposals of texts that wait for release stand on the start page of who may decide, a line for each kind."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests.zemag.kind_proposals import MEASURE, OFFENCE, texts
from tests.zemag.screens import holder, text_of
from zemag.letters.wording import wording
from zemag.models import LetterKind, Role
from zemag.services import kind_texts, wordings
from zemag.services.kind_rules import Proposal
from zemag_pages.tasks import tasks_of
from zemag_pages.weapons import texts as weapons
from zemag_pages.weapons.entries import of_product

pytestmark = [
    pytest.mark.django_db(databases=["default", "zemag"]),
    pytest.mark.usefixtures("sites"),
    pytest.mark.acceptance("settled", 6),
]
SignIn = Callable[[User], Client]


def of_letters(by: User) -> None:
    """Propose words of a letter."""
    kind = LetterKind.ERASURE
    made = {name: text.replace("Guten Tag", "Hallo") for name, text in wording(kind).texts().items()}
    stamp, now = wordings.opened(kind).stamp, timezone.now()
    wordings.propose(kind=kind, texts=made, stamp=stamp, request_key=uuid.uuid4(), actor=by, now=now)


def of_weapons(by: User) -> None:
    """Propose a text of the weapons catalogue."""
    made, stamp = {**of_product("D1"), "words_en": "tingle tin"}, weapons.opened("D1").stamp
    given = weapons.Proposal(code="D1", texts=made, is_active=True, stamp=stamp, request_key=uuid.uuid4())
    weapons.propose(given, actor=by, now=timezone.now())


def of_kinds(by: User, code: str) -> None:
    """Propose words of an offence or a measure."""
    item = kind_texts.opened(code)
    given = Proposal(code, texts(code), item.holds.level, is_active=True, stamp=item.stamp, request_key=uuid.uuid4())
    kind_texts.propose(given, actor=by, now=timezone.now())


def lines(user: User) -> dict[str, str]:
    """Return what waits for somebody, by address."""
    return {item.url: str(item.title) for item in tasks_of(user)}


def test_each_kind_has_a_line_with_its_number_for_the_quality_staff_and_nobody_sees_the_own_one(
    sign_in: SignIn,
) -> None:
    keeper, both, writer = holder(Role.QUALITY), holder(Role.EDITOR, holder(Role.QUALITY)), holder(Role.EDITOR)
    assert lines(keeper) == lines(both) == {}
    of_letters(both)
    of_weapons(both)
    of_kinds(both, MEASURE)
    assert lines(both) == {}
    of_kinds(writer, OFFENCE)
    assert lines(both) == {reverse("zemag_kinds"): "1 Vorschlag zu Taten und Maßnahmen"}
    assert lines(keeper) == {
        reverse("zemag_wordings"): "1 Vorschlag zu Brieftexten",
        reverse("zemag_weapon_texts"): "1 Vorschlag zum Waffenkatalog",
        reverse("zemag_kinds"): "2 Vorschläge zu Taten und Maßnahmen",
    }
    assert lines(writer) == lines(holder(Role.LEGAL)) == {}
    page = sign_in(keeper).get("/de/")
    assert "2 Vorschläge zu Taten und Maßnahmen" in text_of(page)
    assert f'href="{reverse("zemag_kinds")}"' in page.content.decode()
    assert "2 proposals for offences and measures" in text_of(sign_in(keeper).get("/en/"))
