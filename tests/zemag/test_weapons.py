"""The catalogue of weapons: complete in both languages, found by words, for staff alone (ZeMAG design, section 13)."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from tests.row_factories import UserFactory
from tests.zemag.screens import text_of
from zemag.catalogue import WEAPONS
from zemag_pages.weapons.entries import groups

SignIn = Callable[[User], Client]


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_class_has_its_words_and_no_other_class_is_there(language: str) -> None:
    found = groups(language)
    assert {weapon.code for group in found for weapon in group.weapons} == WEAPONS
    for group in found:
        assert group.notice and group.distance
        assert all(weapon.text and weapon.law for weapon in group.weapons)


def test_words_of_either_language_and_a_group_narrow_the_list() -> None:
    assert [weapon.code for group in groups("de", "revolver") for weapon in group.weapons] == ["A1"]
    assert [weapon.code for group in groups("de", "pepper SPRAY") for weapon in group.weapons] == ["D1"]
    assert [group.code for group in groups("en", "", "G")] == ["G"]
    assert groups("de", "revolver", "G") == []


@pytest.mark.django_db(databases=["default", "zemag"])
@pytest.mark.usefixtures("sites")
def test_all_staff_look_things_up_and_nobody_else_does(sign_in: SignIn) -> None:
    client = sign_in(UserFactory())
    assert "Schlagring" in text_of(client.get("/de/zemag/weapons/"))
    page = text_of(client.get("/de/zemag/weapons/", {"q": "Armbrust"}))
    assert "1 Eintrag" in page and "Schlagring" not in page
    assert "Nichts gefunden" in text_of(client.get("/de/zemag/weapons/", {"q": "xyzzy"}))
    assert client.get("/de/zemag/weapons/", {"group": "Z"}).status_code == 200
    assert Client(HTTP_HOST="intranet.localhost").get("/de/zemag/weapons/").status_code == 302
