"""What the frame of every page shows: names, menus, languages, legal links."""

from django import template
from django.template.context import Context

from home.shell import Crumb, Shell, breadcrumbs_of

register = template.Library()


@register.simple_tag(takes_context=True)
def site_shell(context: Context) -> Shell:
    """Return the frame of the site for this request; its parts are looked up when they are used."""
    request = context["request"]
    if not hasattr(request, "_shell"):
        request._shell = Shell(request, context.get("page"))
    return request._shell


@register.simple_tag(takes_context=True)
def breadcrumbs(context: Context, page: object) -> list[Crumb]:
    """Return the way from the home page to this page, the page itself last and without address."""
    request = context["request"]
    if not hasattr(request, "_crumbs"):
        request._crumbs = breadcrumbs_of(request, page)
    return list(request._crumbs)
