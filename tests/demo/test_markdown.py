"""Content files: lines that go on, breaks, emphasis and links between pages."""

from demo.loading.markdown import inline_html


def test_a_line_that_goes_on_is_a_space() -> None:
    assert inline_html("Stadt Köln\nund Umland", lambda kind, key: 1) == "<p>Stadt Köln und Umland</p>"


def test_a_backslash_at_the_end_is_a_break() -> None:
    assert inline_html("Amt\\\nStraße 1", lambda kind, key: 1) == "<p>Amt<br/>Straße 1</p>"


def test_paragraphs_and_lists_have_nothing_between_them() -> None:
    assert inline_html("A\n\nB\n\n- c\n- d", lambda kind, key: 1) == "<p>A</p><p>B</p><ul><li>c</li><li>d</li></ul>"


def test_a_link_to_a_page_carries_its_id() -> None:
    made = inline_html("Zum [Rat](page:committees/kpr).", lambda kind, key: 7 if key == "committees/kpr" else 0)
    assert 'linktype="page" id="7"' in made
