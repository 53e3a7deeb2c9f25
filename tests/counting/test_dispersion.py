"""Dispersion by hand and against two other implementations."""

import corpus_dispersion
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_corpora import TOKENS
from scattertext.dispersion.dispersion import Dispersion
from scipy.sparse import csr_matrix

from helpers import CorpusError
from helpers.counting.dispersion import dispersion

EXACT = {"rel": 1e-9, "abs": 1e-9}


def test_dispersion_by_hand():
    table = dispersion(TOKENS).set_index("word")
    # 河: shares of the word 1 and 0, of the parts 1/2 and 1/2, so DP = (1/2 + 1/2) / 2; rates 3/5 and 0, V = 1, D = 0.
    assert table.loc["河", ["dp", "dp_norm", "juilland_d"]].tolist() == pytest.approx([0.5, 1.0, 0.0])
    # 水: shares 1/5 and 4/5, DP = 3/10; rates 1/5 and 4/5, mean 1/2, deviation 3/10, V = 3/5, D = 2/5.
    assert table.loc["水", ["dp", "dp_norm", "juilland_d"]].tolist() == pytest.approx([0.3, 0.6, 0.4])
    assert table.loc["水", ["range", "of_parts"]].tolist() == [2, 2]


def test_how_much_of_a_word_three_parts_have():
    rows = [(f"a{number}", "河", count) for number, count in enumerate([5, 3, 2, 1, 1])]
    tokens = pd.DataFrame([*rows, ("a0", "水", 4), ("a1", "水", 4)], columns=["article_id", "word", "count"])
    assert dispersion(tokens).set_index("word")["in_three"].to_dict() == pytest.approx({"河": 10 / 12, "水": 1})


def test_a_word_spread_like_the_parts_is_even_and_one_part_tells_nothing():
    even = pd.DataFrame({"article_id": ["a", "a", "b", "b"], "word": ["x", "y", "x", "y"], "count": [2, 4, 1, 2]})
    row = dispersion(even).set_index("word").loc["x"]
    assert row[["dp", "dp_norm", "juilland_d"]].tolist() == pytest.approx([0, 0, 1], abs=1e-12)
    alone = dispersion(even[even["article_id"] == "a"])
    assert alone[["dp_norm", "juilland_d"]].isna().all(axis=None)


@pytest.mark.parametrize("parts", ["article_id", "passage_id"])
def test_dispersion_equals_two_other_implementations(shipped, parts):
    tokens = shipped.select().words
    ours = dispersion(tokens, parts=parts).sort_values("word").reset_index(drop=True)
    matrix = tokens.pivot_table(index=parts, columns="word", values="count", aggfunc="sum", fill_value=0)
    sizes = matrix.sum(axis=1).to_numpy(float)
    # On whole numbers the other library truncates deviations of rates.
    theirs = Dispersion(term_doc_mat=csr_matrix(matrix.to_numpy(float)))
    assert list(ours["word"]) == list(matrix.columns)
    assert ours["range"].to_numpy() == pytest.approx(theirs.dispersion_range())
    assert ours["dp"].to_numpy() == pytest.approx(theirs.dp(), **EXACT)
    assert ours["dp_norm"].to_numpy() == pytest.approx(np.asarray(theirs.dp_norm()).ravel(), **EXACT)
    assert ours["juilland_d"].to_numpy() == pytest.approx(np.asarray(theirs.jullands_d()).ravel(), **EXACT)
    for row in ours.head(300).itertuples():
        analyzer = corpus_dispersion.CorpusWordAnalyzer(matrix[row.word].to_list(), sizes.tolist(), sizes.sum())
        assert (row.dp, row.dp_norm, row.juilland_d) == pytest.approx(
            (analyzer.get_dp(), analyzer.get_dp_norm(), analyzer.get_juilland_d()), **EXACT
        )


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz"), st.integers(1, 50)), min_size=1))
def test_measures_of_dispersion_keep_their_bounds(rows):
    tokens = pd.DataFrame(rows, columns=["article_id", "word", "count"])
    table = dispersion(tokens)
    assert table["dp"].between(0, 1).all()
    assert table["dp_norm"].dropna().between(-1e-9, 1 + 1e-9).all()
    assert (table["juilland_d"].dropna() <= 1 + 1e-9).all()
    assert (table["juilland_d"].dropna() >= -1e-9).all()
    assert table["count"].sum() == tokens["count"].sum()


def test_dispersion_of_some_words_measures_against_all():
    some = dispersion(TOKENS, words=["水"])
    everything = dispersion(TOKENS)
    pd.testing.assert_frame_equal(some, everything[everything["word"] == "水"].reset_index(drop=True))
    with pytest.raises(CorpusError, match="words = 云"):
        dispersion(TOKENS, words=["云"])


def test_a_missing_column_of_parts_is_named():
    with pytest.raises(CorpusError, match="has no column article_id"):
        dispersion(TOKENS.drop(columns="article_id"))
