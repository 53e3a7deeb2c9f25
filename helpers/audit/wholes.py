"""Claims about parts and wholes: shares, ratios, days of a year, parts that a text sets among a whole."""

import calendar
import math
import re
from collections.abc import Iterator
from itertools import combinations, groupby

import pandas as pd

from helpers.audit.claims import NO_WHOLE, Claim, Counted, computed
from helpers.audit.intervals import Function, Interval, Row, as_stated, if_rounded, is_exact
from helpers.audit.lookup import Rows, levels, nearest, span_of

# Names under which the texts state what a region produces; 投入强度 is by definition a share of it.
PRODUCT = re.compile("GDP|生产总值|经济总量|投入强度")
RATE = re.compile("[率例]$")
# Words that part a whole in two.
HALVES = (("内", "外"), ("男", "女"), ("城镇", "农村"), ("城", "乡"), ("公办", "民办"))
# What can be summed beside what is counted one by one.
SUMS = frozenset({"元", "亩", "平方米"})


def of_product(row: Row) -> bool:
    """Say whether a row is a share of, or is itself, what a region produces."""
    return bool(PRODUCT.search(row.whole or row.indicator))


def is_share(row: Row) -> bool:
    """Say whether a row is the share of a whole that its label names."""
    stated = row.kind == "level" and row.unit == "%" and pd.isna(row.ratio)
    return bool(stated and (row.basis == "占比" or row.whole or of_product(row)))


def _same_scope(row: Row, other: Row) -> bool:
    return bool(row.region == other.region and span_of(row) == span_of(other))


def begun_by(rows: Rows, share: Row) -> Row | None:
    """Return the level whose label a share's own label begins with, the last before it in its paragraph.

    rows: of the article. share: row. Returns a row of the same place and period, or None.
    """
    before = [row for row in levels(rows) if row.start < share.start and row.paragraph == share.paragraph]
    alike = [row for row in before if share.indicator.startswith(row.indicator) and _same_scope(row, share)]
    return alike[-1] if alike else None


def whole_of(rows: Rows, share: Row, part: Row) -> Row | None:
    """Return the level that a share is a share of: under the name that follows 占, in its place and period.

    rows: of the article. share: row. part: what it is the share that. Returns a row of the unit of part, or None.
    """

    def named(row: Row) -> bool:
        return bool(share.whole and share.whole in row.indicator) or (of_product(share) and of_product(row))

    found = [row for row in levels(rows, part.unit) if row is not part and _same_scope(row, share) and named(row)]
    return nearest(found, share)


def shares(rows: Rows, counted: Counted) -> Iterator[Claim]:
    """Yield a claim for each share of a whole among the rows of an article; counted: units that count things."""
    for share in filter(is_share, rows):
        part = begun_by(rows, share)
        if part is not None and part.unit == "天":
            continue
        whole = whole_of(rows, share, part) if part is not None else None
        if part is None or whole is None:
            yield Claim(share, "share of a whole", reason=NO_WHOLE)
        else:
            yield computed(share, "share of a whole", lambda one, all_: one / all_ * 100, (part, whole), counted)


def days(rows: Rows, counted: Counted) -> Iterator[Claim]:
    """Yield a claim for each share of the days of a year whose days are stated; rows, counted: as for `shares`."""
    for share in rows:
        part = begun_by(rows, share) if share.kind == "level" and share.unit == "%" else None
        if part is not None and part.unit == "天" and span_of(share).last is not None:
            year = 366 if calendar.isleap(int(share.year_to)) else 365
            yield computed(
                share, "share of the days of a year", lambda one, year=year: one / year * 100, (part,), counted
            )


def rates(rows: Rows, counted: Counted) -> Iterator[Claim]:
    """Yield a claim for each rate of a small count: only so many shares of 43 things are possible.

    rows, counted: as for `shares`. Source: Brown and Heathers (2017), the GRIM test, for shares instead of means.
    """
    for share in rows:
        if share.kind != "level" or share.unit != "%" or not RATE.search(share.indicator) or share.value % 100 == 0:
            continue
        whole = begun_by(rows, share)
        if whole is not None and is_exact(whole, counted) and 50 / whole.value > share.rounding:
            yield computed(share, "rate of a count", _nearest_share(share.value), (whole,), counted)


def _nearest_share(stated: float) -> Function:
    """Return the function of a count that gives the possible share of it that is nearest to what is stated."""
    return lambda count: round(stated * count / 100) / count * 100


def same_whole(rows: Rows, counted: Counted) -> Iterator[Claim]:
    """Yield a claim for each two shares of one whole whose parts are stated: both imply the whole.

    rows, counted: as for `shares`.
    """
    known = [(share, part) for share in filter(is_share, rows) if (part := begun_by(rows, share)) is not None]
    for (one, part), (other, its) in combinations(known, 2):
        same = one.whole == other.whole or (of_product(one) and of_product(other))
        if same and part.unit == its.unit and part.unit != "天" and _same_scope(one, other):
            yield computed(
                other, "two shares of one whole", lambda share, a, b: b / (a / share), (one, part, its), counted
            )


def halves(rows: Rows, counted: Counted) -> Iterator[Claim]:
    """Yield a claim for each two shares that part a whole in two; rows, counted: as for `shares`."""
    stated = [row for row in levels(rows, "%") if pd.isna(row.ratio)]
    for one, other in combinations(stated, 2):
        if one.paragraph == other.paragraph and _same_scope(one, other) and _are_halves(one.indicator, other.indicator):
            yield computed(other, "two shares of a whole", lambda share: 100 - share, (one,), counted)


def _are_halves(one: str, other: str) -> bool:
    pairs = [pair for half in HALVES for pair in (half, half[::-1])]
    return any(first in one and one.replace(first, second) == other for first, second in pairs)


def ratios(rows: Rows, counted: Counted) -> Iterator[Claim]:
    """Yield a claim for each ratio: its parts, however many, make a hundred per cent.

    rows, counted: as for `shares`.
    """
    of_ratios = sorted((row for row in rows if not pd.isna(row.ratio)), key=lambda row: (row.paragraph, row.ratio))
    for _, parts in groupby(of_ratios, key=lambda row: (row.paragraph, row.ratio)):
        *others, last = parts
        yield computed(last, "parts of a whole", lambda *values: 100 - sum(values), others, counted)


def _wider(rows: Rows, part: Row, counted: Counted) -> Row | None:
    """Return the figure that a part is a part of: one before 其中, or one of its paragraph under a wider name."""
    among = [row for row in rows if not pd.isna(part.part_of) and row.start == part.part_of and row.unit == part.unit]
    if among or part.unit not in counted | SUMS:
        return among[0] if among else None
    before = [row for row in levels(rows, part.unit) if row.start < part.start and row.paragraph == part.paragraph]
    narrower = [row for row in before if part.indicator.endswith(row.indicator) and part.indicator != row.indicator]
    same = [row for row in narrower if row.region == part.region and row.kind == part.kind]
    return nearest([row for row in same if span_of(row)[:2] in ((None, None), span_of(part)[:2])], part)


def parts(rows: Rows, counted: Counted) -> Iterator[Claim]:
    """Yield a claim for each part among a stated whole: it is not larger; rows, counted: as for `shares`."""
    for part in levels(rows):
        whole = _wider(rows, part, counted)
        if whole is not None:
            exactly, loosely = (
                Interval(-math.inf, found.high) for found in (as_stated(whole), if_rounded(whole, counted))
            )
            yield Claim(part, "part of a whole", whole.value, exactly, loosely, (whole,))
