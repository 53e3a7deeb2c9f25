"""The audit as a whole: cases of every class, why nothing can be checked, and ten thousand made cases."""

import math
from itertools import product

import numpy as np
import pandas as pd
import pytest
from made_ledgers import UNITS, at, change, ledger

from helpers import CorpusError
from helpers.audit.arithmetic import arithmetic
from helpers.audit.claims import ELSEWHERE, MONTHS_DIFFER, NO_BASE, NO_WHOLE, NO_YEARS, OTHER_SCOPE
from helpers.audit.intervals import FOLLOWS, OUTSIDE, ROUNDED, UNCHECKED

DUST = {"unit": "微克/立方米", "rounding": 0.5, "indicator": "浓度"}
SHARE = {"unit": "%", "basis": "占比", "whole": "地区GDP", "indicator": "数字经济占地区GDP比重", "concept": "s"}
PRODUCT = {"indicator": "地区GDP", "concept": "gdp"}
DIGITAL = {"indicator": "数字经济", "concept": "d"}
ONE_DIGIT, WHOLE = {"rounding": 0.05}, {"rounding": 0.5}


def _levels(start, end, **more):
    return [at(2013, start, **more), at(2022, end, **more)]


def _ratio(*values, number=1):
    return [{"value": value, "unit": "%", "ratio": number, "indicator": "占比"} for value in values]


def _shares(total, part, stated, **more):
    return [at(2022, total, **PRODUCT), at(2022, part, **DIGITAL), at(2022, stated, **SHARE) | more]


def _days(stated, year=2022):
    return [
        at(year, 267, indicator="优良天数", unit="天", **WHOLE),
        at(year, stated, indicator="优良天数比率", unit="%", concept="r", **ONE_DIGIT),
    ]


def _rate(stated, count=43, **more):
    return [
        at(2022, count, indicator="考核指标", unit="项", **WHOLE),
        at(2022, stated, indicator="考核指标超额完成率", unit="%", concept="r", **ONE_DIGIT) | more,
    ]


def _density(last):
    persons, density = (
        {"indicator": name, "unit": unit} for name, unit in (("常住人口", "人"), ("人口密度", "人/平方公里"))
    )
    return [
        *(at(year, value, rounding=500, concept="p", **persons) for year, value in ((2014, 2.224e6), (2022, 1.804e6))),
        *(at(year, value, rounding=500, concept="q", **density) for year, value in ((2014, 24000), (2022, last))),
    ]


def _leads(last):
    growth, lead = ({"indicator": name, "unit": unit, "year_from": 2014, "year_to": 2022} for name, unit in
                    (("软件收入", "%"), ("软件收入增速高于全国", "百分点")))  # fmt: skip
    return [
        growth | {"region": "天津", "value": 22, "kind": "change", "basis": "年均"} | WHOLE,
        growth | {"region": "河北", "value": 14.7, "kind": "change", "basis": "年均"},
        lead | {"region": "天津", "value": 8, "concept": "l"} | WHOLE,
        lead | {"region": "河北", "value": last, "concept": "l"},
    ]


def _mean(stated):
    return [
        at(2022, 20, indicator="企业", unit="家", concept="f", rounding=0.0),
        at(2022, 1010, indicator="产值", rounding=0.5),
        at(2022, stated, indicator="每家产值", concept="m", rounding=0.5),
    ]


def _halves(one, other):
    inner = {"unit": "%", "paragraph": 1, "basis": "", "concept": ""}
    return [at(2022, one, indicator="客流内循环占比", **inner), at(2022, other, indicator="客流外循环占比", **inner)]


def _among(part, whole=60, **more):
    return [
        {"indicator": "入驻企业", "unit": "家", "value": whole} | WHOLE,
        {"indicator": "北京医药企业", "unit": "家", "value": part, "part_of": 0} | WHOLE | more,
    ]


