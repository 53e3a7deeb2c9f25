"""Figures of the ledger: how dense it is, how concepts developed, which figures everyone repeats."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Affine2D

from helpers.show.amounts import ENGLISH, NAMES, amount, chinese, english, in_english, many, where
from helpers.show.sheet import LINE, WIDE, bar, both, cut, key, parted, sheet, write
from helpers.show.style import BLUE, GREY, ORANGE, SMALL, finish, short
from helpers.show.tables import plain

BLACK, PINK = "#000000", "#CC79A7"
KINDS = {"level": BLUE, "change": ORANGE, "target": BLACK}
# The same for a region in every panel; names stand beside the lines, so that later ones may share the last.
REGIONS = (BLUE, ORANGE, BLACK, PINK, GREY)
# Of fewer articles nothing can be said of a field.
LEAST = 3
# The numbers to the right of a name; the scale to the left of a panel, the panel, the names to its right; in points.
NUMBER, SCALE, PANEL, HIGH, ASIDE = 40, 34, 220, 76, 10


def figure_counts(
    ledger: pd.DataFrame,
    articles: pd.DataFrame,
    sizes: pd.DataFrame,
    *,
    names: Mapping[str, str] = NAMES,
    ax: Axes | None = None,
) -> Axes:
    """Draw how many figures per thousand characters each policy field reports, told apart by kind.

    ledger: DataFrame with article_id, kind; one row per figure. articles: DataFrame with article_id, field; one row per
    article. sizes: DataFrame with article_id, characters, such as Corpus.sizes. names: Chinese names of fields, none by
    default. ax: Axes to draw on, a new one by default. Returns the Axes. Fields of fewer than three articles stand
    apart, since they say what these articles do.
    """
    ax, table = sheet(ax), _density(ledger, articles, sizes)
    many_articles = table["articles"] >= LEAST
    y, scale = key(ax, KINDS), WIDE / max(table["all"].max(), 1e-9)
    for part, head in ((table[many_articles], ""), (table[~many_articles], FEW)):
        y = write(ax, parted(head), 0, y + LINE / 2, ink=GREY) + 4 if head and len(part) else y
        for row in part.itertuples():
            y = _counted(ax, row, both(str(row.Index) or "no field stated", names.get(row.Index, "")), y, scale)
    cut(ax, y)
    told = f"Figures per 1,000 characters, n = {many(len(ledger), 'figure')} in {many(len(articles), 'article')}."
    return finish(ax, title=_densest(table[many_articles]), subtitle=told)


FEW = f"Fewer than {LEAST} articles: what these do, no finding on their field"


def _density(ledger: pd.DataFrame, articles: pd.DataFrame, sizes: pd.DataFrame) -> pd.DataFrame:
    """Return figures, articles, and figures per thousand characters (by kind, all) of each field, the most first."""
    articles = articles[["article_id", "field"]].merge(sizes, on="article_id", validate="one_to_one")
    merged = ledger.merge(articles[["article_id", "field"]], on="article_id", validate="many_to_one")
    length = articles.groupby("field")["characters"].sum() / 1000
    counts = pd.crosstab(merged["field"], merged["kind"]).reindex(length.index, fill_value=0)
    table = counts.reindex(columns=list(KINDS), fill_value=0).div(length, axis=0)
    told = {"all": table.sum(axis=1), "figures": counts.sum(axis=1), "articles": articles.groupby("field").size()}
    return table.assign(**told)[length > 0].sort_values("all", ascending=False, kind="stable")


def _counted(ax: Axes, row: Any, name: Sequence[str], y: float, scale: float) -> float:
    """Draw one field: its name with its numbers, and a bar of kinds; returns the height below."""
    write(ax, [f"{row.all:.1f}"], WIDE, y, side="right")
    told = f"{many(row.figures, 'figure')} in {many(row.articles, 'article')}"
    y = write(ax, parted(f"{short(' '.join(name), 100)}: {told}", WIDE - NUMBER), 0, y)
    bar(ax, y, [(getattr(row, kind) * scale, colour) for kind, colour in KINDS.items()], height=6)
    return y + 13


def _densest(table: pd.DataFrame) -> str:
    if len(table) < 2:
        return f"No two fields have {LEAST} articles that could be compared"
    most, least = (f"{short(str(field), 60)} ({table['all'][field]:.1f})" for field in table.index[[0, -1]])
    return f"Of fields with {LEAST} articles or more, {most} is told most in numbers, {least} least"


def timed(ledger: pd.DataFrame) -> pd.DataFrame:
    """Give the levels and targets of a ledger their place on an axis of years.

    ledger: DataFrame as `helpers.ledger.read` returns it. Changes and levels of longer periods are left out.
    Returns its rows with at (year; with as_of, the year and month of publication) and drawn (full, a whole year or its
    end; part, a part of a year; as_of, no date of its own; target); one row per figure.
    """
    single = ledger["year_to"].notna() & (ledger["year_from"].isna() | (ledger["year_from"] == ledger["year_to"]))
    target = (ledger["kind"] == "target") & ledger["year_from"].notna()
    undated = (ledger["kind"] == "level") & (ledger["as_of"] != "")
    date = ledger["as_of"].str.extract(r"(?P<year>\d{4})(?:-(?P<month>\d\d))?").astype(float)
    drawn = pd.Series("full", index=ledger.index).mask(ledger["month_to"].notna() & (ledger["month_to"] != 12), "part")
    drawn = drawn.mask(undated, "as_of").mask(ledger["kind"] == "target", "target")
    at = ledger["year_to"].fillna(ledger["year_from"]).astype(float)
    at = at.mask(undated, date["year"] + (date["month"].fillna(1) - 1) / 12)
    chosen = (ledger["kind"] != "change") & (single | undated | target)
    return ledger.assign(at=at, drawn=drawn)[chosen].reset_index(drop=True)


def documented(ledger: pd.DataFrame, number: int) -> list[str]:
    """Choose the concepts whose development is documented best: one unit and place, most different years.

    ledger: DataFrame as for `timed`. number: how many. Returns a list of concepts, the best first, of those that have
    two years or more.
    """
    dated = timed(ledger)
    dated = dated[(dated["concept"] != "") & (dated["drawn"] == "full")]
    years = dated.groupby(["concept", "region", "unit"])["at"].agg(["nunique", "size"]).reset_index()
    best = years[years["nunique"] > 1].sort_values(["nunique", "size", "concept"], ascending=[False, False, True])
    return list(dict.fromkeys(best["concept"]))[:number]


def _scale(unit: str, gloss: str, top: float) -> tuple[float, str]:
    """Return by what the values of a panel are divided, and the name of its unit in both languages."""
    scale, name = next((pair for pair in ENGLISH if top >= pair[0]), (1.0, ""))
    if top < ENGLISH[-1][0] and top >= 1e5:
        scale, name = 1e3, "thousand"
    # 1万亿元 is 万亿元, but 10亿元 stays, and 千家 has no sign among those of large amounts.
    factor = f"千{unit}" if scale == 1e3 else re.sub(r"^1(?!\d)", "", chinese(scale, unit)) if scale > 1 else unit
    return scale, unit if unit == "%" else f"{name.strip()} {short(gloss, 60)} ({short(factor, 40)})".strip()


MARKERS = {"full": "o", "part": "o", "target": "^"}


def _points(ax: Axes, rows: pd.DataFrame, colour: str) -> None:
    """Draw the figures of one region: full circles for years, hollow ones for parts of a year, flags for targets."""
    for drawn, marker in MARKERS.items():
        chosen = rows[rows["drawn"] == drawn]
        face = "white" if drawn == "part" else colour
        ax.scatter(chosen["at"], chosen["shown"], marker=marker, s=26, color=face, edgecolor=colour, zorder=3)
    undated = rows[rows["drawn"] == "as_of"]
    ax.scatter(undated["at"], undated["shown"], marker="_", s=60, color=colour, zorder=2)
    line = rows[(rows["drawn"] == "full") & (rows["bound"] == "=")].drop_duplicates("at").sort_values("at")
    ax.plot(line["at"], line["shown"], color=colour, linewidth=1.4)


def _signed(row: Any) -> str:
    return f"{row.bound if row.bound in '<>' else ''}{plain(row.shown)}"


def _last(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the last figure of each region that has a date of its own, from above."""
    dated = rows[rows["drawn"] != "as_of"].sort_values("at", kind="stable")
    return dated.drop_duplicates("region", keep="last").sort_values("shown", ascending=False, kind="stable")


