"""Which figures state the same thing: by concept or label, place, years, months and unit."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pandas as pd

from helpers.audit.intervals import Row
from helpers.figures.changes import RELATIVE
from helpers.files import need_columns, refuse

NEEDED = tuple(
    "figure_id article_id paragraph start end indicator concept region value unit bound kind year_from year_to "
    "base_year month_from month_to rounding basis whole ratio part_of multiple".split()
)
Rows = Sequence[Row]


class Span(NamedTuple):
    """A period: years, and months where it is less than whole years; None where the text does not say."""

    first: int | None
    last: int | None
    month_from: int | None = None
    month_to: int | None = None


def check_table(figures: pd.DataFrame) -> None:
    """Insist on the columns of a ledger and on one row per figure_id.

    figures: DataFrame. Returns nothing. Raises CorpusError where a column is missing or a figure_id occurs twice.
    """
    repair = "read the ledger, or compute one with helpers.ledger.compute"
    need_columns(figures, NEEDED, name="the table of figures", repair=repair)
    if not figures["figure_id"].is_unique:
        raise refuse("a figure_id occurs twice", expected="one row per figure", repair="drop the copies")


def number(row: Row, name: str) -> int | None:
    """Return a year or month of a row, by its name; None where it is missing."""
    value = getattr(row, name)
    return None if pd.isna(value) else int(value)


def span_of(row: Row) -> Span:
    """Return the period of a row."""
    return Span(*(number(row, name) for name in ("year_from", "year_to", "month_from", "month_to")))


def years_between(row: Row) -> int:
    """Return over how many years a change (row) runs; 0 where the text does not say."""
    span = span_of(row)
    return 0 if span.first is None or span.last is None else span.last - span.first


def same_thing(one: Row, other: Row) -> bool:
    """Say whether two rows, one and the other, are about the same thing in the same place."""
    alike = one.indicator == other.indicator or (one.concept and one.concept == other.concept)
    return bool(alike) and one.region == other.region


def is_of_year(row: Row, year: int) -> bool:
    """Say whether a row is the value of one year, or at its end, and not of a longer period that ends with it."""
    span = span_of(row)
    return span.last == year and span.first in (None, year)


def same_months(one: Row, other: Row) -> bool:
    """Say whether two rows, one and the other, are of the same part of a year."""
    return span_of(one)[2:] == span_of(other)[2:]


def levels(rows: Iterable[Row], unit: str | None = None) -> list[Row]:
    """Return the rows that are levels or planned levels, of a unit or of any unit that is no share or multiple."""
    return [row for row in rows if row.kind != "change" and (row.unit == unit if unit else row.unit not in RELATIVE)]


def nearest(rows: Iterable[Row], claim: Row) -> Row | None:
    """Return of some rows the one nearest to a claim, exact ones before those with a bound; None of no rows."""
    return min(rows, key=lambda row: (row.bound != "=", abs(row.start - claim.start)), default=None)


def level_at(rows: Iterable[Row], claim: Row, year: int | None, unit: str | None = None) -> Row | None:
    """Return the level of the thing that a claim is about, in a year and the months of the claim.

    rows: of its article. claim: row. year: or None, for which there is none. unit: of the level, by default any that is
    no share or multiple. Returns a row, None where the level is not stated.
    """
    if year is None:
        return None
    reached = [row for row in levels(rows, unit) if row.kind == "level" and is_of_year(row, year)]
    return nearest([row for row in reached if same_thing(row, claim) and same_months(row, claim)], claim)
