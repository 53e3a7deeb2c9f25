"""Figures of reported figures: counts, regions, values and verdicts are those of the tables."""

from itertools import pairwise

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from pictures import draw, style, written  # noqa: F401 (style is a fixture)

from helpers.show import plots_figures
from helpers.show.style import LEDGER_NOTE

DUST = {"concept": "pm25", "gloss": "concentration", "unit": "微克/立方米", "unit_gloss": "µg/m³", "bound": "=",
        "multiple": "", "as_of": "", "kind": "level", "month_from": None, "month_to": None}  # fmt: skip


def _ledger(*rows):
    table = pd.DataFrame([DUST | {"figure_id": f"f{at}"} | row for at, row in enumerate(rows)])
    numbers = dict.fromkeys(("year_from", "year_to", "month_from", "month_to"), "Int64")
    return table.astype(numbers | {"value": float})


def _at(article, region, year, value, **more):
    return {"article_id": article, "region": region, "year_from": year, "year_to": year, "value": value} | more


LEDGER = _ledger(
    _at("a", "京津冀", 2013, 107),
    _at("a", "河北", 2023, 38.6),
    _at("b", "京津冀", 2022, 37),
    _at("b", "北京", 2025, 32, kind="target"),
)
ARTICLES = pd.DataFrame({"article_id": ["a", "b"], "field": ["ecology", "industry"]})
SIZES = pd.DataFrame({"article_id": ["a", "b"], "characters": [1000, 500]})


def test_figures_are_counted_per_thousand_characters():
    ax = plots_figures.figure_counts(LEDGER, ARTICLES, SIZES)
    draw(ax)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["ecology (1)", "industry (1)"]
    assert ax.get_title("left") == "industry is told most in numbers"
    assert [(bar.get_x(), bar.get_width()) for bar in ax.patches] == [(0, 2), (0, 2), (2, 0), (2, 2)]
    assert written(ax)[-1].get_text() == LEDGER_NOTE


TIMES = [
    (_at("a", "r", 2022, 1), 2022, "full"),
    (_at("a", "r", 2022, 1, year_from=None), 2022, "full"),
    (_at("a", "r", 2023, 1, month_from=1, month_to=11), 2023, "part"),
    (_at("a", "r", 2023, 1, month_from=1, month_to=12), 2023, "full"),
    (_at("a", "r", None, 1, as_of="2024-02"), 2024 + 1 / 12, "as_of"),
    (_at("a", "r", None, 1, as_of="2024"), 2024, "as_of"),
    (_at("a", "r", 2025, 1, kind="target"), 2025, "target"),
    (_at("a", "r", None, 1, kind="target", year_from=2025), 2025, "target"),
    (_at("a", "r", 2022, 1, kind="change"), None, None),
    (_at("a", "r", 2022, 1, year_from=2014), None, None),
    (_at("a", "r", None, 1), None, None),
]


@pytest.mark.parametrize(("row", "at", "drawn"), TIMES)
def test_figures_stand_on_the_axis_of_years_as_what_they_are(row, at, drawn):
    table = plots_figures.timed(_ledger(row))
    expected = [] if at is None else [[pytest.approx(at), drawn]]
    assert table[["at", "drawn"]].to_numpy().tolist() == expected


def test_documented_are_the_concepts_of_one_place_and_most_years():
    rows = [_at("a", "京津冀", year, 1) for year in (2013, 2022)]
    others = [_at("a", region, 2022, 1, concept="spread") for region in ("北京", "天津")]
    parts = [_at("a", "北京", year, 1, concept="part", month_to=11) for year in (2022, 2023)]
    assert plots_figures.documented(_ledger(*rows, *others, *parts), 5) == ["pm25"]
    assert plots_figures.documented(_ledger(*rows), 0) == []


