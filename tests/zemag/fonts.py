"""Whether the fonts of documents are set up on this machine: without them no letter is made."""

import pytest
from django.conf import settings

FONTS = list(settings.PDF_FONTS.glob("*.ttf"))
needs_fonts = pytest.mark.skipif(not FONTS, reason="the fonts of documents are not set up")
