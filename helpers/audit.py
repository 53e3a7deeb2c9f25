"""Checks of reported figures: does a stated change follow from the stated values, do articles agree."""

import math
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, groupby
from typing import Any, NamedTuple

import pandas as pd

from helpers.files import need_columns, refuse

NEEDED = tuple(
    "figure_id article_id paragraph indicator concept region value unit bound kind year_from year_to base_year "
    "rounding basis whole ratio".split()
)
# How far 约 may be from the value, as a share of it; the texts use it for the nearest round number.
ABOUT = 0.05
FOLLOWS, OUTSIDE, UNCHECKED = "follows", "outside rounding", "cannot be checked"
# Why articles differ, where nothing in the figures themselves says it.
NO_REASON = "none found"
CLAIM_COLUMNS = "figure_id article_id rule stated unit recomputed low high verdict if_rounded from_figures".split()
# Half a unit of a whole number without 万 or 亿, which counts as exact: so many firms, so many micrograms as published.
WHOLE = 0.5


# A row of the ledger, as itertuples gives it, and a row of the claims.
Row = Any
Claim = tuple[Any, ...]
Function = Callable[[float], float]


class Interval(NamedTuple):
    """The values that a stated figure may stand for."""

    low: float
    high: float


def interval(value: float, rounding: float, bound: str) -> Interval:
    """Return the values that a figure may stand for.

    value, rounding: as in the ledger, rounding half a unit of the last stated digit. bound: = > < ~.
    Returns an Interval: within rounding for =, open upwards for >, open downwards for <, five per cent wide for ~.
    """
    wide = abs(value) * ABOUT if bound == "~" else 0.0
    low, high = value - rounding - wide, value + rounding + wide
    return Interval(-math.inf if bound == "<" else low, math.inf if bound == ">" else high)


def _check_table(indicators: pd.DataFrame) -> None:
    repair = "read the ledger, or compute one with helpers.ledger.compute"
    need_columns(indicators, NEEDED, name="the table of figures", repair=repair)
    if not indicators["figure_id"].is_unique:
        raise refuse("a figure_id occurs twice", expected="one row per figure", repair="drop the copies")


def _of(row: Row, *, exact: bool = False) -> Interval:
    """Return the interval of a row; with exact, whole numbers that are no change are taken as they stand."""
    # A fall is stated as a negative value; its bound is on the size of the fall.
    bound = {">": "<", "<": ">"}.get(row.bound, row.bound) if row.value < 0 else row.bound
    rounding = 0.0 if exact and row.rounding == WHOLE and row.kind != "change" else row.rounding
    return interval(row.value, rounding, bound)


def _divided(end: Interval, start: Interval, function: Function) -> Interval:
    """Apply a function of end/start that rises with it to two intervals of positive values."""
    if start.low <= 0 or (end.low < 0 and end.low != -math.inf):
        return Interval(-math.inf, math.inf)
    low = 0.0 if end.low == -math.inf or start.high == math.inf else end.low / start.high
    high = math.inf if end.high == math.inf or start.low == -math.inf else end.high / start.low
    return Interval(function(low), function(high) if high < math.inf else math.inf)


def _percent(ratio: float) -> float:
    return (ratio - 1) * 100


def _annual(years: int) -> Function:
    return lambda ratio: (ratio ** (1 / years) - 1) * 100


def _year(row: Row, name: str) -> int | None:
    value = getattr(row, name)
    return None if pd.isna(value) else int(value)


def _is_annual(row: Row) -> bool:
    """Say whether a change is a yearly average of several years that are known."""
    first, last = _year(row, "year_from"), _year(row, "year_to")
    return bool(row.basis == "年均" and first is not None and last is not None and first < last)


def _same_thing(one: Row, other: Row) -> bool:
    alike = one.indicator == other.indicator or (one.concept and one.concept == other.concept)
    return bool(alike) and one.region == other.region and one.article_id == other.article_id


def _level_at(rows: list[Row], claim: Row, year: int | None, unit: str) -> Row | None:
    """Return the level of the thing a claim is about in a year, of the claim's paragraph; None where not stated."""
    if year is None:
        return None
    found = [
        row
        for row in rows
        if row.kind == "level" and row.unit == unit and _year(row, "year_to") == year and _same_thing(row, claim)
    ]
    return found[-1] if found else None


def _rule_of(claim: Row) -> tuple[str | None, str | None]:
    if claim.unit == "%":
        return ("annual average", None) if _is_annual(claim) else ("per cent", None)
    return {"倍": ("multiple", None), "百分点": ("percentage points", "%")}.get(claim.unit, (None, None))


