"""Look again when a page goes live, is taken down or goes: its own findings, and those of the pages that use it."""

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from accounts.models import Department
from pages import owners
from pages.gate import stored
from pages.models import BasePage, PageFindings


@receiver(post_save, dispatch_uid="pages.gate.page_saved")
def page_saved(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Store who answers for a page; a version that is only kept writes no field of its own."""
    if isinstance(instance, BasePage) and not raw and not kwargs.get("update_fields"):
        owners.refresh(instance)


@receiver(post_page_move, dispatch_uid="pages.gate.page_moved")
def page_moved(sender: type[Page], instance: Any, **kwargs: Any) -> None:
    """Store who answers for a page at its new place."""
    owners.rebuild(instance)


@receiver(page_published, dispatch_uid="pages.gate.page_published")
def published(sender: type[Page], instance: Any, **kwargs: Any) -> None:
    """Look at a page that went live, and at the pages that use it."""
    if isinstance(instance, BasePage):
        stored.forget_refused(instance.pk)
        stored.keep(instance)
        _look_at_users(instance)


@receiver(page_unpublished, dispatch_uid="pages.gate.page_unpublished")
def unpublished(sender: type[Page], instance: Any, **kwargs: Any) -> None:
    """Forget the findings of a page that was taken down, and look at the pages that use it."""
    if isinstance(instance, BasePage):
        PageFindings.objects.filter(page_id=instance.pk).delete()
        _look_at_users(instance)


@receiver(pre_delete, dispatch_uid="pages.gate.page_deleted")
def page_deleted(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Look at the pages that used a page that goes."""
    if isinstance(instance, BasePage):
        _look_at_users(instance)


def _look_at_users(page: Any) -> None:
    """Look at the pages that use a page once the change is certain: they may be about to go with it."""
    users = stored.users_of(page)
    if users:
        transaction.on_commit(lambda: stored.keep_many(users))


@receiver(post_delete, sender=Department, dispatch_uid="pages.gate.department_deleted")
def department_deleted(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Let the pages of a department that is gone inherit from above again."""
    owners.rebuild_all()
