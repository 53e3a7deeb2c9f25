"""Figures: every Chinese character has its glyph, axes are named, the same data give the same picture."""

import warnings
from itertools import pairwise

import matplotlib
import numpy as np
import pandas as pd
import pytest
from matplotlib import font_manager

from helpers import plots

matplotlib.use("agg")
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
WORDS = pd.DataFrame({"word": ["京津冀", "河", "PM2.5"], "count": [30, 20, 5], "articles": [3, 2, 1]})
DIRT = pd.DataFrame(
    {"source_id": ["s", "s", "t", "t"], "kind": ["pinyin gloss", "LaTeX"] * 2, "before": [429, 0, 3, 1200], "after": 0}
)


@pytest.fixture(autouse=True)
def style():
    """The style of the collection, with everything put back afterwards."""
    with matplotlib.rc_context():
        plots.use_style()
        yield
        matplotlib.pyplot.close("all")


def _draw(ax):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax.figure.canvas.draw()
    return np.asarray(ax.figure.canvas.buffer_rgba())


def test_the_font_comes_inside_a_package_and_has_the_characters():
    font = font_manager.get_font(str(plots.font_path()))
    assert all(font.get_char_index(ord(char)) for char in "京津冀協發μ³℃‰−—“”")


def test_a_missing_glyph_is_an_error():
    ax = plots.article_lengths(ARTICLES.assign(title="字\ue854"))
    with pytest.raises(UserWarning, match="Glyph"):
        _draw(ax)


def test_article_lengths_draws_one_bar_per_article_and_names_its_axis():
    ax = plots.article_lengths(ARTICLES)
    _draw(ax)
    assert sorted(round(bar.get_width()) for bar in ax.patches) == [54, 222, 471]
    assert "characters" in ax.get_xlabel()
    assert "3 articles, 747 characters" in ax.get_title("left")
    assert max(len(label.get_text()) for label in ax.get_yticklabels()) <= 24


def test_dirt_before_and_after_shows_every_count():
    axes = plots.dirt_before_and_after(DIRT)
    _draw(axes[0])
    assert {text.get_text() for text in axes[0].texts} >= {"429", "0", "3", "1,200"}
    assert [ax.get_title("left") for ax in axes] == ["before cleaning: 1,632 places", "after cleaning: 0 places"]


def test_word_cloud_is_the_same_every_time_and_takes_an_axes():
    first = _draw(plots.word_cloud(WORDS, n=3))
    ax = matplotlib.pyplot.subplots(figsize=(9.5, 5.2))[1]
    assert plots.word_cloud(WORDS, n=3, ax=ax) is ax
    assert (first == _draw(ax)).all()


LEDGER = pd.DataFrame(
    {
        "article_id": ["a", "a", "b", "b"],
        "concept": "pm25",
        "gloss": "concentration",
        "region": ["京津冀", "河北", "京津冀", "北京"],
        "value": [107.0, 38.6, 37.0, 32.0],
        "unit": "微克/立方米",
        "kind": ["level", "level", "level", "target"],
        "year_to": pd.array([2013, 2023, 2022, 2025], dtype="Int64"),
    }
)
CLAIMS = pd.DataFrame(
    {
        "figure_id": ["f1", "f2", "f3"],
        "rule": "per cent",
        "stated": [-65.1, -32.4, 5.0],
        "unit": "%",
        "recomputed": [-65.4, -32.1, float("nan")],
        "low": [-66.0, -34.8, float("nan")],
        "high": [-64.8, -29.3, float("nan")],
        "verdict": ["outside rounding", "follows", "cannot be checked"],
    }
)
GROUPS = pd.DataFrame(
    {
        "gloss": ["services", "firms"],
        "region": "京津冀",
        "low": [179, 502],
        "high": [203, 520],
        "unit": "项",
        "reason": ["none found", "equal"],
    }
)


def test_figure_counts_by_field_and_kind():
    ax = plots.figure_counts(LEDGER, pd.DataFrame({"article_id": ["a", "b"], "field": ["ecology", "industry"]}))
    _draw(ax)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["ecology", "industry"]
    assert "4 figures in 2 articles" in ax.get_title("left")


def test_timelines_name_every_region_once():
    axes = plots.concept_timelines(LEDGER, ["pm25"])
    _draw(axes[0])
    assert sorted(text.get_text() for text in axes[0].texts) == ["京津冀", "北京", "河北"]
    heights = sorted(text.get_position()[1] for text in axes[0].texts)
    assert all(upper - lower > 5 for lower, upper in pairwise(heights))


def test_claims_that_cannot_be_checked_are_not_drawn():
    ax = plots.claims_plot(CLAIMS)
    _draw(ax)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["f1  per cent", "f2  per cent"]


def test_spread_is_drawn_as_a_share_of_the_highest():
    ax = plots.spread_plot(GROUPS)
    _draw(ax)
    assert [round(line.get_xdata()[0], 3) for line in ax.lines] == [0.882, 0.965]
