"""Print the proxy's configuration for this installation, from its settings (platform design, section 8.4)."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.template.loader import render_to_string

from pages.headers import PERMISSIONS_POLICY


class Command(BaseCommand):
    """Print a file for nginx: both hosts, limits, static files with the same headers, private files behind Django."""

    help = "Prints the nginx file of this installation; nothing is written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address of the servers and the folder of the certificates."""
        parser.add_argument("--upstream", default="127.0.0.1:8000", help="Address and port of gunicorn or uvicorn.")
        parser.add_argument("--certificates", default="/etc/ssl/umsicht", help="Folder with <host>.pem and <host>.key.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the file."""
        prefix = settings.MEDIA_ACCEL_PREFIX.strip("/")
        context = {
            "hosts": [settings.PUBLIC_HOST, settings.INTRANET_HOST],
            "upstream": options["upstream"],
            "certificates": options["certificates"].rstrip("/"),
            "static_url": settings.STATIC_URL,
            "static_root": str(settings.STATIC_ROOT),
            "media_prefix": prefix,
            "media_root": str(settings.MEDIA_ROOT),
            "hsts": settings.SECURE_HSTS_SECONDS,
            "permissions_policy": PERMISSIONS_POLICY,
        }
        self.stdout.write(render_to_string("operation/nginx.conf", context))
