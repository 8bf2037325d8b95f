"""Findings on pictures and documents: alternative text, licence and the consent of the people shown."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.formats import date_format

from pages.gate.findings import Finding
from pages.gate.spots import TARGET, TEXT, Spot, links_in
from pages.models.media import Document, Image


def check(spots: list[Spot], day: date) -> Iterator[Finding]:
    """Yield what is wrong with the files of a text on the day on which it goes live."""
    pictures = [spot for spot in spots if spot.kind == TARGET and spot.value and spot.model is Image]
    images = Image.objects.in_bulk({int(spot.value) for spot in pictures})
    for spot in pictures:
        image = images.get(int(spot.value))
        if image is not None:
            yield from _of_image(image, spot, day)
    files = list(_documents(spots))
    documents = Document.objects.in_bulk({number for number, _path in files})
    for number, path in files:
        document = documents.get(number)
        if document is not None and document.use_until and document.use_until < day:
            yield _expired("file_expired", document, path, document.use_until)


def _of_image(image: Any, spot: Spot, day: date) -> Iterator[Finding]:
    if not spot.beside.get("decorative") and not image.alt_de and not (spot.beside.get("alt") or "").strip():
        yield Finding("picture_alt", spot.path, {"title": image.title})
    if image.consent_until and image.consent_until < day:
        yield _expired("consent_expired", image, spot.path, image.consent_until)
    if image.use_until and image.use_until < day:
        yield _expired("file_expired", image, spot.path, image.use_until)


def _documents(spots: list[Spot]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for spot in spots:
        if spot.kind == TARGET and spot.value and spot.model is Document:
            yield int(spot.value), spot.path
        elif spot.kind == TEXT:
            for link in links_in(spot.value):
                if link.get("linktype") == "document" and link.get("id", "").isdigit():
                    yield int(link["id"]), spot.path


def _expired(code: str, file: Any, path: tuple[str, ...], until: date) -> Finding:
    return Finding(code, path, {"title": file.title, "day": date_format(until, "SHORT_DATE_FORMAT")})
