"""What committee pages show: facts, members, relations in both directions, tiles of the districts."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.models import Page

from pages.models import District
from pages.permissions import visible_to
from pages.reader import Reader
from pages.relations import localized_keys
from pages.rows import rows

if TYPE_CHECKING:
    from committees.models.committees import AbstractCommitteePage

# How the other end of a relation reads.
REVERSE = {
    "works_for": gettext_lazy("is served by"),
    "steers": gettext_lazy("is steered by"),
    "supports": gettext_lazy("is supported by"),
}


@dataclass(frozen=True)
class Fact:
    """One line of facts."""

    label: str
    value: str
    url: str = ""


@dataclass(frozen=True)
class Member:
    """An organisation in a committee."""

    organisation: str
    role: str
    voting: bool
    guest: bool
    state: str


@dataclass(frozen=True)
class Relation:
    """Other committees and how this one works with them."""

    label: str | Promise
    pages: list[Page]


@dataclass(frozen=True)
class DistrictTile:
    """A district with its council, if it has one that the reader may see."""

    number: int
    name: str
    url: str


@dataclass(frozen=True)
class Group:
    """Committees of one kind."""

    label: str | Promise
    entries: list[Any]


def long_date(day: date) -> str:
    """Return a day in words in the active language."""
    return date_format(day, "j F Y" if get_language() == "en" else "j. F Y", use_l10n=False)


def day_or_year(day: date | None, year: int | None) -> str:
    """Return a day in words, else a year, else nothing."""
    return long_date(day) if day else str(year or "")


def facts(*pairs: tuple[str, Any]) -> list[Fact]:
    """Return the facts that have a value."""
    return [Fact(label, str(value)) for label, value in pairs if value]


def committee_facts(page: "AbstractCommitteePage") -> list[Fact]:
    """Return the facts of a committee."""
    return facts(
        (_("Kind"), page.get_kind_display()),
        (_("Founded"), page.founded),
        (_("Ended"), long_date(page.ended_on) if page.ended_on else ""),
        (_("Basis"), page.legal_basis),
        (_("Convened by"), page.convened_by),
        (_("Chaired by"), page.chair_role),
        (_("Meets"), page.interval_text),
    )


def members_of(page: "AbstractCommitteePage", today: date) -> list[Member]:
    """Return the public members of today; shared rows, so both languages show the same."""
    current = page.members.select_related("organisation").filter(is_public=True)
    english = get_language() == "en"
    return [
        Member(
            row.organisation.name,
            (row.role_en if english else "") or row.role_de,
            row.voting,
            row.guest,
            _("Guest") if row.guest else ("" if row.voting else _("without a vote")),
        )
        for row in current.filter(Q(until__isnull=True) | Q(until__gte=today)).order_by("sort_order")
    ]


def relations_of(page: "AbstractCommitteePage", reader: Reader) -> list[Relation]:
    """Return relations in both directions; rows stand on the German page and count for every language."""
    model: Any = apps.get_model("committees.CommitteeRelation")
    # nosemgrep: page-query ids of the page's own translations
    same = Page.objects.filter(translation_key=page.translation_key).values_list("pk", flat=True)
    found = model.objects.filter(Q(page_id__in=list(same)) | Q(target_id__in=list(same)))
    labels = dict(model._meta.get_field("kind").choices)
    pairs: dict[Any, str | Promise] = {}
    keys = found.values_list("kind", "page__translation_key", "target__translation_key").order_by("sort_order")
    for kind, source, target in keys:
        if source == page.translation_key:
            pairs.setdefault(target, labels[kind])
        else:
            pairs.setdefault(source, REVERSE[kind])
    ways: dict[str | Promise, list[Page]] = {}
    for other in localized_keys(list(pairs), reader):
        ways.setdefault(pairs[other.translation_key], []).append(other)
    return [Relation(label, others) for label, others in ways.items()]


def children_of(page: Page, reader: Reader) -> list[Page]:
    """Return what stands below a page and the reader may see."""
    return list(visible_to(reader.user, page.get_children()).order_by("path").specific())


def committee_groups(reader: Reader) -> list[Group]:
    """Return the bodies of the whole city in the order of their kinds, then the working groups."""
    model: Any = apps.get_model("committees.CommitteePage")
    found = rows(visible_to(reader.user, model.objects.filter(locale=reader.locale))).order_by("path")
    order = [kind for kind, _label in model._meta.get_field("kind").choices]
    pages = sorted(found, key=lambda page: order.index(page.kind))
    small = [page for page in pages if page.kind == order[-1]]
    groups = [Group(_("For the whole city"), [page for page in pages if page not in small])]
    return [group for group in [*groups, Group(_("Working groups"), small)] if group.entries]


def district_tiles(reader: Reader) -> list[DistrictTile]:
    """Return the districts in order of their numbers, each with its council's address."""
    model: Any = apps.get_model("committees.DistrictCouncilPage")
    councils = visible_to(reader.user, model.objects.filter(locale=reader.locale)).defer_streamfields()
    urls = {page.district_id: page.get_url(reader.request) or "" for page in councils}
    districts = District.objects.order_by("number")
    return [DistrictTile(district.number, str(district), urls.get(district.pk, "")) for district in districts]


def paired(row: Any, name: str) -> str:
    """Return the text of a field pair in the active language, German when there is no English one."""
    return str((getattr(row, f"{name}_en") if get_language() == "en" else "") or getattr(row, f"{name}_de"))


def partnership_facts(page: Any) -> list[Fact]:
    """Return the facts of a partnership."""
    return facts(
        (_("Since"), long_date(page.since) if page.since else ""), (_("Where"), page.area), (_("When"), page.hours)
    )


def districts_of(page: Any, reader: Reader) -> list[DistrictTile]:
    """Return the districts of a partnership with their councils."""
    wanted = set(page.districts.values_list("number", flat=True))
    return [tile for tile in district_tiles(reader) if tile.number in wanted]


def partner_facts(page: Any) -> list[Fact]:
    """Return the facts of a partner."""
    organisation = page.organisation
    found = facts((_("Kind"), page.get_kind_display()), (_("Partner since"), page.member_since))
    if organisation and organisation.url:
        found.append(Fact(_("Website"), organisation.url.split("//")[-1].rstrip("/"), organisation.url))
    return found


def networks_of(page: Any, reader: Reader) -> list[Page]:
    """Return the networks of a partner that the reader may see."""
    ids = [row["value"] for row in page.networks.raw_data if row["value"]]
    keys = list(Page.objects.filter(pk__in=ids).values_list("translation_key", flat=True))
    return localized_keys(keys, reader)


def project_facts(page: Any) -> list[Fact]:
    """Return the facts of a project."""
    return facts(
        (_("Kind"), page.get_kind_display()),
        (_("Status"), page.get_status_display()),
        (_("Start"), long_date(page.start) if page.start else ""),
        (_("End"), long_date(page.end) if page.end else ""),
        (_("Lead"), page.lead_organisation),
        (_("Where"), page.area),
        (_("Programme"), page.programme),
        (_("Grant number"), page.grant_number),
    )


def partners_of(page: Any) -> list[Any]:
    """Return the organisations of a partnership or project in the editors' order."""
    return list(page.partners.select_related("organisation").order_by("sort_order"))
