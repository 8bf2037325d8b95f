"""Follow pages: publishing queues a job, closing takes effect in the same transaction."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from pages.access import audience_stored
from pages.models import BasePage
from search import entries
from search.tasks import index_page


@receiver(page_published, dispatch_uid="search.page_published")
def queue_published_page(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """Queue the job; a page that must not be found any more leaves at once."""
    if isinstance(instance, BasePage):
        if instance.hide_from_search:
            entries.remove([instance.pk])
        else:
            index_page.enqueue(instance.pk)


@receiver(page_unpublished, dispatch_uid="search.page_unpublished")
def remove_unpublished_page(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """Remove the entry in the transaction that unpublishes."""
    entries.remove([instance.pk])


@receiver(pre_delete, dispatch_uid="search.page_deleted")
def remove_deleted_page(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """Remove the index row of a page that is being deleted."""
    if isinstance(instance, BasePage):
        entries.remove([instance.pk])


@receiver(audience_stored, dispatch_uid="search.audience_stored")
def follow_stored_audience(sender: type[Any], page_ids: list[int], **kwargs: Any) -> None:
    """Narrow or widen entries together with their pages."""
    entries.follow_audience(page_ids)
