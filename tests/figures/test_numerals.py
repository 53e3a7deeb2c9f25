"""Numerals: a table of cases, bugs that users of other tools reported among them."""

import pytest

from helpers.figures.numerals import parse_numeral, rounding

NUMERALS = [
    ("12", 12),
    ("1,100", 1_100),
    ("10.4万亿", 1.04e13),
    ("1,100万", 1.1e7),
    ("1,100.9亿", 1.1009e11),
    ("二十万亿", 2e13),
    ("三百五十万亿", 3.5e14),
    ("一万五千亿", 1.5e12),
    ("1千零20", 1_020),
    ("3万4000", 34_000),
    ("25万6千", 256_000),
    ("三十万多亿", 3e13),
    ("一万零一十二", 10_012),
    ("7900多万", 7.9e7),
    ("47.264287亿", 4.7264287e9),
    ("百", 100),
    ("千万", 1e7),
    ("两百", 200),
    ("十五", 15),
    ("〇", 0),
]


@pytest.mark.parametrize(("written", "value"), NUMERALS)
def test_numerals(written, value):
    assert parse_numeral(written) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("written", "half"),
    [("1.1万", 500), ("26.5", 0.05), ("107", 0.5), ("10.4万亿", 5e10), ("1,100.9亿", 5e6), ("三百", 0.5)],
)
def test_rounding(written, half):
    assert rounding(written) == pytest.approx(half)
