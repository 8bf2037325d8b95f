"""Bad input of the search page and what it answers (search design, section 11), the same on every engine."""

from typing import Any

from django.test import Client

PLAIN = (
    '"', '"Gewalt', "AND OR NOT NEAR(", "Gewalt:*", "{}", "back\\slash", "Gewalt 🙂", "\u202eGewalt",
    "a" + "\u0301" * 5000, "Gewalt -Platz", "title:Gewalt", "*", "1e10a ² ſ", '"gegen Gewalt"', "wer ist das", "中文",
)  # fmt: skip
HINTS = ("", "-Gewalt", "-Gewalt -Platz", "?!…", "''")
NOT_THERE = (
    {"page": "abc"}, {"page": "0"}, {"year": "20x6"}, {"topic": "no-such-topic"}, {"topic": "A b"}, {"kind": "no-kind"},
    {"district": "77"}, {"district": "x"}, {"sort": "size"},
)  # fmt: skip
HIT, EMPTY, ERROR = 'class="zks-rows zks-results"', "zks-empty", "zks-error-text"
CUT = "nach den ersten 200 Zeichen"
SHORTENED = "nach den zwölf seltensten Wörtern"


def wrong_answers(client: Client) -> list[str]:
    """Return each input whose answer is not the one that is written down."""
    found = []

    def expect(name: str, is_right: bool) -> None:
        if not is_right:
            found.append(name)

    def ask(text: str, **more: Any) -> tuple[int, str]:
        answer = client.get("/de/suche/", {"q": text, **more})
        return answer.status_code, answer.content.decode()

    for text in PLAIN:
        expect(f"plain text: {text[:20]}", ask(text)[0] == 200)
    for text in HINTS:
        status, page = ask(text)
        expect(f"hints: {text}", status == 200 and HIT not in page and 'name="q"' in page and "<li>Probieren" in page)
    status, page = ask("a")
    expect("one sign", status == 200 and ERROR in page and HIT not in page)
    expect("long", CUT in ask("Gewalt " + "a" * 300)[1])
    many = "Gewalt Platz Rat Stadt Polizei Fußball Schule Hilfe Kalk Porz Nippes Ehrenfeld Chorweiler Mülheim Dom"
    expect("many words", SHORTENED in ask(many)[1])
    expect("null byte", ask("Gewalt\0")[0] == 400)
    for values in NOT_THERE:
        expect(f"not there: {values}", ask("Gewalt", **values)[0] == 404)
    status, page = ask("Gewalt", page=99)
    expect("past the end", status == 200 and HIT in page and 'aria-current="page"' in page and 'rel="next"' not in page)
    return found
