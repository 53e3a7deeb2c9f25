"""Detectors: each sees its dirt, and finds none in what is clean."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.texts.characters import HAN
from helpers.texts.cleaning import clean
from helpers.texts.dirt import DIRT, dirt

PARAGRAPH = "去年冬天，三城的人在河边开了一次长会，把修堤的钱和出工的人一项一项算清楚以后才散"

DIRTY = {
    "pinyin gloss": "協(xié)同和河(he)水",
    "byte-shift mojibake": "因?yàn)楹",
    "private-use character": "河\ue5e5",
    "HTML entity": "甲&ldquo;乙rdquo;",
    "Traditional character": "協同發展",
    "LaTeX": "PM_{2.5}",
    "English between Han": "设计 and 研发",
    "space beside digit or letter": "共 40 亩",
    "space beside mark": "甲， 乙",
    "half-width mark": "甲,乙(丙)",
    "full-width digit or letter": "９亩",
    "corner bracket": "「甲」",
    "ellipsis of dots": "甲.....",
    "end mark": "完。✎",
    "invisible character": "甲\u200b乙",
    "line of spaces": "甲\n  \n乙",
    "run of blank lines": "甲\n\n\n乙",
    "broken paragraph": f"{PARAGRAPH}\n去。",
}


@pytest.mark.parametrize("kind", DIRT)
def test_each_detector_sees_its_dirt_and_finds_none_after_cleaning(kind):
    def count(text):
        return dirt(text).set_index("kind")["count"][kind]

    assert count(DIRTY[kind]) > 0
    if kind != "byte-shift mojibake":
        assert count(clean(DIRTY[kind])) == 0


def test_dirt_of_clean_prose_is_nothing():
    assert dirt(f"{PARAGRAPH}了。\n共1,100亩，占57.1%。")["count"].sum() == 0


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("甲,乙", 1),
        ("甲,乙,", 2),
        ("A,乙,B", 2),  # both beside 乙
        ("甲(乙)丙", 2),
        ("甲)乙(", 2),
        ("57.1%,下降", 1),
        ("甲:!乙", 2),
        ("1,100", 0),
        ("A, B", 0),
        ("甲(hé)乙", 0),  # a gloss
        ("甲\n,乙\n(丙", 1),
    ],
)
def test_every_half_width_mark_beside_han_is_counted_once(text, count):
    assert dirt(text).set_index("kind").loc["half-width mark", "count"] == count


def test_half_a_character_is_no_obstacle():
    assert dirt("河\ud800水")["count"].sum() == dirt("河水")["count"].sum()


@pytest.mark.parametrize("char", ["\u2066", "\u2069", "\u061c", "\u180e", "\u202e"])
def test_marks_of_direction_are_invisible_characters(char):
    assert dirt(f"甲{char}乙").set_index("kind").loc["invisible character", "count"] == 1


@given(st.text("河a3% \u3000\n，", max_size=16))
def test_spaces_are_counted_as_by_the_plain_pattern(text):
    plain = rf"[{HAN}][ \u3000]+[0-9A-Za-z]|[0-9A-Za-z%][ \u3000]+[{HAN}]"
    assert dirt(text).set_index("kind")["count"]["space beside digit or letter"] == len(re.findall(plain, text))