# class, rows, verdict of its claims. Of every class one that follows, one that follows only if values are rounded ones
# (where a class has such), one that does not follow.
CASES = [
    ("per cent", [*_levels(100, 110, **WHOLE), change(10, 2013, 2022, 2013)], FOLLOWS),
    ("per cent", [*_levels(107, 37, **DUST), change(-65.1, 2013, 2022, 2013, indicator="浓度")], ROUNDED),
    ("per cent", [*_levels(53, 31, **DUST), change(-71.6, 2013, 2022, 2013, indicator="浓度")], OUTSIDE),
    ("per cent", [*_levels(107, 37, **DUST), change(-60, 2013, 2022, 2013, bound=">", indicator="浓度")], FOLLOWS),
    ("per cent", [*_levels(107, 37, **DUST), change(-70, 2013, 2022, 2013, bound=">", indicator="浓度")], OUTSIDE),
    # The levels in any order, before the change or after it.
    ("per cent", [at(2022, 110), change(10, 2013, 2022, 2013), at(2013, 100)], FOLLOWS),
    ("per cent", [at(2022, 110), at(2013, 100), change(10, 2013, 2022, 2013)], FOLLOWS),
    # 1,270亿 may be 1,269.4亿.
    (
        "per cent",
        [at(2013, 1.0e11, rounding=5e6), at(2022, 1.27e11, rounding=5e7), change(26.9, 2013, 2022, 2013)],
        ROUNDED,
    ),
    # Counts are exact.
    ("per cent", [*_levels(43, 51, unit="家", **WHOLE), change(18.6, 2013, 2022, 2013)], FOLLOWS),
    ("per cent", [*_levels(43, 51, unit="家", **WHOLE), change(18.0, 2013, 2022, 2013)], OUTSIDE),
    ("multiple", [*_levels(100, 210), change(2.1, 2013, 2022, 2013, unit="倍")], FOLLOWS),
    ("multiple", [*_levels(30, 61, **WHOLE), change(2.1, 2013, 2022, 2013, unit="倍")], ROUNDED),
    ("multiple", [*_levels(100, 210), change(1.1, 2013, 2022, 2013, unit="倍")], OUTSIDE),
    ("growth multiple", [*_levels(100, 210), change(1.1, 2013, 2022, 2013, unit="倍", multiple="growth")], FOLLOWS),
    (
        "growth multiple",
        [*_levels(30, 61, **WHOLE), change(1.1, 2013, 2022, 2013, unit="倍", multiple="growth")],
        ROUNDED,
    ),
    ("growth multiple", [*_levels(100, 210), change(2.1, 2013, 2022, 2013, unit="倍", multiple="growth")], OUTSIDE),
    # Growth of a year whose base is unsaid may follow from the year before, but may not fail.
    (
        "growth multiple",
        [at(2022, 356.9), at(2023, 748.7), change(1.1, 2023, 2023, unit="倍", multiple="growth", basis="")],
        FOLLOWS,
    ),
    (
        "growth multiple",
        [at(2022, 356.9), at(2023, 748.7), change(1.5, 2023, 2023, unit="倍", multiple="growth", basis="")],
        UNCHECKED,
    ),
    ("annual average", [*_levels(71.2, 748.7), change(29.9, 2013, 2022)], FOLLOWS),
    ("annual average", [*_levels(7, 75, **WHOLE), change(29.9, 2013, 2022)], ROUNDED),
    ("annual average", [*_levels(71.2, 748.7), change(26.5, 2013, 2022)], OUTSIDE),
    (
        "annual average of a multiple",
        [change(1.43, 2014, 2022, 2014, unit="倍", rounding=0.005), change(4.6, 2014, 2022)],
        FOLLOWS,
    ),
    ("annual average of a multiple", [change(1.7, 2014, 2022, 2014, unit="倍"), change(6.6, 2014, 2022)], ROUNDED),
    ("annual average of a multiple", [change(1.5, 2014, 2022, 2014, unit="倍"), change(4.6, 2014, 2022)], OUTSIDE),
    ("percentage points", [*_levels(10.0, 12.5, unit="%"), change(2.5, 2013, 2022, 2013, unit="百分点")], FOLLOWS),
    ("percentage points", [*_levels(10, 12, unit="%", **WHOLE), change(2.6, 2013, 2022, 2013, unit="百分点")], ROUNDED),
    ("percentage points", [*_levels(10.0, 12.5, unit="%"), change(3.5, 2013, 2022, 2013, unit="百分点")], OUTSIDE),
    ("share of a whole", _shares(100, 40, 40), FOLLOWS),
    ("share of a whole", _shares(3, 1, 33.5), ROUNDED),
    ("share of a whole", _shares(100, 40, 43), OUTSIDE),
    ("share of the days of a year", _days(73.2), FOLLOWS),
    ("share of the days of a year", _days(73.1), ROUNDED),
    ("share of the days of a year", _days(75.0), OUTSIDE),
    ("share of the days of a year", _days(73.0, year=2024), FOLLOWS),  # a leap year
    ("rate of a count", _rate(76.7), FOLLOWS),
    ("rate of a count", _rate(77.5), OUTSIDE),
    ("rate of a count", _rate(50, bound=">"), FOLLOWS),
    ("parts of a whole", _ratio(6.2, 35.7, 58.1), FOLLOWS),
    ("parts of a whole", _ratio(10, 20, 30, 40), FOLLOWS),
    ("parts of a whole", _ratio(6.2, 35.7, 58.2), ROUNDED),
    ("parts of a whole", _ratio(6.2, 35.7, 58.6), OUTSIDE),
    ("part of a whole", _among(37), FOLLOWS),
    ("part of a whole", _among(603, whole=600), ROUNDED),  # 600 may be a rounded count
    ("part of a whole", _among(61), OUTSIDE),
    ("part of a whole", _among(61, whole=57), OUTSIDE),
    ("density of one area", _density(19500), FOLLOWS),
    ("density of one area", _density(18700), ROUNDED),
    ("density of one area", _density(30000), OUTSIDE),
    ("two leads over one rate", _leads(0.7), FOLLOWS),
    ("two leads over one rate", _leads(0.4), ROUNDED),
    ("two leads over one rate", _leads(4.0), OUTSIDE),
    ("mean", _mean(50), FOLLOWS),
    ("mean", _mean(61), OUTSIDE),
    ("two shares of a whole", _halves(55.3, 44.7), FOLLOWS),
    ("two shares of a whole", _halves(55.3, 44.8), ROUNDED),
    ("two shares of a whole", _halves(55.3, 46.7), OUTSIDE),
    ("stated twice", [at(2022, 9718, rounding=0.5), at(2022, 10000, bound="<", rounding=500)], FOLLOWS),
    ("stated twice", [at(2022, 9718, rounding=0.5), at(2022, 9718.4, rounding=0.05)], ROUNDED),
    ("stated twice", [at(2022, 9718, rounding=0.5), at(2022, 9990, rounding=0.5)], OUTSIDE),
]


