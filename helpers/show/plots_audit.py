"""Figures of the audit: claims that do not follow, how many can be checked, and what articles state differently."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from helpers.audit.agreement import BOUNDS, NO_REASON, OPEN
from helpers.audit.intervals import FOLLOWS, OUTSIDE, ROUNDED, UNCHECKED
from helpers.show.amounts import NAMES, amount, english, many, when, where
from helpers.show.sheet import LINE, WIDE, bar, both, cut, key, parted, sheet, write
from helpers.show.style import BLUE, GREY, LIGHT, ORANGE, SMALL, finish, short

NAVY, PALE = "#004266", "#949494"
VERDICTS = {FOLLOWS: NAVY, ROUNDED: BLUE, OUTSIDE: ORANGE, UNCHECKED: PALE}
# Half of the width of a mark, which stands inside the sheet at both ends of a scale.
MARK = 4


def _heading(ax: Axes, row: Any, y: float, names: Mapping[str, str]) -> float:
    """Say what a figure measures, where and when, in both languages; returns the height below."""
    period = f", {when(row)}" if when(row) else ""
    y = write(ax, parted(f"{row.gloss or row.indicator}{period}", size=SMALL + 1), 0, y, size=SMALL + 1)
    return write(ax, both(f"{row.indicator},", f"{where(row.region, names)}, in {row.article_id}"), 0, y, ink=GREY)


def claims_plot(
    claims: pd.DataFrame, figures: pd.DataFrame, *, names: Mapping[str, str] = NAMES, ax: Axes | None = None
) -> Axes:
    """Draw what is claimed beside what follows from the other figures of the article.

    claims: DataFrame as `helpers.audit.arithmetic.arithmetic` returns it, those to be drawn; one row per claim, one at
    least. figures: ledger that it was made of. names: English names of places, none by default. ax: Axes to draw on, a
    new one by default. Returns the Axes.
    """
    ax, rows = sheet(ax), {row.figure_id: row for row in figures.itertuples(index=False)}
    gaps = (claims["stated"] - claims["recomputed"]).abs() / claims[["stated", "recomputed"]].abs().max(axis=1)
    claims = claims.loc[gaps.sort_values(ascending=False, kind="stable").index]
    y = key(ax, {"stated": ORANGE, "what follows, with its range under any rounding": BLUE})
    for claim in claims.itertuples():
        y = _claim(ax, claim, rows, _heading(ax, rows[claim.figure_id], y, names)) + LINE
    cut(ax, y - LINE)
    worst = claims.iloc[0]
    return finish(ax, title=_contradiction(worst, rows[worst["figure_id"]], names), subtitle=EACH)


EACH = "Claims against what follows from other figures of the same article; each pair of bars has its own scale."


def _valued(row: Any, value: float) -> str:
    """Write a value of what a figure measures, with three digits."""
    return _yearly(row, amount(row._replace(value=float(f"{value:.3g}"), bound="=")))


def _yearly(row: Any, told: str) -> str:
    return f"{told} a year" if row.basis == "年均" else told


def _contradiction(claim: pd.Series, row: Any, names: Mapping[str, str]) -> str:
    """Say the widest gap between what is stated and what follows, and of what it is."""
    thing = f"{short(row.gloss or row.indicator, 80)}, {short(where(row.region, names), 60)}"
    follows = _valued(row, claim["recomputed"])
    return _capital(f"{_yearly(row, amount(row))} is stated, but the article's own figures give {follows} ({thing})")


def _capital(told: str) -> str:
    return told[:1].upper() + told[1:]


def _claim(ax: Axes, claim: Any, rows: Mapping[str, Any], y: float) -> float:
    """Draw a claim and what follows as bars under what they say; returns the height below."""
    row, sources = rows[claim.figure_id], [rows[name] for name in claim.from_figures.split()]
    ends = [abs(end) for end in (claim.stated, claim.recomputed, claim.low, claim.high) if math.isfinite(end)]
    scale = WIDE / (max(ends) or 1)
    y = write(ax, parted(f"Stated: {_yearly(row, amount(row))}"), 0, y + 3)
    bar(ax, y + 1, [(abs(claim.stated) * scale, ORANGE)], height=8)
    given = " and ".join(f"{amount(source)}, {when(source) or 'undated'}," for source in sources)
    y = write(ax, parted(f"From {given} follows {_valued(row, claim.recomputed)}{_range(claim, row)}"), 0, y + 12)
    bar(ax, y + 1, [(abs(claim.recomputed) * scale, BLUE)], height=8)
    low, high = sorted(min(abs(end) * scale, WIDE) for end in (claim.low, claim.high))
    ax.plot([low, high], [y + 5, y + 5], color="black", linewidth=1.2, marker="|", markersize=8)
    return write(ax, parted(f"Likely slip: {claim.reason}") if claim.reason else [], 0, y + 12, ink=GREY)


def _range(claim: Any, row: Any) -> str:
    """Say between what a value lies that follows under any rounding, nothing where it has no such ends."""
    ends = sorted((abs(claim.low), abs(claim.high)))
    if claim.low == claim.high or not math.isfinite(ends[1]):
        return ""
    return f" ({' to '.join(english(float(f'{end:.3g}'), row.unit_gloss) for end in ends)} under any rounding)"


def verdicts_plot(claims: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw how many claims of each class follow, follow only if rounded, do not follow, and cannot be checked.

    claims: DataFrame with rule, verdict; one row per claim. ax: Axes to draw on, a new one by default. Returns the
    Axes.
    """
    ax, table = sheet(ax), pd.crosstab(claims["rule"], claims["verdict"]).reindex(columns=list(VERDICTS), fill_value=0)
    table = table.assign(checked=table.drop(columns=UNCHECKED).sum(axis=1))
    table = table.sort_values(["checked", UNCHECKED], ascending=False, kind="stable")
    y, scale = key(ax, VERDICTS), WIDE / max(1, table[list(VERDICTS)].sum(axis=1).max())
    for rule, numbers in table.iterrows():
        told = ", ".join(_counted(numbers[verdict], verdict) for verdict in VERDICTS if numbers[verdict])
        y = write(ax, parted(f"{rule}: {told}"), 0, y)
        bar(ax, y, [(numbers[verdict] * scale, colour) for verdict, colour in VERDICTS.items()], height=6)
        y += 12
    cut(ax, y)
    failed, checked = int(table[OUTSIDE].sum()), int(table["checked"].sum())
    title = f"{checked} of {len(claims)} claims can be checked; {failed} of these do not follow"
    return finish(ax, title=title, subtitle="Number of claims by what they claim, and what became of them.")


