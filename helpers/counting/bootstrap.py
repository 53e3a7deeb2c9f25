"""Intervals of shares when articles are drawn anew, whether the order of words is sure, and what they cover."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from helpers.counting.arrays import article_counts
from helpers.counting.dispersion import dispersion
from helpers.counting.tokens import LEAST_ARTICLES, PER, Tokens, need, percentiles, some, weights

# A sample whose articles are all alike says nothing of the error, so its deviation from the whole is taken as extreme.
EXTREME = 8.0
# Up to where words are even, uneven and clumped, by DP_norm.
BANDS = (0.0, 0.5, 0.7, 0.9, 1.0)


def _share_and_error(counts: np.ndarray, sizes: np.ndarray, drawn: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the share of each word in each sample, and its standard error as a ratio of two sums over articles.

    Source: Cochran, Sampling Techniques (1977), 6.19.
    """
    articles, size = drawn.sum(axis=1)[:, None], (drawn @ sizes)[:, None]
    share = drawn @ counts / size
    squares = (
        drawn @ counts**2 - 2 * share * (drawn @ (counts * sizes[:, None])) + share**2 * (drawn @ sizes**2)[:, None]
    )
    return share, np.sqrt(np.maximum(squares, 0) * articles / (articles - 1)) / size


def studentised(
    counts: np.ndarray, sizes: np.ndarray, *, draws: int, level: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Find the interval of the share of each word by the studentised bootstrap over articles.

    counts: array (articles x words). sizes: running words of each article. draws: samples. level: of the interval.
    rng: of the draws. Returns the arrays of lower and of upper ends, at least 0, one per word.
    Source: Davison and Hinkley, Bootstrap Methods (1997), 5.2.1.
    """
    share, error = (of_all[0] for of_all in _share_and_error(counts, sizes, np.ones((1, len(sizes)))))
    shares, errors = _share_and_error(counts, sizes, weights(len(sizes), draws, rng))
    scaled = np.divide(shares - share, errors, out=np.full_like(shares, -EXTREME), where=errors > 0)
    low, high = percentiles(np.clip(scaled, -EXTREME, EXTREME), level)
    return np.maximum(share - high * error, 0), share - low * error


def intervals(
    tokens: Tokens, *, words: Iterable[str], draws: int = 1000, level: float = 0.95, seed: int = 0
) -> pd.DataFrame:
    """Estimate how far the share of words would move had other articles of this kind been collected.

    tokens: Tokens with article_id, word, count. words: list of words. draws: bootstrap samples of articles.
    level: of the interval. seed: of the generator.
    Returns a DataFrame with word, share, low, high (per 10,000, by the studentised bootstrap over articles), in the
    order of words; one row per word. Of fewer than three articles low and high are NaN: they tell too little of others.
    Misuse: of clumped words the interval holds the share less often than level says; `coverage` measures how often.
    """
    need(tokens, "article_id", "word", "count")
    words = list(words)
    counts, sizes = article_counts(some(tokens, {"words": words}), words)
    table = pd.DataFrame({"word": words, "share": counts.sum(axis=0) / sizes.sum() * PER})
    if len(sizes) < LEAST_ARTICLES:
        return table.assign(low=np.nan, high=np.nan)
    low, high = studentised(counts, sizes, draws=draws, level=level, rng=np.random.default_rng(seed))
    return table.assign(low=low * PER, high=high * PER)


def neighbours(
    tokens: Tokens, words: Sequence[str], *, draws: int = 1000, level: float = 0.95, seed: int = 0
) -> pd.DataFrame:
    """Compare each word of a ranking with the next one in the same samples of articles.

    tokens: Tokens with article_id, word, count. words: list of words, from the most frequent down. draws, level,
    seed: of the bootstrap over articles.
    Returns a DataFrame with word, other (the next word), difference, low, high (of share, per 10,000, percentiles of
    the paired difference), sure (bool: low and high on one side of no difference); one row per neighbouring pair.
    """
    need(tokens, "article_id", "word", "count")
    words = list(words)
    counts, sizes = article_counts(some(tokens, {"words": words}), words)
    drawn = weights(len(sizes), draws, np.random.default_rng(seed))
    shares = drawn @ counts / (drawn @ sizes)[:, None] * PER
    low, high = percentiles(shares[:, :-1] - shares[:, 1:], level)
    share = counts.sum(axis=0) / sizes.sum() * PER
    table = pd.DataFrame({"word": words[:-1], "other": words[1:], "difference": share[:-1] - share[1:]})
    known = len(sizes) >= LEAST_ARTICLES
    return table.assign(low=low, high=high, sure=known & ((low > 0) | (high < 0)))


def coverage(
    tokens: Tokens,
    words: Iterable[str],
    *,
    samples: int = 100,
    draws: int = 400,
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Measure how often the interval of a share holds it, with the articles at hand as all there are.

    tokens: Tokens with article_id, word, count. words: list of words. samples: corpora of as many articles, drawn
    from these with replacement; of each, the interval is computed as `intervals` does. draws, level, seed: of it.
    Returns a DataFrame with dp_norm (the band of DP_norm, as text), words, coverage (share of the intervals of samples
    with the word that hold its share in all articles); one row per band that has words.
    Misuse: a corpus of few articles is not all there is; the real coverage may be less.
    """
    spread = dispersion(tokens, words=set(words))
    counts, sizes = article_counts(tokens, list(spread["word"]))
    share, rng = counts.sum(axis=0) / sizes.sum(), np.random.default_rng(seed)
    held, seen = np.zeros(len(spread)), np.zeros(len(spread))
    for _ in range(samples):
        chosen = rng.integers(0, len(sizes), len(sizes))
        low, high = studentised(counts[chosen], sizes[chosen], draws=draws, level=level, rng=rng)
        known = counts[chosen].sum(axis=0) > 0
        seen += known
        held += known & (low <= share) & (share <= high)
    names = [f"{low:.1f} to {high:.1f}" for low, high in pairwise(BANDS)]
    band = pd.cut(spread["dp_norm"], BANDS, labels=names, include_lowest=True)
    table = pd.DataFrame({"dp_norm": band.astype(str), "words": 1, "held": held, "seen": seen})
    table = table.groupby("dp_norm").sum().reset_index()
    return table.assign(coverage=table["held"] / table["seen"])[["dp_norm", "words", "coverage"]]
