"""Broken lines: which go on, which belong together, and how they are glued."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.texts.lines import glue, is_open, join_groups
from helpers.texts.placed import placed

PARAGRAPH = "去年冬天，三城的人在河边开了一次长会，把修堤的钱和出工的人一项一项算清楚以后才散"


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from([PARAGRAPH, "短题", "完了。", "三城，", "新桥 供图", "（一）甲"]), max_size=9))
def test_join_groups_uses_every_line_once(lines):
    groups = join_groups(lines)
    assert sorted(number for group in groups for number in group) == list(range(len(lines)))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (PARAGRAPH, True),
        (PARAGRAPH + "。", False),
        (PARAGRAPH + "。”", False),
        ("短题", False),
        ("三城，", True),
        ("", False),
    ],
)
def test_is_open(line, expected):
    assert is_open(line) is expected


def test_a_space_goes_between_two_latin_words_and_stands_where_the_first_ends():
    whole = glue([placed("New", 3), placed("Area", 9), placed("新区", 20)])
    assert whole.text == "New Area新区"
    assert list(whole.places) == [3, 4, 5, 6, 9, 10, 11, 12, 20, 21]
