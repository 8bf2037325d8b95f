"""What each role may do in the CMS, as rows that can be made again at any time."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from accounts.roles import ROLES
from committees.models import CommitteeIndexPage, PartnerIndexPage, PartnershipIndexPage, ProjectIndexPage
from home.models import IntranetHomePage, IsmHomePage, PublicHomePage
from home.reviews import setup_reviews
from news.models import CampaignIndexPage, EventIndexPage, NewsIndexPage, PressIndexPage
from training.models import TrainingIndexPage

WRITE = ("add_page", "change_page")
# Here `publish` means "manage live pages": nobody publishes by it (editing design, section 2).
RELEASE = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page")

# Role -> (page types below which it works, page permissions).
SECTIONS: dict[str, tuple[tuple[type[Page], ...], tuple[str, ...]]] = {
    "editor": ((PublicHomePage, IntranetHomePage), WRITE),
    "approver": ((PublicHomePage, IntranetHomePage), RELEASE),
    "press": ((NewsIndexPage, PressIndexPage, CampaignIndexPage, EventIndexPage), WRITE),
    "committees": ((CommitteeIndexPage, PartnershipIndexPage, PartnerIndexPage, ProjectIndexPage), WRITE),
    "ism": ((IsmHomePage,), WRITE),
    "training_office": ((TrainingIndexPage,), WRITE),
    "translator": ((PublicHomePage, IntranetHomePage), WRITE),
}
MEDIA = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")
SNIPPETS = ("contactpoint", "faqentry", "faqcategory", "topic")
SETTINGS = ("identity", "navigation", "ombudsoffice", "presssettings")
MODELS: dict[str, tuple[str, ...]] = {
    "editor": (*SNIPPETS, "searchpromotion"),
    "approver": SNIPPETS,
    "press": ("contactpoint",),
    "committees": ("contactpoint", "organisation", "district"),
    "ism": ("faqentry", "contactpoint"),
    "training_office": ("course", "trainingtopic", "venue", "trainer"),
    "training_qa": ("trainerapproval", "contentreview"),
    "site_admin": (*SNIPPETS, "searchpromotion", "district", "organisation", "redirect"),
    "technical_admin": ("user", "department", "building", "floor", "room"),
}
ADMIN_ROLES = (*SECTIONS, "training_qa", "site_admin", "technical_admin")


@transaction.atomic
def setup_roles() -> None:
    """Make every group and its rows; repeatable, and rows that an administrator added stay."""
    for role in ROLES:
        Group.objects.get_or_create(name=role)
    for role in ADMIN_ROLES:
        _grant(role, ["access_admin"])
    for role, (types, codenames) in SECTIONS.items():
        _grant_pages(role, types, codenames)
        _grant_media(role)
    for role, models in MODELS.items():
        _grant(role, [f"{verb}_{model}" for model in models for verb in ("add", "change", "delete", "view")])
    _grant("site_admin", [f"change_{model}" for model in SETTINGS])
    for role in ("site_admin", "technical_admin"):
        _grant(role, ["operate_portal"])
    _grant("technical_admin", ["reset_mfa"])
    _grant("approver", ["publish_faqentry", "lock_faqentry", "unlock_faqentry"])
    _grant("translator", ["submit_translation"])
    _grant("editor", ["submit_translation"])
    _grant("editor", ["change_barrierreport", "view_barrierreport"])
    for role in ("editor", "site_admin"):
        _grant(role, ["view_zerohit", "delete_zerohit"])
    setup_reviews()


def _grant(role: str, codenames: list[str]) -> None:
    """Give a role model permissions by codename."""
    Group.objects.get(name=role).permissions.add(*Permission.objects.filter(codename__in=codenames))


def _grant_pages(role: str, types: tuple[type[Page], ...], codenames: tuple[str, ...]) -> None:
    """Give a role permissions on every page of these types, in both languages."""
    group = Group.objects.get(name=role)
    permissions = Permission.objects.filter(codename__in=codenames, content_type__app_label="wagtailcore")
    for page_type in types:
        for page in _pages_of(role, page_type):
            GroupPagePermission.objects.filter(group=group, page_id=page.pk).exclude(
                permission__in=permissions
            ).delete()
            for permission in permissions:
                GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=permission)


def _pages_of(role: str, page_type: type[Page]) -> Any:
    """Return the pages below which a role works: translators never change German ones."""
    pages = page_type.objects.all()
    return pages.exclude(locale__language_code=settings.LANGUAGE_CODE) if role == "translator" else pages


def _grant_media(role: str) -> None:
    """Let a role add, change and choose pictures and documents."""
    group, root = Group.objects.get(name=role), Collection.get_first_root_node()
    for permission in Permission.objects.filter(codename__in=MEDIA, content_type__app_label__in=["pages"]):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
