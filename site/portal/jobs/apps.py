"""App configuration of the job layer."""

from importlib import import_module

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Retry, reaper, tick and beat."""

    name = "portal.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Connect the retry, once models are loaded."""
        import_module("portal.jobs.retry")
