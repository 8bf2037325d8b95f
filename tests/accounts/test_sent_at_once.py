"""Of many sendings of one form at the same time one makes the row (security design, section 12; S32)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from accounts.models import User
from accounts.once import first_or_made

CLICKS = 6


@pytest.mark.acceptance("security", "S32")
@pytest.mark.django_db(transaction=True)
def test_of_many_at_the_same_time_one_makes_the_row_and_all_get_it() -> None:
    key, start = uuid4(), Barrier(CLICKS)

    def click(number: int) -> tuple[int, bool]:
        start.wait()
        try:
            email = f"klick{number}@example.org"
            make = lambda: User.objects.create_user(email, request_key=key)  # noqa: E731
            made, is_new = first_or_made(key, User.objects.all(), make)
            return made.pk, is_new
        finally:
            connection.close()

    with ThreadPoolExecutor(CLICKS) as pool:
        answers = list(pool.map(click, range(CLICKS)))
    assert len({pk for pk, _is_new in answers}) == 1
    assert sum(is_new for _pk, is_new in answers) == 1
