"""Sentences that name a lack: counted by hand, and groups that have more of them than chance would give."""

import numpy as np
import pandas as pd
import pytest

from helpers.counting.lacks import count_lacks, lacks_by

WORDS = ("差距", "不足", "短板")


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], (0, 0)),
        ([""], (0, 0)),
        (["桥通了"], (1, 0)),
        (["差距还在。差距在缩小！"], (2, 2)),
        (["短板和差距都要看到。"], (1, 1)),
        (["车程不足30分钟。客流不足百人。人手不足。"], (3, 1)),
        (["不足", "短板？"], (2, 2)),
    ],
)
def test_sentences_with_a_lack_by_hand(texts, expected):
    assert count_lacks(texts, WORDS) == expected


def test_no_words_name_no_lack():
    assert count_lacks(["差距。"], []) == (1, 0)


def _articles(lacks, offices):
    names = [f"a{number:02}" for number in range(len(lacks))]
    sizes = pd.DataFrame({"article_id": names, "sentences": 50, "lacks": lacks})
    return sizes, pd.DataFrame({"article_id": names, "office": offices})


def test_a_group_that_names_more_lacks_is_found_and_an_even_one_is_not():
    offices = ["scholar"] * 8 + ["reporter"] * 8 + ["mayor"] * 2
    table = lacks_by(*_articles([5, 6, 4, 7, 5, 6, 4, 5, 0, 1, 0, 1, 1, 0, 1, 0, 3, 3], offices), "office")
    assert list(table["office"]) == ["scholar", "mayor", "reporter"]
    assert table["lacks"].tolist() == [42, 6, 4]
    assert table.set_index("office")["share"]["mayor"] == pytest.approx(6 / 100)
    assert table.set_index("office")["sure"].to_dict() == {"scholar": True, "mayor": False, "reporter": True}
    assert np.isnan(table.set_index("office")["p_chance"]["mayor"])
    even = lacks_by(*_articles([1, 2] * 9, offices), "office")
    assert not even["sure"].any()


def test_articles_without_sentences_or_group_are_left_out():
    sizes, articles = _articles([1, 0, 2], ["x", "x", ""])
    table = lacks_by(sizes.assign(sentences=[10, 0, 10]), articles, "office")
    assert table[["articles", "sentences", "lacks"]].values.tolist() == [[1, 10, 1]]
