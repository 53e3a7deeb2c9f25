"""Which words one part of a corpus uses more than another, and which of them chance would not give."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csc_array, vstack
from scipy.special import xlogy

from helpers.counting.arrays import Counted, blocks, counted, dense, product
from helpers.counting.chance import PERMUTATIONS, Verdict, verdict
from helpers.counting.tokens import (
    LEAST_ARTICLES,
    PER,
    Tokens,
    added,
    drawn_anew,
    in_parts,
    need,
    percentiles,
    some,
)
from helpers.files import progress

# Words that the prior of the log-odds weighs; samples of articles for intervals; what share of samples intervals hold.
PRIOR, DRAWS, LEVEL = 1000, 1000, 0.95


def _log_ratio(
    target: np.ndarray, target_size: np.ndarray | float, reference: np.ndarray, reference_size: np.ndarray | float
) -> np.ndarray:
    """Return the binary logarithm of the ratio of shares, 0 where neither side has the word.

    None counts as half an occurrence, or as half of what both sides together lead to expect where that is less than
    one: so a word that a small side lacks never counts as more there.
    """
    together = (target + reference) / (target_size + reference_size)
    shares = [
        np.where(counts > 0, counts, 0.5 * np.minimum(1, sizes * together)) / sizes
        for counts, sizes in ((target, target_size), (reference, reference_size))
    ]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(together > 0, np.log2(shares[0]) - np.log2(shares[1]), 0.0)


def _log_likelihood(a: np.ndarray, b: np.ndarray, n1: float, n2: float) -> np.ndarray:
    """Return G2 of the fourfold tables word or not, target or reference."""
    cells = ((a, n1), (b, n2), (n1 - a, n1), (n2 - b, n2))
    columns = (a + b, a + b, n1 + n2 - a - b, n1 + n2 - a - b)
    terms = (
        xlogy(cell, cell * (n1 + n2) / np.where(cell > 0, row * column, 1))
        for (cell, row), column in zip(cells, columns, strict=True)
    )
    return np.maximum(2 * sum(terms), 0)


def _log_odds(a: np.ndarray, b: np.ndarray, n1: float, n2: float, *, strength: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the log-odds ratio and its z under a Dirichlet prior like both together, of this strength in all."""
    pseudo = strength * (a + b) / (n1 + n2)
    odds = [(x + pseudo, n + strength - x - pseudo) for x, n in ((a, n1), (b, n2))]
    delta = np.log(odds[0][0] / odds[0][1]) - np.log(odds[1][0] / odds[1][1])
    variance = sum(1 / yes + 1 / no for yes, no in odds)
    return delta, delta / np.sqrt(variance)


class _Sides(NamedTuple):
    """The words of two sides: counts of the articles of the target, then of the reference, sizes, and whose each is."""

    words: list[str]
    counts: csc_array
    sizes: np.ndarray
    inside: np.ndarray


def _beside(one: Counted, other: Counted) -> _Sides:
    inside = np.arange(len(one.sizes) + len(other.sizes)) < len(one.sizes)
    sizes = np.concatenate([one.sizes, other.sizes])
    return _Sides(one.words, vstack([one.counts, other.counts], format="csc"), sizes, inside)


def _bootstrap_ratio(
    sides: _Sides, draws: int, level: float, seed: int
) -> tuple[np.ndarray, np.ndarray] | tuple[float, float]:
    """Return between which values the logarithm of the ratio of each word lies when articles are drawn anew."""
    parts, rng = (sides.inside, ~sides.inside), np.random.default_rng(seed)
    if min(part.sum() for part in parts) < LEAST_ARTICLES:
        return np.nan, np.nan
    drawn = [drawn_anew(int(part.sum()), draws, rng) for part in parts]
    n1, n2 = (product(rows, sides.sizes[part, None]) for rows, part in zip(drawn, parts, strict=True))
    low, high = np.empty(len(sides.words)), np.empty(len(sides.words))
    for columns in blocks(len(sides.words), max(draws, len(sides.sizes))):
        block = dense(sides.counts, columns)
        a, b = (product(rows, block[part]) for rows, part in zip(drawn, parts, strict=True))
        low[columns], high[columns] = percentiles(_log_ratio(a, n1, b, n2), level)
    return low, high


def _totals(tokens: Tokens) -> pd.DataFrame:
    """Count the words of all articles, one row per word."""
    totals = pd.DataFrame()
    for part in in_parts(tokens, "article_id", "word", "count"):
        totals = added(totals, part.groupby("word")[["count"]].sum())
    return totals


