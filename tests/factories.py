"""Objects that tests need; pages are made below the parent where editors would make them."""

from datetime import date, timedelta
from typing import Any, ClassVar

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.models import Page

from accounts.models import Department, User
from committees.models import (
    CommitteeIndexPage,
    CommitteePage,
    DistrictCouncilPage,
    Organisation,
    PartnerIndexPage,
    PartnerPage,
    PartnershipIndexPage,
    PartnershipPage,
    ProjectIndexPage,
    ProjectPage,
)
from home.models import (
    BarrierReport,
    ContactPage,
    FAQPage,
    FocusAreaPage,
    IntranetHomePage,
    IsmHomePage,
    IsmTopicPage,
    LegalPage,
    PortraitPage,
    PublicHomePage,
    RequestIndexPage,
    SearchPage,
    StandardPage,
    TopicPage,
)
from news.models import (
    CampaignIndexPage,
    CampaignPage,
    EventIndexPage,
    EventPage,
    NewsIndexPage,
    NewsPage,
    PressIndexPage,
    PressReleasePage,
)
from pages.models import ContactPoint, District, Document, FAQCategory, FAQEntry, Image, Topic
from training.models import CoursePage, TrainingIndexPage
from zemag_pages.models import PublishedThreshold, ZemagReportPage, ZemagStartPage


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = Department
        django_get_or_create = ("key",)

    key = factory.Sequence(lambda n: f"department-{n}")
    name_de = factory.LazyAttribute(lambda made: f"Amt {made.key}")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic

    slug = factory.Sequence(lambda n: f"topic-{n}")
    name_de = factory.LazyAttribute(lambda made: f"Thema {made.slug}")


class DistrictFactory(DjangoModelFactory):
    class Meta:
        model = District
        django_get_or_create = ("number",)

    number = factory.Sequence(lambda n: n + 1)
    name_de = factory.LazyAttribute(lambda made: f"Bezirk {made.number}")
    slug = factory.LazyAttribute(lambda made: f"bezirk-{made.number}")


class ContactPointFactory(DjangoModelFactory):
    class Meta:
        model = ContactPoint

    key = factory.Sequence(lambda n: f"contact-{n}")
    function_de = factory.LazyAttribute(lambda made: f"Stelle {made.key}")
    phone = "0221 4710-100"
    mailbox = "stelle@example.org"


class FAQCategoryFactory(DjangoModelFactory):
    class Meta:
        model = FAQCategory

    key = factory.Sequence(lambda n: f"category-{n}")
    name_de = factory.LazyAttribute(lambda made: f"Gruppe {made.key}")


class FAQEntryFactory(DjangoModelFactory):
    class Meta:
        model = FAQEntry

    category = factory.SubFactory(FAQCategoryFactory)
    question_de = factory.Sequence(lambda n: f"Frage {n}?")
    answer_de = factory.Sequence(lambda n: f"<p>Antwort {n}.</p>")


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name_de = factory.Sequence(lambda n: f"Organisation {n}")


class BarrierReportFactory(DjangoModelFactory):
    class Meta:
        model = BarrierReport

    text = "Das Formular lässt sich mit der Tastatur nicht absenden."


class ImageFactory(DjangoModelFactory):
    class Meta:
        model = Image

    title = factory.Sequence(lambda n: f"Bild {n}")
    alt_de = "Ein Platz mit Bäumen"
    credit = "Stadt Köln"
    file = factory.django.ImageField(width=64, height=48, color="navy")


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = Document

    title = factory.Sequence(lambda n: f"Datei {n}")
    file = factory.django.FileField(filename="plakat.pdf", data=b"%PDF-1.4\n%%EOF\n")


class PublishedThresholdFactory(DjangoModelFactory):
    class Meta:
        model = PublishedThreshold

    level = factory.Sequence(lambda n: n)
    name_de = factory.LazyAttribute(lambda made: f"Stufe {made.level}")
    examples_de = "Beispiel"


class PageFactory(DjangoModelFactory):
    """Makes a live page; without `parent` it stands where its type belongs, in `language`."""

    class Meta:
        abstract = True

    title = factory.Sequence(lambda n: f"Seite {n}")
    _parent: ClassVar[Any] = None
    _in_intranet: ClassVar[bool] = False

    @classmethod
    def _create(cls, model_class: type[Page], *args: Any, **kwargs: Any) -> Page:
        language = kwargs.pop("language", "de")
        parent = kwargs.pop("parent", None) or cls.usual_parent(language)
        parent = Page.objects.get(pk=parent.pk)
        page = model_class(locale=parent.locale, **kwargs)
        parent.add_child(instance=page)
        return page

    @classmethod
    def usual_parent(cls, language: str) -> Page:
        """Return where pages of this type stand."""
        if cls._parent is not None:
            return index_of(cls._parent, language)
        return intranet_home(language) if cls._in_intranet else public_home(language)


