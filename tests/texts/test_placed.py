"""Texts that know their raw places, by hand and by property."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.texts.placed import Edit, edited, joined, placed, rewritten


@pytest.mark.parametrize(
    ("edits", "text", "places"),
    [
        ([], "甲乙丙丁", [5, 6, 7, 8]),
        ([Edit(1, 3, "")], "甲丁", [5, 8]),
        ([Edit(1, 3, "XY")], "甲XY丁", [5, 6, 7, 8]),
        ([Edit(1, 3, "X")], "甲X丁", [5, 6, 8]),
        ([Edit(0, 1, "XYZ")], "XYZ乙丙丁", [5, 5, 5, 6, 7, 8]),
        ([Edit(2, 2, "X")], "甲乙X丙丁", [5, 6, 7, 7, 8]),
        ([Edit(0, 2, ""), Edit(1, 3, "")], "丁", [8]),
    ],
)
def test_edits_keep_the_places(edits, text, places):
    after = edited(placed("甲乙丙丁", 5), edits)
    assert (after.text, list(after.places)) == (text, places)


def test_an_insertion_at_the_end_of_nothing_has_a_place():
    after = edited(placed(""), [Edit(0, 0, "X")])
    assert (after.text, list(after.places)) == ("X", [0])


def test_lines_strip_and_join_undo_each_other():
    text = placed(" 甲\n\n乙 ", 3)
    lines = [line.strip() for line in text.lines()]
    assert [(line.text, list(line.places)) for line in lines] == [("甲", [4]), ("", []), ("乙", [7])]
    whole = joined(text.lines(), "\n")
    assert whole.text == text.text
    assert list(whole.places)[:3] == [3, 4, 5]


@pytest.mark.parametrize(
    ("new", "places", "changes"),
    [("甲丙", [5, 6], 1), ("甲乙", [5, 6], 0), ("丙丁", [5, 6], 2), ("甲丙丁", [5, 5, 5], 1), ("甲", [5], 1)],
)
def test_a_text_is_rewritten_character_by_character_or_as_a_whole(new, places, changes):
    text, found = rewritten(placed("甲乙", 5), new)
    assert (text.text, list(text.places), found) == (new, places, changes)


@settings(max_examples=300, derandomize=True)
@given(
    st.text("abc", max_size=12), st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3), st.text("XY", max_size=3)))
)
def test_any_edits_leave_a_place_for_every_character(text, drawn):
    edits = sorted(Edit(min(at, len(text)), min(at + size, len(text)), new) for at, size, new in drawn)
    after = edited(placed(text), edits)
    assert len(after.text) == len(after.places)
    for char, place in zip(after.text, after.places, strict=True):
        assert char in "XY" or text[place] == char
