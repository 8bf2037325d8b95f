"""App configuration of the room."""

from importlib import import_module

from django.apps import AppConfig


class ZemagPagesConfig(AppConfig):
    """Page shells of ZeMAG."""

    name = "zemag_pages"

    def ready(self) -> None:
        """Tell people on the intranet home page what waits for them here, and follow the legal profile."""
        import_module("zemag_pages.tasks")
        import_module("zemag_pages.thresholds")
