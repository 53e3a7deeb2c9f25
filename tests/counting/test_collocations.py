"""Collocations by hand and against another implementation."""

import math

import pytest
from made_corpora import TOKENS
from nltk.metrics import BigramAssocMeasures

from helpers import CorpusError
from helpers.counting.collocations import collocations

EXACT = {"rel": 1e-9, "abs": 1e-9}


def test_collocations_by_hand():
    table = collocations(TOKENS, ["河"], least=1).set_index("word")
    # Of three passages 河 has two, 水 two, both one.
    assert table.loc["水", ["together", "node_passages", "word_passages", "articles"]].tolist() == [1, 2, 2, 1]
    assert table.loc["水", "log_dice"] == pytest.approx(14 + math.log2(2 * 1 / (2 + 2)))
    assert table.loc["水", "pmi"] == pytest.approx(math.log2(1 * 3 / (2 * 2)))
    assert table.loc["水", "t"] == pytest.approx(1 - 4 / 3)
    with pytest.raises(CorpusError, match="no passage has the word '云'"):
        collocations(TOKENS, ["云"])


def test_collocations_equal_another_implementation(shipped):
    words = shipped.select().words
    table = collocations(words, ["疏解", "北京"], least=2)
    n = words["passage_id"].nunique()
    assert set(table["node"]) == {"疏解", "北京"}
    for row in table.itertuples():
        marginals = (row.together, (row.node_passages, row.word_passages), n)
        assert row.pmi == pytest.approx(BigramAssocMeasures.pmi(*marginals), **EXACT)
        assert row.t == pytest.approx(BigramAssocMeasures.student_t(*marginals), **EXACT)
        assert row.log_dice == pytest.approx(14 + math.log2(BigramAssocMeasures.dice(*marginals)), **EXACT)
    assert table["log_dice"].max() <= 14
