"""Figures of texts: every Chinese character has its glyph, every article its bar, every count its cell."""

import pandas as pd
import pytest
from pictures import draw, style, written  # noqa: F401 (style is a fixture)

from helpers.show import plots_texts

ARTICLES = pd.DataFrame(
    {
        "article_id": ["a", "b", "c"],
        "title": ["一条河的三座城，以及一个很长很长很长很长很长很长的题目", "桥边的集市", "短"],
        "group": ["专稿 feature", "专稿 feature", "web page"],
        "field": ["strategy", "ecology", "local news"],
        "on_topic": [True, True, False],
        "characters": [471, 222, 54],
    }
)
DIRT = pd.DataFrame(
    {"source_id": ["s", "s", "t", "t"], "kind": ["pinyin gloss", "LaTeX"] * 2, "before": [429, 0, 3, 1200], "after": 0}
)


def test_a_missing_glyph_is_an_error():
    ax = plots_texts.article_lengths(ARTICLES.assign(title="字\ue854"))
    with pytest.raises(UserWarning, match="Glyph"):
        draw(ax)


def test_article_lengths_draws_one_bar_per_article_and_names_its_axis():
    ax = plots_texts.article_lengths(ARTICLES)
    draw(ax)
    assert sorted(round(bar.get_width()) for bar in ax.patches) == [54, 222, 471]
    assert "characters" in ax.get_xlabel()
    assert "3 articles, 747 characters" in ax.get_title("left")
    assert max(len(label.get_text()) for label in ax.get_yticklabels()) <= 24


def test_a_group_stands_together_though_its_articles_do_not():
    ax = plots_texts.article_lengths(ARTICLES.iloc[[0, 2, 1]])
    assert [round(bar.get_width()) for bar in ax.patches] == [471, 222, 54]
    heights = [bar.get_y() + bar.get_height() / 2 for bar in ax.patches]
    assert heights == pytest.approx([0, 1, 2.8])
    assert {text.get_text(): text.get_position()[1] for text in ax.texts[3:]} == pytest.approx(
        {"专稿 feature": 0.5, "web page": 2.8}
    )


def test_dirt_before_and_after_shows_every_count():
    axes = plots_texts.dirt_before_and_after(DIRT)
    draw(axes[0])
    assert {text.get_text() for text in axes[0].texts} >= {"429", "0", "3", "1,200"}
    assert [ax.get_title("left") for ax in axes] == ["before cleaning: 1,632 places", "after cleaning: 0 places"]
    assert [text.get_text() for text in written(axes[0])][:2] == [
        "2 kinds of dirt in 2 sources",
        "Places per kind and source; the darker, the more (logarithmic).",
    ]
