"""Figures of places: where what the texts name is, how often they name it, and in how many articles."""

from collections.abc import Mapping, Sequence
from math import cos, radians

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers.files import refuse
from helpers.lexicon import brief
from helpers.show.amounts import many
from helpers.show.labels import fitted, key, label_points
from helpers.show.style import BLUE, EDGE, GREY, LIGHT, ORANGE, SMALL, WIDTH, finish, grid, short

# Kinds of places that are drawn as a line through what they pass.
LINES = {"river": "-", "railway": "--", "road": ":"}
# A region has a middle, but is nowhere.
NOWHERE = ("region", "corridor")
# How large the largest and the smallest point are, in square points.
LARGEST, LEAST = 420, 6
# How many lines are drawn, the most mentioned ones, and how wide labels are in sizes of their letters.
MOST_LINES, LABEL = 8, 8
# A place with less of the mentions of its group does not widen the small maps.
SEEN = 0.02
# Degrees left free around the places, and how far the close view reaches around the middle of the mentions.
MARGIN = 0.3
NEAR = 0.62


def located(table: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Put beside counts of places where they are.

    table: DataFrame with word (the place) and any columns; one row per place. places: `Lexicon.places`.
    Returns it with kind, parent, gloss, longitude, latitude, via; rows as given, without the places that are regions,
    belts, or of unknown place.
    """
    wanted = ["kind", "parent", "gloss", "longitude", "latitude", "via"]
    known = places[["place", *wanted]].rename(columns={"place": "word"})
    found = table.drop(columns=wanted, errors="ignore").merge(known, on="word", how="inner")
    return found[found["longitude"].notna() & ~found["kind"].isin(NOWHERE)].reset_index(drop=True)


def _draw_lines(ax: Axes, lines: pd.DataFrame, places: pd.DataFrame) -> None:
    where = places.set_index("place")[["longitude", "latitude"]]
    for row in lines[lines["via"] != ""].itertuples():
        way = where.loc[row.via.split("|")].dropna()
        ax.plot(way["longitude"], way["latitude"], LINES[row.kind], color=GREY, linewidth=0.9, zorder=1)


def _draw_points(ax: Axes, points: pd.DataFrame, few: pd.Series) -> None:
    colours = few.map({True: ORANGE, False: BLUE})
    ax.scatter(points["longitude"], points["latitude"], s=points["area"], c=colours, linewidth=0, zorder=2)


def _frame(ax: Axes, west: float, south: float, east: float, north: float) -> None:
    """Set the edges of a map, on which a degree is as long in both directions as at its middle."""
    ax.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[])
    ax.set_aspect(1 / cos(radians((south + north) / 2)))
    for spine in ax.spines.values():
        spine.set(visible=True, color=LIGHT)


Box = tuple[float, float, float, float]


def _around(points: pd.DataFrame) -> Box:
    """Return west, south, east and north of places."""
    x, y = points["longitude"], points["latitude"]
    return x.min() - MARGIN, y.min() - MARGIN, x.max() + MARGIN, y.max() + MARGIN


def _close(points: pd.DataFrame) -> Box:
    """Return the edges of a close view: where most places are, around the middle one."""
    (west, east), (south, north) = ((points[name].quantile([1 - NEAR, NEAR])) for name in ("longitude", "latitude"))
    x, y = points["longitude"].median(), points["latitude"].median()
    half = max(east - west, north - south, 0.5)
    return x - half, y - half * 0.8, x + half, y + half * 0.8


def _inside(points: pd.DataFrame, box: Box) -> pd.Series:
    return points["longitude"].between(box[0], box[2]) & points["latitude"].between(box[1], box[3])


def _height(box: Box) -> float:
    """Return how high a map is that is as wide as a figure, in inches."""
    west, south, east, north = box
    wide = (east - west) * cos(radians((south + north) / 2))
    return (WIDTH - 2 * EDGE / 72) * (north - south) / wide


def _clumped(points: pd.DataFrame, n: int) -> str:
    first = points.iloc[0]
    few = int((points["range"] <= n / 10).sum())
    rest = f"{few} of {many(len(points), 'place')} are named in a tenth of the articles or less"
    return f"{_both(first)} leads; {rest}"


def _both(row: pd.Series) -> str:
    return short(f"{row['word']} {brief(row['gloss'])}".strip(), 60)


VIEWS = "Above the whole, below what the frame holds. A province is where its government is."


def _named(lines: pd.DataFrame) -> str:
    """Name the lines that are drawn, and how."""
    drawn = lines[lines["via"] != ""].head(MOST_LINES)
    ways = {"river": "rivers (full)", "railway": "railways (dashes)", "road": "roads (dots)"}
    parts = [f"{ways[kind]} {', '.join(rows['word'])}" for kind, rows in drawn.groupby("kind", sort=False)]
    return f"Lines join what they pass: {'; '.join(parts)}." if parts else ""


def place_map(
    table: pd.DataFrame, places: pd.DataFrame, *, n: int, labels: int = 18, axes: Sequence[Axes] | None = None
) -> Sequence[Axes]:
    """Draw places where they are: their size by mentions, their colour by how many articles name them.

    table: DataFrame with word (the place), count (mentions), range (articles); one row per place, the most mentioned
    first. places: `Lexicon.places`. n: articles. labels: places to name in each view, where there is room. axes: two
    Axes to draw on, for the whole and for a close view; new ones by default.
    Returns the Axes. Rivers, railways and roads are lines from place to place, not their true course; no border is
    drawn, and a province is where its government is.
    Raises CorpusError where no place of the table has a point.
    """
    points = located(table, places)
    if points.empty:
        raise refuse("there is no place to draw", expected="a place with coordinates", repair="see lexicon/places.csv")
    lines, points = points[points["kind"].isin(list(LINES))], points[~points["kind"].isin(list(LINES))]
    points = points.assign(area=(points["count"] / points["count"].max() * LARGEST).clip(lower=LEAST))
    whole, close = _around(points), _close(points)
    axes = axes or _two(_height(whole), _height(close))
    for ax, box in zip(axes, (whole, close), strict=True):
        _frame(ax, *box)
        _draw_lines(ax, lines.head(MOST_LINES), places)
        _draw_points(ax, points, points["range"] <= n / 10)
    axes[0].add_patch(Rectangle(close[:2], close[2] - close[0], close[3] - close[1], fill=False, edgecolor=GREY))
    few = int(n / 10)
    key(axes[0], {f"named in more than {few} of {many(n, 'article')}": BLUE, f"in {few} or fewer": ORANGE}, columns=2)
    finish(axes, title=_clumped(points, n), subtitle=f"The larger, the more mentions. {VIEWS} {_named(lines)}")
    outside = points[~_inside(points, close)]
    for ax, chosen in ((axes[0], outside), (axes[1], points[_inside(points, close)])):
        label_points(ax, chosen.head(labels), points, x="longitude", y="latitude", width=LABEL, area="area")
    return axes


def _two(first: float, second: float) -> Sequence[Axes]:
    """Return two Axes one above the other, of these heights in inches."""
    figure = plt.figure(figsize=(WIDTH, first + second), layout="constrained")
    return list(figure.subplots(2, 1, height_ratios=[first, second]))


def small_maps(
    tables: Mapping[str, pd.DataFrame],
    places: pd.DataFrame,
    *,
    what: str,
    labels: int = 3,
    axes: Sequence[Axes] | None = None,
) -> Sequence[Axes]:
    """Draw one small map per group of articles: the size of a place is its share of the group's mentions.

    tables: for each group, in the order of the maps, a DataFrame with word (the place), count; the most mentioned
    first. places: `Lexicon.places`. what: what a group is, for the title. labels: places to name in each. axes: one
    per group; new ones by default.
    Returns the Axes, all of one frame. Raises CorpusError where no group has a place with a point.
    """
    points = {name: located(table, places) for name, table in tables.items()}
    points = {
        name: table.assign(share=table["count"] / table["count"].sum()) for name, table in points.items() if len(table)
    }
    if not points:
        raise refuse("there is no place to draw", expected="a place with coordinates", repair="see lexicon/places.csv")
    everywhere = pd.concat(points.values())
    box = _around(everywhere[everywhere["share"] >= SEEN])
    axes = axes or grid(len(points), 3, height=_height(box) / 3 + 0.5)
    for ax, (name, table) in zip(axes, points.items(), strict=True):
        _frame(ax, *box)
        ax.scatter(table["longitude"], table["latitude"], s=table["share"] * LARGEST, color=BLUE, linewidth=0)
        ax.set_title(fitted(f"{name}: {many(int(table['count'].sum()), 'mention')}", 12), fontsize=SMALL)
    finish(
        axes,
        title=_leads(points, what),
        subtitle="The larger, the greater the share of a place in the mentions of the group.",
    )
    for ax, table in zip(axes, points.values(), strict=True):
        bare = table.assign(gloss="", area=table["share"] * LARGEST)
        label_points(ax, bare.head(labels), bare, x="longitude", y="latitude", width=LABEL, area="area")
    return axes


def _leads(points: Mapping[str, pd.DataFrame], what: str) -> str:
    """Say which place leads in most groups, and where another does."""
    leaders = pd.Series({name: _both(table.iloc[0]) for name, table in points.items()})
    most = leaders.mode().iloc[0]
    others = [f"{leader} for {name}" for name, leader in leaders.items() if leader != most]
    told = f"{most} leads in {len(leaders) - len(others)} of {many(len(leaders), what)}"
    return f"{told}; {', '.join(others[:2])}" if others else told
