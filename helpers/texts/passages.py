"""A raw text becomes clean paragraphs that know their raw places, and paragraphs become passages."""

from collections.abc import Sequence
from itertools import count as counter

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.texts.cleaning import INLINE, cleaned
from helpers.texts.lines import glue, join_groups
from helpers.texts.markup import Line, apply_markup, plain_lines, with_article
from helpers.texts.placed import Placed, joined

PASSAGE_WORDS = 150
COLUMNS = ["article_id", "part", "start", "end", "text", "places"]


def _cleaned(lines: list[Line]) -> list[Placed]:
    """Clean all lines of a source in one go; each stays a line."""
    texts = cleaned(joined([line.text for line in lines], "\n"), steps=INLINE)[0].lines() if lines else []
    if len(texts) != len(lines):
        raise AssertionError("an inline cleaning step added or removed a line")
    return [text.strip() for text in texts]


def _row(line: Line, text: Placed, last: Line) -> tuple[object, ...]:
    """Make a row of a paragraph; its extent is that of the lines it came from, whatever cleaning took off its ends."""
    start, end = int(line.text.places[0]), int(last.text.places[-1]) + 1
    return line.article_id, line.part, start, end, text.text, text.places


def _rejoined(lines: list[Line], texts: list[Placed]) -> list[tuple[object, ...]]:
    """Join the broken paragraphs of a text that has no markup to say which they are."""
    groups = join_groups([text.text for text in texts])
    return [_row(lines[group[0]], glue([texts[number] for number in group]), lines[group[-1]]) for group in groups]


def paragraphs(text: str, source_id: str, markup: pd.DataFrame) -> pd.DataFrame:
    """Edit, clean and cut the raw text of one source.

    text: raw str. source_id: the name of its article where no markup says which articles it has. markup: rows of this
    source, see `helpers.texts.markup.read_markup`.
    Returns a DataFrame with article_id, paragraph (from 1), part (lead, heading, body), start, end (raw positions),
    text, places (array of the raw position of each character of text); one row per paragraph, in reading order. Broken
    paragraphs are joined by their looks where there is no markup at all, else only where the markup says so.
    """
    marked = len(markup) > 0
    lines = apply_markup(text, with_article(markup, text, source_id)) if marked else plain_lines(text, source_id)
    kept = [(line, clean) for line, clean in zip(lines, _cleaned(lines), strict=True) if clean.text]
    lines, texts = [line for line, _ in kept], [clean for _, clean in kept]
    rows = [_row(line, clean, line) for line, clean in kept] if marked else _rejoined(lines, texts)
    table = pd.DataFrame(rows, columns=COLUMNS)
    table.insert(1, "paragraph", _numbers([str(row[0]) for row in rows]))
    return table


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
