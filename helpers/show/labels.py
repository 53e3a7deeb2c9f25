"""Where names stand in a figure: beside their row, their point or their node, and none over another."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox

from helpers.files import visible
from helpers.show.style import LIGHT, short

Array = npt.NDArray[np.float64]
Point = tuple[float, float]
# Where a label is tried beside its point, in points of print: the nearest first, and to the right and left before
# above and below.
OFFSETS = [
    (radius * np.cos(np.radians(angle)), radius * np.sin(np.radians(angle)))
    for radius in (6, 14, 24, 36, 50, 66, 84)
    for angle in (0, 180, 60, 300, 120, 240, 90, 270, 30, 330, 150, 210)
]
# The names of rows and columns of a heat map are cut at so many characters, what stands in the margin at more.
CELL, MARGIN = 60, 120
# Boxes that push each other apart are left where they are after so many rounds.
ROUNDS = 300
# In a network whose nodes stand on a circle of radius 1: how far from its node a word stands, how far to either side
# the words of one node are fanned out (radians), and how far out those stand that several nodes share.
ARM, FAN, SHARED = 0.62, 1.3, 0.8


def with_gloss(table: pd.DataFrame, *, width: int = 30) -> list[str]:
    """Write each word of a table (columns word, gloss) with its gloss, cut at width characters, in one line."""
    return [f"{short(row.word, width)}  {short(row.gloss, width)}" for row in table.itertuples()]


def name_rows(ax: Axes, names: Sequence[str], *, places: Array | None = None, size: float = 8) -> None:
    """Name the rows of a figure and let the first stand above the others.

    ax: Axes. names: one per row. places: heights of the rows, 0, 1, 2 … by default. size: of the letters, in points.
    Returns nothing.
    """
    ax.set_yticks(np.arange(len(names)) if places is None else places, list(map(visible, names)), fontsize=size)
    ax.invert_yaxis()


def name_cells(ax: Axes, rows: Sequence[str], columns: Sequence[str], *, turned: float = 35, size: float = 8) -> None:
    """Name the rows and columns of a heat map, and take its frame and tick marks away.

    ax: Axes. rows, columns: names. turned: degrees by which the names of columns are turned. size: in points.
    Returns nothing.
    """
    side = "center" if turned == 90 else "right"
    rows, columns = ([short(name, CELL) for name in names] for names in (rows, columns))
    ax.set_xticks(np.arange(len(columns)), columns, rotation=turned, ha=side, fontsize=size)
    ax.set_yticks(np.arange(len(rows)), rows, fontsize=size)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)


def name_margin(ax: Axes, place: float, text: str, *, size: float = 8, colour: str = "black") -> None:
    """Write a text to the right of the frame.

    ax: Axes. place: height of its row. text: str, each line of which is cut where it is very long. size: of the
    letters, in points. colour: of them. Returns nothing.
    """
    text = "\n".join(short(line, MARGIN) for line in text.split("\n"))
    ax.text(1.02, place, text, transform=ax.get_yaxis_transform(), va="center", fontsize=size, color=colour)


def _beside(ax: Axes, text: str, point: Point, offset: Point) -> Annotation:
    """Write a label beside its point, with a line to it if it is not near."""
    side = "left" if offset[0] > 1 else "right" if offset[0] < -1 else "center"
    line = {"arrowstyle": "-", "color": LIGHT, "linewidth": 0.6} if np.hypot(*offset) > 10 else None
    return ax.annotate(text, point, offset, "data", "offset points", line, ha=side, va="center", fontsize=8)


def _label(ax: Axes, text: str, point: Point, taken: list[Bbox]) -> bool:
    """Write a label where it covers nothing that is taken, and take its place; returns whether there was room."""
    for offset in OFFSETS:
        label = _beside(ax, text, point, offset)
        # Asked for its whole extent, an annotation moves to its place; the line to its point may cross other lines.
        label.get_window_extent()
        box = Text.get_window_extent(label).padded(1)
        inside = ax.bbox.contains(box.x0, box.y0) and ax.bbox.contains(box.x1, box.y1)
        if inside and not any(box.overlaps(other) for other in taken):
            taken.append(box)
            return True
        label.remove()
    return False


def label_points(ax: Axes, table: pd.DataFrame, points: pd.DataFrame, *, x: str, y: str) -> list[str]:
    """Name points so that no label covers another label or a point.

    ax: Axes with its limits set. table: DataFrame with word and the columns x and y, those first that matter most.
    points: DataFrame with the columns x and y of every point drawn. x, y: names of these columns.
    Returns the list of words that found no room.
    """
    centres = ax.transData.transform(points[[x, y]].to_numpy())
    taken = [Bbox.from_bounds(left - 1.5, low - 1.5, 3, 3) for left, low in centres]
    rows = table[["word", x, y]].itertuples(index=False)
    return [word for word, *point in rows if not _label(ax, word, (point[0], point[1]), taken)]


def _push(places: Array, sizes: Array, fixed: Array, one: int, two: int) -> bool:
    """Move two boxes apart in place, the way that is shorter; returns whether they had to be."""
    gap = places[two] - places[one]
    overlap = (sizes[one] + sizes[two]) / 2 - np.abs(gap)
    if not (overlap > 1e-9).all():
        return False
    axis = int(np.argmin(overlap))
    step = overlap[axis] * (0.5 if gap[axis] >= 0 else -0.5)
    share = fixed[two] - fixed[one]
    places[one, axis] -= step * (1 + share)
    places[two, axis] += step * (1 - share)
    return True


def pushed(places: Array, sizes: Array, fixed: Array) -> Array:
    """Move boxes apart until none covers another.

    places: (boxes x 2), their centres. sizes: (boxes x 2), width and height in the same units. fixed: 1 for a box that
    stays where it is against one that does not, 0 for others.
    Returns the new centres, (boxes x 2). Misuse: where there is too little room, some boxes still overlap.
    """
    places = places.copy()
    for _ in range(ROUNDS):
        if not sum(_push(places, sizes, fixed, *pair) for pair in combinations(range(len(places)), 2)):
            break
    return places


def _at(angles: float | Array) -> Array:
    """Return the points of the unit circle at angles in radians, (angles x 2)."""
    return np.column_stack([np.cos(angles), np.sin(angles)])


def network_places(pairs: pd.DataFrame, nodes: Sequence[str]) -> dict[str, Array]:
    """Place nodes on a circle, words that several nodes share between these, and the others around their node.

    pairs: DataFrame with node, word (no nodes); one row per pair. nodes: in the order of the circle, from above.
    Returns a dict word -> (x, y) for nodes and words.
    """
    angles = np.pi / 2 + 2 * np.pi * np.arange(len(nodes)) / len(nodes)
    centres = dict(zip(nodes, _at(angles), strict=True))
    shared = pairs.groupby("word")["node"].agg(list)[lambda nodes: nodes.str.len() > 1]
    places = centres | {word: np.mean([centres[node] for node in own], axis=0) * SHARED for word, own in shared.items()}
    for node, angle in zip(nodes, angles, strict=True):
        own = [word for word in pairs.loc[pairs["node"] == node, "word"] if word not in places]
        turns = np.linspace(-FAN, FAN, len(own)) if len(own) > 1 else np.zeros(len(own))
        places |= dict(zip(own, centres[node] + ARM * _at(angle + turns), strict=True))
    return places