def _two_levels(rows: list[Row], claim: Row) -> tuple[Row, Row] | tuple[None, None]:
    """Return (start, end) of the levels that a change runs between, or (None, None)."""
    unit = _rule_of(claim)[1]
    units = [unit] if unit else sorted({row.unit for row in rows if row.kind == "level" and row.unit != "%"})
    first = _year(claim, "base_year") or _year(claim, "year_from")
    for candidate in units:
        start = _level_at(rows, claim, first, candidate)
        end = _level_at(rows, claim, _year(claim, "year_to"), candidate)
        if start is not None and end is not None and start.figure_id != end.figure_id:
            return start, end
    return None, None


def _recompute(claim: Row, start: Row, end: Row, *, exact: bool) -> tuple[float, Interval]:
    one, two = _of(start, exact=exact), _of(end, exact=exact)
    rule = _rule_of(claim)[0]
    if rule == "percentage points":
        return end.value - start.value, Interval(two.low - one.high, two.high - one.low)
    functions: dict[str | None, Function] = {"per cent": _percent, "multiple": float}
    function = functions.get(rule) or _annual(_span(claim) or 1)
    return function(end.value / start.value), _divided(two, one, function)


def _span(claim: Row) -> int:
    """Return over how many years a change runs; 0 where the text does not say."""
    first, last = _year(claim, "year_from"), _year(claim, "year_to")
    return 0 if first is None or last is None else last - first


def _verdict(stated: Interval, computed: Interval) -> str:
    return FOLLOWS if stated.low <= computed.high and computed.low <= stated.high else OUTSIDE


def _unchecked(claim: Row, rule: str) -> Claim:
    nothing = (math.nan, math.nan, math.nan)
    return (claim.figure_id, claim.article_id, rule, claim.value, claim.unit, *nothing, UNCHECKED, UNCHECKED, "")


def _claim(
    claim: Row, rule: str, value: float, computed: Interval, sources: Iterable[Row], *, rounded: Interval | None = None
) -> Claim:
    """Make a row of the result; rounded is the interval that holds if whole numbers were rounded ones."""
    verdict, loose = (_verdict(_of(claim), found) for found in (computed, rounded or computed))
    figures = " ".join(row.figure_id for row in sources)
    return (claim.figure_id, claim.article_id, rule, claim.value, claim.unit, value, *computed, verdict, loose, figures)


def _change_claims(rows: list[Row]) -> Iterator[Claim]:
    for claim in rows:
        rule = _rule_of(claim)[0] if claim.kind == "change" else None
        if rule is not None:
            yield _change_claim(rows, claim, rule)


def _change_claim(rows: list[Row], claim: Row, rule: str) -> Claim:
    """Check a change against the two levels it runs between, a yearly average also against a multiple."""
    start, end = _two_levels(rows, claim)
    if start is not None and start.value > 0:
        value, computed = _recompute(claim, start, end, exact=True)
        rounded = _recompute(claim, start, end, exact=False)[1]
        return _claim(claim, rule, value, computed, (start, end), rounded=rounded)
    multiple = _multiple_beside(rows, claim) if rule == "annual average" else None
    if multiple is None:
        return _unchecked(claim, rule)
    function, one = _annual(_span(claim)), _of(multiple)
    computed = Interval(function(one.low), function(one.high) if one.high < math.inf else math.inf)
    return _claim(claim, "annual average of a multiple", function(multiple.value), computed, (multiple,))


def _multiple_beside(rows: list[Row], claim: Row) -> Row | None:
    """Return the multiple that is stated for the same thing and years as a yearly average."""
    span = (_year(claim, "year_from"), _year(claim, "year_to"))
    for row in rows:
        years = (_year(row, "year_from"), _year(row, "year_to"))
        if row.kind == "change" and row.unit == "倍" and years == span and _same_thing(row, claim):
            return row
    return None


# Names under which the texts state what a region produces.
PRODUCT = re.compile("GDP|生产总值|经济总量")


def _total_of(rows: list[Row], share: Row, part: Row) -> Row | None:
    """Return the level that a share is of: the same region, year and unit, under the name that follows 占."""
    name = share.whole
    for row in rows:
        comparable = row.kind == "level" and row.unit == part.unit and row.region == share.region
        named = name in row.indicator or (PRODUCT.search(name) and PRODUCT.search(row.indicator))
        if comparable and named and _year(row, "year_to") == _year(share, "year_to"):
            return row
    return None


def _share_claims(rows: list[Row]) -> Iterator[Claim]:
    """Yield a claim for every share of a total: 占地区生产总值比重, after the part was stated."""
    for at, share in enumerate(rows):
        if share.kind == "level" and share.whole:
            part = next((row for row in reversed(rows[:at]) if row.kind == "level" and row.unit != "%"), None)
            yield _share_claim(rows, share, part)


