"""A cached part of a page belongs to one site, language, audience and day, and falls with its stamps."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser, Group
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from accounts.models import User
from pages import stamps

TEMPLATE = Template('{% load fragments %}{% fragment "part" "list:de" %}{{ probe.next }}{% endfragment %}')
NOON = datetime(2026, 5, 4, 12, tzinfo=ZoneInfo("Europe/Berlin"))


class Probe:
    """Counts how often the part was rendered."""

    def __init__(self) -> None:
        self.count = 0

    def next(self) -> int:
        """Return the number of this rendering."""
        self.count += 1
        return self.count


PROBE = Probe()


def render(user: object = None, kind: str = "public", host: str = "localhost", preview: bool = False) -> str:
    """Render the part for one reader."""
    request = RequestFactory().get("/", HTTP_HOST=host)
    request.site_kind, request.user = kind, user or AnonymousUser()
    request.is_preview = preview
    return TEMPLATE.render(Context({"request": request, "probe": PROBE, "page": SimpleNamespace(cache_key="7")}))


@pytest.fixture
def staff(db: None) -> User:
    """A person without roles."""
    return User.objects.create_user("someone@example.org")


@pytest.mark.acceptance("platform", 6)
def test_the_part_is_rendered_once_for_equal_readers(db: None) -> None:
    with time_machine.travel(NOON, tick=False):
        assert render() == render()


@pytest.mark.acceptance("platform", 6)
def test_sites_languages_and_audiences_never_share_a_part(staff: User) -> None:
    with time_machine.travel(NOON, tick=False):
        found = [render(), render(staff, "intranet", "intranet.localhost")]
        with translation.override("en"):
            found.append(render())
        staff.groups.add(Group.objects.get_or_create(name="editor")[0])
        found.append(render(User.objects.get(pk=staff.pk), "intranet", "intranet.localhost"))
    assert len(set(found)) == 4


@pytest.mark.acceptance("platform", 6)
def test_the_part_is_new_after_midnight_in_berlin(db: None) -> None:
    with time_machine.travel(NOON.replace(hour=23, minute=59), tick=False):
        before = render()
    with time_machine.travel(NOON.replace(hour=23, minute=59) + timedelta(minutes=2), tick=False):
        assert render() != before


@pytest.mark.acceptance("platform", 6)
def test_previews_are_never_cached(db: None) -> None:
    assert render(preview=True) != render(preview=True)


@pytest.mark.acceptance("platform", 8)
def test_a_raised_stamp_renews_the_part(db: None) -> None:
    before = render()
    stamps.touch("list:de")
    assert render() != before


def test_another_stamp_leaves_the_part_alone(db: None) -> None:
    before = render()
    stamps.touch("list:en")
    assert render() == before
