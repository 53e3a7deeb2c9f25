"""Figures: every Chinese character has its glyph, axes are named, the same data give the same picture."""

import warnings
from itertools import combinations, pairwise

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
WORDS = pd.DataFrame(
    {
        "word": ["京津冀", "河", "PM2.5"],
        "gloss": ["the three", "river", "fine dust"],
        "share": [30.0, 20.0, 5.0],
        "low": [20.0, 10.0, 0.0],
        "high": [40.0, 30.0, 9.0],
        "dp_norm": [0.1, 0.5, 1.0],
        "range": [3, 2, 1],
    }
)
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


def test_word_cloud_is_sized_by_share_and_darkened_by_evenness(monkeypatch):
    seen = {}

    class Cloud:
        def __init__(self, *, color_func, **_):
            seen["colour"] = color_func

        def generate_from_frequencies(self, sizes):
            seen["sizes"] = sizes
            return np.zeros((2, 2))

    monkeypatch.setattr(plots, "WordCloud", Cloud)
    ax = plots.word_cloud(WORDS, n=3, what="rivers")
    assert seen["sizes"] == {"京津冀": 30, "河": 20, "PM2.5": 5}
    brightness = [sum(matplotlib.colors.to_rgb(seen["colour"](word))) for word in WORDS["word"]]
    assert brightness == sorted(brightness)
    assert ax.get_title("left") == "The 3 most frequent rivers in 3 articles"


def test_share_bars_draw_share_and_interval():
    ax = plots.share_bars(WORDS, n=3)
    _draw(ax)
    assert [bar.get_width() for bar in ax.patches] == [30, 20, 5]
    assert [segment[:, 0].tolist() for segment in ax.collections[0].get_segments()] == [[20, 40], [10, 30], [0, 9]]
    assert ax.get_yticklabels()[1].get_text() == "河  river"
    assert "3 articles" in ax.get_title("left")


def _boxes(ax, texts):
    """The boxes of texts alone, without the lines that lead from them."""
    renderer = ax.figure.canvas.get_renderer()
    return [matplotlib.text.Text.get_window_extent(text, renderer) for text in texts]


def test_dispersion_map_labels_do_not_overlap():
    rng = np.random.default_rng(2)
    words = [f"词{number}" for number in range(120)]
    table = pd.DataFrame(
        {"word": words, "share": 40 / np.arange(1, 121), "dp_norm": rng.uniform(0.3, 0.9, 120), "range": 9}
    )
    ax = plots.dispersion_map(table.assign(range=[1, *[9] * 119]), n=10, labels=40)
    _draw(ax)
    texts = [text for text in ax.texts if text.get_text() in set(words)]
    boxes = _boxes(ax, texts)
    assert len(texts) > 25
    assert not [1 for one, two in combinations(boxes, 2) if one.overlaps(two)]
    missing = set(table.head(20)["word"]) - {text.get_text() for text in texts}
    assert all(word in ax.texts[-1].get_text() for word in missing)
    assert [len(points.get_offsets()) for points in ax.collections] == [119, 1]


KEY = pd.DataFrame(
    {
        "word": ["桥", "河", "水", "堤"],
        "gloss": ["bridge", "river", "water", "dyke"],
        "log_ratio": [2.0, 1.0, -1.0, -3.0],
        "low": [1.0, -1.0, -2.0, np.nan],
        "high": [3.0, 2.0, -0.5, np.nan],
    }
)


def test_keyness_plot_has_two_sides_and_pales_what_is_not_sure():
    ax = plots.keyness_plot(KEY, target="north", reference="south", words=2)
    _draw(ax)
    assert [bar.get_width() for bar in ax.patches] == [2, 1, -1, -3]
    assert [bar.get_alpha() > 0.5 for bar in ax.patches] == [True, False, True, False]
    assert len({bar.get_facecolor()[:3] for bar in ax.patches}) == 2
    assert "more in north" in ax.get_title("left")


def test_keyness_plot_shows_no_word_twice():
    ax = plots.keyness_plot(KEY, target="north", reference="south", words=3)
    assert len(ax.patches) == 4


