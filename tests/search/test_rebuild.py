"""A rebuild that dies leaves a full index, the check finds what was made wrong by hand, and operators are told."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.utils import timezone

from outbox.models import OutgoingMail
from pages.access import refresh
from pages.models.stamps import Stamp
from pages.publishing import writing_live
from pages.reader import INTRANET, PUBLIC, Reader
from search import checks, engines, rebuild, server
from search.entries import index_page
from search.models import Entry
from search.service import find
from tests.factories import StandardPageFactory, UserFactory, intranet_home, public_home

pytestmark = pytest.mark.django_db
PAGES = 7


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def stranger_reads(sites: None) -> Reader:
    """Seven indexed pages, and a stranger who finds them."""
    for number in range(PAGES):
        page = StandardPageFactory(parent=public_home("de"), title=f"Gewalt am Platz {number}")
        index_page(page.pk)
    return Reader(AnonymousUser(), PUBLIC, "de")


def keys(reader: Reader) -> list[str]:
    """Return what a question finds, in order."""
    return [hit.entry.key for hit in find("Gewalt", reader).hits]


@pytest.mark.acceptance("search", 7)
@pytest.mark.parametrize("step", range(1, 14, 2))
def test_a_rebuild_that_dies_at_any_point_leaves_a_full_index(
    step: int, stranger_reads: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = keys(stranger_reads)
    assert len(before) == PAGES
    monkeypatch.setattr(rebuild, "BATCH", 1)
    left = [step]

    def die(_line: str) -> None:
        left[0] -= 1
        if not left[0]:
            raise Killed

    monkeypatch.setattr(rebuild, "SAY_EVERY", 1)
    with pytest.raises(Killed):
        rebuild.rebuild(say=die)
    assert keys(stranger_reads) == before
    rebuild.rebuild()
    assert keys(stranger_reads) == before and not any(rebuild.stale().values())


@pytest.mark.acceptance("search", 7)
def test_the_command_names_what_was_made_wrong_by_hand(stranger_reads: Reader) -> None:
    rebuild.rebuild()
    missing, old, extra, opened = Entry.objects.order_by("pk")[:4]
    missing.delete()
    Entry.objects.filter(pk=old.pk).update(text="something else")
    with writing_live():
        type(extra.page).objects.filter(pk=extra.page_id).update(live=False)
    Entry.objects.filter(pk=opened.pk).update(site="intranet")
    out = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("rebuild_search", "--check", stdout=out)
    assert refused.value.returncode == 1
    assert "default: missing: 1, stale: 1, extra: 1, audience differs: 1" in out.getvalue()
    checks.nightly()
    assert checks.fault() == "the index differs from the pages"
    call_command("rebuild_search", "--backend", "default", stdout=out)
    call_command("rebuild_search", "--check", stdout=out)
    checks.nightly()
    assert checks.fault() == ""
    Stamp.objects.filter(key=checks.CHECKED).update(touched_at=timezone.now() - timedelta(hours=27))
    assert checks.fault() == "the index was not checked for a day"


def test_a_rebuild_of_a_server_that_is_not_there_says_so(sites: None) -> None:
    with pytest.raises(CommandError, match="ELASTICSEARCH_URL"):
        call_command("rebuild_search", "--backend", "portal")


@pytest.mark.acceptance("search", 4)
def test_a_narrowed_page_is_gone_at_once_with_the_worker_stopped_and_the_server_away(
    stranger_reads: Reader, settings: Any
) -> None:
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:1"]
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    engines.forget()
    staff = Reader(UserFactory(), INTRANET, "de")
    page = StandardPageFactory(parent=intranet_home("de"), title="Gewalt im Dienst")
    index_page(page.pk)
    assert f"page:{page.pk}" in keys(staff)
    page.audience = ["ism"]
    with writing_live():
        page.save()
    refresh(page)
    assert f"page:{page.pk}" not in keys(staff)
    engines.forget()


def test_operators_get_one_mail_when_the_server_is_away_for_five_minutes(sites: None, settings: Any) -> None:
    settings.ELASTICSEARCH_URL, settings.ADMINS = ["http://127.0.0.1:1"], [("", "betrieb@example.org")]
    settings.EMAIL_BACKEND = "outbox.mail.Backend"
    engines.forget()
    server.watch()
    server.watch()
    assert not OutgoingMail.objects.exists()
    Stamp.objects.filter(key=server.DOWN).update(touched_at=timezone.now() - server.PATIENCE)
    server.watch()
    server.watch()
    assert OutgoingMail.objects.count() == 1
    engines.forget()
