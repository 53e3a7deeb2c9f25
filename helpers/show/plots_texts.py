"""Figures of the texts as they came: how long they are and how dirty."""

from collections import Counter
from collections.abc import Mapping
from itertools import accumulate

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.show.amounts import HAN, NAMES, many
from helpers.show.labels import fitted, grouped, key, name_groups, name_rows, stacked, tell
from helpers.show.style import BLUE, LIGHT, ORANGE, finish, grid, short


def source_names(sources: pd.DataFrame) -> dict[str, str]:
    """Name sources in both languages.

    sources: DataFrame with source_id, publication, gloss; one row per source. Returns a dict source_id -> publication,
    if it is Chinese or has no gloss, and gloss; a source that has neither is called by its id, and so are, in brackets,
    several of one name.
    """
    rows = sources[["source_id", "publication", "gloss"]].itertuples(index=False)
    names = {
        source: f"{publication if HAN.search(publication) or not gloss else ''} {gloss}".strip() or source
        for source, publication, gloss in rows
    }
    often = Counter(names.values())
    return {source: f"{name} ({source})" if often[name] > 1 else name for source, name in names.items()}


def article_names(articles: pd.DataFrame, fields: pd.DataFrame) -> dict[str, str]:
    """Name articles in both languages.

    articles: DataFrame with article_id, title, title_gloss, field; one row per article. fields: DataFrame with field,
    chinese; one row per field. Returns a dict article_id -> Chinese name of its field and English title, or where it
    has none its title, or its id.
    """
    chinese = fields.set_index("field")["chinese"].to_dict()
    rows = articles[["article_id", "title", "title_gloss", "field"]].itertuples(index=False)
    return {name: f"{chinese.get(field, '')} {gloss or title or name}".strip() for name, title, gloss, field in rows}


def _segments(ax: Axes, place: float, rows: pd.DataFrame) -> None:
    """Draw the articles of a group as parts of one bar, the longest first, and write behind it what they add up to."""
    rows = rows.sort_values("characters", ascending=False, kind="stable")
    ends = list(accumulate(rows["characters"], initial=0))
    colours = np.where(rows["on_topic"].astype(bool), BLUE, LIGHT)
    ax.barh(place, rows["characters"], left=ends[:-1], color=colours, height=0.6, edgecolor="white", linewidth=0.8)
    tell(ax, ends[-1], place, f"{ends[-1]:,}\n{many(len(rows), 'article')}")


def _longest(articles: pd.DataFrame) -> str:
    """Say which group has the largest part of all characters."""
    sums = articles.groupby("group", sort=False)["characters"].sum()
    part = sums.max() / max(sums.sum(), 1)
    return f"{short(str(sums.idxmax()), 80)} has {part:.0%} of all characters"


def article_lengths(articles: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the lengths of articles as parts of the bar of their section or source.

    articles: DataFrame with group, on_topic (bool), characters; one row per article. ax: Axes to draw on, a new one by
    default. Returns the Axes. Groups stand in the order of their first article.
    """
    groups = list(articles.groupby("group", sort=False))
    names = [fitted(str(name), 13) for name, _ in groups]
    places, height = stacked(names, gap=12)
    ax = ax or grid(1, 1, height=height + 0.7)[0]
    for place, (_, rows) in zip(places, groups, strict=True):
        _segments(ax, place, rows)
    name_rows(ax, names, places=places, width=13)
    ax.set_ylim(places[-1] + 0.6, -0.6)
    ax.set_xlim(0, max(float(articles.groupby("group")["characters"].sum().max()), 1) * 1.3)
    ax.xaxis.set_major_formatter("{x:,.0f}")
    key(ax, {"an article on topic": BLUE, "an article off topic": LIGHT}, columns=2)
    told = f"Each part of a bar is one of {many(len(articles), 'article')}. "
    whole = f"Characters without spaces, {articles['characters'].sum():,} in all."
    return finish(ax, title=_longest(articles), subtitle=told + whole)


def _cleaned(dirt: pd.DataFrame) -> str:
    before, after = int(dirt["before"].sum()), int(dirt["after"].sum())
    return f"{before:,} dirty places before cleaning, {f'{after:,}' if after else 'none'} after"


def _found(dirt: pd.DataFrame) -> pd.DataFrame:
    """Return the kinds that each source has, the most frequent first; all kinds where no source has any."""
    found = dirt[(dirt["before"] > 0) | (dirt["after"] > 0)]
    rows = (found if len(found) else dirt).assign(order=dirt.groupby("source_id", sort=False).ngroup())
    return rows.sort_values(["order", "before"], ascending=[True, False], kind="stable")


def dirt_before_and_after(dirt: pd.DataFrame, *, names: Mapping[str, str] = NAMES, ax: Axes | None = None) -> Axes:
    """Draw how often each kind of dirt occurs in each source, before and after cleaning.

    dirt: DataFrame with source_id, kind, before, after (places); one row per source and kind. names: of the sources, by
    source_id, which stands for a name that is not given. ax: Axes to draw on, a new one by default.
    Returns the Axes. Kinds that a source does not have are left out.
    """
    found = _found(dirt)
    rows, height = grouped(list(found["kind"]), [names.get(name) or name for name in found["source_id"]], width=15)
    ax = ax or grid(1, 1, height=height + 0.4)[0]
    name_groups(ax, rows)
    places = rows.loc[~rows["head"], "place"]
    ax.barh(places, found["before"], color=BLUE, height=0.6)
    ax.barh(places, found["after"], color=ORANGE, height=0.3)
    for place, before, after in zip(places, found["before"], found["after"], strict=True):
        tell(ax, max(before, after), place, f"{before:,} → {after:,}")
    ax.set_xlim(0, max(float(found[["before", "after"]].max().max()), 1) * 1.3)
    kinds, sources = dirt["kind"].nunique(), dirt["source_id"].nunique()
    told = "Places per kind of dirt, before cleaning (blue) → after (orange). "
    looked = f"{many(kinds, 'kind')} were looked for in {many(sources, 'source')}; those found are drawn."
    return finish(ax, title=_cleaned(dirt), subtitle=told + looked)
