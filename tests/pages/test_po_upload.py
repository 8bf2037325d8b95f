"""A PO file is taken whole or refused with the numbers of the wrong lines (editing design, section 15)."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail_localize.models import StringTranslation, Translation

from tests.pages.doors import SignIn, person_with
from tests.pages.test_translation_review import german, target_of, translation

__all__ = ["german", "translation"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]


def filled(translation: Translation) -> str:
    """Return the file as it is downloaded, with an English text for each German one."""
    po = translation.export_po()
    for entry in po:
        entry.msgstr = f"English {entry.msgctxt}"
    return str(po)


def upload(client: Client, translation: Translation, text: str | bytes) -> Any:
    """Send a file."""
    content = text.encode() if isinstance(text, str) else text
    file = SimpleUploadedFile("page.po", content)
    return client.post(f"/admin/localize/translate/{translation.pk}/pofile/upload/", {"file": file})


def line_of(text: str, part: str) -> int:
    """Return the number of the first line that holds some words."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def test_a_whole_file_is_stored_and_nothing_is_live(translation: Translation, sign_in: SignIn) -> None:
    person = person_with("translator")
    assert upload(sign_in(person), translation, filled(translation)).status_code == 302
    stored = StringTranslation.objects.all()
    assert stored.count() == translation.source.stringsegment_set.count()
    assert {row.last_translated_by for row in stored} == {person}
    assert not target_of(translation).live


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('msgid "Neue Zone"', 'msgid "Alte Zone"'),
        ('msgstr "English title"', 'msgstr "<script>x</script>"'),
        ('msgstr "English title"', "msgstr \"<a id='a9'>x</a>\""),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_stored(
    translation: Translation, sign_in: SignIn, old: str, new: str
) -> None:
    text = filled(translation)
    assert old in text
    answer = upload(sign_in(person_with("translator")), translation, text.replace(old, new))
    assert answer.status_code == 200
    start = line_of(text, 'msgctxt "title"')
    assert start in [place.line for place in answer.context["wrong"]]
    assert f"{start}:" in answer.content.decode()
    assert not StringTranslation.objects.exists()


def test_missing_doubled_and_uncertain_texts_are_refused(translation: Translation, sign_in: SignIn) -> None:
    client, text = sign_in(person_with("translator")), filled(translation)
    first, rest = text.split('msgctxt "title"', 1)
    block, after = ('msgctxt "title"' + rest).split("\n\n", 1)
    for changed in (f"{first}{after}", f"{first}{block}\n\n{block}\n\n{after}", f"{first}#, fuzzy\n{block}\n\n{after}"):
        answer = upload(client, translation, changed)
        assert [place.message for place in answer.context["wrong"]]
    assert not StringTranslation.objects.exists()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"no po file", b'msgid "x\nmsgstr 3', b"/etc/hostname"])
def test_what_is_no_po_file_is_refused(translation: Translation, sign_in: SignIn, content: bytes) -> None:
    answer = upload(sign_in(person_with("translator")), translation, content)
    assert answer.status_code == 200
    assert answer.context["wrong"] or answer.context["form"].errors
    assert not StringTranslation.objects.exists()


def test_a_file_of_another_page_is_refused(translation: Translation, sign_in: SignIn) -> None:
    text = filled(translation).replace(str(translation.uuid), "11111111-1111-1111-1111-111111111111")
    answer = upload(sign_in(person_with("translator")), translation, text)
    assert [place.line for place in answer.context["wrong"]] == [1]
    assert not StringTranslation.objects.exists()


def test_only_who_may_edit_the_page_uploads(translation: Translation, sign_in: SignIn) -> None:
    answer = upload(sign_in(person_with("committees")), translation, filled(translation))
    assert answer.status_code in (302, 403)
    assert not StringTranslation.objects.exists()
