"""Whether a group of articles uses words more than the rest, against groups of articles put together at random."""

from typing import NamedTuple

import numpy as np

# Of fewer articles a group tells what these say, and not what such articles say.
LEAST_OF_GROUP = 5
# A word of one or two articles is theirs, however often they use it.
LEAST_WITH_WORD = 3
# Words that differ singly: without a correction one word in a hundred does so by chance.
SINGLE = 0.01
# Enough for the corrected p of a table to be known to a third of a hundredth at 0.05.
PERMUTATIONS = 5000


class Verdict(NamedTuple):
    """What labels dealt at random say of the words of a group.

    p: of each word, corrected over the words. sure: whether p is below the level and enough articles have the word.
    by_chance: how many words a group put together at random calls sure, on average. single: words that differ singly;
    single_by_chance, single_most: how many do so in groups at random, on average and at most in 95 of a hundred.
    """

    p: np.ndarray
    sure: np.ndarray
    by_chance: float
    single: int
    single_by_chance: float
    single_most: float


def dealt(inside: np.ndarray, permutations: int, rng: np.random.Generator) -> np.ndarray:
    """Deal the label of a group to as many articles at random, again and again.

    inside: array of bool, which articles are of the group. permutations: how often. rng: of the dealing.
    Returns an array of bool (1 + permutations x articles), the first row inside itself.
    """
    return np.vstack([inside, rng.permuted(np.tile(inside, (permutations, 1)), axis=1)])


def rank_sums(counts: np.ndarray, sizes: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Sum the ranks of the shares of each word over the articles of each labeling.

    counts: array (articles x words). sizes: running words of each article. labels: array of bool (labelings x
    articles). Returns an array (labelings x words) in standard deviations over the labelings, 0 on average, positive
    where the labelled articles use the word more. One article with a word forty times counts as one.
    Source: Kilgarriff, Comparing Corpora (2001), 5.2: the Mann-Whitney ranks test on words.
    """
    # Imported here, as scipy.stats takes long to load, and who loads a corpus needs none of it.
    from scipy.stats import rankdata

    ranks = rankdata(counts / sizes[:, None], axis=0)
    sums = labels.astype(float) @ (ranks - ranks.mean(axis=0))
    spread = sums.std(axis=0)
    return np.divide(sums - sums.mean(axis=0), spread, out=np.zeros_like(sums), where=spread > 1e-9)


def stepped_down(observed: np.ndarray, at_random: np.ndarray) -> np.ndarray:
    """Correct the p of many tests by the greatest statistic at random, from the most extreme test down.

    observed: array of statistics, at least 0 (tests). at_random: of labelings at random (labelings x tests).
    Returns an array of p, in (0, 1], one per test; the chance that any test without an effect falls below a level is
    at most that level, however the tests hang together.
    Source: Westfall and Young, Resampling-Based Multiple Testing (1993), algorithm 4.1.
    """
    order = np.argsort(-observed, kind="stable")
    greatest = np.maximum.accumulate(at_random[:, order][:, ::-1], axis=1)[:, ::-1]
    p = (1 + (greatest >= observed[order]).sum(axis=0)) / (1 + len(at_random))
    corrected = np.empty_like(p)
    corrected[order] = np.maximum.accumulate(p)
    return corrected


def _with_word(counts: np.ndarray, labels: np.ndarray, sums: np.ndarray) -> np.ndarray:
    """Say of each labeling and word whether enough articles have it on the side that uses it more."""
    present = (counts > 0).astype(float)
    target = labels.astype(float) @ present
    return np.where(sums > 0, target, present.sum(axis=0) - target) >= LEAST_WITH_WORD


def verdict(
    counts: np.ndarray,
    sizes: np.ndarray,
    inside: np.ndarray,
    *,
    permutations: int = 2000,
    level: float = 0.05,
    seed: int = 0,
) -> Verdict | None:
    """Hold the words of a group against groups of as many articles put together at random.

    counts: array (articles x words). sizes: running words of each article. inside: array of bool, which articles are
    of the group. permutations: groups at random. level: of error. seed: of the dealing.
    Returns a Verdict; None where the group or the rest has fewer than five articles.
    p is corrected by the greatest statistic over the words, which takes into account that words come together; a
    correction by ranks of p (Benjamini and Yekutieli) would need millions of groups at random to find anything among
    hundreds of words.
    """
    if min(inside.sum(), (~inside).sum()) < LEAST_OF_GROUP:
        return None
    labels = dealt(inside, permutations, np.random.default_rng(seed))
    sums = rank_sums(counts, sizes, labels)
    extreme, known = np.abs(sums), _with_word(counts, labels, sums)
    p = stepped_down(extreme[0], extreme[1:])
    line = np.quantile(extreme[1:].max(axis=1), 1 - level)
    singly = (extreme >= np.quantile(extreme[1:], 1 - SINGLE, axis=0)) & (extreme > 0)
    at_random = (singly & known)[1:].sum(axis=1)
    return Verdict(
        p=p,
        sure=(p < level) & known[0],
        by_chance=float(((extreme > line) & known)[1:].sum(axis=1).mean()),
        single=int((singly & known)[0].sum()),
        single_by_chance=float(at_random.mean()),
        single_most=float(np.quantile(at_random, 0.95)),
    )
