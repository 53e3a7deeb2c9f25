"""One style for every figure: a Chinese font that comes inside a package, colours that survive colour-blindness."""

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from math import ceil
from pathlib import Path
from typing import TypeVar

import matplotlib.pyplot as plt
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import FigureBase
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from helpers.files import visible

# Okabe and Ito's blues and orange; the greys are for what stands back.
BLUE, SKY, GREY, LIGHT, ORANGE = "#0072B2", "#56B4E9", "#6E6E6E", "#BDBDBD", "#D55E00"
SOURCE_NOTE = "Source: texts catalogued in corpus/sources.csv; counts in corpus/features."
LEDGER_NOTE = "Source: corpus/indicators.csv, the ledger of figures extracted from the texts."
# Points of print: between a figure and what is written above and below it, a line of small text, the sizes of letters.
GAP, LINE, TITLE, SMALL = 6, 13, 11, 8
# What stands over a figure may hold names of any length.
LONGEST = 240
Place = Callable[[RendererBase], Bbox]
Drawn = TypeVar("Drawn", Axes, Sequence[Axes])


def font_path() -> Path:
    """Return the path of Noto Sans SC inside zhplot, which is not imported, since that would restyle matplotlib.

    Raises ModuleNotFoundError where zhplot is not installed.
    """
    spec = find_spec("zhplot")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("zhplot, which holds the Chinese font, is not installed; install requirements.lock")
    return Path(spec.origin).parent / "fonts" / "NotoSansSC-Regular.ttf"


def use_style() -> None:
    """Set matplotlib up for this collection: Noto Sans SC with DejaVu Sans behind it, light grid, no frame."""
    font_manager.fontManager.addfont(font_path())
    plt.rcParams.update(
        {
            "font.family": ["Noto Sans SC", "DejaVu Sans"],
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.titlelocation": "left",
            "axes.titlesize": 12,
            "axes.grid": False,
            "figure.dpi": 96,
            "savefig.bbox": "tight",
            # A dollar sign in a text is one, and opens no formula.
            "text.parse_math": False,
        }
    )


def short(text: str, width: int) -> str:
    """Return a text in one line of at most width characters, its end marked by … where it was cut."""
    text = visible(" ".join(text.splitlines()))
    return text if len(text) <= width else text[: width - 1] + "…"


def grid(count: int, columns: int, *, width: float, height: float, sharey: bool = False) -> Sequence[Axes]:
    """Return so many Axes of a new figure, row by row.

    count: number of Axes. columns: in a row. width: of the figure, height: of a row, in inches. sharey: whether the
    Axes share their vertical scale.
    """
    rows = ceil(count / columns)
    figure = plt.figure(figsize=(width, height * rows), layout="constrained")
    axes = list(figure.subplots(rows, columns, sharey=sharey, squeeze=False).ravel())
    for spare in axes[count:]:
        spare.remove()
    return axes[:count]


def _around(panels: Sequence[Axes]) -> Place:
    """Return a function that finds the box of panels at the time of drawing, when the size of their labels is known.

    From the left to the right frame, from below the lowest tick label or axis name to above the highest title.
    """

    def box(renderer: RendererBase) -> Bbox:
        frames = Bbox.union([panel.get_window_extent(renderer) for panel in panels])
        boxes = (panel.get_tightbbox(renderer, bbox_extra_artists=[]) for panel in panels)
        whole = Bbox.union([box for box in boxes if box is not None])
        return Bbox.from_extents(frames.x0, whole.y0, frames.x1, whole.y1)

    return box


def _write(figure: FigureBase, text: str, place: Axes | Place, *, up: float, size: float = SMALL) -> None:
    """Write a text so many points above the top of a place or, if the number is negative, below its bottom."""
    corner, side = ((0, 1), "baseline") if up > 0 else ((0, 0), "top")
    ink = GREY if size == SMALL else "black"
    # It belongs to the figure, since a layout engine would shrink Axes that own a text wider than they are.
    figure.add_artist(Annotation(text, corner, (0, up), place, "offset points", va=side, fontsize=size, color=ink))


def finish(axes: Drawn, *, title: str, subtitle: str = "", source: str = SOURCE_NOTE) -> Drawn:
    """Give a figure its title, a smaller line under it that says how to read it, and the note on its source.

    axes: the Axes, or several of one figure, above whose own titles the title of the figure then stands. title,
    subtitle, source: texts, of one line each.
    Returns the axes. Whatever the size of tick labels and axis names when they are drawn, the note stands the same
    distance below them.
    Misuse: once per figure; a second call writes a second note.
    """
    title, subtitle = short(title, LONGEST), short(subtitle, LONGEST)
    panels = [axes] if isinstance(axes, Axes) else list(axes)
    figure, box, rise = panels[0].figure, _around(panels), GAP + LINE * bool(subtitle)
    if isinstance(axes, Axes):
        axes.set_title(title, fontsize=TITLE, loc="left", pad=rise)
    else:
        _write(figure, title, box, up=rise, size=TITLE)
    _write(figure, subtitle, axes if isinstance(axes, Axes) else box, up=GAP)
    _write(figure, source, box, up=-GAP)
    return axes
