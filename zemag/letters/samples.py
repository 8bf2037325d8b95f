"""Invented facts for a preview of words: never those of a case."""

from zemag.letters.wording import Facts
from zemag.models.letters import LetterKind

NUMBER = "0000-0000"
RECIPIENT = ("Mira Beispiel", "Beispielweg 12", "00000 Beispielstadt")
SAMPLES: dict[str, Facts] = {
    "de": {
        "act": "Eine Person drohte am Schalter mit Schlägen und warf einen Stuhl um.",
        "application": "14. September 2030",
        "authority": "Aufsichtsbehörde (Beispiel)",
        "ban_from": "16. Juni 2030",
        "ban_until": "15. Dezember 2030",
        "basis": "Rechtsgrundlage (Beispiel)",
        "controller": "Beispielstadt",
        "decision": "Der Eintrag bleibt bestehen.",
        "deferral": "Die Ermittlungen würden gefährdet.",
        "deletion": "14. Juni 2032",
        "department": "Amt für Beispiele",
        "effect": "Der Straßenname wurde geändert.",
        "extended": "1. September 2030",
        "known": "14. Juni 2030",
        "number": NUMBER,
        "occurred": "14. Juni 2030",
        "offences": "§ 241 StGB",
        "officer": "datenschutz@example.org",
        "place": "Beispielweg 12",
        "proposer": "Q 00000001",
        "published": "20. Juni 2030",
        "reason": "Die Tat liegt nicht lange zurück, und sie kann sich wiederholen.",
        "received": "1. Juni 2030",
        "recheck": "14. August 2030",
        "result": "Zu Ihnen ist nichts gespeichert: alle Meldungen und die ganze Auskunft wurden durchsucht.",
        "review": "14. Juni 2031",
        "second": "Q 00000002",
        "status": "abgeschlossen",
        "step": "Strafanzeige (15. Juni 2030)",
        "subject": "Auskunft nach Art. 15 DSGVO",
        "superior": "Die Leitung des Amtes für Beispiele",
        "today": "20. Juni 2030",
        "where": "Rathaus, Beispielplatz 1, alle Geschosse",
    },
    "en": {
        "act": "A person at the counter threatened to hit somebody and knocked a chair over.",
        "application": "14 September 2030",
        "authority": "Supervisory authority (example)",
        "ban_from": "16 June 2030",
        "ban_until": "15 December 2030",
        "basis": "legal basis (example)",
        "controller": "Beispielstadt",
        "decision": "The entry stays.",
        "deferral": "The investigation would be at risk.",
        "deletion": "14 June 2032",
        "department": "Office of Examples",
        "effect": "The name of the street was changed.",
        "extended": "1 September 2030",
        "known": "14 June 2030",
        "number": NUMBER,
        "occurred": "14 June 2030",
        "offences": "§ 241 StGB",
        "officer": "datenschutz@example.org",
        "place": "Beispielweg 12",
        "proposer": "Q 00000001",
        "published": "20 June 2030",
        "reason": "The act was not long ago, and it can happen again.",
        "received": "1 June 2030",
        "recheck": "14 August 2030",
        "result": "Nothing about you is stored: all reports and the whole register were searched.",
        "review": "14 June 2031",
        "second": "Q 00000002",
        "status": "closed",
        "step": "complaint (15 June 2030)",
        "subject": "Access under Art. 15 GDPR",
        "superior": "The head of the Office of Examples",
        "today": "20 June 2030",
        "where": "Town hall, Beispielplatz 1, all floors",
    },
}


def recipient(kind: LetterKind) -> list[str]:
    """Return an invented recipient; a memo has none."""
    return [] if kind is LetterKind.DEFERRAL else list(RECIPIENT)
