"""Somebody of the training office, signed in, and dates to work on."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.training_factories import (
    office,
    published,
)
from training.models import CourseDate

Enter = Callable[[User], Client]
DAY = timedelta(days=1)


def worker(**roles: Any) -> User:
    """Return somebody of the office who may enter the admin."""
    return in_admin(office())


def in_admin(user: User) -> User:
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def soon(**fields: Any) -> CourseDate:
    """Return a date that starts in a month, planned yesterday."""
    now = timezone.now()
    return published(start=now + 30 * DAY, now=now - DAY, **fields)


def on(date: CourseDate, path: str = "") -> str:
    return f"/admin/training/dates/{date.uid}/{path}"
