"""What the machine alone reads right: by hand for three figures, as it is shipped, and beside the annotations."""

import pandas as pd
import pytest

from helpers import CorpusError, ledger
from helpers.evaluation.agreement import agreement, read_annotation
from helpers.evaluation.gold import MONTHS
from helpers.evaluation.machine import COLUMNS, FIELDS, MEASURES, beside_annotations, machine_score, read_score
from helpers.figures.rows import YEARS
from helpers.files import SHIPPED, to_bytes

FIGURE = {
    "article_id": "a", "source_id": "s", "start": 0, "end": 3, "indicator": "新建学校", "region": "北京", "value": 43.0,
    "unit": "所", "bound": "=", "kind": "level", "year_from": 2022, "year_to": 2022, "base_year": None, "month_from": None,
    "month_to": None, "basis": "",
}  # fmt: skip
SECOND = {"start": 10, "end": 14, "value": 7.0}
THIRD = {"start": 20, "end": 24, "value": 5.0, "article_id": "b", "source_id": "t"}


def _table(*rows):
    table = pd.DataFrame([FIGURE | row for row in rows], columns=list(FIGURE))
    return table.astype(dict.fromkeys((*YEARS, *MONTHS), "Int64"))


EDITED = _table({}, SECOND, THIRD)


def test_score_by_hand():
    # One is read right, one with another place and base year, one with another value.
    machine = _table({}, SECOND | {"region": "天津", "base_year": 2014}, THIRD | {"value": 6.0})
    table = machine_score(machine, EDITED)
    assert list(table.columns) == list(COLUMNS)
    assert table[["scope", "name", "figures"]].to_numpy().tolist() == [
        ["corpus", "", 3],
        ["source", "s", 2],
        ["source", "t", 1],
        ["article", "a", 2],
        ["article", "b", 1],
    ]
    whole, of_s, of_t = (table.iloc[at] for at in (0, 1, 2))
    assert whole[["quantity", "full row"]].to_list() == pytest.approx([2 * 2 / (3 + 3), 2 * 1 / (3 + 3)], abs=1e-4)
    assert whole[list(FIELDS)].to_dict() == dict.fromkeys(FIELDS, 1.0) | {"region": 0.5, "base": 0.5}
    assert of_s[["quantity", "full row", "region"]].to_list() == [1.0, 0.5, 0.5]
    # Of a figure that is not read there is nothing to say.
    assert of_t[["quantity", "full row"]].to_list() == [0.0, 0.0]
    assert of_t[list(FIELDS)].isna().all()


def test_figures_that_are_none_and_figures_that_are_not_read_count_alike():
    more, fewer = machine_score(EDITED, EDITED.head(2)), machine_score(EDITED.head(2), EDITED)
    assert more.loc[0, "quantity"] == fewer.loc[0, "quantity"] == pytest.approx(2 * 2 / (3 + 2))


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"bound": ">"}, {"bound", "full row"}),
        ({"kind": "target"}, {"kind", "full row"}),
        ({"region": "天津"}, {"region", "full row"}),
        ({"year_from": None}, {"period", "full row"}),
        ({"indicator": "医院"}, {"label", "full row"}),
        ({"base_year": 2014}, {"base"}),
        ({"month_to": 6}, {"months"}),
        ({"basis": "同比"}, {"basis"}),
        ({"unit": "座"}, {"quantity", "full row"}),
    ],
)
def test_every_field_has_its_measure(cells, wrong):
    row = machine_score(_table(cells), _table({})).iloc[0]
    assert {name for name in MEASURES if row[name] == 0} == wrong


def test_what_is_read_as_edited_is_right_everywhere():
    table = machine_score(EDITED, EDITED)
    assert (table[list(MEASURES)] == 1).to_numpy().all()


def test_the_basis_that_follows_from_a_base_year_is_no_slip():
    machine = _table({"base_year": 2014})
    assert machine_score(machine, machine.assign(basis="定基")).loc[0, "basis"] == 1
    assert machine_score(machine, machine.assign(basis="同比")).loc[0, "basis"] == 0


def test_a_score_survives_writing_and_reading(tmp_path):
    table = machine_score(_table({}, SECOND), EDITED)
    (tmp_path / "machine.csv").write_bytes(to_bytes(table))
    pd.testing.assert_frame_equal(read_score(tmp_path), table, check_dtype=False)


def test_a_score_that_lacks_a_column_is_refused(tmp_path):
    (tmp_path / "machine.csv").write_text("scope,name\ncorpus,\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"machine\.csv has no column figures, quantity"):
        read_score(tmp_path)


def test_the_machine_stands_beside_the_annotations():
    score = machine_score(_table({}, SECOND | {"region": "天津"}, THIRD), EDITED)
    annotations = EDITED.assign(optional=False)
    other = annotations.assign(kind=["target", "level", "level"])
    table = beside_annotations(score, agreement(annotations, other)).set_index("measure")
    assert table.index.to_list() == list(MEASURES)
    assert table.loc["region"].to_list() == pytest.approx([2 / 3, 1], abs=1e-4)
    assert table.loc["kind"].to_list() == pytest.approx([1, 2 / 3], abs=1e-4)
    assert table.loc["full row"].to_list() == pytest.approx([2 / 3, 2 / 3], abs=1e-4)
    assert table.loc["quantity"].to_list() == [1, 1]


def test_shipped_score_has_every_scope_that_has_figures():
    table, figures = read_score(SHIPPED), ledger.read(SHIPPED)
    counted = table.set_index(["scope", "name"])["figures"]
    assert counted.index.is_unique
    assert counted["corpus"].to_dict() == {"": len(figures)}
    for scope in ("source", "article"):
        assert counted[scope].to_dict() == figures.groupby(f"{scope}_id").size().to_dict()
    shares = table[list(MEASURES)].stack().dropna()
    assert shares.between(0, 1).all()
    assert (table["full row"] <= table["quantity"]).all()


def test_two_readers_agree_better_than_the_machine_reads():
    both = [read_annotation(SHIPPED / "annotations" / f"{name}.csv") for name in ("first", "second")]
    table = beside_annotations(read_score(SHIPPED), agreement(*both)).set_index("measure")
    assert table.loc["quantity"].min() > 0.97
    assert table.loc["full row", "annotations"] > table.loc["full row", "machine"]
