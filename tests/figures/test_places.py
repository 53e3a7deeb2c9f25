"""Places: those that a text names, in their short forms, and where they are known from."""

import pytest

from helpers.figures.lexicon import vocabulary
from helpers.figures.places import HERE, places
from helpers.lexicon import shipped

WORDS = vocabulary(shipped())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("北京市和天津市", ["北京", "天津"]),
        ("三省市与廊坊北三县", ["京津冀", "廊坊北三县"]),
        ("江苏省南京市", ["江苏", "南京"]),
        ("雄安新区中关村科技园", ["雄安新区中关村科技园"]),
        ("今天下雨", []),
    ],
)
def test_places(text, expected):
    assert [place.value for place in places(text, WORDS)] == expected


def test_a_place_knows_its_span_and_where_it_is_known_from():
    text = "宝坻科技园有桥。天津市也有桥。全国有桥。"
    found = places(text, WORDS)
    assert [(text[place.start : place.end], place.source) for place in found] == [
        ("宝坻科技园", "suffix"),
        ("天津市", "lexicon"),
        ("全国", "nation"),
    ]


HOMES = [
    ("广东省公布数据，全省有桥。", ["广东", "广东"]),
    ("全市有桥。", [HERE]),
    ("北京有桥，通州区也有，全市共有。", ["北京", "通州区", "北京"]),
    ("安徽全省有桥。", ["安徽"]),
    ("全市场有桥。", []),
    ("本县有桥，我区也有。", [HERE, HERE]),
]


@pytest.mark.parametrize(("text", "expected"), HOMES)
def test_words_for_the_place_that_a_text_is_about(text, expected):
    assert [place.value for place in places(text, WORDS)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("在深圳有桥。", ["深圳"]),
        ("前三季度深圳有桥。", ["深圳"]),
        # Within a word the short name of a city is none, nor is one that is a word first.
        ("扩大连片种植。", []),
        ("合作建桥。", []),
        ("合作市建桥。", ["合作"]),
        ("川渝两地建桥。", ["川渝"]),
        ("皖北建桥。", ["皖北"]),
        ("长江干线建桥。", ["长江干线"]),
        ("厦门机场建桥。", ["厦门机场"]),
    ],
)
def test_places_of_the_nation(text, expected):
    assert [place.value for place in places(text, WORDS)] == expected
