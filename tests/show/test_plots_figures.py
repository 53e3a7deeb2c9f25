"""Figures of reported figures: counts, regions and verdicts are those of the tables."""

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from pictures import draw, style, written  # noqa: F401 (style is a fixture)

from helpers.show import plots_figures
from helpers.show.style import LEDGER_NOTE

LEDGER = pd.DataFrame(
    {
        "article_id": ["a", "a", "b", "b"],
        "concept": "pm25",
        "gloss": "concentration",
        "region": ["京津冀", "河北", "京津冀", "北京"],
        "value": [107.0, 38.6, 37.0, 32.0],
        "unit": "微克/立方米",
        "kind": ["level", "level", "level", "target"],
        "year_to": pd.array([2013, 2023, 2022, 2025], dtype="Int64"),
    }
)
CLAIMS = pd.DataFrame(
    {
        "figure_id": ["f1", "f2", "f3"],
        "rule": "per cent",
        "stated": [-65.1, -32.4, 5.0],
        "unit": "%",
        "recomputed": [-65.4, -32.1, float("nan")],
        "low": [-66.0, -34.8, float("nan")],
        "high": [-64.8, -29.3, float("nan")],
        "verdict": ["outside rounding", "follows", "cannot be checked"],
    }
)
GROUPS = pd.DataFrame(
    {
        "gloss": ["services", "firms"],
        "region": "京津冀",
        "low": [179, 502],
        "high": [203, 520],
        "unit": "项",
        "reason": ["none found", "equal"],
    }
)


def test_figure_counts_by_field_and_kind():
    ax = plots_figures.figure_counts(LEDGER, pd.DataFrame({"article_id": ["a", "b"], "field": ["ecology", "industry"]}))
    draw(ax)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["ecology", "industry"]
    assert "4 figures in 2 articles" in ax.get_title("left")
    assert [(bar.get_x(), bar.get_width()) for bar in ax.patches] == [(0, 2), (0, 1), (2, 0), (1, 1)]
    assert written(ax)[-1].get_text() == LEDGER_NOTE


def test_timelines_name_every_region_once():
    axes = plots_figures.concept_timelines(LEDGER, ["pm25"])
    draw(axes[0])
    assert sorted(text.get_text() for text in axes[0].texts) == ["京津冀", "北京", "河北"]
    heights = sorted(text.get_position()[1] for text in axes[0].texts)
    assert all(upper - lower > 5 for lower, upper in pairwise(heights))


def test_timelines_leave_no_empty_panel_and_take_axes():
    axes = plots_figures.concept_timelines(LEDGER, ["pm25"])
    assert axes[0].figure.axes == list(axes)
    given = plt.subplots(1, 2)[1]
    assert plots_figures.concept_timelines(LEDGER, ["pm25"], axes=given) is given
    assert [text.get_text() for text in written(given[0])] == [
        "4 dated figures of 2 articles",
        "Circle: level, triangle: target.",
        LEDGER_NOTE,
    ]


def test_claims_that_cannot_be_checked_are_not_drawn():
    ax = plots_figures.claims_plot(CLAIMS)
    draw(ax)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["f1  per cent", "f2  per cent"]
    assert [line.get_xdata() for line in ax.lines[:2]] == [
        pytest.approx([66 / 65.4, 64.8 / 65.4]),
        pytest.approx([34.8 / 32.1, 29.3 / 32.1]),
    ]
    assert [points.get_offsets().tolist() for points in ax.collections] == [
        [pytest.approx([65.1 / 65.4, 0])],
        [pytest.approx([32.4 / 32.1, 1])],
    ]
    assert len({tuple(points.get_facecolor()[0]) for points in ax.collections}) == 2


def test_spread_is_drawn_as_a_share_of_the_highest():
    ax = plots_figures.spread_plot(GROUPS)
    draw(ax)
    assert [round(line.get_xdata()[0], 3) for line in ax.lines] == [0.882, 0.965]
    assert len({line.get_color() for line in ax.lines}) == 2
    assert np.all([not line.get_clip_on() for line in ax.lines])
