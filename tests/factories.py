"""Objects that tests need; pages are made below the parent where editors would make them."""

from datetime import date, timedelta
from typing import Any, ClassVar

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.models import Page

from committees.models import (
    CommitteeIndexPage,
    CommitteePage,
    DistrictCouncilPage,
    PartnerIndexPage,
    PartnerPage,
    PartnershipIndexPage,
    PartnershipPage,
    ProjectIndexPage,
    ProjectPage,
)
from home.models import (
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
from pages.approvals import publish_as
from pages.models import ApprovalKind
from pages.publishing import writing_live
from tests.row_factories import (
    BarrierReportFactory,
    ContactPointFactory,
    DepartmentFactory,
    DistrictFactory,
    DocumentFactory,
    FAQCategoryFactory,
    FAQEntryFactory,
    ImageFactory,
    OrganisationFactory,
    PublishedThresholdFactory,
    TopicFactory,
    UserFactory,
)
from training.models import CoursePage, TrainingIndexPage
from zemag_pages.models import ZemagReportPage, ZemagStartPage

__all__ = [
    "BarrierReportFactory",
    "CampaignIndexPageFactory",
    "CampaignPageFactory",
    "CommitteeIndexPageFactory",
    "CommitteePageFactory",
    "ContactPageFactory",
    "ContactPointFactory",
    "CoursePageFactory",
    "DepartmentFactory",
    "DistrictCouncilPageFactory",
    "DistrictFactory",
    "DocumentFactory",
    "EventIndexPageFactory",
    "EventPageFactory",
    "FAQCategoryFactory",
    "FAQEntryFactory",
    "FAQPageFactory",
    "FocusAreaPageFactory",
    "ImageFactory",
    "IsmHomePageFactory",
    "IsmTopicPageFactory",
    "LegalPageFactory",
    "NewsIndexPageFactory",
    "NewsPageFactory",
    "OrganisationFactory",
    "PageFactory",
    "PartnerIndexPageFactory",
    "PartnerPageFactory",
    "PartnershipIndexPageFactory",
    "PartnershipPageFactory",
    "PortraitPageFactory",
    "PressIndexPageFactory",
    "PressReleasePageFactory",
    "ProjectIndexPageFactory",
    "ProjectPageFactory",
    "PublishedThresholdFactory",
    "RequestIndexPageFactory",
    "SearchPageFactory",
    "StandardPageFactory",
    "TopicFactory",
    "TopicPageFactory",
    "TrainingIndexPageFactory",
    "UserFactory",
    "ZemagReportPageFactory",
    "ZemagStartPageFactory",
    "index_of",
    "intranet_home",
    "pages_of",
    "public_home",
    "release",
    "write_live",
]


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
        with writing_live():
            parent.add_child(instance=page)
        return page

    @classmethod
    def usual_parent(cls, language: str) -> Page:
        """Return where pages of this type stand."""
        if cls._parent is not None:
            return index_of(cls._parent, language)
        return intranet_home(language) if cls._in_intranet else public_home(language)


def release(page: Page) -> None:
    """Publish a page as it is now, approved as content to try the portal with."""
    publish_as(page.save_revision(), ApprovalKind.DEMO)


def write_live(page: Page) -> None:
    """Save a live row as an approved publication would."""
    with writing_live():
        page.save()


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