def _tested(totals: pd.DataFrame, words: Iterable[str] | None, least: int) -> list[str]:
    """Return the words to test, sorted; refuse where there are none."""
    chosen = totals if words is None else totals[totals.index.isin(set(words))]
    return sorted(some(chosen[chosen["count"] >= least], {"words": words, "least": least}).index)


def _counted(sides: _Sides) -> tuple[pd.DataFrame, float, float]:
    """Return the counts, shares and articles of words on both sides, one row per word, and the sizes of the sides."""
    parts = sides.inside.astype(int), (~sides.inside).astype(int)
    a, b = (part @ sides.counts for part in parts)
    n1, n2 = (sides.sizes @ part for part in parts)
    table = pd.DataFrame({"word": sides.words, "target_count": a.astype(int), "reference_count": b.astype(int)})
    table = table.assign(target_share=a / n1 * PER, reference_share=b / n2 * PER)
    articles = [part @ (sides.counts > 0) for part in parts]
    return table.assign(target_articles=articles[0], reference_articles=articles[1]), n1, n2


def _measured(table: pd.DataFrame, n1: float, n2: float, prior: float) -> pd.DataFrame:
    """Add the tests and the sizes of the effect to a table of `_counted`."""
    # Imported here, as scipy.stats takes long to load, and every panel of the notebooks imports this module.
    from scipy.stats import chi2, false_discovery_control

    a, b = (table[column].to_numpy(float) for column in ("target_count", "reference_count"))
    likelihood = _log_likelihood(a, b, n1, n2)
    p = chi2.sf(likelihood, 1)
    with np.errstate(divide="ignore"):
        percent = (a / n1 - b / n2) / (b / n2) * 100
    table = table.assign(log_likelihood=likelihood, p=p, q=false_discovery_control(p))
    table = table.assign(log_ratio=_log_ratio(a, n1, b, n2), percent_diff=percent)
    log_odds, z = _log_odds(a, b, n1, n2, strength=prior)
    return table.assign(log_odds=log_odds, z=z)


def keyness(
    target: Tokens,
    reference: Tokens,
    *,
    words: Iterable[str] | None = None,
    least: int = 1,
    prior: float = PRIOR,
    draws: int = DRAWS,
    permutations: int = PERMUTATIONS,
    level: float = LEVEL,
    seed: int = 0,
) -> pd.DataFrame:
    """Measure which words a target uses more, or less, than a reference, and how sure that is.

    target, reference: Tokens with article_id, word, count, such as two parts of `Corpus.words`. words: the
    words to test, all by default. least: occurrences in both together. prior: words that the prior of the log-odds
    weighs, spread like both together. draws, level, seed: of the bootstrap over articles. permutations: how often the
    labels of the sides are dealt to the articles at random.
    Returns a DataFrame with word, target_count, reference_count, target_share, reference_share (per 10,000),
    target_articles, reference_articles, log_likelihood (G2 of the fourfold table, at least 0), p, q (by Benjamini and
    Hochberg over the words tested), log_ratio (binary, none counted as half), percent_diff, log_odds, z (under the
    informative Dirichlet prior), low, high (of log_ratio over resampled articles; NaN where a side has fewer
    than three), p_chance (of the ranks of its shares under labels dealt at random, corrected over the words; NaN where
    a side has fewer than five articles), sure (bool: p_chance below 1 - level, and in three or more articles of the
    side that uses it more); by z from most to least, ties by word; one row per word. Positive means more in the target.
    Raises CorpusError for a side without words and for words that neither side has.
    Misuse: p and z take words for independent draws, which words of one article are not; believe p_chance.
    Source: Dunning (1993); Hardie (2014); Gabrielatos (2018); Monroe, Colaresi and Quinn (2008).

    >>> one = pd.DataFrame({"article_id": "a", "word": ["河", "水"], "count": [4, 1]})
    >>> two = pd.DataFrame({"article_id": "b", "word": ["河", "水"], "count": [1, 4]})
    >>> keyness(one, two)[["word", "target_count", "reference_count", "log_ratio", "percent_diff"]]
      word  target_count  reference_count  log_ratio  percent_diff
    0    河             4                1        2.0         300.0
    1    水             1                4       -2.0         -75.0
    """
    one, other = _totals(target), _totals(reference)
    for name, totals in (("target", one), ("reference", other)):
        some(totals, {name: "its articles"})
    tested = _tested(added(one, other), words, least)
    sides = _beside(counted(target, tested), counted(reference, tested))
    return _compared(sides, prior=prior, draws=draws, permutations=permutations, level=level, seed=seed)


