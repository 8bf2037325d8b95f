"""One text waits for its second reader, so that who tries the portal as approver finds something to do."""

from wagtail.models import Page, Workflow

from accounts.models import User
from demo.loading.registry import Registry

AUTHOR = "editor@example.org"
KEY, KIND = "news/zemag", "review"
ADDED = "Neue Fragen und Antworten zu ZeMAG sammelt die Geschäftsstelle laufend."


def leave_one_in_review(registry: Registry) -> None:
    """Submit a changed report of the German news, once; the live page stays as it is until somebody approves."""
    if registry.knows(KIND, KEY):
        return
    author = User.objects.get(email=AUTHOR)
    page = Page.objects.get(pk=registry.resolve("page", KEY)).specific
    page.lead = f"{page.lead} {ADDED}"
    page.save_revision(user=author)
    workflow: Workflow = page.get_workflow()
    workflow.start(page, author)
    registry.remember(KIND, KEY, page)
