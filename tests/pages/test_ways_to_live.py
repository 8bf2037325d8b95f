"""Every route of the admin is tried by every role with a form that asks to publish: nothing unread goes live."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from accounts.models import User
from accounts.roles import ROLES
from news.models import NewsIndexPage, NewsPage
from pages.models import Approval, BasePage, FAQEntry
from pages.models.approved import ApprovedMixin
from pages.publishing import NotApproved, writing_live
from tests.conftest import INTRANET
from tests.factories import FAQEntryFactory, NewsIndexPageFactory, NewsPageFactory, UserFactory, index_of, release
from tests.pages.doors import person_with
from tests.pages.forms_of import fields_of
from tests.pages.ways import addresses, admin_routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]
SLIPPED_IN = "Untergeschoben"
# Those who take down, move and delete, which needs one person only; `author` reads for reviews as well.
MANAGE_LIVE = {"approver", "superuser", "author"}
PEOPLE = ("anonymous", "staff", "superuser", *ROLES)


class House:
    """A live page with a draft on top, a page in review, a live question with a draft, an English draft."""

    def __init__(self) -> None:
        self.author = person_with("editor")
        self.page = NewsPageFactory(title="Gelesen")
        release(self.page)
        self.page = NewsPage.objects.get(pk=self.page.pk)
        self.page.title = SLIPPED_IN
        self.draft = self.page.save_revision(user=self.author)
        self.waiting = NewsPageFactory(title="Wartet", live=False)
        self.waiting.save_revision(user=self.author)
        self.waiting = NewsPage.objects.get(pk=self.waiting.pk)
        self.waiting.get_workflow().start(self.waiting, self.author)
        self.state = NewsPage.objects.get(pk=self.waiting.pk).current_workflow_task_state
        self.question = FAQEntryFactory(question_de="Gelesen?")
        self.question.question_de = SLIPPED_IN
        self.question.save_revision(user=self.author)
        self.translation = self._translation()

    def _translation(self) -> Translation:
        parent, english = self.page.get_parent().specific, index_of(NewsIndexPageFactory, "en")
        NewsIndexPage.objects.filter(pk=english.pk).update(translation_key=parent.translation_key)
        source, _created = TranslationSource.get_or_create_from_instance(self.waiting)
        made = Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="en"))
        made.save_target(publish=False)
        return made

    def addresses(self) -> list[str]:
        """Return every admin route for these texts."""
        named = {
            "app_label": ["wagtailcore", "pages"],
            "model_name": ["page", "faqentry"],
            "action": ["publish", "unpublish", "delete", "move"],
            "action_name": ["approve", "restart"],
            "task_state_id": [self.state.pk],
            "revision_id": [self.draft.pk],
            "translation_source_id": [self.translation.source_id],
            "translation_id": [self.translation.pk],
            "content_type_app_name": ["news"],
            "content_type_model_name": ["newspage"],
            "parent_page_id": [self.page.get_parent().pk],
        }
        found = set(addresses(named, [self.page.pk]))
        for text in (self.waiting.pk, self.translation.get_target_instance().pk):
            found |= {path.replace(f"/{self.page.pk}/", f"/{text}/") for path in found if "/admin/pages/" in path}
        questions = "/admin/snippets/pages/faqentry/"
        found |= {path.replace(f"/{self.page.pk}/", f"/{self.question.pk}/") for path in found if questions in path}
        return sorted(path for path in found if "logout" not in path)

    def what_is_live(self) -> dict[str, Any]:
        """Return what readers see, by text."""
        pages = Page.objects.live().values_list("pk", "title", "slug", "url_path", "live_revision_id")
        news = NewsPage.objects.filter(live=True).values_list("pk", "lead", "body")
        questions = FAQEntry.objects.filter(live=True).values_list("pk", "question_de", "live_revision_id")
        found = {f"page {row[0]}": row[1:] for row in pages} | {f"text {row[0]}": row[1:] for row in news}
        return found | {f"question {row[0]}": row[1:] for row in questions}

    def forms(self, sign_in: SignIn, below: str = "/admin/") -> dict[str, dict[str, Any]]:
        """Return the form of each admin route, as somebody sees it who may see all."""
        boss = sign_in(UserFactory(is_superuser=True))
        boss.raise_request_exception = False
        return {path: self._form(boss, path) for path in self.addresses() if path.startswith(below)}

    def _form(self, boss: Client, path: str) -> dict[str, Any]:
        """Return what the form of a screen would send, with everything that asks to publish."""
        with transaction.atomic():
            answer = boss.get(path)
            transaction.set_rollback(True)
        is_page = "html" in answer.get("Content-Type", "") and not answer.streaming
        fields: dict[str, Any] = fields_of(answer.content.decode()) if answer.status_code == 200 and is_page else {}
        wanted = {
            # A browser's script counts the blocks; without the numbers the editor refuses the form unread.
            **{f"{field.name}-count": "0" for field in NewsPage._meta.get_fields() if isinstance(field, StreamField)},
            "title": SLIPPED_IN,
            "question_de": SLIPPED_IN,
            "action-publish": "action-publish",
            "publish": "on",
            "publish_copies": "on",
            "include_descendants": "on",
            "keep_live": "on",
            "live": "on",
            "comment": "gelesen",
            "reason": "Das duldet keinen Aufschub bis morgen.",
            "new_slug": "zweite-fassung",
            "new_title": SLIPPED_IN,
            "new_parent_page": str(self.page.get_parent().pk),
            "locales": [str(locale.pk) for locale in Locale.objects.all()],
            "publish_translations": "on",
        }
        return {**{name: values[0] if len(values) == 1 else values for name, values in fields.items()}, **wanted}


@pytest.fixture
def house() -> House:
    """The texts."""
    return House()


def client_of(who: str, house: House, sign_in: SignIn) -> Client:
    """Return the browser of a role; `author` has written the drafts and reads for reviews as well."""
    if who == "anonymous":
        return Client(**INTRANET)
    if who == "author":
        house.author.groups.add(*person_with("approver").groups.all())
        return sign_in(house.author)
    people = {"staff": UserFactory, "superuser": lambda: UserFactory(is_superuser=True)}
    return sign_in(people[who]() if who in people else person_with(who))


def tried(
    who: str, house: House, sign_in: SignIn, forms: dict[str, dict[str, Any]]
) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Send each form as a role; yield the address and what was live before and after, then take it back."""
    client = client_of(who, house, sign_in)
    client.raise_request_exception = False
    before = house.what_is_live()
    for path, form in forms.items():
        texts = [house.question] if "/faqentry/" in path else [house.page, house.waiting]
        numbers = "?" + "&".join(f"id={text.pk}" for text in texts) if "/bulk/" in path else ""
        with transaction.atomic():
            client.post(path + numbers, form)
            yield path, before, house.what_is_live()
            transaction.set_rollback(True)


