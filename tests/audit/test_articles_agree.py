"""Articles held against each other: grouped as a reader would, the reason of a difference, and who repeats what."""

import dataclasses

import pandas as pd
import pytest
from made_ledgers import at, ledger

from helpers import CorpusError
from helpers.audit.agreement import BOUNDS, EQUAL, NO_REASON, OPEN, OTHER_DATES, agreement, period_of, repeats
from helpers.lexicon import shipped

CONCEPTS = pd.DataFrame({"concept": ["c", "placed"], "place": ["", "津冀"]})
LEXICON = dataclasses.replace(shipped(), concepts=CONCEPTS)
DUST = at(2022, 37.0, rounding=0.5, unit="微克/立方米")
STOCK = {"value": 179.0, "unit": "项", "rounding": 0.5}


def _two(first, second, base=DUST):
    return ledger(base | first, base | {"article_id": "b"} | second)


@pytest.mark.parametrize(
    ("first", "second", "base", "reason"),
    [
        ({}, {}, DUST, EQUAL),
        ({"value": 40.0}, {}, DUST, NO_REASON),
        # Two lower bounds do not disagree, nor does a value above one.
        ({"bound": ">", "value": 30.0}, {"bound": ">", "value": 40.0}, DUST, BOUNDS),
        ({"bound": ">", "value": 30.0}, {}, DUST, BOUNDS),
        ({"bound": ">", "value": 40.0}, {}, DUST, NO_REASON),
        ({"value": 37.4, "rounding": 0.05}, {}, DUST, BOUNDS),
        ({"value": 1.27e11, "rounding": 5e8}, {"value": 1.2694e11, "rounding": 5e6}, DUST, BOUNDS),
        ({}, {"value": 203.0}, STOCK, NO_REASON),
        ({}, {"value": 203.0, "published": "2023-05"}, STOCK, OTHER_DATES),
        ({"year_from": 2014}, {"value": 203.0, "year_from": 2014, "year_to": 2023}, STOCK, OTHER_DATES),
        # Units that count the same thing are one, and a concept with one place has it whatever the texts call it.
        ({}, {"unit": "个"}, STOCK, EQUAL),
        ({"region": "中关村", "concept": "placed"}, {"region": "津冀", "concept": "placed"}, STOCK, EQUAL),
    ],
)  # fmt: skip
def test_agreement_names_the_likely_reason(first, second, base, reason):
    table = agreement(_two(first, second, base), LEXICON)
    assert table["reason"].to_list() == [reason]
    assert table["articles"].to_list() == [2]


@pytest.mark.parametrize(
    "scope",
    [{"region": "天津"}, {"kind": "target"}, {"year_to": 2021, "year_from": 2021}, {"unit": "家"}, {"concept": ""},
     {"month_from": 1, "month_to": 11}, {"region": ""}, {"article_id": "a"}, {"year_to": None, "year_from": None}],
)  # fmt: skip
def test_scopes_that_differ_are_not_merged(scope):
    assert agreement(_two({}, scope), LEXICON).empty


def test_a_range_agrees_with_either_end():
    rows = [DUST | {"value": 1.0}, DUST | {"value": 1.5}, DUST | {"value": 1.5, "article_id": "b"}]
    assert agreement(ledger(*rows), LEXICON)["reason"].to_list() == [EQUAL]
    assert agreement(ledger(*rows[:2], rows[2] | {"value": 9.0}), LEXICON)["reason"].to_list() == [NO_REASON]


def test_a_group_by_hand():
    table = agreement(_two({"value": 30.0, "published": "2023-05", "publication": "Web"}, {"value": 40.0}), LEXICON)
    row = table.iloc[0]
    assert (row["values"], row["outlets"]) == ("30; 40", "Web 2023-05; Daily 2024-02")
    assert (row["low"], row["high"], row["spread"]) == (30, 40, pytest.approx(0.25))
    assert (row["period"], row["place"], row["figures"]) == ("2022", "北京", "f0 f1")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (at(2022, 1), "2022"),
        ({}, OPEN),
        ({"year_from": 2014}, OPEN),
        ({"year_to": 2022}, "2022"),
        ({"year_from": 2014, "year_to": 2022}, OPEN),
        (at(2023, 1, month_from=1, month_to=11), "2023, months 1-11"),
        (at(2023, 1, month_to=6), "2023, months 1-6"),
        ({"kind": "change", "year_from": 2014, "year_to": 2022, "base_year": 2014}, "2014-2022"),
        ({"kind": "change", "year_from": 2023, "year_to": 2023}, "2023"),
    ],
)
def test_periods_are_written_as_a_reader_says_them(row, expected):
    assert period_of(ledger(row).to_dict("records")[0]) == expected


def test_repeats_by_hand():
    rows = [
        at(2022, 3000, published="2024-02"),
        {"value": 3000, "article_id": "b", "bound": "<", "published": "2023-05"},
        {"value": 3000, "article_id": "c", "published": ""},
        {"value": 3000, "article_id": "c", "published": ""},
        {"value": 2000, "article_id": "d"},
    ]
    table = repeats(ledger(*rows), LEXICON)
    assert len(table) == 1
    row = table.iloc[0]
    assert (row["articles"], row["forms"], row["undated"]) == (3, 2, 2)
    # Of unknown date is not first.
    assert (row["first"], row["published"]) == ("b", "2023-05")


def test_figures_without_their_outlets_are_refused():
    with pytest.raises(CorpusError, match="has no column publication.*with_outlets"):
        agreement(ledger(DUST).drop(columns="publication"), LEXICON)
