"""The figure of flows: every arrow is a flow of the table, as wide as its share, and says between whom and how much."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from faults import faults
from matplotlib.colors import to_hex
from pictures import draw, style, told  # noqa: F401 (style is a fixture)

from helpers import CorpusError
from helpers.show import plots_flows
from helpers.show.plots_flows import MOST, NARROWEST, WIDEST, flows_plot
from helpers.show.style import BLUE, ORANGE

NAMES = {"北京": "Beijing", "天津": "Tianjin", "唐山": "Tangshan (city)"}
ROW = {
    "sender": "北京", "receiver": "天津", "way": "received there", "group": "money", "indicator": "引进北京资金",
    "concept": "", "gloss": "capital drawn in", "value": 5e9, "unit": "元", "unit_gloss": "yuan", "bound": ">",
    "kind": "level", "multiple": "", "year_from": 2014, "year_to": 2022, "month_from": None, "month_to": None,
    "articles": 1,
}  # fmt: skip
PEOPLE = {
    "group": "people",
    "unit": "人",
    "unit_gloss": "persons",
    "bound": "=",
    "gloss": "",
    "indicator": "引进北京护士",
}


def _table(*rows):
    numbers = dict.fromkeys(("year_from", "year_to", "month_from", "month_to"), "Int64")
    return pd.DataFrame([ROW | row for row in rows]).astype(numbers | {"value": float})


TABLE = _table(
    {},
    {"receiver": "唐山", "value": 1e9, "articles": 2, "year_from": None, "year_to": None},
    {"value": 2e9, "sender": ""},
    PEOPLE | {"sender": "唐山", "receiver": "", "value": 300},
)


def _texts(ax):
    return [text.get_text() for text in ax.texts]


def _widths(ax):
    corners = [arrow.get_xy()[:, 1] for arrow in ax.patches]
    return [sorted({round(abs(y - ys.mean()), 3) for y in ys}) for ys in corners]


def _shafts(ax):
    """How wide each arrow is, without its head."""
    return [2 * min(away for away in widths if away > 0.01) for widths in _widths(ax)]


def test_every_flow_says_between_whom_how_much_of_what_and_when():
    ax = flows_plot(TABLE, names=NAMES)
    assert faults(ax) == []
    assert _texts(ax)[2:8] == [
        "资金 Money", "北京 Beijing", "天津 Tianjin", "over 5 bn yuan (50亿元), 2014 to 2022",
        "capital drawn in; 引进北京资金, in 1 article", "北京 Beijing",
    ]  # fmt: skip
    assert _texts(ax)[8:11] == [
        "唐山 Tangshan", "over 1 bn yuan (10亿元)", "capital drawn in; 引进北京资金, in 2 articles"
    ]  # fmt: skip
    # Where the ledger has no English, what happens is told.
    assert _texts(ax)[-5:] == [
        "人员 People", "唐山 Tangshan", "别处 elsewhere", "300 persons (人), 2014 to 2022",
        "received there; 引进北京护士, in 1 article",
    ]  # fmt: skip


def test_arrows_are_as_wide_as_their_share_and_tell_apart_what_names_no_place():
    ax = flows_plot(TABLE, names=NAMES)
    draw(ax)
    assert _shafts(ax) == pytest.approx([WIDEST, WIDEST / 5, WIDEST * 2 / 5, WIDEST], abs=0.01)
    assert [to_hex(arrow.get_facecolor()).upper() for arrow in ax.patches] == [BLUE, BLUE, ORANGE, ORANGE]
    tails, tips = ({round(end(arrow.get_xy()[:, 0])) for arrow in ax.patches} for end in (min, max))
    assert tails == {plots_flows.TAIL} and tips == {plots_flows.TIP}


def test_no_arrow_is_too_thin_to_see():
    ax = flows_plot(_table({}, {"value": 1.0}), names=NAMES)
    draw(ax)
    assert min(_shafts(ax)) == pytest.approx(NARROWEST, abs=0.01)


def test_amounts_of_two_currencies_are_not_compared():
    ax = flows_plot(_table({}, {"value": 1e6, "unit": "美元", "unit_gloss": "US dollars"}), names=NAMES)
    assert faults(ax) == []
    assert _shafts(ax) == pytest.approx([WIDEST, WIDEST], abs=0.01)


def test_the_key_says_only_what_is_drawn():
    assert _texts(flows_plot(TABLE.iloc[:2], names=NAMES))[:2] == ["both places are named", "资金 Money"]


TITLES = [
    (TABLE, "2 of 4 flows go to 天津 Tianjin, more than to any other place; the largest is over 5 bn yuan (50亿元) from 北京 Beijing"),
    (TABLE.iloc[:2], "The largest flow goes to 天津 Tianjin: over 5 bn yuan (50亿元) from 北京 Beijing"),
    (TABLE.iloc[2:3], "The largest flow goes to 天津 Tianjin: over 2 bn yuan (20亿元)"),
    (TABLE.iloc[3:], "No flow names the place that gains"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "title"), TITLES)
def test_the_title_says_who_gains_most(table, title):
    # Where it is parted, a line may end inside 亿元.
    assert told(flows_plot(table, names=NAMES))[0].replace(" ", "") == title.replace(" ", "")


def test_the_largest_of_each_group_are_drawn_and_the_others_counted():
    money = [{"value": float(value)} for value in range(1, 31)]
    table = _table(*money, *(PEOPLE | {"value": value} for value in (7, 8)))
    ax = flows_plot(table, names=NAMES)
    assert faults(ax) == []
    assert len(ax.patches) == MOST
    assert told(ax)[1].endswith(f"{len(table) - MOST} smaller flows not drawn.")
    heads = [text for text in _texts(ax) if text.startswith(("资金", "人员"))]
    assert heads == [f"资金 Money, the largest {MOST - 2} of 30 flows", "人员 People"]


def test_where_all_are_drawn_none_is_counted():
    assert "not drawn" not in told(flows_plot(TABLE, names=NAMES))[1]


def test_every_group_has_a_name():
    assert set(plots_flows.HEADS) == set(plots_flows.GROUPS)


def test_no_flow_is_refused():
    with pytest.raises(CorpusError, match="no flow"):
        flows_plot(TABLE.iloc[:0], names=NAMES)


def test_flows_take_axes_and_leave_the_table_as_it_is():
    given, before = plt.subplots()[1], TABLE.copy()
    assert flows_plot(TABLE, ax=given) is given
    pd.testing.assert_frame_equal(TABLE, before)


def test_hostile_labels_are_drawn_without_a_warning():
    hostile = "$\\frac{a}$\x1b\n" * 200
    named = TABLE.assign(indicator=hostile, gloss=hostile, unit_gloss=hostile, unit=hostile, sender=hostile)
    draw(flows_plot(named.assign(receiver=hostile), names={hostile: hostile}))


def test_long_names_are_not_cut():
    park, name = "北京·沧州渤海新区生物医药产业园", "Beijing-Cangzhou Bohai New Area Biomedical Industrial Park"
    ax = flows_plot(_table({"sender": park, "receiver": park}), names={park: name})
    assert faults(ax) == []
    assert name.replace(" ", "") in "".join(_texts(ax)).replace(" ", "")
