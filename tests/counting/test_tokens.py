"""What holds of all counts: order does not matter, nothing is changed; counts as arrays, articles drawn anew."""

import numpy as np
import pandas as pd
import pytest
from made_corpora import TOKENS, numbered

from helpers import CorpusError
from helpers.counting.arrays import article_counts
from helpers.counting.bootstrap import intervals
from helpers.counting.collocations import collocations
from helpers.counting.counts import count
from helpers.counting.dispersion import dispersion
from helpers.counting.keyness import keyness
from helpers.counting.similarity import similarity
from helpers.counting.tokens import drawn_anew, need, percentiles, some, weights


@pytest.mark.parametrize("function", [count, dispersion, intervals, keyness, collocations, similarity])
def test_order_of_rows_does_not_matter_and_nothing_is_changed(function):
    tokens = numbered(5)
    before = tokens.copy()
    arguments = {
        intervals: {"words": ["w1", "w2"]}, collocations: {"nodes": ["w1"]}, similarity: {"words": ["w1", "w2", "w3"]},
    }.get(function, {})  # fmt: skip

    def run(table):
        if function is keyness:
            sides = table["article_id"].isin(["p0", "p1"])
            return keyness(table[sides], table[~sides], draws=20)
        return function(table, **arguments)

    pd.testing.assert_frame_equal(run(tokens.sample(frac=1, random_state=3)), run(tokens))
    pd.testing.assert_frame_equal(tokens, before)


def test_counts_of_articles_by_hand():
    counts, sizes = article_counts(TOKENS, ["桥", "水", "云"])
    assert counts.tolist() == [[0, 1, 0], [1, 4, 0]]
    assert sizes.tolist() == [5, 5]


def test_a_sample_of_articles_is_as_many_of_them_with_all_their_words():
    counts, sizes = article_counts(TOKENS, ["水"])
    drawn = weights(2, 200, np.random.default_rng(0))
    assert set((drawn @ counts).ravel()) == {2, 5, 8}
    assert set(drawn @ sizes) == {10}


def test_samples_are_drawn_as_numpy_draws_them_all_at_once():
    drawn = drawn_anew(300, 50, np.random.default_rng(7))
    assert (drawn == np.random.default_rng(7).multinomial(300, np.full(300, 1 / 300), size=50)).all()


def test_percentiles_by_hand():
    low, high = percentiles(np.arange(101.0).reshape(-1, 1), 0.9)
    assert (low.tolist(), high.tolist()) == (pytest.approx([5]), pytest.approx([95]))


def test_what_is_missing_or_left_nothing_is_named():
    with pytest.raises(CorpusError, match="the table of words has no column passage_id, field .*Corpus.words"):
        need(TOKENS[["word"]], "word", "passage_id", "field")
    with pytest.raises(CorpusError, match="after without = 1, 2, 3, 4, 5 … \\(6\\), least = 2"):
        some(TOKENS.head(0), {"without": list("654321"), "pos": None, "least": 2})
    assert some(TOKENS, {}) is TOKENS
