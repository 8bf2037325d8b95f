"""Models of the room."""

from news.models.campaigns import CampaignIndexPage, CampaignPage
from news.models.events import EventIndexPage, EventPage
from news.models.news import NewsIndexPage, NewsPage
from news.models.press import PressIndexPage, PressNumber, PressReleasePage, PressSettings

__all__ = [
    "CampaignIndexPage",
    "CampaignPage",
    "EventIndexPage",
    "EventPage",
    "NewsIndexPage",
    "NewsPage",
    "PressIndexPage",
    "PressNumber",
    "PressReleasePage",
    "PressSettings",
]
