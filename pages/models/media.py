"""Pictures and documents with rights, alternative texts and the mark that decides who may load them."""

from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from pages.addresses import HttpURLField
from pages.models.files import Accessible, Licence, Persons, Scan, Shared, digest_of, random_path

__all__ = ["Accessible", "Document", "Image", "Licence", "Persons", "Rendition", "Scan", "digest_of", "document_path"]

FILE_ENDINGS = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif"}


def document_path(instance: "Document", filename: str) -> str:
    """Return where a document is stored."""
    return random_path("documents", filename)


class Image(Shared, AbstractImage):
    """A picture with alternative texts in both languages and the rights to use it (editing design, section 7)."""

    tags = TaggableManager(
        blank=True, related_name="tagged_images", verbose_name=_("tags"), help_text=_("To find the file again.")
    )
    description = models.CharField(max_length=255, blank=True, default="", editable=False)
    alt_de = models.CharField(
        _("alternative text (German)"),
        max_length=200,
        blank=True,
        help_text=_("What the picture shows, for people who cannot see it."),
    )
    alt_en = models.CharField(
        _("alternative text (English)"),
        max_length=200,
        blank=True,
        help_text=_("What the picture shows; empty means the German text."),
    )
    credit = models.CharField(
        _("credit"), max_length=120, help_text=_("Shown with the picture, for example City of Cologne.")
    )
    author = models.CharField(_("author"), max_length=120, blank=True, help_text=_("Who took or drew the picture."))
    licence = models.CharField(
        _("licence"), max_length=16, choices=Licence, default=Licence.OWN, help_text=_("Terms of use.")
    )
    licence_note = models.CharField(_("licence note"), max_length=200, blank=True, help_text=_("Needed for “other”."))
    source_url = HttpURLField(_("source"), blank=True, help_text=_("Address of the original."))
    taken_on = models.DateField(_("taken on"), null=True, blank=True, help_text=_("Day the picture was taken."))
    persons_shown = models.CharField(
        _("persons shown"),
        max_length=14,
        choices=Persons,
        default=Persons.NONE,
        help_text=_("Recognisable persons must have agreed."),
    )
    consent_until = models.DateField(
        _("consent until"), null=True, blank=True, help_text=_("Afterwards the picture disappears from public pages.")
    )
    consent_document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("consent document"),
        help_text=_("Always private."),
    )
    use_until = models.DateField(_("use until"), null=True, blank=True, help_text=_("Last day the licence allows."))

    admin_form_fields = (
        "title",
        "file",
        "alt_de",
        "alt_en",
        "credit",
        "author",
        "licence",
        "licence_note",
        "source_url",
        "taken_on",
        "persons_shown",
        "consent_until",
        "consent_document",
        "use_until",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    def get_upload_to(self, filename: str) -> str:
        """Return where the original is stored."""
        return random_path("originals", filename)

    def _set_image_file_metadata(self) -> None:
        """Follow core's hook that every way of storing a new file passes."""
        super()._set_image_file_metadata()
        self.keep_facts()

    @property
    def default_alt_text(self) -> str:
        """Return the alternative text in the active language."""
        return (self.alt_en if get_language() == "en" else "") or self.alt_de

    def clean(self) -> None:
        """Ask for alternative text and for consent of recognisable persons."""
        super().clean()
        errors = {**self._missing_texts(), **self._missing_consent()}
        if self.licence == Licence.OTHER and not self.licence_note:
            errors["licence_note"] = _("Say under which terms the picture is used.")
        if errors:
            raise ValidationError(errors)

    def _missing_texts(self) -> dict[str, object]:
        """Return what is wrong with the alternative texts."""
        errors: dict[str, object] = {}
        if not self.alt_de:
            errors["alt_de"] = _("Describe the picture. Where it only decorates, tick that on the page that uses it.")
        for name in ("alt_de", "alt_en"):
            if PurePath(getattr(self, name)).suffix.lower() in FILE_ENDINGS:
                errors[name] = _("This is the name of a file. Describe what the picture shows.")
        return errors

    def _missing_consent(self) -> dict[str, object]:
        """Return what is missing when people can be recognised (KUG § 22)."""
        errors: dict[str, object] = {}
        if self.persons_shown == Persons.RECOGNISABLE:
            if not self.consent_until:
                errors["consent_until"] = _("Recognisable persons: until when have they agreed?")
            if not self.consent_document_id:
                errors["consent_document"] = _("Recognisable persons: add the signed consent.")
        return errors


class Rendition(AbstractRendition):
    """A picture in one size and format."""

    image = models.ForeignKey(Image, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    def get_upload_to(self, filename: str) -> str:
        """Return where the rendition is stored."""
        return random_path("renditions", filename)


class Document(Shared, AbstractDocument):
    """A file to download."""

    tags = TaggableManager(
        blank=True, related_name="tagged_documents", verbose_name=_("tags"), help_text=_("To find the file again.")
    )
    file = models.FileField(
        _("file"), upload_to=document_path, help_text=_("PDF, ODT, ODS, DOCX, XLSX, CSV, TXT, PNG, JPG.")
    )
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=[("de", _("German")), ("en", _("English"))],
        default="de",
        help_text=_("Language of the text."),
    )
    version = models.CharField(_("version"), max_length=20, blank=True, help_text=_("For example 2026-03."))
    valid_until = models.DateField(_("valid until"), null=True, blank=True, help_text=_("Last day it applies."))
    use_until = models.DateField(_("use until"), null=True, blank=True, help_text=_("Last day the licence allows."))
    accessible = models.CharField(
        _("accessible"),
        max_length=8,
        choices=Accessible,
        default=Accessible.UNKNOWN,
        help_text=_("Can it be read with a screen reader?"),
    )
    accessible_reason = models.CharField(
        _("why not accessible"), max_length=200, blank=True, help_text=_("Needed if it is not accessible.")
    )

    admin_form_fields = (
        "title",
        "file",
        "language",
        "version",
        "valid_until",
        "use_until",
        "accessible",
        "accessible_reason",
        "collection",
        "tags",
    )

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]

    def _set_document_file_metadata(self) -> None:
        """Follow core's hook that every way of storing a new file passes."""
        super()._set_document_file_metadata()
        self.keep_facts()

    @property
    def url(self) -> str:
        """Return the address of the one media view."""
        return self.file.url

    def clean(self) -> None:
        """Ask for a reason when a document is not accessible."""
        # The upload screen asks for the other fields before the file is in its place; core would fail there.
        if self.file:
            super().clean()
        if self.accessible == Accessible.NO and not self.accessible_reason:
            raise ValidationError({"accessible_reason": _("Say why the document is not accessible.")})
