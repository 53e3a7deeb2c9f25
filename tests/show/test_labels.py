"""Where names stand: on or beside what they name, in lines that fit, and none over another."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from pictures import boxes, draw, style  # noqa: F401 (style is a fixture)

from helpers.show import labels
from helpers.show.style import BLUE, EDGE, LONGEST

ODD = ["$\\href{x}{河}$", "\u202e\x1b河", "河" * 500]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("河", 4, "河"),
        ("桥边的集市", 4, "桥边的集\n市"),
        ("桥 bridge over the river", 8, "桥 bridge over\nthe river"),
        ("一\n二", 8, "一\n二"),
        ("河" * 9, 3, "河河河\n河河河\n河河河"),
        ("河" * 10, 3, "河河河\n河河河\n河河…"),
        ("河" * 1000, 300, "河" * (LONGEST - 1) + "…"),
        ("", 4, ""),
    ],
)
def test_names_are_parted_into_lines_and_only_the_longest_are_cut(text, width, expected):
    assert labels.fitted(text, width) == expected


def test_words_are_written_with_their_gloss():
    table = pd.DataFrame({"word": ["河", "桥", "堤"], "gloss": ["river", "bridge over the river", ""]})
    assert labels.with_gloss(table) == ["河 river", "桥 bridge over the river", "堤"]


def test_rows_are_as_high_as_their_names():
    places, height = labels.stacked(["a", "b\nb", "c"], size=10, gap=3)
    lines = np.array([13.5, 27, 13.5]) + 3
    assert height * 72 == pytest.approx(lines.sum())
    assert places * lines.mean() == pytest.approx([0, 23.25, 46.5])
    assert labels.stacked(["a"])[0].tolist() == [0]


def test_names_are_drawn_as_they_are_and_cut_where_they_are_very_long():
    ax = plt.subplots(figsize=(9, 9))[1]
    labels.name_rows(ax, ODD, width=10)
    draw(ax)
    plain, hidden, long = (text.get_text() for text in ax.get_yticklabels())
    assert plain == "$\\href{x}{河}$"
    assert hidden.replace("\n", "") == "[U+202E][U+001B]河"
    assert long == "\n".join(["河" * 10] * 2 + ["河" * 9 + "…"])


def test_groups_stand_above_their_rows_from_the_left_edge_on():
    ax = plt.subplots(figsize=(5, 3), layout="constrained")[1]
    rows, height = labels.grouped(["河", "桥 bridge", "河"], ["north", "north", "south"], width=8)
    assert rows["text"].tolist() == ["north", "河", "桥 bridge", "south", "河"]
    assert rows["head"].tolist() == [True, False, False, True, False]
    assert rows["place"].is_monotonic_increasing
    assert 0.8 < height < 2
    ax.barh(rows.loc[~rows["head"], "place"], [1, 2, 3])
    labels.name_groups(ax, rows, colours={"south": BLUE})
    draw(ax)
    heads, names = boxes(ax.texts), boxes(ax.get_yticklabels())
    assert [text.get_color() for text in ax.texts] == ["black", BLUE]
    assert heads[0].y0 > names[0].y1 - 1 > names[1].y1 > heads[1].y1 - 1 > heads[1].y0 > names[2].y1 - 1
    assert all(box.x0 == pytest.approx(EDGE * ax.figure.dpi / 72, abs=2) for box in heads)


def test_what_is_told_of_a_bar_stands_behind_it_and_a_key_above():
    ax = plt.subplots(layout="constrained")[1]
    ax.barh([0], [2], color=BLUE)
    labels.tell(ax, 2, 0, "two")
    labels.key(ax, {"rivers": BLUE})
    draw(ax)
    (bar,), (told,) = ax.patches, boxes(ax.texts)
    assert 1 < told.x0 - bar.get_window_extent().x1 < 12
    (meant,) = ax.get_legend().get_texts()
    assert (meant.get_text(), boxes([meant])[0].y0 >= ax.bbox.y1 - 2) == ("rivers", True)


def test_the_first_row_stands_above():
    ax = plt.subplots()[1]
    ax.barh([0, 1], [1, 2])
    labels.name_rows(ax, ["河", "桥"])
    draw(ax)
    first, second = boxes(ax.get_yticklabels())
    assert first.y0 > second.y1


def test_a_line_to_a_label_goes_through_no_other_label():
    ax = plt.subplots(figsize=(3, 3), layout="constrained")[1]
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    points = pd.DataFrame(
        {
            "word": [f"词{n}" for n in range(9)],
            "gloss": "",
            "x": [0.5, 0.53, 0.47] * 3,
            "y": [0.5] * 3 + [0.54] * 3 + [0.46] * 3,
        }
    )
    labels.label_points(ax, points, points, x="x", y="y")
    draw(ax)
    far = [text for text in ax.texts if text.arrow_patch is not None]
    assert len(far) > 2
    for text in far:
        start, end = (
            ax.transData.transform(text.xy),
            ax.transData.transform(text.xy) + np.array(text.get_position()) * ax.figure.dpi / 72,
        )
        way = start + np.linspace(0, 1, 60)[:, None] * (end - start)
        others = boxes([other for other in ax.texts if other is not text])
        assert not [1 for box in others for x, y in way if box.contains(x, y)]


def test_points_that_crowd_are_named_in_both_languages_where_there_is_room():
    ax = plt.subplots(figsize=(2, 2), layout="constrained")[1]
    points = pd.DataFrame(
        {"word": [f"词{n}" for n in range(24)], "gloss": "word", "x": np.linspace(0.49, 0.51, 24), "y": 0.5}
    )
    homeless = labels.label_points(ax, points, points, x="x", y="y")
    draw(ax)
    assert {text.get_text().removesuffix("\nword") for text in ax.texts} | set(homeless) == set(points["word"])
    assert all(text.get_text().endswith("\nword") for text in ax.texts)
    assert 0 < len(homeless) < 24
    assert not [1 for one, two in combinations(boxes(ax.texts), 2) if one.overlaps(two)]
    assert all(ax.bbox.contains(box.x0, box.y0) and ax.bbox.contains(box.x1, box.y1) for box in boxes(ax.texts))
