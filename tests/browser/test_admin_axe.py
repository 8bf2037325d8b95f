"""axe finds nothing on the portal's own screens of the admin and of the account, in both languages, wide and narrow."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page
from wagtail.models import TaskState
from wagtail.users.models import UserProfile

from accounts.models import ChangeState, SupervisionChange, User
from tests.browser.test_axe import MODES, findings

KEYS = ["approve", "drafts", "submitted", "broken", "scheduled", "translations", "owners"]
# Screen -> (role that works there, address on the intranet host).
SCREENS = {
    "start": ("approver", "/admin/"),
    "approvals": ("approver", "/admin/approvals/"),
    "matrix": ("editor", "/admin/translations/"),
    "pictures": ("editor", "/admin/images/"),
    "documents": ("editor", "/admin/documents/"),
    "second-looks": ("approver", "/admin/emergency/"),
    "security": ("editor", "/{language}/accounts/security/"),
    "approval": ("approver", "/admin/approvals/{waiting}/"),
    "accounts": ("technical_admin", "/admin/users/"),
    "new-account": ("technical_admin", "/admin/users/new/"),
    "account": ("technical_admin", "/admin/users/{person}/access/"),
    "address": ("technical_admin", "/admin/users/{person}/address/"),
    "supervision": ("technical_admin", "/admin/users/{person}/supervision/"),
    "supervisions": ("technical_admin", "/admin/users/supervision/"),
    **{f"desk-{key}": ("approver", f"/admin/desk/{key}/") for key in KEYS},
}


@pytest.fixture
def speak(django_db_blocker: Any) -> Iterator[Callable[[str, str], None]]:
    """Return a function that gives a demo person's admin another language; German comes back afterwards."""
    people: list[str] = []

    def choose(role: str, language: str) -> None:
        people.append(f"{role}@example.org")
        with django_db_blocker.unblock():
            person = User.objects.get(email=people[-1])
            UserProfile.objects.update_or_create(user=person, defaults={"preferred_language": language})

    yield choose
    with django_db_blocker.unblock():
        UserProfile.objects.filter(user__email__in=people).update(preferred_language="")


@pytest.fixture
def ids(django_db_blocker: Any) -> dict[str, int]:
    """Return what stands in addresses: a text that waits for a decision, an account whose substitute is to change."""
    with django_db_blocker.unblock():
        waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).values_list("pk", flat=True)[0]
        return {"waiting": waiting, "person": SupervisionChange.objects.get(state=ChangeState.PROPOSED).account_id}


@pytest.mark.acceptance("architecture", 17)
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", SCREENS)
def test_axe_finds_nothing_on_own_screens(
    name: str,
    language: str,
    tab: Page,
    house: Any,
    enter: Callable[[str], None],
    speak: Callable[[str, str], None],
    watch: Any,
    ids: dict[str, int],
) -> None:
    role, address = SCREENS[name]
    speak(role, language)
    enter(role)
    tab.goto(house.intranet + address.format(language=language, **ids))
    assert tab.locator("html").get_attribute("lang") == language
    for width, scheme in MODES:
        tab.set_viewport_size({"width": width, "height": 900})
        tab.emulate_media(color_scheme=scheme)
        assert findings(tab) == [], f"{name} at {width} px, {scheme}"
        if name == "account" and width == MODES[0][0]:
            with tab.expect_navigation():
                tab.locator("button[name=action][value=invite]").click()
            assert findings(tab) == [], "a code on paper"
    assert watch.foreign == []
    assert watch.policy == []
