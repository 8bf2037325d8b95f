"""A decision that is sent twice in the same instant is taken once, and both are told so (security design, S32)."""

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory

from pages.models import Approval, FourEyesTaskState
from pages.review.views import taken
from tests.pages.doors import SignIn, person_with
from tests.pages.test_approval_screen import live_page, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites"), pytest.mark.acceptance("security", "S32")]


def test_a_click_that_was_read_before_the_first_one_decided_is_told_of_its_decision(sign_in: SignIn) -> None:
    state = submitted(person_with("editor"), live_page(), lead="Wo es ab heute gilt.")
    reader, address = person_with("approver"), f"/admin/approvals/{state.pk}/"
    client = sign_in(reader)
    sent = {"stamp": client.get(address).context["stamp"], "action": "approve"}
    # Both clicks have read the review while it was open; the second one waits at the lock until the first is done.
    read_before = FourEyesTaskState.objects.select_related("revision", "workflow_state", "task").get(pk=state.pk)
    assert client.post(address, sent).status_code == 302
    before = Approval.objects.count()
    request = RequestFactory().post(address, sent)
    request.user, request._messages = reader, CookieStorage(request)
    answer = taken(request, read_before)
    assert answer is not None and answer.status_code == 302
    assert [str(message) for message in request._messages] == ["„Neue Zone“ ist freigegeben."]
    assert Approval.objects.count() == before
