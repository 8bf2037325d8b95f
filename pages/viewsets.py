"""Screens of the admin for shared words: topics, districts, questions, contact points, departments, places."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import EditView, SnippetViewSet, SnippetViewSetGroup

from accounts.models import Building, Department, Floor, Room
from pages.models import ContactPoint, District, FAQCategory, FAQEntry, Topic


class TopicViewSet(SnippetViewSet):
    """Topics by which readers filter lists."""

    model = Topic
    copy_view_enabled = False
    icon = "tag"
    menu_label = _("Topics")
    list_display = ["name_de", "name_en", "slug", "parent", "position"]
    sort_order_field = "position"
    panels = [
        FieldRowPanel([FieldPanel("name_de"), FieldPanel("name_en")]),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("parent")]),
        FieldPanel("synonyms"),
        FieldPanel("drawing"),
    ]


class DistrictViewSet(SnippetViewSet):
    """Districts of the city."""

    model = District
    copy_view_enabled = False
    icon = "site"
    menu_label = _("Districts")
    list_display = ["number", "name_de", "name_en"]
    ordering = ["number"]
    panels = [FieldPanel("number"), FieldRowPanel([FieldPanel("name_de"), FieldPanel("name_en")]), FieldPanel("slug")]


class FAQCategoryViewSet(SnippetViewSet):
    """Groups of questions."""

    model = FAQCategory
    copy_view_enabled = False
    icon = "folder-open-inverse"
    menu_label = _("FAQ categories")
    list_display = ["name_de", "name_en", "key"]
    sort_order_field = "position"
    panels = [FieldRowPanel([FieldPanel("name_de"), FieldPanel("name_en")]), FieldPanel("key")]


class FAQEntryEditView(EditView):
    """The editor of a question; leads to the review that the question is in."""

    @property
    def header_more_buttons(self) -> list[Button]:
        """Add the way to the review."""
        buttons: list[Button] = super().header_more_buttons
        state = self.object.current_workflow_task_state
        if state is not None:
            address = reverse("approval", args=[state.pk])
            buttons.append(Button(_("Read and decide"), url=address, icon_name="check", priority=5))
        return buttons


class FAQEntryViewSet(SnippetViewSet):
    """Questions with their answers."""

    model = FAQEntry
    copy_view_enabled = False
    edit_view_class = FAQEntryEditView
    icon = "help"
    menu_label = _("FAQ entries")
    list_display = ["question_de", "category", "site"]
    list_filter = ["category", "site"]
    sort_order_field = "position"
    search_fields = ["question_de", "question_en"]
    panels = [
        FieldRowPanel([FieldPanel("category"), FieldPanel("site")]),
        MultiFieldPanel([FieldPanel("question_de"), FieldPanel("answer_de")], heading=_("German")),
        MultiFieldPanel([FieldPanel("question_en"), FieldPanel("answer_en")], heading=_("English")),
    ]


class ContactPointViewSet(SnippetViewSet):
    """Functions that can be asked."""

    model = ContactPoint
    copy_view_enabled = False
    icon = "mail"
    menu_label = _("Contact points")
    list_display = ["function_de", "phone", "mailbox", "is_public", "valid_until"]
    list_filter = ["is_public", "department"]
    search_fields = ["function_de", "function_en", "mailbox"]
    panels = [
        FieldPanel("key"),
        FieldRowPanel([FieldPanel("function_de"), FieldPanel("function_en")]),
        FieldRowPanel([FieldPanel("department"), FieldPanel("organisation")]),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("fax"), FieldPanel("mailbox")]),
        FieldRowPanel([FieldPanel("room"), FieldPanel("hours_de"), FieldPanel("hours_en")]),
        MultiFieldPanel(
            [FieldPanel("salutation"), FieldPanel("name"), FieldPanel("name_is_public")], heading=_("Person")
        ),
        FieldRowPanel([FieldPanel("is_public"), FieldPanel("valid_until")]),
    ]


class SharedWordsGroup(SnippetViewSetGroup):
    """Menu entry of the snippets."""

    menu_label = _("Shared texts")
    menu_icon = "snippet"
    menu_name = "shared-texts"
    menu_order = 300
    items = (ContactPointViewSet, FAQEntryViewSet, FAQCategoryViewSet, TopicViewSet, DistrictViewSet)


class DepartmentViewSet(ModelViewSet):
    """Departments of the city."""

    model = Department
    copy_view_enabled = False
    icon = "group"
    menu_label = _("Departments")
    list_display = ["key", "name_de", "name_en", "short"]
    search_fields = ["name_de", "name_en", "short"]
    # The head of a department changes by import or by two persons only (settled question 8 of ZeMAG).
    form_fields = ["key", "name_de", "name_en", "short", "parent"]


class BuildingViewSet(ModelViewSet):
    """Buildings of the city."""

    model = Building
    copy_view_enabled = False
    icon = "home"
    menu_label = _("Buildings")
    list_display = ["name", "address"]
    form_fields = ["name", "address"]


class FloorViewSet(ModelViewSet):
    """Floors of a building."""

    model = Floor
    copy_view_enabled = False
    icon = "order"
    menu_label = _("Floors")
    list_display = ["building", "name", "level"]
    form_fields = ["building", "name", "level"]


class RoomViewSet(ModelViewSet):
    """Rooms on a floor."""

    model = Room
    copy_view_enabled = False
    icon = "placeholder"
    menu_label = _("Rooms")
    list_display = ["floor", "number"]
    form_fields = ["floor", "number"]


class PlacesGroup(ViewSetGroup):
    """Menu entry of departments and places."""

    menu_label = _("Departments and places")
    menu_icon = "site"
    menu_order = 310
    items = (DepartmentViewSet, BuildingViewSet, FloorViewSet, RoomViewSet)