def _counted(number: int, verdict: str) -> str:
    """Write how many claims have a verdict, as a verb of theirs."""
    return f"{number} {verdict if number == 1 else verdict.replace('follows', 'follow').replace('does', 'do')}"


REASONS = {NO_REASON: ORANGE, BOUNDS: BLUE}


def agreement_plot(
    groups: pd.DataFrame, ledger: pd.DataFrame, *, names: Mapping[str, str] = NAMES, ax: Axes | None = None
) -> Axes:
    """Draw what articles state for the same thing as dots between nothing and the largest of them, with its amount.

    groups: DataFrame as `helpers.audit.agreement.agreement` returns it, those that differ; one row per group, one at
    least. ledger: DataFrame that they were made of. names: English names of places, none by default. ax: Axes to draw
    on, a new one by default. Returns the Axes. Arrows are bounds.
    """
    ax, figures, y = sheet(ax), ledger.set_index("figure_id", drop=False), 0.0
    reasons = sorted(groups["reason"].unique(), key=lambda reason: (reason not in REASONS, reason != NO_REASON, reason))
    for reason in reasons:
        chosen = groups[groups["reason"] == reason]
        y = _reason(ax, reason, len(chosen), y + LINE / 2)
        for group in chosen.itertuples():
            y = _stated(ax, group, figures.loc[group.figures.split()], y, names)
    cut(ax, y - LINE)
    alone = int((groups["reason"] == NO_REASON).sum())
    title = f"For {alone} of {len(groups)} differences between articles the figures give no reason"
    return finish(ax, title=title, subtitle=DOTS)


DOTS = "What articles state of the same thing, on a line from 0 to the largest value; arrows: over, under."


def _reason(ax: Axes, reason: str, groups: int, y: float) -> float:
    """Head the groups of one reason with its colour; returns the height below."""
    told = NOTHING if reason == NO_REASON else _capital(reason)
    return key(ax, {f"{told}: {many(groups, 'difference')}": REASONS.get(reason, GREY)}, y)


NOTHING = "No reason in the figures"


def _stated(ax: Axes, group: Any, rows: pd.DataFrame, y: float, names: Mapping[str, str]) -> float:
    """Draw one group: what it is, who states what, and the values as marks on a line; returns the height below."""
    period = f", {group.period}" if group.period != OPEN else ""
    y = write(ax, parted(f"{group.gloss}{period}"), 0, y)
    y = write(ax, both(f"{rows['indicator'].mode().iloc[0]},", where(group.place, names)), 0, y, ink=GREY)
    different = rows.drop_duplicates(["value", "bound"]).sort_values(["value", "bound"])
    told = [f"{amount(row)} in {_articles(rows, row)}" for row in different.itertuples()]
    y = write(ax, parted("; ".join(told)), 0, y) + MARK
    _marks(ax, different, group, y)
    return y + MARK + LINE


def _articles(rows: pd.DataFrame, row: Any) -> str:
    same = rows[(rows["value"] == row.value) & (rows["bound"] == row.bound)]
    return ", ".join(dict.fromkeys(same["article_id"]))


def _marks(ax: Axes, rows: pd.DataFrame, group: Any, y: float) -> None:
    """Draw values on a line from nothing to the largest of them, bounds as arrows."""
    places = MARK + rows["value"].abs() / (group.high or 1) * (WIDE - 2 * MARK)
    ax.plot([0, WIDE], [y, y], color=LIGHT, linewidth=1, zorder=1)
    for bound, x in zip(rows["bound"], places, strict=True):
        marker = {">": ">", "<": "<"}.get(bound, "o")
        ax.scatter(x, y, s=36, marker=marker, color=REASONS.get(group.reason, GREY), linewidth=0, zorder=3)
