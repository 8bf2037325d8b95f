"""Staff from a table: accounts, departments, heads, supervisors; whole or not at all (settled.md T8, 17)."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from accounts import mails, signals
from accounts.limits import normalised
from accounts.models import Department, User

HEADER = (
    "email",
    "given_name",
    "family_name",
    "department",
    "role",
    "supervisor_email",
    "substitute_email",
    "language",
    "active",
)
ROLES = {"", "staff", "head"}
LANGUAGES = {"", "de", "en"}
ACTIVE = {"": True, "1": True, "0": False}
MOST_PERCENT = 5


class WrongHeader(Exception):
    """The first line does not name the columns."""


class TooManyChanges(Exception):
    """More than 5 % of the accounts would change."""


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    line: int
    values: dict[str, str]

    @property
    def email(self) -> str:
        """Address, as accounts are compared."""
        return normalised(self.values["email"])

    def other(self, column: str) -> str:
        """Return the address of another person, empty when none is named."""
        return normalised(self.values[column])


@dataclass
class Plan:
    """What an import would do, and which lines are wrong."""

    rows: list[Row] = field(default_factory=list)
    wrong: list[tuple[int, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    changed: int = 0
    accounts: int = 0

    @property
    def too_many(self) -> bool:
        """Whether more than 5 % of the accounts change."""
        return self.changed * 100 > self.accounts * MOST_PERCENT


def read(file: Path) -> tuple[list[Row], list[tuple[int, str]]]:
    """Return the lines of a UTF-8 table, and those that are no lines of it; raise WrongHeader."""
    with file.open(encoding="utf-8-sig", newline="") as source:
        reader = csv.reader(source, delimiter=";")
        if tuple(cell.strip() for cell in next(reader, [])) != HEADER:
            raise WrongHeader(";".join(HEADER))
        rows, wrong = [], []
        for cells in reader:
            if len(cells) != len(HEADER):
                wrong.append((reader.line_num, f"{len(cells)} cells instead of {len(HEADER)}"))
                continue
            rows.append(Row(reader.line_num, dict(zip(HEADER, (cell.strip() for cell in cells), strict=True))))
    return rows, wrong


def faults(row: Row, known: set[str]) -> list[str]:
    """Return what is wrong with a line; `known` holds every address of the table and of the accounts."""
    values, found = row.values, []
    try:
        validate_email(row.email)
    except ValidationError:
        found.append("email is no address")
    for column, allowed in (("role", ROLES), ("language", LANGUAGES), ("active", set(ACTIVE))):
        if values[column] not in allowed:
            found.append(f"{column} must be one of: {', '.join(sorted(allowed - {''}))}")
    if values["role"] == "head" and not values["department"]:
        found.append("a head needs a department")
    lengths = (("given_name", 80), ("family_name", 80), ("department", 120))
    found += [f"{column} is longer than {most} signs" for column, most in lengths if len(values[column]) > most]
    return found + _faults_of_people(row, known)


def _faults_of_people(row: Row, known: set[str]) -> list[str]:
    """Return what is wrong with the other people that a line names."""
    found = []
    for column in ("supervisor_email", "substitute_email"):
        other = row.other(column)
        if other and other == row.email:
            found.append(f"{column} names the person")
        elif other and other not in known:
            found.append(f"{column} is unknown")
    return found


def plan(file: Path) -> Plan:
    """Read a table and say what it would change; nothing is written."""
    rows, wrong = read(file)
    made = Plan(rows=rows, wrong=wrong, accounts=User.objects.count())
    users = {user.email: user for user in User.objects.select_related("department", "supervisor", "substitute")}
    known = {row.email for row in rows} | set(users)
    seen: set[str] = set()
    for row in rows:
        made.wrong += [(row.line, text) for text in faults(row, known)]
        if row.email in seen:
            made.wrong.append((row.line, "email stands there twice"))
        seen.add(row.email)
        _say(made, row, users.get(row.email))
    made.wrong.sort()
    return made


def _say(made: Plan, row: Row, user: User | None) -> None:
    """Name what changes for one account."""
    if user is None:
        made.lines.append(f"{row.line}: new account {row.email}")
        return
    names = [name for name, old, new in _differences(row, user) if old != new]
    if names:
        made.changed += 1
        made.lines.append(f"{row.line}: {row.email}: {', '.join(names)}")


def _differences(row: Row, user: User) -> Iterable[tuple[str, object, object]]:
    """Return field, stored and new value of what the table says about an account."""
    values = row.values
    yield "first_name", user.first_name, values["given_name"]
    yield "last_name", user.last_name, values["family_name"]
    yield "department", user.department.key if user.department else "", slugify(values["department"])[:40]
    yield "supervisor", user.supervisor.email if user.supervisor else "", row.other("supervisor_email")
    yield "substitute", user.substitute.email if user.substitute else "", row.other("substitute_email")
    yield "language", user.language, values["language"] or user.language
    yield "is_active", user.is_active, ACTIVE.get(values["active"], True)


@transaction.atomic
def apply(made: Plan, *, force: bool = False) -> int:
    """Write a plan without wrong lines; return how many accounts were touched; raise TooManyChanges.

    Two passes: a supervisor may stand further down. People leave by `active=0` alone, never by being absent.
    """
    if made.wrong:
        raise ValueError("a plan with wrong lines is not applied")
    if made.too_many and not force:
        raise TooManyChanges
    touched = 0
    for row in made.rows:
        touched += _first_pass(row)
    for row in made.rows:
        _second_pass(row)
    return touched


def _department(name: str) -> Department | None:
    """Return the department with this key or name, made when it is new."""
    if not name:
        return None
    return Department.objects.get_or_create(key=slugify(name)[:40], defaults={"name_de": name})[0]


def _first_pass(row: Row) -> bool:
    """Make or change an account without naming other people."""
    values = row.values
    user = User.objects.filter(email=row.email).first()
    if user is None:
        user = User.objects.create_user(row.email)
        signals.account_created.send(User, user=user, actor=None)
    before = user.is_active
    new = {
        "first_name": values["given_name"],
        "last_name": values["family_name"],
        "department": _department(values["department"]),
        "language": values["language"] or user.language,
        "is_active": ACTIVE[values["active"]],
    }
    changed = [name for name, value in new.items() if getattr(user, name) != value]
    for name in changed:
        setattr(user, name, new[name])
    if changed:
        user.save(update_fields=changed)
        signals.account_changed.send(User, user=user, actor=None, text=sorted(changed))
    if before and not user.is_active:
        # Whoever has left is signed out everywhere at once.
        User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    return bool(changed)


def _second_pass(row: Row) -> None:
    """Name supervisor, substitute and head; a former supervisor is told (settled.md 8)."""
    user = User.objects.select_related("department", "supervisor", "substitute").get(email=row.email)
    people = {
        name: User.objects.filter(email=row.other(f"{name}_email")).first() for name in ("supervisor", "substitute")
    }
    former = user.supervisor
    changed = [name for name, other in people.items() if getattr(user, name) != other]
    for name in changed:
        setattr(user, name, people[name])
    if changed:
        user.save(update_fields=changed)
        signals.account_changed.send(User, user=user, actor=None, text=changed)
    if "supervisor" in changed and former is not None and former.is_active:
        mails.send(former, "supervisor_changed", {"person": user.get_full_name() or user.email})
    department = user.department
    if row.values["role"] == "head" and department is not None and department.head_id != user.pk:
        department.head = user
        department.save(update_fields=["head"])
        signals.account_changed.send(User, user=user, actor=None, text=["head"])
