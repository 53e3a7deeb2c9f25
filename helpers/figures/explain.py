"""The way of each figure: its clause, the mentions around it, what was offered, what was chosen, and why."""

from bisect import bisect_right
from collections.abc import Iterator

import pandas as pd

from helpers.figures.changes import current
from helpers.figures.choose import NOTHING, ClauseRow, offers_of_clause
from helpers.figures.clauses import within
from helpers.figures.measured import TAIL
from helpers.figures.roles import lead_end
from helpers.figures.rows import Figure, Paragraph, figures, label_ways, paragraph_of, region_ways
from helpers.lexicon import Lexicon

COLUMNS = ("figure", "layer", "value", "source", "chosen")
CLAUSES = (
    "sentence", "clause", "lead", "subject", "predicate", "roles", "place", "place_from", "rule", "time", "time_from",
)  # fmt: skip
Step = tuple[str, object, str, bool]


def _clause_end(paragraph: Paragraph, figure: Figure) -> int:
    sentence = paragraph.sentences[figure.clause.number]
    return next((start for start in sentence.clauses if start > figure.quantity.start), sentence.end)


def _mentions(paragraph: Paragraph, figure: Figure) -> Iterator[Step]:
    """Yield the times and places of the sentence; those of other sentences are handed on as candidates."""
    sentence = paragraph.sentences[figure.clause.number]
    for time in within(paragraph.times, sentence.start, sentence.end):
        yield "time", paragraph.text[time.start : time.end], time.source, False
    for place in within(paragraph.places, sentence.start, sentence.end):
        yield "place", place.value, place.source, False


def _steps(paragraph: Paragraph, at: int, figure: Figure) -> Iterator[Step]:
    text, quantity, years = paragraph.text, figure.quantity, figure.years
    yield "quantity", f"{quantity.bound} {quantity.value:,.12g} {quantity.unit}", quantity.rule, True
    yield "clause", text[figure.clause.start : _clause_end(paragraph, figure)], "marks around it", True
    yield from _mentions(paragraph, figure)
    for number, label in enumerate(label_ways(paragraph, figure.clause, at, figure.earlier)):
        chosen = number == 0 and label.value == figure.label.value
        yield "label", label.value, label.source, chosen
    if figure.label.source in ("the figure before in its list", "dealt out in order"):
        yield "label", figure.label.value, figure.label.source, True
    for number, region in enumerate(region_ways(paragraph, figure.clause, at, figure.dealt)):
        yield "region", region.value, region.source, number == 0
    yield "years", (years.first, years.last, years.base), years.rule, True
    yield "kind", figure.kind, figure.why, True


def explain(text: str, *, published: int | None = None, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Show how each figure of a paragraph was read.

    text, published, lexicon: as for `helpers.figures.rows.extract`.
    Returns a DataFrame with figure (as written), layer (quantity, clause, time, place, label, region, years, kind),
    value, source (the list or the rule it comes from), chosen (bool); one row per mention or candidate of a figure, the
    likeliest candidate first.

    >>> table = explain("2023年，天津新建学校43所。")
    >>> table.loc[table["chosen"] & (table["layer"] == "region"), ["value", "source"]].values.tolist()
    [['天津', 'its clause']]
    """
    paragraph = paragraph_of(text, published=published, lexicon=lexicon)
    rows = [
        (text[figure.quantity.start : figure.quantity.end], *step)
        for at, figure in enumerate(figures(paragraph))
        for step in _steps(paragraph, at, figure)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _number(paragraph: Paragraph, at: int | None) -> int | None:
    """Return the number, from 1, of the clause in which a position (at) lies."""
    return None if at is None else bisect_right(paragraph.clauses, at, key=lambda row: row.start)


def _three_parts(text: str, row: ClauseRow, figure: Figure | None) -> tuple[str, str, str]:
    """Cut a clause into lead, subject (up to the words that lead to its first figure, or its place) and predicate."""
    lead = lead_end(text, row.start, row.end)
    if figure:
        named = TAIL.sub("", text[lead : figure.quantity.start])
    else:
        opening = row.parts.sited[0].place.end if row.parts.opening else lead
        named = text[lead:opening]
    parts = text[row.start : lead], named, text[lead + len(named) : row.end]
    return parts[0].strip(), parts[1].strip(), parts[2].strip("，；：。 ")


def _clause(paragraph: Paragraph, row: ClauseRow, figure: Figure | None) -> tuple[object, ...]:
    text = paragraph.text
    ways = offers_of_clause(text, row, row.end)
    place = next((way for way in ways if way.value), NOTHING)
    stated = paragraph.times, paragraph.spoken
    time = figure and current(text, figure.clause, figure.quantity, *stated, level=not figure.direction)
    return (
        row.sentence + 1,
        text[row.start : row.end].strip(),
        *_three_parts(text, row, figure),
        ", ".join(f"{one.place.value} {one.role}" for one in row.parts.sited),
        place.value or "",
        _number(paragraph, place.clause),
        place.source,
        text[time.start : time.end] if time else "",
        _number(paragraph, time.start if time else None),
    )


def clauses(text: str, *, published: int | None = None, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Show the clauses of a paragraph, and what each inherits from which.

    text, published, lexicon: as for `helpers.figures.rows.extract`.
    Returns a DataFrame with sentence (from 1), clause (as written), lead (times and fillers that open it), subject,
    predicate, roles (each place with its part: subject, partner, origin, goal, compared …), place (that it speaks of),
    place_from (number of the clause that names it, from 1), rule, time (that holds for its first figure, as written; ""
    without a figure) and time_from; one row per clause, the index counts them from 1; no row where the text states no
    figure.
    Misuse: subject and predicate are found by the words that lead to a figure, not by a grammar.

    >>> table = clauses("2023年，天津赴保定建学校43所，比2014年增长12.5%。")
    >>> table["place"].tolist(), table["place_from"].fillna(0).tolist()
    (['', '天津', '保定'], [0, 2, 2])
    """
    paragraph = paragraph_of(text, published=published, lexicon=lexicon)
    first: dict[int, Figure] = {}
    for figure in figures(paragraph):
        first.setdefault(figure.clause.start, figure)
    rows = [_clause(paragraph, row, first.get(row.start)) for row in paragraph.clauses]
    index = pd.RangeIndex(1, len(rows) + 1, name="number")
    return pd.DataFrame(rows, columns=list(CLAUSES), index=index).astype({"place_from": "Int64", "time_from": "Int64"})
