"""Checks of an installation."""

from typing import Any

from django.conf import settings
from django.core.checks import Tags, Warning, register


@register(Tags.security, deploy=True)
def anchor_is_set(app_configs: Any, **kwargs: Any) -> list[Warning]:
    """W001: without an anchor a cut tail of the log looks whole."""
    if settings.AUDIT_ANCHOR:
        return []
    hint = "Set AUDIT_ANCHOR to a file of another system user, or to syslog:"
    return [Warning("The access log has no anchor outside the database.", hint=hint, id="audit.W001")]
