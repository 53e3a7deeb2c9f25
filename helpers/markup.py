"""Stand-off markup: editorial decisions as rows with character positions in a raw file, read, checked, applied."""

import pandas as pd

from helpers.sources import read_table, refuse

COLUMNS = ("source_id", "start", "end", "kind", "text", "note")
REMOVED = frozenset({"title", "byline", "caption", "furniture", "note", "spam", "teaser"})
LABELS = frozenset({"lead", "heading"})
EDITS = frozenset({"join", "break", "emend"})
KINDS = frozenset({"article"}) | REMOVED | LABELS | EDITS
# Rows of one layer may not overlap each other: an emendation may stand in a heading, a heading in an article.
LAYERS = (frozenset({"article"}), LABELS, REMOVED, EDITS)

PASSAGE_WORDS = 150


def _complaint(number, row, value, expected, repair):
    where = f"markup.csv row {number} ({row['source_id']}, {row['kind']}, {row['start']}-{row['end']})"
    return refuse(f"{where}: {value}", expected=expected, repair=repair)


def _whole_number(number, row, name):
    if not row[name].isdecimal():
        raise _complaint(
            number, row, f"{name} is {row[name]!r}", "a whole number of characters", "correct the position"
        )
    return int(row[name])


def _check_row(number, row, lengths):
    if row["source_id"] not in lengths:
        known = ", ".join(sorted(lengths))
        raise _complaint(
            number, row, f"unknown source {row['source_id']!r}", f"one of {known}", "correct the source_id"
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


def _check_overlaps(markup):
    for layer in LAYERS:
        rows = markup[markup["kind"].isin(layer)].sort_values(["source_id", "start", "end"], kind="stable")
        previous = None
        for number, row in zip(rows.index + 2, rows.to_dict("records"), strict=True):
            if previous and previous["source_id"] == row["source_id"] and row["start"] < previous["end"]:
                value = f"overlaps the {previous['kind']} at {previous['start']}-{previous['end']}"
                raise _complaint(number, row, value, "spans that end before the next begins", "shorten one of the two")
            previous = row


def _check_article_ids(markup):
    articles = markup[markup["kind"] == "article"]
    for number, row in zip(articles.index + 2, articles.to_dict("records"), strict=True):
        if not row["text"]:
            raise _complaint(number, row, "an article without an id", "its article_id as text", "fill the column text")
    twice = articles[articles["text"].duplicated()]
    if len(twice):
        row = twice.iloc[0]
        value = f"the article_id {row['text']} is taken"
        raise _complaint(twice.index[0] + 2, row, value, "one row per article", "give it an id of its own")


def read_markup(path, lengths):
    """Read a markup table and check every row.

    path: of a CSV with source_id, start, end, kind, text, note. lengths: dict source_id -> number of characters
    of its raw text, or None where the raw text is not at hand.
    Returns a DataFrame with these columns, start and end as int; one row per editorial decision, in file order.
    `text` is the article_id of an article, the replacement of an emend, the glue of a join.
    Raises CorpusError naming the row (line number in the file) for a position out of range, spans of one layer
    that overlap, an unknown kind or source, an article without an id, a missing column.
    """
    table = read_table(path, COLUMNS)
    rows = table.to_dict("records")
    spans = [_check_row(number, row, lengths) for number, row in enumerate(rows, start=2)]
    markup = table.assign(start=[start for start, _ in spans], end=[end for _, end in spans])
    _check_overlaps(markup)
    _check_article_ids(markup)
    return markup


def _within(rows, start, end):
    return rows[(rows["start"] >= start) & (rows["end"] <= end)]


def _replacements(rows):
    """Return sorted (start, end, new text) of all that is taken out or put in."""
    removed = [(row.start, row.end, "") for row in rows[rows["kind"].isin(REMOVED)].itertuples()]
    edits = [
        (row.start, row.end, "\n" if row.kind == "break" else row.text)
        for row in rows[rows["kind"].isin(EDITS)].itertuples()
        if not any(start <= row.start and row.end <= end for start, end, _ in removed)
    ]
    return sorted(removed + edits)


def _edited(text, start, end, replacements):
    """Return the edited stretch of a text and, for each of its characters, the raw position it came from."""
    chars, places, at = [], [], start
    for left, right, new in replacements:
        chars += [text[at:left], new]
        places += [*range(at, left), *[left] * len(new)]
        at = max(at, right)
    return "".join([*chars, text[at:end]]), [*places, *range(at, end)]


def _lines(edited, places):
    """Yield (text, raw start, raw end) of every line that is not blank."""
    at = 0
    for line in edited.split("\n"):
        body = line.strip()
        if body:
            first = at + line.index(body)
            yield body, places[first], places[first + len(body) - 1] + 1
        at += len(line) + 1


def _part(position, labels):
    return next((kind for start, end, kind in labels if start <= position < end), "body")


def apply_markup(text, markup):
    """Edit one raw text by its markup and cut it into paragraphs, not yet cleaned.

    text: raw str of one source. markup: rows of this source, see `read_markup`.
    Returns a DataFrame with article_id, paragraph (from 1), part (lead, heading, body), start, end (raw
    positions), text; one row per paragraph, in reading order. Titles, bylines, captions, furniture, notes,
    spam and teasers are left out, joins and breaks carried out, emendations put in.
    """
    rows = []
    for article in markup[markup["kind"] == "article"].sort_values("start").itertuples():
        inside = _within(markup[markup["kind"] != "article"], article.start, article.end)
        edited, places = _edited(text, article.start, article.end, _replacements(inside))
        labels = inside.loc[inside["kind"].isin(LABELS), ["start", "end", "kind"]].to_numpy().tolist()
        for number, (line, start, end) in enumerate(_lines(edited, places), start=1):
            rows.append((article.text, number, _part(start, labels), start, end, line))
    return pd.DataFrame(rows, columns=["article_id", "paragraph", "part", "start", "end", "text"])


def plain_lines(text, article_id):
    """Cut a raw text without markup into lines: one article, every line body.

    text: raw str. article_id: its name. Returns the columns of `apply_markup`; one row per line.
    """
    rows = [
        (article_id, number, "body", start, end, line)
        for number, (line, start, end) in enumerate(_lines(text, range(len(text))), start=1)
    ]
    return pd.DataFrame(rows, columns=["article_id", "paragraph", "part", "start", "end", "text"])


def cut_passages(words, *, least=PASSAGE_WORDS):
    """Merge the paragraphs of one article into passages of at least so many words.

    words: list of int, the words of each paragraph in reading order. least: words a passage has at least.
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
