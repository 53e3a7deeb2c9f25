"""Figures of what articles share: who repeats whom, as a matrix and as arcs, and which formulations return where."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.counting.formulations import distinct
from helpers.counting.reuse import days
from helpers.files import CorpusError, refuse
from helpers.lexicon import brief
from helpers.show.amounts import many
from helpers.show.labels import Array
from helpers.show.shades import cells, scale
from helpers.show.sheet import LINE, WIDE, both, cut, key, parted, sheet, write
from helpers.show.style import BLUE, GREY, LIGHT, SMALL, ems, finish, short

RUNS = "in runs of 13 and more Han characters"
TIED = "Of one date, or without one: which was first is not known."
# How wide the names of the rows of the matrix are, the room of the arcs, and a digit with room beside it, in points.
ROW_NAMES, ARCS, DIGIT = 140, 122, 5.7
# So many articles count as sources, those of which later ones repeat most.
SOURCES = 5
# The widths of arcs, in points.
THIN, THICK = 1.0, 9.0
KNOWN, OPEN = "the upper article is earlier, by its date", "of one date, or undated: which was first is not known"
# So many articles of one date that follow each other are named together over the columns of a map.
TOGETHER = 4
# The height of a strip of cells, the side of a cell, the room between columns that are named together and others, and
# what a count behind a name takes, in points.
STRIP, CELL, APART, COUNT = 13, 7.5, 5, 44
EXACT, NEARLY, ABSENT = "word for word", "nearly", "not at all"
NONE = "no date"


def _nothing(what: str) -> CorpusError:
    return refuse(f"there is {what} to draw", expected="one at least", repair="take more articles, or longer ones")


def _in_time(articles: pd.DataFrame) -> pd.DataFrame:
    """Return articles by first publication, numbered anew, ties as catalogued."""
    return articles.assign(day=days(articles)).sort_values("day", kind="stable", ignore_index=True)


def _name(names: Mapping[str, str], article: str, width: int = 110) -> str:
    return short(names.get(article) or article, width)


def _dates(order: pd.DataFrame) -> list[str]:
    """Return the date of each article where it differs from that of the one before, else ""."""
    dates = order["first_published"]
    return [(date or NONE) if new else "" for date, new in zip(dates, dates != dates.shift(), strict=True)]


def _is_known(who: pd.DataFrame, articles: pd.DataFrame) -> pd.Series:
    """Say of each tie whether the dates tell which article was first, as far as both are told; a Series of bool."""
    date = articles.set_index("article_id")["first_published"].to_dict()
    pairs = [(date[later], date[earlier]) for later, earlier in zip(who["article_id"], who["other_id"], strict=True)]
    return pd.Series([bool(two) and one[: len(two)] > two[: len(one)] for one, two in pairs], index=who.index)


def _of_catalogue(who: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return the ties of these articles, the strongest first, and whether the dates tell which article was first."""
    kept = who[who[["article_id", "other_id"]].isin(set(articles["article_id"])).all(axis=1)]
    if kept.empty:
        raise _nothing("no text that two articles share")
    kept = kept.sort_values("characters", ascending=False, kind="stable", ignore_index=True)
    return kept.assign(known=_is_known(kept, articles))


def _strongest(ties: pd.DataFrame, top: int) -> set[str]:
    """Return the articles that later ones repeat most of, and those that share most characters with others."""
    sides = [ties.groupby(side)["characters"].sum() for side in ("article_id", "other_id")]
    sums = sides[0].add(sides[1], fill_value=0).sort_values(ascending=False, kind="stable")
    return set(list(dict.fromkeys([*_sources(ties, SOURCES).index, *sums.index]))[:top])


def _matrix(who: pd.DataFrame, order: pd.DataFrame) -> Array:
    """Return the characters that each article (row) repeats of each one before it (column)."""
    number = {article: at for at, article in enumerate(order["article_id"])}
    inside = who[who[["article_id", "other_id"]].isin(set(number)).all(axis=1)]
    values = np.zeros((len(order), len(order) - 1))
    values[inside["article_id"].map(number), inside["other_id"].map(number)] = inside["characters"]
    return values


def _fitting(ties: pd.DataFrame, top: int) -> int:
    """Return how many articles a matrix has at most, so that its columns are wide enough for their numbers."""
    digits = len(str(ties["characters"].max()))
    return min(top, int((WIDE - ROW_NAMES - 8) / (digits * DIGIT)) + 1)


