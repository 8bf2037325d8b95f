"""The media library shows marks, rights and uses, finds files by them, and lets no editor delete what is public."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.permissions import policy_registry

from accounts.models import User
from pages.library import OF_DOCUMENTS, OF_PICTURES, Mark, marks_of, narrowed
from pages.models import Document, Image
from pages.models.files import Scan
from tests.factories import DocumentFactory, ImageFactory, NewsPageFactory, UserFactory, release
from tests.pages.doors import SignIn, person_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]


def public_picture(**fields: Any) -> Image:
    """Return a picture on a live public page."""
    image = ImageFactory(**fields)
    release(NewsPageFactory(teaser_image=image))
    image.refresh_from_db()
    return image


def pictures() -> dict[str, Image]:
    """Return a picture for each mark."""
    today = timezone.localdate()
    found = {
        "open": public_picture(title="offen"),
        "bare": ImageFactory(title="ohne Text"),
        "ended": public_picture(title="abgelaufen"),
        "consent": ImageFactory(title="Einwilligung", consent_until=today - timedelta(days=1)),
        "ending": ImageFactory(title="bald", use_until=today + timedelta(days=3)),
        "waiting": public_picture(title="wartet"),
        "refused": ImageFactory(title="verweigert"),
    }
    Image.objects.filter(pk=found["bare"].pk).update(alt_de="")
    Image.objects.filter(pk=found["ended"].pk).update(use_until=today - timedelta(days=1))
    for name, scan in (("waiting", Scan.WAITING), ("refused", Scan.REFUSED)):
        Image.objects.filter(pk=found[name].pk).update(scan=scan)
    return {name: Image.objects.get(pk=image.pk) for name, image in found.items()}


def shown(client: Client, place: str, **query: Any) -> set[str]:
    """Return the titles that the library shows."""
    answer = client.get(f"/admin/{place}/", query)
    assert answer.status_code == 200
    return {file.title for file in answer.context["object_list"]}


@pytest.mark.parametrize("layout", ["grid", "list"])
def test_every_picture_carries_its_marks_rights_and_uses(layout: str, sign_in: SignIn) -> None:
    found = pictures()
    answer = sign_in(person_with("editor")).get("/admin/images/", {"layout": layout})
    body = answer.content.decode()
    marks = {file.pk: {mark for mark, _serious in file.marks} for file in answer.context["object_list"]}
    assert marks[found["open"].pk] == {Mark.PUBLIC}
    assert marks[found["bare"].pk] == {Mark.PRIVATE, Mark.NO_ALT, Mark.UNUSED}
    assert marks[found["ended"].pk] == {Mark.PRIVATE, Mark.USE_ENDED}
    assert marks[found["waiting"].pk] == {Mark.PRIVATE, Mark.WAITING}
    for word in (Mark.NO_ALT.label, Mark.WAITING.label, found["open"].credit, f"/usage/{found['open'].pk}/"):
        assert str(word) in body


@pytest.mark.parametrize("model", [Image, Document])
def test_the_filters_find_what_the_marks_say(model: Any) -> None:
    pictures()
    DocumentFactory(title="Plan", use_until=timezone.localdate() - timedelta(days=2))
    DocumentFactory(title="Liste", accessible="yes")
    today = timezone.localdate()
    for mark in OF_PICTURES if model is Image else OF_DOCUMENTS:
        found = set(narrowed(model.objects.all(), [mark.value], today).values_list("pk", flat=True))
        said = {file.pk for file in model.objects.all() if mark in marks_of(file, today, uses=file.get_usage().count())}
        assert found == said, mark


def test_the_screen_filters_and_searches_together(sign_in: SignIn) -> None:
    pictures()
    client = sign_in(person_with("editor"))
    assert shown(client, "images", mark="waiting") == {"wartet"}
    assert shown(client, "images", mark=["private", "use_ended"]) == {"abgelaufen"}
    assert shown(client, "images", mark="private", q="bald") == {"bald"}
    assert client.get("/admin/images/", {"mark": "nonsense"}).status_code == 200
    assert client.get("/admin/images/results/", {"mark": "waiting"}).status_code == 200


def test_documents_have_a_library_too(sign_in: SignIn) -> None:
    DocumentFactory(title="Plan", accessible="no", accessible_reason="Scan")
    client = sign_in(person_with("editor"))
    assert shown(client, "documents", mark="not_accessible") == {"Plan"}
    assert str(Mark.NOT_ACCESSIBLE.label) in client.get("/admin/documents/").content.decode()


def test_the_library_asks_no_question_per_picture(sign_in: SignIn, django_assert_max_num_queries: Any) -> None:
    client = sign_in(person_with("editor"))
    for _turn in range(12):
        ImageFactory()
    client.get("/admin/images/")
    with django_assert_max_num_queries(30):
        client.get("/admin/images/")


def delete(client: Client, door: str, image: Image) -> None:
    """Try to delete a picture through a screen."""
    if door == "single":
        client.post(reverse("wagtailimages:delete", args=[image.pk]))
    else:
        address = reverse("wagtail_bulk_action", args=["pages", "image", "delete"])
        client.post(f"{address}?id={image.pk}")


@pytest.mark.parametrize("door", ["single", "bulk"])
@pytest.mark.parametrize(
    ("role", "is_public", "is_gone"),
    [("editor", True, False), ("editor", False, True), ("approver", True, True), ("superuser", True, False)],
)
def test_a_public_picture_is_deleted_by_approvers_alone(
    door: str, role: str, is_public: bool, is_gone: bool, sign_in: SignIn
) -> None:
    image = public_picture() if is_public else ImageFactory()
    person: User = UserFactory(is_superuser=True) if role == "superuser" else person_with(role)
    delete(sign_in(person), door, image)
    assert Image.objects.filter(pk=image.pk).exists() != is_gone


def test_the_own_upload_is_no_exception_and_the_rule_holds_for_documents(sign_in: SignIn) -> None:
    editor = person_with("editor")
    document = DocumentFactory(uploaded_by_user=editor)
    Document.objects.filter(pk=document.pk).update(is_public=True)
    sign_in(editor).post(reverse("wagtaildocs:delete", args=[document.pk]))
    assert Document.objects.filter(pk=document.pk).exists()
    policy = policy_registry.get_by_type(Document)
    assert policy.user_has_permission_for_instance(editor, "change", Document.objects.get(pk=document.pk))


def test_without_the_rule_an_editor_could(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.media_policy.can_replace_file", lambda user, file: True)
    image = public_picture()
    delete(sign_in(person_with("editor")), "single", image)
    assert not Image.objects.filter(pk=image.pk).exists()


def test_every_picture_is_described_since_decorating_belongs_to_the_place_of_use(sign_in: SignIn) -> None:
    body = sign_in(person_with("editor")).get(f"/admin/images/{ImageFactory().pk}/").content.decode()
    assert 'name="alt_de"' in body
    assert 'name="decorative"' not in body
