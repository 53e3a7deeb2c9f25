"""Figures of words: how often, how evenly, by whom and with which others they are used."""

from collections.abc import Mapping
from math import ceil, floor
from random import Random

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import NullFormatter
from scipy.cluster.hierarchy import dendrogram, linkage
from scipy.spatial.distance import squareform
from wordcloud.wordcloud import IntegralOccupancyMap

from helpers.files import refuse
from helpers.lexicon import brief
from helpers.show.amounts import many
from helpers.show.labels import (
    WHOLE,
    Array,
    fitted,
    grouped,
    key,
    label_points,
    name_groups,
    name_rows,
    stacked,
    tell,
    with_gloss,
)
from helpers.show.style import (
    BLUE,
    EDGE,
    GREY,
    LEADING,
    LIGHT,
    ORANGE,
    RUST,
    SMALL,
    WIDTH,
    ems,
    figure_of,
    finish,
    grid,
    short,
)

Boxes = npt.NDArray[np.int64]
# The letters of a cloud in points: of the most frequent word, of the rarest at least, and between two names.
LARGE, LITTLE, BETWEEN = 44, 11, 4
# The height of a Han character and what stands above and below it, in sizes of it.
HIGH = 1.2
# How wide the lines of a gloss are, in sizes of its letters.
GLOSS = 18
# How far a cloud grows, as a share of its height, until all its words have room.
GROWTH = 1.06


def _said(row: pd.Series) -> str:
    return short(f"{row['word']} {brief(row['gloss'])}".strip(), 60)


def _sizes(words: pd.DataFrame, width: int) -> Array:
    """Return the sizes of letters whose squares are as the shares of words, where no word is as wide as the cloud."""
    sizes = np.maximum(LARGE * np.sqrt(words["share"] / words["share"].max()), LITTLE)
    return np.minimum(sizes, (width - 2 * BETWEEN) / words["word"].map(ems)).to_numpy()


def _boxes(words: pd.DataFrame, sizes: Array) -> Boxes:
    """Return width and height of each word with the lines of its gloss below it, in points, (words x 2)."""
    lines = words["gloss"].str.split("\n")
    wide = np.maximum(words["word"].map(ems) * sizes, lines.map(lambda parts: max(map(ems, parts))) * SMALL)
    high = sizes * HIGH + np.where(words["gloss"] == "", 0, lines.map(len)) * SMALL * LEADING
    return np.ceil(np.column_stack([wide, high])).astype(int) + BETWEEN


def _placed(boxes: Boxes, width: int, height: int) -> Boxes | None:
    """Place boxes where wordcloud finds room, one after the other, the same way each time.

    Returns left and top of each, (boxes x 2), None where one finds no room.
    """
    room, chance, places = IntegralOccupancyMap(height, width, None), Random(0), []
    taken = np.zeros((height, width), dtype=np.uint32)
    for wide, high in boxes:
        found = room.sample_position(high, wide, chance)
        if found is None:
            return None
        top, left = found
        taken[top : top + high, left : left + wide] = 1
        room.update(taken, top, left)
        places.append((left, top))
    return np.array(places)


def _cloud(boxes: Boxes, width: int) -> tuple[Boxes, int]:
    """Return the places of boxes in the lowest cloud of a width that holds all, and its height."""
    height = int(boxes.prod(axis=1).sum() / width * GROWTH)
    while (places := _placed(boxes, width, height)) is None:
        height = ceil(height * GROWTH)
    return places, int((places + boxes)[:, 1].max())


def _write_cloud(ax: Axes, words: pd.DataFrame, n: int) -> None:
    """Write the words of a cloud, each over its gloss, those of most articles in blue; the axes are in points."""
    width = int(WIDTH * 72 - 4 * EDGE)
    sizes = _sizes(words, width)
    boxes = _boxes(words, sizes)
    places, height = _cloud(boxes, width)
    figure_of(ax).set_figheight((height + 2 * EDGE) / 72 + 0.3)
    colours = np.where(words["range"] > n / 2, BLUE, RUST)
    rows = zip(words["word"], words["gloss"], sizes, places + boxes * [0.5, 0], colours, strict=True)
    for word, gloss, size, (middle, top), colour in rows:
        ax.text(middle, top, word, fontsize=size, color=colour, ha="center", va="top")
        ax.text(middle, top + size * HIGH, gloss, fontsize=SMALL, color=colour, ha="center", va="top", linespacing=1)
    ax.set_xlim(0, width)
    ax.set_ylim(height, 0)


