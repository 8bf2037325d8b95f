"""App of the database rules; it carries the `migrate` command that knows them."""

from django.apps import AppConfig


class DatabasesConfig(AppConfig):
    """Gives the command its place."""

    name = "portal.databases"
    label = "databases"
