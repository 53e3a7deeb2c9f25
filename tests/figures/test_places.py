"""Places: those that a text names, in their short forms, and where they are known from."""

import pytest

from helpers.figures.lexicon import vocabulary
from helpers.figures.places import places
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
    text = "山南县有桥。天津市也有桥。"
    found = places(text, WORDS)
    assert [(text[place.start : place.end], place.source) for place in found] == [
        ("山南县", "suffix"),
        ("天津市", "lexicon"),
    ]
