"""A StreamField whose migrations do not change when a block changes."""

from typing import Any

from wagtail.fields import RichTextField
from wagtail.fields import StreamField as WagtailStreamField

RICH_FEATURES = ["bold", "italic", "ol", "ul", "link"]
RICH_FEATURES_WITH_DOCUMENTS = [*RICH_FEATURES, "document-link"]


class StreamField(WagtailStreamField):
    """StreamField that leaves its block definitions out of migrations (architecture design, section 9)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.pop("block_lookup", None)
        if not args:
            args = ([],)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Describe the field to migrations without its blocks."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs


def rich_text(**kwargs: Any) -> RichTextField:
    """Return a rich text field with the house's features: bold, italic, lists, links."""
    return RichTextField(features=RICH_FEATURES, **kwargs)
