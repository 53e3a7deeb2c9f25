"""Checks of reported figures: does a stated change follow from the stated values, do articles agree."""

import math
import re
from itertools import combinations
from typing import NamedTuple

import pandas as pd

from helpers.sources import refuse

NEEDED = tuple(
    "figure_id article_id paragraph indicator concept region value unit bound kind year_from year_to base_year rule "
    "rounding".split()
)
# How far 约 may be from the value, as a share of it; the texts use it for the nearest round number.
ABOUT = 0.05
FOLLOWS, OUTSIDE, UNCHECKED = "follows", "outside rounding", "cannot be checked"
CLAIM_COLUMNS = "figure_id article_id rule stated unit recomputed low high verdict if_rounded from_figures".split()
# Half a unit of a whole number without 万 or 亿, which counts as exact: so many firms, so many micrograms as published.
WHOLE = 0.5


class Interval(NamedTuple):
    """The values that a stated figure may stand for."""

    low: float
    high: float


def interval(value, rounding, bound):
    """Return the values that a figure may stand for.

    value, rounding: as in the ledger, rounding half a unit of the last stated digit. bound: = > < ~.
    Returns an Interval: within rounding for =, open upwards for >, open downwards for <, five per cent wide for ~.
    """
    wide = abs(value) * ABOUT if bound == "~" else 0.0
    low, high = value - rounding - wide, value + rounding + wide
    return Interval(-math.inf if bound == "<" else low, math.inf if bound == ">" else high)


def _check_table(indicators):
    missing = [name for name in NEEDED if name not in indicators.columns]
    if missing:
        raise refuse(
            f"the table of figures has no column {', '.join(missing)}",
            expected="a ledger as helpers.ledger.read() returns it",
            repair="read the ledger, or compute one with helpers.ledger.compute",
        )
    if not indicators["figure_id"].is_unique:
        raise refuse("a figure_id occurs twice", expected="one row per figure", repair="drop the copies")


def _of(row, *, exact=False):
    """Return the interval of a row; with exact, whole numbers that are no change are taken as they stand."""
    # A fall is stated as a negative value; its bound is on the size of the fall.
    bound = {">": "<", "<": ">"}.get(row.bound, row.bound) if row.value < 0 else row.bound
    rounding = 0.0 if exact and row.rounding == WHOLE and row.kind != "change" else row.rounding
    return interval(row.value, rounding, bound)


def _divided(end, start, function):
    """Apply a function of end/start that rises with it to two intervals of positive values."""
    if start.low <= 0 or (end.low < 0 and end.low != -math.inf):
        return Interval(-math.inf, math.inf)
    low = 0.0 if end.low == -math.inf or start.high == math.inf else end.low / start.high
    high = math.inf if end.high == math.inf or start.low == -math.inf else end.high / start.low
    return Interval(function(low), function(high) if high < math.inf else math.inf)


def _percent(ratio):
    return (ratio - 1) * 100


def _annual(years):
    return lambda ratio: (ratio ** (1 / years) - 1) * 100


def _year(row, name):
    value = getattr(row, name)
    return None if pd.isna(value) else int(value)


def _is_annual(row):
    """Say whether a change is a yearly average: it runs over several years and has no base year."""
    first, last = _year(row, "year_from"), _year(row, "year_to")
    return row.unit == "%" and _year(row, "base_year") is None and None not in (first, last) and first < last


def _same_thing(one, other):
    alike = one.indicator == other.indicator or (one.concept and one.concept == other.concept)
    return bool(alike) and one.region == other.region and one.article_id == other.article_id


def _level_at(rows, claim, year, unit):
    """Return the level of the thing a claim is about in a year, of the claim's paragraph; None where not stated."""
    if year is None:
        return None
    found = [
        row
        for row in rows
        if row.kind == "level" and row.unit == unit and _year(row, "year_to") == year and _same_thing(row, claim)
    ]
    return found[-1] if found else None


def _rule_of(claim):
    if claim.unit == "%":
        return ("annual average", None) if _is_annual(claim) else ("per cent", None)
    return {"倍": ("multiple", None), "百分点": ("percentage points", "%")}.get(claim.unit, (None, None))


def _two_levels(rows, claim):
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


def _recompute(claim, start, end, *, exact):
    one, two = _of(start, exact=exact), _of(end, exact=exact)
    rule = _rule_of(claim)[0]
    if rule == "percentage points":
        return end.value - start.value, Interval(two.low - one.high, two.high - one.low)
    years = (_year(claim, "year_to") or 0) - (_year(claim, "year_from") or 0)
    function = {"per cent": _percent, "multiple": float, "annual average": _annual(years or 1)}[rule]
    return function(end.value / start.value), _divided(two, one, function)


