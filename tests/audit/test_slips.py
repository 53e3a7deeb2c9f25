"""Usual slips: planted ones are named, and where there is none, none is."""

import pytest
from made_ledgers import UNITS, at, change, ledger

from helpers.audit.arithmetic import arithmetic
from helpers.audit.slips import COMPARABLE

DUST = {"unit": "微克/立方米", "rounding": 0.5}


def _levels(start, end, **more):
    return [at(2013, start, **more), at(2022, end, **more)]


CASES = [
    ([*_levels(53, 31, **DUST), change(-71.6, 2013, 2022, 2013)], "divided by the end value"),
    ([*_levels(15.3, 24.3, unit="%"), change(58.8, 2013, 2022, 2013, unit="百分点")], "per cent called percentage points"),
    ([*_levels(100, 110), change(110, 2013, 2022, 2013)], "the ratio given as the growth"),
    ([*_levels(100.0, 1200.0), change(20, 2013, 2022, 2013)], "one value taken 0.1 times"),
    ([*_levels(100, 210), change(2.1, 2013, 2022, 2013, unit="倍", multiple="growth")],
     "growth and ratio taken for each other (增长N倍)"),
    ([*_levels(100, 210), change(1.1, 2013, 2022, 2013, unit="倍")], "growth and ratio taken for each other (增长N倍)"),
    ([*_levels(100, 200), change(9.1, 2013, 2022)], "averaged over 8 instead of 9 years"),
    ([*_levels(100, 200), change(11.1, 2013, 2022)], "the whole growth divided by the years"),
    ([*_levels(100, 200), change(100.0, 2013, 2022)], "the whole growth called a yearly one"),
    ([at(2015, 125), *_levels(100, 200), change(60, 2013, 2022, 2013)], "counted from the value of 2015"),
    ([*_levels(100, 200), change(5, 2013, 2022)], COMPARABLE),
    ([*_levels(100, 200), change(5, 2013, 2022, basis="可比价格")], ""),
    ([*_levels(100, 137), change(64, 2013, 2022, 2013)], ""),
    ([{"value": 60.0, "unit": "家", "rounding": 0.5}, {"value": 77.0, "unit": "家", "rounding": 0.5, "part_of": 0}], ""),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "reason"), CASES)
def test_the_slip_that_gives_the_stated_value_is_named(rows, reason):
    claims = arithmetic(ledger(*rows), UNITS)
    failed = claims[claims["verdict"] == "does not follow"]
    assert failed["reason"].to_list() == [reason]


def test_a_claim_that_follows_has_no_slip():
    claims = arithmetic(ledger(*_levels(100, 110), change(10, 2013, 2022, 2013)), UNITS)
    assert claims["reason"].to_list() == [""]
