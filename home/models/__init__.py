"""Models of the room."""

from home.models.contact import ContactPage
from home.models.faq import FAQPage
from home.models.homes import IntranetHomePage, PublicHomePage
from home.models.ism import IsmHomePage, IsmTopicPage
from home.models.legal import LegalPage
from home.models.portrait import FocusAreaPage, PortraitPage, TopicPage
from home.models.reports import BarrierReport
from home.models.requests import RequestIndexPage
from home.models.search import SearchPage
from home.models.settings import Identity, Navigation, OmbudsOffice
from home.models.standard import StandardPage

__all__ = [
    "BarrierReport",
    "ContactPage",
    "FAQPage",
    "FocusAreaPage",
    "Identity",
    "IntranetHomePage",
    "IsmHomePage",
    "IsmTopicPage",
    "LegalPage",
    "Navigation",
    "OmbudsOffice",
    "PortraitPage",
    "PublicHomePage",
    "RequestIndexPage",
    "SearchPage",
    "StandardPage",
    "TopicPage",
]
