"""Figures of words: sizes and colours by hand, titles that follow from the data, no fault, the same picture each time."""

import matplotlib
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from pictures import WORDS, boxes, draw, faults, style, told  # noqa: F401 (style is a fixture)

from helpers.files import CorpusError
from helpers.show import plots_words
from helpers.show.style import BLUE, ORANGE, RUST, SMALL

KEY = pd.DataFrame(
    {
        "word": ["桥", "河", "水", "堤"],
        "gloss": ["bridge", "river", "water", "dyke (of earth)"],
        "log_ratio": [2.0, 1.0, -1.0, -3.0],
        "low": [1.0, -1.0, -2.0, np.nan],
        "high": [3.0, 2.0, -0.5, np.nan],
        "sure": [True, False, True, False],
    }
)
PAIRS = pd.DataFrame(
    [("桥", word, 9.0) for word in "河水堤船"] + [("城", word, 12.0) for word in ("河", "路", "街")],
    columns=["node", "word", "log_dice"],
)
GLOSSES = {"桥": "bridge", "城": "town", "河": "river (a small one)"}
ALIKE = pd.DataFrame(
    [[1, 0.6, 0.1, 0.2], [0.6, 1, 0.3, 0.2], [0.1, 0.3, 1, 0.5], [0.2, 0.2, 0.5, 1]],
    index=list("abcd"),
    columns=list("abcd"),
)
LABELS = {"a": "堤 dykes", "b": "河 rivers", "c": "桥 bridges", "d": "城 towns"}