PAIRS = pd.DataFrame(
    [("桥", word, 9.0) for word in "河水堤船岸沙鱼鸟田村舟渔"]
    + [("城", word, 12.0) for word in ("河", "路", "街", "市", "墙")],
    columns=["node", "word", "log_dice"],
)


def test_network_shows_every_word_once_without_overlap():
    words = {*PAIRS["node"], *PAIRS["word"]}
    ax = plots.collocation_network(PAIRS, dict.fromkeys(words, "some gloss"), n=40)
    _draw(ax)
    texts = [text for text in ax.texts if "\n" in text.get_text()]
    assert sorted(text.get_text().split("\n")[0] for text in texts) == sorted(words)
    assert not [1 for one, two in combinations(_boxes(ax, texts), 2) if one.overlaps(two)]
    assert len(ax.lines) == len(PAIRS)
    assert len({round(line.get_linewidth(), 3) for line in ax.lines}) == 2


def test_similarity_map_keeps_the_given_order():
    table = pd.DataFrame([[1, 0.2], [0.2, 1]], index=["b", "a"], columns=["b", "a"])
    ax = plots.similarity_map(table, {"a": "ecology: dykes", "b": "industry: bridges"})
    _draw(ax)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["industry: bridges", "ecology: dykes"]
    assert np.isnan(ax.images[0].get_array().filled(np.nan)).sum() == 2
    assert table.loc["a", "a"] == 1


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("share_bars", (WORDS,)),
        ("dispersion_map", (WORDS,)),
        ("collocation_network", (PAIRS, dict.fromkeys({*PAIRS["node"], *PAIRS["word"]}, "gloss"))),
    ],
)
def test_a_plot_draws_on_the_axes_it_is_given(name, arguments):
    ax = matplotlib.pyplot.subplots(figsize=(6, 6))[1]
    assert getattr(plots, name)(*arguments, n=3, ax=ax) is ax


CARDS = pd.DataFrame(
    {"topic": [1, 2], "label": ["rivers", "towns"], "articles": [0.6, 0.2], "npmi": [0.5, 0.1], "firm": [True, False], "carried": "a, b"}
)  # fmt: skip


def test_topic_cards_grey_what_is_not_firm():
    words = pd.DataFrame({"topic": [1, 1, 2], "word": ["河", "水", "城"], "gloss": "x", "weight": [0.2, 0.1, 0.3]})
    axes = plots.topic_cards(words, CARDS)
    _draw(axes[0])
    colours = [matplotlib.colors.to_hex(ax.patches[0].get_facecolor()).upper() for ax in axes[:2]]
    assert colours == [plots.BLUE, plots.LIGHT]
    assert [bar.get_width() for bar in axes[0].patches] == pytest.approx([20, 10])
    assert "kept 60%" in axes[0].get_title("left")


def test_topic_map_shows_shares_or_counts():
    names = {1: "rivers", 2: "towns"}
    counts = plots.topic_map(
        pd.DataFrame([[3, 0], [1, 2]], index=["a", "b"], columns=[1, 2]), names, [1], title="n = 2"
    )
    _draw(counts)
    assert sorted(text.get_text() for text in counts.texts[:-1]) == ["1", "2", "3"]
    assert [label.get_color() for label in counts.get_xticklabels()] == ["black", plots.GREY]
    shares = plots.topic_map(pd.DataFrame([[0.96, 0.04]], index=["a"], columns=[1, 2]), names, [1], title="n = 1")
    assert [text.get_text() for text in shares.texts[:-1]] == ["96"]


def test_k_plot_marks_what_was_chosen():
    table = pd.DataFrame(
        {"k": [4, 5], "npmi": [0.3, 0.4], "stability": 0.5, "low": 0.4, "high": 0.6, "product": [0.15, 0.2]}
    )
    axes = plots.k_plot(table, 5)
    _draw(axes[0])
    assert [ax.lines[0].get_ydata().tolist() for ax in axes] == [[0.3, 0.4], [0.5, 0.5], [0.15, 0.2]]
    assert all(ax.lines[1].get_xdata()[0] == 5 for ax in axes)


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
