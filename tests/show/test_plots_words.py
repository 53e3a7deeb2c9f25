"""Figures of words: sizes and colours by hand, no label over another, the same data give the same picture."""

from itertools import combinations

import matplotlib
import numpy as np
import pandas as pd
import pytest
from pictures import WORDS, boxes, draw, style, written  # noqa: F401 (style is a fixture)

from helpers.show import plots_words

KEY = pd.DataFrame(
    {
        "word": ["桥", "河", "水", "堤"],
        "gloss": ["bridge", "river", "water", "dyke"],
        "log_ratio": [2.0, 1.0, -1.0, -3.0],
        "low": [1.0, -1.0, -2.0, np.nan],
        "high": [3.0, 2.0, -0.5, np.nan],
        "sure": [True, False, True, False],
    }
)
PAIRS = pd.DataFrame(
    [("桥", word, 9.0) for word in "河水堤船岸沙鱼鸟田村舟渔"]
    + [("城", word, 12.0) for word in ("河", "路", "街", "市", "墙")],
    columns=["node", "word", "log_dice"],
)


def test_word_cloud_is_the_same_every_time_and_takes_an_axes():
    first = draw(plots_words.word_cloud(WORDS, n=3))
    ax = matplotlib.pyplot.subplots(figsize=(9.5, 5.2))[1]
    assert plots_words.word_cloud(WORDS, n=3, ax=ax) is ax
    assert (first == draw(ax)).all()


def test_word_cloud_is_sized_by_share_and_darkened_by_evenness(monkeypatch):
    seen = {}

    class Cloud:
        def __init__(self, *, color_func, **_):
            seen["colour"] = color_func

        def generate_from_frequencies(self, sizes):
            seen["sizes"] = sizes
            return np.zeros((2, 2))

    monkeypatch.setattr(plots_words, "WordCloud", Cloud)
    ax = plots_words.word_cloud(WORDS, n=3, what="rivers")
    assert seen["sizes"] == {"京津冀": 30, "河": 20, "PM2.5": 5}
    brightness = [sum(matplotlib.colors.to_rgb(seen["colour"](word))) for word in WORDS["word"]]
    assert brightness == sorted(brightness)
    assert ax.get_title("left") == "The 3 most frequent rivers in 3 articles"
    assert written(ax)[0].get_text() == (
        "Size: share (5.0 to 30.0 per 10,000 words). Darkness: evenness (DP_norm 1.00 to 0.10)."
    )


def test_share_bars_draw_share_and_interval():
    ax = plots_words.share_bars(WORDS, n=3)
    draw(ax)
    assert [bar.get_width() for bar in ax.patches] == [30, 20, 5]
    assert [segment[:, 0].tolist() for segment in ax.collections[0].get_segments()] == [[20, 40], [10, 30], [0, 9]]
    assert ax.get_yticklabels()[1].get_text() == "河  river"
    assert "3 articles" in ax.get_title("left")


def test_dispersion_map_labels_do_not_overlap():
    rng = np.random.default_rng(2)
    words = [f"词{number}" for number in range(120)]
    table = pd.DataFrame(
        {"word": words, "share": 40 / np.arange(1, 121), "dp_norm": rng.uniform(0.3, 0.9, 120), "range": 9}
    )
    ax = plots_words.dispersion_map(table.assign(range=[1, *[9] * 119]), n=10, labels=40)
    draw(ax)
    texts = [text for text in ax.texts if text.get_text() in set(words)]
    assert len(texts) > 25
    assert not [1 for one, two in combinations(boxes(texts), 2) if one.overlaps(two)]
    missing = set(table.head(20)["word"]) - {text.get_text() for text in texts}
    assert all(word in written(ax)[0].get_text() for word in missing)
    assert [len(points.get_offsets()) for points in ax.collections] == [119, 1]


def test_dispersion_map_says_which_words_found_no_room(monkeypatch):
    monkeypatch.setattr(plots_words, "label_points", lambda *_, **__: ["河", "桥"])
    assert written(plots_words.dispersion_map(WORDS, n=3))[0].get_text() == "No room for 河, 桥."


def test_keyness_plot_has_two_sides_and_pales_what_is_not_sure():
    ax = plots_words.keyness_plot(KEY, target="north", reference="south", words=2)
    draw(ax)
    assert [bar.get_width() for bar in ax.patches] == [2, 1, -1, -3]
    assert [bar.get_alpha() > 0.5 for bar in ax.patches] == [True, False, True, False]
    assert len({bar.get_facecolor()[:3] for bar in ax.patches}) == 2
    assert "more in north" in ax.get_title("left")


def test_keyness_plot_shows_the_sure_words_of_each_side_first():
    ax = plots_words.keyness_plot(KEY.iloc[[1, 0, 3, 2]], target="north", reference="south", words=1)
    assert [bar.get_width() for bar in ax.patches] == [2, -1]


def test_keyness_plot_shows_no_word_twice():
    ax = plots_words.keyness_plot(KEY, target="north", reference="south", words=3)
    assert len(ax.patches) == 4


def test_network_shows_every_word_once_without_overlap():
    words = {*PAIRS["node"], *PAIRS["word"]}
    ax = plots_words.collocation_network(PAIRS, dict.fromkeys(words, "some gloss"), n=40)
    draw(ax)
    texts = [text for text in ax.texts if "\n" in text.get_text()]
    assert sorted(text.get_text().split("\n")[0] for text in texts) == sorted(words)
    assert not [1 for one, two in combinations(boxes(texts), 2) if one.overlaps(two)]
    assert len(ax.lines) == len(PAIRS)
    assert len({round(line.get_linewidth(), 3) for line in ax.lines}) == 2
    assert written(ax)[0].get_text() == "Width of a line: logDice, 9.0 to 12.0."


def test_network_shows_a_word_without_a_gloss():
    ax = plots_words.collocation_network(PAIRS, pd.Series({"桥": "bridge"}), n=40)
    draw(ax)
    assert {"桥\nbridge", "河\n"} <= {text.get_text() for text in ax.texts}


def test_similarity_map_keeps_the_given_order():
    table = pd.DataFrame([[1, 0.2], [0.2, 1]], index=["b", "a"], columns=["b", "a"])
    ax = plots_words.similarity_map(table, {"a": "ecology: dykes", "b": "industry: bridges"})
    draw(ax)
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
    assert getattr(plots_words, name)(*arguments, n=3, ax=ax) is ax
