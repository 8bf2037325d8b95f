"""Screens of the admin for organisations."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from committees.models import Organisation


class OrganisationViewSet(SnippetViewSet):
    """Organisations as members and partners."""

    model = Organisation
    icon = "group"
    menu_label = _("Organisations")
    menu_name = "organisations"
    menu_order = 305
    add_to_admin_menu = True
    list_display = ["name_de", "short", "kind", "is_cooperation_partner"]
    list_filter = ["kind", "is_cooperation_partner"]
    search_fields = ["name_de", "name_en", "short"]
    sort_order_field = "position"
    panels = [
        FieldRowPanel([FieldPanel("name_de"), FieldPanel("name_en")]),
        FieldRowPanel([FieldPanel("short"), FieldPanel("kind"), FieldPanel("country")]),
        FieldPanel("url"),
        FieldPanel("logo"),
        FieldPanel("is_cooperation_partner"),
    ]


register_snippet(OrganisationViewSet)
