"""What all counts share: the table of words, whole or in parts, and articles drawn anew."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias, TypeVar

import numpy as np
import pandas as pd

from helpers.files import need_columns, refuse

# A table of words, or its parts: an iterable of tables that can be gone through more than once. Each article, and so
# each of its passages, lies wholly in one part, and the order of the parts says nothing.
Tokens: TypeAlias = pd.DataFrame | Iterable[pd.DataFrame]
Table = TypeVar("Table", bound=Tokens)

# Shares are per so many running words.
PER = 10_000
# Samples drawn from one or two articles hardly differ from each other, so their narrow interval would mislead.
LEAST_ARTICLES = 3


def need(tokens: Tokens, *columns: str) -> None:
    """Insist on columns of a table of words.

    tokens: Tokens, such as `Corpus.words`; of parts the first is looked at here, and `in_parts` looks at each.
    columns: names that must be there. Returns nothing. Raises CorpusError that names the missing ones.
    """
    next(in_parts(tokens, *columns))


def in_parts(tokens: Tokens, *columns: str) -> Iterator[pd.DataFrame]:
    """Go through a table of words part by part.

    tokens: Tokens. columns: names that must be in each part; a Repeatable may leave out all others. Returns an iterator
    over the parts, or over the one table. Raises CorpusError for a missing column, for an iterator, which could be gone
    through only once, where there is no part at all, and for an article that lies in two parts.
    Misuse: one table made of the parts holds the whole corpus in memory, which they are there to avoid.
    """
    narrow = tokens.only(*columns) if isinstance(tokens, Repeatable) else tokens
    parts = iter([narrow]) if isinstance(narrow, pd.DataFrame) else _apart(narrow)
    for part in parts:
        need_columns(part, columns, name="the table of words", repair="start from Corpus.words")
        yield part


def _apart(parts: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """Yield the parts, and refuse what no part can be."""
    if isinstance(parts, Iterator):
        raise refuse(
            "the parts of the table of words can be gone through only once",
            expected="a list of tables, or an object that reads them anew each time",
            repair="pass the list or the object itself, not an iterator over it",
        )
    seen: set[str] | None = None
    for part in parts:
        seen = _articles(part, seen or set())
        yield part
    if seen is None:
        raise refuse("the table of words has no part", expected="at least one part", repair="start from Corpus.words")


def _articles(part: pd.DataFrame, seen: set[str]) -> set[str]:
    """Return the articles seen so far and those of a part, none of which an earlier part may have."""
    articles = set(part["article_id"].unique()) if "article_id" in part.columns else set()
    if articles & seen:
        raise refuse(
            f"article {min(articles & seen)} lies in two parts of the table of words",
            expected="each article wholly in one part",
            repair="cut the table at the borders of articles",
        )
    return articles | seen


@dataclass(frozen=True)
class Repeatable:
    """Tables that can be gone through again and again, each made anew when its turn comes.

    begin: function that begins to make them, given the names of the columns that are needed, () for all; it may leave
    out the others. columns: these names.
    """

    begin: Callable[[tuple[str, ...]], Iterator[pd.DataFrame]]
    columns: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[pd.DataFrame]:
        return self.begin(self.columns)

    def only(self, *columns: str) -> "Repeatable":
        """Return the same tables, of which no more than these columns are needed (str), or all where none is named."""
        return replace(self, columns=columns)


def where(tokens: Tokens, keep: Callable[[pd.DataFrame], pd.Series]) -> Tokens:
    """Choose rows of a table of words without making one table of its parts.

    tokens: Tokens. keep: function DataFrame -> Series of bool, which rows to keep. Returns these rows as Tokens.

    >>> parts = [pd.DataFrame({"word": ["河", "水"], "count": [2, 1]}), pd.DataFrame({"word": ["桥"], "count": [1]})]
    >>> [list(part["word"]) for part in where(parts, lambda part: part["count"] == 1)]
    [['水'], ['桥']]
    """
    if isinstance(tokens, pd.DataFrame):
        return tokens[keep(tokens)]
    # All columns, as it is not known which ones are looked at.
    return Repeatable(lambda _: (part[keep(part)] for part in tokens))


def some(table: Table, filters: Mapping[str, str | int | Iterable[str] | None]) -> Table:
    """Refuse an empty selection.

    table: Tokens, what is left of the words. filters: name -> value of what was asked for; None and empty ones are
    not named. Returns the table. Raises CorpusError with the names of the filters that left nothing of it.
    """
    if any(len(part) for part in in_parts(table)):
        return table
    named = ", ".join(f"{name} = {_shown(value)}" for name, value in filters.items() if value)
    raise refuse(
        f"no word is left after {named or 'no filter at all'}",
        expected="at least one word",
        repair="widen the filter that is named, or check its spelling",
    )


def _shown(value: str | int | Iterable[str]) -> str:
    if isinstance(value, str | int):
        return str(value)
    names = sorted(value)
    return ", ".join(names[:5]) + (f" … ({len(names)})" if len(names) > 5 else "")


def added(total: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Add the sums of one more part to those of the parts before.

    total: DataFrame of sums, without columns before the first part. table: DataFrame of sums with the same columns and
    the same kind of index, such as groupby returns.
    Returns their sums; one row per value of either index, sorted by it.
    """
    if not len(total.columns):
        return table
    return pd.concat([total, table]).groupby(level=list(range(table.index.nlevels))).sum()


def drawn_anew(n: int, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Draw corpora of n articles with replacement.

    n: articles. draws: number of corpora. rng: of the draws. Returns an array of how often each article is in each
    corpus (draws x articles), in bytes: that an article is drawn more than 255 times is less likely than 1 in 10 to the
    power of 500.
    """
    drawn = np.empty((draws, n), dtype=np.uint8)
    for row in drawn:
        row[:] = rng.multinomial(n, np.full(n, 1 / n))
    return drawn


def weights(n: int, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Draw corpora of n articles with replacement, to be summed by products.

    n, draws, rng: as for `drawn_anew`. Returns its array as floats.
    """
    return drawn_anew(n, draws, rng).astype(float)


def percentiles(values: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Find between which values the middle part of each column lies.

    values: array (draws x words). level: the middle part, as a share. Returns the arrays of lower and of upper ends.
    """
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high
