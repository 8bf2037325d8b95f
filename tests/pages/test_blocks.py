"""Blocks: headings skip no level, tables are whole and reach the translator, migrations know no blocks."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import StreamBlockValidationError
from wagtail_localize.segments import StringSegmentValue

from pages.blocks import BodyBlock
from pages.blocks.table import CellsBlock
from pages.fields import StreamField

BODY = BodyBlock()


def headings(*levels: int) -> object:
    """Return a body of headings with these levels."""
    return BODY.to_python(
        [
            {"type": "heading", "value": {"text": "Wort", "level": str(level)}, "id": str(n)}
            for n, level in enumerate(levels)
        ]
    )


@pytest.mark.acceptance("content", 18)
@pytest.mark.parametrize("levels", [(2,), (2, 3, 4, 2), (2, 3, 3)])
def test_headings_in_order_pass(levels: tuple[int, ...]) -> None:
    BODY.clean(headings(*levels))


@pytest.mark.acceptance("content", 18)
@pytest.mark.parametrize("levels", [(3,), (2, 4), (2, 3, 2, 4)])
def test_a_heading_that_skips_a_level_is_refused(levels: tuple[int, ...]) -> None:
    with pytest.raises(StreamBlockValidationError):
        BODY.clean(headings(*levels))


@pytest.mark.parametrize(
    "cells",
    ["Only a header", "A | B\n1", "|".join("abcdefghijklm") + "\n" + "|".join("abcdefghijklm"), "A\n" + "1\n" * 100],
)
def test_a_ragged_or_too_large_table_is_refused(cells: str) -> None:
    with pytest.raises(ValidationError):
        CellsBlock().clean(cells)


@pytest.mark.acceptance("content", 14)
def test_every_cell_is_a_string_to_translate() -> None:
    block = CellsBlock()
    segments = block.get_translatable_segments("Rat | Sitzungen\nKalk | 2")
    assert [segment.render_text() for segment in segments] == ["Rat", "Sitzungen", "Kalk", "2"]
    translated = [StringSegmentValue("0.0", "Council"), StringSegmentValue("0.1", "Meetings")]
    assert block.restore_translated_segments("Rat | Sitzungen\nKalk | 2", translated) == "Council | Meetings\nKalk | 2"


@pytest.mark.acceptance("architecture", 14)
def test_a_changed_block_makes_no_migration() -> None:
    field = StreamField(BodyBlock(), blank=True)
    _name, _path, args, kwargs = field.deconstruct()
    assert args == [[]]
    assert "block_lookup" not in kwargs
    assert StreamField(*args, **kwargs).deconstruct()[2:] == (args, kwargs)


@pytest.mark.parametrize("name", sorted(BODY.child_blocks))
def test_every_block_has_label_icon_description_and_template(name: str) -> None:
    meta = BODY.child_blocks[name].meta
    assert meta.label
    assert meta.icon
    assert meta.description
    assert meta.template
