"""Numerals of Arabic and Chinese digits: found, read, and how exact they are."""

import math
import re
from collections.abc import Iterable
from decimal import Decimal, Overflow

DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
HAN_NUMERAL = "零〇一二两三四五六七八九十百千万亿"
# 千 before 瓦, 米, 克 begins the unit.
SCALE = "(?:[十百万亿]|千(?![瓦米克]))"
HAN_DIGIT = f"(?:[零〇一二两三四五六七八九]|{SCALE})"
# So many digits after the point a float can tell.
MOST_DIGITS = 300
# A run of digits is taken whole (possessively), so that a megabyte of them is read once.
NUMERAL = re.compile(
    rf"(?=[\d{HAN_NUMERAL}])(?:(?<![\d.])\d++(?:,\d{{3}}(?!\d))*+(?:\.\d++)?"
    rf"(?:{SCALE}++(?:[多余](?=[万亿]))?[万亿]*+(?:零?\d++{SCALE}*+)*+|[多余](?={SCALE}){SCALE}++)?"
    rf"|(?<![{HAN_NUMERAL}]){HAN_DIGIT}++(?:[多余](?=[万亿])[万亿]++)?)"
)


def parse_numeral(text: str) -> float:
    """Read a numeral of Arabic or Chinese digits, or both.

    text: str such as 1,100 二十万亿 3万4000 25万6千 1千零20 7900多万, without a unit.
    Returns a float, infinite where no other holds it; 十, 百, 千, 万, 亿 alone count once (千万 is 10,000,000).

    >>> parse_numeral("25万6千")
    256000.0
    """
    try:
        return float(_number(re.findall(r"[\d.]+|.", re.sub("[,，多余]", "", text))))
    except Overflow:
        return math.inf


def _number(tokens: Iterable[str]) -> Decimal:
    total = section = Decimal(0)
    number = None
    for token in tokens:
        if token in ("万", "亿"):
            section += number or 0
            section = (section or Decimal(1)) * SCALES[token]
            if token == "亿":
                total, section = total + section, Decimal(0)
            number = None
        elif token in SCALES:
            section += (1 if number is None else number) * SCALES[token]
            number = None
        else:
            number = Decimal(DIGITS[token]) if token in DIGITS else Decimal(token)
    return total + section + (number or 0)


def scale_of(numeral: str) -> str:
    """Return the scales that a numeral (str) ends in (万 of 3.5万), "" for none."""
    return numeral[len(numeral.rstrip("十百千万亿多余")) :]


def rounding(text: str) -> float:
    """Return half a unit of the last stated digit of a numeral: 500 for 1.1万, 0.05 for 26.5, 0.5 for 107.

    text: a numeral as for `parse_numeral`; one in Chinese digits counts as exact to its last digit.
    Returns a float in units of the value.
    """
    digits = re.search(r"\.(\d+)", text)
    step = parse_numeral("1" + scale_of(text)) if re.search(r"\d", text) else 1.0
    return float(0.5 * step / 10 ** (min(len(digits[1]), MOST_DIGITS) if digits else 0))
