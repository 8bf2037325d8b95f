"""Take pictures of one page of every type, in every mode of the design, from a running site."""

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
from django.apps import apps
from django.conf import settings
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "var" / "shots"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHEET_WIDTH, SHEET_HEIGHT, SHEET_COLUMNS = 320, 640, 6


@dataclass(frozen=True)
class Mode:
    """A width with the settings of the reader's browser."""

    name: str
    width: int
    scheme: str = "light"
    forced: str = "none"
    media: str = "screen"


MODES = (
    Mode("wide", 1280),
    Mode("wide-dark", 1280, "dark"),
    Mode("phone", 390),
    Mode("phone-dark", 390, "dark"),
    Mode("narrow", 320),
    Mode("forced", 1280, forced="active"),
    Mode("print", 800, media="print"),
)


def name_of(kind: type) -> str:
    """Return the name that the pictures of a page type carry."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower()


def families() -> dict[str, str]:
    """Return one German and one English live page of each type: name and absolute address."""
    found: dict[str, str] = {}
    for page in (
        apps.get_model("wagtailcore", "Page").objects.live().filter(depth__gt=1).select_related("locale").specific()
    ):
        name = f"{name_of(type(page))}-{page.locale.language_code}"
        if name not in found and page.full_url:
            found[name] = page.full_url
    language = settings.LANGUAGE_CODE
    found["not-found"] = f"{settings.PUBLIC_URL}/{language}/gibt-es-nicht/"
    found["barrier-report"] = f"{settings.PUBLIC_URL}/{language}/barriere-melden/"
    found["sign-in"] = f"{settings.INTRANET_URL}/{language}/accounts/login/"
    if settings.STYLEGUIDE:
        found["styleguide"] = f"{settings.PUBLIC_URL}/styleguide/"
    return found


def session() -> list[dict[str, Any]]:
    """Return the cookie of an administrator's session on the intranet; the site must run on the same database."""
    user = apps.get_model("accounts", "User").objects.filter(is_superuser=True, is_active=True).first()
    if user is None:
        return []
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    host = urlsplit(settings.INTRANET_URL).hostname or ""
    return [{"name": name, "value": client.cookies[name].value, "domain": host, "path": "/"}]


def take(browser: Browser, mode: Mode, addresses: dict[str, str], cookies: list[dict[str, Any]]) -> list[Path]:
    """Take every page in one mode; return the files and print pages that are wider than their window."""
    context = browser.new_context(
        viewport={"width": mode.width, "height": 900},
        color_scheme=mode.scheme,
        forced_colors=mode.forced,
        reduced_motion="reduce",
        locale="de-DE",
    )
    folder = TARGET / mode.name
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, address in addresses.items():
        if name != "sign-in" and address.startswith(settings.INTRANET_URL):
            context.add_cookies(cookies)
        else:
            context.clear_cookies()
        page = context.new_page()
        page.emulate_media(media=mode.media)
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            print(f"wider than {mode.width}: {name}")
        files.append(folder / f"{name}.png")
        page.screenshot(path=files[-1], full_page=True)
        page.close()
    context.close()
    return files


def sheet(files: list[Path], target: Path) -> None:
    """Put the tops of pictures side by side into one."""
    rows = -(-len(files) // SHEET_COLUMNS)
    whole = Image.new("RGB", (SHEET_WIDTH * SHEET_COLUMNS, SHEET_HEIGHT * rows), "white")
    for index, file in enumerate(files):
        with Image.open(file) as picture:
            small = picture.convert("RGB").resize((SHEET_WIDTH, picture.height * SHEET_WIDTH // picture.width))
        row, column = divmod(index, SHEET_COLUMNS)
        part = small.crop((0, 0, SHEET_WIDTH, min(small.height, SHEET_HEIGHT)))
        whole.paste(part, (column * SHEET_WIDTH, row * SHEET_HEIGHT))
    whole.save(target)


def main() -> int:
    """Take all pictures of the site that runs at the addresses of the settings."""
    if settings.ENVIRONMENT == "production":
        print("Pictures are taken of a development site only.", file=sys.stderr)
        return 1
    addresses, cookies = families(), session()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS
        )
        for mode in MODES:
            sheet(take(browser, mode, addresses, cookies), TARGET / f"sheet-{mode.name}.png")
        browser.close()
    print(TARGET)
    return 0


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    # Reading the database while Playwright's loop runs looks asynchronous to Django.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    django.setup()
    sys.exit(main())
