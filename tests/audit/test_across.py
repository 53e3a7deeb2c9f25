"""What a growth or a share implies for other articles: contradictions planted and found, and none where none is."""

import math

import pytest
from made_ledgers import UNITS, at, change, ledger

from helpers.audit.across import CONFLICT, FITS, PART_FITS, across

OTHER = {"article_id": "b"}
MONTHS = {"month_from": 1, "month_to": 11}
# 653.8 in January to November, +77.6 % on the year: 368.1 in the same months of the year before.
GROWN = [at(2023, 653.8, **MONTHS), change(77.6, 2023, 2023, 2022, **MONTHS)]

CASES = [
    (at(2022, 356.9), CONFLICT),  # a part of a year may not exceed the year
    (at(2022, 368.1), PART_FITS),
    (at(2022, 400.0), PART_FITS),
    (at(2022, 368.1, **MONTHS), FITS),
    (at(2022, 380.0, **MONTHS), CONFLICT),
    (at(2022, 300.0, bound=">"), PART_FITS),
]


@pytest.mark.parametrize(("stated", "verdict"), CASES)
def test_the_value_before_a_growth_is_held_against_other_articles(stated, verdict):
    table = across(ledger(*GROWN, stated | OTHER), UNITS)
    assert table["verdict"].to_list() == [verdict]
    assert table["implied"].iloc[0] == pytest.approx(653.8 / 1.776)
    assert table[["figure_id", "other_id", "other_article", "months"]].to_numpy().tolist() == [
        ["f1", "f2", "b", "1-11"]
    ]


@pytest.mark.parametrize("scope", [{"region": "天津"}, {"concept": "d"}, {"year_from": 2021, "year_to": 2021}, {"unit": "家"},
                                   {"article_id": "a"}, {"month_from": 1, "month_to": 9}])  # fmt: skip
def test_another_scope_is_not_held_against_it(scope):
    assert across(ledger(*GROWN, at(2022, 1.0) | OTHER | scope), UNITS).empty


def test_a_fall_of_more_than_a_share_leaves_the_value_before_open():
    fall = [at(2022, 37, rounding=0.5), change(-60, 2013, 2022, 2013, bound=">", rounding=0.0)]
    table = across(ledger(*fall, at(2013, 107) | OTHER), UNITS)
    assert (table["low"].iloc[0], table["high"].iloc[0]) == (pytest.approx(36.5 / 0.4), math.inf)
    assert table["verdict"].to_list() == [FITS]
    assert across(ledger(*fall, at(2013, 80) | OTHER), UNITS)["verdict"].to_list() == [CONFLICT]


@pytest.mark.parametrize(
    ("more", "implied"),
    [
        ({"value": 1.8, "unit": "倍"}, 100 / 1.8),
        ({"value": 0.8, "unit": "倍", "multiple": "growth"}, 100 / 1.8),
        ({"value": 10.0, "basis": "年均", "base_year": None}, 100 / 1.1**9),
    ],
)
def test_multiples_and_yearly_averages_by_hand(more, implied):
    table = across(ledger(at(2022, 100), change(0, 2013, 2022, 2013) | more, at(2013, 50) | OTHER), UNITS)
    assert table["implied"].to_list() == [pytest.approx(implied)]


def test_a_share_implies_what_the_region_produced():
    spending = [
        at(2022, 4260.9, indicator="研发经费", concept="rd"),
        at(2022, 4.25, indicator="研发经费投入强度", concept="i", unit="%", rounding=0.005),
    ]

    def verdicts(product):
        other = at(2022, product, indicator="地区生产总值", concept="gdp") | OTHER
        return across(ledger(*spending, other), UNITS)["verdict"].to_list()

    assert verdicts(100_256) == [FITS]
    assert verdicts(90_000) == [CONFLICT]