def _leads(words: pd.DataFrame) -> str:
    """Say how far the most frequent word is before the next one."""
    first, *others = (row for _, row in words.head(2).iterrows())
    if not others:
        return f"{_said(first)}: {first['share']:.0f} of 10,000 words"
    return f"{_said(first)} occurs {first['share'] / others[0]['share']:.1f} times as often as {_said(others[0])}"


def word_cloud(words: pd.DataFrame, *, n: int, what: str = "words", ax: Axes | None = None) -> Axes:
    """Draw words over their glosses, in letters by their share and a colour by how many articles use them.

    words: DataFrame with word, gloss, share (per 10,000), range (articles that use it); one row per word, the most
    frequent first. n: articles of the corpus. what: what the words are, for the line under the title. ax: Axes to draw
    on, whose figure is made as high as the cloud; new ones by default.
    Returns the Axes. The same words give the same cloud.
    Misuse: a cloud ranks roughly and hides the numbers; show the table beside it.
    """
    words = words.assign(
        word=words["word"].map(lambda word: short(word, 24)),
        gloss=words["gloss"].map(lambda gloss: fitted(brief(gloss), GLOSS)),
    )
    ax = ax or grid(1, 1, height=4)[0]
    _write_cloud(ax, words, n)
    ax.set_axis_off()
    key(ax, {f"in more than half of the {many(n, 'article')}": BLUE, "in fewer": RUST}, columns=2)
    low, high = words["share"].min(), words["share"].max()
    sizes = f"The larger, the more frequent: {low:.0f} to {high:.0f} of 10,000 words."
    many_use = f"{(words['range'] > n / 2).sum()} of {many(len(words), 'word')} are in more than half of the articles"
    title = f"{_said(words.iloc[0])} leads; {many_use}"
    return finish(ax, title=title, subtitle=f"The {len(words)} most frequent {what}. {sizes}")


def share_bars(table: pd.DataFrame, *, n: int, ax: Axes | None = None) -> Axes:
    """Draw the shares of words as bars with their bootstrap intervals.

    table: DataFrame with word, gloss, share, low, high (per 10,000 words); one row per word, drawn from above.
    n: articles that were resampled. ax: Axes to draw on, a new one by default. Returns the Axes.
    """
    names = [fitted(name, 17) for name in with_gloss(table)]
    places, height = stacked(names)
    ax = ax or grid(1, 1, height=height + 0.4)[0]
    ax.barh(places, table["share"], color=BLUE, height=0.6)
    ax.hlines(places, table["low"], table["high"], color="black", linewidth=1.4)
    for place, row in zip(places, table.itertuples(), strict=True):
        tell(ax, max(row.share, row.high), place, f"{row.share:.0f}")
    name_rows(ax, names, places=places)
    ax.set_ylim(places[-1] + 0.7, -0.7)
    ax.set_xlim(0, table[["share", "high"]].max().max() * 1.12)
    told = f"Occurrences per 10,000 words in {many(n, 'article')}. "
    line = "Line: 95% bootstrap interval, had other articles been drawn."
    return finish(ax, title=_leads(table), subtitle=told + line)


def _share_by_dispersion(ax: Axes, table: pd.DataFrame, few: pd.Series) -> None:
    """Draw words as points, those of few articles in orange, and set the axes."""
    for rows, colour, marker in ((table[~few], BLUE, "o"), (table[few], ORANGE, "^")):
        ax.scatter(rows["share"], rows["dp_norm"], color=colour, marker=marker, s=12, linewidths=0)
    ax.set_xscale("log")
    ax.set_xlim(table["share"].min() * 0.6, table["share"].max() * 2)
    ax.set_ylim(0, 1.12)
    ax.xaxis.set_major_formatter("{x:g}")
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.set_xlabel("occurrences per 10,000 words (logarithmic)")
    ax.set_ylabel("even  0  ←  DP_norm over articles  →  1  clumped")


def _clumped(table: pd.DataFrame, few: pd.Series, n: int) -> str:
    """Name the most frequent of the words of few articles, or where there is none the most even word."""
    if table["dp_norm"].isna().all():
        return f"In {many(n, 'article')} no word is more even than another"
    if few.any():
        row = table[few].iloc[0]
        return f"{_said(row)}: {row['share']:.0f} of 10,000 words, but in only {row['range']} of {many(n, 'article')}"
    row = table.loc[table["dp_norm"].idxmin()]
    return f"{_said(row)} is the most even word, in {row['range']} of {many(n, 'article')}"


