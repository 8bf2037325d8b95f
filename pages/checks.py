"""System checks of the room."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

from pages.models import FourEyesTask

READERS = 2


@register()
def uploads_are_scanned_or_decided(**kwargs: Any) -> list[CheckMessage]:
    """Refuse production that neither has a virus scanner nor says that it wants none (BSI APP.3.2.A3)."""
    if getattr(settings, "ENVIRONMENT", "") != "production" or settings.CLAMAV_SOCKET or settings.UPLOAD_SCAN == "off":
        return []
    return [
        Error(
            "Uploads are not scanned for viruses.",
            hint="Set CLAMAV_SOCKET to the socket of clamd, or UPLOAD_SCAN=off as a decision.",
            id="pages.E010",
        )
    ]


@register(Tags.database)
def reviews_have_two_readers(**kwargs: Any) -> list[CheckMessage]:
    """Warn of a review step with fewer than two active readers: one who writes leaves nobody to read.

    Runs with `check --database default` only, since it asks the database (settled question H12).
    """
    if "default" not in (kwargs.get("databases") or []):
        return []
    tables = connections["default"].introspection.table_names()
    if not {FourEyesTask._meta.db_table, FourEyesTask.groups.through._meta.db_table} <= set(tables):
        return []
    # Only columns that the rule needs: the check runs before `migrate` adds those of a new version.
    active = FourEyesTask.objects.filter(active=True, workflow_tasks__workflow__active=True)
    people = get_user_model().objects.filter(is_active=True)
    return [
        Warning(
            f"The review “{name}” has fewer than {READERS} active readers.",
            hint="Give more accounts a role that reads, in the screen of users.",
            id="pages.W010",
        )
        for number, name in active.values_list("pk", "name").distinct()
        if people.filter(groups__in=FourEyesTask.groups.through.objects.filter(foureyestask=number).values("group"))
        .values("pk")
        .distinct()
        .count()
        < READERS
    ]
