"""Queries that a page may cost, with fragments warm and cold, by page type (settled figures of the platform design)."""

HOME, ARTICLE, LIST, SEARCH = (12, 30), (10, 25), (12, 30), (12, 14)
INTRANET_HOME, INTRANET = (15, 30), (12, 28)
BUDGETS: dict[str, tuple[int, int]] = {
    "PublicHomePage": HOME,
    "IntranetHomePage": INTRANET_HOME,
    # Roots of sections that list what stands below them.
    "PortraitPage": LIST,
    "FocusAreaPage": LIST,
    "TopicPage": ARTICLE,
    "StandardPage": ARTICLE,
    "ContactPage": ARTICLE,
    "LegalPage": ARTICLE,
    "FAQPage": LIST,
    "SearchPage": SEARCH,
    "IsmHomePage": INTRANET,
    "IsmTopicPage": INTRANET,
    "RequestIndexPage": INTRANET,
    "NewsIndexPage": LIST,
    "NewsPage": ARTICLE,
    "PressIndexPage": LIST,
    "PressReleasePage": ARTICLE,
    "CampaignIndexPage": LIST,
    "CampaignPage": ARTICLE,
    "EventIndexPage": LIST,
    "EventPage": ARTICLE,
    "CommitteeIndexPage": LIST,
    "CommitteePage": ARTICLE,
    "DistrictCouncilPage": ARTICLE,
    "PartnershipIndexPage": LIST,
    "PartnershipPage": ARTICLE,
    "PartnerIndexPage": LIST,
    "PartnerPage": ARTICLE,
    "ProjectIndexPage": LIST,
    "ProjectPage": ARTICLE,
    "TrainingIndexPage": INTRANET,
    # Its dates, seats and the reader's own booking are read live; one more where English leads over the German root.
    "CoursePage": (LIST[0] + 1, LIST[1]),
    **dict.fromkeys(
        [
            f"Zemag{name}Page"
            for name in (
                "Start",
                "Report",
                "Inquiry",
                "Inbox",
                "Edit",
                "Statistics",
                "Weapons",
                "Departments",
                "Faq",
            )
        ],
        INTRANET,
    ),
}
