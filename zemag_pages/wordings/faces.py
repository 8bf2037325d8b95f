"""Words of letters as their screens show them: versions, placeholders and what differs."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from pages.review.beside import Change, Part, marked
from zemag.letters.placeholders import BLOCKS, MUST, TITLE_MUST, allowed, label_of
from zemag.letters.wording import LANGUAGES, shared
from zemag.models import TemplateState
from zemag.services import versions
from zemag.services.versions import Versions
from zemag.services.wordings import Letter, Version
from zemag_pages.desk.evaluation import names_of
from zemag_pages.showing import day_and_time

S = TemplateState
KINDS = {S.PROPOSED: "warning", S.RELEASED: "success", S.RETURNED: "danger"}
ENDS = {f"_{language}" for language in LANGUAGES}
PLACEHOLDER = re.compile(r"(\$[a-z_]+)", re.ASCII)


def people_of(letters: Iterable[Versions[Any]]) -> dict[str, str]:
    """Return the names of who proposed and who decided."""
    rows = [one.row for letter in letters for one in letter.versions if one.row]
    return names_of({str(who) for row in rows for who in (row.proposed_by, row.decided_by) if who})


def face_of(version: versions.Version, names: dict[str, str]) -> dict[str, Any]:
    """Return one version in words: its number, state, who did what and when."""
    row = version.row
    number = version.number
    return {
        "version": version,
        "pk": row.pk if row else None,
        "title": _("Version %(number)s") % {"number": number} if number else _("Proposal"),
        "state": version.state.label,
        "kind": KINDS.get(version.state, ""),
        "proposed": _said(names, row.proposed_by, row.proposed_at) if row else "",
        "decided": _said(names, row.decided_by, row.decided_at) if row else "",
        "is_delivered": row is None or row.proposed_by is None,
        "reason": version.reason,
    }


def _said(names: dict[str, str], who: Any, at: Any) -> str:
    """Return who and when; nothing where nobody did it."""
    if who is None or at is None:
        return ""
    return _("%(who)s, %(when)s") % {"who": names.get(str(who), str(who)[:8]), "when": day_and_time(at)}


def texts_of(version: Version) -> list[dict[str, Any]]:
    """Return both languages beside each other, each cut at its placeholders."""
    heads = {"de": _("German (binding)"), "en": _("English (reading help)")}
    return [
        {
            "language": language,
            "head": heads[language],
            "title": _pieces(version.texts[f"title_{language}"]),
            "body": [_pieces(part) for part in version.texts[f"body_{language}"].split("\n\n")],
        }
        for language in LANGUAGES
    ]


def _pieces(text: str) -> list[dict[str, Any]]:
    """Return a text in pieces, and which of them are placeholders."""
    return [{"text": part, "is_name": bool(PLACEHOLDER.fullmatch(part))} for part in PLACEHOLDER.split(text) if part]


def placeholders_of(letter: Letter) -> list[dict[str, Any]]:
    """Return what words of this letter may hold, with what the shared paragraphs say."""
    must = {*MUST[letter.kind], *TITLE_MUST.get(letter.kind, ())}
    return [
        {
            "name": f"${name}",
            "label": label_of(name),
            "must": name in must,
            "says": [{"language": language, "text": shared(language)[name]} for language in LANGUAGES]
            if name in BLOCKS
            else [],
        }
        for name in allowed(letter.kind)
    ]


def differences(labels: Mapping[str, Any], before: Mapping[str, str], after: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return each text that differs, old beside new, with what was taken away and what was added.

    A name that ends in a language tells the language of its text; others are a choice, which differs as a whole.
    """
    found = []
    for name, label in labels.items():
        was, now = before[name], after[name]
        if was != now:
            language = name[-2:] if name[-3:] in ENDS else ""
            old, new = marked(was, now) if language else ([Part(was, Change.REMOVED)], [Part(now, Change.NEW)])
            found.append({"label": label, "language": language, "old": old, "new": new})
    return found


def row_of(one: Versions[Any], names: dict[str, str]) -> dict[str, Any]:
    """Return a line of a list: the version that holds, and what waits."""
    return {
        "holds": face_of(one.holds, names),
        "waiting": face_of(one.waiting, names) if one.waiting else None,
        "returned": one.versions[0].state == S.RETURNED,
    }


def rows_of(letters: list[Letter], names: dict[str, str]) -> list[dict[str, Any]]:
    """Return the list of letters."""
    return [{"letter": letter, **row_of(letter, names)} for letter in letters]
