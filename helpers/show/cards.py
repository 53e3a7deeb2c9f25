"""Claim cards: a finding of the audit in words, where it is stated, its arithmetic, the verdict and the likely slip."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import pandas as pd
from IPython.display import HTML

from helpers.audit.across import CONFLICT
from helpers.audit.intervals import OUTSIDE, ROUNDED
from helpers.show.amounts import amount, english, when
from helpers.show.escaped import as_html
from helpers.show.style import GREY, ORANGE, SKY

IMPOSSIBLE = "impossible"
COLOURS = {OUTSIDE: ORANGE, CONFLICT: ORANGE, IMPOSSIBLE: ORANGE, ROUNDED: SKY}


class Card(NamedTuple):
    """A finding: the claim in words, where it is stated, the arithmetic, the verdict, the likely slip or ""."""

    claim: str
    where: str
    arithmetic: str
    verdict: str
    slip: str = ""


def in_words(figures: pd.DataFrame, ids: Iterable[str]) -> str:
    """Say figures in words, parted by semicolons, with the article that states them.

    figures: a ledger with gloss. ids: of figures. Returns a str, "none" where there are no ids.
    """
    rows = _by_id(figures)
    return "; ".join(f"{_claim_of(rows[name])} ({rows[name].article_id})" for name in ids) or "none"


def _claim_of(row: Any) -> str:
    """Say a figure in words: place, what is measured in both languages or in Chinese alone, amount, period."""
    period = when(row)
    return f"{row.region or 'no place named'}: {_named(row)}, {amount(row)}{', ' + period if period else ''}"


def _named(row: Any) -> str:
    return f"{row.gloss} ({row.indicator})" if row.gloss else str(row.indicator)


def _by_id(figures: pd.DataFrame) -> dict[str, Any]:
    return {row.figure_id: row for row in figures.itertuples()}


def _titles(articles: pd.DataFrame) -> pd.Series:
    return articles.set_index("article_id")["title_gloss"]


def _stated_in(row: Any, titles: pd.Series) -> str:
    """Name the article of a figure, its outlet and date."""
    return f"{row.article_id}, {titles[row.article_id]}; {row.publication}, {row.published or 'undated'}"


def _measured(value: float, row: Any) -> str:
    return english(value, row.unit_gloss)


def claim_cards(claims: pd.DataFrame, figures: pd.DataFrame, articles: pd.DataFrame) -> list[Card]:
    """Make a card of each claim.

    claims: DataFrame as `helpers.audit.arithmetic.arithmetic` returns it, those to be shown; one row per claim.
    figures: ledger with outlets that it was made of. articles: DataFrame with article_id, title_gloss.
    Returns a list of Card in the order of claims. Where another article states a source otherwise, the card says so.
    """
    rows, titles = _by_id(figures), _titles(articles)
    return [_claim_card(claim, rows, titles) for claim in claims.itertuples()]


def _claim_card(claim: Any, rows: dict[str, Any], titles: pd.Series) -> Card:
    figure, sources = rows[claim.figure_id], [rows[name] for name in claim.from_figures.split()]
    given = "; ".join(f"{amount(row)}{_of(row)}" for row in sources)
    low, high = (_measured(value, figure) for value in (claim.low, claim.high))
    spread = f", {low} to {high} under any rounding" if low != high else ""
    arithmetic = f"From {given} follows {_measured(claim.recomputed, figure)}{spread}; stated is {amount(figure)}."
    arithmetic += "".join(
        f" {other.article_id} states {amount(other)}{_of(other)}." for other in _otherwise(sources, rows)
    )
    return Card(_claim_of(figure), _stated_in(figure, titles), arithmetic, claim.verdict, claim.reason)


def _otherwise(sources: list[Any], rows: dict[str, Any]) -> list[Any]:
    """Return what other articles state, of the same thing, place and period, with another value than a source."""

    def key(row: Any) -> tuple[object, ...]:
        return (row.concept, row.region, row.unit, row.kind, when(row))

    return [
        other
        for source in sources
        for other in rows.values()
        if source.concept
        and key(other) == key(source)
        and other.article_id != source.article_id
        and other.value != source.value
    ]


def _of(row: Any) -> str:
    period = when(row)
    return f" in {period}" if period.isdecimal() else f" ({period})" if period else ""


def conflict_cards(conflicts: pd.DataFrame, figures: pd.DataFrame, articles: pd.DataFrame) -> list[Card]:
    """Make a card of each value that a growth or share implies and another article states otherwise.

    conflicts: DataFrame as `helpers.audit.across.across` returns it, those to be shown. figures, articles: as for
    `claim_cards`. Returns a list of Card.
    """
    rows, titles = _by_id(figures), _titles(articles)
    return [_conflict_card(conflict, rows, titles) for conflict in conflicts.itertuples()]


def _conflict_card(conflict: Any, rows: dict[str, Any], titles: pd.Series) -> Card:
    figure, other = rows[conflict.figure_id], rows[conflict.other_id]
    value, months = rows[conflict.from_figures.split()[1]], f", months {conflict.months}" if conflict.months else ""
    before = f"{_measured(conflict.implied, other)} in {conflict.year_to}{months}"
    implied = f"With {amount(value)}{_of(value)} it implies {before}."
    stated = f" {_stated_in(other, titles)}, states {amount(other)}{_of(other)}."
    slip = "a part of the year exceeds the whole year" if months else ""
    return Card(_claim_of(figure), _stated_in(figure, titles), implied + stated, conflict.verdict, slip)


def magnitude_cards(broken: pd.DataFrame, figures: pd.DataFrame, articles: pd.DataFrame) -> list[Card]:
    """Make a card of each kind of impossible value in an article.

    broken: DataFrame as `helpers.audit.magnitudes.implausible` returns it. figures, articles: as for `claim_cards`.
    Returns a list of Card.
    """
    rows, titles = _by_id(figures), _titles(articles)
    groups = broken.groupby(["article_id", "indicator", "why"], sort=False)
    return [_magnitude_card([rows[name] for name in group["figure_id"]], why, titles) for (*_, why), group in groups]


def _magnitude_card(stated: list[Any], why: str, titles: pd.Series) -> Card:
    first = stated[0]
    amounts = "; ".join(f"{row.region}{_of(row)}: {amount(row)}" for row in stated)
    return Card(
        _named(first), _stated_in(first, titles), f"Stated: {amounts}. But {why}.", IMPOSSIBLE, "a unit, perhaps"
    )


def show_cards(cards: Iterable[Card]) -> HTML:
    """Show cards in a notebook, one below the other.

    cards: of any kind. Returns an object that the notebook displays; a sentence where there is no card.
    """
    shown = [_html(card) for card in cards]
    return HTML("\n".join(shown) or "<p>No such finding.</p>")  # type: ignore[no-untyped-call]


def _html(card: Card) -> str:
    claim, where, arithmetic, verdict, slip = (as_html(text) for text in card)
    # The edge alone has the colour, in which letters would be too pale to read.
    colour = COLOURS.get(card.verdict, GREY)
    likely = f"<br><i>Likely slip:</i> {slip}" if slip else ""
    return (
        f'<div style="border-left: 4px solid {colour}; padding: 0.2em 0.8em; margin: 0.8em 0; max-width: 48em">'
        f"<b>{claim}</b><br><small>{where}</small><br>{arithmetic}<br>"
        f"<b>{verdict}</b>{likely}</div>"
    )
