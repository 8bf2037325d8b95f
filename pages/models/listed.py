"""What a page shows of itself in lists; types that have more to say override it."""

from datetime import date


class Listed:
    """Defaults of the rows of lists."""

    @property
    def is_listed(self) -> bool:
        """Whether search engines may list the page."""
        return not getattr(self, "noindex", False)

    @property
    def list_date(self) -> date | None:
        """Day shown in lists; types with a date say it."""
        return None

    @property
    def list_label(self) -> str:
        """Name of the first topic; lists add it to the row with `pages.lists.rows`."""
        return str(getattr(self, "first_topic", "") or "")

    @property
    def list_facts(self) -> str:
        """One more line for lists; types that have one say it."""
        return ""

    @property
    def state_label(self) -> str:
        """State in words, for example running or cancelled; empty for most types."""
        return ""

    @property
    def state_kind(self) -> str:
        """Look of the state: success, warning, danger, info or nothing."""
        return ""

    @property
    def is_off(self) -> bool:
        """Whether what the page announces does not take place as announced."""
        return False
