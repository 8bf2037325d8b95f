"""Know which items of the content files have become which rows."""

from typing import Any

from django.db.models import Model

from demo.loading.markdown import ContentError
from demo.models import LoadedItem


class Registry:
    """Ids of loaded items by `kind:language:key`; shared words have no language."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = dict(LoadedItem.objects.values_list("key", "object_id"))
        self.written = 0

    def knows(self, kind: str, key: str, language: str = "") -> bool:
        """Return whether an item was loaded once, even if an editor deleted it since."""
        return self._name(kind, key, language) in self._ids

    def remember(self, kind: str, key: str, row: Model, language: str = "") -> None:
        """Store that an item became this row."""
        name = self._name(kind, key, language)
        LoadedItem.objects.create(key=name, object_id=row.pk)
        self._ids[name] = int(row.pk)
        self.written += 1

    def resolve(self, kind: str, key: str) -> int:
        """Return the id of an item; pages give the German page, which stands for both languages."""
        name = self._name(kind, key, "de" if kind == "page" else "")
        if name not in self._ids:
            raise ContentError(f"unknown {kind}: {key}")
        return self._ids[name]

    def id_of(self, kind: str, key: str, language: str = "") -> int:
        """Return the id of an item in one language; raise ContentError when it was never loaded."""
        name = self._name(kind, key, language)
        if name not in self._ids:
            raise ContentError(f"unknown {kind}: {key} ({language})")
        return self._ids[name]

    @staticmethod
    def _name(kind: str, key: str, language: str) -> str:
        return f"{kind}:{language}:{key}"


Row = dict[str, Any]
