"""The one media view: who gets a file, with which headers, how many questions to the database and how fast."""

import time
from statistics import median

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import Http404
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission

from accounts.models import User
from pages.media import serve_media
from pages.models import Document, Image
from pages.models.files import Persons
from pages.reader import INTRANET
from tests.factories import (
    DocumentFactory,
    ImageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    UserFactory,
    intranet_home,
    release,
)
from tests.pages.attack_files import picture
from tests.pages.doors import SignIn, finish, person_with, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
QUERIES, MILLISECONDS = 3, 30


def ask(file: object, user: User | AnonymousUser) -> tuple[int, int]:
    """Return the status for a person on the intranet host, and the number of queries of the view."""
    request = RequestFactory().get(f"/media/{file.file.name}")
    request.user, request.site_kind = user, INTRANET
    with CaptureQueriesContext(connection) as asked:
        try:
            code = serve_media(request, file.file.name).status_code
        except Http404:
            code = 404
    return code, len(asked)


def inside(image: Image, **fields: object) -> None:
    """Publish an intranet page with a picture."""
    lists = NewsIndexPageFactory(parent=intranet_home(), slug="aktuelles")
    release(NewsPageFactory(parent=lists, teaser_image=image, **fields))


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


@pytest.mark.acceptance("editing", 11)
def test_editors_see_private_files_in_preview_and_chooser(sign_in: SignIn, public: Client) -> None:
    image, document = ImageFactory(), DocumentFactory()
    editor = sign_in(person_with("editor"))
    rendition = image.get_rendition("max-165x165")
    for file in (image, document, rendition):
        assert editor.get(f"/media/{file.file.name}").status_code == 200
        assert public.get(f"/media/{file.file.name}").status_code == 404
    page = NewsPageFactory(teaser_image=image, live=False)
    page.save_revision()
    assert rendition.url in editor.get(reverse("wagtailimages_chooser:choose_results")).content.decode()
    chosen = editor.get(reverse("wagtailimages_chooser:chosen", args=[image.pk])).json()
    assert chosen["result"]["preview"]["url"] == rendition.url


def test_at_most_three_queries_for_everybody() -> None:
    used, unused, paper = ImageFactory(), ImageFactory(), DocumentFactory()
    ImageFactory(persons_shown=Persons.RECOGNISABLE, consent_document=paper)
    inside(used)
    staff, editor = UserFactory(), person_with("editor", "ism", "press")
    answers = {
        "staff, page": ask(used, fresh(staff)),
        "staff, no page": ask(unused, fresh(staff)),
        "staff, consent": ask(paper, fresh(staff)),
        "staff, rendition": ask(used.get_rendition("fill-20x20"), fresh(staff)),
        "editor, no page": ask(unused, fresh(editor)),
        "stranger": ask(used, AnonymousUser()),
    }
    assert {who: code for who, (code, _asked) in answers.items()} == {
        "staff, page": 200,
        "staff, no page": 404,
        "staff, consent": 404,
        "staff, rendition": 200,
        "editor, no page": 200,
        "stranger": 404,
    }
    assert max(asked for _code, asked in answers.values()) <= QUERIES, answers


def test_a_page_for_chosen_roles_shows_its_picture_to_those_roles_only() -> None:
    image = ImageFactory()
    inside(image, audience=["ism"])
    assert ask(image, UserFactory())[0] == 404
    person = UserFactory()
    person.groups.add(person.groups.model.objects.get_or_create(name="ism")[0])
    assert ask(image, fresh(person))[0] == 200


@pytest.mark.acceptance("editing", 17)
def test_the_view_answers_within_thirty_milliseconds(public: Client) -> None:
    images = [ImageFactory() for _turn in range(30)]
    for image in images[:3]:
        release(NewsPageFactory(teaser_image=image))
    staff, times = UserFactory(), []
    for image in images * 2:
        start = time.process_time()
        ask(image, fresh(staff))
        public.get(f"/media/{image.file.name}")
        times.append((time.process_time() - start) * 1000 / 2)
    print(f"media view: median {median(times):.1f} ms")
    assert median(times) <= MILLISECONDS


