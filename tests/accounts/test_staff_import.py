"""Staff from a table: whole or not at all, wrong lines by number, supervisors in any order (settled.md T8)."""

from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from accounts.models import Department, User
from accounts.staff_import import HEADER
from audit.models import Entry
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])
HEAD = ";".join(HEADER)


def table(folder: Path, *lines: str, head: str = HEAD) -> Path:
    """A table with these lines."""
    file = folder / "staff.csv"
    file.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return file


def run(file: Path, *options: str) -> str:
    """Run the command and return what it printed."""
    out = StringIO()
    call_command("import_staff", str(file), *options, stdout=out, stderr=out)
    return out.getvalue()


def test_a_supervisor_may_stand_further_down_and_a_department_may_be_new(tmp_path: Path) -> None:
    file = table(
        tmp_path,
        "Anna@Example.org;Anna;Şahin;Ordnungsamt;staff;boss@example.org;;en;1",
        "boss@example.org;Bo;Chef;Ordnungsamt;head;;deputy@example.org;;1",
        "deputy@example.org;De;Puty;Ordnungsamt;;;;;",
    )
    run(file)
    anna = User.objects.get(email="anna@example.org")
    assert (anna.get_full_name(), anna.language, anna.has_usable_password()) == ("Anna Şahin", "en", False)
    assert anna.supervisor.email == "boss@example.org"
    assert anna.supervisor.substitute.email == "deputy@example.org"
    assert Department.objects.get(key="ordnungsamt").head == anna.supervisor
    assert "0 changes" in run(file)
    assert Entry.objects.filter(action="account_created").count() == 3


def test_a_dry_run_names_changes_and_wrong_lines_and_writes_nothing(tmp_path: Path) -> None:
    UserFactory(email="old@example.org", first_name="Alt")
    said = run(
        table(
            tmp_path,
            "old@example.org;Neu;;;staff;;;de;1",
            "no address;;;;;;;;1",
            "x@example.org;;;;king;nobody@example.org;x@example.org;fr;2",
            "old@example.org;;;;;;;;1",
            "short;line",
        ),
        "--dry-run",
    )
    assert "2: old@example.org: first_name" in said
    for line in ("line 3: email is no address", "line 4: role", "line 4: supervisor_email is unknown"):
        assert line in said
    for line in ("line 4: substitute_email names the person", "line 4: language", "line 4: active", "line 5: email"):
        assert line in said
    assert "line 6: 2 cells" in said
    assert User.objects.get(email="old@example.org").first_name == "Alt"
    assert User.objects.count() == 1


def test_one_wrong_line_stops_everything(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Nothing was written"):
        run(table(tmp_path, "good@example.org;;;;;;;;1", "bad;;;;;;;;1"))
    assert User.objects.count() == 0
    with pytest.raises(CommandError, match="first line"):
        run(table(tmp_path, head="email,name"))


def test_more_than_five_percent_need_force_and_who_is_absent_stays(tmp_path: Path) -> None:
    people = [UserFactory(first_name="Alt") for _number in range(20)]
    file = table(tmp_path, *[f"{user.email};Neu;;;;;;;1" for user in people[:2]])
    with pytest.raises(CommandError, match="more than 5 %"):
        run(file)
    assert not User.objects.filter(first_name="Neu").exists()
    run(file, "--force")
    assert User.objects.filter(first_name="Neu").count() == 2
    assert User.objects.filter(is_active=True).count() == 20
    run(table(tmp_path, f"{people[3].email};Alt;;;;;;;1"))


@pytest.mark.acceptance("settled", 8)
@pytest.mark.acceptance("settled", 17)
def test_who_leaves_is_signed_out_and_a_former_supervisor_is_told(tmp_path: Path) -> None:
    boss, new = UserFactory(email="boss@example.org"), UserFactory(email="new@example.org")
    person = UserFactory(email="p@example.org", supervisor=boss)
    run(table(tmp_path, f"p@example.org;;;;;{new.email};;;0"), "--force")
    person.refresh_from_db()
    assert (person.is_active, person.session_epoch, person.supervisor) == (False, 1, new)
    assert [message.to for message in mail.outbox] == [["boss@example.org"]]
    assert Entry.objects.filter(action="account_changed").count() == 2
