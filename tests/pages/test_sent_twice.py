"""A form that is sent twice makes one row and shows the first answer (security design, section 12; S32)."""

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import html5lib
import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Locale, TaskState, WorkflowState
from wagtail_localize.models import Translation

from accounts.models import ActivationCode, Purpose
from accounts.once import first_or_made
from news.models import NewsPage
from pages.models import Approval, TranslationDecision
from tests.factories import NewsPageFactory, UserFactory
from tests.pages.doors import SignIn, person_with
from tests.pages.test_approval_screen import live_page, submitted
from tests.pages.test_emergency import REASON
from tests.pages.test_translation_decisions import _both_lists, free_pair  # noqa: F401
from tests.pages.test_translation_review import german, translation, write  # noqa: F401
from tests.row_factories import BarrierReportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites"), pytest.mark.acceptance("security", "S32")]
ROOT = Path(__file__).resolve().parents[2]
Answer = tuple[int, str, list[str]]


def hidden(page: str, action: str = "") -> dict[str, str]:
    """Return the hidden fields of the form of a page, or of the one that leads to an address."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    forms = [form for form in tree.iter("form") if (form.get("action") or "") == action and form.get("method")]
    return {field.get("name"): field.get("value") or "" for field in forms[0].iter("input") if field.get("name")}


def twice(client: Client, address: str, fields: dict[str, str]) -> tuple[Answer, Answer]:
    """Send a form twice and return what was shown each time."""
    first, second = (_sent(client, address, fields) for _time in range(2))
    return first, second


def _sent(client: Client, address: str, fields: dict[str, str]) -> Answer:
    answer: Any = client.post(address, fields)
    told = [str(message) for message in get_messages(answer.wsgi_request)]
    # Messages stay in the session until a page shows them; the next sending starts without them.
    session = client.session
    session.pop("_messages", None)
    session.save()
    client.cookies.pop("messages", None)
    return answer.status_code, answer.get("Location", ""), told


def test_publishing_alone(sign_in: SignIn) -> None:
    person, reader = person_with("editor"), person_with("approver")
    person.user_permissions.add(Permission.objects.get(codename="publish_alone"))
    page = NewsPageFactory(live=False, title="Eilmeldung der Probe")
    page.save_revision(user=person)
    client, address = sign_in(person), f"/admin/emergency/page/{page.pk}/"
    fields = hidden(client.get(address).content.decode())
    first, second = twice(client, address, {**fields, "reason": REASON})
    assert first == second
    assert (first[0], len(first[2])) == (302, 1)
    assert Approval.objects.count() == 1
    assert [message.to for message in mail.outbox] == [[reader.email]]


@pytest.mark.usefixtures("_both_lists")
def test_a_decision_about_a_translation(sign_in: SignIn) -> None:
    page, client = free_pair(), sign_in(person_with("translator"))
    address = f"/admin/translations/{page.pk}/decide/"
    fields = hidden(client.get("/admin/translations/").content.decode(), address)
    first, second = twice(client, address, {**fields, "kind": "confirmed"})
    assert first == second
    assert first[0] == 302
    assert TranslationDecision.objects.count() == 1


@pytest.mark.parametrize(("action", "more"), [("approve", {}), ("reject", {"reject-comment": "Bitte kürzen."})])
def test_a_decision_on_a_review(action: str, more: dict[str, str], sign_in: SignIn) -> None:
    state = submitted(person_with("editor"), live_page(), lead="Wo es jetzt gilt.")
    before, client = Approval.objects.count(), sign_in(person_with("approver"))
    address = f"/admin/approvals/{state.pk}/"
    stamp = client.get(address).context["stamp"]
    first, second = twice(client, address, {"stamp": stamp, "action": action, **more})
    assert first == second
    assert first[:2] == (302, "/admin/approvals/")
    assert Approval.objects.count() == before + (action == "approve")
    assert not TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).exists()


def test_another_person_who_decides_the_same_is_told_that_it_was_decided(sign_in: SignIn) -> None:
    state = submitted(person_with("editor"), live_page(), lead="Wo es jetzt gilt.")
    readers = [sign_in(person_with("approver")) for _number in range(2)]
    address = f"/admin/approvals/{state.pk}/"
    fields = {"stamp": readers[0].get(address).context["stamp"], "action": "approve"}
    assert readers[0].post(address, fields).status_code == 302
    assert readers[1].post(address, fields).status_code == 200


def test_submitting_a_translation(translation: Translation, sign_in: SignIn) -> None:  # noqa: F811
    translator, page = person_with("translator"), translation.get_target_instance()
    write(translation, translator)
    client, address = sign_in(translator), f"/admin/translations/{page.pk}/submit/"
    fields = hidden(client.get(address).content.decode())
    first, second = twice(client, address, fields)
    assert first == second
    assert first[0] == 302
    assert WorkflowState.objects.count() == 1
    later = client.post(address, {"seen": str(NewsPage.objects.get(pk=page.pk).latest_revision_id)})
    assert later.status_code == 200


def test_beginning_a_translation(german: NewsPage, sign_in: SignIn) -> None:  # noqa: F811
    client, address = sign_in(person_with("translator", "editor")), f"/admin/localize/submit/page/{german.pk}/"
    fields = {"locales": str(Locale.objects.get(language_code="en").pk)}
    first, second = twice(client, address, fields)
    assert first[:2] == second[:2]
    assert first[0] == 302
    assert Translation.objects.count() == 1


def test_an_interim_answer_to_a_barrier_report(sign_in: SignIn) -> None:
    report = BarrierReportFactory(email="wer@example.org")
    client, address = sign_in(UserFactory(is_superuser=True)), f"/admin/barrier-reports/edit/{report.pk}/"
    for fields in ({"reply": "Wir prüfen das."}, {"reply": "Jetzt geht es.", "final": "on"}):
        first, second = twice(client, address, fields)
        assert first == second
        assert first[0] == 302
    assert len(mail.outbox) == 2


def test_a_second_letter_replaces_the_code_of_the_first(sign_in: SignIn) -> None:
    client, person = sign_in(UserFactory(is_superuser=True)), UserFactory()
    twice(client, f"/admin/users/{person.pk}/access/", {"action": Purpose.RESET})
    assert ActivationCode.objects.count() == 1


def test_a_refusal_without_an_earlier_row_stays_a_refusal() -> None:
    with pytest.raises(ValidationError):
        first_or_made(uuid4(), TranslationDecision.objects.all(), _refuse, refusals=(ValidationError,))


def _refuse() -> TranslationDecision:
    raise ValidationError("full")


def test_without_the_key_a_second_sending_makes_a_second_row() -> None:
    person, page = UserFactory(), NewsPageFactory()
    row = {"page_id": page.pk, "kind": "wanted", "decided_by": person}
    for _time in range(2):
        first_or_made(None, TranslationDecision.objects.all(), lambda: TranslationDecision.objects.create(**row))
    assert TranslationDecision.objects.count() == 2


# How each form outside Wagtail's own editor behaves when it is sent twice; a new form needs its line here.
FORMS = {
    "account/code.html": "a code works once; nothing is created",
    "account/code_at_sign_in.html": "a code works once; nothing is created",
    "account/confirm.html": "nothing is created",
    "account/kept.html": "sends the form that was kept, with that form's own key",
    "account/login.html": "nothing is created but the session",
    "account/logout.html": "nothing is created",
    "account/mfa_remove.html": "nothing is created",
    "account/mfa_set_up.html": "one factor per account; a code works once",
    "account/password_reset.html": "mails within limits; nothing is created",
    "account/password_reset_from_key.html": "the link works once",
    "account/security.html": "ends sessions, makes the one list of recovery codes anew",
    "components/bar.html": "signs out",
    "errors/page.html": "sends the form that failed, with that form's own key",
    "home/barrier_report.html": "request_key",
    "operation/failed_jobs.html": "a job that was queued again has failed no more",
    "pages/approval.html": "one decision per review, recognised by person, text and decision",
    "pages/po_upload.html": "the same texts are stored in the same places",
    "pages/publish_alone.html": "request_key",
    "pages/second_looks.html": "one second look per approval",
    "pages/submit_translation.html": "one review per page, recognised by the version seen",
    "pages/translation_actions.html": "request_key",
    "people/access.html": "one code per account and purpose; the letter shown last holds the one that works",
    "people/address.html": "nothing is created",
    "people/supervision.html": "the key of the form: tests/pages/test_supervision.py sends it twice",
    "people/change.html": "a decision: the second one is told that it was decided meanwhile",
    "search/not_found.html": "a question that ended is there no more",
    "training/approvals.html": "a request is decided once",
    "training/book.html": "request_key",
    "training/booking.html": "an offer is accepted or declined once",
    "training/cancel.html": "a booking is cancelled once",
    "training/check.html": "nothing is created",
    "training/desk_date.html": "one mark per person and part; attendance is closed once",
    "training/office/form.html": "a new date has the key of its form; one booking per person and date",
    "training/office/mails.html": "a mail that was queued again has failed no more",
    "zemag_pages/ask.html": "request_key",
    "zemag_pages/card.html": "a hit is acknowledged once",
    "zemag_pages/visits.html": "said once of a visit; an incident has the draft of its request_key",
    "zemag_pages/desk/act.html": "carries the version of the case; an old one is answered 409",
    "zemag_pages/desk/case.html": "a letter is noted as sent once",
    "zemag_pages/desk/support.html": "an offer is set to a state; the same state again changes nothing",
    "zemag_pages/details.html": "nothing is created but rows of the log",
    "zemag_pages/emergencies.html": "a second look is logged and changes nothing",
    "zemag_pages/own_support.html": "sets the switch on or off; the same again changes nothing",
    "zemag_pages/report_anonymous.html": "request_key",
    "zemag_pages/report_own.html": "the same words as the last supplement are that supplement",
    "zemag_pages/report_short.html": "request_key",
    "zemag_pages/report_step.html": "one draft, kept anew",
    "zemag_pages/report_summary.html": "a draft is sent once, recognised by its key",
    "zemag_pages/reports.html": "request_key",
    "zemag_pages/route.html": "request_key",
    "zemag_pages/subjects/act.html": "carries the version of the request; an old one is answered 409",
    "zemag_pages/subjects/intake.html": "request_key",
    "zemag_pages/subjects/request.html": "a letter is noted as sent once",
    "zemag_pages/unit_application.html": "a superior writes one application for each report",
    "zemag_pages/kinds/propose.html": "request_key",
    "zemag_pages/unit_report.html": "a contact is noted once, a statement given once",
    "zemag_pages/weapons/propose.html": "request_key",
    "zemag_pages/wordings/propose.html": "request_key",
}


def test_every_form_says_what_happens_when_it_is_sent_twice() -> None:
    folder = ROOT / "site" / "templates"
    posting = {
        str(path.relative_to(folder))
        for path in folder.rglob("*.html")
        if re.search(r'method="post"', path.read_text())
    }
    assert posting == set(FORMS)
    for name, how in FORMS.items():
        text = (folder / name).read_text()
        shown = "request_key" in text or "as_div" in text
        assert shown or how != "request_key", name
