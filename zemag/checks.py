"""What must be true before ZeMAG starts; whether it may answer is asked at each inquiry (settled decision 5)."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from accounts.keys import KeyFileError
from zemag import sealing


@register(Tags.security, deploy=True)
def keys_are_there(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """E002: without its keys nothing is readable and nothing can be logged."""
    try:
        sealing.rings()
    except KeyFileError as fault:
        return [Error(str(fault), hint="manage.py keys_new FILE --purpose kek ... makes one.", id="zemag.E002")]
    return []


@register
def database_is_apart(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """E003: the tables of ZeMAG must not stand in the database of the portal."""
    one, other = settings.DATABASES["default"], settings.DATABASES["zemag"]
    names = ("NAME", "HOST", "PORT")
    if all(str(one.get(name, "")) == str(other.get(name, "")) for name in names):
        return [Error("ZEMAG_DATABASE_URL names the database of the portal.", id="zemag.E003")]
    return []


@register(Tags.security, deploy=True)
def erasures_are_noted(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """W001: without the ledger of erasures a restore brings back what was erased, so it is refused."""
    if settings.ZEMAG_ERASURE_LEDGER:
        return []
    hint = "Set ZEMAG_ERASURE_LEDGER to a file beside AUDIT_ANCHOR, on another disk than the database."
    return [Warning("ZeMAG has no ledger of erasures outside the database.", hint=hint, id="zemag.W001")]
