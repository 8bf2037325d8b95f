"""What a browser would send for the forms of a page: the fields with the values that stand in them."""

from html.parser import HTMLParser

UNSENT = {"submit", "button", "file", "image", "reset"}


class Forms(HTMLParser):
    """Collects the fields of every form that is sent by POST."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._inside = False
        self._select = self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a field."""
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = found.get("method", "").lower() == "post"
        elif not self._inside:
            return
        elif tag == "input":
            self._input(found)
        elif tag == "select":
            self._select = found.get("name", "")
        elif tag == "option" and self._select and "selected" in found:
            self._add(self._select, found.get("value", ""))
        elif tag == "textarea":
            self._text = found.get("name", "")
            self._add(self._text, "")

    def handle_endtag(self, tag: str) -> None:
        """Leave a form or a field."""
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._text = ""

    def handle_data(self, data: str) -> None:
        """Add the text of a text area."""
        if self._text:
            self.fields[self._text][-1] += data

    def _input(self, found: dict[str, str]) -> None:
        kind = found.get("type", "text")
        if kind in UNSENT or (kind in {"checkbox", "radio"} and "checked" not in found):
            return
        self._add(found.get("name", ""), found.get("value", ""))

    def _add(self, name: str, value: str) -> None:
        if name:
            self.fields.setdefault(name, []).append(value)


def fields_of(html: str) -> dict[str, list[str]]:
    """Return the fields of all forms of a page; of the same name, all values."""
    parser = Forms()
    parser.feed(html)
    return parser.fields