def _numbered_rows(ax: Axes, order: pd.DataFrame, names: Mapping[str, str], y: float) -> Array:
    """Write the names of rows with their numbers, under their date where it is a new one; returns the edges."""
    edges = [y]
    for at, (article, date) in enumerate(zip(order["article_id"], _dates(order), strict=True), 1):
        y = write(ax, [date] if date else [], 0, edges[-1] + 2, ink=GREY)
        edges.append(write(ax, parted(f"{at} {_name(names, article)}", ROW_NAMES), 0, y) + 2)
    return np.array(edges)


def reuse_matrix(
    who: pd.DataFrame, articles: pd.DataFrame, names: Mapping[str, str], *, top: int = 14, ax: Axes | None = None
) -> Axes:
    """Draw how much each article repeats of each earlier one, as a matrix in the order of publication.

    who: DataFrame as `helpers.counting.reuse.who_repeats_whom` returns it. articles: the catalogue, with article_id and
    first_published. names: dict article_id -> name. top: articles drawn at most, those that share most and those of
    which later ones repeat most. ax: Axes to draw on, a new one by default. Returns the Axes.
    Raises CorpusError where no two articles share a text.
    """
    ties, ax = _of_catalogue(who, articles), sheet(ax)
    order = _in_time(articles[articles["article_id"].isin(_strongest(ties, _fitting(ties, top)))])
    values = _matrix(ties, order)
    xs, y = np.linspace(ROW_NAMES + 8, WIDE, len(order)), scale(ax, values, 0)
    for at, x in enumerate((xs[1:] + xs[:-1]) / 2, 1):
        write(ax, [f"{at}"], x, y, side="center")
    ys = _numbered_rows(ax, order, names, y + LINE)
    cells(ax, values, xs, ys)
    cut(ax, ys[-1])
    told = f"Characters of an article (row) that an earlier one (column, by number) has too, {RUNS}. "
    drawn = f"{len(order)} of {many(len(articles), 'article')}, those that share or are repeated most. "
    return finish(ax, title=_closest(ties, names), subtitle=told + drawn + TIED)


