"""Measure the editors' screens with 1,000 pages in two languages, on a database made for it or DATABASE_URL."""

import logging
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

ROOT = Path(__file__).resolve().parents[2]
PAGES, ROUNDS = int(os.environ.get("PAGES", "1000")), int(os.environ.get("ROUNDS", "7"))
SCREEN_MS, DECISION_MS, MOST_QUERIES = 400.0, 1000.0, 40


def person(role: str) -> Any:
    """Return a new account with a role."""
    user = apps.get_model("accounts.User").objects.create(email=f"{role}-{uuid4().hex[:6]}@example.org")
    user.groups.add(apps.get_model("auth.Group").objects.get(name=role))
    return user


def fill(section: Any, keys: list[Any]) -> None:
    """Put many live pages below another: rows alone, as a long life of a site leaves them."""
    page_model, news = apps.get_model("wagtailcore.Page"), apps.get_model("news.NewsPage")
    child = news(title="Meldung", lead="Worum es geht.", slug="erste", locale=section.locale)
    with import_string("pages.publishing.writing_live")():
        section.add_child(instance=child)
    row = page_model.objects.get(pk=child.pk)
    start = page_model._get_basepath(section.path, section.depth)
    for number, key in enumerate(keys):
        row.pk, row._state.adding = None, True
        row.path, row.translation_key = page_model._get_path(start, section.depth + 1, 1_000 + number), key
        row.slug = row.title = row.draft_title = f"meldung-{number}"
        row.url_path, row.last_published_at = f"{section.url_path}{row.slug}/", timezone.now()
        row.save_base(raw=True)
        child.pk = child.page_ptr_id = row.pk
        child._state.adding = True
        child.save_base(raw=True)
    page_model.objects.filter(pk=section.pk).update(numchild=len(keys) + 1)


def build() -> Any:
    """Make both trees and return the German section."""
    call_command("migrate", verbosity=0)
    import_string("home.sites.setup_sites")()
    department = apps.get_model("accounts.Department").objects.create(key="office", name_de="Amt")
    keys = [uuid4() for _number in range(PAGES)]
    sections: list[Any] = []
    home_model, index = apps.get_model("home.PublicHomePage"), apps.get_model("news.NewsIndexPage")
    with transaction.atomic():
        home_model.objects.update(owner_department=department)
        for home in home_model.objects.order_by("path"):
            section = index(title="Aktuelles", slug="aktuelles", locale=home.locale)
            if sections:
                section.translation_key = sections[0].translation_key
            with import_string("pages.publishing.writing_live")():
                home.add_child(instance=section)
            fill(section, keys)
            import_string("pages.access.rebuild")(section)
            sections.append(section)
        import_string("home.roles.setup_roles")()
        import_string("pages.owners.rebuild_all")()
    return index.objects.get(pk=sections[0].pk)


def signed_in(user: Any) -> Client:
    """Return a client of the intranet host in which a person is signed in."""
    client = Client(HTTP_HOST=settings.INTRANET_URL.split("//")[1])
    client.force_login(user, backend="accounts.backends.LocalBackend")
    return client


def measure(name: str, act: Callable[[int], Any], goal: float, most: int | None = None) -> bool:
    """Print median times and the number of questions of an act; return whether the goals are met."""
    act(0)
    walls, cpus, queries = [], [], 0
    for number in range(1, ROUNDS + 1):
        wall, cpu = time.perf_counter(), time.process_time()
        with CaptureQueriesContext(connection) as asked:
            answer = act(number)
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
        queries = len(asked)
        if answer.status_code >= 400:
            raise SystemExit(f"{name}: {answer.status_code}")
    # On a machine with other work the clock on the wall measures that work, too.
    took, limit = statistics.median(cpus), f", at most {most}" if most else ""
    good = took <= goal and (most is None or queries <= most)
    print(
        f"{name:24} {statistics.median(walls):7.0f} ms, processor {took:6.0f} ms (goal {goal:.0f} ms), "
        f"{queries} queries{limit}{'' if good else '  MISSED'}"
    )
    return good


def opener(client: Client, address: str) -> Callable[[int], Any]:
    """Return the act of opening a screen."""
    return lambda _number: client.get(address)


def form_of(page: Any, title: str) -> dict[str, str]:
    """Return what the editor sends for a report."""
    data = {f"{name}-count": "0" for name, _block, _rows in import_string("pages.gate.spots.streams_of")(page)}
    for rows in ("related_pages", "page_topics", "comments"):
        data |= {f"{rows}-{end}": "0" for end in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}
        data[f"{rows}-MAX_NUM_FORMS"] = ""
    return {**data, "title": title, "slug": page.slug, "lead": page.lead, "date": str(page.date), "action-submit": "1"}


def decisions(section: Any, editor: Client, reader: Client) -> bool:
    """Measure submitting and approving by the screens that people use."""
    pages = list(apps.get_model("news.NewsPage").objects.child_of(section)[: ROUNDS + 1])

    def submit(number: int) -> Any:
        address = reverse("wagtailadmin_pages:edit", args=[pages[number].pk])
        return editor.post(address, form_of(pages[number], f"Neu {number}"))

    def approve(number: int) -> Any:
        page = type(pages[number]).objects.get(pk=pages[number].pk)
        state = page.current_workflow_task_state
        return reader.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]))

    done = [measure("submit", submit, DECISION_MS), measure("approve", approve, DECISION_MS)]
    live = apps.get_model("pages.Approval").objects.count()
    if live != len(pages):
        raise SystemExit(f"{live} of {len(pages)} texts went live")
    return all(done)


def main() -> int:
    """Build, measure and print; return 4 when a goal is missed."""
    logging.disable(logging.WARNING)
    section = build()
    editor, reader = signed_in(person("editor")), signed_in(person("approver"))
    print(f"{PAGES} pages in two languages, {connection.vendor}, median of {ROUNDS}")
    good = [decisions(section, editor, reader)]
    for name, address, most in (
        ("explorer", reverse("wagtailadmin_explore", args=[section.pk]), None),
        ("matrix", reverse("translation_matrix"), MOST_QUERIES),
        ("dashboard", reverse("wagtailadmin_home"), MOST_QUERIES),
        ("dashboard's whole list", reverse("desk", args=["translations"]), MOST_QUERIES),
        ("page editor", reverse("wagtailadmin_pages:edit", args=[section.get_first_child().pk]), None),
        ("before deleting", reverse("wagtailadmin_pages:delete", args=[section.pk]), None),
    ):
        client = reader if name == "before deleting" else editor
        good.append(measure(name, opener(client, address), SCREEN_MS, most))
    return 0 if all(good) else 4


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.dev"
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/editing.sqlite3")
        os.environ.setdefault("ZEMAG_DATABASE_URL", f"sqlite:///{folder}/zemag.sqlite3")
        django.setup()
        sys.exit(main())
