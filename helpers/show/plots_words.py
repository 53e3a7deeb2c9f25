"""Figures of words: how often, how evenly, by whom and with which others they are used."""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import Normalize, to_hex
from matplotlib.ticker import NullFormatter
from wordcloud import WordCloud

from helpers.files import refuse
from helpers.show.labels import Array, label_points, name_cells, name_rows, network_places, pushed, with_gloss
from helpers.show.style import BLUE, GREY, LIGHT, ORANGE, finish, font_path, short


def _cloud(sizes: pd.Series, clumped: pd.Series) -> WordCloud:
    """Lay words out by size, the darker the more even; the same words lie the same every time."""
    shades = plt.get_cmap("cividis_r")
    cloud = WordCloud(
        font_path=str(font_path()),
        width=1600,
        height=800,
        background_color="white",
        random_state=0,
        prefer_horizontal=1,
        color_func=lambda word, **_: to_hex(shades(0.25 + 0.75 * (1 - clumped[word]))),
        relative_scaling=0.5,
    )
    return cloud.generate_from_frequencies(sizes.to_dict())


def word_cloud(words: pd.DataFrame, *, n: int, what: str = "words", ax: Axes | None = None) -> Axes:
    """Draw words with their size by share and their colour by how evenly the articles use them.

    words: DataFrame with word, share (per 10,000), dp_norm (0 even to 1 clumped); one row per word. n: articles of the
    corpus. what: what the words are, for the title. ax: Axes to draw on, a new one by default.
    Returns the Axes. The same words give the same cloud.
    Misuse: a cloud ranks roughly and hides the numbers; show the table beside it.
    """
    ax = ax or plt.subplots(figsize=(9.5, 5.2))[1]
    share, clumped = (words.set_index("word")[column] for column in ("share", "dp_norm"))
    ax.imshow(_cloud(share, clumped), interpolation="bilinear")
    ax.set_axis_off()
    size = f"Size: share ({share.min():.1f} to {share.max():.1f} per 10,000 words). "
    shade = f"Darkness: evenness (DP_norm {clumped.max():.2f} to {clumped.min():.2f})."
    return finish(ax, title=f"The {len(words)} most frequent {what} in {n} articles", subtitle=size + shade)


def share_bars(table: pd.DataFrame, *, n: int, ax: Axes | None = None) -> Axes:
    """Draw the shares of words as bars with their bootstrap intervals.

    table: DataFrame with word, gloss, share, low, high (per 10,000 words); one row per word, drawn from above.
    n: articles that were resampled. ax: Axes to draw on, a new one by default. Returns the Axes.
    """
    ax = ax or plt.subplots(figsize=(8.5, 0.26 * len(table) + 1.3))[1]
    places = np.arange(len(table))
    ax.barh(places, table["share"], color=BLUE, height=0.7, alpha=0.75)
    ax.hlines(places, table["low"], table["high"], color="black", linewidth=1.1)
    name_rows(ax, with_gloss(table), size=8.5)
    ax.margins(y=0.01)
    ax.set_xlim(0, table["high"].max() * 1.05)
    ax.set_xlabel("occurrences per 10,000 words; line: 95% bootstrap interval over articles")
    return finish(ax, title=f"Shares of {len(table)} words in {n} articles")


def _share_by_dispersion(ax: Axes, table: pd.DataFrame, few: pd.Series) -> None:
    """Draw words as points, those of few articles in orange, and set the axes."""
    for rows, colour, marker in ((table[~few], BLUE, "o"), (table[few], ORANGE, "^")):
        ax.scatter(rows["share"], rows["dp_norm"], color=colour, marker=marker, s=14, alpha=0.6, linewidths=0)
    ax.set_xscale("log")
    ax.set_xlim(table["share"].min() * 0.6, table["share"].max() * 1.5)
    ax.set_ylim(0, 1.12)
    ax.xaxis.set_major_formatter("{x:g}")
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.set_xlabel("occurrences per 10,000 words (logarithmic)")
    ax.set_ylabel("DP_norm over articles: 0 even, 1 clumped")