def _closest(ties: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Say which two articles share most, and which of them repeats the other where that is known."""
    first = ties.iloc[0]
    later, earlier = (_name(names, first[name], 80) for name in ("article_id", "other_id"))
    if first["known"]:
        return f"{later} repeats {many(first['characters'], 'character')} of {earlier}"
    return f"{later} and {earlier} share most: {many(first['characters'], 'character')}"


def _sources(ties: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return the articles that later ones repeat most of: characters in all and number of later articles, by name."""
    found = ties[ties["known"]].groupby("other_id")["characters"].agg(["sum", "size"])
    return found.sort_values("sum", ascending=False, kind="stable").head(most)


def _drawn_ties(ties: pd.DataFrame, sources: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return the strongest ties, that by which each source is repeated most always among them."""
    first = ties[ties["known"] & ties["other_id"].isin(sources.index)].drop_duplicates("other_id")
    return pd.concat([first, ties.drop(first.index)]).head(most).sort_values("characters")


def _nodes(
    ax: Axes, order: pd.DataFrame, names: Mapping[str, str], sources: pd.DataFrame, y: float
) -> dict[str, float]:
    """Write the articles one below the other beside their points; returns the height of each, and of the end as ""."""
    heights, left = {}, ARCS + 14
    for article, date in zip(order["article_id"], _dates(order), strict=True):
        y = write(ax, [date] if date else [], left, y + (3 if date else 0), ink=GREY)
        is_source = article in sources.index
        heights[article] = y + SMALL * 0.65
        ax.plot(ARCS, heights[article], "o", color=BLUE if is_source else GREY, markersize=9 if is_source else 5)
        y = write(ax, parted(_name(names, article), WIDE - left), left, y, ink=BLUE if is_source else "black")
        if is_source:
            total, later = sources.loc[article]
            y = write(ax, [f"{many(total, 'character')} in {many(later, 'later article')}"], left, y, ink=GREY)
        y += 4
    return heights | {"": y}


def _arcs(ax: Axes, drawn: pd.DataFrame, heights: Mapping[str, float]) -> None:
    """Draw each tie as half an ellipse from the earlier article down to the later one, the strongest on top."""
    turn = np.linspace(0, np.pi, 60)
    upper, lower = (drawn[side].map(heights).to_numpy() for side in ("other_id", "article_id"))
    spans, widths = lower - upper, THIN + (THICK - THIN) * drawn["characters"] / drawn["characters"].max()
    for top, span, width, known in zip(upper, spans, widths, drawn["known"], strict=True):
        xs = ARCS - (ARCS - THICK) * span / spans.max() * np.sin(turn)
        ys = top + span / 2 * (1 - np.cos(turn))
        ax.plot(xs, ys, color=BLUE if known else GREY, linewidth=width, alpha=0.55, solid_capstyle="butt", zorder=1)


def reuse_network(
    who: pd.DataFrame,
    articles: pd.DataFrame,
    names: Mapping[str, str],
    *,
    ties: int = 25,
    sources: int = SOURCES,
    ax: Axes | None = None,
) -> Axes:
    """Draw the strongest ties between articles as arcs from the earlier to the later one, down the line of time.

    who, articles, names: as for `reuse_matrix`. ties: arcs drawn. sources: articles named in blue, those of which later
    ones repeat most; the strongest tie of each is always drawn. ax: Axes to draw on, a new one by default.
    Returns the Axes. Raises CorpusError where no two articles share a text.
    """
    kept, ax = _of_catalogue(who, articles), sheet(ax)
    found = _sources(kept, sources)
    drawn = _drawn_ties(kept, found, ties)
    order = _in_time(articles[articles["article_id"].isin({*drawn["article_id"], *drawn["other_id"]})])
    heights = _nodes(ax, order, names, found, key(ax, {KNOWN: BLUE, OPEN: GREY}))
    _arcs(ax, drawn, heights)
    cut(ax, heights[""])
    told = f"Arcs: what two articles share, {RUNS}; the wider, the more: {_range(drawn)} characters. "
    which = f"{len(drawn)} of {many(len(kept), 'tie')}: the strongest, and one at least of each article in blue, "
    return finish(ax, title=_repeated_most(found, names), subtitle=f"{told}{which}of which later ones repeat most.")


def _range(drawn: pd.DataFrame) -> str:
    low, high = drawn["characters"].min(), drawn["characters"].max()
    return f"{low:,} to {high:,}" if low < high else f"{low:,}"


def _repeated_most(sources: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Say which article is repeated most by later ones."""
    if sources.empty:
        return "Of no two articles that share a text do the dates tell which was first"
    later = many(sources["size"].iloc[0], "later article")
    return f"{_name(names, sources.index[0], 90)} is repeated most, by {later}"


def _stairs(order: pd.DataFrame, names: Mapping[str, str]) -> list[tuple[int, int, str]]:
    """Return what to write over columns, each with the first and the last of them; many of one date together."""
    found: list[tuple[int, int, str]] = []
    for _, rows in order.groupby((order["first_published"] != order["first_published"].shift()).cumsum()):
        date, first = rows["first_published"].iloc[0] or NONE, int(rows.index[0])
        if len(rows) >= TOGETHER:
            found.append((first, first + len(rows) - 1, f"{date}: {many(len(rows), 'article')}"))
        else:
            told = [f"{date} {_name(names, article)}" for article in rows["article_id"]]
            found += [(at, at, name) for at, name in enumerate(told, first)]
    return found


def _column_places(stairs: list[tuple[int, int, str]]) -> Array:
    """Place columns in the width of a sheet, those that are named together apart from the others."""
    together = {edge for first, last, _ in stairs if last > first for edge in (first, last + 1)}
    count = stairs[-1][1] + 1
    gaps = np.cumsum([APART * (at in together and at > 0) for at in range(count)])
    return np.linspace(CELL / 2 + 1, WIDE - CELL / 2 - 1 - gaps[-1], count) + gaps


def _line(ax: Axes, xs: tuple[float, float], ys: tuple[float, float]) -> None:
    ax.plot(xs, ys, color=GREY, linewidth=0.7)


def _heads(ax: Axes, stairs: list[tuple[int, int, str]], xs: Array, y: float) -> float:
    """Name columns in steps: those on the right from above, then those on the left, so that no line crosses a name.

    Returns the height below.
    """
    right = [stair for stair in stairs if stair[0] >= len(xs) / 2]
    edge, lines = min([xs[first] for first, _, _ in right], default=WIDE) - 6, []
    for first, last, text in [*right[::-1], *stairs[: len(stairs) - len(right)]]:
        ends = first >= len(xs) / 2
        x, room = (xs[last], xs[last] - 4) if ends else (xs[first], edge - xs[first])
        lines.append((x, y + 2, xs[first] - CELL / 2, xs[last] + CELL / 2))
        y = write(ax, parted(text, room), x + (-4 if ends else 4), y, side="right" if ends else "left") + 2
    for x, top, left, end in lines:
        _line(ax, (x, x), (top, y + 2))
        _line(ax, (left, end), (y + 2, y + 2))
    return y + 5


def _states(found: pd.DataFrame, articles: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return for the phrases that most articles have word for word, one of each family, 2 where one has it so, 1 where
    one has it nearly, else 0; (phrases x articles)."""
    state = found.assign(state=np.where(found["exact"] > 0, 2, 1))
    table = state.pivot(index="phrase", columns="article_id", values="state").reindex(columns=articles["article_id"])
    table = table.fillna(0).astype(int)
    sums = pd.DataFrame({state: (table == state).sum(axis=1) for state in (2, 1)})
    first = sums[sums[2] > 0].sort_values([2, 1], ascending=False, kind="stable").index
    return table.loc[distinct(first)[:most]]


def _strip(ax: Axes, xs: Array, states: Array, y: float) -> None:
    """Draw one cell per article: filled, hollow, or a dot where it has not the phrase."""
    for state, face, edge, size in ((2, BLUE, BLUE, CELL), (1, "white", BLUE, CELL), (0, LIGHT, LIGHT, 1.5)):
        where = xs[states == state]
        if len(where):
            ax.scatter(where, np.full(len(where), y), marker="s", s=size**2, color=face, edgecolors=edge, linewidths=1)


def _phrase_rows(
    ax: Axes, table: pd.DataFrame, order: pd.DataFrame, gloss: Mapping[str, str] | pd.Series, xs: Array, y: float
) -> float:
    """Write each phrase over its cells, with the articles that have it exactly and nearly; returns the height below."""
    for phrase, states in zip(table.index, table.to_numpy(), strict=True):
        write(ax, [f"{(states == 2).sum()} + {(states == 1).sum()}"], WIDE, y, ink=GREY, side="right")
        y = write(ax, both(phrase, brief(gloss.get(phrase, "")), WIDE - COUNT), 0, y)
        _strip(ax, xs, table.loc[phrase, order["article_id"]].to_numpy(), y + STRIP / 2)
        y += STRIP + 5
    return y


def _cell_key(ax: Axes, y: float) -> float:
    """Say what cells mean; returns the height below."""
    x = 5.0
    for state, name in ((2, EXACT), (1, NEARLY), (0, ABSENT)):
        _strip(ax, np.array([x]), np.array([state]), y + SMALL * 0.65)
        write(ax, [name], x + 9, y, ink=GREY)
        x += ems(name) * SMALL + 26
    return y + LINE * 1.3


def formulation_map(
    found: pd.DataFrame,
    articles: pd.DataFrame,
    gloss: Mapping[str, str] | pd.Series,
    names: Mapping[str, str],
    *,
    rows: int = 20,
    columns: int = 40,
    ax: Axes | None = None,
) -> Axes:
    """Draw which formulations return in which article, word for word or nearly, articles in the order of publication.

    found: DataFrame as `helpers.counting.formulations.formulations` returns it. articles: the catalogue, with
    article_id and first_published. gloss: English by phrase. names: dict article_id -> name. rows: phrases drawn, those
    that most articles have word for word; of phrases near each other one. columns: articles drawn at most, those that
    have most of these. ax: Axes to draw on, a new one by default.
    Returns the Axes. Raises CorpusError where no article has a formulation word for word.
    """
    table, ax = _states(found, articles, rows), sheet(ax)
    if table.empty:
        raise _nothing("no formulation")
    chosen = table.sum().sort_values(ascending=False, kind="stable").index[:columns]
    order = _in_time(articles[articles["article_id"].isin(chosen)])
    stairs = _stairs(order, names)
    xs = _column_places(stairs)
    cut(ax, _phrase_rows(ax, table, order, gloss, xs, _heads(ax, stairs, xs, _cell_key(ax, 0))))
    return finish(ax, title=_has_most(table, names), subtitle=_drawn_phrases(len(order), len(articles)))


def _drawn_phrases(drawn: int, articles: int) -> str:
    """Say which phrases are drawn, and what cells and numbers mean."""
    some = f", {drawn} of them drawn" if drawn < articles else ""
    which = f"The set phrases that most of {many(articles, 'article')} have word for word{some}, similar ones once. "
    nearly = "Nearly: three quarters of the Han characters, in their order. "
    return which + nearly + "Numbers: articles with it word for word + others nearly."


def _has_most(table: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Say which article has most of the formulations word for word."""
    exact = (table == 2).sum()
    return f"{exact.max()} of {many(len(table), 'formulation')} stand word for word in {_name(names, exact.idxmax())}"