def _named(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


def _longer(table, rows, **columns):
    """A table of as many rows, the words of which are made up."""
    words = [f"词{number}" for number in range(rows)]
    return pd.DataFrame({"word": words, "gloss": "a made-up word"} | columns)


def _many(rows):
    chance = np.random.default_rng(2)
    return _longer(WORDS, rows, share=40 / np.arange(1, rows + 1), dp_norm=chance.uniform(0.3, 0.9, rows), range=9)


def test_word_cloud_is_the_same_every_time_and_takes_an_axes():
    first = draw(plots_words.word_cloud(WORDS, n=3))
    ax = matplotlib.pyplot.subplots()[1]
    ax.figure.set_figwidth(5.4)
    assert plots_words.word_cloud(WORDS, n=3, ax=ax) is ax
    assert (first == draw(ax)).all()


def test_word_cloud_writes_every_word_over_its_gloss_the_area_by_its_share():
    ax = plots_words.word_cloud(WORDS.assign(gloss=["the three (places)", "river", ""]), n=3, what="rivers")
    draw(ax)
    size = {text.get_text(): text.get_fontsize() for text in ax.texts}
    assert set(size) == {"京津冀", "the three", "河", "river", "PM2.5", ""}
    assert size["京津冀"] ** 2 / size["河"] ** 2 == pytest.approx(30 / 20)
    assert size["the three"] == size["river"] == SMALL
    box = dict(zip((text.get_text() for text in ax.texts), boxes(ax.texts), strict=True))
    assert box["京津冀"].y0 > box["the three"].y0
    assert abs(box["京津冀"].x0 + box["京津冀"].x1 - box["the three"].x0 - box["the three"].x1) < 2
    colour = {text.get_text(): text.get_color() for text in ax.texts}
    assert (colour["京津冀"], colour["river"], colour["PM2.5"]) == (BLUE, BLUE, RUST)
    title, above, _ = told(ax)
    assert title == "京津冀 the three leads; 2 of 3 words are in more than half of the articles"
    assert above == "The 3 most frequent rivers. The larger, the more frequent: 5 to 30 of 10,000 words."


def test_no_word_of_a_large_cloud_is_small_or_over_another():
    ax = plots_words.word_cloud(_many(60), n=20)
    assert len(ax.texts) == 120
    assert faults(ax.figure) == []


def test_share_bars_draw_share_and_interval():
    ax = plots_words.share_bars(WORDS, n=3)
    draw(ax)
    assert [bar.get_width() for bar in ax.patches] == [30, 20, 5]
    assert [segment[:, 0].tolist() for segment in ax.collections[0].get_segments()] == [[20, 40], [10, 30], [0, 9]]
    assert _named(ax) == ["京津冀 the three", "河 river", "PM2.5 fine dust"]
    assert [text.get_text() for text in ax.texts] == ["30", "20", "5"]
    title, above, _ = told(ax)
    assert title == "京津冀 the three occurs 1.5 times as often as 河 river"
    assert above.startswith("Occurrences per 10,000 words in 3 articles.")


def test_one_word_alone_is_told_by_its_share():
    assert told(plots_words.share_bars(WORDS.head(1), n=1))[0] == "京津冀 the three: 30 of 10,000 words"


def test_dispersion_map_names_what_it_can_and_covers_nothing():
    table = _many(120).assign(range=[1, *[9] * 119])
    ax = plots_words.dispersion_map(table, n=10, labels=40)
    assert faults(ax.figure) == []
    assert len([text for text in ax.texts if text.get_text().startswith("词")]) > 9
    assert [len(points.get_offsets()) for points in ax.collections] == [119, 1]
    assert [to_hex(points.get_facecolor()[0]).upper() for points in ax.collections] == [BLUE, ORANGE]
    assert told(ax)[0] == "词0 a made-up word: 40 of 10,000 words, but in only 1 of 10 articles"


def test_dispersion_map_without_words_of_few_articles_names_the_most_even():
    ax = plots_words.dispersion_map(WORDS.assign(range=3), n=3)
    assert told(ax)[0] == "京津冀 the three is the most even word, in 3 of 3 articles"


def test_dispersion_map_of_one_article_says_that_it_tells_nothing_of_evenness():
    ax = plots_words.dispersion_map(WORDS.assign(range=1, dp_norm=float("nan")), n=1)
    assert told(ax)[0] == "In 1 article no word is more even than another"
    assert faults(ax.figure) == []


def test_dispersion_map_of_no_word_says_so():
    with pytest.raises(CorpusError, match="no words to draw"):
        plots_words.dispersion_map(WORDS.head(0), n=3)


def _side(ax):
    return [(text.get_text(), text.get_color()) for text in ax.texts]


def test_keyness_plot_has_two_sides_and_hollow_bars_for_what_is_not_sure():
    ax = plots_words.keyness_plot(KEY, target="north", reference="south", words=2)
    draw(ax)
    assert [bar.get_width() for bar in ax.patches] == [2, 1, -1, -3]
    faces = [to_hex(bar.get_facecolor()).upper() for bar in ax.patches]
    assert faces == [BLUE, "#FFFFFF", RUST, "#FFFFFF"]
    assert [to_hex(bar.get_edgecolor()).upper() for bar in ax.patches] == [BLUE, BLUE, RUST, RUST]
    assert _side(ax) == [("More in north", BLUE), ("More in south", RUST)]
    assert _named(ax) == ["桥 bridge", "河 river", "水 water", "堤 dyke"]
    assert told(ax)[0] == "Surely more in north: 桥 bridge; Surely more in south: 水 water"


def test_keyness_plot_says_that_nothing_is_sure():
    ax = plots_words.keyness_plot(KEY.assign(sure=False), target="north", reference="south")
    assert told(ax)[0] == "No word parts north from south more surely than chance"


def test_keyness_plot_shows_the_sure_words_of_each_side_first():
    ax = plots_words.keyness_plot(KEY.iloc[[1, 0, 3, 2]], target="north", reference="south", words=1)
    assert [bar.get_width() for bar in ax.patches] == [2, -1]


def test_keyness_plot_shows_no_word_twice():
    ax = plots_words.keyness_plot(KEY, target="north", reference="south", words=3)
    assert len(ax.patches) == 4


def test_collocation_bars_stand_under_their_key_term_on_one_scale():
    ax = plots_words.collocation_bars(PAIRS, GLOSSES, n=40)
    draw(ax)
    assert [text.get_text() for text in ax.texts if " " in text.get_text()] == ["桥 bridge", "城 town"]
    assert _named(ax) == ["河 river", "水", "堤", "船", "河 river", "路", "街"]
    lines, points = ax.collections
    assert [segment[1, 0] for segment in lines.get_segments()] == [9] * 4 + [12] * 3
    assert points.get_offsets()[:, 0].tolist() == [9] * 4 + [12] * 3
    several = [to_hex(colour).upper() == ORANGE for colour in points.get_facecolor()]
    assert several == [True, False, False, False, True, False, False]
    title, above, _ = told(ax)
    assert title == "河 river keeps company with 2 of 2 key terms"
    assert above.endswith("of 40 passages.")


def test_collocation_bars_take_glosses_as_a_series_and_say_that_nothing_is_shared():
    ax = plots_words.collocation_bars(PAIRS.head(4), pd.Series({"桥": "bridge"}), n=40)
    draw(ax)
    assert _named(ax) == ["河", "水", "堤", "船"]
    assert told(ax)[0] == "No word is among the closest of two of 1 key term"


def test_similarity_tree_joins_like_articles_first():
    ax = plots_words.similarity_tree(ALIKE, LABELS)
    draw(ax)
    pairs = {frozenset(_named(ax)[:2]), frozenset(_named(ax)[2:])}
    assert pairs == {frozenset(["堤 dykes", "河 rivers"]), frozenset(["桥 bridges", "城 towns"])}
    joints = sorted((max(line.get_xdata()), min(line.get_xdata())) for line in ax.lines)
    # The last joint is at the mean of the four likenesses between the two pairs, and leaves begin at the left edge.
    assert [joint[1] for joint in joints] == pytest.approx([0.2, 0.5, 0.6])
    assert ax.get_xlim()[0] == pytest.approx(0.65)
    assert told(ax)[0] == "Most alike: 堤 dykes, and 河 rivers"
    assert ALIKE.loc["a", "a"] == 1


def test_a_tree_of_articles_without_a_common_word_is_drawn_and_one_of_one_is_not():
    table = pd.DataFrame(np.eye(3), index=list("abc"), columns=list("abc"))
    draw(plots_words.similarity_tree(table, LABELS))
    with pytest.raises(CorpusError, match="one article is like no other"):
        plots_words.similarity_tree(table.iloc[:1, :1], LABELS)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("word_cloud", (WORDS,)),
        ("share_bars", (WORDS,)),
        ("dispersion_map", (WORDS,)),
        ("collocation_bars", (PAIRS, GLOSSES)),
    ],
)
def test_a_plot_has_no_fault_and_draws_on_the_axes_it_is_given(name, arguments):
    plot = getattr(plots_words, name)
    assert faults(plot(*arguments, n=3).figure) == []
    ax = matplotlib.pyplot.subplots(figsize=(6, 6))[1]
    assert plot(*arguments, n=3, ax=ax) is ax