def _compared(
    sides: _Sides,
    *,
    prior: float = PRIOR,
    draws: int = DRAWS,
    permutations: int = PERMUTATIONS,
    level: float = LEVEL,
    seed: int = 0,
) -> pd.DataFrame:
    """Return the table of `keyness` of two sides whose words are counted."""
    table = _measured(*_counted(sides), prior)
    low, high = _bootstrap_ratio(sides, draws, level, seed)
    chance = verdict(*sides[1:], permutations=permutations, level=1 - level, seed=seed)
    table = table.assign(low=low, high=high)
    table = table.assign(p_chance=chance.p if chance else np.nan, sure=chance.sure if chance else False)
    return table.sort_values(["z", "word"], ascending=[False, True]).reset_index(drop=True)


def _parted(whole: Counted, inside: np.ndarray) -> _Sides:
    """Return two sides of words counted by article and group, in one array: the rows inside and all others.

    An article stands in several rows where the groups are of its rows, such as parts of speech; these are summed.
    """
    order, articles = np.argsort(~inside, kind="stable"), whole.units["article_id"]
    (one, own), (other, others) = (pd.factorize(articles[side]) for side in (inside, ~inside))
    codes, counts = np.concatenate([one, other + len(own)]), whole.counts[order]
    if len(own) + len(others) < len(codes):
        counts = csc_array((np.ones(len(codes), counts.dtype), (codes, np.arange(len(codes))))) @ counts
    sizes = np.bincount(codes, whole.sizes[order])
    return _Sides(whole.words, counts, sizes, np.arange(len(sizes)) < len(own))


def _groups(tokens: Tokens, by: str, words: Iterable[str] | None, least: int) -> Iterator[tuple[Any, _Sides]]:
    """Yield each group with its words counted beside those of all the others; the tokens are gone through twice."""
    need(tokens, by)
    words, totals = None if words is None else set(words), _totals(tokens)
    whole = counted(tokens, _tested(totals, words, least), units=list(dict.fromkeys(["article_id", by])))
    for value in progress(sorted(set(whole.units[by]) - {""}), f"groups by {by}"):
        inside = (whole.units[by] == value).to_numpy()
        some(whole.units[~inside], {"reference": "its articles"})
        yield value, _parted(whole, inside)


def keyness_by(
    tokens: Tokens, by: str, *, words: Iterable[str] | None = None, least: int = 1, **options: Any
) -> pd.DataFrame:
    """Compare each group of articles with all the others.

    tokens: as for `keyness`, with the column by. by: column whose values are the groups. words, least, options: as for
    `keyness`.
    Returns a DataFrame with by, group_articles (articles of the group) and the columns of `keyness`; groups sorted,
    words from more to less; one row per group and word.
    Raises CorpusError as `keyness` does. q and p_chance are corrected within a group.
    Misuse: in a group of fewer than five articles nothing is sure; its words are those articles'.
    """
    tables = []
    for value, sides in _groups(tokens, by, words, least):
        table = _compared(sides, **options)
        known = {by: value, "group_articles": sides.inside.sum()}
        tables.append(table.assign(**known)[[*known, *table.columns]])
    return pd.concat(tables, ignore_index=True)


def against_chance(
    tokens: Tokens,
    by: str,
    *,
    words: Iterable[str] | None = None,
    least: int = 1,
    permutations: int = PERMUTATIONS,
    level: float = LEVEL,
    seed: int = 0,
) -> pd.DataFrame:
    """Count the words that each group uses more or less than the others, beside what groups at random would have.

    tokens, by: as for `keyness_by`. words, least, permutations, level, seed: as for `keyness`, with the same outcome.
    Returns a DataFrame with by, articles (of the group), tested (words), sure, sure_by_chance (mean number in groups of
    as many articles at random), single (words that differ at p < 0.01 singly), single_by_chance, single_most (mean, and
    the number that 95 of a hundred groups at random do not exceed); groups sorted; one row per group. Where the group
    or the rest has fewer than five articles there is no verdict, and what it would count is missing.
    Misuse: single counts are of words that chance would give too; only their excess over single_most says something.
    """
    rows = []
    for value, sides in _groups(tokens, by, words, least):
        found = verdict(*sides[1:], permutations=permutations, level=1 - level, seed=seed)
        known = {by: value, "articles": sides.inside.sum(), "tested": len(sides.words)}
        rows.append(known | (_numbers(found) if found else {}))
    names = [by, "articles", "tested", "sure", "sure_by_chance", "single", "single_by_chance", "single_most"]
    return pd.DataFrame(rows, columns=names).astype({"sure": "Int64", "single": "Int64"})


def _numbers(found: Verdict) -> dict[str, float]:
    single = {"single": found.single, "single_by_chance": found.single_by_chance, "single_most": found.single_most}
    return {"sure": int(found.sure.sum()), "sure_by_chance": found.by_chance} | single
