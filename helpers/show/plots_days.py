"""Figures of days and years: which the texts name most, and how much they say of what is past, present and to come."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.counting.named_days import COMING, PAST, PRESENT
from helpers.files import refuse
from helpers.show.amounts import many
from helpers.show.labels import grouped, key, name_groups, tell
from helpers.show.sheet import LINE, WIDE, bar, both, cut, sheet, write
from helpers.show.style import BLUE, GREY, LIGHT, ORANGE, finish, grid

COLOURS = {PAST: LIGHT, PRESENT: BLUE, COMING: ORANGE}
# How wide the bar of the most named stretch is, as a share of the sheet.
WIDEST = 0.5


def stretch(first: str, last: str) -> str:
    """Write a stretch of days as short as it can be said: 2014, 2014-02, 2014-02-26, 2019-01-16 to 18.

    first, last: ISO dates. Returns a str.
    """
    days = pd.Period(first, "M").days_in_month
    if first == last:
        return first
    if first[4:] == "-01-01" and last[4:] == "-12-31":
        return first[:4] if first[:4] == last[:4] else f"{first[:4]} to {last[:4]}"
    if first[:7] == last[:7]:
        return first[:7] if (first[8:], last[8:]) == ("01", f"{days:02}") else f"{first} to {last[8:]}"
    return f"{first} to {last}"


def _row(ax: Axes, row: Any, y: float, scale: float) -> float:
    """Draw one stretch: when, how many articles name it, what happened; returns the height below."""
    end = bar(ax, y + 3, [(row.articles * scale, BLUE)], x=WIDE * 0.3, height=8)
    told = f"{many(row.articles, 'article')}, {many(row.count, 'mention')}"
    write(ax, [told], end + 4, y, ink=GREY)
    y = write(ax, [stretch(row[1], row[2])], 0, y)
    return write(ax, both(row.what, row.gloss), 0, y, ink=GREY) + LINE / 2


def named_days(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw stretches of days in order of time, with how many articles name each and what happened then.

    table: DataFrame with from, to (ISO), articles, count (mentions), what, gloss (what happened, in Chinese and
    English, "" where it is not said); one row per stretch, in any order. ax: Axes to draw on, a new one by default.
    Returns the Axes. Raises CorpusError for a table without rows.
    """
    if table.empty:
        raise refuse("there are no days to draw", expected="a day or a year", repair="ask for other kinds of dates")
    ax, y = sheet(ax), 0.0
    scale = WIDE * WIDEST / max(int(table["articles"].max()), 1) * 0.7
    for row in table.sort_values(["from", "to"]).rename(columns={"from": "begin"}).itertuples():
        y = _row(ax, row, y, scale)
    cut(ax, y - LINE / 2)
    most = table.sort_values(["articles", "count"], ascending=False, kind="stable").iloc[0]
    title = f"{stretch(most['from'], most['to'])} is named in most articles: {most['articles']}"
    told = f"The {len(table)} days, months and years that most articles name, in order of time, and what happened."
    return finish(ax, title=title, subtitle=told)


def orientation_bars(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw for groups of articles how much of what they date is past, present and coming.

    table: DataFrame with kind (what the groups are), group, articles, past, present, coming (shares, 0 to 1), low, high
    (of coming, NaN where not known); one row per group, the whole first, those of a kind beside each other. ax: Axes
    to draw on, a new one by default.
    Returns the Axes. Raises CorpusError for a table without rows.
    """
    if table.empty:
        raise refuse("there are no dates to draw", expected="a group with dates", repair="see Corpus.dates")
    rows, height = grouped([f"{row.group} ({row.articles})" for row in table.itertuples()], list(table["kind"]))
    ax = ax or grid(1, 1, height=height + 0.5)[0]
    name_groups(ax, rows)
    places, left = rows.loc[~rows["head"], "place"].to_numpy(), np.zeros(len(table))
    for part, colour in COLOURS.items():
        ax.barh(places, table[part], left=left, color=colour, height=0.55)
        left = left + table[part].to_numpy()
    for place, row in zip(places, table.itertuples(), strict=True):
        tell(ax, 1, place, to_come(row))
    ax.set_xlim(0, 1.6)
    ax.set_xticks([0, 0.5, 1], ["0%", "50%", "100%"])
    key(ax, COLOURS, columns=3)
    told = (
        "Shares of the dates of a group (with its articles), against the day of first publication. Behind each bar what"
    )
    whole = table.iloc[0]
    title = f"{whole['past']:.0%} of all dates are past, {to_come(whole)} are still to come"
    return finish(ax, title=title, subtitle=f"{told} is still to come, with its interval over articles.")


def to_come(row: Any) -> str:
    """Write which share of dates is to come, with its interval where it is known.

    row: of `helpers.counting.named_days.orientation_by`, as itertuples gives it. Returns a str such as 2% (1% to 6%).
    """
    return f"{row.coming:.0%}{_range(row)}"


def _range(row: Any) -> str:
    return "" if np.isnan(row.low) or not row.coming else f" ({row.low:.0%} to {row.high:.0%})"


def events(table: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
    """Put beside stretches of days what happened then.

    table: DataFrame with from, to; one row per stretch. days: `Lexicon.days`. Returns it with what and gloss, "" where
    the lexicon does not say; rows as given.
    """
    return table.merge(days, on=["from", "to"], how="left").fillna({"what": "", "gloss": ""})
