"""Models of the room."""

from committees.models.committees import CommitteeIndexPage, CommitteePage, DistrictCouncilPage
from committees.models.organisations import Organisation
from committees.models.partners import PartnerIndexPage, PartnerPage
from committees.models.partnerships import PartnershipIndexPage, PartnershipPage, PartnershipPartner
from committees.models.projects import ProjectIndexPage, ProjectPage, ProjectPartner
from committees.models.rows import CommitteeMember, CommitteeRelation

__all__ = [
    "CommitteeIndexPage",
    "CommitteeMember",
    "CommitteePage",
    "CommitteeRelation",
    "DistrictCouncilPage",
    "Organisation",
    "PartnerIndexPage",
    "PartnerPage",
    "PartnershipIndexPage",
    "PartnershipPage",
    "PartnershipPartner",
    "ProjectIndexPage",
    "ProjectPage",
    "ProjectPartner",
]
