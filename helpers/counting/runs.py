"""All runs of words of some texts, sorted, so that equal ones stand together; a few numbers for each word."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.counting.words import NUMBER

Numbers = NDArray[np.int64]
Truths = NDArray[np.bool_]


class Runs(NamedTuple):
    """The words of texts as numbers, and the places of all words in the order of the words from there on.

    words: by number, in their order. codes: the number of each word. left: how many words its stretch has from it on.
    order: the places of the words. shared: how many words the run at each place of order has in common with the one
    before it. left and shared are at most the words of the longest run.
    """

    words: NDArray[np.object_]
    codes: NDArray[np.int32]
    left: Numbers
    order: Numbers
    shared: NDArray[np.int16]


def numbered(values: pd.Series) -> tuple[NDArray[np.object_], NDArray[np.int32]]:
    """Number values by their order.

    values: Series of str. Returns an array of the different values, sorted, and the number of the value of each row.
    """
    codes, found = pd.factorize(values)
    names = np.array(found, dtype=object)
    order = np.argsort(names)
    return names[order], np.argsort(order).astype(np.int32)[codes]


def _ordered(codes: NDArray[np.int32], left: Numbers, most: int) -> Numbers:
    """Sort places by the words from them on: by the first, then by twice as many each time, so many at least."""
    rank, order, size = codes + np.int64(1), np.argsort(codes, kind="stable"), 1
    while size < most:
        key = rank * (len(codes) + 1)
        key[:-size] += np.where(left[:-size] > size, rank[size:], 0)
        order = np.argsort(key, kind="stable")
        rank[order] = np.cumsum(np.diff(key[order], prepend=-1) != 0)
        size *= 2
    return order


def _shared(codes: NDArray[np.int32], left: Numbers, order: Numbers, most: int) -> NDArray[np.int16]:
    shared, alike = np.zeros(len(order), np.int16), np.arange(1, len(order))
    for size in range(most):
        alike = alike[np.minimum(left[order[alike - 1]], left[order[alike]]) > size]
        alike = alike[codes[order[alike - 1] + size] == codes[order[alike] + size]]
        shared[alike] += 1
    return shared


def sorted_runs(words: pd.Series, stretches: pd.Series, *, most: int) -> Runs:
    """Sort all runs of up to so many words.

    words: Series of str, in reading order. stretches: Series, the stretch that each word is in; no run goes from one
    into the next. most: words of the longest run. Returns a Runs.
    """
    (names, codes), numbers = numbered(words), stretches.to_numpy()
    ends = np.flatnonzero(np.append(numbers[1:] != numbers[:-1], True)[: len(codes)]) + 1
    left = np.minimum(np.repeat(ends, np.diff(ends, prepend=0)) - np.arange(len(codes)), most)
    order = _ordered(codes, left, most)
    return Runs(names, codes, left, order, _shared(codes, left, order, most))


def _untaken(taken: Truths, length: int) -> Truths:
    """Say of each place whether none of so many words from it on is taken."""
    sums = np.cumsum(np.concatenate([[False], taken, np.zeros(length, bool)]), dtype=np.int32)
    return np.equal(sums[length : length + len(taken)], sums[: len(taken)])


def _often(runs: Runs, length: int, least: int, taken: Truths) -> tuple[Numbers, Numbers]:
    """Return where in the order each run of so many words begins that stands often enough, and how often it stands."""
    starts = np.flatnonzero(runs.shared < length)
    sizes = np.diff(starts, append=len(runs.order))
    free = np.add.reduceat(_untaken(taken, length)[runs.order], starts, dtype=np.int32) if len(starts) else sizes
    often = (free >= least) & (runs.left[runs.order[starts]] >= length)
    return starts[often], sizes[often]


def _allowed(runs: Runs, first: Numbers, length: int, characters: int, edges: frozenset[str]) -> Truths:
    """Say which of the runs of so many words at some places may be phrases, by characters, first and last word."""
    edge = np.array([word in edges for word in runs.words], bool)
    number = np.array([NUMBER.fullmatch(word) is not None for word in runs.words], bool)
    sizes = np.array([len(word) for word in runs.words], int)
    spelled = np.sum([sizes[runs.codes[first + at]] for at in range(length)], axis=0)
    begin, end = runs.codes[first], runs.codes[first + length - 1]
    return np.less_equal(spelled, characters) & ~edge[begin] & ~edge[end] & ~number[end]


def candidates(
    runs: Runs, length: int, *, least: int, characters: int, edges: frozenset[str], taken: Truths
) -> Iterator[Numbers]:
    """Yield the places of each run of so many words that may be a phrase.

    runs: Runs. length: words. least: occurrences that hold no word that is taken. characters: at most. edges: words
    that it neither begins nor ends with; it does not end with a number either. taken: of each word, whether a phrase
    has it. Yields an array of places in reading order per run, the most frequent first, ties by the words.
    """
    starts, sizes = _often(runs, length, least, taken)
    allowed = _allowed(runs, runs.order[starts], length, characters, edges)
    starts, sizes = starts[allowed], sizes[allowed]
    for at in np.argsort(-sizes, kind="stable"):
        yield np.sort(runs.order[starts[at] : starts[at] + sizes[at]])
