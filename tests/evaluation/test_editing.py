"""From an annotation to edits: each kind of slip by hand, and back again to what was decided."""

from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import ledger
from helpers.edits import COLUMNS, apply, read_edits, written
from helpers.evaluation.agreement import ANNOTATION_COLUMNS, decided, read_annotation, read_decisions
from helpers.evaluation.editing import COMPARED, edits_for, renewed
from helpers.evaluation.gold import MONTHS
from helpers.evaluation.score import pairs
from helpers.figures.rows import YEARS
from helpers.files import SHIPPED
from helpers.lexicon import one_form, shipped

TEXT = "上月北京新建医院3家。天津与河北去年新建学校43所，教室7间。"
CORPUS = SimpleNamespace(lexicon=shipped(), raw_text=lambda article_id: TEXT)
SCHOOLS, ROOMS, HOSPITALS = ((TEXT.index(quote), TEXT.index(quote) + len(quote)) for quote in ("43所", "7间", "3家"))
FIGURE = {
    "source_id": "s", "start": SCHOOLS[0], "end": SCHOOLS[1], "indicator": "新建学校", "region": "河北", "value": 43.0,
    "unit": "所", "bound": "=", "kind": "level", "year_from": 2022, "year_to": 2022, "base_year": None, "optional": False,
    "month_from": None, "month_to": None, "basis": "",
}  # fmt: skip
MACHINE_COLUMNS = ["article_id", *(name for name in ANNOTATION_COLUMNS if name != "optional"), "whole"]


def _wanted(*rows):
    table = pd.DataFrame([FIGURE | row for row in rows], columns=list(ANNOTATION_COLUMNS))
    return table.astype(dict.fromkeys((*YEARS, *MONTHS), "Int64"))


def _machine(*rows):
    table = pd.DataFrame([FIGURE | {"article_id": "a", "whole": ""} | row for row in rows], columns=MACHINE_COLUMNS)
    return table.astype(dict.fromkeys((*YEARS, *MONTHS), "Int64"))


def _rows(edits):
    assert list(edits.columns) == list(COLUMNS)
    return edits[["start", "action", "column", "value", "reason"]].to_numpy().tolist()


def test_what_is_read_as_decided_needs_no_edit():
    assert _rows(edits_for(_machine({}), _wanted({}), CORPUS)) == []


def test_a_place_in_another_form_is_no_difference():
    assert _rows(edits_for(_machine({"region": "武清区"}), _wanted({"region": "武清"}), CORPUS)) == []


# column, what the machine reads, what was decided, reason
SLIPS = [
    ("indicator", "", "学校", "label missing"),
    ("indicator", "新" * 17, "学校", "label too long"),
    ("indicator", "新" * 16, "学校", "other words"),
    ("indicator", "学校", "新建学校", "label cut"),
    ("indicator", "去年新建学校", "新建学校", "label trimmed"),
    ("region", "", "河北", "region missed"),
    ("region", "河北", "", "no region"),
    ("region", "北京", "北京城市副中心", "place in full"),
    ("region", "北京城市副中心", "北京", "place in full"),
    ("region", "天津", "河北", "partner taken for subject"),
    ("region", "北京", "河北", "carried region"),
    ("bound", "=", ">", "bound word"),
    ("kind", "level", "target", "target missed"),
    ("kind", "target", "change", "target word"),
    ("kind", "change", "level", "change or level"),
    ("year_from", None, 2014, "period holds on"),
    ("year_to", 2022, None, "period ends"),
    ("year_to", 2022, 2023, "other year"),
    ("base_year", None, 2014, "base year"),
    ("month_from", None, 1, "months"),
    ("month_to", 6, None, "months"),
    ("basis", "", "同比", "basis as stated"),
    ("basis", "同比", "", "no basis"),
]


@pytest.mark.parametrize(("column", "was", "decision", "reason"), SLIPS)
def test_every_kind_of_slip(column, was, decision, reason):
    edits = edits_for(_machine({column: was}), _wanted({column: decision}), CORPUS)
    assert _rows(edits) == [[SCHOOLS[0], "set", column, written(decision), reason]]


def test_every_column_that_is_compared_has_its_slips():
    assert {column for column, *_ in SLIPS} == set(COMPARED) - {"value", "unit"}


def test_edits_stand_at_the_place_that_the_machine_reads():
    # The annotation took the number without its unit.
    edits = edits_for(_machine({"region": "天津"}), _wanted({"end": SCHOOLS[1] - 1}), CORPUS)
    assert edits[["start", "end"]].to_numpy().tolist() == [list(SCHOOLS)]


def _at(place, **cells):
    return {"start": place[0], "end": place[1]} | cells


def test_what_is_not_read_is_added_and_what_is_no_figure_is_dropped():
    machine = _machine({}, _at(HOSPITALS, value=3.0, unit="家"))
    wanted = _wanted({}, _at(ROOMS, value=7.0, unit="间", indicator="教室", region="", year_from=None, bound="~"))
    assert _rows(edits_for(machine, wanted, CORPUS)) == [
        [HOSPITALS[0], "drop", "", "", "no figure"],
        [ROOMS[0], "add", "indicator", "教室", "not read"],
        [ROOMS[0], "add", "value", "7", "not read"],
        [ROOMS[0], "add", "unit", "间", "not read"],
        [ROOMS[0], "add", "bound", "~", "not read"],
        [ROOMS[0], "add", "year_to", "2022", "not read"],
    ]


