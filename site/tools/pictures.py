"""Draw the mark as pixels, for shared links and old browsers; the same shapes as in brand/favicon.svg."""

from pathlib import Path

from PIL import Image, ImageDraw

NAVY, WHITE, PALE, WARM, RED = "#0c1a4b", "#ffffff", "#aab8fb", "#ffc864", "#c8102e"
UNITS, FINE = 52, 4


def mark(size: int) -> Image.Image:
    """Return the mark as a square of this many pixels, drawn four times as large and made smaller."""
    scale = size * FINE / UNITS
    picture = Image.new("RGBA", (size * FINE, size * FINE), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)

    def at(*values: float) -> list[float]:
        return [value * scale for value in values]

    draw.rounded_rectangle(at(0, 0, 52, 52), radius=8 * scale, fill=NAVY)
    for left, right, top, colour in ((8, 44, 12, WHITE), (15.5, 36.5, 19.5, PALE)):
        draw.arc(at(left, top, right, top + right - left), 180, 360, fill=colour, width=round(4 * scale))
        middle = top + (right - left) / 2
        for x in (left, right - 4):
            draw.rectangle(at(x, middle, x + 4, 32), fill=colour)
    draw.ellipse(at(22.2, 27.2, 29.8, 34.8), fill=WARM)
    draw.rounded_rectangle(at(8, 38, 44, 42), radius=2 * scale, fill=RED)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def write(folder: Path) -> None:
    """Write the picture of shared links and the icon of old browsers."""
    folder.mkdir(parents=True, exist_ok=True)
    shared = Image.new("RGB", (1200, 630), NAVY)
    large = mark(420)
    shared.paste(large, (390, 105), large)
    shared.save(folder / "og.png", optimize=True)
    mark(256).save(folder / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)])
