"""What a stated growth or share implies, held against what other articles state."""

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pandas as pd

from helpers.audit.arithmetic import by_article, count_units
from helpers.audit.claims import Counted, first_year
from helpers.audit.intervals import Interval, Row, if_rounded, meet, spanned
from helpers.audit.lookup import Rows, Span, check_table, level_at, levels, number, span_of, years_between
from helpers.audit.wholes import begun_by, is_share, of_product

FITS, PART_FITS, CONFLICT = "fits", "months differ, fits", "does not fit"
COLUMNS = tuple("figure_id article_id from_figures implied low high unit year_to months other_id other_article "
                "other_value verdict".split())  # fmt: skip


class Implied(NamedTuple):
    """A value that a figure implies: of which thing and period, from which figures, and as which interval."""

    figure: Row
    sources: tuple[Row, ...]
    value: float
    values: Interval
    span: Span


def _before(claim: Row) -> Callable[[float, float], float] | None:
    """Return the function of (change, end) that gives the value before a change."""
    if claim.unit == "倍":
        more = 1.0 if claim.multiple == "growth" else 0.0
        return lambda change, end: _divided(end, change + more)
    if claim.unit != "%":
        return None
    years = years_between(claim) if claim.basis == "年均" else 1
    return (lambda change, end: _divided(end, max(0.0, 1 + change / 100) ** years)) if years else None


def _divided(end: float, ratio: float) -> float:
    # A fall of more than 60 % may be one of nearly 100 %, from a value as large as one likes.
    return end / ratio if ratio > 0 else math.inf


def _bases(rows: Rows, counted: Counted) -> Iterator[Implied]:
    """Yield the value before each change whose value at the end is stated in its article."""
    for claim in rows:
        function = _before(claim) if claim.kind == "change" else None
        year, assumed = first_year(claim)
        if function is None or year is None or assumed:
            continue
        end = level_at(rows, claim, number(claim, "year_to"))
        if end is not None:
            yield _implied(function, (claim, end), Span(year, year, *span_of(claim)[2:]), end, counted)


def _wholes(rows: Rows, counted: Counted) -> Iterator[Implied]:
    """Yield what a region produced, implied by a share of it whose part is stated."""
    for share in rows:
        part = begun_by(rows, share) if is_share(share) and of_product(share) else None
        if part is not None:
            yield _implied(lambda one, of: of / one * 100, (share, part), span_of(share), part, counted)


def _implied(
    function: Callable[[float, float], float], sources: tuple[Row, Row], span: Span, part: Row, counted: Counted
) -> Implied:
    value = function(*(row.value for row in sources))
    values = spanned(function, *(if_rounded(row, counted) for row in sources))
    return Implied(part, sources, value, values, span)


def _verdict(implied: Implied, other: Row, counted: Counted) -> str:
    """Say whether an implied value fits a stated one; a part of a year may not exceed the whole year."""
    stated = if_rounded(other, counted)
    if span_of(other)[2:] == implied.span[2:]:
        return FITS if meet(implied.values, stated) else CONFLICT
    part_of_year = implied.span.month_from == 1 and span_of(other)[2:] == (None, None)
    if not part_of_year:
        return ""
    return PART_FITS if implied.values.low <= stated.high else CONFLICT


def _same(implied: Implied, other: Row, *, product: bool) -> bool:
    figure = implied.figure
    alike = of_product(other) if product else bool(other.concept) and other.concept == figure.concept
    years = span_of(other)[:2] in (implied.span[:2], (None, implied.span.last))
    return alike and other.region == figure.region and other.unit == figure.unit and years


def across(figures: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Hold the value before each stated growth, and the product behind each share of it, against other articles.

    figures, units: as for `helpers.audit.arithmetic.arithmetic`.
    Returns a DataFrame with figure_id, article_id (of the change or share), from_figures, implied, low, high (of the
    implied value, under any admissible rounding), unit, year_to, months (1-11, "" for a whole year), other_id,
    other_article, other_value, verdict (fits; months differ, fits: part of a year, and not more than the year; does not
    fit); one row per implied and stated value. Raises as `arithmetic` does.
    Misuse: articles may mean different things by one name, and statistics are revised; a conflict asks for a look.
    """
    check_table(figures)
    counted, articles, found = count_units(units), by_article(figures), []
    stated = [row for rows in articles.values() for row in levels(rows) if row.kind == "level"]
    for article_id, rows in articles.items():
        others = [row for row in stated if row.article_id != article_id]
        for product, finder in ((False, _bases), (True, _wholes)):
            for implied in finder(rows, counted):
                matches = [row for row in others if _same(implied, row, product=product)]
                verdicts = [_verdict(implied, row, counted) for row in matches]
                found += [_row(implied, *pair) for pair in zip(matches, verdicts, strict=True) if pair[1]]
    return pd.DataFrame(found, columns=list(COLUMNS))


def _row(implied: Implied, other: Row, verdict: str) -> tuple[object, ...]:
    span, claim = implied.span, implied.sources[0]
    months = f"{span.month_from}-{span.month_to}" if span.month_to else ""
    sources = " ".join(row.figure_id for row in implied.sources)
    known = (claim.figure_id, claim.article_id, sources, implied.value, *implied.values, other.unit, span.last, months)
    return (*known, other.figure_id, other.article_id, other.value, verdict)