def test_an_optional_figure_is_left_alone_unless_it_is_read_otherwise():
    wanted = _wanted(_at(ROOMS, value=7.0, unit="间", optional=True), {"optional": True})
    assert _rows(edits_for(_machine({}), wanted, CORPUS)) == []
    found = _rows(edits_for(_machine({"region": "天津"}), wanted, CORPUS))
    assert found == [[SCHOOLS[0], "set", "region", "河北", "partner taken for subject"]]


@pytest.mark.parametrize("cells", [{"value": 44.0}, {"unit": "座"}])
def test_another_value_or_unit_at_the_same_place_can_be_edited(cells):
    machine, wanted = _machine({}), _wanted(cells)
    table = apply(machine, edits_for(machine, wanted, CORPUS))
    assert table[["value", "unit"]].to_numpy().tolist() == wanted[["value", "unit"]].to_numpy().tolist()


def _edits(*rows):
    table = pd.DataFrame([("s", *SCHOOLS, *row, "why") for row in rows], columns=list(COLUMNS))
    return table.astype({"start": int, "end": int})


EARLIER = _edits(
    ("set", "region", "河北"),
    ("set", "kind", "target"),
    ("set", "concept", "schools"),
    ("set", "whole", "教室"),
)


def test_without_an_annotation_the_edits_that_are_needed_stay():
    edits = renewed(EARLIER, _machine({}), None, CORPUS)
    assert edits["column"].to_list() == ["kind", "concept", "whole"]
    assert renewed(EARLIER.head(0), _machine({}), None, CORPUS).empty


def test_with_an_annotation_it_says_what_is_edited_but_for_what_it_does_not_have():
    edits = renewed(EARLIER, _machine({"bound": "~"}), _wanted({}), CORPUS)
    assert edits[["column", "value"]].to_numpy().tolist() == [
        ["bound", "="],
        ["concept", "schools"],
        ["whole", "教室"],
    ]
    dropped = _edits(("drop", "", ""))
    assert renewed(dropped, _machine({}), _wanted({}), CORPUS).empty


CELLS = {
    "indicator": st.sampled_from(["学校", "新建学校", "新" * 18]),
    "region": st.sampled_from(["", "北京", "天津", "武清区"]),
    "bound": st.sampled_from("=><~"),
    "kind": st.sampled_from(["level", "change", "target"]),
    "basis": st.sampled_from(["", "同比", "累计"]),
} | dict.fromkeys((*YEARS, *MONTHS), st.sampled_from([None, 6, 2022]))
# Three places, each with its own value; both sides have each of them or not.
PLACES = [_at(SCHOOLS), _at(ROOMS, value=7.0, unit="间"), _at(HOSPITALS, value=3.0, unit="家")]
SIDE = st.tuples(*[st.none() | st.fixed_dictionaries(CELLS) for _ in PLACES])


def _side(make, cells):
    return make(*(place | own for place, own in zip(PLACES, cells, strict=True) if own is not None))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(SIDE, SIDE)
def test_applied_edits_give_what_was_decided(read, decision):
    machine, wanted = _side(_machine, read), _side(_wanted, decision)
    table = apply(machine, edits_for(machine, wanted, CORPUS))
    names = ["start", "end", "value", "unit", *COMPARED]
    expected = wanted.sort_values("start", ignore_index=True)
    assert table[names].map(written).to_numpy().tolist() == expected[names].map(written).to_numpy().tolist()
    # What is edited so needs no more edits.
    assert edits_for(table, wanted, CORPUS).empty


@pytest.fixture(scope="module")
def machine(raw):
    """What the machine reads in the shipped corpus."""
    return ledger.reading(raw)


@pytest.fixture(scope="module")
def wanted():
    """The annotation that was decided of the two that are shipped."""
    folder = SHIPPED / "annotations"
    both = [read_annotation(folder / f"{name}.csv") for name in ("first", "second")]
    return decided(*both, read_decisions(folder / "decisions.csv"))


def test_shipped_edits_give_the_annotation_that_was_decided(raw, machine, wanted):
    edited = apply(machine, edits_for(machine, wanted, raw))
    regions = one_form(wanted["region"], raw.lexicon)
    found = list(pairs(wanted.assign(region=regions), edited))
    assert [want for want, row in found if row is None and not want["optional"]] == []
    assert sum(row is not None for _, row in found) == len(edited)
    for want, row in found:
        if row is not None:
            assert {name: written(row[name]) for name in COMPARED} == {name: written(want[name]) for name in COMPARED}


def test_shipped_edits_are_those_that_the_annotation_asks_for(raw, machine, wanted):
    edits = read_edits(SHIPPED)
    pd.testing.assert_frame_equal(renewed(edits, machine, wanted, raw), edits, check_dtype=False)
