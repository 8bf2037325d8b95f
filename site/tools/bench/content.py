"""Prepare what is measured: the portal with its content and 200 more reports in each language."""

import os
import sys
from datetime import date, timedelta
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command
from django.utils.module_loading import import_string

ROOT = Path(__file__).resolve().parents[3]
REPORTS = 200


def main() -> None:
    """Add the reports that are missing and index them."""
    lists, reports = apps.get_model("news.NewsIndexPage"), apps.get_model("news.NewsPage")
    call_command("load_demo")
    # Nobody reads these pages but the measuring, so they need no second person.
    with import_string("pages.publishing.writing_live")():
        for index in lists.objects.filter(url_path__startswith="/public-"):
            present = reports.objects.child_of(index).filter(slug__startswith="messung-").count()
            for number in range(present, REPORTS):
                page = reports(
                    title=f"Messung {number} zur Sicherheit im Viertel",
                    slug=f"messung-{number}",
                    lead="Ein Bericht, wie er jeden Tag erscheinen könnte.",
                    date=date(2018, 1, 1) + timedelta(days=number),
                    locale=index.locale,
                    body=[("paragraph", "<p>Polizei, Ordnungsdienst und Stadt arbeiten im Viertel zusammen.</p>" * 8)],
                )
                index.add_child(instance=page)
    import_string("search.rebuild.rebuild")()


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.dev"
    django.setup()
    main()
