"""Fonts for documents: typst reads no woff2, so the house's faces are unpacked once (settled.md T7)."""

from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "node_modules" / "@kern-ux" / "native" / "dist" / "fonts" / "fira-sans"
FACES = ("FiraSans-Regular", "FiraSans-SemiBold")
FAMILY = "Fira Sans"


def write(target: Path) -> None:
    """Write each face as TrueType, all in one family, so that a document asks for it by weight."""
    target.mkdir(parents=True, exist_ok=True)
    for face in FACES:
        font = TTFont(SOURCE / f"{face}.woff2")
        font.flavor = None
        for record in font["name"].names:
            if record.nameID in {1, 16}:
                record.string = FAMILY
        font.save(target / f"{face}.ttf")
