"""Flows between places as arrows: who gives how much of what, and who gains."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrow

from helpers.audit.flows import GOODS, GROUPS, MONEY
from helpers.files import refuse
from helpers.show.amounts import NAMES, amount, in_english, many, when, where
from helpers.show.sheet import LINE, WIDE, both, cut, key, parted, sheet, write
from helpers.show.style import BLUE, GREY, ORANGE, SMALL, finish, short

MOST = 24
HEADS = {
    MONEY: "资金 Money",
    "firms and bodies": "企业和单位 Firms and other bodies",
    "people": "人员 People",
    "projects": "项目 Projects",
    GOODS: "货物 Goods",
}
ENDS = {"both places are named": BLUE, "one place is not named": ORANGE}
ELSEWHERE, UNSAID = ("别处", "elsewhere"), ("来源未说明", "not stated")
# Where the name of the sender ends, the arrow begins and ends, and the name of the receiver begins; in points.
SENDER, TAIL, TIP, RECEIVER = 118, 124, 184, 190
# How wide an arrow is at most and at least, and how much wider and how long its head.
WIDEST, NARROWEST, HEAD = 10, 1.2, 8


def flows_plot(table: pd.DataFrame, *, names: Mapping[str, str] = NAMES, ax: Axes | None = None) -> Axes:
    """Draw flows as arrows from who gives to who gains, money, bodies, people and projects apart.

    table: DataFrame as `helpers.audit.flows.latest` returns it; one row per flow, one at least. names: English names of
    places, none by default. ax: Axes to draw on, a new one by default. Returns the Axes. At most 24 flows are drawn,
    the largest of each group; the subtitle counts the others.
    Raises CorpusError where there is no flow.
    """
    if table.empty:
        raise refuse("there is no flow to draw", expected="a flow or more", repair="leave the figure out")
    ax, drawn = sheet(ax), _largest(table)
    y = key(ax, {name: ink for name, ink in ENDS.items() if ink in set(_inks(drawn))})
    for group in (group for group in GROUPS if group in set(drawn["group"])):
        rows = drawn[drawn["group"] == group]
        y = write(ax, [_headed(group, len(rows), int((table["group"] == group).sum()))], 0, y + 4, size=SMALL + 1) + 4
        for row in rows.itertuples():
            y = _flow(ax, row, y, names) + LINE * 0.7
    cut(ax, y - LINE * 0.7)
    return finish(ax, title=_most(table, names), subtitle=_told(len(table), len(drawn)))


def _largest(table: pd.DataFrame) -> pd.DataFrame:
    """Keep the largest flows of each group, as many of each as there is room for, with their share of the largest."""
    rank = table.groupby("group")["value"].rank(ascending=False, method="first")
    kept = table.loc[rank.sort_values(kind="stable").index[:MOST].sort_values()]
    # Counts of one group are compared whatever they count; amounts of two currencies are not.
    apart = kept["unit"].where(kept["group"].isin([MONEY, GOODS]), "")
    return kept.assign(share=kept["value"] / kept.groupby([kept["group"], apart])["value"].transform("max"))


def _inks(rows: pd.DataFrame) -> list[str]:
    return [BLUE if row.sender and row.receiver else ORANGE for row in rows.itertuples()]


def _headed(group: str, drawn: int, number: int) -> str:
    return HEADS[group] + (f", the largest {drawn} of {number} flows" if drawn < number else "")


def _flow(ax: Axes, row: Any, y: float, names: Mapping[str, str]) -> float:
    """Draw one flow: its arrow between two names, and under it how much of what; returns the height below."""
    sender = both(*_end(row.sender, UNSAID, names), SENDER)
    receiver = both(*_end(row.receiver, ELSEWHERE, names), WIDE - RECEIVER)
    height = max(len(sender), len(receiver)) * LINE
    for lines, x in ((sender, 0), (receiver, RECEIVER)):
        write(ax, lines, x, y + (height - len(lines) * LINE) / 2)
    _arrow(ax, y + height / 2, row.share, BLUE if row.sender and row.receiver else ORANGE)
    period = f", {when(row)}" if when(row) else ""
    y = write(ax, parted(f"{amount(row)}{period}"), 0, y + height + 1)
    label = f"{row.indicator}, in {many(row.articles, 'article')}"
    return write(ax, both(f"{short(row.gloss or row.way, 100)};", label), 0, y, ink=GREY)


def _end(place: str, unsaid: tuple[str, str], names: Mapping[str, str]) -> tuple[str, str]:
    """Return the name of an end of a flow in both languages."""
    return (short(place, 40), in_english(place, names)) if place else unsaid


def _arrow(ax: Axes, y: float, share: float, ink: str) -> None:
    wide = max(NARROWEST, share * WIDEST)
    ax.add_patch(
        FancyArrow(TAIL, y, TIP - TAIL, 0, width=wide, head_width=wide + HEAD / 2, head_length=HEAD,
                   length_includes_head=True, facecolor=ink, edgecolor="none", linewidth=0)
    )  # fmt: skip


def _most(table: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Say to which place most flows go, where it is one, and what is the largest that it gains, money first."""
    named = table[table["receiver"] != ""]
    if named.empty:
        return "No flow names the place that gains"
    counts = named["receiver"].value_counts()
    first = sorted(counts.index[counts == counts.max()])
    gains = named[named["receiver"].isin(first)]
    group = next(group for group in GROUPS if group in set(gains["group"]))
    row = next(gains[gains["group"] == group].nlargest(1, "value").itertuples())
    giver = f" from {short(where(row.sender, names), 60)}" if row.sender else ""
    told, place = f"{amount(row)}{giver}", short(where(row.receiver, names), 60)
    if len(first) > 1 or counts.max() == 1:
        return f"The largest flow goes to {place}: {told}"
    number = many(len(table), "flow")
    return f"{counts.max()} of {number} go to {place}, more than to any other place; the largest is {told}"


def _told(number: int, drawn: int) -> str:
    return WHAT + (f" {many(number - drawn, 'smaller flow')} not drawn." if drawn < number else "")


WHAT = (
    "Arrows: what goes, or is given as help, from one place to another, as articles state it last. Their width: the "
    "amount as a share of the largest of its group. Amounts overlap and are not added up."
)
