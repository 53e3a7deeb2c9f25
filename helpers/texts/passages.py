"""A raw text becomes clean paragraphs that know their raw places, and paragraphs become passages."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import count as counter
from typing import NamedTuple

import pandas as pd

from helpers.texts.cleaning import INLINE, cleaned
from helpers.texts.lines import glue, join_groups
from helpers.texts.markup import Line, apply_markup, plain_lines, with_article
from helpers.texts.placed import Placed, Places, joined, placed

PASSAGE_WORDS = 150


class Paragraph(NamedTuple):
    """A clean paragraph: a row of `paragraphs`."""

    article_id: str
    paragraph: int
    part: str
    start: int
    end: int
    text: str
    places: Places


class Cleaned(NamedTuple):
    """A text made clean.

    paragraphs: in reading order. changes: of each step of INLINE by name, where the text was cleaned as it came; None
    where its markup edited it before.
    """

    paragraphs: list[Paragraph]
    changes: Counter[str] | None

    def characters(self) -> int:
        """Return how many characters the paragraphs have."""
        return sum(len(row.text) for row in self.paragraphs)


def _cleaned(lines: list[Line], whole: Placed) -> tuple[list[tuple[Line, Placed]], Counter[str]]:
    """Clean all lines of a source in one go; each stays a line.

    Returns the lines of which anything is left, each with what is, and the changes of each step.
    """
    clean, changes = cleaned(whole, steps=INLINE)
    texts = [text.strip() for text in clean.lines()] if lines else []
    if len(texts) != len(lines):
        raise AssertionError("an inline cleaning step added or removed a line")
    return [(line, text) for line, text in zip(lines, texts, strict=True) if text.text], changes


# A clean paragraph, and the first and the last of the lines it came from.
Joined = tuple[Line, Placed, Line]


def _rejoined(kept: list[tuple[Line, Placed]]) -> Iterator[Joined]:
    """Join the broken paragraphs of a text that has no markup to say which they are."""
    for group in join_groups([text.text for _, text in kept]):
        yield kept[group[0]][0], glue([kept[at][1] for at in group]), kept[group[-1]][0]


def _numbered(found: Iterable[Joined]) -> Iterator[Paragraph]:
    """Number the paragraphs of each article from 1; the extent of one is that of its lines, as they were in the raw."""
    numbers: defaultdict[str, Iterator[int]] = defaultdict(lambda: counter(1))
    for line, text, last in found:
        start, end = int(line.text.strip().places[0]), int(last.text.strip().places[-1]) + 1
        yield Paragraph(line.article_id, next(numbers[line.article_id]), line.part, start, end, *text)


def table_of(paragraphs: Iterable[Paragraph]) -> pd.DataFrame:
    """Put paragraphs (of Paragraph) into a table; returns a DataFrame as `paragraphs` does."""
    rows, types = list(paragraphs), ("str", int, "str", int, int, "str", object)
    columns = zip(Paragraph._fields, types, strict=True)
    return pd.DataFrame(
        {name: pd.Series([row[at] for row in rows], dtype=dtype) for at, (name, dtype) in enumerate(columns)}
    )


def paragraphs(text: str, source_id: str, markup: pd.DataFrame) -> pd.DataFrame:
    """Edit, clean and cut the raw text of one source.

    text, source_id, markup: as for `clean_source`.
    Returns a DataFrame with article_id, paragraph (from 1), part (lead, heading, body), start, end (raw positions),
    text, places (array of the raw position of each character of text); one row per paragraph, in reading order. Broken
    paragraphs are joined by their looks where there is no markup at all, else only where the markup says so.
    """
    return table_of(clean_source(text, source_id, markup).paragraphs)


def clean_source(text: str, source_id: str, markup: pd.DataFrame) -> Cleaned:
    """Edit, clean and cut the raw text of one source, and count what cleaning changed where it was cleaned as it came.

    text: raw str. source_id: the name of its article where no markup says which articles it has. markup: rows of this
    source, see `helpers.texts.markup.read_markup`. Returns a Cleaned.
    """
    marked = len(markup) > 0
    lines = apply_markup(text, with_article(markup, text, source_id)) if marked else plain_lines(text, source_id)
    whole = joined([line.text for line in lines], "\n") if marked else placed(text)
    kept, changes = _cleaned(lines, whole)
    found = ((line, clean, line) for line, clean in kept) if marked else _rejoined(kept)
    return Cleaned(list(_numbered(found)), None if marked else changes)


def cut_passages(words: Sequence[int], *, least: int = PASSAGE_WORDS) -> list[int]:
    """Merge the paragraphs of one article into passages of at least so many words.

    words: the words of each paragraph in reading order. least: words a passage has at least.
    Returns a list of int, the passage of each paragraph from 1; a rest that is too short joins the passage
    before it. All 0 where the article as a whole is too short for one passage.
    """
    numbers, current, size = [], 1, 0
    for count in words:
        numbers.append(current)
        size += count
        if size >= least:
            current, size = current + 1, 0
    return [min(number, current - 1) for number in numbers]