def _verdict(stated, computed):
    return FOLLOWS if stated.low <= computed.high and computed.low <= stated.high else OUTSIDE


def _claim(claim, rule, value, computed, sources, *, rounded=None):
    """Make a row of the result; rounded is the interval that holds if whole numbers were rounded ones."""
    verdict = loose = UNCHECKED
    if value is None:
        computed, value = Interval(math.nan, math.nan), math.nan
    else:
        verdict, loose = (_verdict(_of(claim), found) for found in (computed, rounded or computed))
    figures = " ".join(row.figure_id for row in sources)
    return (claim.figure_id, claim.article_id, rule, claim.value, claim.unit, value, *computed, verdict, loose, figures)


def _change_claims(rows):
    for claim in rows:
        rule = _rule_of(claim)[0] if claim.kind == "change" else None
        if rule is None:
            continue
        start, end = _two_levels(rows, claim)
        if start is not None and start.value > 0:
            value, computed = _recompute(claim, start, end, exact=True)
            rounded = _recompute(claim, start, end, exact=False)[1]
            yield _claim(claim, rule, value, computed, (start, end), rounded=rounded)
            continue
        multiple = _multiple_beside(rows, claim) if rule == "annual average" else None
        if multiple is not None:
            years = _year(claim, "year_to") - _year(claim, "year_from")
            function, one = _annual(years), _of(multiple)
            yield _claim(claim, "annual average of a multiple", function(multiple.value), Interval(
                function(one.low), function(one.high) if one.high < math.inf else math.inf), (multiple,))  # fmt: skip
        else:
            yield _claim(claim, rule, None, None, ())


def _multiple_beside(rows, claim):
    """Return the multiple that is stated for the same thing and years as a yearly average."""
    span = (_year(claim, "year_from"), _year(claim, "year_to"))
    for row in rows:
        years = (_year(row, "year_from"), _year(row, "year_to"))
        if row.kind == "change" and row.unit == "倍" and years == span and _same_thing(row, claim):
            return row
    return None


SHARE_OF = re.compile("占(.{2,12}?)(?:的?(?:比重|比例|份额)|的$|$)")
# Names under which the texts state what a region produces.
PRODUCT = re.compile("GDP|生产总值|经济总量")


def _total_of(rows, share, part):
    """Return the level that a share is of: the same region, year and unit, under the name that follows 占."""
    name = SHARE_OF.search(share.indicator)[1]
    for row in rows:
        comparable = row.kind == "level" and row.unit == part.unit and row.region == share.region
        named = name in row.indicator or (PRODUCT.search(name) and PRODUCT.search(row.indicator))
        if comparable and named and _year(row, "year_to") == _year(share, "year_to"):
            return row
    return None


def _share_claims(rows):
    """Yield a claim for every share of a total: 占地区生产总值比重, after the part was stated."""
    for at, share in enumerate(rows):
        if share.kind != "level" or share.unit != "%" or not SHARE_OF.search(share.indicator):
            continue
        part = next((row for row in reversed(rows[:at]) if row.kind == "level" and row.unit != "%"), None)
        same = part is not None and part.region == share.region and _year(part, "year_to") == _year(share, "year_to")
        total = _total_of(rows, share, part) if same else None
        if total is None or total.value <= 0:
            yield _claim(share, "share of a total", None, None, ())
        else:
            one, two = _of(total, exact=True), _of(part, exact=True)
            computed = _divided(two, one, lambda ratio: ratio * 100)
            yield _claim(share, "share of a total", part.value / total.value * 100, computed, (part, total))


def _whole_claims(rows):
    """Yield a claim for every ratio: its parts make a hundred per cent."""
    ratios = [row for row in rows if row.rule == "ratio"]
    for at in range(0, len(ratios) - 2, 3):
        parts = ratios[at : at + 3]
        total = sum(row.value for row in parts)
        slack = sum(row.rounding for row in parts)
        whole = parts[0]._replace(value=100.0, rounding=0.0, bound="=")
        yield _claim(whole, "parts of a whole", total, Interval(total - slack, total + slack), parts)


def arithmetic(indicators):
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


def _reason(rows):
    """Say why articles may differ: bounds, no date, or nothing that the figures themselves show."""
    if rows["value"].nunique() == 1:
        return "equal"
    spans = [_of(row) for row in rows.itertuples()]
    if all(one.low <= two.high and two.low <= one.high for one, two in combinations(spans, 2)):
        return "rounding or a bound such as 近 or 超"
    if rows[["year_from", "year_to"]].isna().all(axis=None):
        return "no date is stated; of different dates, perhaps"
    return "none found"


def agreement(indicators):
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
