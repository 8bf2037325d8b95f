"""Editors of a page in easy language see what makes its text hard to read."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import StandardPageFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
HARD = "<p>Wir beraten Sie bzw. Ihre Familie zu Kriminalpräventionsmaßnahmen.</p>"


def editor_of(sign_in: Callable[[User], Client], register: str, text: str) -> str:
    """Return the page editor of a page with a text."""
    page = StandardPageFactory(register=register, body=[("paragraph", text)])
    client = sign_in(UserFactory(is_superuser=True, language="en"))
    return client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def test_hard_words_are_listed_with_advice(sign_in: Callable[[User], Client]) -> None:
    body = editor_of(sign_in, "easy_language", HARD)
    assert '<q lang="de">Kriminalpräventionsmaßnahmen</q>' in body
    assert '<q lang="de">bzw.</q>' in body


def test_an_easy_text_is_told_apart_and_other_pages_are_left_alone(sign_in: Callable[[User], Client]) -> None:
    easy = editor_of(sign_in, "easy_language", "<p>Wir helfen Ihnen.</p>")
    assert '<q lang="de">' not in easy and "easy_language" in easy
    assert '<q lang="de">' not in editor_of(sign_in, "standard", HARD)


def test_each_point_of_a_list_is_a_sentence_of_its_own(sign_in: Callable[[User], Client]) -> None:
    points = "".join(f"<li>Wir helfen auch im Park {number}</li>" for number in range(6))
    assert '<q lang="de">' not in editor_of(sign_in, "easy_language", f"<ul>{points}</ul>")