@pytest.mark.parametrize(("rule", "rows", "expected"), CASES)
def test_cases_of_every_class(rule, rows, expected):
    claims = arithmetic(ledger(*rows), UNITS)
    found = claims[claims["rule"] == rule]
    assert found["verdict"].to_list() == [expected]


def test_two_shares_of_one_whole_imply_it():
    spending = at(2022, 4.25, indicator="经费投入强度", unit="%", concept="i", rounding=0.005)
    parts = [
        at(2022, 40, **DIGITAL),
        at(2022, 40, **SHARE | {"rounding": 0.5}),
        at(2022, 4.25, indicator="经费", concept="e"),
    ]

    def verdicts(intensity):
        claims = arithmetic(ledger(*parts, spending | {"value": intensity}), UNITS)
        return claims.loc[claims["rule"] == "two shares of one whole", "verdict"].to_list()

    assert verdicts(4.25) == [FOLLOWS]
    assert verdicts(4.29) == [ROUNDED]
    assert verdicts(9.0) == [OUTSIDE]


WIDER = [{"indicator": "数据中心项目", "unit": "个", "value": 13} | WHOLE]


def test_a_narrower_name_is_a_part_where_place_and_time_are_the_same():
    part = {"indicator": "已运营数据中心项目", "unit": "个", "value": 14} | WHOLE
    claims = arithmetic(ledger(*WIDER, part), UNITS)
    assert claims[["rule", "verdict", "from_figures"]].to_numpy().tolist() == [["part of a whole", OUTSIDE, "f0"]]
    for other in ({"region": "天津"}, {"unit": "家"}, {"paragraph": 2}, {"kind": "target"}):
        assert arithmetic(ledger(*WIDER, part | other), UNITS).empty
    # Concentrations are no parts of each other.
    dust = [at(2022, 30, **DUST), at(2022, 40, **DUST | {"indicator": "年均浓度"})]
    assert arithmetic(ledger(*dust), UNITS).empty


