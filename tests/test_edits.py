"""Edits of figures: read and refused with their row, applied by hand, and left out once the machine reads the same."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import CorpusError
from helpers.edits import COLUMNS, PLACE, TEXTS, WHOLE_NUMBERS, apply, read_edits, still_needed, typed, written

FIGURE = {
    "source_id": "s", "start": 0, "end": 3, "article_id": "a", "paragraph": 1, "indicator": "新建学校", "region": "北京",
    "value": 43.0, "unit": "所", "bound": "=", "kind": "level", "year_from": 2022, "year_to": 2022, "base_year": None,
    "month_from": None, "month_to": None, "basis": "", "rule": "numeral and unit", "rounding": 0.5, "whole": "", "ratio": None,
    "part_of": None, "multiple": "",
}  # fmt: skip
NULLABLE = (*WHOLE_NUMBERS, "ratio", "paragraph")
GOOD = "s,0,3,set,region,天津,other place"


def _reading(*rows):
    return pd.DataFrame([FIGURE | row for row in rows], columns=list(FIGURE)).astype(dict.fromkeys(NULLABLE, "Int64"))


def _edits(*rows):
    """Make edits of the source s; a row is start, end, action, column, value."""
    table = pd.DataFrame([("s", *row, "why") for row in rows], columns=list(COLUMNS))
    return table.astype({"start": int, "end": int})


def _file(folder, *lines):
    (folder / "edits.csv").write_text("\n".join([",".join(COLUMNS), *lines, ""]), encoding="utf-8")
    return folder


TWO = _reading({}, {"start": 10, "end": 14, "value": 7.0})


def test_a_folder_without_edits_has_none(tmp_path):
    edits = read_edits(tmp_path)
    assert list(edits.columns) == list(COLUMNS)
    assert edits.empty
    pd.testing.assert_frame_equal(apply(TWO, edits), TWO.assign(edited=""), check_dtype=False)
    assert still_needed(edits, TWO).empty


def test_edits_are_read_in_their_order_with_places_as_numbers(tmp_path):
    edits = read_edits(_file(tmp_path, "s,10,14,drop,,,no figure", GOOD, "s,0,3,set,year_to,,period ends"))
    assert edits[["start", "action", "value"]].to_numpy().tolist() == [
        [10, "drop", ""],
        [0, "set", "天津"],
        [0, "set", ""],
    ]
    assert edits["end"].sum() == 20


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("s,x,3,set,region,天津,", "the place 'x' to '3'"),
        ("s,-1,3,drop,,,", "the place '-1' to '3'"),
        ("s,0,,set,region,天津,", "the place '0' to ''"),
        ("s,0,3,put,region,天津,", "the action 'put'"),
        ("s,0,3,,region,天津,", "the action ''"),
        ("s,0,3,set,rounding,1,", "the column 'rounding'"),
        ("s,0,3,add,,天津,", "the column ''"),
        ("s,0,3,set,value,many,", "the value 'many'"),
        ("s,0,3,add,value,,", "the value ''"),
        ("s,0,3,set,year_to,2022.5,", "the year_to '2022.5'"),
        ("s,0,3,set,month_from,May,", "the month_from 'May'"),
        ("s,0,3,set,month_to,13,", "the month_to '13'"),
        ("s,0,3,set,bound,?,", r"the bound '\?'"),
        ("s,0,3,set,kind,plan,", "the kind 'plan'"),
        ("s,0,3,set,value,nan,", "the value 'nan'"),
        ("s,0,3,set,value,inf,", "the value 'inf'"),
        ("s,3,3,set,region,天津,", "the place '3' to '3'"),
    ],
)
def test_a_wrong_cell_is_refused_with_its_row_as_a_spreadsheet_counts(tmp_path, line, found):
    with pytest.raises(CorpusError, match=rf"edits\.csv, row 3: {found}.*take it out of edits\.csv"):
        read_edits(_file(tmp_path, GOOD, line))


def test_a_table_that_lacks_a_column_is_refused(tmp_path):
    (tmp_path / "edits.csv").write_text("source_id,start,end\ns,0,3\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"edits\.csv has no column action, column, value, reason"):
        read_edits(tmp_path)


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [("region", "天津", "天津"), ("unit", "", ""), ("value", "-57.1", -57.1), ("year_to", "2022", 2022)],
)
def test_a_cell_keeps_its_value_when_it_is_typed_and_written(column, value, expected):
    assert typed(column, value) == expected
    assert written(typed(column, value)) == value


def test_an_empty_year_is_missing_and_a_missing_cell_is_written_empty():
    assert typed("month_to", "") is pd.NA
    assert [written(cell) for cell in (None, pd.NA, float("nan"), "", 0, 0.5, 3.0)] == ["", "", "", "", "0", "0.5", "3"]


def test_what_is_set_replaces_what_the_machine_reads_and_says_so():
    edits = _edits(
        (0, 3, "set", "region", "天津"),
        (0, 3, "set", "year_from", ""),
        (0, 3, "set", "month_to", "6"),
        (0, 3, "set", "value", "44"),
    )
    table = apply(TWO, edits)
    assert table.loc[0, ["region", "month_to", "value"]].to_list() == ["天津", 6, 44.0]
    assert pd.isna(table.loc[0, "year_from"])
    assert table["edited"].to_list() == ["region year_from month_to value", ""]
    # Only what was set is another; the figure beside it is as it was.
    changed = ["region", "year_from", "month_to", "value", "edited"]
    pd.testing.assert_frame_equal(table.drop(columns=changed), TWO.drop(columns=changed[:-1]), check_dtype=False)
    pd.testing.assert_frame_equal(table.iloc[1:][list(FIGURE)], TWO.iloc[1:], check_dtype=False)


def test_what_is_dropped_goes_also_when_it_is_set():
    table = apply(TWO, _edits((0, 3, "drop", "", ""), (0, 3, "set", "region", "天津")))
    assert table["start"].to_list() == [10]


def test_what_is_added_stands_at_its_place_with_what_its_rows_do_not_say_left_out():
    edits = _edits(
        (5, 8, "add", "indicator", "新建医院"), (5, 8, "add", "value", "12.5"), (5, 8, "add", "year_to", "2023")
    )
    table = apply(TWO, edits)
    assert table["start"].to_list() == [0, 5, 10]
    added = table.iloc[1]
    assert added[["indicator", "value", "year_to"]].to_list() == ["新建医院", 12.5, 2023]
    assert added[["edited", "rule", "bound", "kind"]].to_list() == ["added", "edited", "=", "level"]
    assert added[["unit", "region", "basis", "whole", "multiple"]].to_list() == [""] * 5
    assert added[["article_id", "paragraph", "year_from", "base_year", "ratio", "part_of"]].isna().all()
    assert table.dtypes[list(NULLABLE)].astype(str).to_list() == ["Int64"] * len(NULLABLE)


# Half a unit of the last digit that is not 0.
@pytest.mark.parametrize(
    ("value", "rounding"),
    [
        ("43", 0.5),
        ("0.25", 0.005),
        ("-12.5", 0.05),
        ("3000", 500),
        ("210618000000", 500_000),
        ("10400000000000", 5e10),
        ("0.00001", 0.000005),
        ("0", 0.5),
    ],
)
def test_an_added_figure_is_rounded_to_its_last_digit(value, rounding):
    table = apply(TWO, _edits((5, 8, "add", "indicator", "投资"), (5, 8, "add", "value", value)))
    assert table.loc[1, "rounding"] == pytest.approx(rounding, rel=1e-9, abs=0)


@pytest.mark.parametrize(("column", "value", "missing"), [("value", "3", "indicator"), ("indicator", "学校", "value")])
def test_an_added_figure_that_lacks_something_is_refused_with_its_row(column, value, missing):
    edits = _edits((0, 3, "set", "region", "天津"), (5, 8, "add", column, value))
    with pytest.raises(CorpusError, match=rf"row 3: the added figure has no {missing}"):
        apply(TWO, edits)


@pytest.mark.parametrize("row", [(0, 4, "set", "region", "天津"), (1, 3, "drop", "", "")])
def test_an_edit_of_what_is_not_read_is_refused_with_its_row(row):
    with pytest.raises(CorpusError, match="row 3: no figure is read at this place"):
        apply(TWO, _edits((0, 3, "set", "region", "天津"), row))


def test_an_edit_of_another_source_is_no_edit_of_this_one():
    with pytest.raises(CorpusError, match="row 2: no figure is read at this place"):
        apply(TWO, _edits((0, 3, "drop", "", "")).assign(source_id="t"))


def test_adding_what_the_machine_reads_names_the_command_that_repairs():
    with pytest.raises(CorpusError, match="row 2: .*read by the machine now.*python -m helpers edits"):
        apply(TWO, _edits((10, 14, "add", "value", "7")))


def test_a_reading_without_places_is_refused():
    with pytest.raises(CorpusError, match="the reading has no column end"):
        apply(TWO.drop(columns="end"), _edits())


def test_the_tables_of_the_caller_are_not_changed():
    reading, edits = TWO.copy(), _edits((0, 3, "set", "region", "天津"), (10, 14, "drop", "", ""))
    before = edits.copy()
    apply(reading, edits)
    still_needed(edits, reading)
    pd.testing.assert_frame_equal(reading, TWO)
    pd.testing.assert_frame_equal(edits, before)


# edits, then those that are still needed against TWO
NEEDED = [
    ([(0, 3, "set", "region", "北京"), (0, 3, "set", "region", "天津")], [(0, 3, "set", "region", "天津")]),
    ([(0, 3, "set", "year_to", "2022"), (0, 3, "set", "base_year", "")], []),
    ([(0, 3, "set", "value", "43.0")], []),
    ([(0, 3, "drop", "", ""), (5, 8, "drop", "", "")], [(0, 3, "drop", "", "")]),
    # Its place is gone: it is kept, so that apply can name it.
    ([(5, 8, "set", "region", "天津")], [(5, 8, "set", "region", "天津")]),
    ([(5, 8, "add", "value", "7")], [(5, 8, "add", "value", "7")]),
    (
        [(10, 14, "add", "value", "7"), (10, 14, "add", "region", "天津"), (5, 8, "add", "value", "7")],
        [(5, 8, "add", "value", "7"), (10, 14, "set", "region", "天津")],
    ),
    ([(10, 14, "add", "value", "7"), (10, 14, "add", "indicator", "新建学校")], []),
    # The reading has no concepts; whether the rule gives this one is not known here.
    ([(0, 3, "set", "concept", "schools")], [(0, 3, "set", "concept", "schools")]),
]


@pytest.mark.parametrize(("rows", "kept"), NEEDED)
def test_what_the_machine_reads_by_itself_is_no_longer_an_edit(rows, kept):
    found = still_needed(_edits(*rows), TWO)
    assert found[list(COLUMNS[1:-1])].to_records(index=False).tolist() == kept


def test_of_an_addition_that_is_read_now_the_defaults_are_kept_too():
    reading = _reading({"bound": ">"})
    rows = still_needed(_edits((0, 3, "add", "indicator", "新建学校"), (0, 3, "add", "value", "43")), reading)
    assert rows[["action", "column", "value"]].to_numpy().tolist() == [["set", "bound", "="]]


CELLS = {name: st.sampled_from(["", "北京", "同比", "新建学校", "="]) for name in TEXTS if name in FIGURE}
CELLS |= {name: st.sampled_from(["", "6", "2022"]) for name in WHOLE_NUMBERS}
CELLS["value"] = st.floats(-1e15, 1e15).map(written)
ROWS = st.fixed_dictionaries({}, optional=CELLS)


@st.composite
def _any_edits(draw):
    """Draw edits of TWO: set or drop at its places (not both), add elsewhere, no cell twice."""
    rows = []
    for place in ((0, 3), (10, 14)):
        cells = {} if draw(st.booleans()) else draw(ROWS)
        rows += [(*place, "set", column, value) for column, value in cells.items()] or [(*place, "drop", "", "")]
    if draw(st.booleans()):
        cells = {"indicator": "学校", "value": "1"} | draw(ROWS)
        cells["indicator"] = cells["indicator"] or "学校"
        rows += [(20, 24, "add", column, value) for column, value in cells.items()]
    return _edits(*draw(st.permutations(rows)))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(_any_edits())
def test_what_is_edited_needs_no_edit(edits):
    assert still_needed(edits, apply(TWO, edits)).empty


@settings(max_examples=60, deadline=None, derandomize=True)
@given(_any_edits())
def test_edits_that_are_not_needed_may_go(edits):
    kept = still_needed(edits, TWO)
    pd.testing.assert_frame_equal(kept, still_needed(kept, TWO))
    one, other = (apply(TWO, rows).drop(columns="edited") for rows in (edits, kept))
    pd.testing.assert_frame_equal(one, other)
    assert one.sort_values(list(PLACE)).index.is_monotonic_increasing
