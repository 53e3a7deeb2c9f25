"""One style for every figure: a Chinese font that comes inside a package, colours that survive colour-blindness."""

import re
from collections.abc import Sequence
from importlib.util import find_spec
from math import ceil
from pathlib import Path
from typing import TypeVar
from unicodedata import east_asian_width

import matplotlib.pyplot as plt
import pandas as pd
from IPython import get_ipython
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib_inline.backend_inline import set_matplotlib_formats

from helpers.files import visible

# Okabe and Ito's blues and orange; the greys are for what stands back.
BLUE, SKY, GREY, LIGHT, ORANGE = "#0072B2", "#56B4E9", "#6E6E6E", "#BDBDBD", "#D55E00"
# Their orange, darker, for letters.
RUST = "#A84A00"
# Every figure is as wide as this, in inches, and no letter is smaller than SMALL points: shrunk to a phone of 390
# pixels, whose text is 358 wide, the smallest letters are still 8 pixels high.
WIDTH, TITLE, SMALL = 5.4, 12, 9
# Between the edge of a figure and what it holds, in points, and the height of a line in sizes of its letters.
EDGE, LEADING = 6, 1.35
# What stands over a figure may hold names of any length.
LONGEST = 240
# The width of a letter that is not Han, in sizes of it, rather too wide than too narrow.
NARROW = 0.55
# Where a text may be parted: after a Han character and the marks that follow it, after a word, within a very long one.
PIECE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef][，。、；：！？）》」”]*|[^\s\u2e80-\u9fff\uff00-\uffef]{1,24}\s*|\s+")
# Outlets that a note on the sources names before it counts the others.
NAMED = 5
Drawn = TypeVar("Drawn", Axes, Sequence[Axes])
_cited = ["Source: the texts of this corpus."]


def font_path() -> Path:
    """Return the path of Noto Sans SC inside zhplot, which is not imported, since that would restyle matplotlib.

    Raises ModuleNotFoundError where zhplot is not installed.
    """
    spec = find_spec("zhplot")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("zhplot, which holds the Chinese font, is not installed; install requirements.lock")
    return Path(spec.origin).parent / "fonts" / "NotoSansSC-Regular.ttf"


def use_style() -> None:
    """Set matplotlib up for this collection: Noto Sans SC with DejaVu Sans behind it, no frame, twice the pixels.

    Returns nothing. In a notebook pictures are as large as their figure, with nothing cut off at the edges.
    """
    font_manager.fontManager.addfont(font_path())
    plt.rcParams.update(
        {
            "font.family": ["Noto Sans SC", "DejaVu Sans"],
            "font.size": SMALL,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.titlelocation": "left",
            "axes.titlesize": SMALL + 1,
            "axes.labelsize": SMALL,
            "xtick.labelsize": SMALL,
            "ytick.labelsize": SMALL,
            "legend.fontsize": SMALL,
            "axes.grid": False,
            "figure.dpi": 96,
            "svg.fonttype": "path",
            # A dollar sign in a text is one, and opens no formula.
            "text.parse_math": False,
        }
    )
    if get_ipython():
        set_matplotlib_formats("retina", bbox_inches=None)  # type: ignore[no-untyped-call]


def cite(sources: pd.DataFrame) -> None:
    """Let the notes under all later figures name outlets and years.

    sources: DataFrame with publication, published (ISO date, or its beginning) and, if known, gloss; one row per
    source, those first that shall be named. Returns nothing.
    """
    named = [f"{row.gloss or row.publication} {row.published[:4]}".strip() for row in _outlets(sources).itertuples()]
    named = list(dict.fromkeys(filter(None, named)))
    more = [f"{len(named) - NAMED} more"] if len(named) > NAMED else []
    _cited[0] = f"Source: {'; '.join(named[:NAMED] + more) or 'the texts of this corpus'}."


def _outlets(sources: pd.DataFrame) -> pd.DataFrame:
    wanted = ["publication", "published", "gloss"]
    return sources.reindex(columns=wanted, fill_value="").fillna("").astype(str)


def short(text: str, width: int) -> str:
    """Return a text in one line of at most width characters, its end marked by … where it was cut."""
    text = visible(" ".join(text.splitlines()))
    return text if len(text) <= width else text[: width - 1] + "…"


def grid(count: int, columns: int, *, height: float, sharex: bool = False, sharey: bool = False) -> Sequence[Axes]:
    """Return so many Axes of a new figure, row by row.

    count: number of Axes. columns: in a row. height: of a row, in inches. sharex, sharey: whether the
    Axes share their scales.
    """
    rows = ceil(count / columns)
    figure = plt.figure(figsize=(WIDTH, height * rows), layout="constrained")
    axes = list(figure.subplots(rows, columns, sharex=sharex, sharey=sharey, squeeze=False).ravel())
    for spare in axes[count:]:
        spare.remove()
    return axes[:count]


def figure_of(axes: Axes | Sequence[Axes]) -> Figure:
    """Return the figure of its axes, one or several; a Figure."""
    figure = (axes if isinstance(axes, Axes) else axes[0]).get_figure(root=True)
    if figure is None:
        raise AssertionError("the axes were taken out of their figure")
    return figure


def ems(text: str) -> float:
    """Return how wide a line (text) is, in sizes of its letters, rather too wide than too narrow."""
    return sum(1 if east_asian_width(char) in "WF" else NARROW for char in text)


def wrapped(text: str, width: float) -> list[str]:
    """Part a text into lines.

    text: str. width: of a line, in sizes of its letters. Returns a list of str, one at least; Chinese is parted after
    any character, other text between words.
    """
    lines = [""]
    for piece in PIECE.findall(text):
        if lines[-1] and ems(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def _lines(text: str, size: float, figure: Figure) -> list[str]:
    return wrapped(short(text, LONGEST), (figure.get_figwidth() * 72 - 2 * EDGE) / size) if text else []


def _write(figure: Figure, lines: Sequence[tuple[str, float]], top: float) -> None:
    """Write lines with their sizes one below the other, from a height in points above the bottom of the figure."""
    wide, high = figure.get_size_inches() * 72
    for line, size in lines:
        ink = "black" if size == TITLE else GREY
        figure.text(EDGE / wide, top / high, line, fontsize=size, color=ink, va="top")
        top -= size * LEADING


def finish(axes: Drawn, *, title: str, subtitle: str = "", source: str = "") -> Drawn:
    """Give a figure its title, a smaller line under it that says what is drawn, and the note on its source.

    axes: the Axes, or several of one figure. title: what is seen. subtitle: what is drawn, with units and numbers.
    source: of the texts; the outlets given to `cite` by default. All are parted into lines that fit.
    Returns the axes. The figure grows by the height of these lines; what is drawn keeps its own.
    Misuse: once per figure; a second call writes a second note.
    """
    figure = figure_of(axes)
    above = [(line, TITLE) for line in _lines(title, TITLE, figure)]
    above += [(line, SMALL) for line in _lines(subtitle, SMALL, figure)]
    below = [(line, SMALL) for line in _lines(source or _cited[0], SMALL, figure)]
    top, bottom = (sum(size for _, size in lines) * LEADING + 2 * EDGE for lines in (above, below))
    body = figure.get_figheight() * 72
    whole, side = body + top + bottom, EDGE / 72 / figure.get_figwidth()
    figure.set_figheight(whole / 72)
    figure.set_layout_engine("constrained", rect=(side, bottom / whole, 1 - 2 * side, body / whole))
    _write(figure, above, whole - EDGE)
    _write(figure, below, bottom - EDGE)
    return axes
