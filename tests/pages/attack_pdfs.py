"""PDF files that attack, made by the tests themselves."""

import io
import struct
import zlib

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)


def zeros(size: int) -> bytes:
    """Return this many zeros, compressed, made without holding them."""
    squeeze, made = zlib.compressobj(9), []
    for _turn in range(size // 1_000_000):
        made.append(squeeze.compress(bytes(1_000_000)))
    return b"".join([*made, squeeze.flush()])


def pdf(**catalog: object) -> bytes:
    """Return a PDF of one page with more entries in its catalogue."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    for key, value in catalog.items():
        writer.root_object[NameObject(f"/{key}")] = value
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    """Return the bytes of a PDF."""
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def action(kind: str, **entries: object) -> DictionaryObject:
    """Return an action of a PDF."""
    made = {NameObject("/S"): NameObject(f"/{kind}")}
    return DictionaryObject(made | {NameObject(f"/{key}"): value for key, value in entries.items()})


def pdf_with_file() -> bytes:
    """Return a PDF that carries a program."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_attachment("run.exe", b"MZ")
    return written(writer)


def pdf_with_password() -> bytes:
    """Return a PDF that asks for a password."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    return written(writer)


def pdf_with_hidden_script() -> bytes:
    """Return a PDF with a script that no page leads to."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer._add_object(action("JavaScript", JS=TextStringObject("app.alert(1)")))
    return written(writer)


def deep_pdf() -> bytes:
    """Return a PDF with arrays in arrays."""
    inner = b"[" * 5_000 + b"]" * 5_000
    return pdf().replace(b"/Type /Catalog", b"/Type /Catalog /Deep " + inner, 1)


def swollen_pdf() -> bytes:
    """Return a PDF whose table of objects unpacks to 300 MB."""
    stream = StreamObject()
    stream._data = zeros(300_000_000)
    stream.update(
        {
            NameObject("/Filter"): NameObject("/FlateDecode"),
            NameObject("/Type"): NameObject("/ObjStm"),
            NameObject("/N"): NumberObject(1),
            NameObject("/First"): NumberObject(4),
        }
    )
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    number = writer._add_object(stream).idnum
    plain = written(writer)
    # A cross-reference stream would name it; here the catalogue points into it.
    start = PdfReader(io.BytesIO(plain)).xref[0][number]
    rows = struct.pack(">BHB", 2, number, 0)
    table = (
        f"99 0 obj\n<</Type/XRef/Size 100/W[1 2 1]/Index[98 1]/Root 98 0 R/Length {len(rows)}>>stream\n".encode()
        + rows
        + b"\nendstream\nendobj\n"
    )
    body = plain[: plain.rindex(b"xref")]
    assert start < len(body)
    return body + table + f"startxref\n{len(body)}\n%%EOF\n".encode()


JAVASCRIPT = action("JavaScript", JS=TextStringObject("app.alert(1)"))
