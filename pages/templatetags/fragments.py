"""Cached parts of a page, keyed by site, language and audience, renewed by stamps."""

import hashlib
from typing import Any

from django import template
from django.conf import settings
from django.core.cache import cache
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils import timezone

from pages import stamps
from pages.reader import Reader

register = template.Library()
ONE_DAY = 24 * 3600


class FragmentNode(template.Node):
    """Render a part of a page once per site, language, audience, day and version of its stamps."""

    def __init__(self, name: FilterExpression, keys: list[FilterExpression], nodelist: NodeList) -> None:
        self.name, self.keys, self.nodelist = name, keys, nodelist

    def render(self, context: Context) -> str:
        """Return the stored part, or render and store it; never stored in previews or without a request."""
        request = context.get("request")
        if request is None or getattr(request, "is_preview", False):
            return self.nodelist.render(context)
        key = self._key(context, request)
        stored = cache.get(key)
        if stored is None:
            stored = self.nodelist.render(context)
            cache.set(key, stored, ONE_DAY)
        return str(stored)

    def _key(self, context: Context, request: Any) -> str:
        """Return the cache key of this part for this reader."""
        reader = Reader.of(request)
        keys = [str(key.resolve(context)) for key in self.keys]
        versions = stamps.of_request(request, keys)
        page = context.get("page")
        parts = [
            str(self.name.resolve(context)),
            request.get_host(),
            reader.site_kind,
            reader.language,
            reader.audience_key,
            getattr(page, "cache_key", "") if page is not None else "",
            *[f"{stamp}={versions[stamp]}" for stamp in keys],
            timezone.localdate().isoformat(),
            settings.RELEASE,
        ]
        return "fragment:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()


@register.tag
def fragment(parser: Parser, token: Token) -> FragmentNode:
    """{% fragment "name" stamp… %}…{% endfragment %}: a cached part; each stamp is a key or a variable holding one."""
    words = token.split_contents()[1:]
    if not words:
        raise template.TemplateSyntaxError("fragment needs a name")
    nodelist = parser.parse(("endfragment",))
    parser.delete_first_token()
    name, *keys = [parser.compile_filter(word) for word in words]
    return FragmentNode(name, keys, nodelist)
