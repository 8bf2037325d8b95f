"""Texts of a translation from a PO file: all of it is right, or nothing is stored and every wrong line is named."""

from dataclasses import dataclass
from typing import Any

import polib
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail_localize.models import StringSegment, Translation
from wagtail_localize.strings import StringValue, validate_translation_links

LARGEST = 2 * 1024 * 1024
NUMBER = "X-WagtailLocalize-TranslationID"
MOST_SHOWN = 50


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a file, and in which line; None when it is missing from the file."""

    line: int | None
    message: str


class FileForm(forms.Form):
    """Asks for the file."""

    file = forms.FileField(
        label=gettext_lazy("PO file"),
        help_text=gettext_lazy("As downloaded from this page and filled in; at most 2 MB."),
    )

    def clean_file(self) -> str:
        """Return the text of the file; refuse what is too large or no text."""
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 2 MB."))
        try:
            return str(upload.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError(_("The file is no text in UTF-8.")) from None


def read(text: str) -> tuple[Any, list[Wrong]]:
    """Return the parsed file, or None with the line in which reading ended."""
    # polib opens what looks like the name of a file; a text with two lines at least never does.
    try:
        return polib.pofile(f"\n{text}\n"), []
    except (OSError, ValueError, IndexError) as error:
        found = "".join(sign for sign in str(error).rpartition("line")[2] if sign.isdigit())
        line = max(int(found) - 1, 1) if found else None
        return None, [Wrong(line, _("The file cannot be read from here on: this is no PO file."))]


def wrong_lines(po: Any, translation: Translation) -> list[Wrong]:
    """Return everything that does not fit the translation: foreign, doubled, uncertain, broken and missing texts."""
    if po.metadata.get(NUMBER) != str(translation.uuid):
        return [Wrong(1, _("This file was made for another page."))]
    segments = StringSegment.objects.filter(source=translation.source).select_related("string", "context")
    known = {(segment.context.path, segment.string.data): segment for segment in segments.order_by("order")}
    seen: dict[tuple[str, str], int] = {}
    found = []
    for entry in po:
        if entry.obsolete:
            continue
        key, line = (entry.msgctxt or "", entry.msgid), entry.linenum - 1
        problem = _problem(entry, key, known, seen)
        if problem:
            found.append(Wrong(line, problem))
        seen.setdefault(key, line)
    for key in known:
        if key not in seen:
            found.append(Wrong(None, _("This text is missing from the file: “%(text)s”") % {"text": _short(key[1])}))
    return found


def _problem(entry: Any, key: tuple[str, str], known: Any, seen: dict[tuple[str, str], int]) -> str:
    """Return what is wrong with one entry; empty when it is right."""
    if key not in known:
        return _("This text does not belong to the page: “%(text)s”") % {"text": _short(entry.msgid)}
    if key in seen:
        return _("This text stands in line %(line)s already.") % {"line": seen[key]}
    if "fuzzy" in entry.flags:
        return _("This translation is marked as uncertain (fuzzy).")
    return _broken(entry) if entry.msgstr else ""


def _broken(entry: Any) -> str:
    """Return why a translated text cannot stand on a page: its marks of form are broken or others than in German."""
    try:
        StringValue.from_translated_html(entry.msgstr)
        validate_translation_links(entry.msgid, entry.msgstr)
    except ValueError as error:
        return _("The marks in this text are broken: %(reason)s") % {"reason": error}
    return ""


def _short(text: str) -> str:
    """Return the beginning of a text."""
    return Truncator(strip_tags(text)).chars(80)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Take a filled-in file; when a line of it is wrong, store nothing and name the lines."""
    translation = get_object_or_404(Translation, pk=translation_id)
    page = translation.get_target_instance()
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    form = FileForm(request.POST or None, request.FILES or None)
    wrong: list[Wrong] = []
    if request.method == "POST" and form.is_valid():
        po, wrong = read(form.cleaned_data["file"])
        wrong = wrong or wrong_lines(po, translation)
        if not wrong:
            with transaction.atomic():
                translation.import_po(po, user=request.user, tool_name="PO file")
            messages.success(request, _("The texts of the file are stored. Nothing is published by that."))
            return redirect("wagtailadmin_pages:edit", page.pk)
    context = {"form": form, "page": page, "wrong": wrong[:MOST_SHOWN], "more": len(wrong) - MOST_SHOWN}
    return render(request, "pages/po_upload.html", context)
