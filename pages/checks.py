"""System checks of the room."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


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
