"""Tags for drawings, icons, dates and pictures."""

from datetime import date, datetime
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from pages.models import Image

register = template.Library()

VIEW_BOXES = {"skyline": "0 0 1280 520", "skyline-phone": "0 0 780 420"}
DATE_FORMATS = {
    "de": {
        "long": "j. F Y",
        "day": "j",
        "month": "M",
        "weekday": "D",
        # "N" writes Mai, Juni and März in full and puts a point behind what is shortened.
        "short": "j. N Y",
        "iso": "Y-m-d",
        "daymonth": "j. F",
        "time": "H:i",
    },
    "en": {
        "long": "j F Y",
        "day": "j",
        "month": "M",
        "weekday": "D",
        "short": "j M Y",
        "iso": "Y-m-d",
        "daymonth": "j F",
        "time": "H:i",
    },
}
PICTURE_WIDTHS = (480, 960, 1600)


@register.simple_tag
def drawing(name: str, css_class: str = "") -> SafeString:
    """Return a drawing that takes the page's colours; decorative, so hidden from screen readers."""
    if not name:
        return SafeString("")
    return format_html(
        '<svg class="zks-drawing zks-drawing-{} {}" aria-hidden="true" focusable="false"><use href="{}#d"/></svg>',
        name,
        css_class,
        static(f"drawings/{name}.svg"),
    )


@register.simple_tag
def icon(name: str, css_class: str = "") -> SafeString:
    """Return an icon of the sprite; decorative, so a text must stand beside it."""
    return format_html(
        '<svg class="zks-icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        css_class,
        static("icons.svg"),
        name,
    )


@register.simple_tag
def local_date(value: date | datetime | None, style: str = "long") -> str:
    """Return a date in the reader's language: long, short, day, month, weekday, daymonth, time or iso."""
    if value is None:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    formats = DATE_FORMATS.get(get_language() or "de", DATE_FORMATS["de"])
    return date_format(value, formats[style], use_l10n=False)


@register.simple_tag
def photo(
    image: Image | None, spec: str = "width", alt: str | None = None, lazy: bool = True, css_class: str = ""
) -> SafeString:
    """Return a `picture` element in AVIF and WebP with three widths and a fallback; no style attribute.

    `spec` is `width` (natural proportions) or `fill-3-2` (cropped round the focal point). A picture whose consent or
    licence has ended, or that the scanner has not let in, is left out.
    """
    if image is None or not image.is_usable:
        return SafeString("")
    filters = [f"fill-{w}x{w * 2 // 3}" if spec == "fill-3-2" else f"width-{w}" for w in PICTURE_WIDTHS]
    avif = image.get_renditions(*[f"{f}|format-avif" for f in filters])
    webp = image.get_renditions(*[f"{f}|format-webp" for f in filters])
    fallback = list(webp.values())[1]
    text = image.default_alt_text if alt is None else alt
    return format_html(
        '<picture><source type="image/avif" srcset="{}" sizes="(min-width: 56rem) 42rem, 100vw">'
        '<source type="image/webp" srcset="{}" sizes="(min-width: 56rem) 42rem, 100vw">'
        '<img src="{}" width="{}" height="{}" alt="{}" class="{}"{}></picture>',
        _srcset(avif),
        _srcset(webp),
        fallback.url,
        fallback.width,
        fallback.height,
        text,
        css_class,
        SafeString(' loading="lazy"') if lazy else "",
    )


def _srcset(renditions: dict[str, Any]) -> str:
    """Return addresses with their widths, each width once."""
    return ", ".join({r.width: f"{r.url} {r.width}w" for r in renditions.values()}.values())
