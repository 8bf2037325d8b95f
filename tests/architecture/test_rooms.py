"""Rooms import downwards only, strings included, and folders keep their names (architecture, 2 and 9)."""

import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
LAYERS = [
    {"portal"},
    {"demo"},
    {"home"},
    {"news", "committees", "training", "alarms", "forms", "zemag_pages"},
    {"zemag"},
    {"search"},
    {"pages", "audit", "outbox"},
    {"accounts"},
]
ROOMS = [room for room in sorted(set().union(*LAYERS) - {"portal"}) if (ROOT / room).is_dir()]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")


def layer_of(room: str) -> int:
    """Return the layer of a room; the top one is 0."""
    return next(index for index, rooms in enumerate(LAYERS) if room in rooms)


def may_name(upper: str, lower: str) -> bool:
    """Return whether a room may name another one: itself, or one on a lower layer."""
    return upper == lower or layer_of(lower) > layer_of(upper)


def copy_of_house(folder: Path) -> Path:
    """Copy what import-linter reads."""
    for room in [*ROOMS, "site/portal"]:
        shutil.copytree(
            ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__", "content", "migrations")
        )
    shutil.copy(ROOT / "pyproject.toml", folder / "pyproject.toml")
    return folder


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on a copy of the house."""
    command = [str(LINT_IMPORTS), "--no-cache"]
    environment = {"PYTHONPATH": f"{folder / 'site'}:{folder}", "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment, check=False)


def test_the_contracts_hold() -> None:
    result = subprocess.run(
        [str(LINT_IMPORTS), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": f"{ROOT / 'site'}:{ROOT}", "PATH": "/usr/bin:/bin"},
    )
    assert result.returncode == 0, result.stdout


@pytest.mark.acceptance("architecture", 3)
@pytest.mark.acceptance("zemag", 30)
@pytest.mark.parametrize(
    ("room", "imported"),
    [
        ("committees", "news"),
        ("news", "home"),
        ("zemag", "search"),
        ("zemag", "wagtail"),
        ("zemag", "zemag_pages"),
        ("pages", "portal"),
    ],
)
def test_a_forbidden_import_is_named_with_module_and_line(room: str, imported: str, tmp_path: Path) -> None:
    house = copy_of_house(tmp_path)
    package = house / room
    if not package.exists():
        package.mkdir()
        (package / "__init__.py").write_text('"""A room that does not exist yet."""\n')
        settings = house / "pyproject.toml"
        text = settings.read_text().replace('"search", "pages"', f'"{room}", "search", "pages"')
        settings.write_text(text.replace('source_modules = ["audit"', f'source_modules = ["{room}", "audit"'))
    (package / "forbidden.py").write_text(f'"""Breaks the rule."""\n\nimport {imported}\n')
    result = lint(house)
    assert result.returncode == 1
    assert re.search(rf"{room}\.forbidden -> {imported}[\w.]* \(l\.\s?3\)", result.stdout), result.stdout


def foreign_relations(model: type[models.Model]) -> list[str]:
    """Return relations of a model that name a room they must not know."""
    own = model._meta.app_label
    found = []
    for field in model._meta.get_fields():
        target = getattr(field, "related_model", None)
        if field.auto_created or not isinstance(target, type) or target._meta.app_label not in ROOMS:
            continue
        if not may_name(own, target._meta.app_label):
            found.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    return found


def test_no_relation_leads_upwards_or_sideways() -> None:
    found = [line for model in apps.get_models() if model._meta.app_label in ROOMS for line in foreign_relations(model)]
    assert found == []


@pytest.mark.acceptance("architecture", 4)
def test_a_relation_from_news_to_committees_would_be_found() -> None:
    class Wrong(models.Model):
        """A row that breaks the rule."""

        committee = models.ForeignKey("committees.Organisation", models.CASCADE)

        class Meta:
            app_label = "news"
            managed = False

    try:
        assert foreign_relations(Wrong) == ["news.Wrong.committee -> committees.Organisation"]
    finally:
        apps.all_models["news"].pop("wrong")
        apps.clear_cache()


def named_in_page_rules(model: type) -> list[str]:
    """Return rooms that a page type names in its parent and child rules."""
    rules = [*(getattr(model, "subpage_types", None) or []), *(getattr(model, "parent_page_types", None) or [])]
    return [rule.split(".")[0] for rule in rules if isinstance(rule, str)]


@pytest.mark.acceptance("architecture", 4)
def test_page_rules_name_own_or_lower_rooms_only() -> None:
    wrong = [
        f"{model.__name__} names {room}"
        for model in apps.get_models()
        if model._meta.app_label in ROOMS and hasattr(model, "subpage_types")
        for room in named_in_page_rules(model)
        if room in ROOMS and not may_name(model._meta.app_label, room)
    ]
    assert wrong == []
    fake = type("Fake", (), {"subpage_types": ["home.StandardPage"], "parent_page_types": []})
    assert not all(may_name("news", room) for room in named_in_page_rules(fake))


def test_every_page_type_closes_its_children() -> None:
    open_types = [
        model.__name__
        for model in apps.get_models()
        if model._meta.app_label in ROOMS and hasattr(model, "subpage_types") and model.subpage_types is None
    ]
    assert open_types == []


def test_migrations_depend_on_own_or_lower_rooms_only() -> None:
    wrong = []
    for room in ROOMS:
        for path in (ROOT / room / "migrations").glob("0*.py"):
            for other in re.findall(r'^\s+\("(\w+)", "\d', path.read_text(), re.MULTILINE):
                if other in ROOMS and not may_name(room, other):
                    wrong.append(f"{path.name} of {room} depends on {other}")
    assert wrong == []


def bad_folders(root: Path) -> list[str]:
    """Return folders that break the rules of names: packages where none may be, rooms that hide modules."""
    bad = [f"{name}/__init__.py" for name in ("site", "locale") if (root / name / "__init__.py").exists()]
    rooms = [path.parent.name for path in root.glob("*/apps.py")]
    installed = packages_distributions()
    return [*bad, *[room for room in rooms if room in sys.stdlib_module_names or room in installed]]


@pytest.mark.acceptance("architecture", 5)
def test_folders_hide_no_module(tmp_path: Path) -> None:
    assert bad_folders(ROOT) == []
    for name in ("site/__init__.py", "locale/__init__.py", "calendar/apps.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    assert bad_folders(tmp_path) == ["site/__init__.py", "locale/__init__.py", "calendar"]


def test_tools_know_every_room() -> None:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert sorted(contract["root_packages"]) == sorted([*ROOMS, "portal"])
