"""All runs of words of some texts, sorted, so that equal ones stand together; a few numbers for each word."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.counting.words import NUMBER

Numbers = NDArray[np.int64]
Truths = NDArray[np.bool_]
# Of each word, in as few bytes as hold them.
Codes = NDArray[np.integer]
# Of the places of so many words, the next two words of each are numbers of eight bytes while they are sorted.
BLOCK = 250_000


class Runs(NamedTuple):
    """The words of texts as numbers, and the places of all words in the order of the words from there on.

    words: by number, in their order. codes: the number of each word. left: how many words its stretch has from it on.
    order: the places of the words. shared: how many words the run at each place of order has in common with the one
    before it. left and shared are at most the words of the longest run. blocks: where in order a part of it begins, and
    the end; no two parts have a first word in common.
    """

    words: NDArray[np.object_]
    codes: Codes
    left: Codes
    order: NDArray[np.int32]
    shared: Codes
    blocks: list[int]


def in_order(codes: Codes, names: Sequence[str]) -> pd.Categorical:
    """Return values as categories that are sorted.

    codes: array of the number of each value. names: list of str, by number. Returns a Categorical of as many values.
    """
    order = np.argsort(np.array(names, dtype=object))
    # As narrow as can be, since there is one for each of millions of words.
    ranks = np.empty(len(order), np.min_scalar_type(-len(order) - 1))
    ranks[order] = np.arange(len(order))
    return pd.Categorical.from_codes(ranks[codes], [names[at] for at in order])


def numbered(values: pd.Series) -> tuple[NDArray[np.object_], Codes]:
    """Number values by their order.

    values: Series of str, or of categories. Returns an array of the different values (of all categories), sorted, and
    the number of the value of each row; where they are categories and sorted, these are not copied.
    """
    whole = values.astype("category").array
    names = np.array(whole.categories, dtype=object)
    if whole.categories.is_monotonic_increasing:
        return names, whole.codes
    ordered = in_order(whole.codes, names.tolist())
    return np.array(ordered.categories, dtype=object), ordered.codes


def _words_at(codes: Codes, left: Codes, places: Numbers, at: int) -> Numbers:
    """Return the number, from 1, of the word so many words after each place; 0 where its stretch has ended."""
    inside = left[places] > at
    return np.where(inside, codes[np.where(inside, places + at, 0)].astype(np.int64) + 1, 0)


def _ordered(codes: Codes, left: Codes, places: Numbers, most: int) -> Numbers:
    """Sort places by so many words from them on."""
    # Two words at a time make one number to sort by, the first two last.
    keys = [_words_at(codes, left, places, at) << 32 for at in range(0, most, 2)]
    for key, at in zip(keys, range(1, most, 2), strict=False):
        key |= _words_at(codes, left, places, at)
    return places[np.lexsort(keys[::-1])]


def _shared(codes: Codes, left: Codes, order: Numbers, most: int) -> Codes:
    shared, alike = np.zeros(len(order), left.dtype), np.arange(1, len(order))
    for at in range(most):
        one, other = (_words_at(codes, left, order[alike - before], at) for before in (1, 0))
        alike = alike[(one == other) & (other > 0)]
        shared[alike] += 1
    return shared


def _cut(counts: Numbers) -> list[int]:
    """Cut words into blocks of about BLOCK places; returns the number of the first word of each, and of all words."""
    numbers = np.cumsum(counts) // BLOCK
    return [0, *(np.flatnonzero(np.diff(numbers)) + 1).tolist(), len(counts)]


def _frequencies(codes: Codes, words: int) -> Numbers:
    """Count the words; some at a time, as they are made wide numbers for it."""
    parts = (codes[at : at + BLOCK] for at in range(0, len(codes), BLOCK))
    return sum((np.bincount(part, minlength=words) for part in parts), np.zeros(words, int))


def sorted_runs(words: pd.Series, stretches: pd.Series, *, most: int) -> Runs:
    """Sort all runs of up to so many words.

    words: Series of str, in reading order. stretches: Series, the stretch that each word is in; no run goes from one
    into the next. most: words of the longest run. Returns a Runs. Memory holds some ten bytes for each word, and more
    for BLOCK of them.
    """
    (names, codes), numbers = numbered(words), stretches.to_numpy()
    last = np.append(numbers[1:] != numbers[:-1], True)[: len(codes)]
    left, order = np.ones(len(codes), np.min_scalar_type(most)), np.empty(len(codes), np.int32)
    shared = np.empty_like(left)
    for _ in range(most - 1):
        left[:-1] = np.where(last[:-1], 1, np.minimum(left[1:], most - 1) + 1)
    blocks = [0]
    for begin, end in pairwise(_cut(_frequencies(codes, len(names)))):
        places = _ordered(codes, left, np.flatnonzero((codes >= begin) & (codes < end)), most)
        here = slice(blocks[-1], blocks[-1] + len(places))
        order[here], shared[here] = places, _shared(codes, left, places, most)
        blocks.append(here.stop)
    return Runs(names, codes, left, order, shared, blocks)


def _untaken(taken: Truths, length: int) -> Truths:
    """Say of each place whether none of so many words from it on is taken."""
    near = taken.copy()
    for at in range(1, length):
        near[:-at] |= taken[at:]
    return np.logical_not(near)


def _often(runs: Runs, length: int, least: int, untaken: Truths) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield where in the order each run of so many words begins that stands often enough, and how often it stands."""
    for begin, end in pairwise(runs.blocks):
        order = runs.order[begin:end]
        starts = np.flatnonzero(runs.shared[begin:end] < length)
        sizes = np.diff(starts, append=len(order))
        free = np.add.reduceat(untaken[order], starts, dtype=np.int32) if len(starts) else sizes
        often = (free >= least) & (runs.left[order[starts]] >= length)
        yield starts[often] + begin, sizes[often]


def _allowed(runs: Runs, first: NDArray[np.int32], length: int, characters: int, edges: frozenset[str]) -> Truths:
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
    none = np.zeros(0, np.int64)
    found = zip((none, none), *_often(runs, length, least, _untaken(taken, length)), strict=True)
    starts, sizes = map(np.concatenate, found)
    allowed = _allowed(runs, runs.order[starts], length, characters, edges)
    starts, sizes = starts[allowed], sizes[allowed]
    for at in np.argsort(-sizes, kind="stable"):
        yield np.sort(runs.order[starts[at] : starts[at] + sizes[at]])
