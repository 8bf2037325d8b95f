"""Pictures: pixels are counted before decoding, and a copy without metadata becomes the original."""

import io
import tempfile
import warnings
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps, UnidentifiedImageError

from pages.uploads.basics import NOT_WHAT_IT_SAYS, check_magic, check_size, extension_of, put_content

MAX_PIXELS = 40_000_000
# The decoder of WebP holds three copies of a picture; above this it would take more than 300 MB.
MAX_WEBP_PIXELS = 12_500_000
# Turning needs two copies; above this a picture that has to be turned is stored at half its width and height.
MAX_TURNED_PIXELS = 36_000_000
ORIENTATION = 0x0112
PICTURES = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
MEDIA_TYPES = {kind: frozenset({f"image/{kind.lower()}"}) for kind in PICTURES.values()}
MODES = {"JPEG": {"L", "RGB"}, "PNG": {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}, "WEBP": {"RGB", "RGBA"}}
OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 92, "subsampling": 0},
    "PNG": {"compress_level": 4},
    "WEBP": {"quality": 90, "method": 2},
}


def check_picture(file: Any) -> None:
    """Refuse a picture that is too large, no JPG, PNG or WebP, damaged, or above 40 megapixels; then clean it.

    The re-encoded copy replaces the content of the uploaded file: position, camera, names, comments, previews and
    anything hung onto the end are gone (security design, section 7, step 4).
    """
    check_size(file, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    if extension_of(file) not in PICTURES:
        raise ValidationError(_("Only JPG, PNG and WebP pictures."))
    clean_picture(file)


def clean_picture(file: Any) -> None:
    """Check an uploaded picture by its header, decode it, and put a copy without metadata in its place."""
    kind = PICTURES[extension_of(file)]
    check_magic(file, MEDIA_TYPES[kind])
    try:
        with warnings.catch_warnings(), tempfile.TemporaryFile() as copy:
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
            with Pillow.open(file, formats=[kind]) as picture:
                _check_pixels(picture, kind)
                picture.load()
                bare(picture, kind).save(copy, kind, **OPTIONS[kind])
            put_content(file, copy)
    except (UnidentifiedImageError, Pillow.DecompressionBombError):
        raise ValidationError(NOT_WHAT_IT_SAYS) from None
    except (OSError, SyntaxError, ValueError, OverflowError, EOFError, TypeError, IndexError, KeyError):
        raise ValidationError(_("The picture is damaged.")) from None


def _check_pixels(picture: Pillow.Image, kind: str) -> None:
    """Count what the header promises, all frames of a moving picture together, before anything is decoded."""
    width, height = picture.size
    pixels = width * height * max(1, getattr(picture, "n_frames", 1))
    limit = MAX_WEBP_PIXELS if kind == "WEBP" else MAX_PIXELS
    if pixels > limit:
        raise ValidationError(
            _("The picture has %(pixels)d megapixels. At most %(limit)d are allowed in this format."),
            params={"pixels": round(pixels / 1_000_000), "limit": limit // 1_000_000},
        )


def bare(picture: Pillow.Image, kind: str) -> Pillow.Image:
    """Return the pixels alone: upright, in sRGB, without a word about where, when, by whom and with what."""
    if picture.getexif().get(ORIENTATION, 1) != 1 and picture.width * picture.height > MAX_TURNED_PIXELS:
        picture = ImageOps.exif_transpose(_halved(picture))
    else:
        ImageOps.exif_transpose(picture, in_place=True)
    picture = _in_srgb(picture)
    transparency = picture.info.get("transparency")
    picture.info.clear()
    if transparency is not None:
        picture.info["transparency"] = transparency
    if picture.mode in MODES[kind]:
        return picture
    see_through = picture.mode in {"LA", "PA", "RGBa", "La"} or transparency is not None
    bared = picture.convert("RGBA" if see_through and kind != "JPEG" else "RGB")
    bared.info.clear()
    return bared


def _halved(picture: Pillow.Image) -> Pillow.Image:
    """Return a picture at half its width and height that still knows which way is up."""
    exif = picture.getexif()
    # Averaging a picture with transparency would first copy it whole.
    if picture.mode in {"RGBA", "LA", "P"}:
        half = picture.resize((picture.width // 2, picture.height // 2), Pillow.Resampling.NEAREST)
    else:
        half = picture.reduce(2)
    picture.im = half.im
    half.info = dict(picture.info)
    half.getexif().update(exif)
    return half


def _in_srgb(picture: Pillow.Image) -> Pillow.Image:
    """Apply the colour profile, since it is removed; a broken one is left out."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "CMYK"}:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if picture.mode == "CMYK":
            return (
                ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB") or picture
            )
        ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), inPlace=True)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return picture
