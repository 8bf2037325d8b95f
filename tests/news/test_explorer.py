"""The explorer shows editors the dates, kinds and states of a list of one kind (content design, phase 1)."""

from collections.abc import Callable
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from accounts.models import User
from news.models import NewsPage
from tests import factories
from tests.pages.doors import person_with

pytestmark = pytest.mark.usefixtures("sites")
SignIn = Callable[[User], Client]
# The buttons of wagtail-localize ask two questions per row, whatever the columns are.
OF_LOCALIZE = ("wagtail_localize_translatableobject", 'FROM "wagtailcore_locale" WHERE NOT')
# Page to look at, column, what stands in it.
SHOWN = [
    (factories.NewsPageFactory, {"date": date(2026, 5, 4)}, "Datum", "4. Mai 2026"),
    (factories.PressReleasePageFactory, {}, "Veröffentlicht", "2026"),
    (factories.CampaignPageFactory, {"start": date(2026, 5, 4), "end": date(2026, 5, 5)}, "Stand", "Beendet"),
    (factories.EventPageFactory, {"status": "cancelled"}, "Findet statt", "Abgesagt"),
    (factories.ProjectPageFactory, {"status": "idea"}, "Stand", "geplant"),
    (factories.PartnerPageFactory, {"kind": "city"}, "Art", "Stadt"),
]


def explore(editor: Client, parent: Page, **query: str) -> tuple[list[str], list[list[str]]]:
    """Return heads and cells of the explorer's table below a page."""
    answer = editor.get(f"/admin/pages/{parent.pk}/", query)
    assert answer.status_code == 200
    table = BeautifulSoup(answer.content.decode(), "html.parser").select_one("table.listing")
    if table is None:
        return [], []
    heads = [head.get_text(" ", strip=True) for head in table.select("thead th, thead td")]
    rows = [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in table.select("tbody tr")]
    return heads, rows


@pytest.mark.parametrize(("factory", "fields", "head", "shown"), SHOWN)
def test_a_list_of_one_kind_shows_its_own_columns(
    factory: type, fields: dict[str, object], head: str, shown: str, sign_in: SignIn
) -> None:
    page = factory(**fields)
    heads, rows = explore(sign_in(person_with("editor")), page.get_parent())
    at = next(number for number, text in enumerate(heads) if text.startswith(head))
    assert shown in rows[0][at]


def test_the_filter_leaves_only_what_was_asked_for(sign_in: SignIn) -> None:
    planned = factories.EventPageFactory(title="Aktionstag der Probe")
    factories.EventPageFactory(parent=planned.get_parent(), title="Tagung fällt aus", status="cancelled")
    _heads, rows = explore(sign_in(person_with("editor")), planned.get_parent(), status="cancelled")
    assert ["Tagung fällt aus" in " ".join(row) for row in rows] == [True]


def test_news_come_newest_first(sign_in: SignIn) -> None:
    new = factories.NewsPageFactory(title="Neu", date=date(2026, 5, 4))
    factories.NewsPageFactory(parent=new.get_parent(), title="Alt", date=date(2020, 5, 4))
    _heads, rows = explore(sign_in(person_with("editor")), new.get_parent())
    assert ["Neu" in " ".join(rows[0]), "Alt" in " ".join(rows[1])] == [True, True]


def test_the_columns_ask_no_question_per_row(sign_in: SignIn) -> None:
    editor, first = sign_in(person_with("editor")), factories.NewsPageFactory()
    counts = []
    for number in (2, 12):
        while NewsPage.objects.count() < number:
            factories.NewsPageFactory(parent=first.get_parent())
        explore(editor, first.get_parent())
        with CaptureQueriesContext(connection) as queries:
            explore(editor, first.get_parent())
        counts.append(sum(not any(part in query["sql"] for part in OF_LOCALIZE) for query in queries))
    assert counts[0] == counts[1]
