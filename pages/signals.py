"""Handlers that refresh what is stored about pages: audience, stamps and publicity of files; never rules."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import Page
from wagtail.signals import page_published as published
from wagtail.signals import page_unpublished as unpublished
from wagtail.signals import post_page_move, pre_page_move
from wagtail_localize.models import TranslationSource

from accounts.models import Department
from pages import access, moves, publicity, stamps
from pages.models import BasePage, Document, Image
from pages.models.snippets import Paired


def keys_of(page: BasePage) -> list[str]:
    """Return the stamps that stand for what shows this page."""
    language = page.locale.language_code
    return [f"page:{page.pk}", f"nav:{language}", f"list:{language}", *page.list_keys()]


@receiver(pre_save, dispatch_uid="pages.page_about_to_change")
def page_about_to_change(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Remember the open files of a page before the index of references follows the change."""
    if isinstance(instance, BasePage) and instance.pk and not raw:
        instance.__dict__["_open_files"] = [file for file in publicity.files_of(instance) if file.is_public]


@receiver(post_save, dispatch_uid="pages.page_saved")
def page_saved(sender: type[Model], instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Store the audience of a page and of what stands below it."""
    if isinstance(instance, BasePage) and not raw:
        access.refresh(instance)
        stamps.touch(*keys_of(instance))
        files = instance.__dict__.pop("_open_files", [])
        if files:
            # Closing never waits: what the page no longer uses is private with the change itself.
            publicity.refresh(instance, extra=files)


@receiver(published, dispatch_uid="pages.page_published")
@receiver(unpublished, dispatch_uid="pages.page_unpublished")
def page_published(sender: type[Page], instance: Any, **kwargs: Any) -> None:
    """Open or close the files of a page that has just been published or unpublished and renew what shows it."""
    if isinstance(instance, BasePage):
        with transaction.atomic():
            access.refresh(instance)
            publicity.refresh(instance)
            stamps.touch(*keys_of(instance))


@receiver(published, dispatch_uid="pages.german_published")
def german_published(sender: type[Page], instance: Any, **kwargs: Any) -> None:
    """Take the strings of a German page over once it is live; English shows at once what is out of date."""
    if isinstance(instance, BasePage) and instance.locale.language_code == settings.LANGUAGE_CODE:
        source = TranslationSource.objects.get_for_instance_or_none(instance)
        if source is not None:
            source.update_from_db()


@receiver(pre_page_move, dispatch_uid="pages.page_about_to_move")
def page_about_to_move(sender: type[Page], instance: Any, parent_page_after: Any, **kwargs: Any) -> None:
    """Refuse a move that would leave the two trees in different shapes, whichever screen or program asks for it."""
    moves.check(instance, parent_page_after)


@receiver(post_page_move, dispatch_uid="pages.page_moved")
def page_moved(sender: type[Page], instance: Any, **kwargs: Any) -> None:
    """Store the audience at the new place; files follow for the whole subtree, and English follows German."""
    access.rebuild(instance)
    # nosemgrep: tree-query files follow a moved tree
    for page in instance.get_descendants(inclusive=True).specific():
        publicity.refresh(page)
        if isinstance(page, BasePage):
            stamps.touch(*keys_of(page))
    moves.follow(instance)


@receiver(pre_delete, dispatch_uid="pages.page_deleted")
def page_deleted(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Close the files of a deleted page once it is gone."""
    if isinstance(instance, BasePage):
        files = publicity.files_of(instance)
        keys = keys_of(instance)
        transaction.on_commit(lambda: [publicity.recompute(file) for file in files])
        stamps.touch(*keys)


@receiver([post_save, post_delete], dispatch_uid="pages.shared_saved")
def shared_saved(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Renew everything that may show a snippet, setting or department."""
    if isinstance(instance, Paired | Department):
        stamps.touch("snippets")
    if isinstance(instance, BaseSiteSetting):
        stamps.touch("settings")


@receiver(post_save, dispatch_uid="pages.files_of_shared")
def files_of_shared(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Open the files of a snippet or setting that shows them to everybody, and close those it no longer uses."""
    if hasattr(instance, "shows_files_publicly") and not raw:
        publicity.refresh(instance)


@receiver(pre_delete, dispatch_uid="pages.shared_deleted")
def shared_deleted(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Close the files of a deleted snippet once it is gone."""
    if hasattr(instance, "shows_files_publicly"):
        files = publicity.files_of(instance)
        transaction.on_commit(lambda: [publicity.recompute(file) for file in files])


@receiver(pre_save, dispatch_uid="pages.file_about_to_change")
def file_about_to_change(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Remember the consent that a picture had: a document may be one no longer."""
    if isinstance(instance, Image) and instance.pk and not raw:
        before = Image.objects.filter(pk=instance.pk).values_list("consent_document_id", flat=True).first()
        instance.__dict__["_consents"] = {before, instance.consent_document_id} - {None}


@receiver(post_save, dispatch_uid="pages.file_saved")
def file_saved(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Follow changed rights of a picture or document at once; a consent document closes with the picture's row."""
    if not isinstance(instance, Image | Document) or raw:
        return
    publicity.recompute(instance)
    if isinstance(instance, Image):
        stamps.touch(f"image:{instance.pk}", "snippets")
        consents = instance.__dict__.pop("_consents", {instance.consent_document_id} - {None})
        for document in Document.objects.filter(pk__in=consents):
            publicity.recompute(document)


@receiver(post_delete, dispatch_uid="pages.file_deleted")
def file_deleted(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Renew what showed a file that is gone."""
    if isinstance(instance, Image | Document):
        publicity.renew(instance)
