"""Each page type stands where the two trees say, and nowhere else (content design, section 4)."""

import pytest
from wagtail.models import Page, get_page_models

from home.models import IntranetHomePage, LegalPage, PortraitPage, PublicHomePage
from news.models import EventIndexPage, NewsIndexPage
from pages.models import BasePage, IntranetPage
from tests.factories import (
    CommitteePageFactory,
    ContactPageFactory,
    DistrictCouncilPageFactory,
    DistrictFactory,
    FocusAreaPageFactory,
    IsmHomePageFactory,
    IsmTopicPageFactory,
    LegalPageFactory,
    NewsIndexPageFactory,
    PortraitPageFactory,
    SearchPageFactory,
    StandardPageFactory,
    TrainingIndexPageFactory,
    ZemagReportPageFactory,
    ZemagStartPageFactory,
    index_of,
    intranet_home,
    public_home,
)

pytestmark = pytest.mark.usefixtures("sites")

BOTH = {"PublicHomePage", "IntranetHomePage"}
# Page type -> where it may stand, beside the root, which is open for missing home pages only.
PARENTS: dict[str, set[str]] = {
    "PublicHomePage": set(),
    "IntranetHomePage": set(),
    "PortraitPage": {"PublicHomePage"},
    "FocusAreaPage": {"PortraitPage"},
    "TopicPage": {"FocusAreaPage"},
    "StandardPage": {*BOTH, "PortraitPage", "FocusAreaPage", "StandardPage"},
    "CommitteeIndexPage": {"PublicHomePage"},
    "CommitteePage": {"CommitteeIndexPage", "CommitteePage"},
    "DistrictCouncilPage": {"CommitteeIndexPage"},
    "PartnershipIndexPage": {"PublicHomePage"},
    "PartnershipPage": {"PartnershipIndexPage"},
    "PartnerIndexPage": {"PublicHomePage"},
    "PartnerPage": {"PartnerIndexPage"},
    "ProjectIndexPage": {"PublicHomePage"},
    "ProjectPage": {"ProjectIndexPage"},
    "NewsIndexPage": BOTH,
    "NewsPage": {"NewsIndexPage"},
    "PressIndexPage": {"PublicHomePage"},
    "PressReleasePage": {"PressIndexPage"},
    "CampaignIndexPage": {"PublicHomePage"},
    "CampaignPage": {"CampaignIndexPage"},
    "EventIndexPage": {"PublicHomePage"},
    "EventPage": {"EventIndexPage"},
    "FAQPage": BOTH,
    "ContactPage": BOTH,
    "SearchPage": BOTH,
    "LegalPage": BOTH,
    "IsmHomePage": {"IntranetHomePage"},
    "IsmTopicPage": {"IsmHomePage"},
    "TrainingIndexPage": {"IntranetHomePage"},
    "CoursePage": {"TrainingIndexPage"},
    "RequestIndexPage": {"IntranetHomePage"},
    "ZemagStartPage": {"IntranetHomePage"},
    **{
        f"Zemag{name}Page": {"ZemagStartPage"}
        for name in ("Report", "Inquiry", "Inbox", "Edit", "Statistics", "Weapons", "Departments", "Faq")
    },
}
TYPES = [model for model in get_page_models() if issubclass(model, BasePage)]


@pytest.mark.acceptance("content", 2)
def test_the_table_names_every_page_type() -> None:
    assert {model.__name__ for model in TYPES} == set(PARENTS)


@pytest.mark.acceptance("content", 2)
@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_a_type_stands_under_its_parents_and_nowhere_else(model: type[BasePage]) -> None:
    allowed = {parent.__name__ for parent in TYPES if model in parent.allowed_subpage_models()}
    assert allowed == PARENTS[model.__name__]


@pytest.mark.acceptance("content", 2)
@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_no_type_but_a_missing_home_page_may_be_made_below_the_root(model: type[BasePage]) -> None:
    root = Page.objects.get(depth=1)
    assert model.can_create_at(root) is False
    if getattr(model, "is_home", False):
        model.objects.get(locale__language_code="en").delete()
        assert model.can_create_at(Page.objects.get(depth=1)) is True


