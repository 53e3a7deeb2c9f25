"""Claims: stated figures that other stated figures of the same article imply, each class with its formula."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from helpers.audit.intervals import ANYTHING, Function, Interval, Row, as_stated, if_rounded, spanned
from helpers.audit.lookup import (
    Rows,
    is_of_year,
    level_at,
    levels,
    nearest,
    number,
    same_months,
    same_thing,
    span_of,
    years_between,
)  # fmt: skip

Counted = frozenset[str]
Rule = tuple[str, Function, str | None]
# Why a claim cannot be checked.
NO_YEARS = "no base year"
NO_BASE = "base value not stated"
NO_WHOLE = "total not stated"
MONTHS_DIFFER = "months differ"
OTHER_SCOPE = "other scope"
ELSEWHERE = "value in another article"


class Claim(NamedTuple):
    """A stated figure and what follows for it from other stated figures.

    figure: row of the ledger. rule: class of the claim. value: recomputed from the figures as they are stated. exactly,
    loosely: intervals of it, from the figures as stated and as they may be rounded. sources: the figures. assumed:
    whether the text leaves the base year unsaid, so that it may be found to follow, but not to fail. reason: why it
    cannot be checked.
    """

    figure: Row
    rule: str
    value: float = math.nan
    exactly: Interval = ANYTHING
    loosely: Interval = ANYTHING
    sources: tuple[Row, ...] = ()
    assumed: bool = False
    reason: str = ""


def computed(
    figure: Row, rule: str, function: Function, sources: Sequence[Row], counted: Counted, *, assumed: bool = False
) -> Claim:
    """Recompute a claim from its sources.

    figure: what is claimed. rule: its class. function: of the values of sources, in their order. sources: rows.
    counted: units that count things. assumed: as in Claim. Returns a Claim.
    """
    plainly = spanned(function, *(Interval(row.value, row.value) for row in sources)).low
    value = plainly if math.isfinite(plainly) else math.nan
    exactly = spanned(function, *(as_stated(row) for row in sources))
    loosely = spanned(function, *(if_rounded(row, counted) for row in sources))
    return Claim(figure, rule, value, exactly, loosely, tuple(sources), assumed)


def per_cent(start: float, end: float) -> float:
    """Return the growth from start to end, in per cent."""
    return (_ratio(start, end) - 1) * 100


def multiple(start: float, end: float) -> float:
    """Return how many times start goes into end."""
    return _ratio(start, end)


def growth(start: float, end: float) -> float:
    """Return the growth from start to end as a multiple of start: 100 to 210 is 1.1."""
    return _ratio(start, end) - 1


def points(start: float, end: float) -> float:
    """Return the difference of two percentages, start and end, in percentage points."""
    return end - start


def annual(years: int) -> Function:
    """Return the function of (start, end) that gives the average yearly growth over so many years, in per cent."""
    return lambda start, end: (_ratio(start, end) ** (1 / years) - 1) * 100


def _ratio(start: float, end: float) -> float:
    """Return end / start of positive values; a value below 0 that a bound leaves open is taken as 0."""
    if start <= 0:
        raise ZeroDivisionError
    return 0.0 if start == math.inf or end < 0 else end / start


OF_UNIT: dict[str, Rule] = {"%": ("per cent", per_cent, None), "百分点": ("percentage points", points, "%")}
OF_MULTIPLE: dict[str, Rule] = {"growth": ("growth multiple", growth, None), "ratio": ("multiple", multiple, None)}


def change_rule(claim: Row) -> Rule | None:
    """Return class, formula of (start, end) and unit of the levels of a change; None where a row (claim) is none."""
    if claim.kind != "change":
        return None
    if claim.unit == "倍":
        return OF_MULTIPLE["growth" if claim.multiple == "growth" else "ratio"]
    if claim.basis == "年均" and claim.unit == "%":
        return "annual average", annual(years_between(claim) or 1), None
    return OF_UNIT.get(claim.unit)


def first_year(claim: Row) -> tuple[int | None, bool]:
    """Return the year that a change (claim) starts from, and whether the text leaves it unsaid (growth of a year)."""
    span, base = span_of(claim), number(claim, "base_year")
    if base is not None or span.last is None:
        return base, False
    if span.first is not None and span.first < span.last:
        return span.first, False
    return (None, False) if claim.basis in ("年均", "环比") else (span.last - 1, True)


def _units_of(rows: Rows, claim: Row, unit: str | None) -> list[str]:
    return [unit] if unit else sorted({row.unit for row in levels(rows) if same_thing(row, claim)})


def two_levels(rows: Rows, claim: Row, unit: str | None) -> tuple[Row, Row] | None:
    """Return the levels that a change runs between, in whatever order the article states them.

    rows: of the article. claim: row, the change. unit: of the levels, None for any. Returns (start, end), None where
    one is not stated.
    """
    first, last = first_year(claim)[0], span_of(claim).last
    for candidate in _units_of(rows, claim, unit):
        start, end = level_at(rows, claim, first, candidate), level_at(rows, claim, last, candidate)
        if start is not None and end is not None and start.value > 0 and start.figure_id != end.figure_id:
            return start, end
    return None


def changes(rows: Rows, counted: Counted) -> Iterator[Claim]:
    """Yield a claim for each change among the rows of an article; counted: units that count things."""
    for claim in rows:
        found = change_rule(claim)
        if found is not None:
            yield _change(rows, claim, found, counted)


def _change(rows: Rows, claim: Row, found: Rule, counted: Counted) -> Claim:
    """Check a change against the two levels it runs between, a yearly average also against a multiple."""
    rule, function, unit = found
    pair = two_levels(rows, claim, unit)
    if pair is not None:
        return computed(claim, rule, function, pair, counted, assumed=first_year(claim)[1])
    grown = _multiple_beside(rows, claim)
    if grown is not None:
        average, more = annual(years_between(claim)), 1.0 if grown.multiple == "growth" else 0.0
        return computed(claim, f"{rule} of a multiple", lambda ratio: average(1.0, ratio + more), (grown,), counted)
    return Claim(claim, rule, reason=_why_no_base(rows, claim, unit))


def _multiple_beside(rows: Rows, claim: Row) -> Row | None:
    """Return the multiple that is stated for the same thing and years as a yearly average."""
    if claim.basis != "年均" or claim.unit != "%" or not years_between(claim):
        return None
    span = span_of(claim)
    found = [row for row in rows if row.unit == "倍" and row.kind == "change" and span_of(row) == span]
    return nearest([row for row in found if same_thing(row, claim)], claim)


def _why_no_base(rows: Rows, claim: Row, unit: str | None) -> str:
    """Say why a change cannot be recomputed: no years, other months, another place or unit, or nothing stated."""
    first, last = first_year(claim)[0], span_of(claim).last
    if first is None or last is None:
        return NO_YEARS
    alike = [row for row in levels(rows, unit) if is_of_year(row, first) or is_of_year(row, last)]
    if any(same_thing(row, claim) and not same_months(row, claim) for row in alike):
        return MONTHS_DIFFER
    elsewhere = (row for row in alike if row.concept and row.concept == claim.concept and row.region != claim.region)
    return OTHER_SCOPE if any(is_of_year(row, first) for row in elsewhere) else NO_BASE
