"""A sheet: an Axes measured in points, on which names in two languages stand above what is drawn of them."""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from helpers.show.style import EDGE, GREY, LEADING, SMALL, WIDTH, ems, figure_of, short, wrapped

# What the layout leaves free on each side of an Axes, and how wide and high a sheet and a line on it are, in points.
PAD = 3
WIDE = WIDTH * 72 - 2 * (EDGE + PAD)
LINE = SMALL * LEADING
# Names of the shipped corpus are never cut; those of other texts may be of any length.
LONG = 160
# The label of the Axes of a sheet that has a figure of its own, which ends where the sheet ends.
OWN = "sheet"


def sheet(ax: Axes | None = None) -> Axes:
    """Return an Axes without scales to write and draw on, measured in points from its upper left corner.

    ax: to be used, a new one on a figure of its own by default. `cut` says where it ends.
    """
    if ax is None:
        ax = plt.figure(figsize=(WIDTH, 1)).subplots(subplot_kw={"label": OWN})
    ax.set_axis_off()
    return ax


def cut(ax: Axes, height: float) -> Axes:
    """Let a sheet end.

    ax: as `sheet` returns it. height: of all that is on it, in points. Returns the Axes.
    """
    ax.set(xlim=(0, WIDE), ylim=(height, 0))
    if ax.get_label() == OWN:
        figure_of(ax).set_figheight((height + 2 * PAD) / 72)
    return ax


def parted(text: str, width: float = WIDE, *, size: float = SMALL) -> list[str]:
    """Part a text into lines; text: str. width: of a line, size: of its letters, in points. Returns a list of str."""
    return wrapped(short(text, LONG), width / size)


def both(one: str, other: str, width: float = WIDE) -> list[str]:
    """Part a name in two languages, one and the other, into one line if it fits.

    width: of a line, in points. Returns a list of str; where they are parted, a line holds but one language.
    """
    together = parted(f"{one} {other}".strip(), width)
    return together if len(together) == 1 else [*parted(one, width), *parted(other, width)]


def write(
    ax: Axes, lines: Sequence[str], x: float, y: float, *, size: float = SMALL, ink: str = "black", side: str = "left"
) -> float:
    """Write lines one below the other.

    ax: a sheet. lines: of str. x, y: of their upper corner. size: of the letters. ink: their colour. side: of the
    lines that stands at x, "left", "right" or "center". Returns the height below the last line.
    """
    for line in lines:
        ax.text(x, y + size, line, fontsize=size, color=ink, ha=side, in_layout=False)
        y += size * LEADING
    return y


def bar(ax: Axes, y: float, parts: Sequence[tuple[float, str]], *, x: float = 0, height: float = 5) -> float:
    """Draw lengths one after the other as parts of a bar.

    ax: a sheet. y: of its upper edge. parts: pairs of length and colour. x: where it begins. height: of the bar.
    Returns where it ends.
    """
    for length, colour in parts:
        ax.barh(y + height / 2, length, left=x, height=height, color=colour, linewidth=0)
        x += length
    return x


def key(ax: Axes, entries: Mapping[str, str], y: float = 0) -> float:
    """Say what colours mean: a square of each before its name.

    ax: a sheet. entries: colour by name. y: of the upper edge. Returns the height below.
    """
    x = 0.0
    for name, colour in entries.items():
        wide = ems(name) * SMALL + 26
        x, y = (0, y + LINE) if x and x + wide > WIDE else (x, y)
        ax.plot(x + 4, y + SMALL * 0.62, marker="s", markersize=8, color=colour, markeredgewidth=0)
        write(ax, [name], x + 13, y, ink=GREY)
        x += wide
    return y + LINE * 1.3