class Frame(NamedTuple):
    """Where the panel of a concept stands on its sheet: its upper edge, first and last year, and largest value."""

    top: float
    years: tuple[float, float]
    most: float

    def point(self, year: float, value: float) -> tuple[float, float]:
        """Return the place of a value in a year on the sheet, in points."""
        first, last = self.years
        return SCALE + PANEL * (year - first) / (last - first), self.top + HIGH * (1 - value / self.most)


def _panel_axes(ax: Axes, frame: Frame) -> Axes:
    """Return new Axes in a frame on a sheet, with years below and few values beside it."""
    # Heights of a sheet are counted downwards, and no Axes may have one below 0.
    upwards = Affine2D().scale(1, -1) + ax.transData
    panel = ax.inset_axes((SCALE, -frame.top - HIGH, PANEL, HIGH), transform=upwards)
    panel.set_in_layout(False)
    panel.set(xlim=frame.years, ylim=(0, frame.most), facecolor="none")
    panel.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    panel.yaxis.set_major_locator(MaxNLocator(nbins=3))
    panel.yaxis.set_major_formatter(lambda value, _: plain(value))
    return panel


def _name_regions(
    ax: Axes, rows: pd.DataFrame, frame: Frame, colours: Mapping[str, str], names: Mapping[str, str]
) -> float:
    """Name each region with its last value to the right, none over another; returns the height below."""
    left, end = SCALE + PANEL + ASIDE, frame.top
    for row in _last(rows).itertuples():
        x, y = frame.point(row.at, row.shown)
        lines = both(f"{_signed(row)} {short(row.region, 24)}", in_english(row.region, names), WIDE - left)
        top = max(end, y - LINE / 2)
        ax.plot([x + 4, left - 3], [y, top + LINE / 2], color=colours[row.region], linewidth=0.8)
        end = write(ax, lines, left, top)
    return end


