"""What the pages of this room show beside their text; own models are named by string, since they show it."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from committees import context as committees
from committees.models import CommitteeIndexPage, Organisation, PartnerIndexPage, PartnerPage
from news.models import EventIndexPage, NewsIndexPage
from pages import listings
from pages.models import ContactPoint, FAQEntry
from pages.permissions import visible_to
from pages.reach import Reach
from pages.reader import Reader
from pages.relations import localized_ids, localized_map, localized_one
from pages.rows import rows
from pages.slugs import BARRIER_FORM_SLUGS

FOCUS_ICONS = {1: "network", 2: "support", 3: "world"}


@dataclass(frozen=True)
class Link:
    """A link with its label."""

    label: str
    url: str


@dataclass(frozen=True)
class Group:
    """Questions of one category."""

    name: str
    anchor: str
    entries: list[FAQEntry]


@dataclass(frozen=True)
class Figure:
    """A number with its meaning."""

    value: str
    label: str


@dataclass(frozen=True)
class Office:
    """Contact points of one department."""

    name: str
    contacts: list[ContactPoint]


def own(name: str) -> Any:
    """Return a model of this room."""
    return apps.get_model(f"home.{name}")


def url_of(model: Any, reader: Reader, **filters: Any) -> str:
    """Return the address of the first page of a type that the reader may see, or nothing."""
    pages = model.objects.filter(locale=reader.locale, url_path__startswith=f"/{reader.site_kind}-", **filters)
    page = visible_to(reader.user, pages).defer_streamfields().order_by("path").first()
    return page.get_url(reader.request) or "" if page else ""


def urls_of(models: dict[str, Any], reader: Reader) -> dict[str, str]:
    """Return what `url_of` returns for several types by their names, with one query."""
    kinds = {ContentType.objects.get_for_model(model).pk: name for name, model in models.items()}
    # nosemgrep: page-query passes visible_to() below
    found = Page.objects.filter(content_type__in=kinds, locale=reader.locale)
    inside = found.filter(url_path__startswith=f"/{reader.site_kind}-")
    urls = dict.fromkeys(models, "")
    for page in visible_to(reader.user, inside).order_by("path"):
        name = kinds[page.content_type_id]
        urls[name] = urls[name] or page.get_url(reader.request) or ""
    return urls


def page_url(slugs: tuple[str, str], reader: Reader) -> str:
    """Return the address of a page by its German or English slug, or nothing."""
    found = visible_to(reader.user, Page.objects.filter(slug__in=slugs, locale=reader.locale))
    page = found.first()
    return page.get_url(reader.request) or "" if page else ""


def children_of(page: Page, reader: Reader) -> list[Page]:
    """Return what stands below a page and the reader may see."""
    return list(visible_to(reader.user, page.get_children()).order_by("path").specific())


def chosen_pages(stream: Any, reader: Reader) -> list[Page]:
    """Return the pages of a stream of page choosers that the reader may see."""
    return localized_ids([row["value"] for row in stream.raw_data if row["value"]], reader)


def counterpart_url(page: Any, reader: Reader) -> str:
    """Return the address of the live page for staff; its title never appears on a public page.

    A page for some roles alone has no address here: everybody reads it, and a slug is a title.
    """
    if not page.counterpart_id:
        return ""
    # nosemgrep: tree-query the address of a page for all staff is public (settled.md H18)
    same = page.counterpart.get_translations(inclusive=True)
    found = {other.locale_id: other for other in same.filter(live=True, access__reach__in=[Reach.PUBLIC, Reach.STAFF])}
    target = found.get(reader.locale.pk) or found.get(page.counterpart.locale_id)
    parts = target.get_url_parts() if target else None
    return f"{settings.INTRANET_URL}{parts[2]}" if parts and parts[2] else ""


def focus_areas(reader: Reader) -> list[dict[str, Any]]:
    """Return the focus areas with icon and three quiet links."""
    areas = visible_to(reader.user, own("FocusAreaPage").objects.filter(locale=reader.locale)).order_by("number")
    points = {area: [row["value"] for row in area.key_points.raw_data][:3] for area in areas}
    pages = localized_map([row["page"] for rows in points.values() for row in rows if row.get("page")], reader)
    return [
        {
            "page": area,
            "icon": FOCUS_ICONS.get(area.number, "network"),
            # A key point that leads nowhere the reader may go leads to the area itself.
            "links": [Link(r["text"], pages.get(r.get("page"), area).get_url(reader.request) or "") for r in rows],
        }
        for area, rows in points.items()
    ]


def cooperation_partners(reader: Reader) -> list[dict[str, Any]]:
    """Return the cooperation partners with the address of their page, in the editors' order."""
    pages = visible_to(reader.user, PartnerPage.objects.filter(locale=reader.locale)).defer_streamfields()
    urls = {page.organisation_id: page.get_url(reader.request) for page in pages}
    found = Organisation.objects.filter(is_cooperation_partner=True).select_related("logo").order_by("position", "pk")
    return [
        {"name": organisation.name, "url": urls.get(organisation.pk, ""), "logo": organisation.logo}
        for organisation in found
    ]


def quick_links(page: Any, reader: Reader) -> list[Link]:
    """Return the links of the home page that the reader may follow."""
    rows = [row["value"] for row in page.quick_links.raw_data]
    return links_of(rows, reader)


def links_of(rows: list[dict[str, Any]], reader: Reader) -> list[Link]:
    """Return rows of label and page as links; a row whose page the reader may not see is left out."""
    pages = localized_map([row["page"] for row in rows if row.get("page")], reader)
    found = [(row, pages.get(row.get("page") or 0)) for row in rows]
    return [Link(row["label"], page.get_url(reader.request) or "") for row, page in found if page is not None]


