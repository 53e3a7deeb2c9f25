"""Stand-off markup: editorial decisions as rows with character positions in a raw file, read, checked, applied."""

import re
from bisect import bisect_left, bisect_right
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.cells import WHOLE
from helpers.files import CorpusError, read_table, refuse
from helpers.texts.decode import LINE_END
from helpers.texts.placed import Edit, Placed, edited, placed

COLUMNS = ("source_id", "start", "end", "kind", "text", "note")
REMOVED = frozenset({"title", "byline", "caption", "furniture", "note", "spam", "teaser"})
LABELS = frozenset({"lead", "heading"})
EDITS = frozenset({"join", "break", "emend"})
KINDS = frozenset({"article"}) | REMOVED | LABELS | EDITS
# Rows of one layer may not overlap each other: an emendation may stand in a heading, a heading in an article.
LAYERS = (frozenset({"article"}), LABELS, REMOVED, EDITS)

Row = dict[str, str]
# Characters of each source, None where its text is not at hand.
Lengths = dict[str, int | None]


class Mark(NamedTuple):
    """A row of markup as it is applied."""

    start: int
    end: int
    kind: str
    text: str


class Line(NamedTuple):
    """A line of an article: its article_id, its part (lead, heading, body), its text with raw places."""

    article_id: str
    part: str
    text: Placed


def _complaint(number: int, row: Row, value: str, expected: str, repair: str) -> CorpusError:
    where = f"markup.csv row {number} ({row['source_id']}, {row['kind']}, {row['start']}-{row['end']})"
    return refuse(f"{where}: {value}", expected=expected, repair=repair)


def _whole_number(number: int, row: Row, name: str) -> int:
    if not re.fullmatch(WHOLE, row[name]):
        raise _complaint(
            number, row, f"{name} is {row[name]!r}", "a whole number of characters", "correct the position"
        )
    return int(row[name])


def _check_row(number: int, row: Row, lengths: Lengths) -> tuple[int, int]:
    if row["source_id"] not in lengths:
        known = ", ".join(sorted(lengths))
        raise _complaint(
            number,
            row,
            f"unknown source {row['source_id']!r}",
            f"one of {known}",
            "correct the source_id, or add its row to sources.csv",
        )
    if row["kind"] not in KINDS:
        kinds = ", ".join(sorted(KINDS))
        raise _complaint(number, row, f"unknown kind {row['kind']!r}", f"one of {kinds}", "correct the kind")
    start, end = (_whole_number(number, row, name) for name in ("start", "end"))
    length = lengths[row["source_id"]]
    # A break is a place between two characters, all else is a stretch of them.
    if end > (length if length is not None else end) or start > end or (start == end and row["kind"] != "break"):
        size = "" if length is None else f" within the {length} characters of the source"
        raise _complaint(number, row, "position out of range", f"start before end{size}", "correct the positions")
    return start, end


def _check_overlaps(markup: pd.DataFrame) -> None:
    for layer in LAYERS:
        rows = markup[markup["kind"].isin(layer)].sort_values(["source_id", "start", "end"], kind="stable")
        previous = None
        for number, row in zip(rows.index + 2, rows.to_dict("records"), strict=True):
            if previous and previous["source_id"] == row["source_id"] and row["start"] < previous["end"]:
                value = f"overlaps the {previous['kind']} at {previous['start']}-{previous['end']}"
                raise _complaint(number, row, value, "spans that end before the next begins", "shorten one of the two")
            previous = row


def _check_articles(markup: pd.DataFrame) -> None:
    """Refuse rows that cross the border of an article, and those that do something in an article only but are in none.

    A source without articles in the markup is one article as a whole.
    """
    rows = markup.to_dict("records")
    articles: dict[str, list[Row]] = {}
    for row in rows:
        if row["kind"] == "article":
            articles.setdefault(row["source_id"], []).append(row)
    for number, row in zip(markup.index + 2, rows, strict=True):
        if row["kind"] != "article" and row["source_id"] in articles:
            _check_inside(number, row, articles[row["source_id"]])


def _check_inside(number: int, row: Row, articles: list[Row]) -> None:
    """Refuse a row that is not inside one of the articles of its source, where it should be."""
    if any(one["start"] <= row["start"] and row["end"] <= one["end"] for one in articles):
        return
    crossed = [one["text"] for one in articles if one["start"] < row["end"] and row["start"] < one["end"]]
    if crossed:
        found = f"crosses the border of the article {crossed[0]}"
        raise _complaint(number, row, found, "a span inside one article, or outside all", "cut it in two")
    if row["kind"] in LABELS | EDITS:
        repair = "correct the positions, or the extent of the article"
        raise _complaint(number, row, "is in no article, so it does nothing", "a span inside an article", repair)


