"""Jobs of the room."""

from django_tasks import task

from search import entries, faq


@task(queue_name="index")
def index_page(page_id: int) -> None:
    """Bring the entry of one page up to date; can run twice."""
    entries.index_page(page_id)


@task(queue_name="index")
def index_questions(faq_ids: list[int]) -> None:
    """Bring the entries of some questions, of all without ids, up to date; can run twice."""
    faq.index_questions(faq_ids or None)
