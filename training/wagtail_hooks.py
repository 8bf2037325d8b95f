"""Menu and addresses of the training office in the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from training.office import catalogue, contents, dates, mails, people, quality, quality_actions, tables, worklist

VIEWSETS = (catalogue.CourseViewSet, catalogue.TopicViewSet, catalogue.VenueViewSet, catalogue.TrainerViewSet)


class OfficeMenuItem(MenuItem):
    """Shown to the training office."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person changes courses: rights lie in memory, the role would be one more question.

        The screens themselves ask for the role (`can_plan`).
        """
        user: Any = request.user
        return bool(user.has_perm("training.change_course")) and not user.is_superuser


class QualityMenuItem(MenuItem):
    """Shown to the quality reviewers; the screens themselves ask for the role."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person approves trainers."""
        user: Any = request.user
        return bool(user.has_perm("training.add_trainerapproval")) and not user.is_superuser


@hooks.register("register_admin_viewset")
def offer_the_catalogue() -> list[Any]:
    """Give the rows of the catalogue their screens."""
    return [viewset() for viewset in VIEWSETS]


@hooks.register("register_admin_urls")
def offer_the_dates() -> list[URLPattern]:
    """Give dates and bookings their addresses."""
    action = dates.ActionView.as_view()
    below = "training/dates/<uuid:uid>"
    return [
        path("training/work/", worklist.WorkList.as_view(), name="office_work"),
        path("training/mails/", mails.FailedMails.as_view(), name="office_mails"),
        path("training/courses/<uuid:uid>/changed/", contents.ContentsChanged.as_view(), name="office_contents"),
        path("training/dates/", dates.DateList.as_view(), name="office_dates"),
        path("training/dates/new/", dates.NewDate.as_view(), name="office_date_new"),
        path(f"{below}/", dates.DateDetail.as_view(), name="office_date"),
        path(f"{below}/people/", people.PeopleView.as_view(), name="office_people"),
        path(f"{below}/export/<slug:kind>/", tables.DateTable.as_view(), name="office_table"),
        path("training/statistics/<int:year>/", tables.StatisticsTable.as_view(), name="office_statistics"),
        path(f"{below}/do/<slug:name>/", action, name="office_date_action"),
        *[
            path(f"{below}/{kind}/<uuid:target>/<slug:name>/", action, {"kind": kind}, name=f"office_{kind}_action")
            for kind in ("part", "trainer", "booking")
        ],
    ]


@hooks.register("register_admin_urls")
def offer_quality() -> list[URLPattern]:
    """Give the screens of the quality reviewers their addresses."""
    trainer, course = "training/quality/trainers/<int:pk>", "training/quality/courses/<uuid:uid>"
    proof, views = "training/quality/qualifications/<int:pk>", quality_actions
    return [
        path("training/quality/", quality.QualityDesk.as_view(), name="quality_desk"),
        path(f"{trainer}/", quality.TrainerQuality.as_view(), name="quality_trainer"),
        path(f"{trainer}/approve/", views.ApproveTrainer.as_view(), name="quality_approve"),
        path(f"{trainer}/qualification/", views.AddQualification.as_view(), name="quality_qualification"),
        path("training/quality/approvals/<int:pk>/", views.WithdrawApproval.as_view(), name="quality_withdraw"),
        path(f"{proof}/remove/", views.RemoveQualification.as_view(), name="quality_remove"),
        path(f"{proof}/document/", views.QualificationDocument.as_view(), name="quality_document"),
        path(f"{course}/", quality.CourseQuality.as_view(), name="quality_course"),
        path(f"{course}/review/", views.ReviewContents.as_view(), name="quality_review"),
    ]


@hooks.register("register_admin_menu_item")
def offer_the_office() -> MenuItem:
    """Put the office's screens under one entry; Wagtail hides it where nothing below it is shown."""
    menu = Menu(
        register_hook_name="register_training_menu_item",
        items=[
            OfficeMenuItem(_("Work list"), reverse_lazy("office_work"), icon_name="tasks", order=10),
            QualityMenuItem(_("Quality"), reverse_lazy("quality_desk"), icon_name="clipboard-list", order=15),
            OfficeMenuItem(_("Dates of courses"), reverse_lazy("office_dates"), icon_name="calendar", order=20),
            *[viewset().get_menu_item(order=30 + number) for number, viewset in enumerate(VIEWSETS)],
        ],
    )
    return SubmenuMenuItem(_("Training"), menu, name="training", icon_name="calendar", order=280)
