"""What all counts share: the table of words that they start from, counts as arrays, articles drawn anew."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from helpers.files import need_columns, refuse

# Shares are per so many running words.
PER = 10_000
# Samples drawn from one or two articles hardly differ from each other, so their narrow interval would mislead.
LEAST_ARTICLES = 3


def need(tokens: pd.DataFrame, *columns: str) -> None:
    """Insist on columns of a table of words.

    tokens: DataFrame, such as `Corpus.words`. columns: names that must be there. Returns nothing.
    Raises CorpusError that names the missing ones.
    """
    need_columns(tokens, columns, name="the table of words", repair="start from Corpus.words")


def some(table: pd.DataFrame, filters: Mapping[str, str | int | Iterable[str] | None]) -> pd.DataFrame:
    """Refuse an empty selection.

    table: DataFrame, what is left of the words. filters: name -> value of what was asked for; None and empty ones are
    not named. Returns the table. Raises CorpusError with the names of the filters that left nothing of it.
    """
    if len(table):
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


def article_counts(tokens: pd.DataFrame, words: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Put counts into an array.

    tokens: DataFrame with article_id, word, count. words: list of words.
    Returns an array (articles x words), articles sorted, and the running words of each article.
    """
    sizes = tokens.groupby("article_id")["count"].sum()
    table = tokens[tokens["word"].isin(set(words))].pivot_table(
        index="article_id", columns="word", values="count", aggfunc="sum", fill_value=0
    )
    return table.reindex(index=sizes.index, columns=words, fill_value=0).to_numpy(float), sizes.to_numpy(float)


def weights(n: int, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Draw corpora of n articles with replacement.

    n: articles. draws: number of corpora. rng: of the draws. Returns an array of how often each article is in each
    corpus (draws x articles).
    """
    return rng.multinomial(n, np.full(n, 1 / n), size=draws).astype(float)


def resampled(
    tokens: pd.DataFrame, words: Sequence[str], draws: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Count words in corpora of as many articles, drawn with replacement.

    tokens: DataFrame with article_id, word, count. words: list of words. draws: number of corpora. rng: of the draws.
    Returns an array of counts (draws x words) and one of sizes in running words (draws).
    """
    counts, sizes = article_counts(tokens, words)
    drawn = weights(len(sizes), draws, rng)
    return drawn @ counts, drawn @ sizes


def percentiles(values: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Find between which values the middle part of each column lies.

    values: array (draws x words). level: the middle part, as a share. Returns the arrays of lower and of upper ends.
    """
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high