def dispersion_map(table: pd.DataFrame, *, n: int, labels: int = 24, ax: Axes | None = None) -> Axes:
    """Draw how frequent words are against how evenly the articles use them.

    table: DataFrame with word, gloss, share (per 10,000), dp_norm, range; one row per word, most frequent first. n:
    articles. labels: words to name where there is room, half of all, half of the most clumped tenth. ax: Axes to draw
    on, a new one by default.
    Returns the Axes. Words of at most a tenth of the articles are drawn in orange: one article's words.
    Raises CorpusError for a table without words.
    """
    if table.empty:
        raise refuse("there are no words to draw", expected="a word or more", repair="ask for less frequent ones")
    ax, few = ax or grid(1, 1, height=5.6)[0], table["range"] <= n / 10
    _share_by_dispersion(ax, table, few)
    key(
        ax,
        {f"in more than {int(n / 10)} of {many(n, 'article')}": BLUE, f"in {int(n / 10)} or fewer": ORANGE},
        columns=2,
    )
    told = f"{many(len(table), 'word')}. Named: the most frequent, of all and of the most clumped tenth."
    finish(ax, title=_clumped(table, few, n), subtitle=told)
    # Of one article no word has a place between even and clumped.
    placed = table.dropna(subset="dp_norm")
    clumped = placed[placed["dp_norm"] >= placed["dp_norm"].quantile(0.9)]
    chosen = pd.concat([placed.head(labels // 2), clumped.head(labels // 2)])
    label_points(ax, chosen.drop_duplicates("word"), placed, x="share", y="dp_norm")
    return ax


def _leading(table: pd.DataFrame, words: int) -> pd.DataFrame:
    """Return the first words of a table in its order, the sure ones among all of them first of all."""
    placed = table.assign(place=range(len(table)))
    return placed.sort_values(["sure", "place"], ascending=[False, True]).head(words).sort_values("place")


def _surely(rows: pd.DataFrame, groups: Mapping[bool, str]) -> str:
    """Say which words differ surely, three of each side."""
    sides = rows[rows["sure"]].groupby(rows["log_ratio"] > 0, sort=True)
    told = {bool(side): ", ".join(_said(row) for _, row in of_side.head(3).iterrows()) for side, of_side in sides}
    if not told:
        return f"No word parts {groups[True]} from {groups[False]} more surely than chance"
    return "; ".join(f"Surely more in {groups[side]}: {words}" for side, words in reversed(told.items()))


def _two_sided(ax: Axes, places: pd.Series, rows: pd.DataFrame) -> None:
    """Draw log ratios as bars to both sides with their intervals, filled where they are sure."""
    colours = np.where(rows["log_ratio"] > 0, BLUE, RUST)
    faces = [colour if sure else "white" for colour, sure in zip(colours, rows["sure"], strict=True)]
    ax.barh(places, rows["log_ratio"], color=faces, edgecolor=colours, height=0.6, linewidth=1.2)
    ax.hlines(places, rows["low"], rows["high"], color="black", linewidth=0.9)
    ax.axvline(0, color=GREY, linewidth=0.8)
    ax.set_xlabel("log ratio: +1 is twice the share, +2 four times")


def keyness_plot(table: pd.DataFrame, *, target: str, reference: str, words: int = 12, ax: Axes | None = None) -> Axes:
    """Draw the words that two groups of articles use more than each other, with the interval of how much more.

    table: DataFrame with word, gloss, log_ratio, low, high, sure; one row per word, from target to reference as
    `keyness` orders it. target, reference: names of the groups. words: of each side. ax: Axes to draw on, a new one by
    default. Returns the Axes. Hollow bars: groups put together at random would differ as much. Sure words are shown in
    any case.
    """
    more, less = table[table["log_ratio"] > 0], table[table["log_ratio"] <= 0]
    rows = pd.concat([_leading(more, words), _leading(less[::-1], words)[::-1]])
    groups = {True: short(target, 60), False: short(reference, 60)}
    heads = [f"More in {groups[ratio > 0]}" for ratio in rows["log_ratio"]]
    named, height = grouped(with_gloss(rows), heads, width=15)
    ax = ax or grid(1, 1, height=height + 0.6)[0]
    _two_sided(ax, named.loc[~named["head"], "place"], rows)
    name_groups(
        ax,
        named,
        colours={fitted(f"More in {groups[side]}", WHOLE): colour for side, colour in ((True, BLUE), (False, RUST))},
    )
    told = "Filled: more than groups of articles at random would differ; hollow: no more. "
    line = "Line: 95% bootstrap interval over articles."
    return finish(ax, title=_surely(rows, groups), subtitle=told + line)


def _shared(pairs: pd.DataFrame, gloss: Mapping[str, str] | pd.Series) -> str:
    """Say which word most of the nodes share."""
    nodes, terms = pairs.groupby("word", sort=False)["node"].agg(list), many(pairs["node"].nunique(), "key term")
    most = nodes[nodes.map(len) > 1]
    if most.empty:
        return f"No word is among the closest of two of {terms}"
    word = most.map(len).idxmax()
    said = f"{short(word, 24)} {short(brief(gloss.get(word, '')), 40)}"
    return f"{said} keeps company with {len(most[word])} of {terms}"


def collocation_bars(
    pairs: pd.DataFrame, gloss: Mapping[str, str] | pd.Series, *, n: int, ax: Axes | None = None
) -> Axes:
    """Draw under each key term the words that share its passages, by how closely they do, all on one scale.

    pairs: DataFrame with node, word, log_dice; one row per pair, those of a node together. gloss: word -> English.
    n: passages. ax: Axes to draw on, a new one by default. Returns the Axes. Words of several key terms are orange.
    """
    named = [f"{word} {brief(gloss.get(word, ''))}".strip() for word in pairs["word"]]
    heads = [f"{node} {brief(gloss.get(node, ''))}".strip() for node in pairs["node"]]
    rows, height = grouped(named, heads)
    ax = ax or grid(1, 1, height=height + 0.6)[0]
    name_groups(ax, rows)
    places, low = rows.loc[~rows["head"], "place"], floor(pairs["log_dice"].min()) - 0.5
    shared = pairs["word"].duplicated(keep=False).to_numpy()
    ax.hlines(places, low, pairs["log_dice"], color=LIGHT, linewidth=0.8)
    ax.scatter(pairs["log_dice"], places, color=np.where(shared, ORANGE, BLUE), s=36, zorder=3)
    for place, value in zip(places, pairs["log_dice"], strict=True):
        tell(ax, value + 0.04, place, f"{value:.1f}")
    ax.set_xlim(low, pairs["log_dice"].max() + 0.5)
    ax.set_xlabel("logDice: +1 is twice as close, 14 always together")
    key(ax, {"of one key term": BLUE, "of several": ORANGE}, columns=2)
    told = f"The words that share passages with each more than chance would have it, of {many(n, 'passage')}."
    return finish(ax, title=_shared(pairs, gloss), subtitle=told)


def _closest(table: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """Say which two articles are most alike."""
    values = np.triu(table.to_numpy(), 1)
    one, two = np.unravel_index(values.argmax(), values.shape)
    first, second = (short(labels[table.index[place]], 80) for place in (one, two))
    return f"Most alike: {first}, and {second}"


def _branches(ax: Axes, joints: Array, alike: Array, places: Array) -> None:
    """Draw the joints of a tree (places of leaves in tens, likeness) from its leaves on the left to the right."""
    leaves = np.arange(len(places)) * 10 + 5
    start = min(float(alike[alike < 1].max(initial=0)) + 0.05, 1)
    for at, likeness in zip(joints, alike, strict=True):
        ax.plot(np.minimum(likeness, start), np.interp(at, leaves, places), color=BLUE, linewidth=1.4)
    ax.set_xlim(start, max(float(alike.min()) - 0.03, 0))


def similarity_tree(table: pd.DataFrame, labels: Mapping[str, str], *, ax: Axes | None = None) -> Axes:
    """Draw which articles are alike as a tree: the sooner two are joined, the more alike they are.

    table: square DataFrame (articles x articles) of similarities in [0, 1]. labels: article_id -> label. ax: Axes to
    draw on, a new one by default.
    Returns the Axes. Groups are joined at the mean likeness of their articles. Raises CorpusError for one article.
    """
    if len(table) < 2:
        raise refuse("one article is like no other", expected="two articles or more", repair="take more articles")
    joined = linkage(squareform(1 - table.to_numpy(), checks=False), "average", optimal_ordering=True)
    tree = dendrogram(joined, no_plot=True)
    names = [fitted(labels[table.index[leaf]], 24) for leaf in tree["leaves"]]
    places, height = stacked(names)
    ax = ax or grid(1, 1, height=height + 0.6)[0]
    _branches(ax, np.array(tree["icoord"]), 1 - np.array(tree["dcoord"]), places)
    name_rows(ax, names, places=places, width=24)
    ax.spines["left"].set_visible(False)
    ax.set_ylim(places[-1] + 0.7, -0.7)
    ax.set_xlabel("likeness (cosine)")
    told = (
        "The further left branches meet, the more alike their articles: mean cosine of content words weighted by rarity"
    )
    scale = " (tf-idf); 0: no word shared, 1: the same words."
    return finish(ax, title=_closest(table, labels), subtitle=told + scale)
