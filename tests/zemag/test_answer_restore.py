"""After a restore nothing of a request that went comes back, neither letters nor what was noted of their delivery."""

from pathlib import Path

import pytest

from audit.anchor import write_anchors
from tests.zemag.fonts import needs_fonts
from tests.zemag.test_answer_delivery import asked, back
from tests.zemag.test_backup import empty_database, ledger, two
from tests.zemag_factories import DAY, NOW, active, profile
from tests.zemag_held import answered, deferred, drafted
from tests.zemag_requests import LAW, again, settled
from zemag.backup.making import back_up
from zemag.backup.restoring import restore
from zemag.models import Delivery, DeliveryStep, Letter, OwedAnswer, RequestCase, SubjectRequest
from zemag.services import subject_requests
from zemag.services.ledger import REGISTER, changing

__all__ = ["ledger"]
pytestmark = [pytest.mark.django_db(databases=["default", "zemag"], transaction=True), needs_fonts]


@pytest.mark.acceptance("zemag", 19)
def test_nothing_of_a_request_that_went_comes_back(ledger: Path, tmp_path: Path) -> None:
    profile(**LAW)
    active(birth=(1980, 3, 4))
    deferred(active(birth=(1980, 3, 4)))
    row = drafted(settled())
    answered(row)
    back(again(row))
    asked(again(row), Delivery.NEW_ADDRESS, address="Neuer Weg 3")
    made = back_up(tmp_path / "backup", NOW)
    with changing(REGISTER):
        subject_requests.forget(row.pk, NOW + 400 * DAY)
    write_anchors()
    people = two()
    with empty_database(tmp_path):
        done = restore(made.data, people=people, reason="Probe", now=NOW + DAY)
        assert done.unreadable == 0
        for model in (SubjectRequest, RequestCase, Letter, DeliveryStep, OwedAnswer):
            assert not model._default_manager.exists(), model
