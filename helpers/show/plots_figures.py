"""Figures of the reported figures: how many, over which years, and whether they agree."""

from collections.abc import Sequence
from itertools import accumulate

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from helpers.audit import FOLLOWS, NO_REASON, UNCHECKED
from helpers.show.labels import name_margin, name_rows
from helpers.show.style import BLUE, GREY, LEDGER_NOTE, LIGHT, ORANGE, finish, grid
from helpers.show.tables import plain

KIND_STYLE = {"level": (BLUE, "o"), "change": ("#E69F00", "s"), "target": ("#009E73", "^")}
SCALES = ((1e8, "100 million "), (1e4, "10,000 "))


def figure_counts(ledger: pd.DataFrame, articles: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw how many figures each policy field reports, told apart by kind.

    ledger: DataFrame with article_id, kind; one row per figure. articles: DataFrame with article_id, field; one row
    per article. ax: Axes to draw on, a new one by default. Returns the Axes.
    """
    merged = ledger.merge(articles[["article_id", "field"]], on="article_id", validate="many_to_one")
    table = merged.groupby(["field", "kind"]).size().unstack(fill_value=0)
    table = table.loc[table.sum(axis=1).sort_values().index, [kind for kind in KIND_STYLE if kind in table]]
    ax = ax or plt.subplots(figsize=(8.5, 0.36 * len(table) + 1.4))[1]
    ends = table.cumsum(axis=1)
    for kind, numbers in table.items():
        left, colour = ends[kind] - numbers, KIND_STYLE[kind][0]
        ax.barh(table.index, numbers, left=left, color=colour, label=kind, height=0.7, edgecolor="white")
    for place, total in enumerate(table.sum(axis=1)):
        ax.text(total + 2, place, f"{total}", va="center", fontsize=8, color=GREY)
    ax.legend(frameon=False, loc="lower right", fontsize=9)
    ax.set_xlabel("figures")
    return finish(
        ax,
        title=f"{len(ledger)} figures in {ledger['article_id'].nunique()} articles, by policy field and kind",
        source=LEDGER_NOTE,
    )


def _name_regions(ax: Axes, rows: pd.DataFrame, top: float) -> None:
    """Name the last point of each region, at the right margin, where names do not overlap."""
    last = rows.sort_values(["year", "shown"]).drop_duplicates("region", keep="last").sort_values("shown")
    edge = rows["year"].max() + 0.5
    # From below, each name a gap above the one before.
    heights = accumulate(last["shown"], lambda below, height: max(height, below + top * 0.11))
    for row, height in zip(last.itertuples(), heights, strict=True):
        line = {"arrowstyle": "-", "color": LIGHT, "linewidth": 0.7}
        ax.annotate(row.region, (row.year, row.shown), (edge, height), fontsize=7, va="center", arrowprops=line)


def _timeline(ax: Axes, rows: pd.DataFrame, unit: str) -> None:
    """Draw the values of one concept in one unit over the years."""
    scale, name = next((pair for pair in SCALES if rows["value"].max() >= 10 * pair[0]), (1, ""))
    rows = rows.assign(shown=rows["value"] / scale)
    for kind, of_kind in rows.groupby("kind"):
        colour, marker = KIND_STYLE[kind]
        ax.scatter(of_kind["year"], of_kind["shown"], color=colour, marker=marker, alpha=0.65, s=32)
    top = rows["shown"].max() * 1.2
    _name_regions(ax, rows, top)
    ax.set_title(rows["gloss"].iloc[0], fontsize=9)
    ax.set_ylabel(f"{name}{unit}", fontsize=7.5)
    ax.tick_params(labelsize=7.5)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlim(rows["year"].min() - 1, rows["year"].max() + 2.5)
    ax.set_ylim(0, top)


def concept_timelines(
    ledger: pd.DataFrame, names: Sequence[str], *, axes: Sequence[Axes] | None = None
) -> Sequence[Axes]:
    """Draw the dated levels and targets of concepts over the years, one panel each.

    ledger: DataFrame with concept, gloss, article_id, region, value, unit, kind, year_to; one row per figure.
    names: the concepts to draw, in order. axes: as many Axes, new ones by default.
    Returns the Axes. Every point is one figure of one article; the last of each region is named. A panel has the unit
    that most figures of its concept have, and leaves the others out.
    """
    axes = grid(len(names), 2, width=9.5, height=2.1) if axes is None else axes
    dated = ledger[ledger["year_to"].notna() & (ledger["kind"] != "change") & ledger["concept"].isin(names)]
    dated = dated.assign(year=dated["year_to"].astype(int))
    for ax, name in zip(axes, names, strict=False):
        of_concept = dated[dated["concept"] == name]
        unit = of_concept["unit"].mode().iloc[0]
        _timeline(ax, of_concept[of_concept["unit"] == unit], unit)
    return finish(
        axes,
        title=f"{len(dated)} dated figures of {dated['article_id'].nunique()} articles",
        subtitle="Circle: level, triangle: target.",
        source=LEDGER_NOTE,
    )


def _claim(ax: Axes, place: int, stated: float, low: float, high: float, *, fits: bool) -> None:
    """Draw what rounding allows as a grey bar and what was stated as a dot or cross, as shares of the recomputed."""
    ax.plot([low, high], [place, place], color=LIGHT, linewidth=7, solid_capstyle="butt")
    ax.scatter(stated, place, s=48, zorder=3, color=BLUE if fits else ORANGE, marker="o" if fits else "X")


def claims_plot(claims: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw what was stated against what follows from the stated values, for every claim that could be checked.

    claims: DataFrame with figure_id, rule, stated, unit, recomputed, low, high, verdict; one row per claim.
    ax: Axes to draw on, a new one by default. Returns the Axes. The two are drawn as a share of the recomputed value.
    """
    checked = claims[claims["verdict"] != UNCHECKED].reset_index(drop=True)
    ax = ax or plt.subplots(figsize=(8.5, 0.4 * len(checked) + 1.6))[1]
    for row in checked.itertuples():
        shares = (value / row.recomputed for value in (row.stated, row.low, row.high))
        _claim(ax, row.Index, *shares, fits=row.verdict == FOLLOWS)
        name_margin(ax, row.Index, f"stated {row.stated:g}, gives {row.recomputed:.4g} {row.unit}")
    ax.axvline(1, color=GREY, linewidth=0.8)
    name_rows(ax, checked["figure_id"] + "  " + checked["rule"])
    ax.set_xlabel("stated value as a share of the recomputed one; grey: what rounding allows")
    return finish(ax, title=f"{len(checked)} claims checked: dot, follows; cross, outside rounding", source=LEDGER_NOTE)


def spread_plot(groups: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the lowest and highest value that articles state for the same thing, as a share of the highest.

    groups: DataFrame with gloss, region, low, high, unit, reason; one row per group that differs.
    ax: Axes to draw on, a new one by default. Returns the Axes.
    """
    ax = ax or plt.subplots(figsize=(8.5, 0.32 * len(groups) + 1.4))[1]
    for place, row in enumerate(groups.itertuples()):
        colour = ORANGE if row.reason == NO_REASON else BLUE
        ends = [row.low / row.high, 1]
        ax.plot(ends, [place, place], color=colour, marker="o", markersize=5, linewidth=1.5, clip_on=False)
        name_margin(ax, place, f"{plain(row.low)} to {plain(row.high)} {row.unit}", size=7.5)
    name_rows(ax, groups["gloss"] + ", " + groups["region"])
    ax.set_xlim(min(0.5, (groups["low"] / groups["high"]).min() - 0.05), 1.0)
    ax.set_xlabel("lowest stated value as a share of the highest")
    return finish(
        ax, title=f"{len(groups)} things on which articles differ; orange: no reason found", source=LEDGER_NOTE
    )
