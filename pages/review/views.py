"""The list of texts that wait for a second person, and the screen on which one of them is read and decided."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Locale, Page, TaskState
from wagtail.permission_policies.pages import PagePermissionPolicy

from pages.gate.rule import Blocked
from pages.models import FourEyesTask, FourEyesTaskState
from pages.publishing import NotApproved
from pages.review import decisions
from pages.review.beside import compare
from pages.review.files import openings

PER_PAGE = 50
DONE = {
    "approve": gettext_lazy("“%(title)s” is approved."),
    "reject": gettext_lazy("The authors of “%(title)s” are asked for changes."),
    "restart": gettext_lazy("The review starts again with the latest version of “%(title)s”."),
}


def reads_for_any(user: Any) -> bool:
    """Return whether a person reads for any step."""
    return FourEyesTask.objects.filter(active=True, groups__user=user).exists()


@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """List the open reviews that this person reads for, and those of own texts."""
    mine = FourEyesTask.objects.filter(groups__user=request.user)
    if not mine.exists() and not PagePermissionPolicy().explorable_root_instance(request.user):
        raise PermissionDenied
    waiting = FourEyesTaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).select_related(
        "revision", "workflow_state__content_type", "workflow_state__requested_by"
    )
    languages = {locale.pk: locale.get_display_name() for locale in Locale.objects.all()}
    read_for = set(mine.values_list("pk", flat=True))
    rows = [_row(state, languages, request.user.pk, read_for) for state in waiting.order_by("started_at", "pk")]
    rows = [row for row in rows if row["reads"] or row["is_own"]]
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "pages/approvals.html", {"page": shown, "query": ""})


def _row(state: Any, languages: dict[int, str], person: int | None, read_for: set[int]) -> dict[str, Any]:
    """Return one line of the list; the screen itself asks again who has written a part."""
    submission = state.workflow_state
    return {
        "state": state,
        "title": state.revision.object_str,
        "kind": submission.content_type.name,
        "language": languages.get(state.revision.content.get("locale"), ""),
        "requested_by": submission.requested_by.get_full_name() if submission.requested_by else "",
        "is_own": person in {*state.authors, submission.requested_by_id, state.revision.user_id},
        "reads": state.task_id in read_for,
    }


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, state_id: int) -> HttpResponse:
    """Show one text under review; on POST take the decision.

    The number in the address names the submission, hence the revision: what was read is what is approved.
    """
    states = FourEyesTaskState.objects.select_related("revision", "workflow_state", "task", "finished_by")
    state = get_object_or_404(states, pk=state_id)
    subject = decisions.subject_of(state)
    if subject is None or state.revision is None:
        raise Http404
    if not decisions.may_see(request.user, state):
        raise PermissionDenied
    answer = taken(request, state) if request.method == "POST" else None
    if answer is not None:
        return answer
    state = states.get(pk=state_id)
    choices = decisions.choices_for(request.user, state, request.POST if request.method == "POST" else None)
    return render(request, "pages/approval.html", _context(request, state, subject, choices))


@transaction.atomic
def taken(request: HttpRequest, state: Any) -> HttpResponse | None:
    """Take the posted decision, one at a time for each review, and lead on; None when it was refused."""
    # A form that is sent twice in the same instant meets the first decision here, and gets its answer.
    FourEyesTaskState.objects.select_for_update(of=("self",)).get(pk=state.pk)
    state.refresh_from_db()
    if decisions.is_repeat(request.user, state, request.POST):
        return _done(request, state, request.POST["action"])
    return _decide(request, state, decisions.choices_for(request.user, state, request.POST))


def _decide(request: HttpRequest, state: Any, choices: list[decisions.Choice]) -> HttpResponse | None:
    """Take the posted decision and lead on; None when it was refused, with the reason among the messages."""
    if not decisions.is_reader(request.user, state):
        raise PermissionDenied
    chosen = next((choice for choice in choices if choice.action == request.POST.get("action")), None)
    if chosen is None or request.POST.get("stamp") != decisions.stamp_of(state):
        reason = decisions.why_not(request.user, state) or _("The text is another one than you have read.")
        messages.error(request, _("Nothing was changed.") + " " + reason)
        return None
    if chosen.form is not None and not chosen.form.is_valid():
        messages.error(request, _("Nothing was changed. Please look at the field that is marked."))
        return None
    given = chosen.form.cleaned_data if chosen.form is not None else {}
    try:
        with transaction.atomic():
            state.task.specific.on_action(state, request.user, chosen.action, **given)
    except Blocked:
        messages.error(request, _("Nothing was changed.") + " " + _("The findings have to be mended first."))
        return None
    except NotApproved:
        state.refresh_from_db()
        messages.error(request, _("Nothing was changed.") + " " + decisions.why_not(request.user, state))
        return None
    except ValidationError as refusal:
        messages.error(request, _("Nothing was changed.") + " " + " ".join(refusal.messages))
        return None
    return _done(request, state, chosen.action)


def _done(request: HttpRequest, state: Any, action: str) -> HttpResponse:
    """Say what was decided and lead on."""
    messages.success(request, str(DONE[action]) % {"title": state.revision.object_str})
    following = decisions.successor_of(state) if action == "restart" else None
    return redirect("approval", following.pk) if following else redirect("approvals")


def _context(request: HttpRequest, state: Any, subject: Any, choices: list[decisions.Choice]) -> dict[str, Any]:
    """Return what the screen of one review shows."""
    proposed = state.revision.as_object()
    live = type(subject)._base_manager.filter(pk=subject.pk, live=True).first()
    is_open = state.status == TaskState.STATUS_IN_PROGRESS
    return {
        "state": state,
        "subject": subject,
        "proposed": proposed,
        "title": state.revision.object_str,
        "comparison": compare(live, proposed),
        "openings": openings(proposed) if is_open else [],
        "authors": decisions.authors_of_review(state),
        "choices": choices,
        "refusal": decisions.why_not(request.user, state),
        "stamp": decisions.stamp_of(state),
        "is_open": is_open,
        "is_page": isinstance(subject, Page),
        "successor": None if is_open else decisions.successor_of(state),
    }