def public_home(language: str = "de") -> PublicHomePage:
    """Return the home page of the public site."""
    return PublicHomePage.objects.get(locale__language_code=language)


def intranet_home(language: str = "de") -> IntranetHomePage:
    """Return the home page of the intranet."""
    return IntranetHomePage.objects.get(locale__language_code=language)


def index_of(made_by: Any, language: str) -> Page:
    """Return the list page of a language on its site, made when it does not exist yet."""
    home = intranet_home(language) if made_by._in_intranet else public_home(language)
    return made_by._meta.model.objects.descendant_of(home).first() or made_by(language=language)


def pages_of(model: type[Page], parent_factory: Any = None, *, in_intranet: bool = False) -> Any:
    """Return the factory of a page type that needs nothing but a title."""
    fields = {
        "Meta": type("Meta", (), {"model": model}),
        "_parent": parent_factory,
        "_in_intranet": in_intranet,
    }
    return type(f"{model.__name__}Factory", (PageFactory,), fields)


StandardPageFactory = pages_of(StandardPage)
ContactPageFactory = pages_of(ContactPage)
SearchPageFactory = pages_of(SearchPage)
FAQPageFactory = pages_of(FAQPage)
PortraitPageFactory = pages_of(PortraitPage)
FocusAreaPageFactory = pages_of(FocusAreaPage, PortraitPageFactory)
TopicPageFactory = pages_of(TopicPage, FocusAreaPageFactory)
IsmHomePageFactory = pages_of(IsmHomePage, in_intranet=True)
TrainingIndexPageFactory = pages_of(TrainingIndexPage, in_intranet=True)
CoursePageFactory = pages_of(CoursePage, TrainingIndexPageFactory)
ZemagStartPageFactory = pages_of(ZemagStartPage, in_intranet=True)
ZemagReportPageFactory = pages_of(ZemagReportPage, ZemagStartPageFactory)
RequestIndexPageFactory = pages_of(RequestIndexPage, in_intranet=True)
NewsIndexPageFactory = pages_of(NewsIndexPage)
NewsPageFactory = pages_of(NewsPage, NewsIndexPageFactory)
PressIndexPageFactory = pages_of(PressIndexPage)
PressReleasePageFactory = pages_of(PressReleasePage, PressIndexPageFactory)
CampaignIndexPageFactory = pages_of(CampaignIndexPage)
EventIndexPageFactory = pages_of(EventIndexPage)
CommitteeIndexPageFactory = pages_of(CommitteeIndexPage)
CommitteePageFactory = pages_of(CommitteePage, CommitteeIndexPageFactory)
PartnershipIndexPageFactory = pages_of(PartnershipIndexPage)
PartnershipPageFactory = pages_of(PartnershipPage, PartnershipIndexPageFactory)
PartnerIndexPageFactory = pages_of(PartnerIndexPage)
ProjectIndexPageFactory = pages_of(ProjectIndexPage)
ProjectPageFactory = pages_of(ProjectPage, ProjectIndexPageFactory)


class LegalPageFactory(PageFactory):
    """An imprint; `statement=True` makes a whole accessibility statement."""

    class Meta:
        model = LegalPage

    class Params:
        statement = factory.Trait(
            kind="accessibility",
            slug="barrierefreiheit",
            status="partial",
            method="self",
            created_on=date(2026, 1, 5),
            checked_on=date(2026, 9, 1),
            feedback_contact=factory.SubFactory(ContactPointFactory),
            enforcement="<p>Ombudsstelle</p>",
        )

    kind = "imprint"
    slug = "impressum"


class IsmTopicPageFactory(PageFactory):
    class Meta:
        model = IsmTopicPage

    _parent = IsmHomePageFactory
    kind = "advice"


class CampaignPageFactory(PageFactory):
    """A running campaign; `planned=True` and `ended=True` make others."""

    class Meta:
        model = CampaignPage

    class Params:
        planned = factory.Trait(start=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=10)))
        ended = factory.Trait(
            start=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=90)),
            end=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=30)),
        )

    _parent = CampaignIndexPageFactory
    start = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=5))


class EventPageFactory(PageFactory):
    """An event of two hours in ten days."""

    class Meta:
        model = EventPage

    _parent = EventIndexPageFactory
    start = factory.LazyFunction(lambda: timezone.now().replace(microsecond=0) + timedelta(days=10))
    end = factory.LazyAttribute(lambda made: made.start + timedelta(hours=2))


class DistrictCouncilPageFactory(PageFactory):
    class Meta:
        model = DistrictCouncilPage

    _parent = CommitteeIndexPageFactory
    district = factory.SubFactory(DistrictFactory)


class PartnerPageFactory(PageFactory):
    class Meta:
        model = PartnerPage

    _parent = PartnerIndexPageFactory
    organisation = factory.SubFactory(OrganisationFactory)
