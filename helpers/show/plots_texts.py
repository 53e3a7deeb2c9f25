"""Figures of the texts as they came: how long they are and how dirty."""

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm

from helpers.show.labels import Array, name_cells, name_rows
from helpers.show.style import BLUE, GREY, LIGHT, finish, grid, short

# What stands to the right of a bar, in shares of the longest one: the names of groups, the end of the axis.
GROUP_NAMES, END = 1.176, 1.22


def _places(groups: pd.Series) -> Array:
    """Return the heights of rows in the order of their groups, with a gap between two groups."""
    return np.arange(len(groups)) + groups.ne(groups.shift()).cumsum().to_numpy() * 0.8 - 0.8


def _name_bars(ax: Axes, rows: pd.DataFrame, places: Array) -> None:
    """Write length and field behind every bar and the name of a group beside its bars."""
    for place, row in zip(places, rows.itertuples(), strict=True):
        told = f"{row.characters:,}, {short(row.field, 40)}"
        ax.text(row.characters + 40, place, told, va="center", fontsize=7.5, color=GREY)
    for group, heights in pd.Series(places, rows["group"]).groupby(level=0, sort=False):
        ax.text(rows["characters"].max() * GROUP_NAMES, heights.mean(), short(str(group), 60), fontsize=9, va="center")


def article_lengths(articles: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the length of every article, grouped by section or source.

    articles: DataFrame with article_id, title, group, field, on_topic (bool), characters; one row per article.
    ax: Axes to draw on, a new one by default.
    Returns the Axes. Groups stand in the order of their first article, articles in the given order.
    """
    ax = ax or plt.subplots(figsize=(9, 0.235 * len(articles) + 1.2))[1]
    rows = articles.iloc[np.argsort(articles.groupby("group", sort=False).ngroup(), kind="stable")]
    places = _places(rows["group"])
    ax.barh(places, rows["characters"], color=np.where(rows["on_topic"], BLUE, LIGHT), height=0.75)
    name_rows(ax, [short(title, 24) for title in rows["title"]], places=places)
    _name_bars(ax, rows, places)
    ax.margins(y=0.01)
    ax.set_xlim(0, articles["characters"].max() * END)
    ax.set_xlabel("characters of the clean text, without spaces")
    return finish(ax, title=f"{len(articles)} articles, {articles['characters'].sum():,} characters; grey: off topic")


def _count_matrix(ax: Axes, table: pd.DataFrame) -> None:
    """Draw a table of counts whose shade is the logarithm of the count."""
    counts = table.to_numpy()
    ax.imshow(np.ma.masked_equal(counts, 0), aspect="auto", cmap="Blues", norm=LogNorm(1, 10_000))
    for (row, place), number in np.ndenumerate(counts):
        colour = "white" if number > 300 else "black" if number else GREY
        ax.text(place, row, f"{number:,}", ha="center", va="center", fontsize=8, color=colour)
    name_cells(ax, list(table.index), list(table.columns))


def dirt_before_and_after(dirt: pd.DataFrame, *, axes: Sequence[Axes] | None = None) -> Sequence[Axes]:
    """Draw how often each kind of dirt occurs in each source, before and after cleaning.

    dirt: DataFrame with source_id, kind, before, after (places); one row per source and kind.
    axes: two Axes side by side, new ones by default. Returns the two Axes.
    """
    axes = grid(2, 2, width=10.5, height=6.4, sharey=True) if axes is None else axes
    kinds, sources = dirt["kind"].drop_duplicates(), dirt["source_id"].drop_duplicates()
    for ax, column in zip(axes, ("before", "after"), strict=True):
        table = dirt.pivot(index="kind", columns="source_id", values=column).loc[kinds, sources].astype(int)
        _count_matrix(ax, table)
        ax.set_title(f"{column} cleaning: {table.to_numpy().sum():,} places", fontsize=11)
    return finish(
        axes,
        title=f"{len(kinds)} kinds of dirt in {len(sources)} sources",
        subtitle="Places per kind and source; the darker, the more (logarithmic).",
    )