@pytest.mark.parametrize("words", [1, 12])
def test_two_sided_bars_and_trees_have_no_fault(words):
    assert faults(plots_words.keyness_plot(KEY, target="north", reference="south", words=words).figure) == []
    assert faults(plots_words.similarity_tree(ALIKE, LABELS).figure) == []


ODD = "$\\href{x}{河}$\n\x1b\u202e" + "河" * 300


@pytest.mark.parametrize(
    "plot",
    [
        lambda: plots_words.word_cloud(WORDS.assign(word=ODD, gloss=ODD), n=3, what=ODD),
        lambda: plots_words.share_bars(WORDS.assign(word=ODD, gloss=ODD), n=3),
        lambda: plots_words.dispersion_map(WORDS.assign(word=ODD, gloss=ODD), n=3),
        lambda: plots_words.keyness_plot(KEY.assign(gloss=ODD), target=ODD, reference=ODD),
        lambda: plots_words.collocation_bars(PAIRS, dict.fromkeys([*GLOSSES, *PAIRS["word"]], ODD), n=3),
        lambda: plots_words.similarity_tree(ALIKE, dict.fromkeys(LABELS, ODD)),
    ],
)
def test_whatever_a_text_holds_is_drawn_inside(plot):
    assert [fault for fault in faults(plot().figure) if "outside" in fault] == []
