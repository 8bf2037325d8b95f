"""A public page leads staff to its counterpart, and betrays no page that is for some roles alone."""

import pytest
from django.test import Client

from pages.publishing import writing_live
from tests.factories import FocusAreaPageFactory, IsmHomePageFactory, release

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]


@pytest.mark.parametrize(("audience", "is_named"), [([], True), (["approver"], False)])
def test_the_address_of_a_counterpart_is_shown_when_it_is_for_all_staff(
    audience: list[str], is_named: bool, public: Client
) -> None:
    counterpart = IsmHomePageFactory(slug="geheimer-titel")
    with writing_live():
        counterpart.audience = audience
        counterpart.save()
    page = FocusAreaPageFactory(counterpart=counterpart)
    release(page)
    text = public.get(page.get_url()).content.decode()
    assert page.title in text
    assert ("geheimer-titel" in text) is is_named
