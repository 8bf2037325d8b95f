"""Extract the texts of the portal into both catalogues; `--check` only compares."""

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = {".venv", ".venv-audit", "node_modules", "var", "tests", "tools", ".git", "docs", "locale"}


def sources(suffix: str) -> list[str]:
    """Return the files of one kind that may hold texts."""
    found = [path.relative_to(ROOT) for path in ROOT.rglob(f"*{suffix}")]
    return sorted(str(path) for path in found if not SKIPPED & set(path.parts) and "migrations" not in path.parts)


def templates_as_python(folder: Path) -> list[str]:
    """Write what Django's extractor makes of the templates; return the files."""
    code = (
        "import sys; from django.utils.translation.template import templatize; from pathlib import Path\n"
        "for name in sys.stdin.read().split('\\n'):\n"
        "    target = Path(sys.argv[1]) / (name + '.py'); target.parent.mkdir(parents=True, exist_ok=True)\n"
        "    target.write_text(templatize(Path(name).read_text(), origin=name))\n"
    )
    names = [*sources(".html"), *sources(".txt")]
    names = [name for name in names if name.startswith("site/templates")]
    setup = "from django.conf import settings; settings.configure(USE_I18N=True); "
    subprocess.run(  # noqa: S603
        [sys.executable, "-c", setup + "\n" + code, str(folder)],
        input="\n".join(names),
        text=True,
        check=True,
        cwd=ROOT,
    )
    return [f"{name}.py" for name in names]


def extract() -> Catalog:
    """Return a fresh extraction of every text."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in sources(".py"):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text((ROOT / path).read_text())
        files = [*sources(".py"), *templates_as_python(folder)]
        command = [
            "xgettext",
            "--language=Python",
            "--from-code=UTF-8",
            "--no-location",
            "--output=out.pot",
            "--keyword=_",
            "--keyword=_now",
            "--keyword=gettext_noop",
            "--keyword=gettext_lazy",
            "--keyword=ngettext_lazy:1,2",
            "--keyword=pgettext:1c,2",
            "--keyword=npgettext:1c,2,3",
            "--keyword=pgettext_lazy:1c,2",
            *files,
        ]
        subprocess.run(command, check=True, cwd=folder, stderr=subprocess.DEVNULL)  # noqa: S603
        text = (folder / "out.pot").read_text("utf-8").replace("charset=CHARSET", "charset=UTF-8")
        text = text.replace("nplurals=INTEGER; plural=EXPRESSION;", "nplurals=2; plural=(n != 1);")
        return read_po(io.StringIO(text))


def path_of(language: str) -> Path:
    """Return where the catalogue of a language stands."""
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """Return the stored catalogue of a language, or an empty one."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, project="Umsicht", fuzzy=False)
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def updated(language: str, fresh: Catalog) -> Catalog:
    """Return the catalogue of a language with the texts of the extraction: nothing obsolete, nothing fuzzy."""
    stored, result = read(language), Catalog(locale=language, project="Umsicht", fuzzy=False)
    for message in fresh:
        if not message.id:
            continue
        known = stored.get(message.id, message.context)
        text = known.string if known else None
        result.add(message.id, text or None, context=message.context, flags=message.flags - {"fuzzy"})
    return result


def main() -> int:
    """Write both catalogues, or compare them; return 1 when a text is missing or no longer used."""
    fresh = extract()
    wanted = {(m.id, m.context) for m in fresh if m.id}
    status = 0
    for language in ("de", "en"):
        if "--check" in sys.argv:
            stored = {(m.id, m.context) for m in read(language) if m.id}
            for missing in sorted(map(str, wanted ^ stored)):
                print(f"{language}: {missing}")
                status = 1
            continue
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        # Opening the file for writing empties it, so the stored texts are read before.
        catalogue = updated(language, fresh)
        with path_of(language).open("wb") as stream:
            write_po(stream, catalogue, omit_header=False, width=110, no_location=True, sort_output=True)
    return status


if __name__ == "__main__":
    sys.exit(main())
