"""The line drawings of the classes: own work, one file each in one family, put into the page: no request each."""

from functools import cache
from pathlib import Path

from django.template import Context, Engine
from django.utils.safestring import SafeString

from zemag.catalogue import WEAPONS

FOLDER = Path(__file__).with_name("drawings")
VIEW_BOX = "0 0 96 64"
# What makes them a family; each file starts with it, and so does each drawing in a page.
STYLE = 'fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"'
HEAD = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{VIEW_BOX}" {STYLE}>'
FOOT = "</svg>\n"
# The same drawing inside a page: its class there, and its shapes.
INLINE = f'<svg class="zks-weapon {{}}" viewBox="{VIEW_BOX}" {STYLE} aria-hidden="true" focusable="false">{{}}</svg>'


@cache
def strokes() -> dict[str, SafeString]:
    """Return what each class is drawn with; the files are the release's own: templates without a variable."""
    found, engine = {}, Engine()
    for code in sorted(WEAPONS):
        file = (FOLDER / f"{code}.svg").read_text("utf-8")
        found[code] = engine.from_string(file.removeprefix(HEAD).removesuffix(FOOT)).render(Context())
    return found
