"""Two annotations: brought to their raw places, and held against each other by hand arithmetic."""

import json

import pandas as pd
import pytest

from helpers import CorpusError, load
from helpers.edits import written
from helpers.evaluation.agreement import (
    ANNOTATION_COLUMNS,
    DECISION_COLUMNS,
    LONGEST_LABEL,
    agreement,
    at_raw_places,
    decided,
    read_annotation,
    read_decisions,
)
from helpers.evaluation.gold import MONTHS
from helpers.evaluation.score import pairs, right_fields
from helpers.figures.rows import YEARS
from helpers.files import SHIPPED, to_bytes

ROW = {
    "source_id": "s", "start": 0, "end": 4, "indicator": "新建学校", "region": "北京", "value": 5.0, "unit": "家", "bound": "=",
    "kind": "level", "year_from": 2022, "year_to": 2022, "base_year": None, "optional": False, "month_from": None,
    "month_to": None, "basis": "",
}  # fmt: skip


def _annotation(*rows):
    table = pd.DataFrame([ROW | row for row in rows], columns=list(ANNOTATION_COLUMNS))
    return table.astype(dict.fromkeys((*YEARS, *MONTHS), "Int64"))


def _shares(first, second):
    return agreement(first, second).set_index("column")["agreement"].to_dict()


def test_an_annotation_agrees_with_itself():
    one = _annotation({}, {"start": 10, "end": 14, "value": 7.0})
    assert set(_shares(one, one).values()) == {1.0}


def test_agreement_by_hand():
    first = _annotation(
        {}, {"start": 10, "end": 14, "value": 7.0}, {"start": 20, "end": 24}, {"start": 30, "end": 34, "optional": True}
    )
    second = _annotation(
        {"region": "天津", "month_to": 6},
        {"start": 10, "end": 14, "value": 7.0, "basis": "同比"},
        {"start": 40, "end": 44, "value": 9.0},
    )
    found = agreement(first, second).set_index("column")
    # Two figures are in both, one only in the first, one only in the second; the optional one counts for nothing.
    assert found.loc["figures"].to_list() == [pytest.approx(2 * 2 / (2 * 2 + 1 + 1)), 4]
    assert found.loc[["region", "months", "basis", "full row"], "agreement"].to_list() == [0.5] * 4
    assert found.loc[["bound", "kind", "period", "base", "label"], "agreement"].to_list() == [1.0] * 5


def test_it_does_not_matter_which_annotation_is_the_first():
    first, second = _annotation({}, {"start": 10, "end": 14}), _annotation({"kind": "target"}, {"start": 20, "end": 24})
    assert _shares(first, second) == _shares(second, first)


def test_nothing_in_common_is_no_agreement():
    assert _shares(_annotation({}), _annotation({"value": 6.0})) == {"figures": 0.0}


@pytest.mark.parametrize("name", ["first", "second"])
def test_the_published_annotations_are_whole(name, shipped):
    table = read_annotation(SHIPPED / "annotations" / f"{name}.csv")
    assert set(table["source_id"]) == set(shipped.sources["source_id"])
    assert (table["start"] < table["end"]).all()
    assert table["indicator"].str.len().between(1, LONGEST_LABEL).all()
    assert table["bound"].isin(["=", ">", "<", "~"]).all()
    assert table["kind"].isin(["level", "change", "target"]).all()
    for month in MONTHS:
        assert table[month].dropna().between(1, 12).all()


PLACE = ["source_id", "start", "end"]
# The columns that a field of `right_fields` compares.
OF_A_FIELD = {
    "bound": ["bound"], "kind": ["kind"], "region": ["region"], "period": ["year_from", "year_to"], "base": ["base_year"],
    "label": ["indicator"], "months": ["month_from", "month_to"], "basis": ["basis"],
}  # fmt: skip


def _differing(one, other):
    """Return the columns in which two rows differ; labels where they name another thing."""
    wrong = [name for name, right in right_fields(one, other).items() if not right and name != "full row"]
    columns = [column for name in wrong for column in OF_A_FIELD[name]]
    close = [column for column in ("region", "optional") if one[column] != other[column]]
    return {name for name in (*columns, *close) if name == "indicator" or str(one[name]) != str(other[name])}


def test_every_difference_between_the_published_annotations_is_decided():
    folder = SHIPPED / "annotations"
    first, second = (read_annotation(folder / f"{name}.csv") for name in ("first", "second"))
    decisions = read_decisions(folder / "decisions.csv")
    held = set(decisions[[*PLACE, "column"]].itertuples(index=False, name=None))
    for one, other in pairs(first, second):
        if other is not None:
            place = (one["source_id"], str(one["start"]), str(one["end"]))
            assert {(*place, column) for column in _differing(one, other)} <= held


