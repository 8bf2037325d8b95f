"""Both trees in the same shape: what treebeard counts wrong is mended, what differs is named (platform design, 4)."""

import logging

from django.conf import settings
from wagtail.models import Page

logger = logging.getLogger(__name__)


def mend() -> int:
    """Put right what the tree counts wrong, such as a number of children that hides them; return how many pages."""
    problems = Page.find_problems()
    wrong = {pk for group in problems for pk in group}
    if wrong:
        Page.fix_tree()
    return len(wrong)


def differences() -> list[str]:
    """Return one line per translated page that stands elsewhere than its German page, by number and never by title."""
    # nosemgrep: page-query nightly check, tells numbers alone
    rows = Page.objects.filter(depth__gt=1, alias_of=None).values_list(
        "pk", "path", "translation_key", "locale__language_code"
    )
    key_at = {path: key for _pk, path, key, _language in rows}
    german = {key: path for _pk, path, key, language in rows if language == settings.LANGUAGE_CODE}
    found = []
    for pk, path, key, language in rows:
        source = german.get(key)
        if language == settings.LANGUAGE_CODE or source is None:
            continue
        mine, theirs = (key_at.get(place[: -Page.steplen]) for place in (path, source))
        if mine != theirs:
            found.append(f"page {pk} ({language}): its parent is not the translation of the German parent")
    return found


def nightly() -> int:
    """Mend and compare; what is found is reported to the operators. Returns the number of findings."""
    mended, found = mend(), differences()
    if mended or found:
        logger.error("trees differ", extra={"mended": mended, "differences": len(found)})
    return mended + len(found)
