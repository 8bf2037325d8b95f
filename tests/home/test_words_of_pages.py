"""What is found of a home page are its words; days are read the same way by everybody."""

from datetime import UTC, datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format

from pages.texts import search_text
from tests.factories import intranet_home


@pytest.mark.django_db
@pytest.mark.usefixtures("sites")
def test_names_of_icons_are_not_found() -> None:
    home = intranet_home()
    home.quick_actions = [("action", {"label": "Übergriff melden", "text": "", "page": home, "icon": "person_search"})]
    assert search_text(home) == "Übergriff melden"


@pytest.mark.parametrize(("language", "shown"), [("de", "02.12.2026"), ("en", "2 Dec 2026")])
def test_short_days_cannot_be_taken_for_other_days(language: str, shown: str) -> None:
    with translation.override(language):
        assert date_format(datetime(2026, 12, 2, 9, 0, tzinfo=UTC), "SHORT_DATE_FORMAT") == shown