def test_timelines_name_every_region_with_its_last_value():
    ax = plots_figures.concept_timelines(LEDGER, ["pm25"])[0]
    draw(ax)
    named = [text for text in ax.texts if not text.get_text().replace(".", "").isdecimal()]
    assert sorted(text.get_text() for text in named) == ["32 北京", "37 京津冀", "38.6 河北"]
    heights = sorted(text.get_position()[1] for text in named)
    assert all(upper - lower > 5 for lower, upper in pairwise(heights))
    # One colour a region, for its points as for its name.
    assert len({text.get_color() for text in named}) == 3
    assert [line.get_xdata().tolist() for line in ax.lines if len(line.get_xdata()) > 1] == [[2013, 2022]]


def test_parts_of_a_year_are_hollow_and_joined_to_nothing():
    ledger = _ledger(_at("a", "北京", 2022, 10), _at("a", "北京", 2023, 7, month_from=1, month_to=9))
    ax = plots_figures.concept_timelines(ledger, ["pm25"])[0]
    draw(ax)
    faces = {tuple(points.get_facecolor()[0]) for points in ax.collections if len(points.get_offsets())}
    assert (1, 1, 1, 1) in faces
    assert all(len(line.get_xdata()) < 2 for line in ax.lines)


def test_timelines_leave_no_empty_panel_and_take_axes():
    axes = plots_figures.concept_timelines(LEDGER, ["pm25"])
    assert axes[0].figure.axes == list(axes)
    given = plt.subplots(1, 2)[1]
    assert plots_figures.concept_timelines(LEDGER, ["pm25"], axes=given) is given
    title, subtitle, note = [text.get_text() for text in written(given[0])]
    assert title == "Most moved: concentration, 京津冀, from 107 µg/m³ in 2013 to 37 µg/m³ in 2022"
    assert subtitle.startswith("Circle: whole year")
    assert note == LEDGER_NOTE


REPEATED = pd.DataFrame(
    {
        "gloss": ["firms moved out", "services"], "place": "北京", "value": [3000.0, 234.0], "unit": ["家", "项"],
        "unit_gloss": ["firms", "services"], "bound": ["<", "="], "kind": "level", "multiple": "", "articles": [8, 5],
        "undated": [4, 5],
    }
)  # fmt: skip


def test_repeats_tell_those_without_a_year_apart():
    ax = plots_figures.repeats_plot(REPEATED)
    draw(ax)
    assert [bar.get_width() for bar in ax.patches] == [8, 5, 4, 5]
    assert ax.get_title("left") == "firms moved out: one number in 8 articles"
    assert [text.get_text() for text in ax.texts] == ["under 3,000 firms (家)", "234 services (项)"]


def test_verdicts_are_counted_by_class():
    verdicts = ["follows", "does not follow", "cannot be checked", "cannot be checked"]
    ax = plots_figures.verdicts_plot(pd.DataFrame({"rule": ["a", "a", "a", "b"], "verdict": verdicts}))
    draw(ax)
    assert ax.get_title("left") == "2 of 4 claims can be checked; 1 of these do not follow"
    assert [label.get_text() for label in ax.get_yticklabels()] == ["b", "a"]
    assert [bar.get_width() for bar in ax.patches] == [0, 1, 0, 0, 0, 1, 1, 1]


def test_agreement_is_drawn_as_a_share_of_the_highest():
    figures = _ledger(_at("a", "京津冀", 2022, 179), _at("b", "京津冀", 2022, 203, bound=">"))
    groups = pd.DataFrame({"gloss": ["services"], "place": "京津冀", "high": 203.0, "figures": "f0 f1",
                           "reason": "none found", "outlets": "Daily 2024-02"})  # fmt: skip
    ax = plots_figures.agreement_plot(groups, figures)
    draw(ax)
    assert [points.get_offsets().tolist() for points in ax.collections] == [[[pytest.approx(179 / 203), 0]], [[1, 0]]]
    assert ax.texts[0].get_text() == "179 µg/m³ (微克/立方米) | over 203 µg/m³ (微克/立方米)\nDaily 2024-02"
