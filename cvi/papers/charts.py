"""Where the bars of a chart stand. The drawing is `components/bar_chart.html`."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from django.utils.functional import Promise

WIDTH, HEIGHT = 640, 260
LEFT, TOP, BOTTOM = 48, 28, 52
BAR_SHARE = 0.6  # of the room that each bar has
LETTER_WIDTH = 7.6  # of DejaVu Sans at 13 px
MISSING = "–"

Text = str | Promise


@dataclass(frozen=True)
class Bar:
    """One bar with its label and its number."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    label: str
    lines: list[str]
    value: str


@dataclass(frozen=True)
class Tick:
    """One line of the scale."""

    y: float
    label: str


@dataclass(frozen=True)
class Wording:
    """What a chart is called, what it shows in one sentence, and what its table is headed by."""

    id: str
    title: Text
    finding: Text
    label_header: Text
    value_header: Text


@dataclass(frozen=True)
class Chart:
    """A bar chart, ready to draw."""

    id: str
    title: Text
    finding: Text
    label_header: Text
    value_header: Text
    ticks: list[Tick]
    bars: list[Bar]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    base: int = HEIGHT - BOTTOM


def bar_chart(wording: Wording, values: Sequence[tuple[Text, int | None]]) -> Chart:
    """Place one bar for each (label, count). A count that is not known is None: no bar, a dash."""
    scale = nice_ticks(max((count or 0 for _label, count in values), default=0))
    room = (WIDTH - LEFT) / max(len(values), 1)
    bars = [
        _bar(LEFT + room * place, room, (str(label), _height(count, scale[-1]), count))
        for place, (label, count) in enumerate(values)
    ]
    ticks = [Tick(round(_base() - _height(tick, scale[-1]), 1), f"{tick:,}") for tick in scale]
    return Chart(**vars(wording), ticks=ticks, bars=bars)


def nice_ticks(highest: int) -> list[int]:
    """Return three to six whole numbers from 0 up to at least `highest`, in steps of 1, 2 or 5."""
    rough = max(highest, 2) / 4
    power = 10 ** math.floor(math.log10(rough))
    step = next(s for n in (1, 2, 5, 10) if (s := math.ceil(n * power)) >= rough)
    return list(range(0, math.ceil(max(highest, 2) / step) * step + 1, step))


def _bar(start: float, room: float, shown: tuple[str, float, int | None]) -> Bar:
    label, height, count = shown
    width = room * BAR_SHARE
    return Bar(
        x=round(start + (room - width) / 2, 1),
        y=round(_base() - height, 1),
        width=round(width, 1),
        height=round(height, 1),
        middle=round(start + room / 2, 1),
        label=label,
        lines=_lines(label, math.floor(room / LETTER_WIDTH) - 1),
        value=MISSING if count is None else f"{count:,}",
    )


def _base() -> int:
    return HEIGHT - BOTTOM


def _height(count: int | None, top: int) -> float:
    return (_base() - TOP) * (count or 0) / top


def _lines(label: str, letters: int) -> list[str]:
    """Break a label into at most two lines that fit; what is too long ends in dots."""
    lines = wrap(label, letters, max_lines=2, placeholder="…")
    return [line if len(line) <= letters else f"{line[: letters - 1]}…" for line in lines]
