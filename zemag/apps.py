"""App configuration of the room."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings

# The same lines stand in docs/data-protection.md.
ACTIONS = {
    "search": "somebody asked about a person or an address",
    "batch_row": "a row of a route was asked",
    "view": "somebody looked at what is stored",
    "detail": "somebody opened the details of a hit, with a reason",
    "ack": "somebody said what they will do about a hit",
    "feedback": "somebody said whether something happened at a visit; nothing else of it",
    "watch": "a later entry met a planned visit",
    "create": "a report or a part of one was made",
    "change": "a report or an entry went on to another state",
    "approve": "a second person signed an entry",
    "publish": "an entry became searchable",
    "restrict": "an entry was restricted, or the restriction was lifted",
    "delete": "an entry or a person was deleted",
    "export_dsr": "the data of a person was collected for their request, or answered to them",
    "grant": "a right in ZeMAG was requested, given, certified or taken",
    "letter": "a letter was made, read or sent",
    "wording": "words of a letter, a weapon, an offence or a measure were proposed, released, returned, or previewed",
    "freeze": "the figures of a month, a quarter or a year were counted and fixed",
    "log_evaluation": "an evaluation of the log was asked for, decided, listed or opened; reason and filter sealed",
    "profile": "the legal profile was proposed or released",
    "keys": "keys of rows were wrapped anew with a new key of the installation",
    "backup": "a backup was written; says how many keys and erasures it holds",
    "deny": "somebody asked without the right, too often, or for what is not theirs",
}


class ZemagConfig(AppConfig):
    """The ZeMAG domain; its tables stand in a database of their own."""

    name = "zemag"
    verbose_name = "ZeMAG"

    def ready(self) -> None:
        """Name actions and checks; make keys where the portal is only tried.

        Without its keys ZeMAG answers nothing, and the rest of the portal goes on (check zemag.E002).
        """
        import_module("audit.actions").register(ACTIONS)
        import_module("zemag.checks")
        if settings.ENVIRONMENT != "production":
            import_module("accounts.keys").ensure(settings.ZEMAG_KEY_FILE, import_module("zemag.sealing").PURPOSES)
