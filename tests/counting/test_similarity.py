"""Likeness of articles against another implementation, and its order."""

import numpy as np
import pandas as pd
import pytest
from made_corpora import numbered
from sklearn.metrics.pairwise import cosine_similarity

from helpers import CorpusError
from helpers.counting import similarity as module
from helpers.counting.similarity import similarity


def test_similarity_equals_another_implementation_and_orders_like_with_like():
    rows = [("a", "x", 3), ("a", "y", 2), ("b", "z", 3), ("c", "x", 2), ("c", "y", 3), ("d", "z", 1), ("d", "y", 1)]
    tokens = pd.DataFrame(rows, columns=["article_id", "word", "count"])
    table = similarity(tokens, words=["x", "y", "z"])
    # Document frequencies of x, y, z in four articles: 2, 3, 2.
    idf = np.log(np.array([5 / 3, 5 / 4, 5 / 3])) + 1
    vectors = np.array([[3, 2, 0], [0, 0, 3], [2, 3, 0], [0, 1, 1]]) * idf
    expected = pd.DataFrame(cosine_similarity(vectors), index=list("abcd"), columns=list("abcd"))
    pd.testing.assert_frame_equal(table, expected.loc[table.index, table.columns])
    places = {name: place for place, name in enumerate(table.index)}
    assert abs(places["a"] - places["c"]) == 1
    assert abs(places["b"] - places["d"]) == 1


def test_an_article_with_none_of_the_words_is_like_no_other():
    tokens = pd.DataFrame([("a", "x", 3), ("b", "x", 1), ("c", "q", 2)], columns=["article_id", "word", "count"])
    table = similarity(tokens, words=["x", "y"])
    assert table.loc["c", ["a", "b"]].tolist() == [0, 0]
    assert table.loc["a", "b"] == pytest.approx(1)


def test_no_words_to_compare_by_are_refused():
    tokens = pd.DataFrame({"article_id": ["a"], "word": ["河"], "count": [1]})
    with pytest.raises(CorpusError, match="no words to compare by"):
        similarity(tokens, words=[])


def test_many_articles_are_as_alike_as_few_and_only_stand_in_another_order(monkeypatch):
    rows = pd.DataFrame([("q1", "x", 3), ("q2", "x", 1)], columns=["article_id", "word", "count"])
    tokens = pd.concat([numbered(9), rows])
    words = [f"w{number}" for number in range(8)]
    few = similarity(tokens, words=words)
    monkeypatch.setattr(module, "FEW", 4)
    many = similarity(tokens, words=words)
    assert sorted(many.index) == sorted(few.index)
    assert (many.index == many.columns).all()
    pd.testing.assert_frame_equal(many, few.loc[many.index, many.index], rtol=1e-12)
    assert (np.diag(many) == 1).all()
    assert many.loc["q1", "q2"] == 0


def test_more_articles_than_memory_has_room_for_are_refused(monkeypatch):
    monkeypatch.setattr(module, "MOST", 8)
    with pytest.raises(CorpusError, match="9 articles are 81 pairs.*at most 8.*select fewer"):
        similarity(numbered(9), words=["w1"])
