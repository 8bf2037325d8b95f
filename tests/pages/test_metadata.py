"""Neither original nor rendition says where, when, by whom and with what a picture was taken."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow
from PIL.PngImagePlugin import PngInfo

from pages.models import Image
from pages.uploads import check_picture
from tests.factories import ImageFactory
from tests.pages.doors import SignIn, finish, person_with, send

SECRET = "GEHEIMORT"
UPRIGHT = 6


def telling(kind: str) -> bytes:
    """Return a picture with position, camera, comment and an orientation."""
    exif = Pillow.Exif()
    exif[0x010F], exif[0x0112] = SECRET, UPRIGHT
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 56.0, 17.0), 3: "E", 4: (6.0, 57.0, 25.0)})
    stream, more = io.BytesIO(), {}
    if kind == "PNG":
        more["pnginfo"] = PngInfo()
        more["pnginfo"].add_itxt("XML:com.adobe.xmp", f"<x>{SECRET}</x>")
    elif kind == "JPEG":
        more |= {"comment": SECRET, "xmp": f"<x>{SECRET}</x>".encode()}
    else:
        more["xmp"] = f"<x>{SECRET}</x>".encode()
    Pillow.new("RGB", (80, 40), "navy").save(stream, kind, exif=exif, **more)
    return stream.getvalue()


def traces(content: bytes) -> list[str]:
    """Return what a picture still tells."""
    with Pillow.open(io.BytesIO(content)) as picture:
        exif = picture.getexif()
        found = [str(tag) for tag in exif] + [f"gps {tag}" for tag in exif.get_ifd(0x8825)]
        found += [
            key
            for key in picture.info
            if key in {"exif", "xmp", "comment", "photoshop", "icc_profile", "XML:com.adobe.xmp"}
        ]
    return found + ([SECRET] if SECRET.encode() in content else [])


def files_of(image: Image) -> Iterator[bytes]:
    """Yield original and renditions."""
    image.get_rendition("fill-20x20")
    image.get_rendition("width-30|format-webp")
    for name in (image.file.name, *image.renditions.values_list("file", flat=True)):
        yield (Path(settings.MEDIA_ROOT) / name).read_bytes()


@pytest.mark.acceptance("editing", 15)
@pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
def test_a_cleaned_picture_tells_nothing_and_stands_upright(kind: str, name: str) -> None:
    content = telling(kind)
    assert SECRET in traces(content)
    file = SimpleUploadedFile(name, content)
    check_picture(file)
    assert traces(file.read()) == []
    file.seek(0)
    assert Pillow.open(file).size == (40, 80)


@pytest.mark.django_db
@pytest.mark.acceptance("editing", 15)
@pytest.mark.usefixtures("sites")
def test_an_uploaded_photo_has_no_position_in_original_and_renditions(sign_in: SignIn) -> None:
    editor = sign_in(person_with("editor"))
    answer = send(editor, "images", "photo.jpg", telling("JPEG")).json()
    assert finish(editor, "images", answer).json()["success"], answer
    image = Image.objects.get()
    kept = list(files_of(image))
    assert len(kept) == 3
    assert [trace for content in kept for trace in traces(content)] == []
    assert (image.width, image.height) == (40, 80)
    assert len(image.sha256) == 64


@pytest.mark.django_db
@pytest.mark.acceptance("editing", 15)
def test_the_check_would_see_a_picture_that_was_not_cleaned() -> None:
    image = ImageFactory(file=SimpleUploadedFile("photo.jpg", telling("JPEG")))
    assert SECRET in [trace for content in files_of(image) for trace in traces(content)]


def test_a_turned_picture_near_the_limit_is_halved_and_a_large_webp_refused() -> None:
    stream, exif = io.BytesIO(), Pillow.Exif()
    exif[0x0112] = UPRIGHT
    Pillow.new("L", (7000, 5600), 90).save(stream, "JPEG", exif=exif)
    file = SimpleUploadedFile("a.jpg", stream.getvalue())
    check_picture(file)
    assert Pillow.open(file).size == (2800, 3500)
