"""Rows of committee pages."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ProductsBlock(blocks.StreamBlock):
    """What came out of a committee."""

    product = blocks.CharBlock(max_length=160, label=_("result"))

    class Meta:
        required = False


class AwardBlock(blocks.StructBlock):
    """An award."""

    name = blocks.CharBlock(max_length=160, label=_("award"))
    date = blocks.DateBlock(required=False, label=_("date"))


class AwardsBlock(blocks.StreamBlock):
    """Awards of a committee."""

    award = AwardBlock()

    class Meta:
        required = False
