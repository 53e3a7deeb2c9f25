"""Which place a figure is about: what each clause inherits and from where, and every place that may be it, in order."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from helpers.figures.clauses import Clause, Sentence, within
from helpers.figures.lexicon import ONE, Vocabulary
from helpers.figures.places import COUNTRY, Place, last_before
from helpers.figures.quantities import Quantity
from helpers.figures.roles import NO_PLACES, Parts, handed_on, parts, spoken_of


class Candidate(NamedTuple):
    """A place that a figure may be about, None for none, the rule that offers it, the clause (start) it comes from."""

    value: str | None
    source: str
    clause: int | None = None


NOTHING = Candidate(None, "no place is named")


class ClauseRow(NamedTuple):
    """A row of the table of clauses: its stretch, its sentence (number from 0), its parts, and what it inherits.

    inherits: the place that the nearest clause before hands on, in its sentence. before: that of a sentence before,
    the last one in which a place opens a clause.
    """

    start: int
    end: int
    sentence: int
    parts: Parts
    inherits: Candidate
    before: Candidate


# What a figure beside such a place is not of: 比天津23个.
BESIDE_ONLY = re.compile("[占比距较与]$")
NEXT_TO = re.compile("[的（]?")
# Where what is counted has come to.
SETTLED = re.compile("[^，。；]{0,24}?(?:落户|入驻|进驻|落地|迁入)")
# GDP超3万亿元的苏州、2.1万亿元的杭州: the place follows.
OWNER = re.compile("的(?=[\u4e00-\u9fff]{2,6}(?:[、，。；]|和[^，。；\\d]{0,120}\\d))")


def _beside(text: str, quantity: Quantity, named: Sequence[Place]) -> str | None:
    """Return the place that a figure stands beside: 河北省23个, 17家…落户通州."""
    place = last_before(named, quantity.start)
    near = place is not None and place.value != COUNTRY and NEXT_TO.fullmatch(text, place.end, quantity.start)
    if place and near and not BESIDE_ONLY.search(text, max(0, place.start - 1), place.start):
        return place.value
    joint = within(named, quantity.end, quantity.end + 2)
    if joint and {*joint[0].value} <= {*ONE} and text[quantity.end : joint[0].start] in ("", "“"):
        return joint[0].value
    owner = OWNER.match(text, quantity.end)
    if owner:
        return next((place.value for place in within(named, owner.end(), owner.end() + 1)), None)
    settled = SETTLED.match(text, quantity.end)
    if settled:
        return next((place.value for place in within(named, settled.end(), settled.end() + 1)), None)
    return None


def clause_table(
    text: str, sentences: Sequence[Sentence], named: Sequence[Place], words: Vocabulary
) -> list[ClauseRow]:
    """Make the table of the clauses of a text: the parts of each, what it inherits, and from which clause.

    text: str. sentences: of the text. named: places of the text. words: Vocabulary.
    Returns a list of ClauseRow, one per clause, in reading order.
    """
    table: list[ClauseRow] = []
    before, begins = NOTHING, [place.start for place in named]
    for number, sentence in enumerate(sentences):
        inherits = opens = NOTHING
        for start, end in zip(sentence.clauses, [*sentence.clauses[1:], sentence.end], strict=True):
            here = named[bisect_left(begins, start) : bisect_left(begins, end)]
            clause = parts(text, start, end, here, words) if here else NO_PLACES
            table.append(ClauseRow(start, end, number, clause, inherits, before))
            if here and (value := handed_on(clause)):
                inherits = Candidate(value, "a clause before", start)
            if clause.opening and not opens.value:
                opens = Candidate(clause.opening, "its clause", start)
        # A place that opens a clause is what a sentence speaks of; without any, what its last clause handed on serves.
        if opens.value or not before.value:
            before = (opens if opens.value else inherits)._replace(source="a sentence before")
    return table


def row_at(table: Sequence[ClauseRow], clause: Clause) -> ClauseRow:
    """Return the row of a clause (Clause) in the table that `clause_table` returns."""
    return table[bisect_right(table, clause.start, key=lambda row: row.start) - 1]


def offers(text: str, row: ClauseRow, quantity: Quantity, named: Sequence[Place]) -> Iterator[Candidate]:
    """Yield what each rule offers as the place of a figure, the likeliest first; its value is None where it has none.

    text: str. row: of its clause. quantity: the figure. named: places of the text.
    """
    yield Candidate(_beside(text, quantity, named), "beside it", row.start)
    yield from offers_of_clause(text, row, quantity.number)


def offers_of_clause(text: str, row: ClauseRow, end: int) -> Iterator[Candidate]:
    """Yield the places that a clause may speak of up to a position (end), the likeliest first; value None for none.

    text: str. row: of the clause.
    """
    yield Candidate(spoken_of(text, row.parts, end), "its clause", row.start)
    yield row.inherits
    yield row.before