UP = change(10, 2013, 2022, 2013)
REASONS = [
    ([at(2022, 110), UP], NO_BASE),
    ([at(2013, 100), UP], NO_BASE),
    ([change(10, None, None, None, basis="")], NO_YEARS),
    ([*_levels(100, 110, region="天津"), UP], OTHER_SCOPE),
    ([at(2013, 100, month_from=1, month_to=9), at(2022, 110), UP], MONTHS_DIFFER),
    ([at(2013, 100, article_id="b"), at(2022, 110), UP], ELSEWHERE),
    ([at(2013, 100, article_id="b", concept="other"), at(2022, 110), UP], NO_BASE),
    ([at(2022, 43, **SHARE)], NO_WHOLE),
    ([at(2022, 40, **DIGITAL), at(2022, 43, **SHARE)], NO_WHOLE),
    ([at(2022, 100, article_id="b", **PRODUCT), at(2022, 43, **SHARE)], ELSEWHERE),
    ([at(2021, 100, article_id="b", **PRODUCT), at(2022, 43, **SHARE)], NO_WHOLE),
]


@pytest.mark.parametrize(("rows", "reason"), REASONS)
def test_the_true_reason_is_said_where_nothing_can_be_checked(rows, reason):
    claims = arithmetic(ledger(*rows), UNITS)
    assert claims[["verdict", "reason"]].to_numpy().tolist() == [[UNCHECKED, reason]]


@pytest.mark.parametrize(
    "scope",
    [{"region": "天津"}, {"indicator": "人口", "concept": ""}, {"kind": "target"}, {"article_id": "b"},
     {"month_from": 1, "month_to": 9}, {"year_from": 2010}, {"unit": "%"}],
)  # fmt: skip
def test_a_level_of_another_scope_is_not_taken(scope):
    claims = arithmetic(ledger(at(2013, 100) | scope, at(2022, 200), UP), UNITS)
    assert claims.loc[claims["rule"] == "per cent", "verdict"].to_list() == [UNCHECKED]


def test_months_of_a_claim_and_its_levels_are_the_same():
    months = {"month_from": 1, "month_to": 11}
    rows = [at(2022, 100), at(2022, 50, **months), at(2023, 75, **months), change(50, 2023, 2023, 2022, **months)]
    claim = arithmetic(ledger(*rows), UNITS).iloc[0]
    assert (claim["verdict"], claim["from_figures"]) == (FOLLOWS, "f1 f2")


def test_an_exact_level_comes_before_one_with_a_bound():
    rows = [at(2013, 100), at(2022, 200, bound="<"), at(2022, 110), UP]
    claims = arithmetic(ledger(*rows), UNITS).set_index("rule")
    assert claims["from_figures"]["per cent"] == "f0 f2"


