"""Shades: the cells of a heat map with their numbers, and what the shades mean."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from helpers.show.labels import Array
from helpers.show.sheet import LINE, write
from helpers.show.style import GREY, SMALL

SHADES = plt.get_cmap("Blues")
# Shares below are left blank, and a scale is so wide, in points.
BLANK, SCALE = 0.05, 120


def _ink(shade: float) -> str:
    """Return the colour, black or white, that stands out more from a shade (0 to 1)."""
    linear = [part / 12.92 if part <= 0.04 else ((part + 0.055) / 1.055) ** 2.4 for part in SHADES(shade)[:3]]
    return "white" if np.dot(linear, [0.2126, 0.7152, 0.0722]) < 0.179 else "black"


def counted(values: Array) -> bool:
    """Say whether values are counts and no shares; a bool."""
    return bool((values == values.round()).all())


def cells(ax: Axes, values: Array, xs: Array, ys: Array) -> None:
    """Draw the cells of a heat map and write counts, or shares in per cent from five on.

    ax: a sheet. values: (rows x columns). xs, ys: the edges between columns and rows, in points. Returns nothing.
    """
    most, (least, factor) = values.max() or 1.0, (1.0, 1) if counted(values) else (BLANK, 100)
    # Where a cell is hardly wider than its number there is no room for a white line between two.
    gap = 0.8 if xs[1] - xs[0] > 2 * SMALL else 0
    ax.pcolormesh(xs, ys, values, cmap=SHADES, vmin=0, vmax=most, edgecolor="white" if gap else "none", linewidth=gap)
    for (row, column), value in np.ndenumerate(values):
        if value >= least:
            x, y = (edges[at : at + 2].mean() for edges, at in ((xs, column), (ys, row)))
            write(ax, [f"{value * factor:.0f}"], x, y - LINE / 2, ink=_ink(value / most), side="center")


def scale(ax: Axes, values: Array, y: float) -> float:
    """Draw what the shades mean.

    ax: a sheet. values: of the heat map. y: of the upper edge. Returns the height below.
    """
    unit, factor = ("", 1) if counted(values) else ("%", 100)
    xs = np.linspace(0, SCALE, 25) + 14
    ax.pcolormesh(xs, [y + 2, y + SMALL + 2], np.linspace(0, 1, 24)[None], cmap=SHADES)
    write(ax, ["0"], 8, y, ink=GREY, side="right")
    write(ax, [f"{values.max() * factor:.0f}{unit}"], xs[-1] + 6, y, ink=GREY)
    return y + LINE * 1.5
