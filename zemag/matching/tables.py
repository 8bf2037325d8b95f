"""The tables of matching: transcription, folding, sounds that are close, particles and titles."""

from types import MappingProxyType

# German transcription of Cyrillic letters (Russian, and the letters that Ukrainian and Bulgarian add).
CYRILLIC = MappingProxyType(
    dict(
        zip(
            "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
            "a b w g d e jo sch s i j k l m n o p r s t u f ch z tsch sch schtsch - y - e ju ja i ji je g".replace(
                "-", ""
            ).split(" "),
            strict=True,
        )
    )
)
# The first normal form: what the letter sounds like in German spelling.
TRANSCRIBED = MappingProxyType(
    {
        "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ş": "sch", "ș": "sch", "š": "sch", "ž": "sch", "ż": "sch",
        "ź": "sch", "ś": "sch", "ç": "tsch", "č": "tsch", "ć": "tsch", "ğ": "g", "ı": "i", "ł": "l", "đ": "d",
        "ę": "en", "ą": "on", "ó": "u", "ñ": "nj", "ø": "oe", "œ": "oe", "æ": "ae", "å": "a", "þ": "th", "ð": "d",
    }
)  # fmt: skip
# The second normal form: the bare letter. What is not named here loses its marks or goes through anyascii.
BARE = MappingProxyType({"ß": "ss", "ı": "i", "ł": "l", "đ": "d", "ø": "o", "œ": "oe", "æ": "ae", "þ": "th", "ð": "d"})

# One pass from left to right, longest first; what comes out is not mapped again (settled decision Z3).
# Capital letters are sounds: S sch, C tsch, J dsch, Y ei, O eu, N ng.
FOLDS = MappingProxyType(
    {
        "schtsch": "S", "chtch": "S", "shtsh": "S", "shch": "S", "szcz": "S", "stsch": "S",
        "tsch": "C", "tch": "C", "tsh": "C", "cz": "C",
        "dsch": "J", "dzh": "J", "dsh": "J", "dj": "J",
        "sch": "S", "sh": "S", "sz": "S", "zh": "S", "rz": "S",
        "chs": "ks", "cks": "ks", "x": "ks", "ck": "k", "qu": "k", "q": "k",
        "kh": "h", "ch": "h", "gh": "g", "ph": "f", "pf": "f", "th": "t", "dt": "t", "dh": "d", "nh": "n", "ng": "N",
        "ts": "s", "tz": "s", "ce": "se", "ci": "si", "cy": "si", "c": "k", "z": "s", "w": "v",
        "aeu": "O", "eu": "O", "oi": "O", "oy": "O", "oj": "O",
        "ae": "e", "oe": "o", "ue": "u", "ou": "u", "oo": "u", "ee": "i", "ie": "i", "ij": "i", "iy": "i", "yj": "i",
        "ei": "Y", "ey": "Y", "ej": "Y", "ai": "Y", "ay": "Y", "aj": "Y", "y": "i", "j": "i",
    }
)  # fmt: skip
LONGEST_FOLD = max(map(len, FOLDS))

# How far two sounds lie apart: 0 the same, 1 nothing in common. What is not named is 1.
_CLOSE = {
    "ae": 0.3, "ei": 0.35, "ou": 0.4, "ao": 0.5, "iu": 0.5, "eo": 0.6, "ai": 0.6, "eu": 0.7, "au": 0.7, "io": 0.7,
    "Ya": 0.5, "Ye": 0.35, "Yi": 0.35, "Oe": 0.5, "Oo": 0.4, "Ou": 0.5, "YO": 0.5,
    "bp": 0.4, "dt": 0.4, "gk": 0.4, "fv": 0.3, "mn": 0.5, "nN": 0.4, "vu": 0.4, "vb": 0.6,
    "sS": 0.3, "sC": 0.4, "SC": 0.3, "SJ": 0.3, "CJ": 0.3, "sJ": 0.4, "iJ": 0.4, "iS": 0.6,
    "kJ": 0.4, "ks": 0.5, "kC": 0.5, "hC": 0.4, "hS": 0.3, "hk": 0.35, "ts": 0.5,
     "gh": 0.5, "gJ": 0.5, "rg": 0.7, "lr": 0.7,
}  # fmt: skip
CLOSE = MappingProxyType({pair: cost for two, cost in _CLOSE.items() for pair in (two, two[::-1])})
# What it costs to leave a sound out.
DROPPED = MappingProxyType({"h": 0.3, "i": 0.4, "e": 0.45, "a": 0.5, "u": 0.5, "o": 0.5, "Y": 0.6, "O": 0.6, "g": 0.7})

TITLES = frozenset(
    ("dr", "prof", "dipl", "ing", "med", "phil", "jur", "mag", "herr", "frau", "mr", "mrs", "ms", "fam", "familie")
)
# Words that stand in many names: they decide little, and an article of Arabic has one form.
PARTICLES = frozenset(
    (
        "von", "van", "vom", "zu", "zum", "zur", "der", "den", "dem", "des", "de", "da", "di", "do", "dos",
        "del", "della", "la", "le", "les", "du", "ten", "ter", "und", "af", "av", "al", "bin", "bint", "ibn",
        "ould", "thi",
    )
)  # fmt: skip
ARTICLES = frozenset(("al", "el", "ul", "il"))
# Family names that a great many people share: fourteen of them cover nine in ten people from Vietnam, three nearly half
# of Korea. By such a name alone most hits are strangers (settled decision Z5); in the bare form.
SHARED_FAMILY_NAMES = frozenset(
    (
        "nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "do", "ho", "ngo", "duong",
        "ly", "dinh", "trinh", "truong", "doan", "dao", "phung", "luu", "luong", "tang", "quach", "vuong", "chau",
        "trieu", "kim", "lee", "park", "pak", "choi", "wang", "li", "zhang", "liu", "chen", "yang", "huang", "zhao",
        "wu", "zhou", "singh", "kaur",
    )
)  # fmt: skip
