"""Make the toolkit files of campaigns: posters and leaflets as PDF, pictures as PNG, texts as TXT."""

import io
from typing import Any

import typst
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from pages.slugs import german_slug

NAVY, WARM, PALE = (12, 26, 75), (255, 200, 100), (222, 231, 251)
PAGE = """
#set document(title: sys.inputs.title)
#set page(paper: "a3", fill: rgb("#0c1a4b"), margin: 3cm)
#set text(fill: white, size: 30pt, lang: sys.inputs.lang)
#rect(width: 100%, height: 6pt, fill: rgb("#c8102e"))
#v(2cm)
#text(size: 64pt, weight: "bold", sys.inputs.title)
#v(1.5cm)
#sys.inputs.text
#v(1fr)
#text(size: 18pt, fill: rgb("#ffc864"))[#sys.inputs.footer]
"""


def make_file(row: dict[str, Any]) -> ContentFile[bytes]:
    """Return the file of one row of `documents.toml`; its kind decides the format."""
    kind, name = row.get("kind", "text"), german_slug(row["title"])
    if kind == "social":
        return ContentFile(_picture(), name=f"{name}.png")
    if kind == "text":
        return ContentFile(row["text"].strip().encode() + b"\n", name=f"{name}.txt")
    return ContentFile(_pdf(row), name=f"{name}.pdf")


def _pdf(row: dict[str, Any]) -> bytes:
    """Return a one-page PDF."""
    language = row.get("language", "de")
    footer = (
        "Demodaten: Zentrum für Kriminalprävention und Sicherheit"
        if language == "de"
        else ("Demo data: Centre for Crime Prevention and Security")
    )
    inputs = {
        "title": row.get("headline", row["title"]),
        "text": row["text"].strip(),
        "lang": language,
        "footer": footer,
    }
    return bytes(typst.compile(PAGE.encode(), format="pdf", sys_inputs=inputs))


def _picture() -> bytes:
    """Return a square picture for social media: four helmets in front of arcs."""
    picture = Image.new("RGB", (1080, 1080), NAVY)
    draw = ImageDraw.Draw(picture)
    for radius, colour in ((470, (22, 40, 105)), (330, (31, 54, 135))):
        draw.ellipse((540 - radius, 620 - radius, 540 + radius, 620 + radius), fill=colour)
    for index, colour in enumerate((PALE, WARM, (255, 255, 255), (86, 118, 217))):
        left = 150 + index * 205
        draw.rounded_rectangle((left, 560, left + 165, 1080), radius=80, fill=colour)
        draw.ellipse((left + 35, 420, left + 130, 540), fill=PALE)
        draw.pieslice((left + 20, 370, left + 145, 520), 180, 360, fill=colour)
    draw.rectangle((0, 1060, 1080, 1080), fill=(200, 16, 46))
    stream = io.BytesIO()
    picture.save(stream, "PNG", optimize=True)
    return stream.getvalue()
