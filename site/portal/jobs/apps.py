"""App configuration of the job layer."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Retry, reaper, tick and beat."""

    name = "portal.jobs"
    label = "jobs"
