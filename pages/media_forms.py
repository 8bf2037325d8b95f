"""Forms through which editors upload pictures and documents."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from pages.models.media import digest_of
from pages.uploads import check_document, check_picture


class ImageForm(BaseImageForm):
    """Upload form of pictures: checks first, then stores the digest."""

    def clean_file(self) -> Any:
        """Refuse what is no harmless picture; the message stands beside the field, nothing is stored."""
        file = self.cleaned_data.get("file")
        if isinstance(file, UploadedFile):
            check_picture(file)
        return file

    def save(self, commit: bool = True) -> Any:
        """Store the picture with its digest."""
        if "file" in self.changed_data:
            self.instance.sha256 = digest_of(self.instance.file)
        return super().save(commit=commit)


class DocumentForm(BaseDocumentForm):
    """Upload form of documents: checks first, then stores the digest."""

    def clean_file(self) -> Any:
        """Refuse what is not what its name says; the message stands beside the field, nothing is stored."""
        file = self.cleaned_data.get("file")
        if isinstance(file, UploadedFile):
            check_document(file)
        return file

    def save(self, commit: bool = True) -> Any:
        """Store the document with its digest."""
        if "file" in self.changed_data:
            self.instance.sha256 = digest_of(self.instance.file)
        return super().save(commit=commit)