@pytest.mark.acceptance("content", 2)
@pytest.mark.parametrize(
    "single",
    [PortraitPageFactory, ContactPageFactory, SearchPageFactory, NewsIndexPageFactory],
    ids=lambda made_by: made_by._meta.model.__name__,
)
def test_a_single_kind_refuses_a_second_page_in_a_language_only(single: type) -> None:
    model = single._meta.model
    assert model.can_create_at(public_home("de")) is True
    single()
    assert model.can_create_at(public_home("de")) is False
    assert model.can_create_at(public_home("en")) is True


@pytest.mark.acceptance("content", 2)
@pytest.mark.parametrize(
    "single",
    [IsmHomePageFactory, TrainingIndexPageFactory, ZemagStartPageFactory],
    ids=lambda made_by: made_by._meta.model.__name__,
)
def test_a_single_kind_of_the_intranet_refuses_a_second_page(single: type) -> None:
    model = single._meta.model
    assert model.can_create_at(intranet_home("de")) is True
    single()
    assert model.can_create_at(intranet_home("de")) is False


@pytest.mark.acceptance("content", 2)
def test_a_zemag_function_has_one_page() -> None:
    report = ZemagReportPageFactory()
    assert type(report).can_create_at(report.get_parent()) is False
    assert type(report).can_create_at(index_of(ZemagStartPageFactory, "en")) is True


@pytest.mark.acceptance("content", 18)
@pytest.mark.parametrize("model", [m for m in TYPES if issubclass(m, IntranetPage)], ids=lambda m: m.__name__)
def test_an_intranet_page_refuses_a_public_parent(model: type[IntranetPage]) -> None:
    assert model.can_create_at(public_home()) is False


def test_public_types_refuse_the_intranet() -> None:
    for model in (PortraitPage, EventIndexPage):
        assert model not in IntranetHomePage.allowed_subpage_models()
        assert model in PublicHomePage.allowed_subpage_models()
    assert NewsIndexPage.can_create_at(intranet_home()) is True


@pytest.mark.acceptance("content", 2)
def test_a_second_legal_page_of_a_kind_is_refused_on_the_same_site_only() -> None:
    LegalPageFactory()
    with pytest.raises(Exception, match="gibt es schon"):
        LegalPageFactory(slug="imprint")
    assert LegalPageFactory(parent=intranet_home()).pk
    assert LegalPageFactory(language="en", slug="imprint").pk
    assert LegalPage.objects.count() == 3


@pytest.mark.acceptance("content", 2)
def test_a_second_security_topic_of_a_kind_is_refused() -> None:
    IsmTopicPageFactory(kind="alarm")
    IsmTopicPageFactory(kind="advice")
    with pytest.raises(Exception, match="gibt es schon"):
        IsmTopicPageFactory(kind="alarm")


def test_a_fourth_focus_area_and_a_second_one_with_its_number_are_refused() -> None:
    FocusAreaPageFactory(number=1)
    with pytest.raises(Exception, match="number"):
        FocusAreaPageFactory(number=1)
    with pytest.raises(Exception, match="number"):
        FocusAreaPageFactory(number=4)
    FocusAreaPageFactory(number=2)
    FocusAreaPageFactory(number=3)
    assert type(FocusAreaPageFactory._meta.model.objects.first()).can_create_at(PortraitPage.objects.get()) is False


@pytest.mark.parametrize("made_by", [StandardPageFactory, CommitteePageFactory])
def test_a_fourth_level_is_refused(made_by: type) -> None:
    first = made_by()
    second = made_by(parent=first)
    assert type(second).can_create_at(second) is True
    third = made_by(parent=second)
    assert type(third).can_create_at(third) is False


@pytest.mark.acceptance("content", 3)
def test_nine_districts_have_nine_councils_and_no_tenth() -> None:
    districts = [DistrictFactory(number=number) for number in range(1, 10)]
    councils = [DistrictCouncilPageFactory(district=district) for district in districts]
    index = councils[0].get_parent()
    assert type(councils[0]).can_create_at(index) is False
    councils[8].delete()
    assert type(councils[0]).can_create_at(Page.objects.get(pk=index.pk)) is True


@pytest.mark.acceptance("content", 3)
def test_a_district_has_one_council_in_each_language() -> None:
    district = DistrictFactory(number=1)
    DistrictFactory(number=2)
    DistrictCouncilPageFactory(district=district)
    with pytest.raises(Exception, match="district"):
        DistrictCouncilPageFactory(district=district)
    assert DistrictCouncilPageFactory(district=district, language="en").pk