def _share_claim(rows: list[Row], share: Row, part: Row | None) -> Claim:
    alike = part is not None and part.region == share.region and _year(part, "year_to") == _year(share, "year_to")
    total = _total_of(rows, share, part) if alike else None
    if part is None or total is None or total.value <= 0:
        return _unchecked(share, "share of a total")
    computed = _divided(_of(part, exact=True), _of(total, exact=True), lambda ratio: ratio * 100)
    return _claim(share, "share of a total", part.value / total.value * 100, computed, (part, total))


def _whole_claims(rows: list[Row]) -> Iterator[Claim]:
    """Yield a claim for every ratio: its parts make a hundred per cent."""
    of_ratios = sorted((row for row in rows if not pd.isna(row.ratio)), key=lambda row: row.ratio)
    for _, parts in groupby(of_ratios, key=lambda row: row.ratio):
        yield _whole_claim(list(parts))


def _whole_claim(parts: list[Row]) -> Claim:
    total, slack = sum(row.value for row in parts), sum(row.rounding for row in parts)
    whole = parts[0]._replace(value=100.0, rounding=0.0, bound="=")
    return _claim(whole, "parts of a whole", total, Interval(total - slack, total + slack), parts)


def arithmetic(indicators: pd.DataFrame) -> pd.DataFrame:
    """Check every stated change, share and ratio against the values stated beside it.

    indicators: a ledger, one row per figure. A change in per cent, a multiple, a yearly average or percentage
    points is recomputed from the levels of the same thing, region and years in its paragraph; a yearly average
    also from a multiple. Each stated figure stands for the interval that rounds to it, opened by its bound; a whole
    number without 万 or 亿 is taken as exact.
    Returns a DataFrame with figure_id, article_id, rule, stated, unit, recomputed, low, high (the interval of
    the recomputed value), verdict (follows, outside rounding, cannot be checked), if_rounded (the verdict if whole
    numbers were rounded ones), from_figures (ids of what it was recomputed from); one row per claim, in ledger order.
    Raises CorpusError where a column is missing or a figure_id occurs twice.
    Misuse: "outside rounding" says that the stated figures do not fit together, not which of them is wrong; growth at
    comparable prices need not follow from nominal values.
    """
    _check_table(indicators)
    claims = []
    for _, rows in indicators.groupby(["article_id", "paragraph"], sort=False):
        rows = list(rows.itertuples(index=False))
        claims += [*_change_claims(rows), *_share_claims(rows), *_whole_claims(rows)]
    return pd.DataFrame(claims, columns=CLAIM_COLUMNS)


GROUP = ["concept", "region", "unit", "kind", "year_from", "year_to", "base_year"]


def _reason(rows: pd.DataFrame) -> str:
    """Say why articles may differ: bounds, no date, or nothing that the figures themselves show."""
    if rows["value"].nunique() == 1:
        return "equal"
    spans = [_of(row) for row in rows.itertuples()]
    if all(one.low <= two.high and two.low <= one.high for one, two in combinations(spans, 2)):
        return "rounding or a bound such as 近 or 超"
    if rows[["year_from", "year_to"]].isna().all(axis=None):
        return "no date is stated; of different dates, perhaps"
    return NO_REASON


def agreement(indicators: pd.DataFrame) -> pd.DataFrame:
    """Hold the articles against each other: the same concept, region, unit, kind and period in two or more of them.

    indicators: a ledger, one row per figure. Figures without a concept or a region are left out, and scopes
    that differ (region, kind, years) are not merged.
    Returns a DataFrame with concept, region, unit, kind, year_from, year_to, base_year, articles (their number),
    values (the different ones as stated, with bound, smallest first), low, high, spread ((high - low) / high, in
    [0, 1]), reason, figures (ids); one row per group, widest spread first. Raises CorpusError as `arithmetic`.
    Misuse: undated figures are compared too, since press texts rarely date them; the reason says so.
    """
    _check_table(indicators)
    usable = indicators[(indicators["concept"] != "") & indicators["region"].fillna("").astype(bool)]
    groups = []
    for key, rows in usable.groupby(GROUP, dropna=False, sort=False):
        if rows["article_id"].nunique() < 2:
            continue
        low, high = rows["value"].abs().min(), rows["value"].abs().max()
        stated = rows.drop_duplicates(["value", "bound"]).sort_values(["value", "bound"])
        values = "; ".join(f"{row.bound.strip('=')}{row.value:,.12g}" for row in stated.itertuples())
        spread = (high - low) / high if high else 0.0
        groups.append(
            (*key, rows["article_id"].nunique(), values, low, high, spread, _reason(rows), " ".join(rows["figure_id"]))
        )
    columns = [*GROUP, "articles", "values", "low", "high", "spread", "reason", "figures"]
    table = pd.DataFrame(groups, columns=columns)
    return table.sort_values(["spread", "concept", "region"], ascending=[False, True, True]).reset_index(drop=True)
