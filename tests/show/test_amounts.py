"""Amounts and periods in words, in both languages."""

from types import SimpleNamespace

import pandas as pd
import pytest

from helpers.show.amounts import amount, chinese, english, in_english, many, when, where

NONE = pd.NA


@pytest.mark.parametrize(
    ("value", "gloss", "expected"),
    [
        (7.487e10, "yuan", "74.87 bn yuan"),
        (1.04e13, "yuan", "10.4 trillion yuan"),
        (1.58e7, "households", "15.8 m households"),
        (3000, "firms", "3,000 firms"),
        (12.5, "per cent", "12.5%"),
        (1.8, "times", "1.8 times"),
        (87.43, "", "87.43"),
        (-2e9, "yuan", "-2 bn yuan"),
    ],
)
def test_english(value, gloss, expected):
    assert english(value, gloss) == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [(7.487e10, "元", "748.7亿元"), (1.04e13, "元", "10.4万亿元"), (1.58e7, "户", "1,580万户"), (37, "家", "37家")],
)
def test_chinese(value, unit, expected):
    assert chinese(value, unit) == expected


def _row(value, unit, gloss, bound="=", kind="level", multiple=""):
    return SimpleNamespace(value=value, unit=unit, unit_gloss=gloss, bound=bound, kind=kind, multiple=multiple)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (_row(7.487e10, "元", "yuan", ">"), "over 74.87 bn yuan (748.7亿元)"),
        (_row(14042, "家", "firms"), "14,042 firms (家)"),
        (_row(44800, "家", "units"), "44,800 units (4.48万家)"),
        (_row(-60, "%", "per cent", ">", "change"), "a fall of over 60%"),
        (_row(4.6, "%", "per cent", kind="change"), "a rise of 4.6%"),
        (_row(40, "%", "per cent"), "40%"),
        (_row(1.1, "倍", "times", "<", "change", "growth"), "growth by under 1.1 times"),
        (_row(1.8, "倍", "times", kind="change", multiple="ratio"), "1.8 times"),
        (_row(37, "微克/立方米", "µg/m³", "~"), "about 37 µg/m³ (微克/立方米)"),
    ],
)
def test_amounts_have_their_bound_and_both_languages(row, expected):
    assert amount(row) == expected


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ((2022, 2022, NONE, NONE), "2022"),
        ((2014, 2022, NONE, NONE), "2014 to 2022"),
        ((2014, NONE, NONE, NONE), "since 2014"),
        ((NONE, 2023, NONE, NONE), "by the end of 2023"),
        ((NONE, NONE, NONE, NONE), ""),
        ((2023, 2023, 1, 11), "2023, months 1 to 11"),
        ((NONE, 2023, NONE, 6), "2023, to the end of month 6"),
    ],
)
def test_periods_in_words(span, expected):
    names = ("year_from", "year_to", "month_from", "month_to")
    assert when(SimpleNamespace(**dict(zip(names, span, strict=True)))) == expected


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "0 bridges"), (1, "1 bridge"), (2, "2 bridges"), (1200, "1,200 bridges")]
)
def test_a_noun_has_an_s_where_it_is_not_one(number, expected):
    assert many(number, "bridge") == expected


def test_places_are_told_in_both_languages_without_what_is_in_brackets():
    names = {"京津冀": "Beijing-Tianjin-Hebei (Jing-Jin-Ji)"}
    assert in_english("京津冀", names) == "Beijing-Tianjin-Hebei"
    assert in_english("津冀", names) == ""
    assert [where(place, names) for place in ("京津冀", "津冀", "")] == [
        "京津冀 Beijing-Tianjin-Hebei",
        "津冀",
        "no place named",
    ]
