"""Own semgrep rules: each is red on the sample of its name and on no other; remote packs are never asked."""

import json
import re
import subprocess

from environment import ROOT, output, tool

RULES = ROOT / "site" / "tools" / "semgrep"
SAMPLES = RULES / "samples"
OPTIONS = ("scan", "--config", str(RULES), "--metrics=off", "--disable-version-check", "--json", "--quiet")
MARK = re.compile(r"nosem(?:grep)?\b(?P<rest>[^\n]*)")
RULE = re.compile(r"^\s*- id: (\S+)", re.MULTILINE)

Finding = tuple[str, str, int]


def names() -> set[str]:
    """Return the names of all rules."""
    return {name for path in RULES.glob("*.yml") for name in RULE.findall(path.read_text("utf-8"))}


def scan(targets: list[str]) -> list[Finding]:
    """Return rule, file and line of every finding; a rule that cannot be read ends the audit."""
    done = output([tool("semgrep"), *OPTIONS, *targets])
    if not done.stdout.startswith("{"):
        raise SystemExit(done.stderr[-2000:])
    answer = json.loads(done.stdout)
    faults = [error for error in answer["errors"] if error.get("level") == "error"]
    if faults:
        raise SystemExit(json.dumps(faults)[:2000])
    return [(row["check_id"].rsplit(".", 1)[-1], row["path"], row["start"]["line"]) for row in answer["results"]]


def red_samples() -> list[str]:
    """Every rule finds its own sample and nothing else in it: a rule that never turns red guards nothing."""
    found: dict[str, set[str]] = {path.name: set() for path in SAMPLES.iterdir()}
    for rule, path, _line in scan([str(SAMPLES)]):
        found[path.rsplit("/", 1)[-1]].add(rule)
    wrong = [f"{name}: {sorted(rules)}" for name, rules in found.items() if rules != {name.rsplit(".", 1)[0]}]
    return wrong + [f"{rule} has no sample" for rule in names() - {name.rsplit(".", 1)[0] for name in found}]


def marks() -> list[str]:
    """Return the places that switch a rule off without its name or without a reason."""
    command = ["git", "ls-files", "*.py", "*.html", "*.js", "*.mjs"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()  # noqa: S603
    wrong = []
    for name in listed:
        path = ROOT / name
        if "tools/audit" in name or "tools/semgrep" in name or not path.is_file() or name.startswith("tests/"):
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            match = MARK.search(line)
            if match and not explained(match["rest"]):
                wrong.append(f"{name}:{number} an exception names a rule and a reason")
    return wrong


def explained(rest: str) -> bool:
    """Whether what follows the mark is a colon, known rules, and a reason of two words or more."""
    match = re.match(r": (?P<rules>[a-z-]+(?:, [a-z-]+)*) (?P<reason>\S+ .+)", rest)
    return bool(match and set(match["rules"].split(", ")) <= names())
