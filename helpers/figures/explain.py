"""The way of each figure: its clause, the mentions around it, what was offered, what was chosen, and why."""

from collections.abc import Iterator

import pandas as pd

from helpers.figures.clauses import within
from helpers.figures.rows import Figure, Paragraph, figures, label_ways, paragraph_of, region_ways
from helpers.lexicon import Lexicon

COLUMNS = ("figure", "layer", "value", "source", "chosen")
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
