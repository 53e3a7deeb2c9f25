"""Figures of the ledger: how dense, how concepts developed, which figures everyone repeats."""

import math
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from helpers.audit.agreement import BOUNDS, NO_REASON
from helpers.audit.intervals import FOLLOWS, OUTSIDE, ROUNDED, UNCHECKED
from helpers.show.amounts import CHINESE, ENGLISH, amount, chinese, english
from helpers.show.labels import name_margin, name_rows
from helpers.show.style import BLUE, GREY, LEDGER_NOTE, LIGHT, ORANGE, SKY, finish, grid, short
from helpers.show.tables import plain

KIND_STYLE = {"level": BLUE, "change": "#E69F00", "target": "#009E73"}
# Okabe and Ito's colours, the same for a region in every panel.
REGION_COLOURS = (BLUE, ORANGE, "#009E73", "#CC79A7", "#E69F00", SKY, "#000000", GREY)
VERDICT_COLOURS = {FOLLOWS: BLUE, ROUNDED: SKY, OUTSIDE: ORANGE, UNCHECKED: "#D9D9D9"}


def figure_counts(ledger: pd.DataFrame, articles: pd.DataFrame, sizes: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw how many figures per thousand characters each policy field reports, told apart by kind.

    ledger: DataFrame with article_id, kind; one row per figure. articles: DataFrame with article_id, field; one row per
    article. sizes: DataFrame with article_id, characters, such as Corpus.sizes. ax: Axes to draw on, a new one by
    default. Returns the Axes.
    """
    articles = articles[["article_id", "field"]].merge(sizes, on="article_id", validate="one_to_one")
    merged = ledger.merge(articles[["article_id", "field"]], on="article_id", validate="many_to_one")
    length = articles.groupby("field")["characters"].sum() / 1000
    table = merged.groupby(["field", "kind"]).size().unstack(fill_value=0).div(length, axis=0).dropna()
    table = table.loc[table.sum(axis=1).sort_values().index, [kind for kind in KIND_STYLE if kind in table]]
    counts = articles.groupby("field").size()
    ax = ax or plt.subplots(figsize=(8.5, 0.36 * len(table) + 1.4))[1]
    ends = table.cumsum(axis=1)
    names = [f"{short(str(field), 60)} ({counts[field]})" for field in table.index]
    places = range(len(table))
    for kind, numbers in table.items():
        left, colour = ends[kind] - numbers, KIND_STYLE[str(kind)]
        ax.barh(places, numbers, left=left, color=colour, label=kind, height=0.7, edgecolor="white")
    ax.set_yticks(places, names)
    for place, total in enumerate(table.sum(axis=1)):
        ax.text(total + 0.1, place, f"{total:.1f}", va="center", fontsize=8, color=GREY)
    ax.legend(frameon=False, loc="lower right", fontsize=9)
    ax.set_xlabel("figures per 1,000 characters (in brackets: articles)")
    densest = short(str(table.sum(axis=1).idxmax()), 60)
    return finish(ax, title=f"{densest} is told most in numbers", source=LEDGER_NOTE)


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
    factor = next((f"{chinese(scale, unit)}" for limit, _ in CHINESE if scale >= limit), unit)
    return scale, f"{name.strip()} {short(gloss, 40)}\n({short(factor, 20)})".strip()


MARKERS = {"full": "o", "part": "o", "target": "^"}


def _points(ax: Axes, rows: pd.DataFrame, colour: str) -> None:
    """Draw the figures of one region: full circles for years, hollow ones for parts of a year, flags for targets."""
    for drawn, marker in MARKERS.items():
        chosen = rows[rows["drawn"] == drawn]
        face = "white" if drawn == "part" else colour
        ax.scatter(chosen["at"], chosen["shown"], marker=marker, s=34, color=face, edgecolor=colour, zorder=3)
    undated = rows[rows["drawn"] == "as_of"]
    ax.scatter(undated["at"], undated["shown"], marker="_", s=60, color=colour, alpha=0.6, zorder=2)
    line = rows[(rows["drawn"] == "full") & (rows["bound"] == "=")].drop_duplicates("at").sort_values("at")
    ax.plot(line["at"], line["shown"], color=colour, linewidth=1.2)


def _last(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the last figure of each region that has a date of its own."""
    dated = rows[rows["drawn"] != "as_of"].sort_values("at", kind="stable")
    return dated.drop_duplicates("region", keep="last")


def _label_first(ax: Axes, rows: pd.DataFrame, colour: str) -> None:
    """Write the first value of a region beside its point; the last stands in the margin."""
    first = rows[rows["drawn"] == "full"].sort_values("at").head(1)
    for row in first[first["at"] < rows["at"].max()].itertuples():
        ax.annotate(_signed(row), (row.at, row.shown), (0, 6), textcoords="offset points", fontsize=8, color=colour,
                    ha="center")  # fmt: skip


def _signed(row: Any) -> str:
    return f"{row.bound if row.bound in '<>' else ''}{plain(row.shown)}"


def _name_regions(ax: Axes, rows: pd.DataFrame, colours: dict[str, str]) -> None:
    """Name each region with its last value at the right margin, where names do not overlap."""
    last, gap = _last(rows).sort_values("shown"), ax.get_ylim()[1] * 0.11
    # From below, each name a gap above the one before.
    heights = accumulate(last["shown"], lambda below, height: max(height, below + gap))
    for row, height in zip(last.itertuples(), heights, strict=True):
        name_margin(ax, height, f"{_signed(row)} {short(row.region, 24)}", colour=colours[row.region])


def _timeline(ax: Axes, rows: pd.DataFrame, colours: dict[str, str], years: tuple[float, float]) -> None:
    """Draw the values of one concept in one unit over the years."""
    scale, unit = _scale(rows["unit"].iloc[0], rows["unit_gloss"].iloc[0], rows["value"].max())
    rows = rows.assign(shown=rows["value"] / scale)
    for region, of_region in rows.groupby("region", sort=False):
        _points(ax, of_region, colours[str(region)])
        _label_first(ax, of_region, colours[str(region)])
    ax.set_title(short(rows["gloss"].iloc[0], 56), fontsize=8.5)
    ax.set_ylabel(unit, fontsize=8)
    ax.tick_params(labelsize=8)
    ax.yaxis.set_major_formatter(lambda value, _: plain(value))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    ax.set_xlim(*years)
    ax.set_ylim(0, rows["shown"].max() * 1.25)
    _name_regions(ax, rows, colours)


def concept_timelines(
    ledger: pd.DataFrame, names: Sequence[str], *, axes: Sequence[Axes] | None = None
) -> Sequence[Axes]:
    """Draw the levels and targets of concepts over the years, one panel each, one colour per region in all of them.

    ledger: DataFrame as for `timed`. names: the concepts to draw, in order. axes: as many Axes, new ones by default.
    Returns the Axes. Every mark is one figure of one article. A panel has the unit and the regions in which its concept
    has figures of most years; lines join exact values of whole years of one region.
    """
    axes = grid(len(names), 2, width=9.5, height=2.3) if axes is None else axes
    dated = timed(ledger[ledger["concept"].isin(list(names))])
    panels = [_panel(dated[dated["concept"] == name]) for name in names]
    regions = pd.concat(panels)["region"].value_counts(sort=True).index if panels else []
    colours = {region: REGION_COLOURS[min(at, len(REGION_COLOURS) - 1)] for at, region in enumerate(regions)}
    years = (dated["at"].min() - 1, dated["at"].max() + 1)
    for ax, rows in zip(axes, panels, strict=False):
        _timeline(ax, rows, colours, years)
    return finish(
        axes,
        title=_most_moved(panels),
        subtitle="Circle: whole year; hollow: part of a year; dash: no date, drawn when published; triangle: target.",
        source=LEDGER_NOTE,
    )


def _most_moved(panels: Sequence[pd.DataFrame]) -> str:
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
    return f"Most moved: {short(first['gloss'], 80)}, {short(first['region'], 24)}, from {ends}"


def _panel(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the unit of most years, and the regions that have a figure of a year in it."""
    years = rows[rows["drawn"] == "full"].groupby("unit")["at"].agg(["nunique", "size"])
    rows = rows[rows["unit"] == years.sort_values(["nunique", "size"], kind="stable").index[-1]]
    known = rows.loc[rows["drawn"] != "as_of", "region"].unique()
    return rows[rows["region"].isin(known)]


def repeats_plot(repeated: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw in how many articles a figure is repeated, and in how many of them without a year.

    repeated: DataFrame as `helpers.audit.agreement.repeats` returns it; one row per figure. ax: Axes to draw on, a new
    one by default. Returns the Axes.
    """
    ax = ax or plt.subplots(figsize=(8.5, 0.45 * len(repeated) + 1.5))[1]
    places = range(len(repeated))
    ax.barh(places, repeated["articles"], color=BLUE, height=0.68, label="with a year")
    ax.barh(places, repeated["undated"], color="#A6CEE3", height=0.68, label="without a year")
    for row in repeated.itertuples():
        name_margin(ax, row.Index, amount(row))
    name_rows(ax, [f"{short(row.gloss, 56)}\n{short(row.place, 56)}" for row in repeated.itertuples()])
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel("articles that state it")
    ax.legend(frameon=False, loc="lower right", fontsize=8)
    most = repeated.iloc[0]
    return finish(ax, title=f"{short(most.gloss, 80)}: one number in {most.articles} articles", source=LEDGER_NOTE)


def verdicts_plot(claims: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw how many claims of each class follow, follow only if rounded, do not follow, and cannot be checked.

    claims: DataFrame with rule, verdict; one row per claim. ax: Axes to draw on, a new one by default. Returns the
    Axes.
    """
    table = claims.groupby(["rule", "verdict"]).size().unstack(fill_value=0)
    table = table.reindex(columns=list(VERDICT_COLOURS), fill_value=0)
    table = table.assign(checked=table.drop(columns=UNCHECKED).sum(axis=1)).sort_values(
        ["checked", UNCHECKED], kind="stable"
    )
    ax = ax or plt.subplots(figsize=(8.5, 0.32 * len(table) + 1.5))[1]
    left = pd.Series(0, index=table.index)
    for verdict, colour in VERDICT_COLOURS.items():
        ax.barh(table.index, table[verdict], left=left, color=colour, label=verdict, height=0.7, edgecolor="white")
        left = left + table[verdict]
    ax.tick_params(axis="y", labelsize=8)
    ax.legend(frameon=False, loc="lower right", fontsize=8)
    ax.set_xlabel("claims")
    failed, checked = int(table[OUTSIDE].sum()), int(table["checked"].sum())
    title = f"{checked} of {len(claims)} claims can be checked; {failed} of these do not follow"
    return finish(ax, title=title, source=LEDGER_NOTE)


def agreement_plot(groups: pd.DataFrame, ledger: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw what articles state for the same thing as dots between nothing and the largest of them, with its amount.

    groups: DataFrame as `helpers.audit.agreement.agreement` returns it, those that differ; one row per group. ledger:
    DataFrame that they were made of. ax: Axes to draw on, a new one by default. Returns the Axes. Arrows are bounds.
    """
    ax = ax or plt.subplots(figsize=(8.5, 0.5 * len(groups) + 1.5))[1]
    figures = ledger.set_index("figure_id", drop=False)
    for place, group in enumerate(groups.itertuples()):
        rows = figures.loc[group.figures.split()].drop_duplicates(["value", "bound"]).sort_values("value")
        shares = rows["value"].abs() / group.high
        ax.plot([shares.min(), shares.max()], [place, place], color=LIGHT, linewidth=3, zorder=1)
        for row, share in zip(rows.itertuples(), shares, strict=True):
            marker = {">": ">", "<": "<"}.get(row.bound, "o")
            ax.scatter(share, place, s=42, marker=marker, color=_reason_colour(group.reason), zorder=3, clip_on=False)
        stated = " | ".join(dict.fromkeys(amount(row) for row in rows.itertuples()))
        name_margin(ax, place, f"{stated}\n{group.outlets}")
    name_rows(ax, [f"{short(group.gloss, 56)}\n{short(group.place, 56)}" for group in groups.itertuples()])
    ax.set_xlim(0, 1.02)
    ax.set_xlabel("share of the largest value stated")
    return finish(
        ax,
        title=f"{(groups['reason'] == NO_REASON).sum()} of {len(groups)} differences have no reason in the figures",
        subtitle="Orange: no reason found; blue: a bound (arrow) or rounding; grey: other dates, or none stated.",
        source=LEDGER_NOTE,
    )


def _reason_colour(reason: str) -> str:
    return {NO_REASON: ORANGE, BOUNDS: BLUE}.get(reason, GREY)
