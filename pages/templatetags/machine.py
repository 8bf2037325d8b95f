"""Tags for what machines read: alternates, canonical address, Open Graph and JSON-LD."""

import json
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pages.alternates import alternates
from pages.reader import INTRANET

register = template.Library()
ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def machine_head(context: Context, page: Any, crumbs: list[Any] | None = None) -> SafeString:
    """Return canonical address, alternates, Open Graph and JSON-LD of a public page; robots where it asks for none."""
    request = context["request"]
    if page is None or getattr(request, "site_kind", INTRANET) == INTRANET:
        return SafeString("")
    url = f"{settings.PUBLIC_URL}{page.get_url(request)}"
    noindex = not page.is_listed or context.get("noindex")
    parts = [format_html('<link rel="canonical" href="{}">', url)]
    if noindex:
        parts.append(SafeString('<meta name="robots" content="noindex">'))
    else:
        parts.append(
            format_html_join(
                "", '<link rel="alternate" hreflang="{}" href="{}">', sorted(alternates(page, request).items())
            )
        )
    parts.append(_open_graph(page, url))
    parts.append(_json_ld(_breadcrumb(crumbs or [], url)))
    data = page.structured_data(request)
    if data:
        parts.append(_json_ld({"@context": "https://schema.org", **data}))
    # nosemgrep: mark-safe each part is escaped
    return SafeString("".join(parts))  # nosec B703


def _open_graph(page: Any, url: str) -> SafeString:
    """Return title, summary and picture for shared links; a photo only when it is public."""
    image = page.teaser_image if page.teaser_image_id and page.teaser_image.is_open else None
    picture = image.get_rendition("fill-1200x630").url if image else static("brand/og.png")
    rows = [
        ("og:type", "article"),
        ("og:title", page.seo_title or page.title),
        ("og:url", url),
        ("og:description", page.search_description or page.summary),
        ("og:image", f"{settings.PUBLIC_URL}{picture}"),
    ]
    return format_html_join("", '<meta property="{}" content="{}">', rows)


def _breadcrumb(crumbs: list[Any], url: str) -> dict[str, Any]:
    """Return the way to the page in schema.org terms."""
    items = [
        {
            "@type": "ListItem",
            "position": index,
            "name": crumb.label,
            "item": f"{settings.PUBLIC_URL}{crumb.url}" if crumb.url else url,
        }
        for index, crumb in enumerate(crumbs, 1)
    ]
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}


def _json_ld(data: dict[str, Any]) -> SafeString:
    """Return data as a script that runs nothing; `<`, `>` and `&` are escaped."""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    # nosemgrep: mark-safe escaped one line above
    return SafeString(f'<script type="application/ld+json">{text}</script>')  # nosec B703
