"""Usual slips: which of them gives the figure that is stated where it does not follow."""

from collections.abc import Iterator

from helpers.audit.claims import Claim, annual, change_rule, growth, multiple, per_cent, points
from helpers.audit.intervals import Function, Row, if_rounded, interval, meet, spanned
from helpers.audit.lookup import Rows, levels, same_thing, years_between

COMPARABLE = "growth at comparable prices, perhaps"


def _of_end(start: float, end: float) -> float:
    return (1 - start / end) * 100


def _of_other_years(years: int) -> Iterator[tuple[str, Function]]:
    for other in (years - 1, years + 1):
        if other > 0:
            yield f"averaged over {other} instead of {years} years", annual(other)


def _of_units() -> Iterator[tuple[str, Function]]:
    for power in (1, 2, 3, 4, 8):
        for factor in (10.0**power, 10.0**-power):
            yield f"one value taken {factor:g} times", lambda start, end, factor=factor: per_cent(start, end * factor)


def _ways(claim: Row) -> Iterator[tuple[str, Function]]:
    """Yield slips as (name, function of start and end) that would give a figure of the unit of the claim."""
    years = years_between(claim)
    if claim.unit == "%" and claim.basis != "年均":
        yield "divided by the end value", _of_end
        yield "a difference in points called per cent", points
        yield "the ratio given as the growth", lambda start, end: multiple(start, end) * 100
        yield from _of_units()
    if claim.unit == "%" and claim.basis == "年均" and years:
        yield "the whole growth called a yearly one", per_cent
        yield "the whole growth divided by the years", lambda start, end: per_cent(start, end) / years
        yield from _of_other_years(years)
    if claim.unit == "倍":
        other = multiple if claim.multiple == "growth" else growth
        yield "growth and ratio taken for each other (增长N倍)", other
    if claim.unit == "百分点":
        yield "per cent called percentage points", per_cent


def _other_bases(claim: Claim, rows: Rows) -> Iterator[tuple[str, Function, tuple[Row, Row]]]:
    """Yield the rule of the claim from values of other years."""
    found, (start, end) = change_rule(claim.figure), claim.sources[:2]
    for row in levels(rows, start.unit):
        other = row.figure_id not in (start.figure_id, end.figure_id)
        if found is not None and other and same_thing(row, claim.figure) and row.value > 0:
            yield f"counted from the value of {row.year_to}", found[1], (row, end)


def slip(claim: Claim, rows: Rows) -> str:
    """Name the slip that gives what is stated where it does not follow.

    claim: Claim of a change between two levels; of others nothing is tried. rows: of its article.
    Returns the name of the first slip that gives the stated figure within its own rounding, that it may be growth at
    comparable prices, for a yearly average below what follows, or "".
    """
    figure = claim.figure
    own = interval(figure.value, figure.rounding, figure.bound)
    if figure.kind == "change" and len(claim.sources) == 2:
        ways = [(name, function, claim.sources[:2]) for name, function in _ways(figure)]
        for name, function, pair in [*ways, *_other_bases(claim, rows)]:
            if meet(own, spanned(function, *(if_rounded(row, frozenset()) for row in pair))):
                return name
    averaged = claim.rule.startswith("annual average") and own.high < claim.loosely.low
    return COMPARABLE if averaged and claim.figure.basis != "可比价格" else ""
