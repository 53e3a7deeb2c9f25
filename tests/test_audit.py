"""The audit: hand arithmetic on ledgers of three rows, bounds, intervals, refusals, and the slips of the real texts."""

import math

import pandas as pd
import pytest

from helpers import CorpusError
from helpers.audit import agreement, arithmetic, interval

BASE = {
    "article_id": "a", "paragraph": 1, "indicator": "浓度", "concept": "c", "region": "北京", "unit": "元", "bound": "=",
    "kind": "level", "year_from": None, "year_to": None, "base_year": None, "rounding": 0.05, "basis": "", "whole": "", "ratio": None,
}  # fmt: skip


def _ledger(*rows):
    table = pd.DataFrame([BASE | {"figure_id": f"f{at}"} | row for at, row in enumerate(rows)])
    return table.astype(dict.fromkeys(("year_from", "year_to", "base_year", "ratio"), "Int64") | {"value": float})


def _at(year, value, **more):
    return {"year_from": year, "year_to": year, "value": value} | more


def _change(value, first, last, base, unit="%", **more):
    return {
        "kind": "change",
        "value": value,
        "year_from": first,
        "year_to": last,
        "base_year": base,
        "unit": unit,
        "basis": "年均" if base is None else "",
    } | more


@pytest.mark.parametrize(
    ("bound", "expected"),
    [("=", (9.5, 10.5)), (">", (9.5, math.inf)), ("<", (-math.inf, 10.5)), ("~", (9.0, 11.0))],
)
def test_interval(bound, expected):
    assert interval(10, 0.5, bound) == pytest.approx(expected)


# levels, then the change and what becomes of it
CASES = [
    ((_at(2014, 0.53, rounding=0.005), _at(2022, 0.31, rounding=0.005)), _change(-71.6, 2014, 2022, 2014), "outside rounding", -41.509),
    ((_at(2014, 1.4), _at(2022, 0.95, rounding=0.005)), _change(-32.4, 2014, 2022, 2014), "follows", -32.143),
    ((_at(2013, 107, rounding=0.5), _at(2022, 37, rounding=0.5)), _change(-65.1, 2013, 2022, 2013), "outside rounding", -65.421),
    ((_at(2013, 71.2), _at(2023, 748.7)), _change(26.5, 2013, 2023, None), "follows", 26.527),
    ((_at(2014, 10.0), _at(2022, 18.0)), _change(1.8, 2014, 2022, 2014, unit="倍"), "follows", 1.8),
    ((_at(2014, 10.0), _at(2022, 18.0)), _change(2.8, 2014, 2022, 2014, unit="倍"), "outside rounding", 1.8),
    ((_at(2014, 10.0, unit="%"), _at(2022, 12.5, unit="%")), _change(2.5, 2014, 2022, 2014, unit="百分点"), "follows", 2.5),
    ((_at(2014, 100.0), _at(2022, 37.0)), _change(-60, 2014, 2022, 2014, bound=">", rounding=0.5), "follows", -63.0),
    ((_at(2014, 100.0), _at(2022, 37.0)), _change(-70, 2014, 2022, 2014, bound=">", rounding=0.5), "outside rounding", -63.0),
    ((_at(2014, 100.0, region="天津"), _at(2022, 37.0)), _change(-60, 2014, 2022, 2014), "cannot be checked", None),
    ((_at(2014, 100.0, indicator="人口", concept=""), _at(2022, 37.0)), _change(-60, 2014, 2022, 2014), "cannot be checked", None),
]  # fmt: skip


@pytest.mark.parametrize(("levels", "change", "verdict", "recomputed"), CASES)
def test_a_change_is_recomputed_from_its_levels(levels, change, verdict, recomputed):
    claim = arithmetic(_ledger(*levels, change)).iloc[0]
    assert claim["verdict"] == verdict
    assert (
        math.isnan(claim["recomputed"])
        if recomputed is None
        else claim["recomputed"] == pytest.approx(recomputed, abs=1e-3)
    )
    assert claim["from_figures"] == ("" if recomputed is None else "f0 f1")


def test_whole_numbers_count_as_exact_and_the_other_reading_is_told():
    levels = (_at(2013, 107, rounding=0.5), _at(2022, 37, rounding=0.5))
    claim = arithmetic(_ledger(*levels, _change(-65.1, 2013, 2022, 2013))).iloc[0]
    assert (claim["verdict"], claim["if_rounded"]) == ("outside rounding", "follows")


def test_a_yearly_average_is_recomputed_from_a_multiple():
    multiple = _change(1.43, 2014, 2022, 2014, unit="倍", rounding=0.005)
    claims = arithmetic(_ledger(multiple, _change(4.6, 2014, 2022, None)))
    assert list(claims["rule"]) == ["multiple", "annual average of a multiple"]
    assert list(claims["verdict"]) == ["cannot be checked", "follows"]
    assert claims["recomputed"].iloc[1] == pytest.approx((1.43 ** (1 / 8) - 1) * 100)


