"""What words of a letter may and must hold (ZeMAG design, section 16), and what a placeholder stands for."""

import re
from string import Template

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zemag.letters.wording import LANGUAGES, Facts
from zemag.models.letters import LetterKind as K

# Paragraphs of the product that several letters share; what they say is not edited on screen.
BLOCKS: dict[str, Promise] = {
    "processing": _("Data, purpose, basis, source, access, logging, no passing on, no effect on benefits"),
    "rights": _("Right to answer and of access to objection, controller, data protection, authority"),
    "remedy": _("Complaint and court, supervisory authority"),
    "purpose": _("Purpose, basis and access, for an answer to a request"),
    "storage": _("Deleted after 120 days without an entry"),
    "lifting": _("A restriction is not lifted before this letter"),
    "action": _("Court and period against a house ban"),
    "thanks": _("Thanks for the report"),
    "help": _("Help that is offered"),
}
FACTS: dict[str, Promise] = {
    "act": _("What happened, in one to three sentences"),
    "application": _("End of the period for the application"),
    "authority": _("Supervisory authority"),
    "ban_from": _("Beginning of the house ban"),
    "ban_until": _("End of the house ban"),
    "basis": _("Legal basis"),
    "controller": _("Controller"),
    "decision": _("Decision"),
    "deferral": _("Reason of the deferral"),
    "deletion": _("Day of deletion at the latest"),
    "department": _("Department that reported"),
    "effect": _("What changes, when, with what effect"),
    "extended": _("New day of the answer"),
    "known": _("Day on which act and person became known"),
    "number": _("Reference"),
    "occurred": _("Day of the incident"),
    "offences": _("Sections of the criminal code"),
    "officer": _("Data protection officer"),
    "place": _("Place of the incident"),
    "proposer": _("Who proposed, without a name"),
    "published": _("Day since which the entry can be found"),
    "reason": _("Reason"),
    "received": _("Day of the request"),
    "recheck": _("Day of the next look"),
    "result": _("Answer with data, purposes, source, periods and queries"),
    "review": _("Day of the review at the latest"),
    "second": _("Who confirmed, without a name"),
    "status": _("State of the report"),
    "step": _("Step taken, with its day"),
    "subject": _("Subject of the request"),
    "superior": _("Entitled superior"),
    "today": _("Day of the letter"),
    "where": _("Rooms of the house ban"),
}
# By kind, what stands in the body of each language.
MUST: dict[K, tuple[str, ...]] = {
    K.ENTRY: ("occurred", "place", "act", "step", "processing", "review", "deletion", "rights"),
    K.EXAMINED: ("occurred", "place", "act", "step", "processing", "storage", "rights"),
    K.ACCESS: ("received", "result", "rights", "remedy"),
    K.INTERIM: ("received", "reason", "extended", "remedy"),
    K.OBJECTION: ("decision", "reason", "deletion", "remedy"),
    K.ERASURE: ("effect", "today"),
    K.RECTIFICATION: ("effect", "today", "rights"),
    K.DEFERRAL: ("number", "deferral", "proposer", "second", "recheck"),
    K.PROSECUTION: ("superior", "occurred", "place", "act", "offences", "known", "application"),
    K.HOUSE_BAN: ("where", "ban_from", "ban_until", "reason", "action"),
    K.REPORTER: ("thanks", "status", "help"),
    K.RESTRICTION: ("effect", "lifting", "rights"),
}
# One letter answers several kinds of request: only the title says which.
TITLE_MUST: dict[K, tuple[str, ...]] = {K.ACCESS: ("subject",)}
# What is known whenever a letter is made: the day, and what the legal profile says.
ALWAYS = ("today", "basis", "controller", "officer", "authority", "rights", "remedy", "purpose")
CASE = ("number", "occurred", "place", "department", "status", "offences")
MAY: dict[K, tuple[str, ...]] = {
    K.ENTRY: (*CASE, "published"),
    K.EXAMINED: CASE,
    K.DEFERRAL: CASE,
    K.PROSECUTION: CASE,
    K.HOUSE_BAN: CASE,
    K.REPORTER: CASE,
    K.ACCESS: ("subject",),
}
LONGEST_TITLE, LONGEST_BODY = 120, 6_000
# Signs of markup and of typst: a letter is plain text, and they would stand in it as they are.
MARKUP = re.compile(r"[<>#*`\\{}~|\[\]]")
NAMED = re.compile(r"\$\{(?P<braced>[a-z_]+)\}", re.ASCII)


def allowed(kind: K) -> tuple[str, ...]:
    """Return the placeholders that words of a kind may hold, the mandatory ones first."""
    named = (*MUST[kind], *TITLE_MUST.get(kind, ()), *MAY.get(kind, ()), *ALWAYS)
    return tuple(dict.fromkeys(named))


def label_of(name: str) -> str:
    """Return what a placeholder stands for."""
    return str({**FACTS, **BLOCKS}[name])


def used(text: str) -> tuple[set[str], bool]:
    """Return the placeholders of a text, and whether a dollar sign stands alone."""
    found = list(Template.pattern.finditer(text))
    names = {match["named"] or match["braced"] for match in found if match["named"] or match["braced"]}
    return names, any(match["escaped"] is not None or match["invalid"] is not None for match in found)


def problems(kind: K, texts: Facts) -> dict[str, list[str]]:
    """Return what is wrong with words, by field: `title_de`, `body_de`, `title_en`, `body_en`."""
    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for part, must in (("title", TITLE_MUST.get(kind, ())), ("body", MUST[kind])):
            name = f"{part}_{language}"
            longest = LONGEST_TITLE if part == "title" else LONGEST_BODY
            if told := [str(words) for words in _wrong(kind, texts.get(name, "").strip(), must, longest)]:
                found[name] = told
    german, english = (texts.get(f"body_{language}", "").strip() for language in LANGUAGES)
    if german and german == english:
        found.setdefault("body_en", []).append(str(_("This is the German text. The English one helps to read it.")))
    return found


def _wrong(kind: K, text: str, must: tuple[str, ...], longest: int) -> list[object]:
    """Return what is wrong with one text."""
    if not text:
        return [_("Both languages are needed: German binds, English helps to read.")]
    names, alone = used(text)
    told: list[object] = []
    if len(text) > longest:
        told.append(_("Please use %(longest)d signs at most.") % {"longest": longest})
    if unknown := sorted(names - {*allowed(kind)}):
        told.append(_("This letter does not know: %(names)s.") % {"names": _listed(unknown)})
    if missing := [name for name in must if name not in names]:
        told.append(_("This letter must hold: %(names)s.") % {"names": _listed(missing, with_label=True)})
    if alone:
        told.append(_("A dollar sign stands only before a placeholder."))
    if signs := sorted(set(MARKUP.findall(NAMED.sub("", text)))):
        told.append(
            _("A letter is plain text without markup. Please leave out: %(signs)s") % {"signs": " ".join(signs)}
        )
    return told


def _listed(names: list[str], *, with_label: bool = False) -> str:
    return ", ".join(f"${name} ({label_of(name)})" if with_label else f"${name}" for name in names)
