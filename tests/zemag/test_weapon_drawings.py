"""Drawings of the weapons catalogue: one a class, one family, nothing that runs or leads away (section 13)."""

import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from django.test import Client

from accounts.models import User
from tests.row_factories import UserFactory
from tests.zemag.screens import text_of
from zemag.catalogue import WEAPONS
from zemag_pages.templatetags.zemag import weapon_drawing
from zemag_pages.weapons.drawings import FOLDER, FOOT, HEAD, strokes

SignIn = Callable[[User], Client]
CODES = sorted(WEAPONS)
# What a line drawing needs; no script, style, text, picture, link or animation is among it.
SHAPES = {"svg", "g", "path", "circle", "ellipse", "rect"}
ATTRIBUTES = {"d", "transform", "x", "y", "width", "height", "rx", "ry", "r", "cx", "cy", "fill", "stroke-dasharray"}
OF_THE_FAMILY = {"viewBox", "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"}
LARGEST, LARGEST_TOGETHER = 800, 24_000


def test_every_class_has_a_drawing_and_every_drawing_is_of_a_class() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{code}.svg" for code in WEAPONS}
    assert {*strokes()} == WEAPONS
    assert len({*strokes().values()}) == len(WEAPONS)


@pytest.mark.parametrize("code", CODES)
def test_a_drawing_is_of_the_family_and_holds_shapes_alone(code: str) -> None:
    file = (FOLDER / f"{code}.svg").read_text("utf-8")
    assert file.startswith(HEAD) and file.endswith(FOOT) and len(file) <= LARGEST
    whole, *shapes = ElementTree.fromstring(file).iter()
    assert {*whole.attrib} == OF_THE_FAMILY and whole.attrib["viewBox"] == "0 0 96 64"
    assert {shape.tag.rpartition("}")[2] for shape in shapes} <= SHAPES
    assert {name for shape in shapes for name in shape.attrib} <= ATTRIBUTES
    assert {shape.attrib.get("fill", "currentColor") for shape in shapes} == {"currentColor"}


def test_all_together_stay_small_enough_to_stand_in_the_page() -> None:
    assert sum(len(text) for text in strokes().values()) <= LARGEST_TOGETHER


def test_a_drawing_is_hidden_from_screen_readers_and_an_unknown_class_has_none() -> None:
    assert 'aria-hidden="true" focusable="false"' in weapon_drawing("A1")
    assert weapon_drawing("") == weapon_drawing("Z9") == ""


@pytest.mark.django_db(databases=["default", "zemag"])
@pytest.mark.usefixtures("sites")
def test_list_and_class_show_them_without_a_style_of_their_own(sign_in: SignIn) -> None:
    client = sign_in(UserFactory())
    catalogue = client.get("/de/zemag/weapons/").content.decode()
    assert catalogue.count('class="zks-weapon ') == len(WEAPONS)
    own = client.get("/de/zemag/weapons/B1/")
    page = own.content.decode()
    assert strokes()["B1"] in page and strokes()["B2"] in page and strokes()["A1"] not in page
    assert not re.search(r"<svg[^>]* style=", catalogue + page)
    said = text_of(own)
    assert [word for word in ("Küchenmesser", "Brotmesser", "sieben Meter", "§ 42a") if word not in said] == []
    assert client.get("/en/zemag/weapons/B1/").status_code == 200
    assert client.get("/de/zemag/weapons/b1/").status_code == client.get("/de/zemag/weapons/Z9/").status_code == 404
    assert Client(HTTP_HOST="intranet.localhost").get("/de/zemag/weapons/B1/").status_code == 302
