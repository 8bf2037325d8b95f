"""Draw a chart as shapes with classes, without style attributes; colours and patterns come from the style sheet."""

from dataclasses import dataclass, field
from math import ceil, log10

from pages.charts.data import Chart, number

STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Rect:
    """A bar or a part of one; `series` counts from 1."""

    x: float
    y: float
    width: float
    height: float
    series: int


@dataclass(frozen=True)
class Text:
    """A text with its anchor: start, middle or end."""

    x: float
    y: float
    text: str
    anchor: str
    kind: str


@dataclass(frozen=True)
class Line:
    """A line of the grid, or a series as points."""

    points: str
    series: int = 0


@dataclass
class Drawing:
    """Everything one SVG holds."""

    width: int
    height: int
    rects: list[Rect] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    dots: list[Rect] = field(default_factory=list)


def axis(largest: int) -> list[int]:
    """Return round numbers from 0 to at least the largest value, at most six of them."""
    if largest <= 0:
        return [0, 1]
    rough = max(largest / 4, 1)
    power = 10 ** int(log10(rough))
    step = next(int(ceil(power * factor)) for factor in STEPS if power * factor >= rough)
    return list(range(0, step * (ceil(largest / step) + 1), step))


def _largest(chart: Chart) -> int:
    if chart.kind == "stacked":
        return max((sum(row.values[i] or 0 for row in chart.series) for i in range(len(chart.categories))), default=0)
    return max((value or 0 for row in chart.series for value in row.values), default=0)


def wide(chart: Chart) -> Drawing:
    """Draw upright bars or lines, 720 by 340 units; lying bars of the same width where names are long."""
    if chart.kind == "lying":
        return _lying(chart.drawn(), 720)
    drawing, ticks = Drawing(720, 340), axis(_largest(chart))
    left, bottom, top = 64.0, 290.0, 24.0
    scale, slot = (bottom - top) / ticks[-1], (720 - left - 8) / len(chart.categories)
    for tick in ticks:
        y = round(bottom - tick * scale, 1)
        drawing.lines.append(Line(f"{left},{y} 712,{y}"))
        drawing.texts.append(Text(left - 10, y + 5, number(tick), "end", "tick"))
    for index, category in enumerate(chart.categories):
        drawing.texts.append(Text(round(left + slot * (index + 0.5), 1), 318, category, "middle", "name"))
    if chart.kind == "line":
        _points(drawing, chart, left, slot, bottom, scale)
        return drawing
    for index in range(len(chart.categories)):
        _upright(drawing, chart, index, left + slot * index, slot, bottom, scale)
    return drawing


def _upright(
    drawing: Drawing, chart: Chart, index: int, start: float, slot: float, bottom: float, scale: float
) -> None:
    """Add the bars of one category; the total or the value stands above."""
    stacked = chart.kind == "stacked"
    bar = min(slot * 0.6 / (1 if stacked else len(chart.series)), 72)
    x0, foot = start + (slot - bar * (1 if stacked else len(chart.series))) / 2, bottom
    for position, row in enumerate(chart.series, 1):
        value = row.values[index]
        x = x0 if stacked else x0 + bar * (position - 1)
        if value is not None:
            height = value * scale
            drawing.rects.append(
                Rect(round(x, 1), round(foot - height, 1), round(bar - 2, 1), round(height, 1), position)
            )
            foot = foot - height if stacked else bottom
        if not stacked:
            y = bottom - (value or 0) * scale - 8
            drawing.texts.append(Text(round(x + bar / 2 - 1, 1), round(y, 1), row.word(index), "middle", "value"))
    if stacked:
        total = chart.sums().word(index)
        drawing.texts.append(Text(round(x0 + bar / 2 - 1, 1), round(foot - 8, 1), total, "middle", "value"))


def _points(drawing: Drawing, chart: Chart, left: float, slot: float, bottom: float, scale: float) -> None:
    """Add the lines; a number that is not shown leaves a gap."""
    for position, row in enumerate(chart.series, 1):
        run: list[str] = []
        for index, value in enumerate([*row.values, None]):
            if value is None:
                if run:
                    drawing.lines.append(Line(" ".join(run), position))
                run = []
                continue
            x, y = round(left + slot * (index + 0.5), 1), round(bottom - value * scale, 1)
            run.append(f"{x},{y}")
            drawing.dots.append(Rect(x - 4, y - 4, 8, 8, position))
            drawing.texts.append(Text(x, y - 12, number(value), "middle", "value"))


def narrow(chart: Chart) -> Drawing:
    """Draw lying bars for phones, 340 units wide."""
    return _lying(chart.drawn(), 340)


def _lying(chart: Chart, width: int) -> Drawing:
    """Draw lying bars; every category has its name above its bars."""
    lying = 1 if chart.kind == "stacked" else len(chart.series)
    step = 32 + lying * 24
    drawing = Drawing(width, step * len(chart.categories) + 4)
    scale = (width - 60) / axis(_largest(chart))[-1]
    for index, category in enumerate(chart.categories):
        y, x = step * index + 20, 0.0
        drawing.texts.append(Text(0, y, category, "start", "name"))
        for position, row in enumerate(chart.series, 1):
            value = row.values[index]
            top = y + 8 + (0 if chart.kind == "stacked" else 24 * (position - 1))
            length = (value or 0) * scale
            if value is not None:
                drawing.rects.append(Rect(round(x, 1), top, round(max(length - 1, 1), 1), 20, position))
            x = x + length if chart.kind == "stacked" else 0.0
            if chart.kind != "stacked":
                drawing.texts.append(Text(round(length + 6, 1), top + 15, row.word(index), "start", "value"))
        if chart.kind == "stacked":
            drawing.texts.append(Text(round(x + 6, 1), y + 23, chart.sums().word(index), "start", "value"))
    return drawing
