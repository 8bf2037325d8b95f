"""The legal profile on screen: a lead proposes, data protection releases, nobody does both."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests.factories import PublishedThresholdFactory
from tests.zemag.screens import entry, holder, released, text_of
from zemag import profiles
from zemag.models import EntryState, LegalProfile, RegisterEntry, Role
from zemag.services import releasing
from zemag_pages.models import PublishedThreshold

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]
VALUES = {
    **{name: str(getattr(profiles.Profile(), name)) for name in ("entry_threshold", "review_months", "longest_months")},
    **{name: "12" for name in ("extension_months", "address_months", "watch_hours", "watch_longest_hours")},
    **{name: "20" for name in ("input_days", "singles_an_hour", "batches_a_day", "emergencies_an_hour")},
    **{"delete_1": "12", "delete_2": "18", "delete_3": "36", "triggers": "complaint", "filed_by": "body"},
    **{name: "Text" for name in ("basis_de", "basis_en", "controller", "officer", "authority")},
}


def test_a_lead_proposes_and_data_protection_releases_what_changes(sign_in: SignIn) -> None:
    released()
    made = entry()
    lead, guard = sign_in(holder(Role.QUALITY, is_lead=True)), sign_in(holder(Role.DATA_PROTECTION))
    plain = sign_in(holder(Role.QUALITY))
    new = reverse("zemag_profile_new")
    assert plain.get(new).status_code == 403 and guard.get(new).status_code == 403
    send = {"HTTP_ORIGIN": settings.INTRANET_URL}
    wrong = lead.post(new, {**VALUES, "longest_months": "6"}, **send)
    assert wrong.status_code == 200 and "passen nicht zusammen" in text_of(wrong)
    assert lead.post(new, VALUES, **send).status_code == 302
    version = LegalProfile.objects.get(state="proposed").version
    release = reverse("zemag_profile_release", args=[version])
    assert "24 wird 18" in text_of(guard.get(reverse("zemag_profile")))
    assert lead.get(release).status_code == 403
    assert guard.post(release, **send).status_code == 302
    assert guard.post(release, **send).status_code == 409
    found = profiles.released()
    assert found is not None and found.delete_months == (12, 18, 36) and found.triggers == ("complaint",)
    assert RegisterEntry.objects.get(pk=made.pk).state == EntryState.DUE_REVIEW
    assert guard.get(reverse("zemag_profile_release", args=[999])).status_code == 404


@pytest.mark.acceptance("settled", 15)
def test_a_released_threshold_is_copied_for_the_pages_that_explain_the_levels(
    django_capture_on_commit_callbacks: Any,
) -> None:
    levels = [PublishedThresholdFactory(level=level, in_register=level == 1) for level in range(4)]
    lead, guard = holder(Role.QUALITY, is_lead=True), holder(Role.DATA_PROTECTION)
    values = profiles.Profile(entry_threshold=3).values()
    with django_capture_on_commit_callbacks(using="zemag", execute=True):
        made = releasing.propose_profile(values=values, actor=lead, now=timezone.now())
        assert [PublishedThreshold.objects.get(pk=level.pk).in_register for level in levels][1], "only proposed"
        releasing.release_profile(version=made.version, actor=guard, now=timezone.now())
    assert [PublishedThreshold.objects.get(pk=level.pk).in_register for level in levels] == [False, False, False, True]
