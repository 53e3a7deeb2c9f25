"""Goals and what is reported of the same thing."""

from made_ledgers import at, ledger

from helpers.audit.goals import goals

GOAL = at(2025, 200, kind="target")


def test_levels_of_the_same_thing_stand_beside_a_goal():
    rows = [GOAL, at(2022, 150), at(2022, 150, region="天津"), at(2022, 150, unit="家"), at(2023, 160, article_id="b")]
    table = goals(ledger(*rows))
    assert table.to_numpy().tolist() == [["f0", "a", 2025, 2, "f1 f4"]]


def test_goals_with_a_year_come_first_by_year():
    rows = [{"kind": "target"}, at(2035, 1, kind="target"), {"kind": "target", "year_from": 2025}]
    table = goals(ledger(*rows))
    assert table["figure_id"].to_list() == ["f2", "f1", "f0"]
    assert table["year"].isna().to_list() == [False, False, True]


def test_without_goals_the_table_is_empty():
    assert goals(ledger(at(2022, 1))).empty
