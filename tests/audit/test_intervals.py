"""What a stated figure may stand for, and the functions of such intervals."""

import math
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.audit.intervals import (
    ANYTHING,
    FOLLOWS,
    OUTSIDE,
    ROUNDED,
    Interval,
    half_unit,
    if_rounded,
    interval,
    is_exact,
    meet,
    spanned,
    verdict,
)  # fmt: skip

COUNTED = frozenset({"家", "个"})
INFINITE = math.inf


@pytest.mark.parametrize(
    ("value", "bound", "expected"),
    [
        (10, "=", (9.5, 10.5)),
        (10, ">", (9.5, INFINITE)),
        (10, "<", (-INFINITE, 10.5)),
        (10, "~", (9.0, 11.0)),
        # The bound of a fall is on its size: a fall of more than 60 % lies below -60.
        (-60, ">", (-INFINITE, -59.5)),
        (-60, "<", (-60.5, INFINITE)),
        (-60, "~", (-63.5, -56.5)),
    ],
)
def test_interval(value, bound, expected):
    assert interval(value, 0.5, bound) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("value", "rounding", "expected"),
    [
        (37.0, 0.5, 0.5),
        (1.27e11, 5e7, 5e8),  # 1,270亿
        (1.2694e11, 5e6, 5e6),  # 1,269.4亿
        (3000.0, 0.5, 50.0),  # two digits are left
        (100.0, 0.5, 5.0),
        (40.0, 0.5, 0.5),  # 40 has two digits
        (1e8, 5e7, 5e7),  # 1亿
        (0.0, 0.5, 0.5),
        (-60.0, 0.5, 0.5),
        (5.0, 0.0, 0.0),
    ],
)
def test_zeros_at_the_end_may_be_rounding(value, rounding, expected):
    assert half_unit(value, rounding) == pytest.approx(expected)


def _row(value, unit="家", rounding=0.5, bound="="):
    return SimpleNamespace(value=value, unit=unit, rounding=rounding, bound=bound)


@pytest.mark.parametrize(
    ("row", "exact"),
    [
        (_row(43.0), True),
        (_row(40.0), False),  # ends in 0
        (_row(37.0, "微克/立方米"), False),  # is measured
        (_row(44800.0, rounding=50.0), False),  # is written 4.48万
        (_row(7.0, "个"), True),
    ],
)
def test_only_counts_are_exact(row, exact):
    assert is_exact(row, COUNTED) is exact
    found = if_rounded(row, COUNTED)
    assert (found.low == found.high == row.value) is exact


@given(st.floats(-1e9, 1e9), st.floats(0, 10), st.sampled_from("=<>~"))
def test_a_figure_may_always_stand_for_its_own_value(value, rounding, bound):
    found = interval(value, rounding, bound)
    assert found.low <= value <= found.high


def test_functions_of_intervals_by_hand():
    assert spanned(lambda one, two: two - one, Interval(1, 2), Interval(5, 7)) == (3, 6)
    assert spanned(lambda one, two: two / one, Interval(1, 2), Interval(6, math.inf)) == (3, math.inf)
    assert spanned(lambda one, two: two / one, Interval(0, 2), Interval(6, 6)) == ANYTHING
    assert spanned(lambda one, two: two - one, Interval(1, math.inf), Interval(1, math.inf)) == ANYTHING


positive = st.floats(0.5, 1e6)


@given(positive, positive, positive, positive, st.floats(0, 1), st.floats(0, 1))
def test_what_lies_inside_stays_inside(a, b, c, d, one, two):
    first, second = Interval(*sorted((a, b))), Interval(*sorted((c, d)))
    found = spanned(lambda start, end: (end / start - 1) * 100, first, second)
    x, y = (low + (high - low) * share for (low, high), share in ((first, one), (second, two)))
    assert meet(found, Interval(*(2 * [(y / x - 1) * 100])))


@pytest.mark.parametrize(
    ("stated", "exactly", "loosely", "expected"),
    [
        (65.4, (65.42, 65.42), (64.8, 66.0), FOLLOWS),
        (65.1, (65.42, 65.42), (64.8, 66.0), ROUNDED),
        (71.6, (65.42, 65.42), (64.8, 66.0), OUTSIDE),
    ],
)
def test_verdict(stated, exactly, loosely, expected):
    row = _row(stated, "%", rounding=0.05)
    assert verdict(row, Interval(*exactly), Interval(*loosely), COUNTED) == expected
