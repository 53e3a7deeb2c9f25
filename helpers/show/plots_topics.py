"""Figures of topics: their words, where they stand and how many of them there are."""

from collections.abc import Collection, Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from helpers.show.labels import Array, name_cells, name_rows, with_gloss
from helpers.show.style import BLUE, GREY, LIGHT, ORANGE, finish, grid, short

MEASURES = {
    "npmi": "NPMI, mean over topics",
    "stability": "share of words kept, bootstrap over articles",
    "product": "product of the two",
}


FIRM = "Blue: surely returns in more than half of the samples of articles; grey: it may not."


def _card(ax: Axes, words: pd.DataFrame, name: str, *, firm: bool) -> None:
    """Draw one topic: its words with their weights under its name."""
    ax.barh(range(len(words)), words["weight"] * 100, color=BLUE if firm else LIGHT, height=0.75)
    name_rows(ax, with_gloss(words, width=20))
    ax.tick_params(axis="x", labelsize=7)
    ax.set_title(name, fontsize=9, color="black" if firm else GREY)


def topic_cards(
    words: pd.DataFrame, cards: pd.DataFrame, *, top: int = 8, axes: Sequence[Axes] | None = None
) -> Sequence[Axes]:
    """Draw each topic as a card: its words with their weights, its name, its quality and the articles that carry it.

    words: DataFrame with topic, word, gloss, weight; by topic, the first words first. cards: DataFrame with topic,
    label, kept, returns (shares), npmi, firm (bool), carried (names of articles); one row per topic. top: words
    drawn. axes: as many Axes, new ones by default. Returns the Axes. Topics that are not firm are grey.
    """
    axes = grid(len(cards), 3, width=12.5, height=3.1) if axes is None else axes
    for ax, card in zip(axes, cards.itertuples(), strict=False):
        name = f"{card.topic}  {short(card.label, 60)}\nreturns in {card.returns:.0%} of samples, NPMI {card.npmi:.2f}"
        _card(ax, words[words["topic"] == card.topic].head(top), name, firm=card.firm)
        ax.set_xlabel(f"weight in %. Carried by {short(card.carried, 80)}", fontsize=7.5)
    return finish(axes, title=f"{len(cards)} topics, {cards['firm'].sum()} of them firm", subtitle=FIRM)


def word_cards(words: pd.DataFrame, topics: pd.DataFrame, *, axes: Sequence[Axes] | None = None) -> Sequence[Axes]:
    """Draw the words of each topic with their weights, without a judgement of how firm it is.

    words: DataFrame with topic, word, gloss, weight; by topic, the first words first. topics: DataFrame with topic,
    share, npmi; one row per topic. axes: as many Axes, new ones by default. Returns the Axes.
    """
    axes = grid(len(topics), 3, width=12.5, height=2.6) if axes is None else axes
    for ax, topic in zip(axes, topics.itertuples(), strict=False):
        name = f"{topic.topic}  {topic.share:.0%} of the texts, NPMI {topic.npmi:.2f}"
        _card(ax, words[words["topic"] == topic.topic], name, firm=True)
    return finish(axes, title=f"{len(topics)} topics by their first words", subtitle="Bars: weight in %.")


def _write_numbers(ax: Axes, values: Array) -> None:
    """Write counts, or shares in per cent from five on, into the cells of a heat map."""
    whole = bool((values == values.round()).all())
    least, scale = (1.0, 1) if whole else (0.05, 100)
    for (row, column), value in np.ndenumerate(values):
        if value >= least:
            shade = "white" if value > values.max() * 0.6 else "black"
            ax.text(column, row, f"{value * scale:.0f}", ha="center", va="center", fontsize=7.5, color=shade)


def topic_map(
    table: pd.DataFrame,
    names: Mapping[int, str],
    firm: Collection[int],
    *,
    title: str,
    ax: Axes | None = None,
) -> Axes:
    """Draw shares or counts of topics by article, field or office as a heat map with its numbers.

    table: DataFrame of numbers (groups x topics), in the order to draw; whole numbers are counts, others shares. names:
    dict topic -> label. firm: topics that are not drawn grey. title: of the figure. ax: Axes to draw on, a new one by
    default.
    Returns the Axes.
    """
    ax = ax or plt.subplots(figsize=(0.75 * table.shape[1] + 3.5, 0.27 * len(table) + 2.6))[1]
    values = table.to_numpy(float)
    ax.imshow(values, cmap="Blues", vmin=0, aspect="auto")
    _write_numbers(ax, values)
    name_cells(ax, [short(str(name), 60) for name in table.index], [names[topic] for topic in table.columns])
    for label, topic in zip(ax.get_xticklabels(), table.columns, strict=True):
        label.set_color("black" if topic in firm else GREY)
    return finish(ax, title=title, subtitle="Names in grey: topics that other articles may not give.")


def _curve(ax: Axes, table: pd.DataFrame, measure: str, chosen: int) -> None:
    """Draw one measure over the number of topics, with its band where it has one, and mark the chosen number."""
    ax.plot(table["k"], table[measure], color=BLUE, marker="o", markersize=4)
    if measure != "npmi":
        scale = table["npmi"] if measure == "product" else 1
        low, high = table["low"] * scale, table["high"] * scale
        ax.fill_between(table["k"], low, high, color=BLUE, alpha=0.15, linewidth=0)
    ax.axvline(chosen, color=ORANGE, linewidth=1, linestyle="--")
    ax.set_ylim(0, None)
    ax.set_title(MEASURES[measure], fontsize=9.5)
    ax.set_xlabel(f"topics; dashed: {chosen}", fontsize=8.5)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))


def k_plot(table: pd.DataFrame, chosen: int, *, axes: Sequence[Axes] | None = None) -> Sequence[Axes]:
    """Draw coherence and stability against the number of topics.

    table: DataFrame with k, npmi, stability, low, high, product; one row per k. chosen: the k to mark. axes: three
    Axes, new ones by default. Returns the Axes.
    """
    axes = grid(3, 3, width=11, height=3) if axes is None else axes
    for ax, measure in zip(axes, MEASURES, strict=True):
        _curve(ax, table, measure, chosen)
    return finish(
        axes,
        title=f"Coherence and stability of {table['k'].min()} to {table['k'].max()} topics",
        subtitle="Band: 95% of the draws.",
    )
