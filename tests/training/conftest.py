"""Somebody of the training office, signed in."""

import pytest
from django.test import Client

from tests.training.offices import Enter, worker


@pytest.fixture
def desk(sign_in: Enter) -> Client:
    """Somebody of the office, signed in."""
    return sign_in(worker())
