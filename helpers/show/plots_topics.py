"""Figures of topics: their words, where they stand and how many of them there are."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from helpers.show.amounts import many
from helpers.show.labels import Array
from helpers.show.shades import BLANK, cells, counted, scale
from helpers.show.sheet import LINE, WIDE, bar, both, cut, key, parted, sheet, write
from helpers.show.style import BLUE, GREY, ORANGE, SMALL, ems, finish, grid, short, wrapped

SURE = {"firm topic: surely returns in most draws of other articles": BLUE, "open topic: it may not": GREY}
NPMI = "NPMI: 1 where these words always share passages, 0 where they do so by chance."
ON_ONE_SCALE = "Words by weight and by how much they are the topic's own; bars: weight, on one scale."
# Cards stand in two columns with so much between them; what a number beside a name and the bar below it take.
GUTTER, NUMBER, BELOW = 16, 34, 8
COLUMN = (WIDE - GUTTER) / 2
# The names of the rows of a heat map are so wide, in points.
ROW_NAMES = 150
# The names of columns are so wide, in sizes of their letters, if their lines, so many points apart, have room.
UPRIGHT, NEAR = 9, 10
MEASURES = {
    "npmi": "Coherence: NPMI of the ten words of a topic, mean over topics",
    "stability": "Stability: share of these words kept in draws of other articles",
    "product": "Product of the two",
}


class Card(NamedTuple):
    """What a card says of a topic: its name, what is known of it, words with gloss and weight, a line below, colour."""

    name: str
    known: tuple[str, ...]
    words: pd.DataFrame
    foot: str = ""
    ink: str = BLUE


def _words(ax: Axes, card: Card, x: float, y: float, scale: float) -> float:
    """Write the words of a card with their weights, a bar below each; returns the height below."""
    for row in card.words.itertuples():
        write(ax, [f"{row.weight:.1%}"], x + COLUMN, y, ink=GREY, side="right")
        y = write(ax, both(row.word, row.gloss, COLUMN - NUMBER), x, y)
        bar(ax, y, [(row.weight * scale, card.ink)], x=x, height=3)
        y += BELOW
    return y


def _card(ax: Axes, card: Card, x: float, y: float, scale: float) -> float:
    """Draw a card; returns where the next may begin."""
    y = write(ax, parted(card.name, COLUMN, size=SMALL + 1), x, y, size=SMALL + 1, ink=card.ink)
    y = write(ax, [line for text in card.known for line in parted(text, COLUMN)], x, y, ink=GREY)
    y = _words(ax, card, x, y + 3, scale)
    return write(ax, parted(card.foot, COLUMN) if card.foot else [], x, y, ink=GREY) + LINE


def _draw_cards(ax: Axes, cards: Sequence[Card], y: float) -> float:
    """Draw cards on one scale, each in the column that is the shorter so far; returns the height below."""
    scale, ends = COLUMN / max(card.words["weight"].max() for card in cards), [y, y]
    for card in cards:
        side = int(np.argmin(ends))
        ends[side] = _card(ax, card, side * (COLUMN + GUTTER), ends[side], scale)
    return max(ends) - LINE


def _of_topic(words: pd.DataFrame, topic: int, top: int | None = None) -> pd.DataFrame:
    return words[words["topic"] == topic].head(top or len(words))


def topic_cards(words: pd.DataFrame, cards: pd.DataFrame, *, top: int = 6, ax: Axes | None = None) -> Axes:
    """Draw each topic as a card: its words with their weights, its name, its quality and the articles that carry it.

    words: DataFrame with topic, word, gloss, weight; by topic, the first words first. cards: DataFrame with topic,
    label, returns (share), npmi, firm (bool), carried (names of articles); one row per topic. top: words drawn.
    ax: Axes to draw on, a new one by default. Returns the Axes. Topics that are not firm are grey.
    """
    ax = sheet(ax)
    drawn = [
        Card(
            f"Topic {card.topic}: {card.label}",
            (f"returns in {card.returns:.0%} of draws, NPMI {card.npmi:.2f}",),
            _of_topic(words, card.topic, top),
            f"Most in {card.carried}",
            BLUE if card.firm else GREY,
        )
        for card in cards.itertuples()
    ]
    cut(ax, _draw_cards(ax, drawn, key(ax, SURE)))
    subtitle = f"{ON_ONE_SCALE} A draw takes as many articles at random, some of them twice. {NPMI}"
    return finish(ax, title=_surest(cards), subtitle=subtitle)


def _surest(cards: pd.DataFrame) -> str:
    best, firm = cards.loc[cards["returns"].idxmax()], int(cards["firm"].sum())
    told = f"{firm} of {many(len(cards), 'topic')} {'is' if firm == 1 else 'are'} firm"
    return f"{told}; {short(best['label'], 60)} is the surest to return with other articles"


def word_cards(words: pd.DataFrame, topics: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the words of each topic with their weights, without a judgement of how firm it is.

    words: DataFrame with topic, word, gloss, weight; by topic, the first words first. topics: DataFrame with topic,
    share, npmi; one row per topic. ax: Axes to draw on, a new one by default. Returns the Axes.
    """
    ax = sheet(ax)
    told = [f"{topic.share:.0%} of the texts, NPMI {topic.npmi:.2f}" for topic in topics.itertuples()]
    drawn = [
        Card(f"Topic {topic}", (known,), _of_topic(words, topic))
        for topic, known in zip(topics["topic"], told, strict=True)
    ]
    cut(ax, _draw_cards(ax, drawn, 0))
    first = _of_topic(words, topics.loc[topics["npmi"].idxmax(), "topic"]).iloc[0]
    title = f"Of {len(topics)} topics that of {short(f'{first.word} {first.gloss}', 60)} holds together best"
    return finish(ax, title=title, subtitle=f"{ON_ONE_SCALE} {NPMI}")


