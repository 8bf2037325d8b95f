"""Reviewers approve trainers and note reviews on screens of their own; the office says that contents changed."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfWriter

from tests.training.offices import Enter, in_admin, soon, worker
from tests.training_factories import CourseFactory, TrainerFactory, TrainingTopicFactory, approved, member, staff
from training.models import ContentReview, CourseDate, Trainer, TrainerApproval, TrainerQualification

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
LATER = "2030-01-01"


@pytest.fixture(autouse=True)
def _private_files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def reviewer(sign_in: Enter) -> Client:
    """Somebody who reviews quality, signed in."""
    return sign_in(in_admin(member("training_qa")))


def block_of(date: CourseDate) -> str:
    date.refresh_from_db()
    return date.quality_block


def pdf(tmp_path: Any) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(tmp_path / "a.pdf")
    return bytes((tmp_path / "a.pdf").read_bytes())


def test_only_reviewers_open_the_screens_of_quality(sign_in: Enter, reviewer: Client) -> None:
    date = soon()
    trainer, approval = Trainer.objects.get(), TrainerApproval.objects.get()
    paths = [
        reverse("quality_desk"),
        *[reverse(f"quality_{name}", args=[trainer.pk]) for name in ("trainer", "approve", "qualification")],
        reverse("quality_withdraw", args=[approval.pk]),
        *[reverse(f"quality_{name}", args=[date.course.uid]) for name in ("course", "review")],
    ]
    for path in paths:
        assert reviewer.get(path).status_code == 200, path
    for user in (worker(), in_admin(member(is_superuser=True)), in_admin(member("editor")), staff()):
        client = sign_in(user)
        for path in paths:
            assert client.get(path).status_code == 302
        client.post(reverse("quality_withdraw", args=[approval.pk]))
    assert block_of(date) == ""
    assert reviewer.get(reverse("office_date", args=[date.uid])).status_code == 302, "no way to the participants"


def test_an_approval_is_given_and_withdrawn_and_dates_follow(reviewer: Client) -> None:
    date = soon()
    trainer, approval = Trainer.objects.get(), TrainerApproval.objects.get()
    reviewer.post(reverse("quality_withdraw", args=[approval.pk]))
    assert block_of(date) == "trainer"
    (found,) = reviewer.get(reverse("quality_desk")).context["blocked"]
    assert found["date"] == date
    assert len(found["lost"]) == 1
    address = reverse("quality_approve", args=[trainer.pk])
    wrong = reviewer.post(address, {"topic": approval.topic_id, "valid_until": "2020-01-01", "comment": "Gespräch"})
    assert "valid_until" in wrong.context["form"].errors
    assert "Gespräch" in wrong.content.decode()
    given = {"topic": approval.topic_id, "valid_until": LATER, "with_pe": "on", "comment": "Gespräch"}
    for _click in range(2):
        assert reviewer.post(address, given).status_code == 302
    assert block_of(date) == ""
    assert TrainerApproval.objects.filter(withdrawn_at=None).count() == 1


def test_nobody_approves_or_reviews_themselves_and_the_form_says_so(sign_in: Enter) -> None:
    person = in_admin(member("training_qa"))
    trainer = Trainer.objects.create(user=person)
    course = CourseFactory()
    date = soon(course=course, trainer=trainer)
    client = sign_in(person)
    own = client.post(
        reverse("quality_approve", args=[trainer.pk]), {"topic": course.topics.get().pk, "valid_until": LATER}
    )
    assert own.context["form"].non_field_errors()
    taught = client.post(reverse("quality_review", args=[course.uid]), {"result": "passed", "next_due": LATER})
    assert taught.context["form"].non_field_errors()
    assert not TrainerApproval.objects.filter(by=person).exists()
    assert not ContentReview.objects.filter(reviewer=person).exists()
    assert block_of(date) == ""


def test_a_proof_is_a_pdf_that_reviewers_alone_open(sign_in: Enter, reviewer: Client, tmp_path: Any) -> None:
    date = soon()
    trainer = Trainer.objects.get()
    address = reverse("quality_qualification", args=[trainer.pk])
    soon_over = f"{timezone.localdate() + timedelta(days=3)}"
    for name, data in (("a.pdf", b"GIF89a"), ("a.exe", pdf(tmp_path))):
        wrong = reviewer.post(address, {"kind": "Schein", "file": SimpleUploadedFile(name, data)})
        assert "file" in wrong.context["form"].errors
        assert "Schein" in wrong.content.decode()
    file = SimpleUploadedFile("schein.pdf", pdf(tmp_path))
    assert reviewer.post(address, {"kind": "Schein", "valid_until": soon_over, "file": file}).status_code == 302
    assert block_of(date) == "qualification"
    proof = TrainerQualification.objects.get()
    document = reverse("quality_document", args=[proof.pk])
    answer = reviewer.get(document)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert "no-store" in answer["Cache-Control"]
    for user in (worker(), in_admin(member(is_superuser=True)), staff()):
        assert sign_in(user).get(document).status_code == 302
    path = proof.file.path
    reviewer.post(reverse("quality_remove", args=[proof.pk]))
    assert block_of(date) == ""
    assert not type(tmp_path)(path).exists()


def test_new_contents_wait_for_their_review(reviewer: Client, desk: Client) -> None:
    date = soon()
    course = date.course
    address = reverse("office_contents", args=[course.uid])
    assert reviewer.get(address).status_code == 302
    for _click in range(2):
        assert desk.post(address, {"version": 1}).status_code == 302
    course.refresh_from_db()
    assert course.content_version == 2
    assert block_of(date) == "content"
    review = reverse("quality_review", args=[course.uid])
    reviewer.post(review, {"result": "failed", "next_due": LATER})
    assert block_of(date) == "content"
    reviewer.post(review, {"result": "passed", "next_due": LATER})
    assert block_of(date) == ""
    assert desk.get(reverse("training_course:edit", args=[course.pk])).status_code in {200, 302}


def test_another_topic_of_a_course_checks_its_dates_again(sign_in: Enter) -> None:
    user = worker()
    user.user_permissions.add(*permissions("change_course"))
    date = soon()
    course = date.course
    fields = {
        "code": course.code,
        "is_active": "on",
        "title_de": course.title_de,
        "title_en": course.title_en,
        "topics": TrainingTopicFactory().pk,
        "units": 8,
        "min_attendance_percent": 80,
        "validity_months": 0,
    }
    assert sign_in(user).post(reverse("training_course:edit", args=[course.pk]), fields).status_code == 302
    assert block_of(date) == "trainer"


def permissions(*names: str) -> Any:
    """Return permissions by their names."""
    return Permission.objects.filter(codename__in=names)


def test_the_work_lists_name_approvals_that_end_soon(reviewer: Client, desk: Client) -> None:
    trainer = TrainerFactory(own_name="Toni Endlich")
    row = approved(trainer, CourseFactory())
    TrainerApproval.objects.filter(pk=row.pk).update(valid_until=timezone.localdate() + timedelta(days=59))
    for client, path in ((reviewer, "quality_desk"), (desk, "office_work")):
        assert [found.pk for found in client.get(reverse(path)).context["ending"]] == [row.pk]
    TrainerApproval.objects.filter(pk=row.pk).update(valid_until=timezone.localdate() + timedelta(days=61))
    assert reviewer.get(reverse("quality_desk")).context["ending"] == []


def test_the_desk_asks_as_often_for_twenty_trainers_as_for_two(reviewer: Client) -> None:
    def grow(number: int) -> int:
        for _row in range(number):
            approved(TrainerFactory(), CourseFactory())
        reviewer.get(reverse("quality_desk"))
        with CaptureQueriesContext(connection) as asked:
            reviewer.get(reverse("quality_desk"))
        return len(asked)

    assert grow(2) == grow(18)
