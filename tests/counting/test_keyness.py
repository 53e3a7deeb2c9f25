"""Keyness by hand, against other implementations, turned round and resampled."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_corpora import BRIDGE, WATER, numbered
from scattertext.termsignificance.LogOddsRatioInformativeDirichletPiror import LogOddsRatioInformativeDirichletPrior
from scipy.stats import chi2_contingency
from statsmodels.stats.multitest import multipletests

from helpers import CorpusError
from helpers.counting.keyness import against_chance, keyness, keyness_by
from helpers.counting.words import content_words

EXACT = {"rel": 1e-9, "abs": 1e-9}


def test_keyness_by_hand():
    table = keyness(WATER, BRIDGE).set_index("word")
    row = table.loc["水"]
    # 1 of 5 against 4 of 5, expected 2.5 and 2.5 with and without: G2 = 4 x (1 ln 0.4 + 4 ln 1.6).
    assert row["log_likelihood"] == pytest.approx(4 * (math.log(0.4) + 4 * math.log(1.6)))
    assert row["p"] == pytest.approx(math.erfc(math.sqrt(row["log_likelihood"] / 2)))
    assert (row["log_ratio"], row["percent_diff"]) == pytest.approx((-2, -75))
    assert (row["target_share"], row["reference_share"]) == (2000, 8000)
    assert (row["target_articles"], row["reference_articles"]) == (1, 1)
    assert table.loc["河", "log_ratio"] == pytest.approx(math.log2(6))
    assert table.loc["河", "percent_diff"] == math.inf
    assert table[["low", "high"]].isna().all(axis=None)


@pytest.fixture(scope="module")
def sides(shipped):
    """The words of the articles by Beijing officials, and those of the others on topic."""
    words = shipped.select().words
    beijing = words["office"] == "Beijing official"
    return words[beijing], words[~beijing]


def test_keyness_equals_other_implementations(sides):
    target, reference = sides
    table = keyness(target, reference, prior=1000, draws=5)
    a, b = table["target_count"].to_numpy(float), table["reference_count"].to_numpy(float)
    theirs = LogOddsRatioInformativeDirichletPrior(a + b, 1000, "word").get_zeta_i_j_given_separate_counts(a, b)
    assert table["z"].to_numpy() == pytest.approx(theirs, **EXACT)
    n1, n2 = a.sum(), b.sum()
    for row in table.iloc[:: len(table) // 200].itertuples():
        x, y = row.target_count, row.reference_count
        result = chi2_contingency([[x, n1 - x], [y, n2 - y]], correction=False, lambda_="log-likelihood")
        assert (row.log_likelihood, row.p) == pytest.approx((result.statistic, result.pvalue), **EXACT)
    assert table["q"].to_numpy() == pytest.approx(multipletests(table["p"], method="fdr_bh")[1], **EXACT)


def test_keyness_of_two_halves_turns_round(sides, shipped):
    target, reference = sides
    words = content_words(pd.concat(sides), shipped.lexicon.stop_words)
    one = keyness(target, reference, words=words, least=20, draws=5).set_index("word").sort_index()
    two = keyness(reference, target, words=words, least=20, draws=5).set_index("word").sort_index()
    for column in ("z", "log_odds", "log_ratio"):
        assert one[column].to_numpy() == pytest.approx(-two[column].to_numpy())
    assert one["log_likelihood"].to_numpy() == pytest.approx(two["log_likelihood"].to_numpy())


def test_bootstrap_is_over_articles_not_words():
    # One article of ten has all occurrences: whatever the counts, another sample may have none of them.
    rows = [(f"a{number}", "x" if number == 0 else "y", 500) for number in range(10)]
    target = pd.DataFrame(rows, columns=["article_id", "word", "count"])
    reference = pd.DataFrame({"article_id": ["r1", "r2", "r3"], "word": ["y", "x", "x"], "count": [5000, 25, 25]})
    row = keyness(target, reference).set_index("word").loc["x"]
    assert row["p"] < 1e-9
    assert row["low"] < 0 < row["high"]
    fewer = keyness(target, reference.tail(2))
    assert fewer[["low", "high"]].isna().all(axis=None)


def test_keyness_by_group_is_keyness_of_each_against_the_rest():
    tokens = numbered(9).assign(group=lambda rows: rows["article_id"].str[1].astype(int) // 3)
    tokens = tokens.assign(group=tokens["group"].map({0: "x", 1: "y", 2: "z"}))
    table = keyness_by(tokens, "group", draws=50)
    inside = tokens["group"] == "y"
    alone = keyness(tokens[inside], tokens[~inside], draws=50)
    part = table[table["group"] == "y"].reset_index(drop=True)
    pd.testing.assert_frame_equal(part[alone.columns], alone)
    assert (table["group_articles"] == 3).all()
    # Three articles are too few for a verdict.
    assert not table["sure"].any()
    assert table["p_chance"].isna().all()


@given(st.integers(1, 400), st.integers(400, 5000), st.integers(400, 5000))
def test_a_word_that_a_side_lacks_is_never_more_there(count, size, other_size):
    """Also where the side is so small that nobody would expect it there."""
    target = pd.DataFrame({"article_id": ["a"], "word": ["桥"], "count": [size]})
    reference = pd.DataFrame({"article_id": "b", "word": ["河", "桥"], "count": [count, other_size]})
    row = keyness(target, reference, draws=2).set_index("word").loc["河"]
    assert row["log_ratio"] < 0


def test_groups_beside_chance_are_the_verdicts_of_keyness(shipped):
    words = shipped.select().words
    tested = content_words(words, shipped.lexicon.stop_words)
    options = {"words": tested, "least": 30, "permutations": 300}
    table = against_chance(words, "office", **options).set_index("office")
    full = keyness_by(words, "office", draws=5, **options)
    known = table[table["sure"].notna()]
    assert set(known.index) == {"Beijing official", "reporter", "scholar"}
    for office, row in known.iterrows():
        part = full[full["office"] == office]
        assert (row["sure"], row["tested"]) == (part["sure"].sum(), len(part))
    assert (table.loc[table["articles"] < 5, ["sure", "single"]].isna()).all(axis=None)


def test_keyness_refuses_what_it_cannot_compare():
    with pytest.raises(CorpusError, match="no word is left after target"):
        keyness(WATER.head(0), BRIDGE)
    with pytest.raises(CorpusError, match="least = 50"):
        keyness(WATER, BRIDGE, least=50)