def dispersion_map(table: pd.DataFrame, *, n: int, labels: int = 36, ax: Axes | None = None) -> Axes:
    """Draw how frequent words are against how evenly the articles use them.

    table: DataFrame with word, share (per 10,000), dp_norm, range; one row per word, most frequent first. n: articles.
    labels: words to name, half the most frequent, half the most clumped. ax: Axes to draw on, a new one by default.
    Returns the Axes. Words of at most a tenth of the articles are drawn in orange: one article's words.
    Raises CorpusError for a table without words.
    """
    if table.empty:
        raise refuse("there are no words to draw", expected="a word or more", repair="ask for less frequent ones")
    ax = ax or plt.subplots(figsize=(9.5, 6.6))[1]
    _share_by_dispersion(ax, table, table["range"] <= n / 10)
    chosen = pd.concat([table.head(labels // 2), table.sort_values(["dp_norm", "word"]).tail(labels // 2)])
    homeless = label_points(ax, chosen.drop_duplicates("word"), table, x="share", y="dp_norm")
    return finish(
        ax,
        title=f"{len(table)} words in {n} articles; orange triangles: in at most {int(n / 10)} of them",
        subtitle=f"No room for {', '.join(homeless)}." if homeless else "",
    )


def _leading(table: pd.DataFrame, words: int) -> pd.DataFrame:
    """Return the first words of a table in its order, the sure ones among all of them first of all."""
    placed = table.assign(place=range(len(table)))
    return placed.sort_values(["sure", "place"], ascending=[False, True]).head(words).sort_values("place")


def keyness_plot(table: pd.DataFrame, *, target: str, reference: str, words: int = 12, ax: Axes | None = None) -> Axes:
    """Draw the words that two groups of articles use more than each other, with the interval of how much more.

    table: DataFrame with word, gloss, log_ratio, low, high, sure; one row per word, from target to reference as
    `keyness` orders it. target, reference: names of the groups. words: of each side. ax: Axes to draw on, a new one by
    default. Returns the Axes. Pale bars: groups put together at random would differ as much. Sure words are shown in
    any case.
    """
    more, less = table[table["log_ratio"] > 0], table[table["log_ratio"] <= 0]
    rows = pd.concat([_leading(more, words), _leading(less[::-1], words)[::-1]])
    ax = ax or plt.subplots(figsize=(9, 0.26 * len(rows) + 1.4))[1]
    places, colours = np.arange(len(rows)), np.where(rows["log_ratio"] > 0, BLUE, ORANGE)
    for bar, sure in zip(ax.barh(places, rows["log_ratio"], color=colours, height=0.7), rows["sure"], strict=True):
        bar.set_alpha(0.85 if sure else 0.3)
    ax.hlines(places, rows["low"], rows["high"], color="black", linewidth=0.9)
    ax.axvline(0, color=GREY, linewidth=0.8)
    name_rows(ax, with_gloss(rows), size=8.5)
    ax.margins(y=0.01)
    ax.set_xlabel("log ratio: +1 is twice the share, +2 four times; line: 95% bootstrap interval over articles")
    return finish(
        ax,
        title=f"Above: more in {short(target, 60)}; below: more in {short(reference, 60)}. Pale: no more than chance",
    )


def _parted(pairs: pd.DataFrame, nodes: Sequence[str], named: Mapping[str, str]) -> dict[str, Array]:
    """Place nodes and words so that no name covers another; a name is as wide as its word or its gloss."""
    places = network_places(pairs[~pairs["word"].isin(nodes)], nodes)
    sizes = [[max(0.065 * len(word), 0.028 * len(named[word])) + 0.03, 0.15] for word in places]
    fixed = [float(word in nodes) for word in places]
    centres = pushed(np.array(list(places.values())), np.array(sizes), np.array(fixed))
    return dict(zip(places, centres, strict=True))


def _tie(ax: Axes, pairs: pd.DataFrame, places: Mapping[str, Array]) -> None:
    """Draw the lines between nodes and words, the wider the higher the logDice."""
    scale = Normalize(pairs["log_dice"].min() - 0.5, pairs["log_dice"].max())
    for row in pairs.itertuples():
        ends = np.array([places[row.node], places[row.word]])
        ax.plot(*ends.T, color=LIGHT, linewidth=0.5 + 3 * scale(row.log_dice), zorder=1)


def _name(ax: Axes, text: str, place: Array, *, node: bool) -> None:
    """Write a name in its box, nodes white on blue."""
    ink, paper = ("white", BLUE) if node else ("black", "white")
    box = {"boxstyle": "round,pad=0.2", "facecolor": paper, "edgecolor": "none"}
    ax.text(
        place[0], place[1], text, ha="center", va="center", bbox=box, zorder=2, color=ink, fontsize=8.5, linespacing=1.1
    )


def collocation_network(
    pairs: pd.DataFrame, gloss: Mapping[str, str] | pd.Series, *, n: int, ax: Axes | None = None
) -> Axes:
    """Draw words and the words that share their passages as a network.

    pairs: DataFrame with node, word, log_dice; one row per pair. gloss: word -> English. n: passages. ax: Axes to draw
    on, a new one by default.
    Returns the Axes. A line is the wider the higher its logDice; words that two nodes share stand between them.
    """
    ax = ax or plt.subplots(figsize=(10.5, 9.5))[1]
    nodes = list(pairs["node"].drop_duplicates())
    named = {word: short(gloss.get(word, ""), 24) for word in {*nodes, *pairs["word"]}}
    places = _parted(pairs, nodes, named)
    _tie(ax, pairs, places)
    for word, place in places.items():
        _name(ax, f"{short(word, 24)}\n{named[word]}", place, node=word in nodes)
    ax.set_axis_off()
    ax.margins(x=0.08, y=0.03)
    ax.autoscale()
    title = f"{len(nodes)} key terms and {len(places) - len(nodes)} words that share their passages (n = {n} passages)"
    low, high = pairs["log_dice"].min(), pairs["log_dice"].max()
    return finish(ax, title=title, subtitle=f"Width of a line: logDice, {low:.1f} to {high:.1f}.")


def similarity_map(table: pd.DataFrame, labels: Mapping[str, str], *, ax: Axes | None = None) -> Axes:
    """Draw how alike articles are as an ordered heat map.

    table: square DataFrame (articles x articles) of similarities in [0, 1]. labels: dict article_id -> label.
    ax: Axes to draw on, a new one by default. Returns the Axes. The diagonal is left white.
    """
    ax = ax or plt.subplots(figsize=(9.5, 8.2))[1]
    values = table.to_numpy(copy=True)
    np.fill_diagonal(values, np.nan)
    image = ax.imshow(values, cmap="cividis_r", vmin=0)
    rows = [short(labels[name], 46) for name in table.index]
    name_cells(ax, rows, list(table.columns), turned=90, size=7.5)
    ax.figure.colorbar(image, ax=ax, shrink=0.6, label="cosine of tf-idf vectors")
    return finish(ax, title=f"Likeness of {len(table)} articles, like ones side by side")
