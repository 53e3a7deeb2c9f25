"""Counts and their intervals by hand on ten-word corpora, filtered, refused, and summed over the shipped corpus."""

import pandas as pd
import pytest
from made_corpora import TOKENS, numbered

from helpers import CorpusError
from helpers.counting.bootstrap import intervals
from helpers.counting.counts import count

TERMS = pd.DataFrame({"term": ["桥", "云"], "class": "thing"})


def test_count_by_hand():
    table = count(TOKENS)
    assert list(table.columns) == ["word", "count", "share", "articles", "of_articles"]
    assert table.to_numpy().tolist() == [
        ["水", 5, 5000.0, 2, 2], ["河", 3, 3000.0, 1, 2], ["桥", 1, 1000.0, 1, 2], ["过", 1, 1000.0, 1, 2],
    ]  # fmt: skip


def test_count_by_a_column_shares_within_the_group():
    table = count(TOKENS, by="field")
    assert table.to_numpy().tolist() == [
        ["bridge", "水", 4, 8000.0, 1, 1], ["bridge", "桥", 1, 2000.0, 1, 1],
        ["water", "河", 3, 6000.0, 1, 1], ["water", "水", 1, 2000.0, 1, 1], ["water", "过", 1, 2000.0, 1, 1],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"pos": "v"}, ["过"]),
        ({"pos": "n"}, ["水", "河", "桥"]),
        ({"pos": ["nz", "v"]}, ["桥", "过"]),
        ({"without": ["水"]}, ["河", "桥", "过"]),
        ({"least": 3}, ["水", "河"]),
        ({"least": 4, "pos": "n"}, ["水"]),
    ],
)
def test_filters_leave_shares_of_all_words(filters, words):
    table = count(TOKENS, **filters)
    assert list(table["word"]) == words
    assert (table["share"] == table["count"] * 1000).all()


def test_classes_are_those_of_the_lexicon(shipped):
    terms = shipped.lexicon.terms
    table = count(shipped.words, classes=["person"], terms=terms)
    assert len(table)
    assert set(table["word"]) <= set(terms.loc[terms["class"] == "person", "term"])


def test_classes_without_terms_are_refused():
    with pytest.raises(CorpusError, match="classes are asked for .person.*terms=corpus.lexicon.terms"):
        count(TOKENS, classes="person")


def test_classes_by_hand():
    assert list(count(TOKENS, classes="thing", terms=TERMS)["word"]) == ["桥"]


def test_ties_are_ordered_by_word():
    tokens = pd.DataFrame({"article_id": "a", "word": ["c", "a", "b"], "count": 1})
    assert list(count(tokens)["word"]) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"pos": "q"}, "pos = q"),
        ({"classes": ["no class"]}, "classes = no class"),
        ({"least": 99}, "least = 99"),
        ({"without": ["水", "河", "桥", "过"]}, "without = "),
    ],
)
def test_an_empty_selection_names_its_filter(filters, message):
    with pytest.raises(CorpusError, match=f"no word is left after .*{message}"):
        count(TOKENS, terms=TERMS, **filters)


def test_a_missing_column_is_named():
    with pytest.raises(CorpusError, match="the table of words has no column section"):
        count(TOKENS, by="section")
    with pytest.raises(CorpusError, match="has no column pos"):
        count(TOKENS.drop(columns="pos"), pos="n")


def test_shares_of_the_shipped_corpus_add_up(shipped):
    table = count(shipped.words)
    assert table["share"].sum() == pytest.approx(10_000)
    assert table["count"].sum() == shipped.passages["words"].sum()
    assert count(shipped.words, by="office")["count"].sum() == table["count"].sum()
    assert table["articles"].between(1, len(shipped.articles)).all()


def test_intervals_repeat_with_their_seed_and_hold_the_share():
    tokens = numbered(12)
    first, again, other = (intervals(tokens, words=["w1", "w5"], seed=seed) for seed in (0, 0, 1))
    pd.testing.assert_frame_equal(first, again)
    assert not first.equals(other)
    assert (first["low"] < first["share"]).all()
    assert (first["share"] < first["high"]).all()
