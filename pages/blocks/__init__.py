"""Blocks of the editor, by kind."""

from pages.blocks.body import BodyBlock
from pages.blocks.rows import ContactRowsBlock

__all__ = ["BodyBlock", "ContactRowsBlock"]
