"""Addresses of other websites: http and https only, wherever editors may enter one."""

from typing import Any

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

HTTP_ADDRESS = URLValidator(
    schemes=["http", "https"], message=_("Please give a whole address that begins with https:// or http://.")
)


class HttpURLField(models.URLField):
    """Address of a website; other schemes are refused."""

    default_validators = [HTTP_ADDRESS]


class HttpURLBlock(blocks.URLBlock):
    """Address of a website in a block; other schemes are refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = [validator for validator in self.field.validators if not isinstance(validator, URLValidator)]
        self.field.validators = [*kept, HTTP_ADDRESS]
