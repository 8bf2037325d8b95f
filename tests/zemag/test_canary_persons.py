"""People with an unmistakable mark go through the screens, errors included; no store holds the mark (promise S20)."""

import io
import logging
import os
import random
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connections
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page

from accounts.models import User
from audit.anchor import write_anchors
from outbox.models import OutgoingMail
from portal.logging import formatter
from tests.row_factories import DepartmentFactory
from tests.zemag import stores
from tests.zemag.fonts import FONTS
from tests.zemag.screens import holder, officer, released, sent
from tests.zemag.test_desk_screens import do
from tests.zemag.test_reporting_screens import REPORTS, STEPS, short_form, yesterday
from zemag import sealing
from zemag.backup.making import back_up
from zemag.clocks import local_day
from zemag.models import (
    EntryState,
    Incident,
    IncidentState,
    InquiryHit,
    LetterKind,
    RegisterEntry,
    Role,
    SubjectRequest,
)
from zemag.services import letters

pytestmark = [
    pytest.mark.django_db(databases=["default", "zemag"], transaction=True),
    pytest.mark.usefixtures("root", "sites"),
    pytest.mark.acceptance("security", "S20"),
]
SignIn = Callable[[User], Client]
# A thousand by `make kills`, a hundred in each of ten turns; each walks through some fifty requests.
CANARIES, TURNS = int(os.environ.get("CANARIES", "1")), int(os.environ.get("TURNS", "1"))
MARK, STREET = "Qwixkanarjo", "Zyrpfinkenweg"
# So many letters of their own that nobody is found by the mark: a hit on each of a thousand would be no register.
OWN = 30
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ORIGIN = {"HTTP_ORIGIN": configured.INTRANET_URL}


@pytest.fixture
def root(transactional_db: None) -> None:
    """The root of the pages, which the test before may have emptied with everything else."""
    language, _made = Locale.objects.get_or_create(language_code="de")
    if not Page.objects.exists():
        kind = ContentType.objects.get_for_model(Page)
        Page.add_root(instance=Page(title="Root", slug="root", content_type=kind, locale=language))


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the server would write, down to the smallest line."""
    out, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter())
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield out
    root.setLevel(level)
    root.removeHandler(handler)


@pytest.fixture
def outside(settings: Any, tmp_path: Path) -> Path:
    """Anchor, ledger, media and an operator's mailbox of an installation of its own."""
    settings.AUDIT_ANCHOR, settings.ZEMAG_ERASURE_LEDGER = str(tmp_path / "anchor"), str(tmp_path / "erasures")
    settings.MEDIA_ROOT, settings.ADMINS = tmp_path / "media", [("", "operator@example.org")]
    (tmp_path / "media").mkdir()
    return tmp_path


class Canary:
    """A person: `name` and everything else that is said about them holds the mark; no two are alike but for it."""

    def __init__(self, number: int) -> None:
        chance = random.Random(number)
        self.suffix = "".join(chance.choices(LETTERS, k=6))
        own = ["".join(chance.choices(LETTERS, k=OWN)) for _part in range(2)]
        self.given, self.family = f"{MARK}{own[0]}", f"{own[1].capitalize()}{MARK}"
        self.birth = f"{1 + number % 28:02}.{1 + number // 28 % 12:02}.{1940 + number % 60}"
        self.street, self.number = f"{STREET} {self.suffix}", str(1 + number)
        self.text = f"Er heißt {self.given} {self.family}."


def reported(client: Client, one: Canary) -> Incident:
    """Fill in the six steps, wrong ones too, and send."""
    client.post(
        f"{REPORTS}short/", short_form(family=one.family, given=one.given, setting="", occurred_on="31.02.2026")
    )
    client.post(f"{REPORTS}start/", {"request_key": str(uuid.uuid4())})
    draft = Incident.objects.get(state=IncidentState.DRAFT)
    base = f"{REPORTS}drafts/{draft.pk}/"
    person = {"family": one.family, "given": one.given, "aliases": one.given, "birth": one.birth, "grade": "A"}
    more: dict[int, dict[str, Any]] = {
        1: {"phone": one.text[:30]},
        2: {"street": one.street, "number": one.number, "occurred_on": yesterday(), "place": one.street},
        3: {"what": one.text, "who": one.text},
        5: {"police_reference": MARK, "witnesses": one.text, "own_file_number": MARK},
        6: {**person, "home_street": one.street, "home_number": one.number},
    }
    for number, values in STEPS.items():
        assert client.post(f"{base}{number}/", {**values, **more.get(number, {})}).status_code == 302
    client.get(f"{base}send/")
    assert client.post(f"{base}send/").status_code == 302
    own = reverse("zemag_report_own", args=[draft.pk])
    client.post(own, {"text": one.text})
    assert one.given in client.get(own).content.decode()
    draft.refresh_from_db()
    return draft


