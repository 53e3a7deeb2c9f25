"""Which days texts speak of, and whether these were past, present or to come when they were written."""

import pandas as pd
import pytest

from helpers.counting.named_days import most_named, orientation, orientation_by


def _dates(rows):
    columns = ["article_id", "from", "to", "precision", "count", "first_published", "published"]
    return pd.DataFrame(rows, columns=columns)


@pytest.mark.parametrize(
    ("begin", "end", "written", "word"),
    [
        ("2023-01-01", "2023-12-31", "2024-02", "past"),
        ("2014-02-26", "2014-02-26", "2014-02-28", "past"),
        ("2024-02-01", "2024-02-29", "2024-02-23", "present"),
        ("2014-02-01", "2024-02-29", "2024-02", "past"),
        ("2024-01-01", "2024-12-31", "2024-02", "present"),
        ("2021-01-01", "2025-12-31", "2024-02", "present"),
        ("2024-03-01", "2024-03-31", "2024-02", "coming"),
        ("2035-01-01", "2035-12-31", "2024", "coming"),
        ("2024-02-10", "2024-02-10", "2024-02", "present"),
        ("2023-01-01", "", "2024-02", None),
        ("2023-01-01", "2023-12-31", "", None),
    ],
)
def test_a_stretch_of_days_is_past_present_or_coming(begin, end, written, word):
    for columns in ((written, "1999"), ("", written)):
        told = orientation(_dates([("a", begin, end, "day", 1, *columns)] if written else [("a", begin, end, "day", 1, "", "")]))  # fmt: skip
        assert told["word"].tolist() == ([word] if word else [])


def test_days_are_ranked_by_articles_then_mentions():
    table = _dates(
        [
            ("a", "2023-01-01", "2023-12-31", "year", 1, "", ""),
            ("b", "2023-01-01", "2023-12-31", "year", 1, "", ""),
            ("a", "2022-01-01", "2022-12-31", "year", 9, "", ""),
            ("a", "2014-02-26", "2014-02-26", "day", 9, "", ""),
            ("a", "2014-01-01", "2024-02-29", "year", 30, "", ""),
            ("a", "", "2024-02-29", "year", 30, "", ""),
            ("a", "2021-01-01", "2025-12-31", "plan", 30, "", ""),
        ]
    )
    found = most_named(table, precisions=("day", "year"))
    assert list(found.itertuples(index=False, name=None)) == [
        ("2023-01-01", "2023-12-31", 2, 2),
        ("2014-02-26", "2014-02-26", 1, 9),
        ("2022-01-01", "2022-12-31", 1, 9),
    ]


def _told(shares, group="x"):
    return [(f"{group}{n}", word, count, group) for n, counts in enumerate(shares) for word, count in counts.items()]


def test_shares_of_groups_by_hand_and_with_an_interval_that_holds_them():
    rows = _told([{"past": 3, "coming": 1}, {"past": 8}, {"past": 2, "present": 2}]) + _told([{"coming": 1}], "y")
    table = orientation_by(pd.DataFrame(rows, columns=["article_id", "word", "count", "by"]), {"Of": "by"}).set_index(
        "group"
    )
    assert table.loc["x", ["past", "present", "coming"]].tolist() == pytest.approx([13 / 16, 2 / 16, 1 / 16])
    assert table.loc["x", "low"] <= 1 / 16 <= table.loc["x", "high"] <= 1
    assert table.loc["y", "coming"] == 1 and pd.isna(table.loc["y", "low"])
    assert table["articles"].to_dict() == {"all articles": 4, "x": 3, "y": 1}
    assert table["kind"].tolist() == ["All", "Of", "Of"]
    assert table.loc["all articles", "coming"] == pytest.approx(2 / 17)


def test_rows_without_a_group_are_in_none():
    rows = pd.DataFrame(_told([{"past": 1}], ""), columns=["article_id", "word", "count", "by"])
    assert orientation_by(rows, {"Of": "by"})["group"].tolist() == ["all articles"]
    assert orientation_by(rows.head(0), {"Of": "by"}).empty
