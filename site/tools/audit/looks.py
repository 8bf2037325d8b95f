"""The looks that need no running portal: settings, code, secrets, licences, packages."""

import json
import runpy
import tomllib

from environment import REPORTS, ROOT, last_lines, output, python, tool
from rules import marks, red_samples, scan
from steps import Missing, Step

HERE = ROOT / "site" / "tools" / "audit"
LIMITS = tomllib.loads((HERE / "limits.toml").read_text("utf-8"))
# Every room there is, so that a new one is looked at without being named here.
CODE = (*sorted(path.parent.name for path in ROOT.glob("*/apps.py")), "site", "manage.py")


def deploy() -> list[str]:
    """Django's own checks with the settings of an installation."""
    # The settings of development make the key file that those of an installation ask for.
    output([python(), "manage.py", "check"], LOG_LEVEL="ERROR")
    production = runpy.run_path(str(ROOT / "site" / "tools" / "style.py"))["PRODUCTION"]
    command = [python(), "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return last_lines(output(command, LOG_LEVEL="ERROR", **production))


def bandit() -> list[str]:
    """Nothing of medium or higher severity in the code."""
    command = [tool("bandit"), "-q", "-ll", "-f", "json", "-x", "site/tools/semgrep", "-r", *CODE]
    done = output(command)
    (REPORTS / "bandit.json").write_text(done.stdout, "utf-8")
    results = json.loads(done.stdout)["results"]
    return [f"{row['filename']}:{row['line_number']} {row['test_id']} {row['issue_text']}" for row in results]


def secrets() -> list[str]:
    """No password or key in a committed file but those that are known to be none."""
    command = [
        tool("detect-secrets"),
        "scan",
        "--no-verify",
        "--exclude-files",
        r"package-lock\.json|requirements.*\.txt",
    ]
    done = output(command)
    (REPORTS / "secrets.json").write_text(done.stdout, "utf-8")
    return unknown(json.loads(done.stdout)["results"], LIMITS["no_secret"])


def unknown(results: dict[str, list[dict[str, str]]], known: dict[str, str]) -> list[str]:
    """Return the findings whose place and mark are not listed; tests give made-up values to names like PASSWORD."""
    found = {
        f"{place}:{row['hashed_secret'][:12]}": f"line {row['line_number']}: {row['type']}"
        for place, rows in results.items()
        for row in rows
        if not (place.startswith("tests/") and row["type"] == "Secret Keyword")
    }
    return [f"{place} {what}" for place, what in found.items() if place not in known]


def licences() -> list[str]:
    """Every package of the product has a licence that the office may pass on."""
    names = [line.split("==")[0] for line in (ROOT / "requirements.txt").read_text().splitlines() if "==" in line]
    command = [tool("pip-licenses"), "--python", python(), "--format=json", "--from=mixed", "--packages", *names]
    done = output(command)
    (REPORTS / "licences.json").write_text(done.stdout, "utf-8")
    if done.returncode:
        return last_lines(done)
    return refused(json.loads(done.stdout))


def refused(packages: list[dict[str, str]]) -> list[str]:
    """Return the packages whose licence is neither allowed nor accepted for this one package."""
    return [
        f"{row['Name']}: {row['License']}"
        for row in packages
        if not set(LIMITS["licences"]) >= set(row["License"].split("; "))
        and LIMITS["accepted"].get(row["Name"], ("",))[0] != row["License"]
    ]


def bill() -> list[str]:
    """Write the list of all packages of the product for whoever runs it."""
    target = ROOT / "var" / "packages.cdx.json"
    command = [tool("cyclonedx-py"), "requirements", "requirements.txt", "--of", "JSON", "-o", str(target)]
    done = output(command)
    if done.returncode:
        return last_lines(done)
    known = {part["name"].lower() for part in json.loads(target.read_text("utf-8"))["components"]}
    return [] if "wagtail" in known else ["the list does not name wagtail"]


def known_holes() -> list[str]:
    """No package of the product with a known hole; skipped where the service of known holes knows not even Django."""
    command = [tool("pip-audit"), "--disable-pip", "--no-deps", "--progress-spinner", "off", "--format", "json"]
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    probe = REPORTS / "probe.txt"
    probe.write_text(next(line for line in lines if line.startswith("django==")).split()[0], "utf-8")
    answer = output([*command, "-r", str(probe)]).stdout
    if not answer.startswith("{") or "skip_reason" in json.loads(answer)["dependencies"][0]:
        raise Missing("needs the network and a service that knows the packages")
    done = output([*command, "--strict", "-r", "requirements.txt"])
    (REPORTS / "holes.json").write_text(done.stdout, "utf-8")
    return last_lines(done)


def patterns() -> list[str]:
    """None of the own rules finds anything, and every exception names a rule and a reason."""
    results = scan([".", "--exclude", "samples"])
    (REPORTS / "patterns.json").write_text(json.dumps(results, indent=1), "utf-8")
    return [f"{path}:{line} {rule}" for rule, path, line in results] + marks()


def timing() -> list[str]:
    """Restricted and missing, known and unknown take the same time (S02, S12); nothing else runs meanwhile."""
    command = [python(), "-m", "pytest", "-q", "-p", "no:xdist", "tests/pages/test_same_time.py"]
    done = output(command, TIMING="1", PYTHONPATH="site:.")
    return last_lines(done) if done.returncode else []


STATIC = (
    Step("deploy", deploy),
    Step("bandit", bandit),
    Step("secrets", secrets),
    Step("licences", licences),
    Step("bill-of-packages", bill),
    Step("pattern-samples", red_samples),
    Step("patterns", patterns),
    Step("known-holes", known_holes, optional=True),
    Step("timing", timing),
)
