"""Figures of the audit: claims, verdicts and differences are those of the tables, and all of it can be read."""

import pandas as pd
import pytest
from faults import faults
from matplotlib.colors import to_hex
from pictures import draw, style, told  # noqa: F401 (style is a fixture)

from helpers.audit.agreement import BOUNDS, NO_REASON, OPEN, OTHER_DATES
from helpers.show import plots_audit
from helpers.show.sheet import WIDE
from helpers.show.style import BLUE, GREY, ORANGE

NAMES = {"北京": "Beijing"}
FIGURES = pd.DataFrame(
    {
        "figure_id": ["f0", "f1", "f2", "f3"], "article_id": ["a", "a", "a", "b"], "indicator": "能耗", "region": "北京",
        "gloss": ["energy use"] * 3 + [""], "value": [50.0, 30.0, -71.0, 5.2], "unit": ["吨", "吨", "%", "%"],
        "unit_gloss": ["tonnes", "tonnes", "per cent", "per cent"], "bound": "=", "multiple": "", "basis": ["", "", "", "年均"],
        "kind": ["level", "level", "change", "change"], "year_from": [2014, 2022, 2014, 2014],
        "year_to": [2014, 2022, 2022, 2022], "month_from": None, "month_to": None,
    }
)  # fmt: skip
CLAIMS = pd.DataFrame(
    {
        "figure_id": ["f3", "f2"], "stated": [5.2, -71.0], "recomputed": [5.0, -40.0], "low": [5.0, -42.0],
        "high": [5.0, -38.0], "reason": ["", "divided by the end value"], "from_figures": ["f1", "f0 f1"],
    }
)  # fmt: skip


def _texts(ax):
    return [text.get_text() for text in ax.texts]


def test_claims_stand_beside_what_follows_the_widest_gap_first():
    ax = plots_audit.claims_plot(CLAIMS, FIGURES, names=NAMES)
    assert faults(ax) == []
    widths = [part.get_width() / WIDE for part in ax.patches]
    assert widths == pytest.approx([1, 40 / 71, 1, 5 / 5.2])
    assert [to_hex(part.get_facecolor()).upper() for part in ax.patches] == [ORANGE, BLUE] * 2
    whisker = next(line.get_xdata() for line in ax.lines if len(line.get_xdata()) == 2)
    assert list(whisker) == pytest.approx([38 / 71 * WIDE, 42 / 71 * WIDE])
    text = " ".join(_texts(ax))
    assert "energy use, 2014 to 2022 能耗, 北京 Beijing, in a Stated: a fall of 71%" in text
    assert "From 50 tonnes (吨), 2014, and 30 tonnes (吨), 2022, follows a fall of 40% (38% to 42% under any" in text
    assert "Likely slip: divided by the end value 能耗, 2014 to 2022" in text
    assert "Stated: a rise of 5.2% a year" in text
    title = "A fall of 71% is stated, but the article's own figures give a fall of 40% (energy use, 北京 Beijing)"
    assert told(ax)[0] == title


def test_a_claim_that_follows_from_a_bound_has_no_range():
    ax = plots_audit.claims_plot(CLAIMS.assign(high=float("inf")), FIGURES)
    draw(ax)
    assert "rounding)" not in " ".join(_texts(ax))


def test_verdicts_are_counted_by_class():
    verdicts = ["follows", "does not follow", "cannot be checked", "cannot be checked", "cannot be checked"]
    ax = plots_audit.verdicts_plot(pd.DataFrame({"rule": ["a", "a", "a", "b", "b"], "verdict": verdicts}))
    assert faults(ax) == []
    assert told(ax)[0] == "2 of 5 claims can be checked; 1 of these do not follow"
    assert _texts(ax)[4:] == ["a: 1 follows, 1 does not follow, 1 cannot be checked", "b: 2 cannot be checked"]
    assert [part.get_width() / WIDE * 3 for part in ax.patches] == pytest.approx([1, 0, 1, 1, 0, 0, 0, 2])


def test_verdicts_of_several_claims_are_told_in_the_plural():
    ax = plots_audit.verdicts_plot(
        pd.DataFrame({"rule": "a", "verdict": ["follows if rounded", "does not follow"] * 2})
    )
    assert _texts(ax)[-1] == "a: 2 follow if rounded, 2 do not follow"


def _group(reason, **more):
    return {
        "gloss": "services",
        "place": "北京",
        "high": 50.0,
        "figures": "f0 f1",
        "period": OPEN,
        "reason": reason,
    } | more


def test_agreement_is_drawn_as_a_share_of_the_highest_by_reason():
    groups = pd.DataFrame([_group(BOUNDS, period="2022"), _group(NO_REASON), _group(OTHER_DATES)])
    ax = plots_audit.agreement_plot(groups, FIGURES.assign(bound=["=", ">", "=", "="]), names=NAMES)
    assert faults(ax) == []
    places = [points.get_offsets()[0][0] for points in ax.collections]
    span = WIDE - 2 * plots_audit.MARK
    assert places == pytest.approx([plots_audit.MARK + span * share for share in (0.6, 1) * 3])
    inks = [to_hex(points.get_facecolor()[0]).upper() for points in ax.collections]
    assert inks == [ORANGE, ORANGE, BLUE, BLUE, GREY, GREY]
    heads = ["No reason in the figures: 1 difference", "A bound or rounding: 1 difference"]
    assert [text for text in _texts(ax) if text in heads] == heads
    assert _texts(ax)[1:4] == ["services", "能耗, 北京 Beijing", "over 30 tonnes (吨) in a; 50 tonnes (吨) in a"]
    assert "services, 2022" in _texts(ax)
    assert told(ax)[0] == "For 1 of 3 differences between articles the figures give no reason"


def test_hostile_labels_are_drawn_without_a_warning():
    hostile = "$\\frac{a}$\x1b\n" * 200
    ledger = FIGURES.assign(indicator=hostile, gloss=hostile, region=hostile, unit_gloss=hostile, article_id=hostile)
    draw(plots_audit.claims_plot(CLAIMS.assign(reason=hostile), ledger))
    draw(plots_audit.agreement_plot(pd.DataFrame([_group(NO_REASON, gloss=hostile, place=hostile)]), ledger))
    draw(plots_audit.verdicts_plot(pd.DataFrame({"rule": [hostile], "verdict": "follows"})))
