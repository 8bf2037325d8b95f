"""An uploaded file must be what its name says; nothing else is stored."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from pages.uploads import check_document, check_picture
from tests.pages.attack_files import DOCX, ODT, archive, pdf, picture

GOOD_PICTURES = [("a.png", picture()), ("a.jpg", picture("JPEG")), ("a.webp", picture("WEBP"))]
GOOD_DOCUMENTS = [
    ("a.pdf", pdf()),
    ("a.docx", archive(DOCX)),
    ("a.odt", archive(ODT)),
    ("a.csv", "Straße;Zahl\nDeutzer Freiheit;-7\n".encode()),
    ("a.txt", "Grüße".encode()),
    ("a.png", picture()),
]


@pytest.mark.parametrize(("name", "content"), GOOD_PICTURES)
def test_real_pictures_pass(name: str, content: bytes) -> None:
    check_picture(SimpleUploadedFile(name, content))


@pytest.mark.parametrize(("name", "content"), GOOD_DOCUMENTS)
def test_real_documents_pass(name: str, content: bytes) -> None:
    check_document(SimpleUploadedFile(name, content))


def test_a_file_above_the_limit_is_refused_before_it_is_opened() -> None:
    large = SimpleUploadedFile("large.png", picture())
    large.size = 21 * 1024 * 1024
    with pytest.raises(ValidationError, match="21 MB"):
        check_picture(large)
