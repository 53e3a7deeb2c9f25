"""Figures of reported figures: counts, regions and values are those of the tables, and all of it can be read."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from faults import faults
from matplotlib.colors import to_hex
from pictures import draw, style, told  # noqa: F401 (style is a fixture)

from helpers.show import plots_figures
from helpers.show.sheet import WIDE
from helpers.show.style import BLUE, ORANGE

DUST = {"concept": "pm25", "indicator": "平均浓度", "gloss": "concentration", "unit": "微克/立方米", "unit_gloss": "µg/m³", "bound": "=",
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
ARTICLES = pd.DataFrame({"article_id": list("abcdefg"), "field": ["ecology"] * 3 + ["industry"] * 3 + ["tourism"]})
SIZES = pd.DataFrame({"article_id": list("abcdefg"), "characters": [1000, 500, 500, 500, 250, 250, 100]})
NAMES = {"北京": "Beijing", "河北": "Hebei (province)", "京津冀": "Beijing-Tianjin-Hebei"}


def _texts(ax):
    return [text.get_text() for text in ax.texts]


def test_figures_are_counted_per_thousand_characters_and_fields_of_few_articles_stand_apart():
    rows = [_at("d", "北京", 2022, 1), _at("g", "北京", 2022, 1, kind="change")]
    ax = plots_figures.figure_counts(
        _ledger(*LEDGER.to_dict("records"), *rows), ARTICLES, SIZES, names={"ecology": "生态"}
    )
    assert faults(ax) == []
    texts = [text for text in _texts(ax) if text not in plots_figures.KINDS]
    assert texts[:4] == ["2.0", "ecology 生态: 4 figures in 3 articles", "1.0", "industry: 1 figure in 3 articles"]
    assert texts[4:] == [plots_figures.FEW, "10.0", "tourism: 1 figure in 1 article"]
    # Level, change and target of each field, on one scale.
    widths = [part.get_width() / WIDE * 10 for part in ax.patches]
    assert widths == pytest.approx([1.5, 0, 0.5, 1, 0, 0, 0, 10, 0])
    title, subtitle, _ = told(ax)
    assert title == "Of fields with 3 articles or more, ecology (2.0) is told most in numbers, industry (1.0) least"
    assert "n = 6 figures in 7 articles" in subtitle


def test_where_fields_have_few_articles_none_is_said_to_lead():
    few = ARTICLES.assign(field=list("abcdefg"))
    assert (
        told(plots_figures.figure_counts(LEDGER, few, SIZES))[0]
        == "No two fields have 3 articles that could be compared"
    )


def test_articles_of_no_length_are_left_out():
    empty = plots_figures.figure_counts(LEDGER, ARTICLES, SIZES.assign(characters=0))
    assert faults(empty) == []
    assert not empty.patches


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


PANEL = "concentration"


def _panels(ledger, concepts=("pm25",), **more):
    ax = plots_figures.concept_timelines(ledger, list(concepts), **more)
    return ax, ax.child_axes


def test_timelines_name_every_region_with_its_last_value_in_both_languages():
    ax, (panel,) = _panels(LEDGER, names=NAMES)
    assert faults(ax) == []
    texts = _texts(ax)
    assert texts[:2] == [PANEL, "平均浓度, in µg/m³ (微克/立方米)"]
    assert texts[2:] == ["107", "38.6 河北 Hebei", "37 京津冀", "Beijing-Tianjin-Hebei", "32 北京 Beijing"]
    assert [line.get_xdata().tolist() for line in panel.lines if len(line.get_xdata()) > 1] == [[2013, 2022]]
    # One colour a region, for its points as for the line to its name.
    inks = {to_hex(points.get_edgecolor()[0]) for points in panel.collections if len(points.get_offsets())}
    assert inks == {to_hex(line.get_color()) for line in ax.lines}
    assert len(inks) == 3


def test_the_line_to_a_name_begins_at_its_point():
    ax, (panel,) = _panels(_ledger(_at("a", "北京", 2013, 10), _at("a", "北京", 2023, 7)))
    draw(ax)
    (line,) = ax.lines
    begins, point = ax.transData.transform(line.get_xydata()[0]), panel.transData.transform((2023, 7))
    assert begins[1] == pytest.approx(point[1], abs=1)
    assert 0 < begins[0] - point[0] < 8


def test_all_panels_have_one_scale_of_years():
    other = _at("a", "北京", 2030, 5, concept="spread", kind="target"), _at("a", "北京", 2020, 4, concept="spread")
    ax, panels = _panels(_ledger(*LEDGER.to_dict("records"), *other), ("pm25", "spread"))
    assert faults(ax) == []
    assert [panel.get_xlim() for panel in panels] == [(2012, 2031)] * 2


def test_parts_of_a_year_are_hollow_and_joined_to_nothing():
    _, (panel,) = _panels(_ledger(_at("a", "北京", 2022, 10), _at("a", "北京", 2023, 7, month_from=1, month_to=9)))
    faces = {tuple(points.get_facecolor()[0]) for points in panel.collections if len(points.get_offsets())}
    assert (1, 1, 1, 1) in faces
    assert all(len(line.get_xdata()) < 2 for line in panel.lines)


def test_timelines_take_axes_and_say_what_moved_most():
    given = plt.subplots()[1]
    assert plots_figures.concept_timelines(LEDGER, ["pm25"], ax=given, names=NAMES) is given
    title, subtitle, _ = told(given)
    assert title == (
        "Most moved: concentration (京津冀 Beijing-Tianjin-Hebei), from 107 µg/m³ in 2013 to 37 µg/m³ in 2022"
    )
    assert subtitle.startswith("Each mark is a figure of one article.")


@pytest.mark.parametrize(
    ("unit", "gloss", "top", "expected"),
    [
        ("元", "yuan", 7.4e10, (1e9, "bn yuan (10亿元)")),
        ("元", "yuan", 1.04e13, (1e12, "trillion yuan (万亿元)")),
        ("家", "firms", 26751, (1, "firms (家)")),
        ("家", "firms", 267510, (1e3, "thousand firms (千家)")),
        ("%", "per cent", 66, (1, "%")),
    ],
)
def test_units_of_panels_are_told_in_both_languages(unit, gloss, top, expected):
    assert plots_figures._scale(unit, gloss, top) == expected


REPEATED = pd.DataFrame(
    {
        "gloss": ["firms moved out", "services"], "place": "北京", "value": [3000.0, 234.0], "unit": ["家", "项"],
        "unit_gloss": ["firms", "services"], "bound": ["<", "="], "kind": "level", "multiple": "", "articles": [8, 5],
        "undated": [4, 5], "figures": ["f0 f1", "f2"],
    }
)  # fmt: skip


def test_repeats_tell_those_without_a_year_apart():
    ax = plots_figures.repeats_plot(REPEATED, LEDGER, names=NAMES)
    assert faults(ax) == []
    bars = [(part.get_width(), to_hex(part.get_facecolor()).upper()) for part in ax.patches]
    unit = bars[0][0] / 4
    assert bars == [(pytest.approx(unit * n), ink) for n, ink in ((4, BLUE), (4, ORANGE), (0, BLUE), (5, ORANGE))]
    assert told(ax)[0] == "1 of 2 figures that articles repeat have a year in none of them"
    assert _texts(ax)[2:] == [
        "firms moved out: under 3,000 firms (家)", "平均浓度, 北京 Beijing", "8 articles, 4 without a year",
        "services: 234 services (项)", "平均浓度, 北京 Beijing", "5 articles, 5 without a year",
    ]  # fmt: skip


def test_hostile_labels_are_drawn_without_a_warning():
    hostile = "$\\frac{a}$\x1b\n" * 200
    ledger = LEDGER.assign(indicator=hostile, gloss=hostile, region=hostile, unit_gloss=hostile, unit=hostile)
    draw(plots_figures.concept_timelines(ledger, ["pm25"], names={hostile: hostile}))
    draw(plots_figures.repeats_plot(REPEATED.assign(gloss=hostile, place=hostile, unit=hostile), ledger))
    draw(plots_figures.figure_counts(ledger, ARTICLES.assign(field=hostile), SIZES))
