"""Figures of topics: what is not firm is grey, numbers are those of the table, and all of it can be read."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from faults import faults
from matplotlib.colors import to_hex
from pictures import draw, style, told  # noqa: F401 (style is a fixture)

from helpers.show import plots_topics
from helpers.show.sheet import WIDE
from helpers.show.style import BLUE, GREY

WORDS = pd.DataFrame({"topic": [1, 1, 2], "word": ["河", "水", "城"], "gloss": "a thing", "weight": [0.2, 0.1, 0.3]})
CARDS = pd.DataFrame(
    {"topic": [1, 2], "label": ["rivers", "towns"], "share": [0.7, 0.3], "returns": [0.8, 0.3], "npmi": [0.5, 0.1], "firm": [True, False], "carried": "a, b"}
)  # fmt: skip
NAMES = {1: "rivers and lakes", 2: "towns"}
SHARES = pd.DataFrame(
    {"article_id": ["a", "a", "b", "b"], "article": ["On 河", "On 河", "On 城", "On 城"], "topic": [1, 2, 1, 2], "share": [0.8, 0.2, 0.45, 0.55]}
)  # fmt: skip


def _texts(ax):
    return [text.get_text() for text in ax.texts]


def _bars(ax):
    return [(part.get_width(), to_hex(part.get_facecolor()).upper()) for part in ax.patches]


def test_topic_cards_are_on_one_scale_and_grey_what_is_not_firm():
    ax = plots_topics.topic_cards(WORDS, CARDS)
    assert faults(ax) == []
    widths, colours = zip(*_bars(ax), strict=True)
    assert colours == (BLUE, BLUE, GREY)
    assert widths == pytest.approx([part / 0.3 * plots_topics.COLUMN for part in (0.2, 0.1, 0.3)])
    assert {"Topic 1: rivers", "returns in 80% of draws, NPMI 0.50", "河 a thing", "20.0%", "Most in a, b"} <= set(
        _texts(ax)
    )
    title, subtitle, _ = told(ax)
    assert title == "1 of 2 topics is firm; rivers is the surest to return with other articles"
    assert "on one scale" in subtitle


def test_cards_show_as_many_words_as_asked_for():
    ax = plots_topics.topic_cards(WORDS, CARDS, top=1)
    assert len(ax.patches) == 2
    assert "水 a thing" not in _texts(ax)


def test_word_cards_judge_nothing():
    ax = plots_topics.word_cards(WORDS, CARDS)
    assert faults(ax) == []
    assert {colour for _, colour in _bars(ax)} == {BLUE}
    assert "70% of the texts, NPMI 0.50" in _texts(ax)
    assert told(ax)[0] == "Of 2 topics that of 河 a thing holds together best"


def test_articles_stand_under_their_largest_topic():
    ax = plots_topics.topic_articles(SHARES, NAMES, {1})
    assert faults(ax) == []
    texts = _texts(ax)
    first, second = texts.index("Topic 1: rivers and lakes, 1 article"), texts.index("Topic 2: towns, 1 article")
    assert first < texts.index("On 河") < second < texts.index("On 城")
    assert [part for part in _bars(ax) if part[1] != plots_topics.TRACK.upper()] == [
        (pytest.approx(0.8 * WIDE), BLUE),
        (pytest.approx(0.55 * WIDE), GREY),
    ]
    assert told(ax)[0] == "2 of 2 articles are mostly about one topic, the others about several"


def test_topic_map_shows_shares_or_counts_and_says_what_is_blank():
    counts = plots_topics.topic_map(
        pd.DataFrame([[3, 0], [1, 2]], index=["a", "b"], columns=[1, 2]), NAMES, [1], groups="field"
    )
    assert faults(counts) == []
    # First what the shades mean, then columns, rows and cells.
    assert _texts(counts) == ["0", "3", "1 rivers and", "lakes", "2 towns", "a", "b", "3", "1", "2"]
    assert [text.get_color() for text in counts.texts[2:5]] == ["black", "black", GREY]
    assert told(counts)[0] == "5 of 6 articles have the leading topic of their group"
    assert "blank: none" in told(counts)[1]
    shares = plots_topics.topic_map(
        pd.DataFrame([[0.96, 0.04]], index=["a"], columns=[1, 2]), NAMES, [1], groups="policy fields"
    )
    assert _texts(shares)[-2:] == ["a", "96"]
    assert told(shares)[0] == "In 1 of 1 policy fields one topic has more than half"
    assert "blank: under 5%" in told(shares)[1]


def test_as_many_topics_as_can_be_asked_for_can_be_read():
    topics = range(1, 21)
    names = dict.fromkeys(topics, "河流 湖泊 湿地保护")
    table = pd.DataFrame([[at / 210 for at in topics]] * 2, index=["a", "of a longer name " * 4], columns=topics)
    ax = plots_topics.topic_map(table, names, set(), groups="policy fields")
    assert faults(ax) == []
    assert "…" not in "".join(_texts(ax))


def test_k_plot_marks_what_was_chosen_and_says_what_is_best():
    table = pd.DataFrame(
        {"k": [4, 5, 6], "npmi": [0.3, 0.4, 0.4], "stability": 0.5, "low": 0.4, "high": 0.6, "product": [0.15, 0.2, 0.195]}
    )  # fmt: skip
    axes = plots_topics.k_plot(table, 5)
    assert faults(axes[0]) == []
    assert [ax.lines[0].get_ydata().tolist() for ax in axes] == [[0.3, 0.4, 0.4], [0.5] * 3, [0.15, 0.2, 0.195]]
    assert all(ax.lines[1].get_xdata()[0] == 5 for ax in axes)
    title, subtitle, _ = told(axes[0])
    assert title == "Coherence times stability is highest at 5 topics; 6 comes within a twentieth"
    assert subtitle.startswith("Dashed: the 5 topics taken here.")
    alone = plots_topics.k_plot(table.head(2), 5)
    assert told(alone[0])[0] == "Coherence times stability is highest at 5 topics"


def test_hostile_names_are_drawn_without_a_warning():
    hostile = "$\\frac{a}$\x1b\n" * 200
    given = plt.subplots(figsize=(4, 3))[1]
    names, words = dict.fromkeys(NAMES, hostile), WORDS.assign(word=hostile, gloss=hostile)
    draw(plots_topics.topic_articles(SHARES.assign(article=hostile), names, set(), ax=given))
    draw(plots_topics.topic_cards(words, CARDS.assign(label=hostile, carried=hostile)))
    draw(plots_topics.word_cards(words, CARDS))
    table = pd.DataFrame([[0.5, 0.5]], index=[hostile], columns=[1, 2])
    draw(plots_topics.topic_map(table, names, set(), groups="fields"))