def test_a_share_is_recomputed_from_part_and_total():
    def shares(stated, **more):
        total = _at(2022, 100.0, indicator="生产总值", concept="p") | more
        part = _at(2022, 40.0, indicator="数字经济规模", concept="d")
        share = _at(2022, stated, unit="%", indicator="数字经济规模占地区GDP比重", concept="s", whole="地区GDP")
        return _ledger(total, part, share)

    assert arithmetic(shares(40.0))[["rule", "verdict"]].to_numpy().tolist() == [["share of a total", "follows"]]
    assert arithmetic(shares(43.0))["verdict"].to_list() == ["outside rounding"]
    for scope in ({"year_to": 2021}, {"region": "天津"}, {"unit": "人"}, {"indicator": "人口"}):
        assert arithmetic(shares(43.0, **scope))["verdict"].to_list() == ["cannot be checked"]


def test_parts_of_a_whole_make_a_hundred():
    def shares(*values, ratio=1):
        return [{"value": value, "unit": "%", "ratio": ratio} for value in values]

    assert arithmetic(_ledger(*shares(6.2, 35.7, 58.1)))["verdict"].to_list() == ["follows"]
    assert arithmetic(_ledger(*shares(6.2, 35.7, 58.3)))["verdict"].to_list() == ["outside rounding"]
    # A ratio has as many parts as the text gives it, and two of them are told apart.
    assert arithmetic(_ledger(*shares(10, 20, 30, 40)))["verdict"].to_list() == ["follows"]
    two = _ledger(*shares(10, 20, 30, 40), *shares(20, 30, 60, ratio=2))
    assert arithmetic(two)[["recomputed", "verdict"]].to_numpy().tolist() == [
        [100, "follows"],
        [110, "outside rounding"],
    ]


def test_levels_of_another_paragraph_are_not_taken():
    rows = (_at(2014, 10.0, paragraph=2), _at(2022, 18.0), _change(1.8, 2014, 2022, 2014, unit="倍"))
    assert arithmetic(_ledger(*rows))["verdict"].to_list() == ["cannot be checked"]


def test_order_of_articles_does_not_matter_and_nothing_is_changed():
    ledger = _ledger(_at(2014, 10.0), _at(2022, 18.0), _change(1.8, 2014, 2022, 2014, unit="倍"))
    other = ledger.assign(article_id="b", figure_id=["g0", "g1", "g2"])
    before = pd.concat([ledger, other], ignore_index=True)
    copy = before.copy()
    after = arithmetic(before.iloc[[3, 4, 5, 0, 1, 2]])
    assert (
        arithmetic(before).sort_values("figure_id")["verdict"].to_list()
        == after.sort_values("figure_id")["verdict"].to_list()
    )
    pd.testing.assert_frame_equal(before, copy)


def _two(first, second):
    return _ledger(_at(2022, 37.0, rounding=0.5) | first, {"article_id": "b"} | _at(2022, 37.0, rounding=0.5) | second)


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ({}, {}, "equal"),
        ({"value": 40.0}, {}, "none found"),
        ({"value": 4000.0, "bound": ">"}, {"value": 4200.0}, "rounding or a bound such as 近 or 超"),
        ({"value": 203.0, "year_from": None, "year_to": None}, {"value": 179.0, "year_from": None, "year_to": None},
         "no date is stated; of different dates, perhaps"),
    ],
)  # fmt: skip
def test_agreement_names_the_likely_reason(first, second, reason):
    table = agreement(_two(first, second))
    assert table["reason"].to_list() == [reason]
    assert table["articles"].to_list() == [2]


@pytest.mark.parametrize(
    "scope",
    [{"region": "天津"}, {"kind": "target"}, {"year_to": 2021, "year_from": 2021}, {"unit": "家"}, {"concept": ""}],
)
def test_scopes_that_differ_are_not_merged(scope):
    assert agreement(_two({}, scope)).empty


def test_spread_by_hand():
    assert agreement(_two({"value": 30.0}, {"value": 40.0}))["spread"].iloc[0] == pytest.approx(0.25)


@pytest.mark.parametrize("check", [arithmetic, agreement])
def test_a_table_that_is_no_ledger_is_refused(check):
    ledger = _ledger(_at(2022, 37.0), _at(2022, 38.0))
    with pytest.raises(CorpusError, match="has no column rounding"):
        check(ledger.drop(columns="rounding"))
    with pytest.raises(CorpusError, match="a figure_id occurs twice"):
        check(ledger.assign(figure_id="f"))
