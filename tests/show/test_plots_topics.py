"""Figures of topics: what is not firm is grey, numbers are those of the table."""

import matplotlib
import pandas as pd
import pytest
from pictures import draw, style, written  # noqa: F401 (style is a fixture)

from helpers.show import plots_topics
from helpers.show.style import BLUE, GREY, LIGHT

CARDS = pd.DataFrame(
    {"topic": [1, 2], "label": ["rivers", "towns"], "kept": [0.6, 0.2], "returns": [0.8, 0.3], "npmi": [0.5, 0.1], "firm": [True, False], "carried": "a, b"}
)  # fmt: skip


def test_topic_cards_grey_what_is_not_firm():
    words = pd.DataFrame({"topic": [1, 1, 2], "word": ["河", "水", "城"], "gloss": "x", "weight": [0.2, 0.1, 0.3]})
    axes = plots_topics.topic_cards(words, CARDS)
    draw(axes[0])
    colours = [matplotlib.colors.to_hex(ax.patches[0].get_facecolor()).upper() for ax in axes[:2]]
    assert colours == [BLUE, LIGHT]
    assert [bar.get_width() for bar in axes[0].patches] == pytest.approx([20, 10])
    assert "returns in 80%" in axes[0].get_title("left")
    assert [text.get_text() for text in written(axes[0])][:2] == ["2 topics, 1 of them firm", plots_topics.FIRM]


def test_topic_map_shows_shares_or_counts():
    names = {1: "rivers", 2: "towns"}
    counts = plots_topics.topic_map(
        pd.DataFrame([[3, 0], [1, 2]], index=["a", "b"], columns=[1, 2]), names, [1], title="n = 2"
    )
    draw(counts)
    assert sorted(text.get_text() for text in counts.texts) == ["1", "2", "3"]
    assert [label.get_color() for label in counts.get_xticklabels()] == ["black", GREY]
    shares = plots_topics.topic_map(
        pd.DataFrame([[0.96, 0.04]], index=["a"], columns=[1, 2]), names, [1], title="n = 1"
    )
    assert [text.get_text() for text in shares.texts] == ["96"]
    assert shares.get_title("left") == "n = 1"
    assert written(shares)[0].get_text() == "Names in grey: topics that other articles may not give."


def test_k_plot_marks_what_was_chosen():
    table = pd.DataFrame(
        {"k": [4, 5], "npmi": [0.3, 0.4], "stability": 0.5, "low": 0.4, "high": 0.6, "product": [0.15, 0.2]}
    )
    axes = plots_topics.k_plot(table, 5)
    draw(axes[0])
    assert [ax.lines[0].get_ydata().tolist() for ax in axes] == [[0.3, 0.4], [0.5, 0.5], [0.15, 0.2]]
    assert all(ax.lines[1].get_xdata()[0] == 5 for ax in axes)
    assert [text.get_text() for text in written(axes[0])][:2] == [
        "Coherence and stability of 4 to 5 topics",
        "Band: 95% of the draws.",
    ]
