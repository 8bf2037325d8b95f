"""Forms through which editors upload pictures and documents."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from pages import quota, scanner
from pages.models import Document
from pages.models.files import Scan, digest_of
from pages.permissions import can_choose_file, can_replace_file
from pages.uploads import check_document, check_picture


def let_in(file: UploadedFile, *, instance: Any, uploader: Any) -> None:
    """Let a checked file in, or say at the field why not: it is in public use, infected, or too much for today."""
    if instance.pk and uploader is not None and not can_replace_file(uploader, instance):
        raise ValidationError(_("Public pages use this file. Only people who may approve pages may replace it."))
    verdict = scanner.verdict(file)
    if verdict == Scan.REFUSED:
        raise ValidationError(_("The virus scanner refuses this file. It is not stored."))
    setattr(file, "scan", verdict)  # noqa: B010
    if uploader is None:
        return
    try:
        quota.take(user=uploader, size=file.size or 0)
    except quota.QuotaUsed:
        raise ValidationError(_("You have uploaded 200 files or 1 GB today. Please go on tomorrow.")) from None
    except quota.DiskFull:
        raise ValidationError(_("The disk is nearly full. Please tell the technical administration.")) from None


class PictureField(WagtailImageField):
    """Field of a picture that is checked and cleaned before any other library opens it.

    Core's own field lets errors of the decoder through for damaged pictures: the answer would be an error page.
    """

    def to_python(self, data: Any) -> Any:
        """Refuse what is no harmless picture, and go on with the copy without metadata."""
        if isinstance(data, UploadedFile):
            check_picture(data)
        return super().to_python(data)


class ImageForm(BaseImageForm):
    """Upload form of pictures: what is checked here is a copy without metadata, and that copy is stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.uploader = kwargs.get("user")
        super().__init__(*args, **kwargs)
        if old := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=old.label, required=old.required, help_text=old.help_text, widget=old.widget
            )

    def clean_file(self) -> Any:
        """Refuse what may not come in; the message stands beside the field, nothing is stored."""
        file = self.cleaned_data.get("file")
        if isinstance(file, UploadedFile):
            let_in(file, instance=self.instance, uploader=self.uploader)
        return file


class DocumentForm(BaseDocumentForm):
    """Upload form of documents: checks, and offers the file that is there already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.uploader = kwargs.get("user")
        super().__init__(*args, **kwargs)

    def clean_file(self) -> Any:
        """Refuse what is not what its name says; the message stands beside the field, nothing is stored."""
        file = self.cleaned_data.get("file")
        if isinstance(file, UploadedFile):
            check_document(file)
            self._offer_the_same(file)
            let_in(file, instance=self.instance, uploader=self.uploader)
        return file

    def _offer_the_same(self, file: UploadedFile) -> None:
        """Name the file that is stored already, but only to people who may choose it: else this asks what exists."""
        if self.uploader is None:
            return
        for same in Document.objects.filter(sha256=digest_of(file)).exclude(pk=self.instance.pk):
            if can_choose_file(self.uploader, same):
                raise ValidationError(
                    _("This file is here already as “%(title)s”. Please choose that one."), params={"title": same.title}
                )
