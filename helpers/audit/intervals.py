"""What a stated figure may stand for, as an interval, and arithmetic on intervals."""

import math
from collections.abc import Callable
from itertools import product
from typing import Any, NamedTuple

# A row of the ledger, as itertuples gives it.
Row = Any
Function = Callable[..., float]
# How far 约 may be from the value, as a share of it; the texts use it for the nearest round number.
ABOUT = 0.05
# Half a unit of a whole number that is written without 万 or 亿.
WHOLE = 0.5
FOLLOWS, ROUNDED, OUTSIDE, UNCHECKED = "follows", "follows if rounded", "does not follow", "cannot be checked"


class Interval(NamedTuple):
    """The values that a stated figure may stand for."""

    low: float
    high: float


ANYTHING = Interval(-math.inf, math.inf)


def interval(value: float, rounding: float, bound: str) -> Interval:
    """Return the values that a figure may stand for.

    value: as in the ledger, a fall negative. rounding: half a unit of its last digit, 0 for an exact one. bound: = > <
    ~, of the size of the figure.
    Returns an Interval: within rounding for =, open away from 0 for >, open towards and beyond 0 for <, five per cent
    wide for ~.
    """
    wide = abs(value) * ABOUT if bound == "~" else 0.0
    low, high = value - rounding - wide, value + rounding + wide
    # A fall of more than 60 % lies below -60.
    below, above = (">", "<") if value < 0 else ("<", ">")
    return Interval(-math.inf if bound == below else low, math.inf if bound == above else high)


def half_unit(value: float, rounding: float) -> float:
    """Return half a unit of the last digit of a figure that is not 0, of which at least two digits are left.

    value, rounding: as in the ledger. Zeros at the end may be rounding: 1,270亿 stands for 1,269.4亿, so its half unit
    is 5亿; 3,000 is given two digits, so it stands for 2,950 to 3,050. Returns a float of the unit of value.
    """
    digits = f"{abs(value) / (2 * rounding):.0f}" if rounding else ""
    zeros = len(digits) - max(2, len(digits.rstrip("0")))
    return rounding * 10.0 ** max(0, zeros)


def is_exact(row: Row, counted: frozenset[str]) -> bool:
    """Say whether a figure counts things one by one: a whole number of a count unit that does not end in 0.

    row: of the ledger. counted: units that count things. A measured whole number (37 微克/立方米) is a rounded one.
    """
    return row.unit in counted and row.rounding == WHOLE and row.value % 10 != 0


def as_stated(row: Row) -> Interval:
    """Return the values that a row of the ledger stands for if its digits are taken as they are."""
    return interval(row.value, 0.0, row.bound)


def if_rounded(row: Row, counted: frozenset[str]) -> Interval:
    """Return the values that a row of the ledger may stand for under any admissible rounding; counted: count units."""
    return interval(row.value, 0.0 if is_exact(row, counted) else half_unit(row.value, row.rounding), row.bound)


def spanned(function: Function, *intervals: Interval) -> Interval:
    """Return the interval of a function over intervals.

    function: of as many floats as there are intervals, rising or falling in each of them over the interval. intervals:
    of its arguments. Returns an Interval, of anything where the function has no value at a corner.
    """
    try:
        values = [function(*corner) for corner in product(*intervals)]
    except (ZeroDivisionError, OverflowError, ValueError):
        return ANYTHING
    if any(isinstance(value, complex) or math.isnan(value) for value in values):
        return ANYTHING
    return Interval(min(values), max(values))


def meet(one: Interval, other: Interval) -> bool:
    """Say whether two intervals, one and the other, share a value; a ten-thousand-millionth is no difference."""
    slack = 1e-10 * max(1.0, *(abs(end) for end in (*one, *other) if math.isfinite(end)))
    return one.low <= other.high + slack and other.low <= one.high + slack


def verdict(stated: Row, exactly: Interval, loosely: Interval, counted: frozenset[str]) -> str:
    """Say whether a stated figure follows.

    stated: row of the ledger. exactly: what follows from the other figures as they are stated. loosely: what follows
    under any admissible rounding of them. counted: units that count things. Returns FOLLOWS, ROUNDED or OUTSIDE.
    """
    own = interval(stated.value, 0.0 if is_exact(stated, counted) else stated.rounding, stated.bound)
    if meet(own, exactly):
        return FOLLOWS
    return ROUNDED if meet(own, loosely) else OUTSIDE
