"""All runs of words of some texts, sorted, so that equal ones stand together; a few numbers for each word."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice, pairwise
from tempfile import TemporaryFile, gettempdir
from typing import IO, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.counting.words import NUMBER
from helpers.files import unwritable

Numbers = NDArray[np.int64]
Truths = NDArray[np.bool_]
# Of each word, in as few bytes as hold them.
Codes = NDArray[np.integer]
Places = NDArray[np.int32]
PLACE = np.dtype(np.int32)
# The words at so many places, or more where they begin with the same one, are numbers of eight bytes while sorted.
BLOCK = 50_000
# Bits of such a number, but for its sign.
ROOM = 63


class Runs(NamedTuple):
    """The words of texts as numbers, and the places of the words that a run begins with, in the order of the runs.

    words: by number, in their order. edge: by number, whether it may not be first or last. codes: the number of each
    word. last: whether a stretch ends with it. order: file of the places. shared: how many words the run at each place
    of order has in common with the one before it, at most those of the longest run. blocks: where in order a part of it
    begins, and the end; no two parts have a first word in common.
    """

    words: NDArray[np.object_]
    edge: Truths
    codes: Codes
    last: Truths
    order: IO[bytes]
    shared: Codes
    blocks: list[int]


def ranked(names: Sequence[str]) -> tuple[Codes, list[str]]:
    """Put values in order.

    names: list of different str. Returns an array of the place in order of each, in as few bytes as hold it, and the
    values in order.
    """
    order = np.argsort(np.array(names, dtype=object))
    ranks = np.empty(len(order), np.min_scalar_type(-len(order) - 1))
    ranks[order] = np.arange(len(order))
    return ranks, [names[at] for at in order]


def numbered(values: pd.Series) -> tuple[NDArray[np.object_], Codes]:
    """Number values by their order.

    values: Series of str, or of categories. Returns an array of the different values (of all categories), sorted, and
    the number of the value of each row; where they are categories and sorted, these are not copied.
    """
    named = isinstance(values.dtype, pd.CategoricalDtype)
    # astype would copy what is categories already.
    whole = (values if named else values.astype("category")).array
    if whole.categories.is_monotonic_increasing:
        return np.array(whole.categories, dtype=object), whole.codes
    ranks, names = ranked(whole.categories.tolist())
    return np.array(names, dtype=object), ranks[whole.codes]


def _words_from(codes: Codes, last: Truths, places: Codes, words: int) -> Iterator[Numbers]:
    """Yield the number, from 1, of the word at each place, of the one after it, …; 0 where its stretch has ended."""
    goes = np.ones(len(places), bool)
    for at in range(words):
        yield np.where(goes, codes.take(places + at, mode="clip").astype(np.int64) + 1, 0)
        goes &= ~last.take(places + at, mode="clip") & (places + at < len(codes) - 1)


def _long(codes: Codes, last: Truths, places: Codes, words: int) -> Truths:
    """Say of each place whether its stretch has so many words from it on."""
    return next(islice(_words_from(codes, last, places, words), words - 1, None)) > 0


def _ordered(codes: Codes, last: Truths, places: Numbers, most: int, bits: int) -> Numbers:
    """Sort places by so many words from them on; a number of a word has so many bits."""
    keys: list[Numbers] = []
    for at, numbers in enumerate(_words_from(codes, last, places, most)):
        # As many words as have room make one number to sort by.
        if at % (ROOM // bits) == 0:
            keys.append(numbers)
        else:
            keys[-1] <<= bits
            keys[-1] |= numbers
    return places[np.lexsort(keys[::-1])]


def _shared(codes: Codes, last: Truths, order: Numbers, most: int) -> Codes:
    shared, alike = np.zeros(len(order), np.min_scalar_type(most)), np.ones(max(len(order) - 1, 0), bool)
    for numbers in _words_from(codes, last, order, most):
        alike &= (numbers[1:] == numbers[:-1]) & (numbers[1:] > 0)
        shared[1:] += alike
    return shared


def _cut(counts: Numbers) -> list[int]:
    """Cut words into blocks of about BLOCK places; returns the number of the first word of each, and of all words."""
    numbers = np.cumsum(counts) // BLOCK
    return [0, *(np.flatnonzero(np.diff(numbers)) + 1).tolist(), len(counts)]


def _parts(codes: Codes) -> Iterator[tuple[int, Codes]]:
    """Yield some words at a time, as more memory goes into the search for some than holds their numbers."""
    return ((at, codes[at : at + BLOCK]) for at in range(0, len(codes), BLOCK))


def _counts(codes: Codes, words: int) -> Numbers:
    return sum((np.bincount(part, minlength=words) for _, part in _parts(codes)), np.zeros(words, int))


def _between(codes: Codes, begin: int, end: int, edge: Truths) -> Iterator[Numbers]:
    """Yield the places of the words from one number to another that a run may begin with."""
    for at, part in _parts(codes):
        found = np.flatnonzero((part >= begin) & (part < end))
        yield found[~edge[part[found]]] + at


def _write(order: IO[bytes], places: Numbers) -> None:
    try:
        order.write(places.astype(PLACE).tobytes())
        order.flush()
    except OSError as error:
        raise unwritable(gettempdir(), error) from error


def _read(order: IO[bytes], begin: int, end: int) -> Places:
    order.seek(begin * PLACE.itemsize)
    return np.frombuffer(order.read((end - begin) * PLACE.itemsize), PLACE)


@contextmanager
def sorted_runs(words: pd.Series, last: Truths, *, lengths: tuple[int, int], edges: frozenset[str]) -> Iterator[Runs]:
    """Sort all runs of so many words.

    words: Series of str, in reading order. last: of each word, whether its stretch ends with it; no run goes on from
    there. lengths: words of the shortest and of the longest run. edges: words that no run begins with.
    Yields a Runs; its file is a temporary one, gone after the block. Memory holds a byte for each word, and more for
    BLOCK of them. Raises CorpusError where the file cannot be written.
    """
    names, codes = numbered(words)
    edge = np.array([word in edges for word in names], bool)
    counts, blocks = _counts(codes, len(names)) * ~edge, [0]
    shared = np.empty(counts.sum(), np.min_scalar_type(lengths[1]))
    with TemporaryFile() as order:
        for begin, end in pairwise(_cut(counts)):
            places = np.concatenate([np.zeros(0, int), *_between(codes, begin, end, edge)])
            places = places[_long(codes, last, places, lengths[0])]
            places = _ordered(codes, last, places, lengths[1], max(len(names).bit_length(), 1))
            _write(order, places)
            blocks.append(blocks[-1] + len(places))
            shared[blocks[-2] : blocks[-1]] = _shared(codes, last, places, lengths[1])
        yield Runs(names, edge, codes, last, order, shared, blocks)


def _untaken(taken: Truths, places: Places, length: int) -> Truths:
    """Say of each place whether none of so many words from it on is taken."""
    found = taken[places]
    for at in range(1, length):
        found |= taken.take(places + at, mode="clip")
    return np.logical_not(found)


def _often(runs: Runs, length: int, least: int, taken: Truths) -> Iterator[tuple[Codes, Codes, Codes]]:
    """Yield, of the frequent runs of so many words, a place of each, where in the order it begins, and its count."""
    for begin, end in pairwise(runs.blocks):
        order = _read(runs.order, begin, end)
        starts = np.flatnonzero(runs.shared[begin:end] < length)
        sizes = np.diff(starts, append=len(order))
        free = np.add.reduceat(_untaken(taken, order, length), starts, dtype=np.int32) if len(starts) else sizes
        often = (free >= least) & _long(runs.codes, runs.last, order[starts], length)
        yield order[starts[often]], starts[often] + begin, sizes[often]


def _allowed(runs: Runs, first: Codes, length: int, characters: int) -> Truths:
    """Say which of the runs of so many words at some places may be phrases, by characters and last word."""
    number = np.array([NUMBER.fullmatch(word) is not None for word in runs.words], bool)
    sizes = np.array([len(word) for word in runs.words], int)
    spelled = np.sum([sizes[runs.codes[first + at]] for at in range(length)], axis=0)
    end = runs.codes[first + length - 1]
    return np.less_equal(spelled, characters) & ~runs.edge[end] & ~number[end]


def candidates(runs: Runs, length: int, *, least: int, characters: int, taken: Truths) -> Iterator[Numbers]:
    """Yield the places of each run of so many words that may be a phrase.

    runs: Runs. length: words. least: occurrences that hold no word that is taken. characters: at most. taken: of each
    word, whether a phrase has it.
    Yields an array of places in reading order per run, the most frequent first, ties by the words. None begins or ends
    with an edge, or ends with a number.
    """
    none = np.zeros(0, np.int64)
    found = zip((none, none, none), *_often(runs, length, least, taken), strict=True)
    places, starts, sizes = map(np.concatenate, found)
    allowed = _allowed(runs, places, length, characters)
    starts, sizes = starts[allowed], sizes[allowed]
    for at in np.argsort(-sizes, kind="stable"):
        yield np.sort(_read(runs.order, starts[at], starts[at] + sizes[at]))
