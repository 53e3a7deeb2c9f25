"""What cells may hold: the first wrong row is named as a spreadsheet counts it."""

import pandas as pd
import pytest

from helpers import CorpusError
from helpers.cells import (
    CALENDAR_MONTH,
    CALENDAR_YEAR,
    FILLED,
    POSITION,
    VALUE,
    insist_on_cells,
    one_of,
    optional,
)

# A rule, cells that it allows and cells that it does not.
CASES = [
    (FILLED, ["x", "0"], ["", "  "]),
    (POSITION, ["0", "771", "9" * 15], ["-5", "1.0", "", "9" * 16, "1" * 5000, "٣", "1e3", " 1"]),
    (VALUE, ["1", "-0.5", "+3", "1e+12", "2.5E-05"], ["nan", "inf", "-inf", "", "1,000", "1_000", "0x10", "1e999"]),
    (CALENDAR_YEAR, ["2014", "0001"], ["14", "20144", "2014-02", ""]),
    (CALENDAR_MONTH, ["1", "09", "12"], ["0", "13", "May", ""]),
    (one_of("=", ">"), ["=", ">"], ["≥", ""]),
    (one_of("", "growth"), ["", "growth"], ["shrink"]),
    (optional(CALENDAR_MONTH), ["", "7"], ["70"]),
]


@pytest.mark.parametrize(("rule", "right", "wrong"), CASES)
def test_rules(rule, right, wrong):
    assert rule.fits(pd.Series(right)).all()
    assert not rule.fits(pd.Series(wrong)).any()


def test_the_first_wrong_row_is_named_and_a_long_cell_is_cut():
    table = pd.DataFrame({"start": ["1", "7" * 5000, "x"], "kind": ["level", "level", "levle"]})
    with pytest.raises(CorpusError, match=r"^a\.csv, row 3: start is '7{59}…\. Expected: a whole number.*Repair: mend"):
        insist_on_cells(table, {"start": POSITION}, name="a.csv", repair="mend it")
    with pytest.raises(CorpusError, match=r"row 4: kind is 'levle'\. Expected: one of level, change"):
        insist_on_cells(table, {"kind": one_of("level", "change")}, name="a.csv", repair="mend it")
    assert insist_on_cells(table.head(1), {"start": POSITION}, name="a.csv", repair="mend it") is None
