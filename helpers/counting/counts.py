"""How often words occur in a corpus or its parts."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from helpers.counting.tokens import PER, Tokens, added, in_parts, some
from helpers.files import refuse


def _listed(value: str | Iterable[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _of_classes(classes: list[str], terms: pd.DataFrame | None) -> set[str]:
    """Return the terms of some classes."""
    if terms is None:
        raise refuse(
            f"classes are asked for ({', '.join(classes)}), but no terms are given",
            expected="the table of terms that says which word is of which class",
            repair="pass terms=corpus.lexicon.terms",
        )
    return set(terms.loc[terms["class"].isin(classes), "term"])


def _kept(part: pd.DataFrame, pos: list[str] | None, words: set[str] | None, without: set[str]) -> pd.DataFrame:
    keep = ~part["word"].isin(without)
    if pos:
        keep &= part["pos"].str.startswith(tuple(pos))
    if words is not None:
        keep &= part["word"].isin(words)
    return part[keep]


def _sums(rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Return the running words and the number of articles of each value of columns, or of all rows together."""
    groups = rows.groupby(columns or np.zeros(len(rows), dtype=int))
    return groups.agg(count=("count", "sum"), articles=("article_id", "nunique"))


def _of_group(whole: pd.DataFrame, column: str, table: pd.DataFrame, by: str | None) -> pd.Series | int:
    """Return a column of the sums of all words for the group of each row, or for all together."""
    return table[by].map(whole[column]) if by else whole[column].sum()


def count(
    tokens: Tokens,
    *,
    by: str | None = None,
    pos: str | Iterable[str] | None = None,
    classes: str | Iterable[str] | None = None,
    terms: pd.DataFrame | None = None,
    without: str | Iterable[str] = (),
    least: int = 1,
) -> pd.DataFrame:
    """Count words over all articles, or over each group of them.

    tokens: Tokens with article_id, word, count (and pos, and the column of by), such as `Corpus.words`.
    by: a column, such as field, section, office, source_id or published; None for all together. pos: beginnings of
    part-of-speech tags ("n" takes nouns and names). classes: classes of terms. terms: DataFrame with term and class,
    such as `Lexicon.terms`, needed for classes. without: words to leave out, such as `Lexicon.stop_words`. least:
    occurrences that a word has at least in its group.
    Returns a DataFrame with by (if any), word, count, share (per 10,000 running words of the group, whatever the
    filters), articles (with the word), of_articles (of the group); most frequent first, ties by word; one row
    per word, or per group and word. Raises CorpusError where nothing is left, naming the filters, and for classes
    without terms.
    Misuse: a count without the number of articles mistakes one article's word for everybody's.

    >>> tokens = pd.DataFrame({"article_id": ["a", "a", "b"], "word": ["河", "水", "水"], "count": [1, 2, 2]})
    >>> count(tokens)
      word  count   share  articles  of_articles
    0    水      4  8000.0         2            2
    1    河      1  2000.0         1            2
    """
    group = [by] if by else []
    tags, left_out = _listed(pos) if pos else None, set(_listed(without))
    named = _listed(classes) if classes else None
    chosen = _of_classes(named, terms) if named else None
    table, whole = pd.DataFrame(), pd.DataFrame()
    for part in in_parts(tokens, "article_id", "word", "count", *group, *(["pos"] if tags else [])):
        table = added(table, _sums(_kept(part, tags, chosen, left_out), [*group, "word"]))
        whole = added(whole, _sums(part, group))
    table = table.reset_index()
    table = some(table[table["count"] >= least], {"pos": tags, "classes": named, "without": left_out, "least": least})
    size, of_articles = (_of_group(whole, column, table, by) for column in ("count", "articles"))
    order = [*group, "count", "word"]
    table = table.assign(share=table["count"] / size * PER, of_articles=of_articles)
    table = table.sort_values(order, ascending=[name != "count" for name in order]).reset_index(drop=True)
    return table[[*group, "word", "count", "share", "articles", "of_articles"]]
