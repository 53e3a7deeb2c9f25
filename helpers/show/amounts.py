"""Amounts as readers of English and of Chinese write them: 74.9 bn yuan, 748.7亿元."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from helpers.lexicon import brief
from helpers.show.tables import plain

ENGLISH = ((1e12, " trillion"), (1e9, " bn"), (1e6, " m"))
CHINESE = ((1e12, "万亿"), (1e8, "亿"), (1e4, "万"))
BOUNDS = {">": "over ", "<": "under ", "~": "about ", "=": ""}
HAN = re.compile("[\u4e00-\u9fff]")
RELATIVE = frozenset({"%", "百分点", "倍"})
# English names of places, where none are given.
NAMES: Mapping[str, str] = MappingProxyType({})
# Signs that stand at their number without a space.
CLOSE = {"per cent": "%", "percentage points": " points", "times": " times"}


def many(number: int, noun: str) -> str:
    """Write a number with its noun, which takes an s where it is not one (1 article, 2 articles)."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def english(value: float, gloss: str) -> str:
    """Write an amount in English.

    value: float. gloss: of the unit, as in the ledger. Returns a str such as 74.9 bn yuan, with three digits and more
    where the value has them.
    """
    scale, name = next((pair for pair in ENGLISH if abs(value) >= pair[0]), (1.0, ""))
    return f"{plain(value / scale)}{name}{CLOSE.get(gloss, ' ' + gloss if gloss else '')}"


def chinese(value: float, unit: str) -> str:
    """Write an amount in Chinese; value: float, unit: as in the ledger. Returns a str such as 748.7亿元."""
    scale, name = next((pair for pair in CHINESE if abs(value) >= pair[0]), (1.0, ""))
    return f"{value / scale:,.10g}{name}{unit}"


def _beside(value: float, unit: str) -> str:
    """Return the Chinese of an amount in brackets: of small ones the unit, nothing for signs of both languages."""
    # 14,042家 is not written in 万, 39,000家 may be.
    if abs(value) >= 10 * CHINESE[-1][0] or (abs(value) >= CHINESE[-1][0] and value % 100 == 0):
        return f" ({chinese(value, unit)})"
    return f" ({unit})" if HAN.search(unit) and unit not in RELATIVE else ""


def amount(row: Any) -> str:
    """Write the amount of a figure in both languages, with its bound in words.

    row: of the ledger, as itertuples gives it. Returns a str such as over 74.9 bn yuan (748.7亿元), or a fall of 60%.
    """
    moved = row.kind == "change" and row.unit in ("%", "百分点")
    way = ("a fall of " if row.value < 0 else "a rise of ") if moved else ""
    value = abs(row.value) if moved else row.value
    grown = "growth by " if row.unit == "倍" and row.multiple == "growth" else ""
    return f"{way}{grown}{BOUNDS[row.bound]}{english(value, row.unit_gloss)}{_beside(value, row.unit)}"


def when(row: Any) -> str:
    """Write the period of a figure in words; row: of the ledger. Returns a str, "" where none is stated."""
    first, last = (None if pd.isna(value) else int(value) for value in (row.year_from, row.year_to))
    if last is None:
        return f"since {first}" if first else ""
    months = "" if pd.isna(row.month_to) else f", {_months(row)}"
    until = f"by the end of {last}" if first is None and not months else f"{last}"
    return (f"{first} to {last}" if first is not None and first != last else until) + months


def _months(row: Any) -> str:
    last = int(row.month_to)
    return f"months {int(row.month_from)} to {last}" if not pd.isna(row.month_from) else f"to the end of month {last}"


def in_english(place: str, names: Mapping[str, str]) -> str:
    """Return the English name of a place, without what it says in brackets.

    place: str. names: English names by place. Returns a str, "" where it has none.
    """
    return brief(names.get(place, ""))


def where(place: str, names: Mapping[str, str]) -> str:
    """Write a place in both languages; place, names: as for `in_english`. Returns a str such as 天津 Tianjin."""
    return f"{place} {in_english(place, names)}".strip() or "no place named"
