"""Scores of words in topics by hand, ties, and what sums to nothing."""

import numpy as np
import pandas as pd
import pytest
from made_corpora import TOKENS

from helpers.counting.factors import divided, factor, passage_counts, scores, top_columns

COMPONENTS = np.array([[1.0, 3.0, 0.0], [2.0, 2.0, 0.0]])


def test_counts_of_passages_by_hand():
    counts, passages = passage_counts(TOKENS.sample(frac=1, random_state=2), ["水", "河"])
    assert counts.toarray().tolist() == [[1, 2], [0, 1], [4, 0]]
    assert passages.to_numpy().tolist() == [["a1", "a"], ["a2", "a"], ["b1", "b"]]


def test_scores_by_hand():
    weight, exclusivity, score = scores(COMPONENTS)
    assert weight.tolist() == [[0.25, 0.75, 0], [0.5, 0.5, 0]]
    assert exclusivity == pytest.approx(np.array([[1 / 3, 0.6, 0], [2 / 3, 0.4, 0]]))
    assert (score == weight * exclusivity).all()
    assert top_columns(COMPONENTS, 1) == [{1}, {0}]


def test_ties_go_to_the_first_column_and_nothing_stays_nothing():
    assert top_columns(np.array([[1.0, 1.0, 1.0]]), 2) == [{0, 1}]
    assert divided(np.array([[0.0, 0.0], [1.0, 3.0]]), axis=1).tolist() == [[0, 0], [0.25, 0.75]]


@pytest.mark.parametrize("method", ["nmf", "lda"])
def test_factors_are_not_negative_and_have_the_shape_of_the_counts(method):
    counts, _ = passage_counts(TOKENS, pd.unique(TOKENS["word"]))
    of_passages, components = factor(counts, 2, method, 0)
    assert (of_passages.shape, components.shape) == ((3, 2), (2, 4))
    assert min(of_passages.min(), components.min()) >= 0
