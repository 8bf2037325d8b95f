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

__all__ = [
    "PublishedThreshold",
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
