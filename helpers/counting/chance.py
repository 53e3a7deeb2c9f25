"""Whether a group of articles uses words more than the rest, against groups of articles put together at random."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from helpers.counting.arrays import blocks, dense, product

if TYPE_CHECKING:
    from scipy.sparse import csc_array

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
    Returns an array of bytes, a bit for each article as np.packbits makes them, (1 + permutations) rows, the first of
    them inside itself: thousands of labelings of thousands of articles are held all the time.
    """
    return np.array([np.packbits(inside), *(np.packbits(rng.permuted(inside)) for _ in range(permutations))])


def rank_sums(counts: np.ndarray, sizes: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Sum the ranks of the shares of each word over the articles of each labeling.

    counts: array (articles x words). sizes: running words of each article. labels: as `dealt`
    returns them. Returns an array (labelings x words) in standard deviations over the labelings, 0 on average, positive
    where the labelled articles use the word more. One article with a word forty times counts as one.
    Source: Kilgarriff, Comparing Corpora (2001), 5.2: the Mann-Whitney ranks test on words.
    """
    # Imported here, as scipy.stats takes long to load, and who loads a corpus needs none of it.
    from scipy.stats import rankdata

    ranks = rankdata(counts / sizes[:, None], axis=0)
    sums = product(labels, ranks - ranks.mean(axis=0), packed=True)
    spread = sums.std(axis=0)
    return np.divide(sums - sums.mean(axis=0), spread, out=np.zeros_like(sums), where=spread > 1e-9)


def exceeded(observed: np.ndarray, at_random: np.ndarray, greatest: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Count in how many labelings at random a test, or one less extreme, is as extreme as each was observed to be.

    observed: array of statistics, at least 0 (tests), the most extreme first. at_random: of labelings at random
    (labelings x tests). greatest: the greatest statistic of each labeling over the tests that are less extreme than all
    of these (labelings), 0 where there are none.
    Returns the array of numbers of labelings (tests) and the greatest statistic over these tests too (labelings).
    """
    running = np.maximum.accumulate(np.column_stack([greatest, at_random[:, ::-1]]), axis=1)
    return (running[:, :0:-1] >= observed).sum(axis=0), running[:, -1]


def stepped_down(exceeding: np.ndarray, labelings: int) -> np.ndarray:
    """Correct the p of many tests by the greatest statistic at random, from the most extreme test down.

    exceeding: array of numbers of labelings (tests), as `exceeded` counts them, the most extreme test first. labelings:
    at random, in all.
    Returns an array of p, in (0, 1], one per test; the chance that any test without an effect falls below a level is
    at most that level, however the tests hang together.
    Source: Westfall and Young, Resampling-Based Multiple Testing (1993), algorithm 4.1.
    """
    return np.maximum.accumulate((1 + exceeding) / (1 + labelings))


def _with_word(counts: np.ndarray, labels: np.ndarray, sums: np.ndarray) -> np.ndarray:
    """Say of each labeling and word whether enough articles have it on the side that uses it more."""
    present = (counts > 0).astype(float)
    target = product(labels, present, packed=True)
    return np.where(sums > 0, target, present.sum(axis=0) - target) >= LEAST_WITH_WORD


def _greatest(counts: "csc_array", sizes: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the statistic of each word for the group itself, and the greatest over the words for each labeling."""
    observed, greatest = np.zeros(counts.shape[1]), np.zeros(len(labels))
    for columns in blocks(counts.shape[1], max(len(labels), len(sizes))):
        extreme = np.abs(rank_sums(dense(counts, columns), sizes, labels))
        observed[columns] = extreme[0]
        np.maximum(greatest, extreme.max(axis=1), out=greatest)
    return observed, greatest


class _Tally(NamedTuple):
    """Counts of each word (exceeding, known) and of each labeling (sure, singly), the group's own first."""

    exceeding: np.ndarray
    known: np.ndarray
    sure: np.ndarray
    singly: np.ndarray


def _tallied(counts: "csc_array", sizes: np.ndarray, labels: np.ndarray, order: np.ndarray, line: float) -> _Tally:
    """Go through the words from the least extreme up, as the correction has to.

    order: columns, the most extreme first, as the words of the tally are. line: above which a statistic is sure.
    """
    words, greatest = len(order), np.zeros(len(labels) - 1)
    tally = _Tally(*(np.zeros(size, int) for size in (words, words, len(labels), len(labels))))
    for places in reversed(blocks(words, max(len(labels), len(sizes)))):
        block = dense(counts, order[places])
        sums = rank_sums(block, sizes, labels)
        extreme, known = np.abs(sums), _with_word(block, labels, sums)
        tally.known[places] = known[0]
        tally.exceeding[places], greatest = exceeded(extreme[0], extreme[1:], greatest)
        tally.sure[:] += ((extreme > line) & known).sum(axis=1)
        singly = (extreme >= np.quantile(extreme[1:], 1 - SINGLE, axis=0)) & (extreme > 0)
        tally.singly[:] += (singly & known).sum(axis=1)
    return tally


def verdict(
    counts: "np.ndarray | csc_array",
    sizes: np.ndarray,
    inside: np.ndarray,
    *,
    permutations: int = 2000,
    level: float = 0.05,
    seed: int = 0,
) -> Verdict | None:
    """Hold the words of a group against groups of as many articles put together at random.

    counts: array or sparse array (articles x words). sizes: running words of each article. inside: array of bool, which
    articles are of the group. permutations: groups at random. level: of error. seed: of the dealing.
    Returns a Verdict; None where the group or the rest has fewer than five articles.
    p is corrected by the greatest statistic over the words, which takes into account that words come together; a
    correction by ranks of p (Benjamini and Yekutieli) would need millions of groups at random to find anything among
    hundreds of words. Labels are dealt once, and words taken in blocks, so that memory does not grow with their number.
    """
    if min(inside.sum(), (~inside).sum()) < LEAST_OF_GROUP:
        return None
    # Imported here for the same reason as scipy.stats above.
    from scipy.sparse import csc_array

    counts, labels = csc_array(counts), dealt(inside, permutations, np.random.default_rng(seed))
    observed, greatest = _greatest(counts, sizes, labels)
    order = np.argsort(-observed, kind="stable")
    tally = _tallied(counts, sizes, labels, order, np.quantile(greatest[1:], 1 - level))
    back, at_random = np.argsort(order), tally.singly[1:]
    p = stepped_down(tally.exceeding, permutations)[back]
    return Verdict(
        p=p,
        sure=(p < level) & (tally.known[back] > 0),
        by_chance=float(tally.sure[1:].mean()),
        single=int(tally.singly[0]),
        single_by_chance=float(at_random.mean()),
        single_most=float(np.quantile(at_random, 0.95)),
    )
