"""Fourteen ways to get the rules wrong, each of which the tests of the rules notice (training design, 17)."""

import inspect
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from tests.training import test_approval, test_booking, test_calendar
from tests.training.looks import full, state
from tests.training_factories import NOW, START, book, office
from training.invariants import violations
from training.models import Place, Status
from training.services import approving, booking, calling_off, cancelling, changing, expiring, queue, record, steps
from training.services.errors import WrongState

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@contextmanager
def mutated(function: Any, old: str, new: str) -> Iterator[None]:
    """Change the code of a function where it stands, so that whoever imported it runs the change."""
    source = textwrap.dedent(inspect.getsource(function))
    assert source.count(old) == 1, f"{function.__name__}: {old!r}"
    space = dict(function.__globals__)
    exec(compile(source.replace(old, new), f"mutant of {function.__name__}", "exec"), space)
    kept, function.__code__ = function.__code__, space[function.__name__].__code__
    try:
        yield
    finally:
        function.__code__ = kept


def promotion_far_ahead() -> None:
    """Somebody cancels more than a week before."""
    test_booking.test_cancelling_moves_the_queue_up_in_the_same_step(START - 8 * DAY, (Status.CONFIRMED, Place.SEAT))


def order_of_the_queue() -> None:
    """Two wait, a seat becomes free: the first of them has it."""
    date, first, waiting = full()
    later = book(date)
    cancelling.cancel(booking=first, actor=first.person, now=NOW)
    assert (state(waiting)[0], state(later)[0]) == (Status.CONFIRMED, Status.WAITING)


def cancelled_by_the_office_twice() -> None:
    """The second time there is nothing to cancel."""
    _date, first, _waiting = full()
    cancelling.cancel_for(booking=first, actor=office(), reason="falsch", now=NOW)
    with pytest.raises(WrongState):
        cancelling.cancel_for(booking=first, actor=office(), reason="falsch", now=NOW)


def refused() -> None:
    """A refusal frees the seat."""
    test_approval.test_a_refusal_needs_a_reason_and_frees_the_seat_for_the_next()


Scenario = Callable[[], None]
MUTANTS: dict[str, tuple[Any, str, str, Scenario]] = {
    "overtaking": (
        booking.write,
        "if seats.free > 0 and not queue else",
        "if seats.free > 0 else",
        test_booking.test_newcomers_do_not_pass_the_queue_where_a_seat_became_free_late,
    ),
    "no promotion": (cancelling.cancel, "promote(ledger, now)", "pass", promotion_far_ahead),
    "no promotion after a refusal": (approving.refuse, "promote(ledger, now)", "pass", refused),
    "double free": (
        record.change,
        "- (old_place == Place.SEAT)",
        "- 2 * (old_place == Place.SEAT)",
        promotion_far_ahead,
    ),
    "newest first": (queue.first_in_queue, '"wait_no"', '"-wait_no"', order_of_the_queue),
    "expired offer keeps its seat": (
        expiring._end_offer,
        "place=Place.NONE",
        "place=booking.place",
        test_booking.test_a_declined_or_expired_offer_goes_to_the_next,
    ),
    "accepted in the last second and after": (
        approving._offered,
        "now >= booking.offer_until",
        "now > booking.offer_until",
        test_booking.test_a_declined_or_expired_offer_goes_to_the_next,
    ),
    "capacity without promotion": (
        changing.change_capacity,
        "promote(ledger, now)",
        "pass",
        test_booking.test_more_seats_move_the_queue_up_and_too_few_are_refused_with_both_numbers,
    ),
    "second cancel": (
        cancelling._still_possible,
        "if not booking.is_active",
        "if False",
        cancelled_by_the_office_twice,
    ),
    "no sequence": (
        steps.step,
        "booking.ical_sequence + 1",
        "booking.ical_sequence",
        test_calendar.test_a_cancelled_booking_takes_its_entry_back,
    ),
    "key ignored": (
        booking.known,
        "request_key=request_key",
        "request_key=None",
        test_booking.test_twenty_clicks_with_one_key_are_one_booking_and_one_mail,
    ),
    "queue without end": (
        booking.write,
        "queue >= seats.wait_capacity",
        "queue > seats.wait_capacity",
        test_booking.test_a_full_queue_a_halted_or_closed_date_is_refused,
    ),
    "call-off without cancel": (
        calling_off.call_off,
        'calendar=CANCEL if confirmed else ""',
        'calendar=""',
        test_calendar.test_calling_off_takes_one_reason_and_tells_everybody,
    ),
    "seats never counted": (booking.write, "seats.seats_taken += 1", "pass", promotion_far_ahead),
}


@pytest.mark.acceptance("training", 4)
@pytest.mark.parametrize("name", MUTANTS)
def test_a_wrong_rule_is_noticed(name: str) -> None:
    function, old, new, scenario = MUTANTS[name]

    def lived() -> bool:
        """Return whether nothing was noticed; what was written is rolled back."""
        block = transaction.atomic()
        # Services ask for a transaction of their own; this one is the test's.
        block._from_testcase = True
        try:
            with block:
                scenario()
                assert violations(START) == []
                transaction.set_rollback(True)
        except (Exception, pytest.fail.Exception):
            return False
        return True

    with mutated(function, old, new):
        assert not lived()
    assert lived(), "the scenario itself is right"
