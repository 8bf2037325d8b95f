"""How mail leaves the house, by the address in EMAIL_URL."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.mail import get_connection

SECONDS = 20


def connection_of(url: str) -> Any:
    """Return the connection for console:, file:///folder, smtp://user:password@host:port or smtps:; else ValueError."""
    parts = urlsplit(url)
    if parts.scheme == "console":
        return get_connection("django.core.mail.backends.console.EmailBackend")
    if parts.scheme == "file":
        return get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=parts.path)
    if parts.scheme in {"smtp", "smtp+tls", "smtps"}:
        return get_connection(
            "django.core.mail.backends.smtp.EmailBackend",
            host=parts.hostname,
            port=parts.port or (465 if parts.scheme == "smtps" else 25),
            username=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            use_ssl=parts.scheme == "smtps",
            use_tls=parts.scheme == "smtp+tls",
            timeout=SECONDS,
        )
    raise ValueError("EMAIL_URL must start with console:, file:, smtp:, smtp+tls: or smtps:")
