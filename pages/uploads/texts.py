"""Text files: UTF-8 without NUL, markup and formulas that a spreadsheet would run."""

import re
from typing import Any

import magic
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pages.uploads.basics import NOT_WHAT_IT_SAYS, SNIFFED, extension_of

MARKUP = re.compile(
    r"<\s*(?:!doctype|html|head|body|script|svg|iframe|object|embed|img|form|meta|link|\?xml|\?php)\b|<\?(?:xml|php)",
    re.I,
)
# A cell that begins like a formula and calls something (OWASP: CSV injection).
FORMULA = re.compile(r'(?:^|[;,\t])\s*"?\s*[=+\-@][^;,\t\n]*[(|!]', re.M)
OTHER_LANGUAGES = frozenset(
    {"text/html", "text/xml", "text/x-php", "text/x-shellscript", "text/x-msdos-batch", "text/javascript", "text/rtf"}
)


def check_text(file: Any) -> None:
    """Refuse text that is not UTF-8, holds NUL or markup, is a program, or a table whose cells call something."""
    content = file.read()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(_("Please save the text as UTF-8.")) from None
    found = magic.from_buffer(content[:SNIFFED], mime=True)
    is_text = found.startswith("text/") or found in {"application/csv", "application/json", "application/x-ndjson"}
    if "\0" in text or MARKUP.search(text) or not is_text or found in OTHER_LANGUAGES or text.startswith("#!"):
        raise ValidationError(NOT_WHAT_IT_SAYS)
    if extension_of(file) == "csv" and FORMULA.search(text):
        raise ValidationError(_("A cell begins like a formula. Please put a letter or a quotation mark in front."))
