"""The engine that answers; today the database of the installation."""

from django.db.models import QuerySet

from search.backends.database import DatabaseEngine
from search.backends.wanted import Scope, Wanted
from search.models import Entry

DATABASE = DatabaseEngine()


def find(wanted: Wanted, allowed: QuerySet[Entry], scope: Scope) -> list[Entry]:
    """Return at most 200 of the allowed entries that hold what is wanted."""
    return DATABASE.find(wanted, allowed, scope)
