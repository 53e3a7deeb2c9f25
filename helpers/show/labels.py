"""Where names stand in a figure: beside their row or their point, in lines that fit, and none over another."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.transforms import blended_transform_factory

from helpers.lexicon import brief
from helpers.show.style import EDGE, GREY, LEADING, LONGEST, SMALL, figure_of, short, wrapped

Array = npt.NDArray[np.float64]
Point = tuple[float, float]
# What is drawn already: left, bottom, right and top of boxes in pixels, (boxes x 4).
Taken = dict[str, Array]
NOTHING: Array = np.empty((0, 4))
# A label so near to its point, in points of print, needs no line to it.
NEAR = 10
# Where in its width a label is set.
AT = {"left": 0.0, "center": 0.5, "right": 1.0}
# Where a label is tried beside its point, in points of print: the nearest first, and to the right and left before
# above and below.
OFFSETS = [
    (radius * np.cos(np.radians(angle)), radius * np.sin(np.radians(angle)))
    for radius in (6, 14, 24, 36, 50)
    for angle in (0, 180, 60, 300, 120, 240, 90, 270, 30, 330, 150, 210)
]
# How wide the names of rows are, in sizes of their letters, and in how many lines they are told.
ROW, MOST = 17, 3
# A line that is as wide as the figure.
WHOLE = 38
NO_COLOURS: Mapping[str, str] = MappingProxyType({})


def fitted(text: str, width: float, *, most: int = MOST) -> str:
    """Part a text into lines that fit.

    text: str, whose line ends are kept. width: of a line, in sizes of its letters. most: lines, the last of which ends
    with … where the text is longer. Returns a str with line ends.
    """
    lines = [line for part in text.split("\n") for line in wrapped(short(part, LONGEST), width)]
    return "\n".join(lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:-1] + "…"])


def stacked(names: Sequence[str], *, size: float = SMALL, gap: float = 5) -> tuple[Array, float]:
    """Place rows one below the other, each as high as the lines of its name.

    names: with line ends, one per row. size: of the letters, in points. gap: between two rows, in points.
    Returns the places of the rows (0 for the first, on average 1 more for each next) and the height of all in inches.
    """
    heights = np.array([name.count("\n") + 1 for name in names]) * size * LEADING + gap
    places = np.concatenate([[0.0], np.cumsum([(one + two) / 2 for one, two in pairwise(heights)])])
    return places / heights.mean(), float(heights.sum()) / 72


def grouped(names: Sequence[str], groups: Sequence[str], *, width: float = ROW) -> tuple[pd.DataFrame, float]:
    """Place rows that stand in groups, each group under its own name.

    names, groups: one per row, rows of a group beside each other. width: of a line of a name, in sizes of its letters.
    Returns a DataFrame with text (in lines), head (whether it is the name of a group) and place, one row per line of
    the figure from above, and the height of all in inches.
    """
    texts: list[tuple[str, bool]] = []
    for at, (name, group) in enumerate(zip(names, groups, strict=True)):
        texts += [(fitted(group, WHOLE), True)] if at == 0 or group != groups[at - 1] else []
        texts.append((fitted(name, width), False))
    # A line of room above the name of a group.
    places, height = stacked([f"{text}\n" if head else text for text, head in texts])
    return pd.DataFrame(texts, columns=["text", "head"]).assign(place=places), height


def name_groups(ax: Axes, rows: pd.DataFrame, *, colours: Mapping[str, str] = NO_COLOURS) -> None:
    """Name rows and, above the rows of each group and from the left edge of the figure on, the group.

    ax: Axes. rows: DataFrame as `grouped` returns it. colours: of the names of groups, black by default.
    Returns nothing.
    """
    heads, own = rows[rows["head"]], rows[~rows["head"]]
    ax.set_yticks(own["place"], own["text"], fontsize=SMALL)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_ylim(rows["place"].iloc[-1] + 0.7, -0.7)
    figure = figure_of(ax)
    left = EDGE / 72 / figure.get_figwidth()
    beside = blended_transform_factory(figure.transFigure, ax.transData)
    for row in heads.itertuples():
        colour = colours.get(row.text, "black")
        head = ax.text(left, row.place + 0.3, row.text, transform=beside, va="center", fontsize=SMALL + 1, color=colour)
        head.set_in_layout(False)


def key(ax: Axes, colours: Mapping[str, str], *, columns: int = 1) -> None:
    """Say above an Axes what its colours mean.

    ax: Axes. colours: by what they mean. columns: in which the meanings stand. Returns nothing.
    """
    handles = [Patch(color=colour, label=fitted(name, WHOLE)) for name, colour in colours.items()]
    ax.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, frameon=False, borderpad=0.2,
              handlelength=1, handleheight=1, borderaxespad=0)  # fmt: skip


def with_gloss(table: pd.DataFrame) -> list[str]:
    """Write each word of a table (columns word, gloss) with its gloss, without brackets, beside it; a list of str."""
    return [f"{row.word} {brief(row.gloss)}".strip() for row in table.itertuples()]


def name_rows(
    ax: Axes, names: Sequence[str], *, places: Array | None = None, size: float = SMALL, width: float = ROW
) -> None:
    """Name the rows of a figure and let the first stand above the others.

    ax: Axes. names: one per row. places: heights of the rows, 0, 1, 2 … by default. size: of the letters, in points.
    width: of a line of a name, in sizes of its letters. Returns nothing.
    """
    fitting = [fitted(name, width) for name in names]
    ax.set_yticks(np.arange(len(names)) if places is None else places, fitting, fontsize=size)
    ax.tick_params(axis="y", length=0)
    ax.invert_yaxis()


def tell(ax: Axes, end: float, place: float, text: str) -> None:
    """Write behind a bar what it shows.

    ax: Axes. end: of the bar. place: its height. text: str. Returns nothing.
    """
    ax.annotate(text, (end, place), (4, 0), textcoords="offset points", va="center", color=GREY, fontsize=SMALL)


def _beside(ax: Axes, text: str, point: Point, offset: Point) -> None:
    """Write a label beside its point, with a line to it if it is not near."""
    # The line ends where the label was set, and not in its middle.
    end = (AT[_side(offset)], 0.5)
    way = {"arrowstyle": "-", "color": GREY, "linewidth": 0.6, "relpos": end}
    line = way if np.hypot(*offset) > NEAR else None
    ax.annotate(text, point, offset, "data", "offset points", line, ha=_side(offset), va="center", fontsize=SMALL)


def _side(offset: Point) -> Literal["left", "right", "center"]:
    return "left" if offset[0] > 1 else "right" if offset[0] < -1 else "center"


def _extent(ax: Axes, text: str) -> Array:
    """Return width and height of a label in pixels, with a pixel on each side."""
    label = ax.text(0, 0, text, fontsize=SMALL)
    box = label.get_window_extent()
    label.remove()
    return np.array([box.width + 2, box.height + 2])


def _box(end: Array, extent: Array, side: str) -> Array:
    """Return left, bottom, right and top of a label at the end of its line."""
    corner = end - extent * [AT[side], 0.5]
    return np.concatenate([corner, corner + extent])


def _way(start: Array, end: Array) -> Array:
    """Return the line from a point to its label as small boxes, (boxes x 4), none where they are near."""
    steps = int(np.hypot(*(end - start)) / 3)
    places = start + np.linspace(0, 1, steps + 1)[:, None] * (end - start)
    return np.hstack([places - 1, places + 1])


def _covers(boxes: Array, others: Array) -> bool:
    """Say whether any of some boxes, (boxes x 4), covers any of others."""
    one, two = boxes[:, None], others[None]
    return bool(((one[..., :2] < two[..., 2:]) & (one[..., 2:] > two[..., :2])).all(axis=2).any())


def _room(
    frame: Array, start: Array, extent: Array, taken: Mapping[str, Array], dots: float
) -> tuple[Point, Taken] | None:
    """Find the nearest place of a label that is inside the frame and covers nothing, nor its line another label.

    Returns where, in points from its point, and what it takes; None where there is no room.
    """
    for offset in OFFSETS:
        end = start + np.array(offset) * dots
        box = _box(end, extent, _side(offset))[None]
        way = _way(start, end) if np.hypot(*offset) > NEAR else NOTHING
        inside = (box[0, :2] >= frame[:2]).all() and (box[0, 2:] <= frame[2:]).all()
        if inside and not any(_covers(box, others) for others in taken.values()) and not _covers(way, taken["labels"]):
            return offset, {"points": NOTHING, "labels": box, "ways": way}
    return None


def label_points(
    ax: Axes, table: pd.DataFrame, points: pd.DataFrame, *, x: str, y: str, width: float = 8, area: str | None = None
) -> list[str]:
    """Name points so that no label covers another label, the line to another, or a point.

    ax: Axes with its limits set, of a figure that `finish` has given its size. table: DataFrame with word, gloss and
    the columns x and y, those first that matter most. points: DataFrame with the columns x and y of every point drawn.
    x, y: names of these columns. width: of a line of a label, in sizes of its letters. area: column
    of the sizes of the points, in square points of print; small ones of one size by default.
    Returns the list of words that found no room.
    """
    figure, homeless = figure_of(ax), []
    figure.draw_without_rendering()
    centres = ax.transData.transform(points[[x, y]].to_numpy())
    reach = 1.5 if area is None else np.sqrt(points[[area]].to_numpy() / np.pi) * figure.dpi / 72
    taken: Taken = {"points": np.hstack([centres - reach, centres + reach]), "labels": NOTHING, "ways": NOTHING}
    for row in table[["word", "gloss", x, y]].itertuples(index=False):
        word, gloss, *point = row
        text = fitted(f"{word}\n{brief(gloss)}".strip(), width, most=4)
        start = ax.transData.transform((point[0], point[1]))
        found = _room(np.array(ax.bbox.extents), start, _extent(ax, text), taken, figure.dpi / 72)
        if found is None:
            homeless.append(word)
            continue
        _beside(ax, text, (point[0], point[1]), found[0])
        taken = {name: np.vstack([boxes, found[1][name]]) for name, boxes in taken.items()}
    return homeless
