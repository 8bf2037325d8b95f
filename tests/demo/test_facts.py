"""The facts about the office stand on live pages of the shipped content."""

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import Page

from accounts.models import User
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.portal]

GERMAN = """
Januar 2019; 20.000; Ordnungspartnerschaft Ringe; Gemeinsame Anlaufstelle Dom; Haus des Jugendrechts;
13. Mai 2019; 4. September 2020; Lokale Agenda; Neumarkt; Zülpicher Platz; Wiener Platz; Ebertplatz;
RheinEnergie; KVB; AWB; Leverkusen; Friesenplatz; Rudolfplatz; Gegen Gewalt im Fußball;
Mit Sicherheit Mobil; Auskunftssperren; Strg; SMS; Aachener Modell; Waffenkatalog; Art. 14; Art. 15;
Juni 2021; 286; 4.000; Einsatz für Köln; Involved City; Resilient City; City in Balance; Efus; DEFUS;
Düsseldorfer Weg; 1994; SIBU; SIDI; Worringer Platz; BRIDGE; LOUD; Landespräventionsrat;
Institut für Angewandtes Management; Innenstadt; Rodenkirchen; Lindenthal; Ehrenfeld; Nippes;
Chorweiler; Porz; Kalk; Mülheim
"""
ENGLISH = """
January 2019; 20,000; 13 May 2019; 4 September 2020; Lokale Agenda; Leverkusen; Friesenplatz; Aachen;
Art. 14; Art. 15; 286; 4,000; Involved City; Efus; DEFUS; 1994; SIBU; BRIDGE; LOUD;
German Prevention Congress; Cologne Council on Crime Prevention
"""


def words_of(language: str, clients: list[Client]) -> str:
    """Return the text of every live page of a language that one of the readers gets."""
    texts = []
    for page in Page.objects.filter(live=True, depth__gt=1, locale__language_code=language):
        parts = page.get_url_parts()
        if parts is None:
            continue
        client = clients["intranet" in parts[1]]
        answer = client.get(parts[2])
        if answer.status_code == 200:
            texts.append(re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))))
    assert len(texts) >= 90
    return "\n".join(texts).replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(("language", "facts"), [("de", GERMAN), ("en", ENGLISH)], ids=["de", "en"])
def test_every_fact_stands_on_a_live_page(
    language: str, facts: str, portal: None, public: Client, sign_in: Callable[[User], Client]
) -> None:
    wanted = [fact.strip() for fact in facts.split(";")]
    text = words_of(language, [public, sign_in(UserFactory())])
    assert [fact for fact in wanted if fact not in text] == []
