"""The lists of files say when no scanner looks at uploads (editing design, section 7)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]


@pytest.mark.parametrize("place", ["images", "documents"])
@pytest.mark.parametrize(("socket", "is_said"), [("", True), ("/run/clamd.sock", False)])
def test_the_list_says_whether_uploads_are_scanned(
    place: str, socket: str, is_said: bool, sign_in: Callable[[User], Client], settings: Any
) -> None:
    settings.CLAMAV_SOCKET = socket
    page = sign_in(UserFactory(is_superuser=True)).get(f"/admin/{place}/")
    assert page.status_code == 200
    assert ("help-warning" in page.content.decode()) == is_said
    assert 'id="listing-results"' in page.content.decode()
