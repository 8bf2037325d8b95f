"""A change of a substitute waits in the demo, so that its screens have something to show."""

import pytest
from django.core.management import call_command

from accounts.models import ChangeState, SupervisionChange, User
from accounts.supervision import waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]


def test_one_change_waits_for_the_technical_administration_and_a_second_run_proposes_nothing() -> None:
    manager = User.objects.get(email="technical_admin@example.org")
    (change,) = waiting(manager)
    assert (change.account.email, change.state) == ("staff@example.org", ChangeState.PROPOSED)
    assert manager not in (change.proposed_by, change.account, change.wanted)
    call_command("load_demo", verbosity=0)
    assert SupervisionChange.objects.count() == 1