def test_order_of_articles_does_not_matter_and_nothing_is_changed():
    rows = [*_levels(100, 180), change(1.8, 2013, 2022, 2013, unit="倍")]
    both = ledger(*rows, *(row | {"article_id": "b"} for row in rows))
    copy = both.copy()
    after = arithmetic(both.iloc[[3, 4, 5, 0, 1, 2]], UNITS).set_index("figure_id").sort_index()
    pd.testing.assert_frame_equal(arithmetic(both, UNITS).set_index("figure_id").sort_index(), after)
    pd.testing.assert_frame_equal(both, copy)


def test_a_table_that_is_no_ledger_is_refused():
    table = ledger(at(2022, 37.0), at(2022, 38.0))
    with pytest.raises(CorpusError, match="has no column rounding"):
        arithmetic(table.drop(columns="rounding"), UNITS)
    with pytest.raises(CorpusError, match="a figure_id occurs twice"):
        arithmetic(table.assign(figure_id="f"), UNITS)


def _stated(value, digits):
    """Round a true value to so many significant digits; returns the stated value and half a unit of its last digit."""
    unit = 10.0 ** (math.floor(math.log10(abs(value))) - digits + 1)
    return round(value / unit) * unit, unit / 2


def _two(unit, multiple="ratio", base=2013, of=None):
    """Make the rows of a change between two levels, the claim last."""

    def rows(start, end, claim):
        levels = (at(year, value, rounding=half) for year, (value, half) in ((2013, start), (2022, end)))
        more = {"unit": unit, "multiple": multiple, "rounding": claim[1]}
        return [level | (of or {}) for level in levels] + [change(claim[0], 2013, 2022, base, **more)]

    return rows


def _row(pair, **more):
    return at(2022, pair[0], rounding=pair[1]) | more


def _whole(part, total, claim):
    return [_row(total, **PRODUCT), _row(part, **DIGITAL), _row(claim, **SHARE)]


def _same_whole(part, share, other, claim):
    spending = {"indicator": "经费", "concept": "e"}
    intensity = SHARE | {"indicator": "经费投入强度", "concept": "i", "whole": ""}
    return [_row(part, **DIGITAL), _row(share, **SHARE), _row(other, **spending), _row(claim, **intensity)]


def _one_area(before, density, after, claim):
    rows = zip(_density(0), (before, after, density, claim), strict=True)
    return [row | {"value": value, "rounding": half} for row, (value, half) in rows]


def _two_leads(rate, other, lead, claim):
    rows = zip(_leads(0), (rate, other, lead, claim), strict=True)
    return [row | {"value": value, "rounding": half} for row, (value, half) in rows]


def _of_heads(total, heads, claim):
    names = ({"indicator": "企业", "unit": "家", "concept": "f"}, {}, {"indicator": "每家产值", "concept": "m"})
    return [_row(pair, **name) for pair, name in zip((heads, total, claim), names, strict=True)]


def _of_ratio(one, other, claim):
    return [
        row | {"rounding": half}
        for row, half in zip(_ratio(one[0], other[0], claim[0]), (one[1], other[1], claim[1]), strict=True)
    ]


def _averaged(grown, claim):
    return [
        change(grown[0], 2013, 2022, 2013, unit="倍", rounding=grown[1]),
        change(claim[0], 2013, 2022, rounding=claim[1]),
    ]


