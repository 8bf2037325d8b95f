"""Attendance, corrections and certificates (training design, section 7)."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from pypdf import PdfReader

from accounts.pdf import cleaned, printable
from outbox.models import OutgoingMail
from tests.training_factories import NOW, START, CourseFactory, TrainerFactory, book, member, office, published, staff
from training.invariants import violations
from training.models import Booking, Certificate, CourseDate, DateState, Presence, Status, Trainer
from training.services import attendance, certificates, due
from training.services.attendance import Mark
from training.services.booking import walk_in
from training.services.errors import NoSeat, TooLate, WrongState

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
END = START + 6 * HOUR


@pytest.fixture(autouse=True)
def _private_files(settings: Any, tmp_path: Any) -> Any:
    settings.MEDIA_ROOT = tmp_path
    yield
    assert violations(END) == []


def note(date: CourseDate, booking: Booking, minutes: int | None, actor: Any, presence: str = "present") -> None:
    """Note the same minutes in every part."""
    marks = [Mark(booking.pk, part.pk, Presence(presence), minutes) for part in date.parts.all()]
    attendance.mark(date_id=date.pk, marks=marks, actor=actor, now=END)


def held(minutes: int | None, **fields: Any) -> tuple[CourseDate, Booking]:
    """A date of six hours that is over and closed; one person was there for some minutes."""
    date = published(**fields)
    booking = book(date)
    note(date, booking, minutes, office())
    attendance.close(date_id=date.pk, actor=office(), now=END)
    booking.refresh_from_db()
    return date, booking


@pytest.mark.parametrize(
    ("minutes", "expected"), [(None, "attended"), (288, "attended"), (287, "partial"), (1, "partial"), (0, "no_show")]
)
def test_eighty_percent_are_eighty_percent(minutes: int | None, expected: str) -> None:
    date, booking = held(minutes)
    assert booking.status == expected
    date.refresh_from_db()
    assert (date.state, date.seats.seats_taken) == (DateState.HELD, 0)


def test_who_is_excused_in_every_part_is_excused() -> None:
    date = published(parts=2)
    booking = book(date)
    with pytest.raises(WrongState):
        attendance.close(date_id=date.pk, actor=office(), now=END)
    note(date, booking, None, office(), "excused")
    with pytest.raises(WrongState):
        attendance.close(date_id=date.pk, actor=office(), now=END)
    attendance.close(date_id=date.pk, actor=office(), now=END + DAY)
    booking.refresh_from_db()
    assert booking.status == Status.EXCUSED


def test_more_minutes_than_the_part_has_are_refused() -> None:
    date = published()
    with pytest.raises(ValidationError):
        note(date, book(date), 361, office())


def test_trainers_mark_their_own_dates_and_correct_for_fourteen_days() -> None:
    person = member()
    date = published(trainer=Trainer.objects.create(user=person))
    booking, other = book(date), published(trainer=TrainerFactory())
    note(date, booking, None, person)
    with pytest.raises(PermissionDenied):
        attendance.mark(date_id=other.pk, marks=[], actor=person, now=END)
    attendance.close(date_id=date.pk, actor=person, now=END)
    marks = [Mark(booking.pk, date.parts.get().pk, Presence.PRESENT, 60)]
    attendance.correct(booking=booking, marks=marks, actor=person, now=END + DAY)
    booking.refresh_from_db()
    assert booking.status == Status.PARTIAL
    with pytest.raises(TooLate):
        attendance.correct(booking=booking, marks=marks, actor=person, now=END + 14 * DAY)
    attendance.correct(booking=booking, marks=marks, actor=office(), now=END + 14 * DAY)


def test_who_comes_without_a_booking_gets_a_free_seat_after_the_start() -> None:
    date = published(capacity=1)
    guest, key = staff(), staff().uuid
    with pytest.raises(WrongState):
        walk_in(date_id=date.pk, person=guest, actor=office(), now=START - HOUR, request_key=key)
    made = walk_in(date_id=date.pk, person=guest, actor=office(), now=START, request_key=key)
    assert made.status == Status.CONFIRMED
    assert OutgoingMail.objects.filter(recipients=[guest.email]).count() == 0
    with pytest.raises(NoSeat):
        walk_in(date_id=date.pk, person=staff(), actor=office(), now=START, request_key=staff().uuid)


def certificate_of(booking: Booking) -> Certificate:
    """Let the tick make the certificate."""
    assert due.issue_certificates(END) >= 1
    return Certificate.objects.get(booking=booking)


def test_corrections_reach_the_certificate() -> None:
    date, booking = held(None)
    first = certificate_of(booking)
    assert first.number == "F-2026-000001"
    part = date.parts.get()
    correct = lambda minutes, when: attendance.correct(  # noqa: E731
        booking=booking, marks=[Mark(booking.pk, part.pk, Presence.PRESENT, minutes)], actor=office(), now=when
    )
    correct(60, END + DAY)
    again = certificate_of(booking)
    assert (again.number, again.version, again.kind, again.state) == (first.number, 2, "partial", "valid")
    assert again.code == first.code
    correct(0, END + 2 * DAY)
    again.refresh_from_db()
    assert again.state == "withdrawn"
    correct(None, END + 3 * DAY)
    last = certificate_of(booking)
    assert (last.version, last.kind, last.state) == (3, "full", "valid")


NASTY = 'Şahin #let x = 1; "quoted" $x$ \\ *fett* _kursiv_ @ref <b> \' `'


@pytest.mark.acceptance("training", 17)
def test_a_certificate_is_tagged_and_takes_every_name_literally() -> None:
    date = published(course=CourseFactory(title_de=f"Kurs {NASTY}", validity_months=24))
    booking = book(date, staff(first_name="Ayşe", last_name=NASTY))
    note(date, booking, None, office())
    attendance.close(date_id=date.pk, actor=office(), now=END)
    certificate = certificate_of(booking)
    document = PdfReader(io.BytesIO(certificate.file.read()))
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "de"
    assert document.metadata.title == "Teilnahmebescheinigung"
    text = " ".join(document.pages[0].extract_text().split())
    assert f"Ayşe {NASTY}".replace(" ", "") in text.replace(" ", "")
    assert certificate.code in text
    fonts = {str(font.get_object()["/BaseFont"]) for font in document.pages[0]["/Resources"]["/Font"].values()}
    assert fonts
    assert all("FiraSans" in font for font in fonts), fonts
    ask = certificates.check
    day = END.date()
    assert ask(code=certificate.code, surname=NASTY, today=day) == "valid"
    assert ask(code=certificate.code.lower(), surname=NASTY.upper(), today=day) == "valid"
    assert ask(code=certificate.code, surname="Muster", today=day) == ask(code="X" * 10, surname=NASTY, today=day)
    assert ask(code=certificate.code, surname=NASTY, today=day + 732 * DAY) == "expired"
    assert ask(code="", surname="", today=day) == "unknown"


def test_a_sign_without_a_shape_never_stops_a_certificate(settings: Any) -> None:
    settings.TRAINING_MAILBOX = "buero@example.org"
    assert cleaned("\ufeffAnna\ue000  Ḷi\u0000") == "Anna Ḷi"
    assert printable("Ünal") == "Ünal"
    assert set(printable("漢😀")) <= {"\N{WHITE SQUARE}", "?"}
    date = published()
    booking = book(date, staff(last_name="漢😀"))
    note(date, booking, None, office())
    attendance.close(date_id=date.pk, actor=office(), now=END)
    assert certificate_of(booking).file
    assert OutgoingMail.objects.filter(recipients=["buero@example.org"], subject__startswith="Zeichen").count() == 1


def test_the_holder_is_told_once_however_many_ticks_come_by() -> None:
    _date, booking = held(None)
    for _tick in range(3):
        due.issue_certificates(NOW)
    told = [row for row in OutgoingMail.objects.filter(subject__startswith="Bescheinigung")]
    assert [row.recipients for row in told] == [[booking.person.email]]
