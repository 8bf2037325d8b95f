"""Tried as a new editor would: from a first draft to a page in two languages with a picture that tells no place."""

from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from PIL import Image as Pillow
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from accounts.models import User
from home.models import PublicHomePage
from news.models import NewsIndexPage, NewsPage
from pages.models import Image
from tests.conftest import INTRANET, PUBLIC
from tests.pages.doors import finish, send

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])
LATITUDE, TITLE = "Kunibert-Position", "Die neue Wache am Ebertplatz"


def signed_in(name: str) -> Client:
    """Return the browser of a demo account."""
    client = Client(**INTRANET)
    client.force_login(User.objects.get(email=f"{name}@example.org"), backend="accounts.backends.LocalBackend")
    return client


def photo() -> bytes:
    """Return a photo that tells where it was taken."""
    picture, out = Pillow.new("RGB", (900, 600), "teal"), BytesIO()
    exif = Pillow.Exif()
    exif[0x010E] = LATITUDE
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 56.0, 30.0), 3: "E", 4: (6.0, 57.0, 20.0)})
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def position_in(content: bytes) -> bool:
    """Return whether a picture tells a place."""
    found = Pillow.open(BytesIO(content)).getexif()
    return bool(found.get_ifd(0x8825)) or LATITUDE.encode() in content


def submit_form(client: Client, address: str, **changes: str) -> Any:
    """Fill the page editor as it stands and send it."""
    answer = client.get(address)
    form, values = answer.context["form"], {}
    for bound in form:
        value = bound.value()
        if value not in (None, "", False, []) and isinstance(value, str | int | date):
            values[bound.html_name] = str(value)
    for formset in form.formsets.values():
        values |= {f"{formset.prefix}-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}
        values[f"{formset.prefix}-MAX_NUM_FORMS"] = "50"
    for name, field in form.fields.items():
        if hasattr(field, "block"):
            values[f"{name}-count"] = "0"
    return client.post(address, {**values, **changes})


def decide(client: Client, page: Page, action: str) -> Any:
    """Open what waits from the list of approvals and decide on it."""
    state = Page.objects.get(pk=page.pk).current_workflow_task_state
    listed = client.get("/admin/approvals/").content.decode()
    address = f"/admin/approvals/{state.pk}/"
    assert address in listed
    return client.post(address, {"action": action, "stamp": client.get(address).context["stamp"]})


def upload(client: Client) -> Image:
    """Upload the photo with its alternative text."""
    answer = send(client, "images", "wache.jpg", photo()).json()
    assert finish(client, "images", answer, title="Wache", alt_de="Die Wache von vorn").json()["success"]
    return Image.objects.get(title="Wache")


def write(client: Client, parent: Page, image: Image) -> NewsPage:
    """Write a report with the picture and submit it."""
    address = f"/admin/pages/add/news/newspage/{parent.pk}/"
    answer = submit_form(
        client,
        address,
        title=TITLE,
        slug="neue-wache-am-ebertplatz",
        lead="Hier ist immer jemand da.",
        teaser_image=str(image.pk),
        **{"action-submit": "1"},
    )
    assert answer.status_code == 302, answer.context["form"].errors
    return NewsPage.objects.get(title=TITLE)


def translate(client: Client, german: NewsPage) -> NewsPage:
    """Press "translate" in the matrix, write every string in English, submit."""
    start = f"/admin/localize/submit/page/{german.pk}/"
    form = client.get(start).context["form"]
    english = form.fields["locales"].queryset.get()
    assert client.post(start, {"locales": [english.pk]}).status_code == 302
    translation = Translation.objects.get(source__object_id=german.translation_key, target_locale=english)
    for number, segment in enumerate(translation.source.stringsegment_set.all()):
        address = f"/admin/localize/translate/{translation.pk}/strings/{segment.pk}/edit/"
        words = f"new-station-{number}" if segment.context.path == "slug" else f"The new station {number}"
        assert client.put(
            address, urlencode({"value": words}), content_type="application/x-www-form-urlencoded"
        ).status_code in (
            200,
            201,
        )
    assert StringTranslation.objects.filter(context__object_id=german.translation_key).exists()
    page = translation.get_target_instance()
    assert client.post(f"/admin/translations/{page.pk}/submit/").status_code == 302
    return page


def state_in_matrix(client: Client, page: Page) -> str:
    """Return what the matrix says of a page."""
    found, number = "", 1
    while not found:
        shown = client.get("/admin/translations/", {"p": number}).context["page"]
        found = next((str(row.state) for row in shown if row.german.pk == page.pk), "")
        if not shown.has_next():
            break
        number = shown.next_page_number()
    return found


def test_a_new_editor_brings_a_page_live_in_two_languages(portal: None) -> None:
    stranger, editor = Client(**PUBLIC), signed_in("editor")
    User.objects.get(email="editor@example.org").groups.add(
        *User.objects.get(email="approver@example.org").groups.all()
    )
    reader, translator = signed_in("approver"), signed_in("translator")
    image = upload(editor)
    address = f"/media/{image.file.name}"
    assert stranger.get(address).status_code == 404
    assert editor.get(address).status_code == 200
    assert str(Image.objects.get(pk=image.pk).is_public) == "False"
    page = write(
        editor, NewsIndexPage.objects.child_of(PublicHomePage.objects.get(locale__language_code="de")).get(), image
    )
    own = decide(editor, page, "approve")
    assert own.status_code == 200
    assert own.context["refusal"] in own.content.decode()
    assert stranger.get(address).status_code == 404
    assert not NewsPage.objects.get(pk=page.pk).live
    assert decide(reader, page, "approve").status_code == 302
    page = NewsPage.objects.get(pk=page.pk)
    assert page.live
    assert TITLE in stranger.get(page.get_url()).content.decode()
    shown = stranger.get(address)
    assert shown.status_code == 200
    assert position_in(photo())
    assert not position_in(b"".join(shown.streaming_content))
    assert state_in_matrix(translator, page) == "missing"
    english = translate(translator, page)
    assert state_in_matrix(translator, page) == "in_review"
    assert decide(reader, english, "approve").status_code == 302
    assert state_in_matrix(translator, page) == "current"
    english = NewsPage.objects.get(pk=english.pk)
    assert "The new station" in stranger.get(english.get_url()).content.decode()
