"""Words in their context, where the texts are at hand."""

import re
from itertools import accumulate
from unicodedata import east_asian_width

import pandas as pd

from helpers.counting.words import Readable, Segment
from helpers.files import progress, refuse


def _columns(char: str) -> int:
    return 2 if east_asian_width(char) in "WFA" else 1


def _cut(text: str, columns: int) -> tuple[str, int]:
    """Keep as much of the beginning of a text as fits so many columns; returns it and the columns left."""
    for at, char in enumerate(text):
        if columns < _columns(char):
            return text[:at], columns
        columns -= _columns(char)
    return text, columns


def _context(paragraph: str, start: int, end: int, width: int) -> tuple[str, str]:
    """Return so many Chinese characters of width on both sides of a span, those on the left padded to it."""
    left, gap = _cut(paragraph[:start][::-1], 2 * width)
    right, _ = _cut(paragraph[end:], 2 * width)
    return "\u3000" * (gap // 2) + " " * (gap % 2) + left[::-1], right


def _starts(paragraph: str, word: str, segment: Segment | None) -> list[int]:
    """Return where a word stands in a paragraph; with a segmenter, where this cuts before and after it."""
    starts = [match.start() for match in re.finditer(f"(?={re.escape(word)})", paragraph)]
    if not starts or segment is None:
        return starts
    borders = set(accumulate((len(token) for token, _ in segment(paragraph)), initial=0))
    return [start for start in starts if {start, start + len(word)} <= borders]


def concordance(
    corpus: Readable, word: str, *, width: int = 20, whole: bool = True, segment: Segment | None = None
) -> pd.DataFrame:
    """Show every occurrence of a word in its context (KWIC), which needs the texts.

    corpus: Corpus with raw files at hand. word: word or phrase. width: Chinese characters of context on each side.
    whole: whether it must begin and end where the segmenter cuts, so that 北京 is not found in 北京城市副中心.
    segment: function str -> list of (word, part of speech), that of the corpus by default.
    Returns a DataFrame with article_id, paragraph, start (in the paragraph), left (padded to 2 x width columns of a
    fixed font), word, right; one row per occurrence, in reading order; empty where there is none.
    Raises CorpusError for an empty word, and without the raw files. `helpers.show.tables.show` escapes it for HTML.
    """
    if not word:
        raise refuse("the word is empty", expected="a word or phrase", repair="pass one")
    cut, rows = (segment or corpus.segment) if whole else None, []
    for article_id in progress(corpus.articles["article_id"], "reading"):
        for paragraph in corpus.paragraphs(article_id).itertuples():
            for start in _starts(paragraph.text, word, cut):
                left, right = _context(paragraph.text, start, start + len(word), width)
                rows.append((article_id, paragraph.paragraph, start, left, word, right))
    return pd.DataFrame(rows, columns=["article_id", "paragraph", "start", "left", "word", "right"])
