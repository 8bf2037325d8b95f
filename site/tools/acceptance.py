"""Print the lines of the acceptance lists that no test names."""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MARK = re.compile(r'mark\.acceptance\("(\w+)", (?:"(\w+)"|(\d+))\)')


def named() -> set[tuple[str, str]]:
    """Return the lines that tests name: document and number or promise."""
    texts = (path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    return {(match[1], match[2] or match[3]) for text in texts for match in MARK.finditer(text)}


def main() -> int:
    """Return 1 when a line of the list has no test."""
    lists = tomllib.loads((ROOT / "tests" / "acceptance.toml").read_text("utf-8"))
    proved = named()
    missing = [
        f"{document} {line}"
        for document, lines in lists.items()
        for line in lines
        if (document, str(line)) not in proved
    ]
    print("\n".join(missing) or f"{sum(map(len, lists.values()))} lines, each with a test")
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main())
