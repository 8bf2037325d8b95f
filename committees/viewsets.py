"""Screens of the admin for organisations, partners and projects."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from committees.models import Organisation, PartnerPage, PartnershipPage, ProjectPage
from pages.explorer import KindViewSet


class OrganisationViewSet(SnippetViewSet):
    """Organisations as members and partners."""

    model = Organisation
    copy_view_enabled = False
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


class PartnerViewSet(KindViewSet):
    """Partners by kind."""

    model = PartnerPage
    icon = "group"
    own_columns: ClassVar[list[Column]] = [
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind", width="16%"),
    ]
    list_filter: ClassVar[list[str]] = ["kind"]


class PartnershipViewSet(KindViewSet):
    """Partnerships by the day since when they work."""

    model = PartnershipPage
    icon = "group"
    own_columns: ClassVar[list[Column]] = [Column("since", label=_("Since"), sort_key="since", width="12%")]
    list_filter: ClassVar[list[str]] = ["since"]


class ProjectViewSet(KindViewSet):
    """Projects by kind, state and time."""

    model = ProjectPage
    icon = "clipboard-list"
    own_columns: ClassVar[list[Column]] = [
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind", width="12%"),
        Column("project_status", label=_("State"), accessor="get_status_display", sort_key="status", width="12%"),
        Column("start", label=_("Start"), sort_key="start", width="12%"),
    ]
    list_filter: ClassVar[list[str]] = ["kind", "status"]


VIEWSETS = (PartnerViewSet, PartnershipViewSet, ProjectViewSet)
