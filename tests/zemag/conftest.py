"""People of the tests of ZeMAG."""

import pytest

from accounts.models import User
from tests.row_factories import DepartmentFactory, UserFactory


@pytest.fixture
def reporter() -> User:
    """Somebody with a supervisor who has a substitute."""
    boss = UserFactory(substitute=UserFactory(second_factor=True), second_factor=True)
    return UserFactory(supervisor=boss, department=DepartmentFactory(key="50"))
