"""Jobs of the room."""

from django_tasks import task

from search import entries


@task(queue_name="index")
def index_page(page_id: int) -> None:
    """Bring the entry of one page up to date; can run twice."""
    entries.index_page(page_id)
