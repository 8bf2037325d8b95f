"""How a name of each group is written by others: transliterations, lost marks, what is heard on the telephone."""

import random
import unicodedata

GROUPS = ("german", "turkish", "arabic", "polish", "russian", "vietnamese")
# The mix in which false hits are counted (settled decision Z5).
MIX = {"german": 50, "turkish": 15, "arabic": 12, "polish": 10, "russian": 8, "vietnamese": 5}

Name = tuple[str, ...]
Table = tuple[tuple[str, str], ...]

_CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_SYSTEMS = {
    "german": "a b w g d e jo sch s i j k l m n o p r s t u f ch z tsch sch schtsch - y - e ju ja",
    "english": "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya",
    "passport": "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y - e iu ia",
    "scholarly": "a b v g d e ë ž z i j k l m n o p r s t u f ch c č š šč - y - e ju ja",
    "french": "a b v g d e io j z i i k l m n o p r s t ou f kh ts tch ch chtch - y - e iou ia",
}

HEARD: dict[str, Table] = {
    "german": (
        ("dt", "t"), ("tt", "t"), ("ck", "k"), ("ff", "f"), ("ss", "s"), ("ll", "l"), ("mm", "m"), ("nn", "n"),
        ("rr", "r"), ("th", "t"), ("ph", "f"), ("ei", "ai"), ("ey", "ai"), ("ay", "ei"), ("ai", "ei"), ("äu", "eu"),
        ("ä", "e"), ("ie", "i"), ("v", "f"), ("c", "k"), ("z", "tz"), ("ß", "s"), ("ah", "a"), ("oh", "o"), ("y", "ü"),
        ("x", "ks"), ("d ", "t "), ("b ", "p "), ("g ", "k "), ("ü", "i"),
    ),
    "turkish": (
        ("ç", "tsch"), ("ş", "sch"), ("c", "dsch"), ("ğ", ""), ("y", "j"), ("z", "s"), ("ı", "i"), ("v", "w"),
    ),
    "arabic": (
        ("sh", "sch"), ("j", "dsch"), ("kh", "ch"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("y", "j"), ("z", "s"),
        ("ah ", "a "), ("w", "u"), ("th", "t"), ("q", "k"), ("ss", "s"), ("mm", "m"), ("gh", "g"),
    ),
    "polish": (
        ("szcz", "schtsch"), ("sz", "sch"), ("cz", "tsch"), ("rz", "sch"), ("ż", "sch"), ("ś", "sch"), ("ć", "tsch"),
        ("ź", "sch"), ("w", "v"), ("ł", "l"), ("ó", "u"), ("ę", "en"), ("ą", "on"), ("ń", "n"), ("c", "z"), ("z", "s"),
    ),
    "russian": (
        ("schtsch", "sch"), ("tsch", "sch"), ("ow ", "off "), ("ew ", "eff "), ("w", "v"), ("ij ", "i "), ("ja", "ia"),
        ("je", "e"), ("jo", "o"), ("ch", "h"), ("z", "ts"), ("y", "i"), ("ej", "ei"), ("nn", "n"), ("ll", "l"),
    ),
    "vietnamese": (
        ("nh", "n"), ("ph", "f"), ("th", "t"), ("ng ", "n "), ("uy", "ui"), ("gi", "s"), ("qu", "kw"), ("x", "s"),
        ("kh", "k"), ("y", "i"), ("ch ", "k "),
    ),
}  # fmt: skip
_SPELLED: dict[str, tuple[Table, ...]] = {
    "german": (
        (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")),
        (("ä", "a"), ("ö", "o"), ("ü", "u"), ("ß", "ss")),
    ),
    "turkish": (
        (("ç", "tsch"), ("ş", "sch"), ("c", "dsch"), ("ğ", "g"), ("ı", "i"), ("ö", "oe"), ("ü", "ue")),
        (("ç", "ch"), ("ş", "sh"), ("c", "j"), ("ğ", "g"), ("ı", "i"), ("ö", "o"), ("ü", "u")),
        (("ç", "c"), ("ş", "s"), ("ğ", "g"), ("ı", "i"), ("ö", "oe"), ("ü", "ue")),
    ),
    "polish": (
        (("ł", "l"), ("ó", "o"), ("ę", "e"), ("ą", "a"), ("ś", "s"), ("ć", "c"), ("ń", "n"), ("ż", "z"), ("ź", "z")),
        (("sz", "sch"), ("cz", "tsch"), ("ł", "l"), ("ó", "u"), ("w", "v"), ("ę", "en"), ("ą", "on"), ("ż", "sch"),
         ("ś", "sch"), ("ć", "tsch"), ("ń", "n"), ("ź", "s")),
    ),
    "vietnamese": (
        (("đ", "d"), ("ư", "u"), ("ơ", "o"), ("ă", "a"), ("â", "a"), ("ê", "e"), ("ô", "o")),
        (("đ", "d"), ("ư", "ue"), ("ơ", "oe"), ("ph", "f"), ("â", "a"), ("ê", "e"), ("ô", "o")),
    ),
}  # fmt: skip


def names(text: str) -> tuple[Name, ...]:
    """Return the names of a list: white space between names, `|` between spellings, `+` for a blank."""
    return tuple(tuple(word.replace("+", " ") for word in item.split("|")) for item in text.split())


def plain(text: str) -> str:
    """Return a name as a system without marks writes it."""
    text = text.translate(str.maketrans({"ı": "i", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss"}))
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


def romanised(text: str, system: str) -> str:
    """Return a Cyrillic name in one of the Latin systems."""
    table = dict(zip(_CYRILLIC, _SYSTEMS[system].replace("-", "").split(" "), strict=True))
    return "".join(table.get(sign, sign) for sign in text.lower()).title()


def written(group: str, name: Name, rng: random.Random) -> str:
    """Return a name as an entry has it: one of its spellings, a system for Russian, sometimes without marks."""
    text = rng.choice(name)
    if group == "russian":
        return text if rng.random() < 0.1 else romanised(text, rng.choice(list(_SYSTEMS)))
    return plain(text) if group != "arabic" and rng.random() < 0.15 else text


def transliterated(group: str, name: Name, rng: random.Random) -> str:
    """Return a name as another office may have written it."""
    if group in {"arabic", "russian"}:
        return written(group, name, rng)
    return replaced(name[0], rng.choice(_SPELLED[group]), 1.0, rng)


def heard(group: str, name: Name, rng: random.Random) -> str:
    """Return a name as someone writes it who only heard it: one or two changes, all of them for Turkish and Polish."""
    text = romanised(name[0], "german") if group == "russian" else rng.choice(name)
    return replaced(text, HEARD[group], 0.45 if group in {"german", "arabic"} else 0.75, rng)


def replaced(text: str, table: Table, chance: float, rng: random.Random) -> str:
    """Return a text after one pass of a table; each place is changed with the chance."""
    text, done, place = unicodedata.normalize("NFC", text).replace("İ", "i").lower() + " ", "", 0
    while place < len(text):
        for old, new in table:
            if text.startswith(old, place) and rng.random() < chance:
                done, place = done + new, place + len(old)
                break
        else:
            done, place = done + text[place], place + 1
    return done.strip().title()