def topic_articles(
    shares: pd.DataFrame, names: Mapping[int, str], firm: Collection[int], *, ax: Axes | None = None
) -> Axes:
    """Draw every article under its largest topic, with the share that this topic has of it.

    shares: DataFrame with article_id, article (its name), topic, share; one row per topic per article. names: dict
    topic -> label. firm: topics that are not drawn grey. ax: Axes to draw on, a new one by default. Returns the Axes.
    """
    ax = sheet(ax)
    first = shares.sort_values(["share", "article_id"], ascending=[False, True]).drop_duplicates("article_id")
    y = key(ax, SURE)
    for topic, name in names.items():
        y = _led(ax, first[first["topic"] == topic], f"Topic {topic}: {name}", BLUE if topic in firm else GREY, y)
    cut(ax, y - LINE)
    mostly = int((first["share"] > 0.5).sum())
    title = f"{mostly} of {many(len(first), 'article')} are mostly about one topic, the others about several"
    return finish(ax, title=title, subtitle="Articles by their largest topic; bars: its share of the article.")


def _led(ax: Axes, articles: pd.DataFrame, name: str, ink: str, y: float) -> float:
    """Draw the articles that a topic leads under its name; returns the height below."""
    told = f"{name}, {many(len(articles), 'article')}"
    y = write(ax, parted(told, size=SMALL + 1), 0, y, size=SMALL + 1, ink=ink) + 2
    for row in articles.itertuples():
        write(ax, [f"{row.share:.0%}"], WIDE, y, ink=GREY, side="right")
        y = write(ax, parted(row.article, WIDE - NUMBER), 0, y)
        bar(ax, y, [(row.share * WIDE, ink), ((1 - row.share) * WIDE, TRACK)], height=3)
        y += BELOW
    return y + LINE


# What is left of a whole; it only says how long the whole is.
TRACK = "#E4E4E4"


