"""Where names stand: on or beside what they name, and none over another."""

from itertools import combinations

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from pictures import boxes, draw, style  # noqa: F401 (style is a fixture)

from helpers.show import labels

PAIRS = pd.DataFrame([("桥", "河"), ("桥", "水"), ("城", "河"), ("城", "路"), ("城", "街")], columns=["node", "word"])


def test_words_are_written_with_their_gloss_cut():
    table = pd.DataFrame({"word": ["河", "桥"], "gloss": ["river", "bridge over the river"]})
    assert labels.with_gloss(table, width=8) == ["河  river", "桥  bridge …"]


def test_names_are_drawn_as_they_are_and_cut_where_they_are_very_long():
    ax = plt.subplots(figsize=(9, 9))[1]
    odd = ["$\\href{x}{河}$", "\u202e\x1b河", "河" * 500]
    labels.name_cells(ax, odd, odd)
    labels.name_margin(ax, 0, "$\\nothing$\n" + "河" * 500)
    draw(ax)
    shown = ["$\\href{x}{河}$", "[U+202E][U+001B]河", "河" * (labels.CELL - 1) + "…"]
    assert [text.get_text() for text in ax.get_yticklabels()] == shown
    assert [text.get_text() for text in ax.get_xticklabels()] == shown
    assert ax.texts[0].get_text() == "$\\nothing$\n" + "河" * (labels.MARGIN - 1) + "…"
    labels.name_rows(ax, odd)
    assert [text.get_text() for text in ax.get_yticklabels()][:2] == shown[:2]


def test_the_first_row_stands_above_and_its_name_beside_it():
    ax = plt.subplots()[1]
    ax.barh([0, 1], [1, 2])
    labels.name_rows(ax, ["河", "桥"])
    labels.name_margin(ax, 0, "behind")
    draw(ax)
    first, second = boxes(ax.get_yticklabels())
    assert first.y0 > second.y1
    (behind,) = boxes(ax.texts)
    assert behind.x0 > ax.bbox.x1
    assert abs((behind.y0 + behind.y1) - (first.y0 + first.y1)) < 8


def test_points_that_crowd_are_named_where_there_is_room():
    ax = plt.subplots(figsize=(1.2, 1.2))[1]
    points = pd.DataFrame({"word": [f"词{n}" for n in range(16)], "x": np.linspace(0.49, 0.51, 16), "y": 0.5})
    homeless = labels.label_points(ax, points, points, x="x", y="y")
    draw(ax)
    assert {text.get_text() for text in ax.texts} | set(homeless) == set(points["word"])
    assert 0 < len(homeless) < 16
    assert not [1 for one, two in combinations(boxes(ax.texts), 2) if one.overlaps(two)]
    assert all(ax.bbox.contains(box.x0, box.y0) and ax.bbox.contains(box.x1, box.y1) for box in boxes(ax.texts))


def test_pushed_boxes_part_and_a_fixed_one_stays():
    places, sizes = np.array([[0.0, 0.0], [0.1, 0.0], [5.0, 5.0]]), np.array([[1.0, 2.0]] * 3)
    parted = labels.pushed(places, sizes, np.array([1.0, 0.0, 0.0]))
    assert parted.tolist() == [[0, 0], [1, 0], [5, 5]]
    assert places[1].tolist() == [0.1, 0]


def test_a_shared_word_stands_between_its_nodes():
    places = labels.network_places(PAIRS, ["桥", "城"])
    assert list(places) == ["桥", "城", "河", "水", "路", "街"]
    np.testing.assert_allclose(places["桥"], [0, 1], atol=1e-9)
    np.testing.assert_allclose(places["河"], [0, 0], atol=1e-9)
    np.testing.assert_allclose(places["水"], [0, 1 + labels.ARM], atol=1e-9)
    assert np.isclose(np.hypot(*(places["路"] - places["城"])), labels.ARM)
