"""The statistics on screen: exact for the quality staff, protected for others, and the file says what the page says."""

import re
import time
from collections import Counter
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.services import head_of
from tests.row_factories import UserFactory
from tests.zemag.screens import denials, holder, officer, rows_of, text_of
from tests.zemag_cases import sent
from zemag.clocks import local_day
from zemag.models import Role
from zemag.services import freezing
from zemag.statistics.facts import Fact

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]
PAGE = "/de/zemag/statistics/"


@pytest.fixture
def year() -> int:
    """The year before the last, frozen: 40 reports of one department, 7 of another one, 3 of a third."""
    now = timezone.now()
    year = local_day(now).year - 2
    facts: Counter[Fact] = Counter()
    for office, many, level in (("ordnung", 40, 2), ("jugend", 7, 1), ("schule", 3, 3)):
        for number in range(many):
            code = {1: "B1", 2: "C2", 3: "D1"}[level]
            facts[Fact(f"{year}-{number % 12 + 1:02}", office, level, code, "counter", "none")] += 1
    freezing.take_over(facts, now)
    assert freezing.freeze(now) > 12
    return year


def cells_of(page: str) -> dict[str, list[list[str]]]:
    """Return the cells of each table of a page by its key."""
    found = {}
    for part in page.split("<figure")[1:]:
        key = re.search(r'id="chart-(S\d)"', part)
        assert key is not None
        rows = re.findall(r"<tr>(.*?)</tr>", part.split("<tbody>")[1].split("</tbody>")[0])
        found[key[1]] = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]
    return found


def test_quality_staff_see_exact_figures_with_a_row_of_the_log_and_statistics_see_protected_ones(
    year: int, sign_in: SignIn
) -> None:
    lead, office = holder(Role.QUALITY), holder(Role.STATISTICS)
    exact = sign_in(lead).get(f"{PAGE}{year}/").content.decode()
    assert [row[1] for row in cells_of(exact)["S2"][:1]] == ["0"]
    assert sorted(row[1] for row in cells_of(exact)["S3"]) == ["3", "40", "7"]
    assert [row.subject for row in rows_of(lead, "view")] == ["zemag.statistics"]
    client = sign_in(office)
    answer = client.get(f"{PAGE}{year}/")
    page = answer.content.decode()
    assert [row[1] for row in cells_of(page)["S3"]] == ["40", "10"]
    assert "Andere Ämter" in page and "schule" not in page
    assert cells_of(page)["S2"][0] == [str(year), "&lt;5", "5", "40", "&lt;5", "50"]
    assert rows_of(office, "view") == []
    head = head_of("zemag")
    assert head is not None and head.hash in page
    assert "style=" not in page.split("<main")[1] and 'role="img"' in page
    assert answer["Cache-Control"] == "private, no-store"
    for key, rows in cells_of(page).items():
        text = client.get(reverse("zemag_statistics_file", args=[year, key])).content.decode("utf-8-sig")
        lines = [line.split(";") for line in text.splitlines()[1:]]
        assert [line[1:] for line in lines] == [[cell.replace("&lt;", "<") for cell in row[1:]] for row in rows]
    assert "Reports by month" in client.get(f"/en/zemag/statistics/{year}/").content.decode()


def test_supervisors_staff_council_and_data_protection_see_protected_figures_and_nobody_else_any(
    year: int, sign_in: SignIn
) -> None:
    boss = UserFactory()
    sent(UserFactory(supervisor=boss))
    for reader in (boss, holder(Role.STAFF_COUNCIL), holder(Role.DATA_PROTECTION)):
        assert "Andere Ämter" in text_of(sign_in(reader).get(f"{PAGE}{year}/"))
    for stranger in (UserFactory(is_superuser=True), officer(), holder(Role.LEGAL)):
        client = sign_in(stranger)
        for address in (PAGE, f"{PAGE}{year}/", f"{PAGE}{year}/S3.csv"):
            assert client.get(address).status_code == 403
        assert len(denials(stranger)) == 3


@pytest.mark.acceptance("zemag", 12)
def test_a_year_or_table_that_does_not_stand_is_404_and_the_page_is_quick(year: int, sign_in: SignIn) -> None:
    client = sign_in(holder(Role.STATISTICS))
    assert client.get(f"{PAGE}1999/").status_code == 404
    assert client.get(f"{PAGE}{year}/S9.csv").status_code == 404
    client.get(PAGE)
    begun = time.process_time()
    assert client.get(f"{PAGE}{year}/").status_code == 200
    assert time.process_time() - begun < 0.3


def test_before_the_first_month_stands_the_page_says_so(sign_in: SignIn) -> None:
    assert "noch nichts gezählt" in text_of(sign_in(holder(Role.STATISTICS)).get(PAGE))