def unread(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return the texts that have come to readers without the approval of somebody who did not write them."""
    found = []
    for name, row in after.items():
        if before.get(name) == row or name.startswith("text "):
            continue
        same_text = name in before and row[0] == before[name][0] and row[-1] == before[name][-1]
        approval = Approval.objects.filter(revision_id=row[-1]).first()
        is_read = row[-1] is not None and approval is not None and approval.approver_id not in approval.authors
        if not same_text and not is_read:
            found.append(name)
    return found


@pytest.mark.one_engine
@pytest.mark.acceptance("editing", 1)
def test_no_screen_brings_an_unread_text_to_readers(house: House, sign_in: SignIn) -> None:
    forms = house.forms(sign_in)
    assert len(forms) > 300
    wrong, changed = [], {}
    for who in (*PEOPLE, "author"):
        changed[who] = set()
        for path, before, after in tried(who, house, sign_in, forms):
            wrong += [f"{who}, {path}: {name}" for name in unread(before, after)]
            if before != after:
                changed[who].add(path)
    assert wrong == []
    assert {who: sorted(changed[who]) for who in changed if changed[who] and who not in MANAGE_LIVE} == {}
    # The walk does reach what may be done: otherwise a green line would say nothing.
    question = f"/admin/snippets/pages/faqentry/delete/{house.question.pk}/"
    for taken_down in (f"/admin/pages/{house.page.pk}/unpublish/", question, "/admin/bulk/pages/faqentry/delete/"):
        assert {who for who in changed if taken_down in changed[who]} == MANAGE_LIVE
    approval = reverse("wagtailadmin_pages:workflow_action", args=[house.waiting.pk, "approve", house.state.pk])
    assert {who for who in changed if approval in changed[who]} == {"approver"}


def test_no_screen_copies_a_text_but_that_of_pages() -> None:
    # Wagtail's copy screen of models saves over the original when somebody posts to it.
    copying = {route for route in admin_routes() if "copy" in route}
    assert copying == {
        "/admin/pages/<int:page_id>/copy/",
        "/admin/locales/copy/<int:pk>/",
        "/admin/sites/copy/<int:pk>/",
    }


def test_a_live_question_is_not_written_over_while_it_is_taken_down(house: House) -> None:
    question = FAQEntry.objects.get(pk=house.question.pk)
    question.live, question.question_de = False, SLIPPED_IN
    with pytest.raises(NotApproved):
        question.save()
    question.refresh_from_db()
    assert (question.live, question.question_de) == (True, "Gelesen?")


def test_the_walk_sees_the_stock_ways(house: House, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(ApprovedMixin, "publish")
    monkeypatch.delattr(ApprovedMixin, "save")
    monkeypatch.delattr(BasePage, "permissions_for_user")
    forms = house.forms(sign_in, f"/admin/pages/{house.page.pk}/")
    with writing_live():
        found = [path for path, before, after in tried("superuser", house, sign_in, forms) if unread(before, after)]
    assert {f"/admin/pages/{house.page.pk}/copy/", f"/admin/pages/{house.page.pk}/edit/"} <= set(found)
