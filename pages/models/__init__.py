"""Models of the room."""

from pages.models.access import PageAccess
from pages.models.approvals import Approval, ApprovalKind, SecondLook
from pages.models.base import BasePage, IntranetPage
from pages.models.decisions import DecisionKind, TranslationDecision
from pages.models.four_eyes import FourEyesTask, FourEyesTaskState
from pages.models.media import Document, Image, Rendition
from pages.models.owners import PageFindings, PageOwner
from pages.models.relations import PageTag, PageTopic, RelatedPage
from pages.models.snippets import ContactPoint, District, FAQCategory, FAQEntry, Topic
from pages.models.stamps import Stamp
from pages.models.uploads import UploadTally

__all__ = [
    "Approval",
    "ApprovalKind",
    "FourEyesTask",
    "FourEyesTaskState",
    "BasePage",
    "ContactPoint",
    "DecisionKind",
    "District",
    "Document",
    "FAQCategory",
    "FAQEntry",
    "Image",
    "IntranetPage",
    "PageAccess",
    "PageFindings",
    "PageOwner",
    "PageTag",
    "PageTopic",
    "RelatedPage",
    "Rendition",
    "SecondLook",
    "Stamp",
    "Topic",
    "TranslationDecision",
    "UploadTally",
]
