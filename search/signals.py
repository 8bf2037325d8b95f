"""Follow pages: publishing queues a job, closing takes effect in the same transaction."""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, published, unpublished

from pages import stamps
from pages.access import audience_stored
from pages.models import BasePage, District, FAQEntry, Topic
from search import entries, faq
from search.tasks import index_page, index_questions


@receiver(page_published, dispatch_uid="search.page_published")
def queue_published_page(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """Queue the job; a page that must not be found any more leaves at once."""
    if isinstance(instance, BasePage):
        if instance.hide_from_search:
            entries.remove([instance.pk])
        else:
            index_page.enqueue(instance.pk)
        _follow_questions(instance)


def _follow_questions(page: Page) -> None:
    """Let questions move to another page, or come back, when a page that shows them changes."""
    if entries.kind_of(page) == "faq":
        index_questions.enqueue([])


@receiver(page_unpublished, dispatch_uid="search.page_unpublished")
def remove_unpublished_page(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """Remove the entry in the transaction that unpublishes."""
    entries.remove([instance.pk])
    _follow_questions(instance)


@receiver(pre_delete, dispatch_uid="search.page_deleted")
def remove_deleted_page(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """Remove the index row of a page that is being deleted."""
    if isinstance(instance, BasePage):
        entries.remove([instance.pk])


@receiver(audience_stored, dispatch_uid="search.audience_stored")
def follow_stored_audience(sender: type[Any], page_ids: list[int], **kwargs: Any) -> None:
    """Narrow or widen entries together with their pages."""
    entries.follow_audience(page_ids)


@receiver(published, sender=FAQEntry, dispatch_uid="search.question_published")
def queue_published_question(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """Queue the job; what now belongs elsewhere leaves at once."""
    faq.close_changed(instance)
    index_questions.enqueue([instance.pk])


@receiver(unpublished, sender=FAQEntry, dispatch_uid="search.question_unpublished")
@receiver(pre_delete, sender=FAQEntry, dispatch_uid="search.question_deleted")
def remove_closed_question(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """Remove the entries in the transaction that unpublishes or deletes."""
    faq.remove_question(instance.pk)


@receiver(post_save, sender=Topic, dispatch_uid="search.topic_saved")
def queue_pages_of_a_topic(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """Queue the pages of a topic, whose names and synonyms their entries hold."""
    # nosemgrep: page-query ids of entries; answers are filtered by reader
    for pk in Page.objects.filter(live=True, page_topics__topic=instance).values_list("pk", flat=True):
        index_page.enqueue(pk)


@receiver([post_save, post_delete], sender=Topic, dispatch_uid="search.topic_changed")
@receiver([post_save, post_delete], sender=District, dispatch_uid="search.district_changed")
@receiver([post_save, post_delete], sender=SearchPromotion, dispatch_uid="search.pick_changed")
def forget_what_is_kept(sender: type[Any], **kwargs: Any) -> None:
    """Let every search read the names of filters and the picks of editors again."""
    stamps.touch(entries.STAMP)
