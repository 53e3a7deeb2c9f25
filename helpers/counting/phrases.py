"""Formulations that several articles repeat, found where the texts are at hand."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import DTypeLike, NDArray

from helpers.cells import POSITION
from helpers.counting.runs import Codes, candidates, numbered, ranked, sorted_runs
from helpers.counting.words import Readable, Segment, is_word
from helpers.files import progress
from helpers.made import read_made

# What a phrase may run over: marks that quote, not marks that end.
QUOTES = frozenset("“”‘’\"'《》〈〉「」『』")
PHRASE_COLUMNS = ("phrase", "words", "count", "own", "articles", "first")
NUMBERS = PHRASE_COLUMNS[1:5]


def sequences(corpus: Readable, *, segment: Segment | None = None) -> pd.DataFrame:
    """List the words of a corpus in reading order, which needs its texts.

    corpus: Corpus with raw files at hand. segment: function str -> list of (word, part of speech), that of the corpus
    by default.
    Returns a DataFrame with article_id, word, last (whether a mark follows, quotation marks aside, or the paragraph
    ends, so that no phrase goes on); one row per word, article_id and word as categories. Raises CorpusError where a
    raw file is not at hand.
    """
    segment = segment or corpus.segment
    numbers: dict[str, int] = {}
    codes, ends = [], []
    for article_id in progress(corpus.articles["article_id"], "reading"):
        found, last = _numbered_words(corpus.text(article_id), segment, numbers)
        codes.append(_narrow(found))
        ends.append(np.array(last, bool))
    owners, articles = ranked(list(corpus.articles["article_id"]))
    ranks, words = ranked(list(numbers))
    # One by one, so that memory never holds both numbers of all words.
    for at, part in enumerate(codes):
        codes[at] = ranks[part]
    columns = {
        "article_id": pd.Categorical.from_codes(np.repeat(owners, [len(part) for part in codes]), articles),
        "word": pd.Categorical.from_codes(_joined(codes, ranks.dtype), words),
        "last": _joined(ends, bool),
    }
    # No column has another owner.
    return pd.DataFrame(columns, copy=False)


def _numbered_words(text: str, segment: Segment, numbers: dict[str, int]) -> tuple[list[int], list[bool]]:
    """Return the number of each word of a text, a new one for a word not in numbers, and whether its stretch ends."""
    codes, last = list[int](), list[bool]()
    for paragraph in text.split("\n"):
        for word, _ in segment(paragraph):
            if is_word(word):
                codes.append(numbers.setdefault(word, len(numbers)))
                last.append(False)
            elif last and word not in QUOTES:
                last[-1] = True
        if last:
            last[-1] = True
    return codes, last


def _narrow(numbers: list[int]) -> Codes:
    """Return numbers from 0 on in as few bytes as hold them, as there is one for each of millions of words."""
    return np.array(numbers, np.min_scalar_type(-max(numbers, default=0) - 1))


def _joined(parts: list[NDArray[Any]], kind: DTypeLike) -> NDArray[Any]:
    return np.concatenate([np.zeros(0, kind), *parts])


def _free(places: NDArray[np.int64], length: int, taken: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Keep the places that neither a longer phrase nor an earlier one of these has taken."""
    places = places[~taken[places[:, None] + np.arange(length)].any(axis=1)]
    if (np.diff(places) >= length).all():
        return places
    free, end = [], -1
    for at in places.tolist():
        if at >= end:
            free.append(at)
            end = at + length
    return np.array(free)


def phrases(
    sequences: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    without: Iterable[str],
    least: int = 3,
    in_articles: int = 2,
    words: tuple[int, int] = (2, 8),
    characters: int = 16,
) -> pd.DataFrame:
    """Find formulations that several articles repeat, nested ones folded into the longest.

    sequences: DataFrame as `sequences` returns. articles: DataFrame with article_id, first_published. without: words
    that a phrase neither begins nor ends with, such as `Lexicon.stop_words`. least, in_articles: occurrences and
    articles that it has at least outside longer ones. words: its fewest and most words. characters: its most.
    Returns a DataFrame with phrase, words, count (all occurrences), own (those outside longer phrases), articles,
    first (when the earliest of these articles first appeared); by count, ties by phrase; one row per phrase.
    Misuse: least and in_articles below 3 and 2, or more characters, may let a text be put together again.

    >>> table = pd.DataFrame({"article_id": list("aaaabb"), "word": ["看", "水"] * 3, "last": [False, True] * 3})
    >>> dates = pd.DataFrame({"article_id": ["a", "b"], "first_published": ["2024-02", "2023-05"]})
    >>> phrases(table, dates, without=[])
      phrase  words  count  own  articles    first
    0     看水      2      3    3         2  2023-05
    """
    names, owners = numbered(sequences["article_id"])
    known = dict(zip(articles["article_id"], articles["first_published"], strict=True))
    dates = np.array([known[name] for name in names], dtype=object)
    last, taken, rows = sequences["last"].to_numpy(bool), np.zeros(len(owners), bool), []
    with sorted_runs(sequences["word"], last, lengths=words, edges=frozenset(without)) as runs:
        for length in range(words[1], words[0] - 1, -1):
            for places in candidates(runs, length, least=least, characters=characters, taken=taken):
                free = _free(places, length, taken)
                if len(free) >= least and len(np.unique(owners[free])) >= in_articles:
                    taken[free[:, None] + np.arange(length)] = True
                    phrase = "".join(runs.words[runs.codes[places[0] : places[0] + length]])
                    of_articles = dates[np.unique(owners[places])]
                    first = min(filter(None, of_articles), default="")
                    rows.append((phrase, length, len(places), len(free), len(of_articles), first))
    table = pd.DataFrame(rows, columns=list(PHRASE_COLUMNS))
    return table.sort_values(["count", "phrase"], ascending=[False, True]).reset_index(drop=True)


def read_phrases(folder: Path | str) -> pd.DataFrame:
    """Read the phrases of a corpus that were found when its texts were at hand.

    folder: of the corpus, with phrases.csv. Returns a DataFrame with the columns that `phrases` returns, numbers as
    int; one row per phrase. Raises CorpusError as `helpers.made.read_made` does.
    """
    table = read_made(Path(folder), "phrases.csv", PHRASE_COLUMNS, rules=dict.fromkeys(NUMBERS, POSITION))
    return table.astype(dict.fromkeys(NUMBERS, int))
