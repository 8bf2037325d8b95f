"""An uploaded file must be what its name says; nothing else is stored."""

import io
import struct
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from pages.uploads import check_document, check_picture


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    """Return a small picture."""
    stream = io.BytesIO()
    Image.new("RGB", size, "navy").save(stream, kind)
    return stream.getvalue()


def pixel_bomb(side: int) -> bytes:
    """Return a PNG whose header promises side × side pixels and whose data is tiny."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((side // 8 + 1) * side), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def archive(parts: dict[str, bytes]) -> bytes:
    """Return a zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return stream.getvalue()


DOCX = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}
ODT = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}

GOOD_PICTURES = [("a.png", picture()), ("a.jpg", picture("JPEG")), ("a.webp", picture("WEBP"))]
BAD_PICTURES = [
    ("script.png", b"<script>alert(1)</script>"),
    ("jpeg.png", picture("JPEG")),
    ("gif.png", picture("GIF")),
    ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    ("empty.png", b""),
    ("cut.png", picture()[:40]),
    ("cut.jpg", picture("JPEG", (400, 400))[:300]),
    ("bomb.png", pixel_bomb(12_000)),
    ("pdf.jpg", b"%PDF-1.7\n"),
]
GOOD_DOCUMENTS = [
    ("a.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF"),
    ("a.docx", archive(DOCX)),
    ("a.odt", archive(ODT)),
    ("a.csv", "Straße;Zahl\nDeutzer Freiheit;7\n".encode()),
    ("a.txt", "Grüße".encode()),
    ("a.png", picture()),
]
BAD_DOCUMENTS = [
    ("page.pdf", b"<html><script>alert(1)</script></html>"),
    ("exe.pdf", b"MZ\x90\x00" + b"\0" * 200),
    ("zip.docx", archive({"readme.txt": b"x"})),
    ("macro.docx", archive({**DOCX, "word/vbaProject.bin": b"x"})),
    ("climb.docx", archive({**DOCX, "../evil": b"x"})),
    ("bomb.docx", archive({**DOCX, "word/media/zero": b"\0" * (201 * 1024 * 1024)})),
    ("many.docx", archive({**DOCX, **{f"word/{n}": b"" for n in range(2_001)}})),
    ("ods.odt", archive({**ODT, "mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})),
    ("nul.csv", b"a;b\0c"),
    ("markup.csv", b"  <script>alert(1)</script>"),
    ("latin.txt", "Grüße".encode("latin-1")),
    ("page.html", b"<p>"),
    ("pack.zip", archive({"a": b"b"})),
    ("empty.pdf", b""),
]


@pytest.mark.parametrize(("name", "content"), GOOD_PICTURES)
def test_real_pictures_pass(name: str, content: bytes) -> None:
    check_picture(SimpleUploadedFile(name, content))


@pytest.mark.parametrize(("name", "content"), BAD_PICTURES)
def test_false_pictures_are_refused_with_a_message(name: str, content: bytes) -> None:
    with pytest.raises(ValidationError) as refused:
        check_picture(SimpleUploadedFile(name, content))
    assert refused.value.messages[0]


@pytest.mark.parametrize(("name", "content"), GOOD_DOCUMENTS)
def test_real_documents_pass(name: str, content: bytes) -> None:
    check_document(SimpleUploadedFile(name, content))


@pytest.mark.parametrize(("name", "content"), BAD_DOCUMENTS)
def test_false_documents_are_refused_with_a_message(name: str, content: bytes) -> None:
    with pytest.raises(ValidationError) as refused:
        check_document(SimpleUploadedFile(name, content))
    assert refused.value.messages[0]


def test_a_file_above_the_limit_is_refused_before_it_is_opened() -> None:
    large = SimpleUploadedFile("large.png", picture())
    large.size = 21 * 1024 * 1024
    with pytest.raises(ValidationError, match="21 MB"):
        check_picture(large)
