"""What the cells of a table may hold, checked when it is read."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pandas as pd

from helpers.files import refuse

# So long that no position and no year is longer, and short enough for a whole number of 64 bits.
WHOLE = r"[0-9]{1,15}"
NUMBER = r"[+-]?[0-9]{1,300}(?:\.[0-9]{1,300})?(?:[eE][+-]?[0-9]{1,2})?"
YEAR, MONTH = "[0-9]{4}", "0?[1-9]|1[0-2]"


class Rule(NamedTuple):
    """What the cells of a column may be.

    fits: which of them (Series of str) are right (Series of bool). expected: the same in words.
    """

    fits: Callable[[pd.Series], pd.Series]
    expected: str


def _like(pattern: str, expected: str) -> Rule:
    return Rule(lambda cells: cells.str.fullmatch(pattern), expected)


def one_of(*values: str) -> Rule:
    """Return the rule of a column whose cells are one of some values ("" among them where they may be empty)."""
    return Rule(lambda cells: cells.isin(values), f"one of {', '.join(value or 'nothing' for value in values)}")


def optional(rule: Rule) -> Rule:
    """Return a rule under which a cell may also be empty."""
    return Rule(lambda cells: (cells == "") | rule.fits(cells), f"{rule.expected}, or nothing")


FILLED = Rule(lambda cells: cells.str.strip() != "", "a text")
POSITION = _like(WHOLE, "a whole number of at most 15 digits")
VALUE = _like(NUMBER, "a finite number, such as 12.5")
CALENDAR_YEAR = _like(YEAR, "a year of four digits")
CALENDAR_MONTH = _like(MONTH, "a month from 1 to 12")


def insist_on_cells(table: pd.DataFrame, rules: Mapping[str, Rule], *, name: str, repair: str) -> None:
    """Refuse a table with a cell that is not what it may be.

    table: DataFrame of str, its rows numbered from 0 in the order of the file. rules: by column. name: of the file.
    repair: what to do about a wrong cell. Returns nothing.
    Raises CorpusError that names the first wrong row as a spreadsheet counts it, the column, the value, and what was
    expected.
    """
    for column, rule in rules.items():
        wrong = table.loc[~rule.fits(table[column]).astype(bool), column]
        if len(wrong):
            cell = repr(wrong.iloc[0])
            raise refuse(
                f"{name}, row {wrong.index[0] + 2}: {column} is {cell if len(cell) <= 60 else cell[:60] + '…'}",
                expected=rule.expected,
                repair=repair,
            )