def test_headers_of_open_and_private_files(public: Client, sign_in: SignIn) -> None:
    image, document = ImageFactory(), DocumentFactory()
    release(NewsPageFactory(teaser_image=image))
    opened = public.get(f"/media/{image.file.name}")
    assert opened["Cache-Control"] == "public, max-age=300"
    assert opened["Content-Disposition"] == "inline"
    private = sign_in(person_with("editor")).get(f"/media/{document.file.name}")
    assert private["Cache-Control"] == "private, max-age=300"
    assert private["Content-Disposition"].startswith("attachment; filename=")
    for answer in (opened, private):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert not answer.cookies


def test_an_unchanged_file_is_not_sent_again_and_a_closed_one_not_confirmed(public: Client) -> None:
    image, other = ImageFactory(), ImageFactory()
    page = NewsPageFactory(teaser_image=image)
    release(page)
    address = f"/media/{image.file.name}"
    mark = public.get(address)["ETag"]
    again = public.get(address, headers={"if-none-match": mark})
    assert (again.status_code, again["Cache-Control"]) == (304, "public, max-age=300")
    page.unpublish()
    assert public.get(address, headers={"if-none-match": mark}).status_code == 404
    release(NewsPageFactory(teaser_image=other))
    assert public.get(f"/media/{other.file.name}")["ETag"] != mark


def test_the_web_server_sends_the_file_where_it_can(public: Client, settings: object) -> None:
    settings.MEDIA_ACCEL_PREFIX = "/internal-media/"
    image = ImageFactory()
    assert "X-Accel-Redirect" not in public.get(f"/media/{image.file.name}")
    release(NewsPageFactory(teaser_image=image))
    answer = public.get(f"/media/{image.file.name}")
    assert answer["X-Accel-Redirect"] == f"/internal-media/{image.file.name}"
    assert answer.content == b""


def test_names_of_files_cannot_be_guessed(sign_in: SignIn) -> None:
    first, second = ImageFactory(), ImageFactory()
    folders = {
        name.split("/")[1] for name in (first.file.name, second.file.name, first.get_rendition("fill-9x9").file.name)
    }
    assert len(folders) == 3
    assert all(len(folder) == 32 for folder in folders)


def replace(client: Client, image: Image) -> Image:
    """Send another file for a picture through its edit screen."""
    fields = {"title": image.title, "alt_de": image.alt_de, "credit": image.credit, "licence": "own"}
    fields |= {"persons_shown": "none", "tags": "", "file": SimpleUploadedFile("new.png", picture(size=(11, 7)))}
    client.post(f"/admin/images/{image.pk}/", fields)
    image.refresh_from_db()
    return image


@pytest.mark.acceptance("editing", 11)
def test_only_approvers_replace_a_file_in_public_use(sign_in: SignIn) -> None:
    image, unused = ImageFactory(), ImageFactory()
    release(NewsPageFactory(teaser_image=image))
    image.refresh_from_db()
    root = UserFactory(is_superuser=True)
    for person in (person_with("editor"), root):
        assert replace(sign_in(person), image).width == 64
        assert replace(sign_in(person), unused).width == 11
    assert replace(sign_in(person_with("approver")), image).width == 11


def test_a_document_that_is_here_already_is_named_only_to_who_may_choose_it(sign_in: SignIn) -> None:
    client = sign_in(person_with("editor"))
    content = "Ein Text für zwei.".encode()
    first = send(client, "documents", "text.txt", content).json()
    assert finish(client, "documents", first, title="Der erste Text").json()["success"]
    assert "Der erste Text" in send(client, "documents", "text.txt", content).json()["error_message"]
    closed = Document.objects.get().collection.add_child(name="Geschlossen")
    Document.objects.update(collection=closed)
    person = person_with()
    give_media_rights(person)
    assert "error_message" not in send(sign_in(person), "documents", "text.txt", content).json()


def give_media_rights(person: User) -> None:
    """Let a person upload into one collection only."""
    own = Collection.get_first_root_node().add_child(name="Eigene")
    group = person.groups.create(name="einzeln")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("add_document", "choose_document"):
        right = Permission.objects.get(codename=codename, content_type__app_label="pages")
        GroupCollectionPermission.objects.create(group=group, collection=own, permission=right)
