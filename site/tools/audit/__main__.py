"""Look at the whole product for weaknesses; reports in var/audit; a missing tool is a named skip, with CI a failure."""

import json
import sys

from environment import REPORTS, prepare
from looks import STATIC
from steps import Missing, Step


def judge(step: Step, *, strict: bool) -> str:
    """Run one step; return ok, failed or skipped, and write what it said."""
    try:
        found = step.run()
    except Missing as fault:
        result = "failed" if strict and not step.optional else "skipped"
        print(f"{step.name}: {result} ({fault})", flush=True)
        return result
    (REPORTS / f"{step.name}.txt").write_text("".join(f"{line}\n" for line in found), "utf-8")
    print(f"{step.name}: {'ok' if not found else 'FAILED'}", flush=True)
    for line in found[:40]:
        print(f"  {line}")
    return "failed" if found else "ok"


def main(names: list[str]) -> int:
    """Run all steps, or those that are named; return 1 when one failed."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    strict = prepare()
    steps = [step for step in STATIC if not names or step.name in names]
    results = {step.name: judge(step, strict=strict) for step in steps}
    (REPORTS / "summary.json").write_text(json.dumps(results, indent=1), "utf-8")
    return int("failed" in results.values())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
