"""Figures of days: every stretch is said as short as it can be, with its articles and what happened."""

import numpy as np
import pandas as pd
import pytest
from pictures import draw, faults, style, told  # noqa: F401 (style is a fixture)

from helpers import CorpusError
from helpers.show.plots_days import events, named_days, orientation_bars, stretch


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        ("2014-02-26", "2014-02-26", "2014-02-26"),
        ("2014-02-01", "2014-02-28", "2014-02"),
        ("2020-02-01", "2020-02-28", "2020-02-01 to 28"),
        ("2020-02-01", "2020-02-29", "2020-02"),
        ("2014-01-01", "2014-12-31", "2014"),
        ("2021-01-01", "2025-12-31", "2021 to 2025"),
        ("2019-01-16", "2019-01-18", "2019-01-16 to 18"),
        ("2014-02-01", "2024-02-29", "2014-02-01 to 2024-02-29"),
    ],
)
def test_a_stretch_is_written_short(first, last, written):
    assert stretch(first, last) == written


DAYS = pd.DataFrame(
    {"from": ["2020-05-01"], "to": ["2020-05-01"], "what": ["大堤建成"], "gloss": ["The dike is built"]}
)
RANKED = pd.DataFrame(
    [("2021-01-01", "2021-12-31", 6, 9), ("2020-05-01", "2020-05-01", 3, 3)],
    columns=["from", "to", "articles", "count"],
)


def test_days_are_drawn_in_order_of_time_with_what_happened():
    ax = named_days(events(RANKED, DAYS))
    draw(ax)
    texts = [text.get_text() for text in ax.texts]
    assert texts.index("2020-05-01") < texts.index("2021")
    assert "大堤建成 The dike is built" in texts and "6 articles, 9 mentions" in texts
    assert [bar.get_width() for bar in ax.patches] == pytest.approx(
        [ax.patches[1].get_width() / 2, ax.patches[1].get_width()]
    )
    assert told(ax)[0] == "2021 is named in most articles: 6"
    assert faults(ax.figure) == []


SHARES = pd.DataFrame(
    [
        ("All", "all articles", 9, 0.8, 0.1, 0.1, 0.05, 0.2),
        ("Field", "rivers", 6, 1.0, 0.0, 0.0, 0.0, 0.0),
        ("Field", "hills", 1, 0.5, 0.0, 0.5, np.nan, np.nan),
    ],
    columns=["kind", "group", "articles", "past", "present", "coming", "low", "high"],
)


def test_shares_are_parts_of_a_bar_and_what_is_to_come_is_told_behind():
    ax = orientation_bars(SHARES)
    draw(ax)
    ends = pd.DataFrame([(bar.get_y(), bar.get_x() + bar.get_width()) for bar in ax.patches], columns=["y", "end"])
    assert ends.groupby("y")["end"].max().tolist() == pytest.approx([1, 1, 1])
    texts = [text.get_text() for text in ax.texts]
    assert {"10% (5% to 20%)", "0%", "50%"} <= set(texts)
    assert told(ax)[0] == "80% of all dates are past, 10% (5% to 20%) are still to come"
    assert faults(ax.figure) == []


@pytest.mark.parametrize("draw_it", [named_days, orientation_bars])
def test_nothing_to_draw_is_refused(draw_it):
    with pytest.raises(CorpusError, match="no da"):
        draw_it(pd.DataFrame())