def _check_article_ids(markup: pd.DataFrame) -> None:
    articles = markup[markup["kind"] == "article"]
    for number, row in zip(articles.index + 2, articles.to_dict("records"), strict=True):
        if not row["text"]:
            raise _complaint(number, row, "an article without an id", "its article_id as text", "fill the column text")
    twice = articles[articles["text"].duplicated()]
    if len(twice):
        row = twice.iloc[0]
        value = f"the article_id {row['text']} is taken"
        raise _complaint(twice.index[0] + 2, row, value, "one row per article", "give it an id of its own")


def read_markup(path: Path | str, lengths: Lengths) -> pd.DataFrame:
    """Read a markup table and check every row.

    path: of a CSV with source_id, start, end, kind, text, note. lengths: dict source_id -> number of characters
    of its raw text, or None where the raw text is not at hand.
    Returns a DataFrame with these columns, start and end as int; one row per editorial decision, in file order.
    `text` is the article_id of an article, the replacement of an emend, the glue of a join.
    Raises CorpusError naming the row (line number in the file) for a position out of range, spans of one layer
    that overlap, that cross the border of an article, or that would do nothing because they are in none, an unknown
    kind or source, an article without an id, a missing column.
    """
    table = read_table(path, COLUMNS)
    rows = table.to_dict("records")
    spans = [_check_row(number, row, lengths) for number, row in enumerate(rows, start=2)]
    markup = table.assign(start=[start for start, _ in spans], end=[end for _, end in spans])
    _check_overlaps(markup)
    _check_article_ids(markup)
    _check_articles(markup)
    return markup


def insist_on_range(markup: pd.DataFrame, lengths: Lengths) -> None:
    """Refuse markup that lies outside the text of its source, where that is at hand only now.

    markup: rows of `read_markup`, under their index there. lengths: as for `read_markup`. Returns nothing.
    Raises CorpusError naming the row.
    """
    rows = markup.astype(str).to_dict("records") if len(markup) else []
    for number, row in zip(markup.index + 2, rows, strict=True):
        _check_row(number, row, lengths)


def _marks(markup: pd.DataFrame) -> list[Mark]:
    return sorted(map(Mark._make, zip(*(markup[name].tolist() for name in Mark._fields), strict=True)))


def _begun(marks: list[Mark], place: int) -> list[Mark]:
    """Return the last of some marks, of which none overlaps another, that begins at a place or before, if any."""
    after = bisect_right(marks, place, key=attrgetter("start"))
    return marks[max(0, after - 1) : after]


def _edits(marks: list[Mark], start: int) -> list[Edit]:
    """Return all that is taken out of or put into an article that begins at start, in order."""
    removed = [mark for mark in marks if mark.kind in REMOVED]
    edits = [Edit(mark.start - start, mark.end - start, "") for mark in removed]
    for mark in marks:
        if mark.kind in EDITS and not any(mark.end <= one.end for one in _begun(removed, mark.start)):
            new = "\n" if mark.kind == "break" else LINE_END.sub("\n", mark.text)
            edits.append(Edit(mark.start - start, mark.end - start, new))
    return sorted(edits)


def _part(place: int, labels: list[Mark]) -> str:
    return next((label.kind for label in _begun(labels, place) if place < label.end), "body")


def apply_markup(text: str, markup: pd.DataFrame) -> list[Line]:
    """Edit one raw text by its markup and cut it into lines, not yet cleaned.

    text: raw str of one source. markup: rows of this source, see `read_markup`.
    Returns a list of Line, in reading order. Titles, bylines, captions, furniture, notes, spam and teasers are left
    out, joins and breaks carried out, emendations put in.
    """
    marks, lines = _marks(markup), []
    for article in (mark for mark in marks if mark.kind == "article"):
        first = bisect_left(marks, article.start, key=attrgetter("start"))
        last = bisect_right(marks, article.end, key=attrgetter("start"))
        inside = [mark for mark in marks[first:last] if mark.end <= article.end]
        body = edited(placed(text[article.start : article.end], article.start), _edits(inside, article.start))
        labels = [mark for mark in inside if mark.kind in LABELS]
        lines += [Line(article.text, _part(int(line.places[0]), labels), line) for line in _not_blank(body)]
    return lines


def with_article(markup: pd.DataFrame, text: str, article_id: str) -> pd.DataFrame:
    """Make a source whose markup names no article one article as a whole.

    markup: rows of this source, see `read_markup`. text: its raw str. article_id: the name of the article.
    Returns a DataFrame, markup as given where it names articles.
    """
    if (markup["kind"] == "article").any():
        return markup
    whole = {"source_id": article_id, "start": 0, "end": len(text), "kind": "article", "text": article_id, "note": ""}
    return pd.concat([markup, pd.DataFrame([whole])], ignore_index=True)


def plain_lines(text: str, article_id: str) -> list[Line]:
    """Cut a raw text without markup into lines: one article, every line body, blank ones as well.

    text: raw str. article_id: its name. Returns a list of Line, in reading order.
    """
    return [Line(article_id, "body", line) for line in placed(text).lines()]


def _not_blank(text: Placed) -> list[Placed]:
    return [line for line in (line.strip() for line in text.lines()) if line.text]
