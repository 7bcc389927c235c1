"""The field by which a picture is sent."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from kernel.images import FILE_LIMIT


class ImageField(forms.FileField):
    """One file; its cleaned value is (bytes, name). Whether it is a picture `made_of` judges."""

    def __init__(self, **options: Any) -> None:
        accept = {"accept": "image/jpeg,image/png,image/webp,image/gif"}
        super().__init__(widget=forms.FileInput(attrs=accept), **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        sent = data
        if not isinstance(sent, UploadedFile):
            raise ValidationError(_("Choose a file."))
        if not sent.size:
            raise ValidationError(_("This file is empty."))
        if sent.size > FILE_LIMIT:
            raise ValidationError(
                _("This file has %(size).1f MB; %(limit)d fit. Make the picture smaller.")
                % {"size": sent.size / 1_000_000, "limit": FILE_LIMIT // 1_000_000}
            )
        return sent.read(), str(sent.name or "")
