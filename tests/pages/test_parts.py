"""Rows are read in parts: what is written for each holds up nobody and is held up by nobody."""

import threading

import pytest
from django.db import connection

from accounts.models import Department
from pages.parts import in_parts
from tests.row_factories import DepartmentFactory


@pytest.mark.django_db
def test_every_row_comes_once_in_the_order_of_ids_whatever_the_size() -> None:
    wanted = sorted(DepartmentFactory(key=f"part-{number}").pk for number in range(5))
    rows = Department.objects.filter(key__startswith="part-")
    for size in (1, 2, 5, 6):
        assert [row.pk for row in in_parts(rows, size)] == wanted


def written_by_somebody_else() -> None:
    """Write and commit through a connection of its own."""
    Department.objects.filter(key="part-0").update(name_en="x")
    connection.close()


@pytest.mark.transactional
@pytest.mark.django_db(transaction=True)
def test_somebody_elses_write_in_between_stops_no_write_of_ours() -> None:
    for number in range(3):
        DepartmentFactory(key=f"part-{number}")
    seen = 0
    for row in in_parts(Department.objects.filter(key__startswith="part-"), 2):
        other = threading.Thread(target=written_by_somebody_else)
        other.start()
        other.join()
        seen += Department.objects.filter(pk=row.pk).update(name_de="neu")
    assert seen == 3
