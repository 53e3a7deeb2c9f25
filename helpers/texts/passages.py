"""A raw text becomes clean paragraphs that know their raw places, and paragraphs become passages."""

from collections import Counter
from collections.abc import Sequence
from itertools import count as counter
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.texts.cleaning import INLINE, cleaned
from helpers.texts.lines import glue, join_groups
from helpers.texts.markup import Line, apply_markup, plain_lines, with_article
from helpers.texts.placed import Placed, joined, placed

PASSAGE_WORDS = 150
COLUMNS = ["article_id", "part", "start", "end", "text", "places"]


class Cleaned(NamedTuple):
    """A text made clean.

    paragraphs: as `paragraphs` returns them. changes: of each step of INLINE by name, where the text was cleaned as it
    came; None where its markup edited it before.
    """

    paragraphs: pd.DataFrame
    changes: Counter[str] | None


def _cleaned(lines: list[Line], whole: Placed) -> tuple[list[tuple[Line, Placed]], Counter[str]]:
    """Clean all lines of a source in one go; each stays a line.

    Returns the lines of which anything is left, each with what is, and the changes of each step.
    """
    clean, changes = cleaned(whole, steps=INLINE)
    texts = [text.strip() for text in clean.lines()] if lines else []
    if len(texts) != len(lines):
        raise AssertionError("an inline cleaning step added or removed a line")
    return [(line, text) for line, text in zip(lines, texts, strict=True) if text.text], changes


def _row(line: Line, text: Placed, last: Line) -> tuple[object, ...]:
    """Make a row of a paragraph; its extent is that of the lines it came from, whatever cleaning took off its ends."""
    start, end = int(line.text.strip().places[0]), int(last.text.strip().places[-1]) + 1
    return line.article_id, line.part, start, end, text.text, text.places


def _rejoined(kept: list[tuple[Line, Placed]]) -> list[tuple[object, ...]]:
    """Join the broken paragraphs of a text that has no markup to say which they are."""
    groups = join_groups([text.text for _, text in kept])
    return [_row(kept[group[0]][0], glue([kept[at][1] for at in group]), kept[group[-1]][0]) for group in groups]


def paragraphs(text: str, source_id: str, markup: pd.DataFrame) -> pd.DataFrame:
    """Edit, clean and cut the raw text of one source.

    text, source_id, markup: as for `clean_source`.
    Returns a DataFrame with article_id, paragraph (from 1), part (lead, heading, body), start, end (raw positions),
    text, places (array of the raw position of each character of text); one row per paragraph, in reading order. Broken
    paragraphs are joined by their looks where there is no markup at all, else only where the markup says so.
    """
    return clean_source(text, source_id, markup).paragraphs


def clean_source(text: str, source_id: str, markup: pd.DataFrame) -> Cleaned:
    """Edit, clean and cut the raw text of one source, and count what cleaning changed where it was cleaned as it came.

    text: raw str. source_id: the name of its article where no markup says which articles it has. markup: rows of this
    source, see `helpers.texts.markup.read_markup`. Returns a Cleaned.
    """
    marked = len(markup) > 0
    lines = apply_markup(text, with_article(markup, text, source_id)) if marked else plain_lines(text, source_id)
    whole = joined([line.text for line in lines], "\n") if marked else placed(text)
    kept, changes = _cleaned(lines, whole)
    rows = [_row(line, clean, line) for line, clean in kept] if marked else _rejoined(kept)
    table = pd.DataFrame(rows, columns=COLUMNS)
    table.insert(1, "paragraph", _numbers([str(row[0]) for row in rows]))
    return Cleaned(table, None if marked else changes)


def _numbers(articles: list[str]) -> NDArray[np.int64]:
    """Number the rows of each article from 1, without groups of pandas, which take longer than all else of a file."""
    counts = {name: counter(1) for name in set(articles)}
    return np.array([next(counts[name]) for name in articles], dtype=np.int64)


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
