"""Counts by hand on a ten-word corpus, on shuffled and filtered tables, and refused where tables do not fit."""

import pandas as pd
import pytest

from helpers import CorpusError
from helpers.frequency import count

PASSAGES = pd.DataFrame({"passage_id": ["a1", "a2", "b1"], "article_id": ["a", "a", "b"]})
TOKENS = pd.DataFrame(
    [
        ("a1", "河", "n", 2), ("a1", "水", "n", 1), ("a2", "河", "n", 1), ("a2", "河", "ns", 1), ("b1", "水", "n", 4),
        ("b1", "桥", "n", 1),
    ],
    columns=["passage_id", "word", "pos", "count"],
)  # fmt: skip


def test_count_by_hand():
    table = count(TOKENS, PASSAGES)
    assert table.to_numpy().tolist() == [["水", 5, 5000.0, 2], ["河", 4, 4000.0, 1], ["桥", 1, 1000.0, 1]]


def test_order_of_rows_does_not_matter_and_nothing_is_changed():
    tokens, shuffled = TOKENS.copy(), TOKENS.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(count(shuffled, PASSAGES.iloc[::-1]), count(TOKENS, PASSAGES))
    pd.testing.assert_frame_equal(TOKENS, tokens)


def test_filtered_tables_are_counted_as_they_are():
    table = count(TOKENS[TOKENS["passage_id"] == "b1"], PASSAGES)
    assert table[["word", "count", "articles"]].to_numpy().tolist() == [["水", 4, 1], ["桥", 1, 1]]


def test_ties_are_ordered_by_word():
    tokens = pd.DataFrame({"passage_id": "a1", "word": ["c", "a", "b"], "count": 1})
    assert list(count(tokens, PASSAGES)["word"]) == ["a", "b", "c"]


def test_tokens_of_another_corpus_are_refused():
    with pytest.raises(CorpusError, match="the passage b1 of the tokens is not among the passages"):
        count(TOKENS, PASSAGES.head(2))


def test_shares_of_the_shipped_corpus_add_up(shipped):
    table = count(shipped.tokens, shipped.passages)
    assert table["share"].sum() == pytest.approx(10_000)
    assert table["count"].sum() == shipped.passages["words"].sum()
    assert table["articles"].between(1, len(shipped.articles)).all()
