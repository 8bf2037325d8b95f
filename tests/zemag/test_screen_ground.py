"""What all screens of ZeMAG have in common: rights in code, refusals as pages, no answer that looks like one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connections
from django.test import Client
from django.urls import reverse

from accounts.mfa.services import enrol_for_trying
from accounts.models import Department, User
from audit.models import Entry
from tests.portal.leaks import PARAMETER
from tests.row_factories import SECRET, UserFactory
from tests.zemag.screens import ASK, denials, entry, holder, officer, released, rows_of, sent, text_of
from tests.zemag_cases import sent as sent_report
from zemag import sealing
from zemag.models import RegisterEntry, Role
from zemag_pages.urls import urlpatterns

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]
# Start, report, weapons and questions are for all staff (settled decision H8).
FOR_ALL = ("zemag_report", "zemag_own", "zemag_ask_start", "zemag_departments", "zemag_weapon")


def closed_routes() -> list[str]:
    """Return the address of every screen that needs more than being staff."""
    some = "00000000-0000-4000-8000-000000000000"
    prefix = "/de/zemag/"
    return [
        prefix + PARAMETER.sub(lambda found: "1" if "<int:" in found[0] else some, str(pattern.pattern))
        for pattern in urlpatterns
        if not str(pattern.name).startswith(FOR_ALL)
    ]


@pytest.mark.acceptance("zemag", 1)
def test_a_superuser_without_a_grant_gets_403_everywhere_and_each_attempt_is_logged(sign_in: SignIn) -> None:
    boss = UserFactory(is_superuser=True)
    client, addresses = sign_in(boss), closed_routes()
    answers = {path: client.get(path).status_code for path in addresses}
    answers |= {path: client.post(path).status_code for path, code in answers.items() if code == 405}
    assert answers == dict.fromkeys(addresses, 403)
    assert len(denials(boss)) == len(addresses) > 2


@pytest.mark.acceptance("zemag", 28)
def test_every_answer_is_kept_nowhere_and_signing_out_clears_the_browser(sign_in: SignIn) -> None:
    released()
    who = officer()
    client = sign_in(who)
    for response in (client.get(ASK), sent(client, who), client.get("/de/zemag/ask/none/")):
        assert response["Cache-Control"] == "private, no-store"
    assert client.post(reverse("account_logout"))["Clear-Site-Data"] == '"cache"'


def test_links_of_a_screen_are_its_own_whoever_opened_another_one_before(sign_in: SignIn) -> None:
    released()
    one, other = sign_in(holder(Role.QUALITY)), sign_in(holder(Role.QUALITY))
    for client, own, foreign in ((one, "desk/", "requests/"), (other, "requests/", "desk/")):
        html = client.get(f"/de/zemag/{own}").content.decode()
        assert html.count(f'href="/en/zemag/{own}"') == 2 and f"page=/de/zemag/{own}" in html
        assert f'href="/en/zemag/{foreign}"' not in html and f"page=/de/zemag/{foreign}" not in html


def test_who_may_not_ask_reads_whom_to_ask_for_the_right(sign_in: SignIn) -> None:
    who = holder(Role.QUALITY)
    response = sign_in(who).get(ASK)
    assert response.status_code == 403
    assert "Koordination" in text_of(response)
    assert [row.subject for row in denials(who)] == ["zemag.single"]


def test_a_right_without_second_factor_leads_to_its_enrolment(sign_in: SignIn) -> None:
    client = Client(HTTP_HOST=settings.INTRANET_HOST + ":8000", SERVER_PORT="8000")
    who = officer()
    # The service has given the right, but the mark of the account has not followed yet.
    User.objects.filter(pk=who.pk).update(mfa_required=False)
    client.force_login(who, backend="accounts.backends.LocalBackend")
    response = client.get(ASK)
    assert (response.status_code, response["Location"]) == (302, reverse("mfa_set_up"))


@pytest.mark.acceptance("settled", 8)
def test_supervisors_and_heads_need_a_factor_for_their_part_but_not_to_report() -> None:
    released()
    boss, head = UserFactory(), UserFactory()
    incident = sent_report(UserFactory(supervisor=boss))
    Department.objects.update_or_create(key="32", defaults={"name_de": "Ordnungsamt", "head": head})
    for who, address in ((boss, reverse("zemag_unit_report", args=[incident.pk])), (head, reverse("zemag_grants"))):
        client = Client(HTTP_HOST=settings.INTRANET_HOST + ":8000", SERVER_PORT="8000")
        client.force_login(who, backend="accounts.backends.LocalBackend")
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (302, reverse("mfa_set_up"))
        assert client.get(reverse("zemag_report_short")).status_code == 200
        enrol_for_trying(who, SECRET)
        assert client.get(address).status_code == 200


def broken(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """A database that is down."""
    raise OperationalError("down")


@pytest.mark.acceptance("zemag", 26)
def test_a_record_that_cannot_be_read_is_no_answer_but_503_with_the_number_and_what_was_typed(sign_in: SignIn) -> None:
    released()
    made, who = entry(), officer()
    RegisterEntry.objects.filter(pk=made.pk).update(sealed=b"broken")
    response = sent(sign_in(who), who, family="Niemand", given="Nora")
    text = text_of(response)
    assert response.status_code == 503
    assert "0221 4710-115" in text and "Kein Eintrag" not in text
    assert "Niemand" in response.content.decode()
    assert [row.result for row in rows_of(who, "search")] == ["error"]


def test_without_the_database_of_zemag_its_screens_are_503_and_its_pages_still_there(sign_in: SignIn) -> None:
    client = sign_in(officer())
    with connections["zemag"].execute_wrapper(broken):
        response = client.get(ASK)
    assert response.status_code == 503
    assert "0221 4710-115" in text_of(response)


def test_without_its_keys_nothing_is_answered(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    released()
    entry()
    who = officer()
    monkeypatch.setattr(settings, "ZEMAG_KEY_FILE", tmp_path / "none.key")
    sealing._read.cache_clear()
    response = sent(sign_in(who), who)
    assert response.status_code == 503
    assert "Kein Eintrag" not in text_of(response)
    assert not Entry.objects.using("zemag").filter(action="search", result="none").exists()


def test_the_limit_is_429_with_the_time(sign_in: SignIn) -> None:
    released(singles_an_hour=1)
    who = officer()
    client = sign_in(who)
    assert sent(client, who).status_code == 200
    response = sent(client, who)
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 3600
    assert "wieder fragen" in text_of(response)