def broken_off(sign_in: SignIn, who: User, one: Canary) -> list[int]:
    """Send the mark where the answer fails: no session, no key, an error of our own."""
    form = short_form(family=one.family, given=one.given)
    client, address = sign_in(who), f"{REPORTS}short/"
    client.session.flush()
    answers = [client.post(address, form, **ORIGIN).status_code]
    client = sign_in(who)
    client.raise_request_exception = False
    # Taken back at once: values of the fixture `settings` lie on each other until the test ends.
    with override_settings(ZEMAG_KEY_FILE=Path(configured.ROOT) / "var" / "no-such.key"):
        answers.append(client.post(address, form, **ORIGIN).status_code)
    with connections["zemag"].execute_wrapper(failing):
        answers.append(client.post(f"{address}?q={one.given}", form, **ORIGIN).status_code)
    return answers


def failing(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """An error that nobody foresaw, with the mark in its words."""
    raise RuntimeError(f"{MARK} {params}")


def asked(client: Client, who: User, one: Canary) -> None:
    """Ask by name, address and route, look at details, say what is planned."""
    ask = {"family": one.family, "given": one.given, "birth": one.birth, "file_number": MARK[:10]}
    assert sent(client, who, **ask).status_code == 200
    sent(client, who, **{**ask, "birth": "31.02.1980"})
    sent(client, who, path="/de/zemag/ask/address/", street=one.street, number=one.number, file_number=MARK)
    rows = f"{MARK};{one.family};{one.given};{one.birth};{one.street};{one.number};\nx;{one.family};;31.02.1980;;;\n"
    head = "ref;family;given;birthdate;street;no;time\n"
    assert sent(client, who, path="/de/zemag/ask/route/", rows=head + rows).status_code == 200


def answered(client: Client, entry: RegisterEntry, one: Canary) -> None:
    """Open the details of a hit with a reason and plan the visit."""
    hit = InquiryHit.objects.filter(entry=entry).order_by("-found_at").first()
    assert hit is not None
    assert client.get("/de/zemag/hits/").status_code == 200
    assert client.post(reverse("zemag_detail", args=[hit.pk]), {"reason": one.text}, **ORIGIN).status_code == 200
    assert client.post(reverse("zemag_plan", args=[hit.pk]), {"measures": ["vest"]}, **ORIGIN).status_code == 302


def asked_for_oneself(client: Client, case: Incident, one: Canary) -> None:
    """Ask at the rights desk what is stored, wrongly first; settle the case and look through its texts."""
    form = {"kind": "access", "way": "letter", "received_on": local_day(timezone.now()).isoformat()}
    form |= {name: getattr(one, name) for name in ("given", "family", "street", "number")}
    form |= {"town": one.street, "words": one.text}
    for birth in ("31.02.1980", one.birth):
        values = {**form, "birth": birth, "request_key": str(uuid.uuid4())}
        client.post(reverse("zemag_request_new"), values, **ORIGIN)
    row = SubjectRequest.objects.latest("created_at")
    for name, values in (
        ("identity", {"how": "files", "note": one.text}),
        ("collect", {"people": [str(case.people.get().pk)], "reason": one.text}),
        ("redact", {"0.narrative": one.text}),
    ):
        address = reverse("zemag_request_act", args=[row.pk, name])
        assert client.get(address).status_code == 200
        assert client.post(address, values, **ORIGIN).status_code == 302, name
    assert one.given in client.get(reverse("zemag_request", args=[row.pk])).content.decode()


def entered(people: dict[str, Client], case: Incident, one: Canary) -> RegisterEntry:
    """Bring a report into the register, by the people who may."""
    today = local_day(timezone.now()).isoformat()
    step = {"kind": "complaint", "filed_by": "body", "filed_on": today, "reference": MARK}
    words = {"measures": ["police_only"], "line": one.text, "necessity": one.text, "legal_basis": one.text}
    unit = reverse("zemag_unit_report", args=[case.pk])
    people["boss"].post(reverse("zemag_unit_contact", args=[case.pk]), **ORIGIN)
    people["boss"].post(unit, {"text": one.text}, **ORIGIN)
    for who, name, values in (
        ("one", "take", {}),
        ("one", "to-legal", {}),
        ("legal", "record", step),
        ("one", "propose", words),
        ("one", "sign", {}),
        ("other", "sign", {}),
        ("one", "objection", {"reason": one.text}),
        ("third", "decide-objection", {"upheld": "no", "reason": one.text}),
    ):
        assert do(people[who], case, name, **values).status_code in (200, 302), name
    entry = RegisterEntry.objects.get(incident=case)
    assert entry.state == EntryState.ACTIVE
    return entry


def walked(sign_in: SignIn, reporter: User, turn: int) -> None:
    """Let the canaries of a turn go through everything."""
    law = {"basis_de": "G", "basis_en": "A", "controller": "Stadt", "officer": "d@example.org", "authority": "B"}
    released(singles_an_hour=10**6, batches_a_day=10**6, **law)
    DepartmentFactory(key="50")
    quality = [holder(Role.QUALITY) for _number in range(3)]
    who, boss = officer(), reporter.supervisor
    assert boss is not None
    names = dict(zip(("one", "other", "third"), quality, strict=True)) | {"legal": holder(Role.LEGAL), "boss": boss}
    for one in map(Canary, range(turn * CANARIES, (turn + 1) * CANARIES)):
        # Each time anew: a thousand take longer than a confirmation of who somebody is lasts.
        people = {name: sign_in(user) for name, user in names.items()}
        asks, client = sign_in(who), sign_in(reporter)
        assert broken_off(sign_in, reporter, one) == [302, 503, 500]
        asked(asks, who, one)
        case = reported(client, one)
        entry = entered(people, case, one)
        asked(asks, who, one)
        answered(asks, entry, one)
        if FONTS:
            given = {"recipient": f"{one.given} {one.family}\n{one.street}", "words": {"act": one.text}}
            letters.make(incident_id=case.pk, kind=LetterKind.ENTRY, actor=quality[0], now=timezone.now(), **given)
        people["one"].get(reverse("zemag_case", args=[case.pk]))
        people["one"].get(reverse("zemag_desk"))
        asked_for_oneself(people["one"], case, one)


@pytest.mark.parametrize("turn", range(TURNS))
def test_no_store_holds_a_mark_that_went_through_every_form_and_every_fault(
    sign_in: SignIn, reporter: User, outside: Path, log: io.StringIO, turn: int
) -> None:
    began = time.time()
    walked(sign_in, reporter, turn)
    write_anchors()
    back_up(outside / "backup", timezone.now())
    kept = stores.every(outside / "backup", log.getvalue(), began)
    assert OutgoingMail.objects.using("default").filter(kind="error").exists()
    assert len(kept) >= 13
    assert [name for name in kept if not kept[name] and name not in ("jobs", "media", "temporary files")] == []
    assert stores.found_in(kept, [MARK, STREET]) == set()
    # What the rows hold is there all the same, for who has the keys.
    entry = RegisterEntry.objects.first()
    assert entry is not None and MARK in str(sealing.unseal(entry.person))


def test_a_mark_would_be_found_in_each_store(sign_in: SignIn, reporter: User, outside: Path, log: io.StringIO) -> None:
    """Control: the same search finds a mark that was put in each place, packed or coded."""
    client = sign_in(reporter)
    session = client.session
    session["x"] = f"{MARK}a"
    session.save()
    cache.set("x", {"name": MARK})
    released()
    DepartmentFactory(key="canary", name_de=f"{MARK}stelle")
    OutgoingMail.objects.using("zemag").create(**mail_with(MARK))
    logging.getLogger("portal.tick").warning("tick", extra={"action": MARK})
    (outside / "media" / "x.bin").write_bytes(stores.packed(MARK))
    write_anchors()
    back_up(outside / "backup", timezone.now())
    (outside / "anchor").write_bytes(MARK.encode("utf-16-le"))
    found = stores.found_in(stores.every(outside / "backup", log.getvalue(), time.time()), [MARK])
    wanted = {"tables of the portal", "tables of ZeMAG", "sessions", "cache", "mails", "media", "backups"}
    wanted |= {"log of the server", "anchor and ledger of erasures"}
    if connections["zemag"].vendor == "sqlite":
        wanted |= {"files of ZeMAG's database", "files of the portal's database"}
    assert wanted <= found


def mail_with(mark: str) -> dict[str, Any]:
    """Return a mail that should never be written."""
    return {"subject": "x", "message": mark.encode(), "recipients": ["a@example.org"]}
