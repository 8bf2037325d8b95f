"""App configuration of the room."""

from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    """Committees, district councils, partnerships, partners, projects."""

    name = "committees"
