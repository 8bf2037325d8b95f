"""Put findings beside the fields and blocks that they are about, in the form of the page editor."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict, ErrorList
from wagtail import blocks

from pages.gate.findings import Finding
from pages.gate.spots import parts_of, streams_of

Tree = dict[str, Any]
SHAPES: tuple[tuple[Any, Any], ...] = (
    (blocks.BaseStreamBlock, blocks.StreamBlockValidationError),
    (blocks.ListBlock, blocks.ListBlockValidationError),
    (blocks.BaseStructBlock, blocks.StructBlockValidationError),
)


def show(form: Any, page: Any, findings: list[Finding]) -> None:
    """Give an editor's form that was not sent yet the messages of findings at its fields and rows."""
    streams = {name: (block, rows) for name, block, rows in streams_of(page)}
    errors = ErrorDict()
    for name in form.fields:
        mine = [finding for finding in findings if finding.path[:1] == (name,)]
        if not mine:
            continue
        if name in streams:
            block, rows = streams[name]
            errors[name] = ErrorList([_error(block, rows, _tree(mine))])
        else:
            errors[name] = ErrorList(list(dict.fromkeys(finding.message for finding in mine)))
    form._errors = errors
    for name, formset in form.formsets.items():
        texts = [finding.message for finding in findings if finding.path[:1] == (name,)]
        if texts:
            formset._non_form_errors = ErrorList(list(dict.fromkeys(texts)))


def _tree(findings: list[Finding]) -> Tree:
    """Return the messages by the steps of their paths within a stream; those of a block itself stand under ""."""
    tree: Tree = {}
    for finding in findings:
        place = tree
        for step in finding.path[1:]:
            place = place.setdefault(step, {})
        place.setdefault("", []).append(finding.message)
    return tree


def _error(block: Any, value: Any, tree: Tree) -> ValidationError:
    """Return the error of a block in the shape that its kind of block shows."""
    own = list(dict.fromkeys(tree.get("", [])))
    shape = next((error for kind, error in SHAPES if isinstance(block, kind)), None)
    if shape is None:
        return ValidationError(own)
    by_name = isinstance(block, blocks.BaseStructBlock)
    inner = {
        step if by_name else index: _error(child, inside, tree[step])
        for index, (step, child, inside, _around) in enumerate(parts_of(block, value, {}))
        if step in tree
    }
    return shape(block_errors=inner, non_block_errors=ErrorList(own))