def public_home(page: Any, reader: Reader) -> dict[str, Any]:
    """Return the sections of the public home page, each looked up when it is used."""
    lazy = SimpleLazyObject
    hero = lazy(lambda: hero_page(page, reader))
    ways = {
        "portrait_url": own("PortraitPage"),
        "news_url": NewsIndexPage,
        "events_url": EventIndexPage,
        "councils_url": CommitteeIndexPage,
        "partners_url": PartnerIndexPage,
    }
    urls = lazy(lambda: urls_of(ways, reader))
    return {
        "hero_page": hero,
        "hero_label": _("Campaign"),
        "campaigns": lazy(lambda: other_campaigns(hero, reader)),
        "focus_areas": lazy(lambda: focus_areas(reader)),
        "news": lazy(lambda: listings.entries("news", reader, limit=page.news_count)),
        "events": lazy(lambda: next_events(reader)),
        "districts": lazy(lambda: committees.district_tiles(reader)),
        "partners": lazy(lambda: cooperation_partners(reader)),
        "quick_links": lazy(lambda: quick_links(page, reader)),
        **{name: lazy(partial(way_to, urls, name)) for name in ways},
        "help_url": lazy(lambda: page_url(("hilfe-nach-einer-straftat", "help-after-a-crime"), reader)),
    }


def way_to(urls: Any, name: str) -> str:
    """Return one of the addresses that are looked up together."""
    return str(urls[name])


def hero_page(page: Any, reader: Reader) -> Page | None:
    """Return the page of the dark band: the one that editors chose, else the newest running campaign."""
    if page.hero_id:
        return localized_one(page.hero, reader)
    return next(iter(listings.entries("running-campaigns", reader, limit=1)), None)


def other_campaigns(hero: Any, reader: Reader) -> list[Page]:
    """Return at most three running campaigns beside the one in the dark band."""
    shown = hero.pk if hero else None
    return [entry for entry in listings.entries("running-campaigns", reader, limit=4) if entry.pk != shown][:3]


def next_events(reader: Reader) -> list[Page]:
    """Return the next four events, the earliest first."""
    return list(rows(listings.queryset("events", reader)).order_by("start", "pk")[:4])


def portrait_figures(page: Any) -> list[Figure]:
    """Return since when and for how many people the office works."""
    figures = []
    if page.founded:
        figures.append(Figure(str(page.founded.year), _("founded")))
    if page.staff_protected:
        grouped = f"{page.staff_protected:,}"
        figures.append(Figure(grouped if get_language() == "en" else grouped.replace(",", "."), _("staff protected")))
    return figures


def office_data(request: HttpRequest) -> dict[str, Any]:
    """Return the office in schema.org terms."""
    identity = own("Identity").for_request(request)
    data: dict[str, Any] = {
        "@type": "GovernmentOrganization",
        "name": identity.name or settings.WAGTAIL_SITE_NAME,
        "url": f"{settings.PUBLIC_URL}/{get_language()}/",
    }
    contact = identity.contact
    if contact and contact.is_public and contact.is_current:
        data["telephone"], data["email"] = contact.phone, contact.mailbox
    return data


def ombuds_office(request: HttpRequest) -> Any:
    """Return the ombuds office of the site, or None when its name is empty."""
    site = Site.find_for_request(request)
    office = own("OmbudsOffice").for_site(site) if site else None
    return office if office and office.name_de else None


def contact_points(reader: Reader) -> list[Office]:
    """Return the contact points that the reader may see, by department."""
    points = ContactPoint.objects.current() if reader.is_staff else ContactPoint.objects.public()
    groups: dict[str, list[ContactPoint]] = {}
    for point in points.select_related("department").order_by("department__name_de", "pk"):
        groups.setdefault(str(point.department or point.organisation or _("Office")), []).append(point)
    return [Office(name, contacts) for name, contacts in groups.items()]


def in_english(name: str) -> Coalesce:
    """Return the English text of a field pair, German where there is none, as readers see it."""
    english: Any = NullIf(Cast(f"{name}_en", TextField()), Value("", output_field=TextField()))
    return Coalesce(english, Cast(f"{name}_de", TextField()))


def question_groups(page: Any, site_kind: str, words: str) -> list[Group]:
    """Return the questions of a page by category; with words only those whose shown text holds every one of them."""
    ids = page.category_ids()
    entries = FAQEntry.objects.filter(live=True, category_id__in=ids, site__in=[site_kind, "both"])
    if get_language() == "en":
        # Without an English text the German one is shown, so it is the one that is searched.
        question: Any = in_english("question")
        answer: Any = in_english("answer")
    else:
        question, answer = F("question_de"), F("answer_de")
    entries = entries.annotate(shown_question=question, shown_answer=answer)
    for word in words.split():
        entries = entries.filter(Q(shown_question__icontains=word) | Q(shown_answer__icontains=word))
    groups: dict[int, list[FAQEntry]] = {}
    for entry in entries.select_related("category").order_by("position", "pk"):
        groups.setdefault(entry.category_id, []).append(entry)
    return [
        Group(str(groups[pk][0].category), slugify(str(groups[pk][0].category)), groups[pk])
        for pk in ids
        if pk in groups
    ]


def ways_on(reader: Reader) -> list[Link]:
    """Return where to go when nothing was found: questions, contact, home page."""
    links = [
        Link(_("Questions and answers"), url_of(own("FAQPage"), reader)),
        Link(_("Contact"), url_of(own("ContactPage"), reader)),
        Link(_("Home page"), f"/{reader.language}/"),
    ]
    return [link for link in links if link.url]


def barrier_form_url(language: str) -> str:
    """Return the address of the form “Report a barrier”."""
    return f"/{language}/{BARRIER_FORM_SLUGS[0 if language == 'de' else 1]}/"