def _upright(names: Sequence[str], room: float) -> list[list[str]]:
    """Part names into as many lines as have room beside each other, the names of all columns alike."""
    fitting, longest = max(1, int(room // NEAR)), max(1, *(int(ems(name)) + 1 for name in names))
    for width in range(min(UPRIGHT, longest), longest + 1):
        parts = [wrapped(name, width) for name in names]
        if all(len(lines) <= fitting for lines in parts):
            break
    return parts


def _columns(ax: Axes, names: Sequence[str], inks: Sequence[str], xs: Array, y: float) -> float:
    """Write the names of columns upright over them; returns the height below."""
    parts = _upright([short(name, 60) for name in names], xs[1] - xs[0])
    foot = y + max(ems(line) for lines in parts for line in lines) * SMALL
    for lines, ink, x in zip(parts, inks, (xs[1:] + xs[:-1]) / 2, strict=True):
        for at, line in enumerate(lines):
            left = x + (at - (len(lines) - 1) / 2) * NEAR + SMALL * 0.38
            ax.text(left, foot, line, color=ink, rotation=90, va="bottom", ha="right", in_layout=False)
    return foot + 3


def _row_names(ax: Axes, names: Sequence[str], y: float) -> Array:
    """Write the names of rows one below the other; returns the edges between them."""
    edges = [y]
    for name in names:
        edges.append(write(ax, parted(name, ROW_NAMES), 0, edges[-1] + 2) + 2)
    return np.array(edges)


def topic_map(
    table: pd.DataFrame, names: Mapping[int, str], firm: Collection[int], *, groups: str, ax: Axes | None = None
) -> Axes:
    """Draw shares or counts of topics by field or office as a heat map with its numbers.

    table: DataFrame of numbers (groups x topics), in the order to draw; whole numbers are counts of articles, others
    shares. names: dict topic -> label. firm: topics that are not named in grey. groups: what the rows are, in the
    plural. ax: Axes to draw on, a new one by default. Returns the Axes.
    """
    ax, values = sheet(ax), table.to_numpy(float)
    xs = np.linspace(ROW_NAMES + 8, WIDE, len(table.columns) + 1)
    inks = ["black" if topic in firm else GREY for topic in table.columns]
    y = _columns(ax, [f"{topic} {names[topic]}" for topic in table.columns], inks, xs, scale(ax, values, 0))
    ys = _row_names(ax, list(map(str, table.index)), y)
    cells(ax, values, xs, ys)
    cut(ax, ys[-1])
    title, subtitle = _seen(values, groups)
    return finish(ax, title=title, subtitle=f"{subtitle} Topics named in grey may not return with other articles.")


def _seen(values: Array, groups: str) -> tuple[str, str]:
    """Say what a heat map shows: in how many groups one topic prevails, and what is drawn."""
    if counted(values):
        title = f"{values.max(axis=1).sum():.0f} of {values.sum():.0f} articles have the leading topic of their group"
        return title, f"Articles by {groups} and largest topic; blank: none."
    one = int((values.max(axis=1) > 0.5).sum())
    title = f"In {one or 'none'} of {len(values)} {groups} one topic has more than half"
    return title, f"Mean share of each topic in the articles of these {groups}, in %; blank: under {BLANK:.0%}."


def _curve(ax: Axes, table: pd.DataFrame, measure: str, chosen: int) -> None:
    """Draw one measure over the number of topics, with its band where it has one, and mark the chosen number."""
    ax.plot(table["k"], table[measure], color=BLUE, marker="o", markersize=4)
    if measure != "npmi":
        scale = table["npmi"] if measure == "product" else 1
        low, high = table["low"] * scale, table["high"] * scale
        ax.fill_between(table["k"], low, high, color=BLUE, alpha=0.15, linewidth=0)
    ax.axvline(chosen, color=ORANGE, linewidth=1, linestyle="--")
    ax.margins(y=0.12)
    ax.set_ylim(0, None)
    ax.set_title(MEASURES[measure])
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))


def k_plot(table: pd.DataFrame, chosen: int, *, axes: Sequence[Axes] | None = None) -> Sequence[Axes]:
    """Draw coherence and stability against the number of topics.

    table: DataFrame with k, npmi, stability, low, high, product; one row per k. chosen: the k to mark. axes: three
    Axes, new ones by default. Returns the Axes.
    """
    axes = grid(3, 1, height=1.5) if axes is None else axes
    for ax, measure in zip(axes, MEASURES, strict=True):
        _curve(ax, table, measure, chosen)
    axes[-1].set_xlabel("number of topics")
    subtitle = f"Dashed: the {chosen} topics taken here. Band: where 95% of the draws of articles lie."
    return finish(axes, title=_best(table), subtitle=subtitle)


def _best(table: pd.DataFrame) -> str:
    """Say which number of topics has the highest product, and which others come near it."""
    best = table.loc[table["product"].idxmax()]
    near = [k for k in table.loc[table["product"] >= 0.95 * best["product"], "k"] if k != best["k"]]
    told = f"; {', '.join(map(str, near))} {'comes' if len(near) == 1 else 'come'} within a twentieth" if near else ""
    return f"Coherence times stability is highest at {best['k']:.0f} topics{told}"
