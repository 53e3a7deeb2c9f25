"""How often words occur in a corpus or its parts."""

from collections.abc import Iterable

import pandas as pd

from helpers.counting.tokens import PER, need, some
from helpers.files import refuse


def _listed(value: str | Iterable[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _of_classes(classes: str | Iterable[str], terms: pd.DataFrame | None) -> set[str]:
    """Return the terms of some classes."""
    if terms is None:
        raise refuse(
            f"classes are asked for ({', '.join(_listed(classes))}), but no terms are given",
            expected="the table of terms that says which word is of which class",
            repair="pass terms=corpus.lexicon.terms",
        )
    return set(terms.loc[terms["class"].isin(_listed(classes)), "term"])


def _kept(
    tokens: pd.DataFrame,
    pos: str | Iterable[str] | None,
    words: set[str] | None,
    without: str | Iterable[str],
) -> pd.DataFrame:
    keep = ~tokens["word"].isin(set(_listed(without)))
    if pos:
        keep &= tokens["pos"].str.startswith(tuple(_listed(pos)))
    if words is not None:
        keep &= tokens["word"].isin(words)
    return tokens[keep]


def _whole(tokens: pd.DataFrame, table: pd.DataFrame, by: str | None) -> tuple[pd.Series | int, pd.Series | int]:
    """Return the running words and the number of articles of the group of each row, or of all together."""
    if not by:
        return tokens["count"].sum(), tokens["article_id"].nunique()
    groups = tokens.groupby(by)
    return table[by].map(groups["count"].sum()), table[by].map(groups["article_id"].nunique())


def count(
    tokens: pd.DataFrame,
    *,
    by: str | None = None,
    pos: str | Iterable[str] | None = None,
    classes: str | Iterable[str] | None = None,
    terms: pd.DataFrame | None = None,
    without: str | Iterable[str] = (),
    least: int = 1,
) -> pd.DataFrame:
    """Count words over all articles, or over each group of them.

    tokens: DataFrame with article_id, word, count (and pos, and the column of by), such as `Corpus.words`.
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
    need(tokens, "article_id", "word", "count", *group, *(["pos"] if pos else []))
    kept = _kept(tokens, pos, _of_classes(classes, terms) if classes else None, without)
    table = kept.groupby([*group, "word"]).agg(count=("count", "sum"), articles=("article_id", "nunique")).reset_index()
    filters = {"pos": pos, "classes": classes, "without": without, "least": least}
    table = some(table[table["count"] >= least], filters)
    size, of_articles = _whole(tokens, table, by)
    order = [*group, "count", "word"]
    table = table.assign(share=table["count"] / size * PER, of_articles=of_articles)
    table = table.sort_values(order, ascending=[name != "count" for name in order]).reset_index(drop=True)
    return table[[*group, "word", "count", "share", "articles", "of_articles"]]