def test_published_decisions_decide_something_and_say_why():
    folder = SHIPPED / "annotations"
    first, second = (read_annotation(folder / f"{name}.csv") for name in ("first", "second"))
    decisions = read_decisions(folder / "decisions.csv")
    assert decisions["reason"].str.split().str.len().between(1, 4).all()
    # A third look decides where both agree, too, but then otherwise.
    agreed = decisions[decisions["first"] == decisions["second"]]
    assert len(agreed)
    assert (agreed["decided"] != agreed["first"]).all()
    whole = decided(first, second, decisions)
    assert whole["indicator"].str.len().between(1, LONGEST_LABEL).all()
    # What only one of the two has stands after what both have at its place.
    cells = whole.drop_duplicates(PLACE).map(written).set_index(PLACE)
    last = decisions.drop_duplicates([*PLACE, "column"], keep="last")
    for row in last.itertuples():
        assert cells.loc[(row.source_id, row.start, row.end), row.column] == row.decided


def _decisions(*rows):
    return pd.DataFrame([dict(zip(DECISION_COLUMNS, row, strict=True)) for row in rows], columns=list(DECISION_COLUMNS))


def test_decisions_make_one_annotation_of_two():
    first = _annotation({}, {"start": 10, "end": 14, "optional": True}, {"start": 20, "end": 24, "optional": True})
    second = _annotation({"region": "天津", "month_to": 6, "year_to": None}, {"start": 10, "end": 14})
    table = decided(
        first,
        second,
        _decisions(
            ("s", "0", "4", "region", "北京", "天津", "河北", "subject"),
            ("s", "0", "4", "month_to", "", "6", "6", "months"),
            ("s", "0", "4", "year_to", "2022", "", "", "since"),
            ("s", "10", "14", "optional", "True", "False", "False", "named things"),
        ),
    )
    assert table["start"].to_list() == [0, 10, 20]
    assert table.loc[0, ["region", "month_to"]].to_list() == ["河北", 6]
    assert pd.isna(table.loc[0, "year_to"])
    # What only one of the two has stays, but counts neither way.
    assert table["optional"].to_list() == [False, False, True]
    assert _shares(table, table)["full row"] == 1.0


@pytest.mark.parametrize(
    "row",
    [
        ("s", "1", "4", "region", "北京", "天津", "天津", "subject"),
        ("s", "0", "4", "region", "天津", "北京", "天津", "subject"),
        ("s", "0", "4", "place", "北京", "天津", "天津", "subject"),
    ],
)
def test_a_decision_on_what_is_not_there_is_refused(row):
    with pytest.raises(CorpusError, match="in the first annotation.*decide it anew"):
        decided(_annotation({}), _annotation({"region": "天津"}), _decisions(row))


def _file(folder, **row):
    paragraph = load(SHIPPED / "sample").paragraphs("sample-01").query("text.str.contains('57.1%')").iloc[0]
    known = {
        "quote": "57.1%",
        "indicator": "耗电",
        "region": None,
        "value": -57.1,
        "unit": "%",
        "bound": "=",
        "kind": "change",
    }
    rows = [known | {"from": None, "to": None, "base": None, "to_month": 11} | row]
    line = {
        "article": "sample-01",
        "para": int(paragraph["paragraph"]),
        "published": 2024,
        "text": paragraph["text"],
        "rows": rows,
    }
    path = folder / "annotated.jsonl"
    path.write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def test_figures_are_brought_to_their_raw_places_and_survive_writing(tmp_path):
    sample = load(SHIPPED / "sample")
    table = at_raw_places(_file(tmp_path), sample)
    row = table.iloc[0]
    assert sample.raw_text("sample-01")[row["start"] : row["end"]] == "57.1%"
    assert (row["source_id"], row["month_to"], row["basis"]) == ("magazine", 11, "")
    (tmp_path / "first.csv").write_bytes(to_bytes(table))
    pd.testing.assert_frame_equal(read_annotation(tmp_path / "first.csv"), table, check_dtype=False)


def test_a_long_label_is_refused(tmp_path):
    with pytest.raises(CorpusError, match="has 17 characters.*1 to 16"):
        at_raw_places(_file(tmp_path, indicator="耗" * 17), load(SHIPPED / "sample"))


def test_a_paragraph_that_is_not_there_is_refused(tmp_path):
    path = _file(tmp_path)
    line = json.loads(path.read_text(encoding="utf-8")) | {"para": 99}
    path.write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(CorpusError, match="sample-01 has no paragraph 99"):
        at_raw_places(path, load(SHIPPED / "sample"))
