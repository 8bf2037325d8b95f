"""Load the content to try the portal with; a second run writes nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.utils import timezone, translation

from accounts.services import ensure_demo_accounts
from demo.loading.files import read_data, read_pages
from demo.loading.pages import PageLoader
from demo.loading.registry import Registry
from demo.loading.reviews import leave_one_in_review
from demo.loading.settings import load_settings
from demo.loading.snippets import load_questions, load_snippets
from demo.loading.supervision import leave_one_proposed
from demo.loading.training import load_courses, load_dates
from demo.loading.zemag import load_zemag
from home.roles import setup_roles
from home.sites import setup_sites
from pages.gate.stored import nightly as check_pages
from search.rebuild import rebuild


class Command(BaseCommand):
    """Build both trees, settings, shared words and demo accounts."""

    help = "Loads the content to try the portal with. A second run writes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take no arguments of its own."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Load what is new; refuse in production."""
        if settings.ENVIRONMENT == "production":
            raise CommandError("Demo content is never loaded in production.")
        with translation.override("de"), transaction.atomic():
            setup_sites()
            registry = Registry()
            data = read_data()
            load_snippets(data, registry)
            load_courses(data, registry)
            PageLoader(read_pages(), registry, timezone.localdate()).load()
            load_questions(data, registry)
            load_settings(data, registry)
            setup_roles()
            ensure_demo_accounts()
            leave_one_in_review(registry)
            if registry.written:
                rebuild()
                check_pages()
        with translation.override("de"):
            # Each step of training and of ZeMAG is a transaction of its own.
            load_dates(data, registry, timezone.now())
            leave_one_proposed(timezone.now())
            load_zemag(data, timezone.now())
        if connection.vendor == "sqlite" and registry.written:
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        self.stdout.write(f"{registry.written} items written.")