def _name_first(ax: Axes, rows: pd.DataFrame, frame: Frame) -> None:
    """Write the first value of each region above its point, where none is written near it."""
    first = rows[rows["drawn"] == "full"].sort_values("at").drop_duplicates("region")
    taken: list[tuple[float, float]] = []
    for row in first[first["at"] < first["region"].map(_last(rows).set_index("region")["at"])].itertuples():
        x, y = frame.point(row.at, row.shown)
        if all(abs(x - left) > NUMBER or abs(y - top) > LINE for left, top in taken):
            write(ax, [_signed(row)], x, y - LINE - 5, side="center")
            taken.append((x, y))


def _timeline(
    ax: Axes, rows: pd.DataFrame, frame: Frame, colours: Mapping[str, str], names: Mapping[str, str]
) -> float:
    """Draw the values of one concept in one unit over the years, from the top of a frame; returns the height below."""
    scale, unit = _scale(rows["unit"].iloc[0], rows["unit_gloss"].iloc[0], rows["value"].max())
    rows = rows.assign(shown=rows["value"] / scale)
    y = write(ax, parted(rows["gloss"].iloc[0], size=SMALL + 1), 0, frame.top, size=SMALL + 1)
    y = write(ax, both(f"{rows['indicator'].mode().iloc[0]},", f"in {unit}"), 0, y, ink=GREY)
    frame = frame._replace(top=y + 4, most=rows["shown"].max() * 1.3)
    panel = _panel_axes(ax, frame)
    for region, of_region in rows.groupby("region", sort=False):
        _points(panel, of_region, colours[str(region)])
    _name_first(ax, rows, frame)
    return max(_name_regions(ax, rows, frame, colours, names), frame.top + HIGH + 2 * LINE)


