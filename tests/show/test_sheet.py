"""A sheet: its points are those of the print, whatever stands on it."""

import matplotlib.pyplot as plt
import pytest
from pictures import boxes, draw, style  # noqa: F401 (style is a fixture)

from helpers.show.sheet import LINE, WIDE, bar, both, cut, key, parted, sheet, write
from helpers.show.style import WIDTH, finish


def _points(ax, length):
    return length * 72 / ax.figure.dpi


def test_a_point_of_a_sheet_is_a_point_of_print():
    ax = finish(cut(sheet(), 144), title="a title\n", subtitle="what is drawn", source="a source")
    draw(ax)
    assert (_points(ax, ax.bbox.width), _points(ax, ax.bbox.height)) == pytest.approx((WIDE, 144), abs=1)
    assert ax.figure.get_figwidth() == WIDTH


def test_a_sheet_on_axes_of_ones_own_leaves_their_figure_as_large_as_it_is():
    ax = plt.subplots(figsize=(4, 3))[1]
    assert cut(sheet(ax), 500) is ax
    assert ax.figure.get_size_inches().tolist() == [4, 3]
    assert ax.get_ylim() == (500, 0)


def test_lines_are_written_one_below_the_other():
    ax = sheet()
    below = write(ax, ["河 river", "桥 bridge"], 5, 10)
    assert below == pytest.approx(10 + 2 * LINE)
    cut(ax, below)
    draw(ax)
    upper, lower = boxes(ax.texts)
    assert upper.y0 > lower.y0
    assert upper.x0 == pytest.approx(lower.x0, abs=2)


def test_a_name_in_two_languages_stands_in_one_line_or_each_in_its_own():
    assert both("河", "river") == ["河 river"]
    assert both("河", "") == ["河"]
    assert both("一条长河", "a long river", 80) == ["一条长河", "a long river"]


def test_a_very_long_text_ends():
    assert "".join(parted("河" * 5000)).endswith("…")
    assert len(parted("河" * 5000)) < 6


def test_parts_of_a_bar_stand_one_after_the_other():
    ax = sheet()
    assert bar(ax, 3, [(10, "red"), (20, "blue")], x=5, height=4) == 35
    assert [(part.get_x(), part.get_width(), part.get_y(), part.get_height()) for part in ax.patches] == [
        (5, 10, 3, 4),
        (15, 20, 3, 4),
    ]


def test_a_key_takes_as_many_lines_as_it_needs():
    ax = sheet()
    one = key(ax, {"a": "red", "b": "blue"})
    assert [line.get_color() for line in ax.lines] == ["red", "blue"]
    two = key(ax, {"a name " * 5: "red", "another name " * 4: "blue"})
    assert two - one == pytest.approx(LINE)
