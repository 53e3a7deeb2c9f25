"""Which words one part of a corpus uses more than another, and which of them chance would not give."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import xlogy

from helpers.counting.arrays import article_counts, resampled
from helpers.counting.chance import PERMUTATIONS, Verdict, verdict
from helpers.counting.tokens import LEAST_ARTICLES, PER, need, percentiles, some
from helpers.files import progress


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


def _bootstrap_ratio(
    target: pd.DataFrame, reference: pd.DataFrame, words: list[str], draws: int, level: float, seed: int
) -> tuple[np.ndarray, np.ndarray] | tuple[float, float]:
    rng = np.random.default_rng(seed)
    (a, n1), (b, n2) = (resampled(tokens, words, draws, rng) for tokens in (target, reference))
    low, high = percentiles(_log_ratio(a, n1[:, None], b, n2[:, None]), level)
    known = min(tokens["article_id"].nunique() for tokens in (target, reference)) >= LEAST_ARTICLES
    return (low, high) if known else (np.nan, np.nan)


def _against_chance(
    target: pd.DataFrame, reference: pd.DataFrame, words: list[str], **options: Any
) -> tuple[Verdict | None, int]:
    """Return the verdict of labels dealt at random to the articles of both sides, and how many the target has."""
    (counts, sizes), (others, other_sizes) = (article_counts(tokens, words) for tokens in (target, reference))
    inside = np.arange(len(sizes) + len(other_sizes)) < len(sizes)
    found = verdict(np.vstack([counts, others]), np.concatenate([sizes, other_sizes]), inside, **options)
    return found, len(sizes)


def _tested(target: pd.DataFrame, reference: pd.DataFrame, words: Iterable[str] | None, least: int) -> list[str]:
    """Return the words to test, sorted; refuse sides without words."""
    for tokens, name in ((target, "target"), (reference, "reference")):
        need(tokens, "article_id", "word", "count")
        some(tokens, {name: "its articles"})
    known = pd.concat([target, reference]).groupby("word")[["count"]].sum()
    chosen = known if words is None else known[known.index.isin(set(words))]
    return sorted(some(chosen[chosen["count"] >= least], {"words": words, "least": least}).index)


def _counted(target: pd.DataFrame, reference: pd.DataFrame, words: list[str]) -> tuple[pd.DataFrame, float, float]:
    """Return the counts, shares and articles of words on both sides, one row per word, and the sizes of the sides."""
    sides = [article_counts(tokens, words) for tokens in (target, reference)]
    (a, b), (n1, n2) = ([counts.sum(axis=0) for counts, _ in sides], [sizes.sum() for _, sizes in sides])
    table = pd.DataFrame({"word": words, "target_count": a.astype(int), "reference_count": b.astype(int)})
    table = table.assign(target_share=a / n1 * PER, reference_share=b / n2 * PER)
    articles = [(counts > 0).sum(axis=0) for counts, _ in sides]
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
    target: pd.DataFrame,
    reference: pd.DataFrame,
    *,
    words: Iterable[str] | None = None,
    least: int = 1,
    prior: float = 1000,
    draws: int = 1000,
    permutations: int = PERMUTATIONS,
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Measure which words a target uses more, or less, than a reference, and how sure that is.

    target, reference: DataFrames with article_id, word, count, such as two parts of `Corpus.words`. words: the
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
    words = _tested(target, reference, words, least)
    table = _measured(*_counted(target, reference, words), prior)
    low, high = _bootstrap_ratio(target, reference, words, draws, level, seed)
    chance, _ = _against_chance(target, reference, words, permutations=permutations, level=1 - level, seed=seed)
    table = table.assign(low=low, high=high)
    table = table.assign(p_chance=chance.p if chance else np.nan, sure=chance.sure if chance else False)
    return table.sort_values(["z", "word"], ascending=[False, True]).reset_index(drop=True)


def keyness_by(tokens: pd.DataFrame, by: str, **options: Any) -> pd.DataFrame:
    """Compare each group of articles with all the others.

    tokens: as for `keyness`, with the column by. by: column whose values are the groups. options: of `keyness`.
    Returns a DataFrame with by, group_articles (articles of the group) and the columns of `keyness`; groups sorted,
    words from more to less; one row per group and word.
    Raises CorpusError as `keyness` does. q and p_chance are corrected within a group.
    Misuse: in a group of fewer than five articles nothing is sure; its words are those articles'.
    """
    need(tokens, by)
    tables = []
    for value in progress(sorted(set(tokens[by]) - {""}), f"keyness by {by}"):
        inside = tokens[by] == value
        table = keyness(tokens[inside], tokens[~inside], **options)
        known = {by: value, "group_articles": tokens.loc[inside, "article_id"].nunique()}
        tables.append(table.assign(**known)[[*known, *table.columns]])
    return pd.concat(tables, ignore_index=True)


def against_chance(
    tokens: pd.DataFrame,
    by: str,
    *,
    words: Iterable[str] | None = None,
    least: int = 1,
    permutations: int = PERMUTATIONS,
    level: float = 0.95,
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
    need(tokens, by)
    rows = []
    for value in sorted(set(tokens[by]) - {""}):
        inside = tokens[by] == value
        chosen = _tested(tokens[inside], tokens[~inside], words, least)
        options = {"permutations": permutations, "level": 1 - level, "seed": seed}
        found, articles = _against_chance(tokens[inside], tokens[~inside], chosen, **options)
        known = {by: value, "articles": articles, "tested": len(chosen)}
        rows.append(known | (_numbers(found) if found else {}))
    names = [by, "articles", "tested", "sure", "sure_by_chance", "single", "single_by_chance", "single_most"]
    return pd.DataFrame(rows, columns=names).astype({"sure": "Int64", "single": "Int64"})


def _numbers(found: Verdict) -> dict[str, float]:
    single = {"single": found.single, "single_by_chance": found.single_by_chance, "single_most": found.single_most}
    return {"sure": int(found.sure.sum()), "sure_by_chance": found.by_chance} | single
