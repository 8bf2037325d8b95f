"""Models of the room."""

from zemag_pages.models.shells import (
    ZemagDepartmentsPage,
    ZemagEditPage,
    ZemagFaqPage,
    ZemagInboxPage,
    ZemagInquiryPage,
    ZemagReportPage,
    ZemagStartPage,
    ZemagStatisticsPage,
    ZemagWeaponsPage,
)
from zemag_pages.models.thresholds import PublishedThreshold
from zemag_pages.models.weapon_texts import LONGEST, WeaponText

__all__ = [
    "LONGEST",
    "PublishedThreshold",
    "WeaponText",
    "ZemagDepartmentsPage",
    "ZemagEditPage",
    "ZemagFaqPage",
    "ZemagInboxPage",
    "ZemagInquiryPage",
    "ZemagReportPage",
    "ZemagStartPage",
    "ZemagStatisticsPage",
    "ZemagWeaponsPage",
]
