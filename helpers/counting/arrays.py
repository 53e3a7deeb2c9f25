"""Counts as arrays of articles and words, made from a table of words or from its parts."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from helpers.counting.tokens import Tokens, in_parts

if TYPE_CHECKING:
    from scipy.sparse import csc_array

# How many numbers an array of a block of words holds at most, 8 MB. Six or so are needed at once (sums, their squares,
# those above a line), so blocks take some 50 MB, whatever the number of words and articles.
NUMBERS = 1_000_000
# Counts, and the rows and columns where they stand in an array.
_Entries: TypeAlias = tuple[np.ndarray, np.ndarray, np.ndarray]


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
    names: list[pd.DataFrame] = []
    entries: list[_Entries] = []
    for part in in_parts(tokens, *units, "word", "count"):
        groups = part.groupby(list(units), dropna=False)
        rows = part[["word", "count"]].assign(row=groups.ngroup() + sum(map(len, names)))
        entries.append(_entries(rows if words is None else rows[rows["word"].isin(set(places))], places))
        names.append(groups["count"].sum().reset_index())
    return _arranged(pd.concat(names, ignore_index=True), entries, list(places), sort=words is None)


def _entries(rows: pd.DataFrame, places: dict[str, int]) -> _Entries:
    """Return the counts, rows and columns of the entries of a part; a word without a place gets the next one."""
    table = rows.groupby(["row", "word"])["count"].sum().reset_index()
    codes, words = pd.factorize(table["word"])
    columns = np.array([places.setdefault(word, len(places)) for word in words], dtype=np.int32)[codes]
    return table["count"].to_numpy(), table["row"].to_numpy(np.int32), columns


def _arranged(names: pd.DataFrame, entries: list[_Entries], words: list[str], *, sort: bool) -> Counted:
    """Put entries into an array whose rows, and columns where asked for, are sorted by name."""
    # Imported here, as scipy.sparse takes long to load, and who loads a corpus needs none of it.
    from scipy.sparse import coo_array

    names = names.sort_values(names.columns[0], kind="stable")
    order = pd.Series(words, dtype=str).sort_values().index if sort else pd.RangeIndex(len(words))
    counts, rows, columns = (np.concatenate(arrays) for arrays in zip(*entries, strict=True))
    places = _ranks(names.index)[rows], _ranks(order)[columns]
    array = coo_array((counts, places), shape=(len(names), len(words))).tocsc()
    units = names.drop(columns="count").reset_index(drop=True)
    return Counted(units, [words[place] for place in order], array, names["count"].to_numpy(float))


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


def product(samples: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Sum the columns of an array over samples of its rows.

    samples: array of bool or of small whole numbers (samples x articles), how often each article is in each.
    columns: array (articles x words) of multiples of one half. Returns an array (samples x words).
    Sums of halves are exact in floats (below 2 to the power of 52), so they are the same in any order, and samples can
    be made floats some at a time.
    """
    sums, step = np.empty((len(samples), columns.shape[1])), max(NUMBERS // max(len(columns), 1), 1)
    for start in range(0, len(samples), step):
        rows = slice(start, start + step)
        np.matmul(samples[rows].astype(float), columns, out=sums[rows])
    return sums


def dense(counts: "csc_array", columns: np.ndarray) -> np.ndarray:
    """Return some columns of a sparse array.

    counts: sparse array (articles x words). columns: numbers of columns. Returns an array of floats.
    """
    return counts[:, columns].toarray().astype(float)
