"""Does a stated figure follow from the other figures of its article?"""

import math
from collections.abc import Callable, Iterator

import pandas as pd

from helpers.audit.claims import ELSEWHERE, NO_BASE, NO_WHOLE, NO_YEARS, Claim, Counted, changes
from helpers.audit.intervals import OUTSIDE, UNCHECKED, Row, verdict
from helpers.audit.lookup import Rows, check_table, is_of_year, levels, number
from helpers.audit.products import densities, leads, means, twice
from helpers.audit.slips import slip
from helpers.audit.wholes import days, halves, of_product, parts, rates, ratios, same_whole, shares

FINDERS: tuple[Callable[[Rows, Counted], Iterator[Claim]], ...] = (
    changes, shares, days, rates, same_whole, halves, ratios, parts, densities, means, leads, twice,
)  # fmt: skip
COLUMNS = tuple("figure_id article_id rule stated unit recomputed low high verdict reason from_figures".split())


def count_units(units: pd.DataFrame) -> Counted:
    """Return the units that count things one by one; units: DataFrame with unit, class, such as Lexicon.units."""
    return frozenset(units.loc[units["class"] == "count", "unit"])


def claims_of(rows: Rows, counted: Counted) -> Iterator[Claim]:
    """Yield the claims of the rows of an article, class by class; counted: units that count things."""
    for finder in FINDERS:
        yield from finder(rows, counted)


# What a region produced has no one concept in the texts, so it stands under a name of its own.
PRODUCED = "product"
Stated = dict[tuple[str, str, int], set[str]]


def _stated(rows: Rows) -> Stated:
    """Return which articles state the level of a thing, in a place and a year."""
    stated: Stated = {}
    for row in levels(rows):
        year = number(row, "year_to")
        if year is not None and is_of_year(row, year):
            for thing in (row.concept, PRODUCED if of_product(row) else ""):
                stated.setdefault((thing, row.region, year), set()).add(row.article_id)
    return stated


def _is_elsewhere(stated: Stated, claim: Claim) -> bool:
    """Say whether another article states the value that is missing: the base of a change, or what a region produced."""
    figure, year = claim.figure, number(claim.figure, "year_to")
    thing = figure.concept if claim.reason == NO_BASE else PRODUCED if of_product(figure) else ""
    if claim.reason == NO_BASE:
        year = number(figure, "base_year") or (year - 1 if year else None)
    elif claim.reason != NO_WHOLE:
        return False
    known = stated.get((thing, figure.region, year), set()) if thing and year is not None else set()
    return bool(known - {figure.article_id})


def _judged(claim: Claim, rows: Rows, stated: Stated, counted: Counted) -> tuple[str, str]:
    """Return verdict and reason of a claim: why it cannot be checked, or the slip that explains it."""
    if not claim.sources:
        return UNCHECKED, ELSEWHERE if _is_elsewhere(stated, claim) else claim.reason
    found = verdict(claim.figure, claim.exactly, claim.loosely, counted)
    if found == OUTSIDE and claim.assumed:
        return UNCHECKED, NO_YEARS
    return found, slip(claim, rows) if found == OUTSIDE else ""


def _row(claim: Claim, rows: Rows, stated: Stated, counted: Counted) -> tuple[object, ...]:
    figure = claim.figure
    ends = claim.loosely if claim.sources else (math.nan, math.nan)
    sources = " ".join(row.figure_id for row in claim.sources)
    known = (figure.figure_id, figure.article_id, claim.rule, figure.value, figure.unit, claim.value, *ends)
    return (*known, *_judged(claim, rows, stated, counted), sources)


def by_article(figures: pd.DataFrame) -> dict[str, list[Row]]:
    """Return the rows of each article in ledger order; figures: DataFrame with article_id, one row per figure."""
    articles: dict[str, list[Row]] = {}
    for row in figures.itertuples(index=False):
        articles.setdefault(str(row.article_id), []).append(row)
    return articles


def arithmetic(figures: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Check every stated change, share, part, density, mean and repetition against the other figures of its article.

    figures: a ledger, one row per figure. units: DataFrame with unit, class, such as Lexicon.units; figures of class
    "count" count things and are exact, unless they end in 0 or are written with 万 or 亿.
    Returns a DataFrame with figure_id, article_id, rule (class of the claim), stated, unit, recomputed (from the
    figures as stated), low, high (of the recomputed value, under any admissible rounding), verdict (follows: from the
    figures as stated; follows if rounded: only if they are rounded values; does not follow: under no rounding; cannot
    be checked), reason (why it cannot be checked, or the slip that gives the stated value), from_figures (ids of what
    it was recomputed from); one row per claim, in ledger order. A figure may make several claims.
    Raises CorpusError where a column is missing or a figure_id occurs twice.
    Misuse: "does not follow" says that the stated figures do not fit together, not which of them is wrong; growth at
    comparable prices need not follow from nominal values.
    Source: the classes of verdict follow Nuijten et al. (2016), statcheck.
    """
    check_table(figures)
    counted, articles = count_units(units), by_article(figures)
    stated = _stated([row for rows in articles.values() for row in rows])
    claims = [_row(claim, rows, stated, counted) for rows in articles.values() for claim in claims_of(rows, counted)]
    order = {figure_id: at for at, figure_id in enumerate(figures["figure_id"])}
    claims.sort(key=lambda claim: order[str(claim[0])])
    return pd.DataFrame(claims, columns=list(COLUMNS))
