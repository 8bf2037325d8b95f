"""Positive checks of uploaded files: a file must be what its name says (security design, section 7)."""

from pages.uploads.documents import check_document
from pages.uploads.pictures import check_picture

__all__ = ["check_document", "check_picture"]
