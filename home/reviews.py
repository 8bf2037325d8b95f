"""The workflow in which a second person reads: for every page of both sites and for the answers of the FAQ."""

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Workflow, WorkflowContentType, WorkflowPage, WorkflowTask

from home.models import IntranetHomePage, PublicHomePage
from pages.models import FAQEntry, FourEyesTask

READERS = "approver"


def setup_reviews() -> None:
    """Make the workflow, its one step and its places; repeatable. Wagtail's own workflow for all pages goes."""
    task = FourEyesTask.objects.first() or FourEyesTask.objects.create(name="Vier Augen")
    task.groups.add(Group.objects.get(name=READERS))
    workflow = task.workflows.first()
    if workflow is None:
        workflow = Workflow.objects.create(name="Vier Augen")
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for stock in Workflow.objects.exclude(pk=workflow.pk).filter(workflow_pages__page__depth=1, active=True):
        stock.deactivate()
    # nosemgrep: page-query set-up: both home pages get the workflow
    homes = [*PublicHomePage.objects.all(), *IntranetHomePage.objects.all()]
    for home in homes:
        # nosemgrep: page-query set-up: both home pages get the workflow
        page = Page.objects.get(pk=home.pk)
        WorkflowPage.objects.get_or_create(page=page, defaults={"workflow": workflow})
    kind = ContentType.objects.get_for_model(FAQEntry)
    WorkflowContentType.objects.get_or_create(content_type=kind, defaults={"workflow": workflow})
