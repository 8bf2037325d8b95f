"""A page is moved in both languages or in none, so that both trees keep one shape (platform design, section 4)."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page


class OutOfShape(ValidationError):
    """A move would leave the two trees in different shapes; the message says what to do instead."""


def _other(page: Page) -> Page | None:
    """Return the same page in the other language, or None."""
    found: Page | None = (
        Page.objects.filter(translation_key=page.translation_key, alias_of=None)
        .exclude(locale_id=page.locale_id)
        .select_related("locale")
        .first()
    )
    return found


def _is_german(page: Page) -> bool:
    """Return whether a page belongs to the tree that the other one follows."""
    return bool(page.locale.language_code == settings.LANGUAGE_CODE)


def check(page: Page, parent: Page, user: Any = None) -> None:
    """Raise OutOfShape when a page cannot go below `parent` together with its other language.

    With a `user`, the right to move the English page is asked for, too. A new order within one list is never refused.
    """
    here, other = page.get_parent(), _other(page)
    if other is None or (here is not None and here.pk == parent.pk):
        return
    if not _is_german(page):
        above = other.get_parent()
        if above is not None and above.translation_key != parent.translation_key:
            raise OutOfShape(
                _("The English page stands where its German one stands. Please move “%(title)s” instead."),
                params={"title": other.title},
            )
        return
    _check_english(other, parent, user)


def _check_english(english: Page, parent: Page, user: Any) -> None:
    """Raise OutOfShape when the English page cannot follow below the translation of `parent`."""
    target = _other(parent)
    if target is None:
        raise OutOfShape(
            _("This page has an English version, and “%(title)s” has none. Please translate that page first."),
            params={"title": parent.title},
        )
    if not Page._slug_is_available(english.slug, target, english):
        raise OutOfShape(
            _("Below “%(title)s” another English page has the address “%(slug)s” already."),
            params={"title": target.title, "slug": english.slug},
        )
    if user is not None and not english.specific.permissions_for_user(user).can_move_to(target.specific):
        raise OutOfShape(
            _("You may not move the English version of this page to “%(title)s”."), params={"title": target.title}
        )


def follow(page: Page) -> None:
    """Bring the English page to the place that its German one has taken, with the same neighbours where it can be."""
    if not _is_german(page):
        return
    english, parent = _other(page), page.get_parent()
    target = _other(parent) if parent is not None else None
    if english is None or target is None:
        return
    children = list(target.get_children().values_list("pk", "translation_key"))
    by_key = {key: pk for pk, key in children if pk != english.pk}
    before = page.get_siblings(inclusive=False).filter(path__lt=page.path).order_by("-path")
    anchor = next((by_key[key] for key in before.values_list("translation_key", flat=True) if key in by_key), None)
    numbers = [pk for pk, _key in children]
    place = numbers.index(english.pk) if english.pk in numbers else None
    if place is not None and (numbers[place - 1] if place else None) == anchor:
        return
    goal, pos = (target, "first-child") if anchor is None else (Page.objects.get(pk=anchor), "right")
    MovePageAction(english.specific, goal, pos=pos).execute(skip_permission_checks=True)
