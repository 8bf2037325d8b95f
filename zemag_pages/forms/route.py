"""The form for a route: pasted from a table, or a file; and why a route or a row of it cannot be read."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zemag.route import MOST_BYTES
from zemag_pages.forms.asking import OFF, AskingForm

REFUSED: Mapping[str, Promise] = {
    "birthdate": _("The column birthdate is missing. No row was checked. Without birth dates a route is not answered."),
    "columns": _("The first row must name the columns as in the example. No row was checked."),
    "empty": _("There is no row below the names of the columns. No row was checked."),
    "rows": _("A route has 60 rows at most. No row was checked."),
    "size": _("A route has 64 KiB at most. No row was checked."),
    "binary": _("This is no table in text form. No row was checked. Save it as CSV."),
}
UNREAD: Mapping[str, Promise] = {
    "cells": _("This row has more or fewer cells than the row of column names."),
    "time": _("The time cannot be read. Write it like 14:30."),
    "birth": _("The birth date cannot be read. Write it like 31.01.1980, or only the year."),
    "family": _("The family name is missing or cannot be read."),
    "given": _("Given name, birth date or address is missing, or the given name cannot be read."),
    "street": _("The street is missing or cannot be read."),
    "number": _("The house number is missing or cannot be read."),
}
HEAD = "ref;family;given;birthdate;street;no;time"


class RouteForm(AskingForm):
    """The visits of a day."""

    either = ("rows", "file")
    rows = forms.CharField(
        label=_("Paste the route"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={**OFF, "rows": 8, "wrap": "off"}),
        help_text=_("From a table, with the names of the columns in the first row; 60 rows at most."),
    )
    file = forms.FileField(
        label=_("Or choose a CSV file"), required=False, widget=forms.FileInput(attrs={"accept": ".csv,text/csv"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["planned"]

    def clean(self) -> dict[str, Any]:
        """One of both has to be there, and not both."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if bool((data.get("rows") or "").strip()) == bool(data.get("file")):
            self.add_error("rows", _("Please paste the route, or choose a file: one of both."))
        return data

    def route(self) -> bytes:
        """Return what was sent, at most one byte more than is taken."""
        file = self.cleaned_data.get("file")
        if file:
            found: bytes = file.read(MOST_BYTES + 1)
            return found
        return str(self.cleaned_data["rows"]).encode()
