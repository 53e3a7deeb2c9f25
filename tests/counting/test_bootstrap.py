"""Intervals of shares by hand and by a second way, the order of words, and what intervals cover."""

import numpy as np
import pandas as pd
import pytest
from made_corpora import WATER

from helpers.counting.bootstrap import coverage, intervals, neighbours, studentised


def _tokens(counts, names):
    """Make a table of words from counts (articles x words)."""
    rows = [
        (f"a{article:02}", name, count)
        for article, row in enumerate(counts)
        for name, count in zip(names, row, strict=True)
        if count
    ]
    return pd.DataFrame(rows, columns=["article_id", "word", "count"])


def test_articles_that_are_all_alike_leave_no_doubt():
    table = intervals(_tokens([[2, 8]] * 6, ["河", "水"]), words=["河"]).iloc[0]
    assert table[["share", "low", "high"]].tolist() == pytest.approx([2000, 2000, 2000])


def test_the_interval_equals_a_plain_loop():
    counts, sizes = np.array([[3.0], [0], [5], [1]]), np.array([20.0, 15, 30, 10])
    low, high = studentised(counts, sizes, draws=200, level=0.9, rng=np.random.default_rng(8))
    drawn = np.random.default_rng(8).multinomial(4, [0.25] * 4, size=200)

    def share_and_error(times):
        c, n = np.repeat(counts[:, 0], times), np.repeat(sizes, times)
        share = c.sum() / n.sum()
        return share, np.sqrt(4 / 3 * ((c - share * n) ** 2).sum()) / n.sum()

    share, error = share_and_error([1] * 4)
    scaled = []
    for times in drawn:
        one, spread = share_and_error(times)
        scaled.append(np.clip((one - share) / spread if spread > 1e-12 else -8, -8, 8))
    from_below, from_above = np.quantile(scaled, [0.05, 0.95])
    assert low[0] == pytest.approx(max(share - from_above * error, 0))
    assert high[0] == pytest.approx(share - from_below * error)


def test_fewer_than_three_articles_have_no_interval():
    two = pd.concat([WATER, WATER.assign(article_id="z")])
    assert intervals(two, words=["水"])[["low", "high"]].isna().all(axis=None)
    assert not neighbours(two, ["水", "河"])["sure"].any()


def test_pairs_that_keep_their_order_in_every_article_are_sure():
    rng = np.random.default_rng(0)
    base = rng.integers(1, 60, 30)
    # 甲 is always a quarter more than 乙, though both swing so far that their own intervals overlap; 丙 swings alone.
    tokens = _tokens(
        np.column_stack([base * 5, base * 4, rng.permutation(base) * 4, np.full(30, 400)]), list("甲乙丙丁")
    )
    own = intervals(tokens, words=["甲", "乙"])
    assert own["low"][0] < own["high"][1]
    table = neighbours(tokens, ["甲", "乙", "丙"])
    assert table["sure"].tolist() == [True, False]
    assert table["difference"][0] == pytest.approx(own["share"][0] - own["share"][1])


def test_even_words_are_covered_as_often_as_the_level_says():
    rng = np.random.default_rng(1)
    even = rng.poisson(6, (30, 20))
    clumped = (rng.random((30, 10)) < 0.06) * rng.poisson(30, (30, 10))
    names = [f"w{number:02}" for number in range(30)]
    tokens = _tokens(np.column_stack([even, clumped, np.full(30, 300)]), [*names, "其他"])
    table = coverage(tokens, names, samples=80, draws=300).set_index("dp_norm")
    assert table["words"].sum() <= 30
    assert table.loc["0.0 to 0.5", "coverage"] == pytest.approx(0.95, abs=0.04)
    assert table["coverage"].between(0.7, 1).all()