def concept_timelines(
    ledger: pd.DataFrame, concepts: Sequence[str], *, names: Mapping[str, str] = NAMES, ax: Axes | None = None
) -> Axes:
    """Draw the levels and targets of concepts over the years, one panel each, one colour per region in all of them.

    ledger: DataFrame as for `timed`. concepts: those to draw, in order. names: English names of regions, none by
    default. ax: Axes to draw on, a new one by default.
    Returns the Axes. Every mark is one figure of one article. A panel has the unit and the regions in which its concept
    has figures of most years; lines join exact values of whole years of one region.
    """
    ax, dated, y = sheet(ax), timed(ledger[ledger["concept"].isin(list(concepts))]), 0.0
    panels = [_panel(dated[dated["concept"] == name]) for name in concepts]
    regions = pd.concat(panels)["region"].value_counts(sort=True).index if panels else []
    colours = {region: REGIONS[min(at, len(REGIONS) - 1)] for at, region in enumerate(regions)}
    years = (dated["at"].min() - 1, dated["at"].max() + 1)
    for rows in panels:
        y = _timeline(ax, rows, Frame(y, years, 1), colours, names) + LINE / 2
    cut(ax, y)
    return finish(ax, title=_most_moved(panels, names), subtitle=MARKS)


MARKS = (
    "Each mark is a figure of one article. Circle: whole year; hollow: part of a year; dash: no date, drawn when "
    "published; triangle: target. Lines join exact values of whole years."
)


def _most_moved(panels: Sequence[pd.DataFrame], names: Mapping[str, str]) -> str:
    """Say which concept of which region moved most between its first and its last exact value of a whole year."""
    moved = []
    for rows in panels:
        exact = rows[(rows["drawn"] == "full") & (rows["bound"] == "=")].sort_values("at")
        for _, line in exact.groupby("region", sort=False):
            first, last = line.iloc[0], line.iloc[-1]
            moved.append((abs(math.log(last["value"] / first["value"])), first, last))
    if not moved:
        return "No concept has exact values of two years"
    _, first, last = max(moved, key=lambda found: found[0])
    ends = " to ".join(f"{english(row['value'], row['unit_gloss'])} in {row['at']:.0f}" for row in (first, last))
    region = short(where(first["region"], names), 60)
    return f"Most moved: {short(first['gloss'], 80)} ({region}), from {ends}"


def _panel(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the unit of most years, and the regions that have a figure of a year in it."""
    years = rows[rows["drawn"] == "full"].groupby("unit")["at"].agg(["nunique", "size"])
    rows = rows[rows["unit"] == years.sort_values(["nunique", "size"], kind="stable").index[-1]]
    known = rows.loc[rows["drawn"] != "as_of", "region"].unique()
    return rows[rows["region"].isin(known)]


DATED = {"articles that give it a year": BLUE, "articles that give none": ORANGE}


def repeats_plot(
    repeated: pd.DataFrame, ledger: pd.DataFrame, *, names: Mapping[str, str] = NAMES, ax: Axes | None = None
) -> Axes:
    """Draw in how many articles a figure is repeated, and in how many of them without a year.

    repeated: DataFrame as `helpers.audit.agreement.repeats` returns it; one row per figure. ledger: DataFrame that it
    was made of. names: English names of places, none by default. ax: Axes to draw on, a new one by default.
    Returns the Axes.
    """
    ax, labels = sheet(ax), ledger.set_index("figure_id")["indicator"]
    y, scale = key(ax, DATED), (WIDE - 4 * NUMBER) / repeated["articles"].max()
    for row in repeated.itertuples():
        y = write(ax, parted(f"{row.gloss}: {amount(row)}", WIDE), 0, y)
        y = write(ax, both(f"{labels[row.figures.split()].mode().iloc[0]},", where(row.place, names)), 0, y, ink=GREY)
        parts = [((row.articles - row.undated) * scale, BLUE), (row.undated * scale, ORANGE)]
        end = bar(ax, y + 2, parts, height=7)
        y = write(ax, [_told(row.articles, row.undated)], end + 6, y - 1) + LINE / 2
    cut(ax, y - LINE / 2)
    undated = int((repeated["undated"] == repeated["articles"]).sum())
    title = f"{undated} of {len(repeated)} figures that articles repeat have a year in none of them"
    return finish(ax, title=title, subtitle="Bars: number of articles that state the same value of the same thing.")


def _told(articles: int, undated: int) -> str:
    return f"{many(articles, 'article')}, {undated or 'none'} without a year"