PER_CENT = {"unit": "%"}
# class -> (rows made of pairs of value and half unit, the claim last; formula of the true values, written anew; the
# powers of ten that the true values have)
CLASSES = {
    "per cent": (_two("%"), lambda a, b: (b - a) / a * 100, (4, 4)),
    "multiple": (_two("倍"), lambda a, b: b / a, (4, 4)),
    "growth multiple": (_two("倍", "growth"), lambda a, b: (b - a) / a, (4, 4)),
    "annual average": (_two("%", base=None), lambda a, b: 100 * math.expm1(math.log(b / a) / 9), (4, 4)),
    "percentage points": (_two("百分点", of=PER_CENT), lambda a, b: b - a, (1, 1)),
    "annual average of a multiple": (_averaged, lambda m: 100 * math.expm1(math.log(m) / 9), (0,)),
    "share of a whole": (_whole, lambda part, total: 100 / (total / part), (4, 5)),
    "two shares of one whole": (_same_whole, lambda part, share, other: other * share / part, (4, 1, 4)),
    "density of one area": (_one_area, lambda before, dense, after: dense * after / before, (6, 4, 6)),
    "two leads over one rate": (_two_leads, lambda rate, other, lead: lead + other - rate, (1, 1, 1)),
    "mean": (_of_heads, lambda total, heads: total / heads, (6, 2)),
    "parts of a whole": (_of_ratio, lambda one, other: 100 - (one + other), (1, 1)),
}
TRIALS = 10_000


def _reach(formula, pairs):
    """Return the least and greatest value over a grid of all true values that round to the stated ones."""
    grids = [np.linspace(value - half, value + half, 3) for value, half in pairs]
    values = [formula(*true) for true in product(*grids)]
    return min(values), max(values)


def _ends_in_0(value, half):
    return round(value / (2 * half)) % 10 == 0


def _pairs(random, powers):
    """Draw values, stated with two to four digits, the last of which is not 0."""
    pairs = []
    while len(pairs) < len(powers):
        pair = _stated(random.uniform(1.1, 9.9) * 10.0 ** powers[len(pairs)], random.integers(2, 5))
        pairs += [] if _ends_in_0(*pair) else [pair]
    return pairs


def _case(random):
    """Make a case: true values, stated with a few digits, and a claim that is right, or wrong in some measure."""
    rule = random.choice(list(CLASSES))
    rows, formula, powers = CLASSES[rule]
    pairs = _pairs(random, powers)
    # Firms are counted one by one, so a whole number of them is exact.
    exact = (rule == "mean" and place == 1 and half == 0.5 for place, (_, half) in enumerate(pairs))
    low, high = _reach(formula, [(value, half * (not so)) for (value, half), so in zip(pairs, exact, strict=True)])
    truth, wide = random.uniform(low, high), max(high - low, abs(high) * 0.01)
    claim = truth + random.choice([-1, 1]) * random.uniform(0.02, 2) * wide * (random.random() < 0.5)
    stated = _stated(claim, random.integers(2, 5))
    return rule, rows(*pairs, stated), formula(*(value for value, _ in pairs)), (low, high), stated


def _expected(plain, low, high, stated, half):
    """Return the verdict by what the figures give as stated, and over the grid; "" where a hair decides."""
    ends = abs(plain - stated), stated - high, low - stated
    if any(abs(end - half) < 1e-6 * max(1, abs(stated)) for end in ends):
        return ""
    return FOLLOWS if ends[0] < half else ROUNDED if max(ends[1:]) < half else OUTSIDE


def test_ten_thousand_made_cases_get_no_wrong_verdict():
    random = np.random.default_rng(20240226)
    rows, expected = [], {}
    while len(expected) < TRIALS:
        rule, made, plain, ends, stated = _case(random)
        verdict = _expected(plain, *ends, *stated)
        if verdict:
            name = f"a{len(expected)}"
            rows += [row | {"article_id": name} for row in made]
            expected[name] = (rule, verdict)
    claims = arithmetic(ledger(*rows), UNITS).set_index(["article_id", "rule"])["verdict"]
    wanted = pd.Series({(name, rule): verdict for name, (rule, verdict) in expected.items()})
    assert wanted.groupby(level=1).size().min() > TRIALS / 20
    assert wanted.groupby(wanted).size().min() > TRIALS / 10
    # Figures of a case may make claims of other classes too, which it says nothing of.
    found = claims[claims.index.isin(wanted.index)].reindex(wanted.index)
    assert found[found != wanted].empty, found[found != wanted].head(9).to_string()
