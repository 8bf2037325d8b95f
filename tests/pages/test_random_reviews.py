"""Random sequences of edit, submit, approve and withdraw: nobody approves what they wrote (acceptance editing 2)."""

import random
from typing import Any

import pytest

from accounts.models import User
from news.models import NewsPage
from pages.approvals import submit_for_review
from pages.models import Approval
from pages.models.four_eyes import FourEyesTask
from pages.publishing import NotApproved
from tests.factories import NewsPageFactory
from tests.pages.doors import person_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
STEPS, SEQUENCES, ENOUGH = 14, 40, 15


class Story:
    """One page, and an own book of who had a part in its text since it was last approved."""

    def __init__(self, seed: int, people: list[User]) -> None:
        self.dice, self.people = random.Random(seed), people
        self.page = NewsPageFactory(live=False, title="Zufall")
        self.writers: set[int] = set()
        self.published = 0
        self.wrong: list[int] = []

    def now(self) -> Any:
        """Return the page as it is stored."""
        return NewsPage.objects.get(pk=self.page.pk)

    def edit(self, user: User) -> None:
        """Write another title."""
        page = self.now().get_latest_revision_as_object()
        page.title = f"Fassung {self.dice.random()}"
        page.save_revision(user=user)
        self.writers.add(user.pk)

    def submit(self, user: User) -> None:
        """Bring the latest text to review."""
        page = self.now()
        if page.latest_revision and not page.workflow_in_progress:
            submit_for_review(page, user)
            self.writers.add(user.pk)

    def withdraw(self, user: User) -> None:
        """Take the submission back."""
        state = self.now().current_workflow_state
        if state is not None:
            state.cancel(user=user)

    def decide(self, user: User, action: str) -> None:
        """Try a decision; note an approval by somebody who wrote."""
        state = self.now().current_workflow_task_state
        if state is None:
            return
        before = Approval.objects.count()
        try:
            state.task.specific.on_action(state, user, action, comment="")
        except NotApproved:
            return
        if Approval.objects.count() > before:
            self.published += 1
            if user.pk in self.writers:
                self.wrong.append(user.pk)
            self.writers = set()

    def run(self) -> None:
        """Take random steps by random people."""
        for _turn in range(STEPS):
            user = User.objects.get(pk=self.dice.choice(self.people).pk)
            step = self.dice.choice(
                ["edit", "submit", "submit", "approve", "approve", "approve", "reject", "restart", "withdraw"]
            )
            if step in {"approve", "reject", "restart"}:
                self.decide(user, step)
            else:
                getattr(self, step)(user)


def stories(people: list[User]) -> list[Story]:
    """Run every sequence."""
    told = [Story(seed, people) for seed in range(SEQUENCES)]
    for story in told:
        story.run()
    return told


@pytest.fixture
def people() -> list[User]:
    """Four people who both write and read; nobody is kept apart by a role."""
    return [person_with("editor", "approver") for _turn in range(4)]


@pytest.mark.acceptance("editing", 2)
def test_no_published_revision_was_approved_by_an_author(people: list[User]) -> None:
    told = stories(people)
    assert sum(story.published for story in told) >= ENOUGH
    assert [story.wrong for story in told if story.wrong] == []
    assert all(row.approver_id not in row.authors for row in Approval.objects.all())
    assert {row.approver_id for row in Approval.objects.all()} <= {person.pk for person in people}


def test_without_the_rule_the_same_sequences_show_it(people: list[User], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.models.four_eyes.may_approve", lambda user, state: True)
    monkeypatch.setattr("pages.approvals.authors_under_review", lambda state: set())
    assert FourEyesTask.objects.exists()
    assert [story.wrong for story in stories(people) if story.wrong] != []
