"""App configuration of the operators' screens."""

from django.apps import AppConfig


class OperationConfig(AppConfig):
    """Health list, failed jobs, mails about errors."""

    name = "portal.operation"
    label = "operation"
