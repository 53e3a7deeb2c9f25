"""Counts as arrays of articles and words, made from a table of words or from its parts."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from helpers.counting.tokens import Tokens, in_parts

if TYPE_CHECKING:
    from scipy.sparse import csc_array

# How many numbers an array of a block of words holds at most, 4 MB. Six or so are needed at once (sums, their squares,
# those above a line), so blocks take some 25 MB, whatever the number of words and articles.
NUMBERS = 500_000
# Below this a float of 32 bits tells every multiple of one half from the next one: it has 24 binary digits.
EXACT = 2**23
# What a part holds: its units with their sizes, and row by row the words that each has and how often.
_Entries: TypeAlias = tuple[pd.DataFrame, np.ndarray, np.ndarray, np.ndarray]


class Counted(NamedTuple):
    """The words of a corpus counted by article, or by another unit.

    units: DataFrame with the columns that name a unit, sorted by the first. words: list of words. counts: sparse array
    (units x words). sizes: running words of each unit, of all its words (float).
    """

    units: pd.DataFrame
    words: list[str]
    counts: "csc_array"
    sizes: np.ndarray


def counted(tokens: Tokens, words: Iterable[str] | None = None, *, units: Sequence[str] = ("article_id",)) -> Counted:
    """Count words in each article, holding no more than one part and the counts.

    tokens: Tokens with word, count and the columns units. words: list of words, each once; by default all there are,
    sorted. units: columns whose values together name a unit; the first one's lie wholly in one part each.
    Returns Counted, the same whatever the parts and their order.
    """
    places = {word: place for place, word in enumerate([] if words is None else words)}
    names, lengths, columns, counts = map(list, zip(*_entries(tokens, list(units), places, words is None), strict=True))
    order = pd.Series(list(places), dtype=str).sort_values().index if words is None else pd.RangeIndex(len(places))
    array = _by_column(_joined(counts), _ranks(order)[_joined(columns)], _joined(lengths), len(places))
    table = pd.concat(names, ignore_index=True).sort_values(units[0], kind="stable")
    array.indices = _ranks(table.index)[array.indices].astype(array.indices.dtype)
    array.has_sorted_indices = False
    array.sort_indices()
    known, found = table[list(units)].reset_index(drop=True), list(places)
    return Counted(known, [found[place] for place in order], array, table["count"].to_numpy(float))


def _joined(arrays: list[np.ndarray]) -> np.ndarray:
    """Make one array of many and give these up, since together they are what takes most memory."""
    joined = np.concatenate(arrays)
    arrays.clear()
    return joined


def _entries(tokens: Tokens, units: list[str], places: dict[str, int], grow: bool) -> Iterator[_Entries]:
    """Yield what each part holds; places says which column a word is, and grows by new words where asked for."""
    for part in in_parts(tokens, *units, "word", "count"):
        groups = part.groupby(units, dropna=False)
        rows = part[["word", "count"]].assign(row=groups.ngroup())
        table = rows if grow else rows[rows["word"].isin(set(places))]
        table = table.groupby(["row", "word"])["count"].sum().reset_index()
        codes, words = pd.factorize(table["word"])
        columns = np.array([places.setdefault(word, len(places)) for word in words], dtype=np.int32)[codes]
        names = groups["count"].sum().reset_index()
        yield names, np.bincount(table["row"], minlength=len(names)), columns, table["count"].to_numpy()


def _by_column(counts: np.ndarray, columns: np.ndarray, lengths: np.ndarray, width: int) -> "csc_array":
    """Return the array whose rows have so many entries each, in these columns."""
    # Imported here, as scipy.sparse takes long to load, and who loads a corpus needs none of it.
    from scipy.sparse import csr_array

    ends = np.concatenate([[0], np.cumsum(lengths)])
    # As narrow as the columns while it can be, since an array has all its numbers of places in the wider kind of both.
    ends = ends.astype(np.int32 if ends[-1] <= np.iinfo(np.int32).max else np.int64)
    return csr_array((counts, columns, ends), shape=(len(lengths), width)).tocsc()


def _ranks(order: pd.Index) -> np.ndarray:
    """Return the place that each number has in an order."""
    ranks = np.empty(len(order), dtype=np.int32)
    ranks[order] = np.arange(len(order), dtype=np.int32)
    return ranks


def article_counts(tokens: Tokens, words: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Put counts into an array.

    tokens: Tokens with article_id, word, count. words: list of words.
    Returns an array (articles x words), articles sorted, and the running words of each article.
    Misuse: the array holds a number for every article and word; for thousands of each take blocks of `counted`.
    """
    known = list(dict.fromkeys(words))
    table = counted(tokens, known)
    return dense(table.counts, pd.Index(known).get_indexer(words)), table.sizes


def blocks(words: int, height: int) -> list[np.ndarray]:
    """Cut the columns of a tall array into blocks, so that one of them holds little whatever the number of words.

    words: columns. height: rows of the tallest array that a block makes. Returns a list of arrays of columns, in order.
    A single column stands alone only where there is no other: numpy adds up a lone column by pairs and columns side by
    side row by row, and how a word is rounded must not hang on where a block ends.
    """
    return np.array_split(np.arange(words), -(-words // max(NUMBERS // height, 3)))


def product(samples: np.ndarray, columns: np.ndarray, *, packed: bool = False) -> np.ndarray:
    """Sum the columns of an array over samples of its rows.

    samples: array of small whole numbers (samples x articles), how often each article is in each. columns: array
    (articles x words) of multiples of one half. packed: whether samples has a bit for each article, as np.packbits
    makes them. Returns an array (samples x words).
    Sums of halves are exact in floats, so they are the same in any order, and samples can be made floats some at a
    time: short floats, which take half of the time, where no sum can be too great for these.
    """
    most = 1 if packed else samples.max(initial=0)
    kind: type = np.float32 if _short(columns, most) else np.float64
    table: np.ndarray = columns.astype(kind)
    sums = np.empty((len(samples), columns.shape[1]))
    # As many bytes as an array of a block has, so twice as many rows of short floats.
    step = max(NUMBERS * sums.itemsize // table.itemsize // len(columns), 1)
    for start in range(0, len(samples), step):
        rows = samples[start : start + step]
        chosen = np.unpackbits(rows, axis=1, count=len(columns)) if packed else rows
        sums[start : start + step] = np.matmul(chosen.astype(kind), table)
    return sums


def _short(columns: np.ndarray, most: int) -> bool:
    """Say whether short floats hold all sums of columns of which each number is taken so many times at most."""
    doubled = 2 * columns
    return bool(np.abs(columns).sum(axis=0).max(initial=0) * most < EXACT and (doubled == np.rint(doubled)).all())


def dense(counts: "csc_array", columns: np.ndarray) -> np.ndarray:
    """Return some columns of a sparse array.

    counts: sparse array (articles x words). columns: numbers of columns. Returns an array of floats.
    """
    return counts[:, columns].toarray().astype(float)
