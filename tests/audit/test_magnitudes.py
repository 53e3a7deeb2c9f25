"""Impossible values are found, possible ones are not, in made ledgers and with the shipped limits."""

import pandas as pd
import pytest
from made_ledgers import change, ledger

from helpers import CorpusError
from helpers.audit.magnitudes import implausible
from helpers.lexicon import shipped

LIMITS = shipped().limits


@pytest.mark.parametrize(
    ("indicator", "unit", "value", "found"),
    [
        ("万元工业增加值能耗", "吨标准煤", 3100, True),
        ("万元工业增加值能耗", "吨标准煤", 0.31, False),
        ("年节约能源", "吨标准煤", 3100, False),
        ("优良天数", "天", 367, True),
        ("优良天数", "天", 366, False),
        ("森林覆盖率", "%", 101, True),
        ("森林覆盖率", "%", 100, False),
        ("完成投资为计划的比例", "%", 120, True),
        ("价格指数", "%", 120, False),
        ("PM2.5年均浓度", "微克/立方米", 0.037, True),
        ("办事节省时间", "小时", 700, False),
        ("主要城市交通圈", "小时", 1.5, False),
    ],
)
def test_shipped_limits(indicator, unit, value, found):
    table = implausible(ledger({"indicator": indicator, "unit": unit, "value": value}), LIMITS)
    assert (len(table) == 1) is found


def test_changes_have_no_limit_and_the_reason_is_told():
    rows = [change(-120, 2013, 2022, indicator="覆盖率"), {"indicator": "覆盖率", "unit": "%", "value": 120}]
    table = implausible(ledger(*rows), LIMITS)
    assert table["figure_id"].to_list() == ["f1"]
    assert table["why"].str.contains("100 per cent").all()


def test_no_limits_find_nothing_and_a_lacking_column_is_refused():
    figures = ledger({"indicator": "覆盖率", "unit": "%", "value": 120})
    assert implausible(figures, LIMITS.iloc[:0]).empty
    with pytest.raises(CorpusError, match="table of limits has no column most"):
        implausible(figures, pd.DataFrame(columns=["unit", "pattern", "least", "why"]))


def test_limits_are_numbers_in_order():
    assert (LIMITS["least"].astype(float) < LIMITS["most"].astype(float)).all()
    assert (LIMITS["why"] != "").all()
