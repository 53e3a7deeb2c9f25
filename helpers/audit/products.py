"""Claims about figures that others multiply or add up to: densities, means, leads; and figures stated twice."""

import re
from collections.abc import Iterator
from itertools import combinations

from helpers.audit.claims import Claim, Counted, computed
from helpers.audit.intervals import Row
from helpers.audit.lookup import Rows, is_of_year, levels, nearest, number, span_of

LEAD = re.compile("(?:高|快|低|慢|领先)(?:出|过)?于?(.*)")
# Between the two numbers of a range, in characters.
LONGEST_DASH = 2
MEAN = re.compile(r"^(?:平均)?(?:每([人户家所个项亩名])|([人户])均)(.+)$")


def _alike(one: str, other: str) -> bool:
    """Say whether two labels share two characters that stand together."""
    return any(one[at : at + 2] in other for at in range(len(one) - 1))


def _at(rows: Rows, density: Row, unit: str) -> Row | None:
    found = [
        row for row in levels(rows, unit) if row.region == density.region and is_of_year(row, int(density.year_to))
    ]
    return nearest([row for row in found if _alike(row.indicator, density.indicator)], density)


def densities(rows: Rows, counted: Counted) -> Iterator[Claim]:
    """Yield a claim for each density whose persons are stated, with the area, or in two years of one area.

    rows: of an article. counted: units that count things.
    """
    found = [row for row in levels(rows) if "/" in row.unit and number(row, "year_to") is not None]
    known = [(row, size) for row in found if (size := _at(rows, row, row.unit.split("/")[0])) is not None]
    for density, size in known:
        areas = [row for row in levels(rows, density.unit.split("/")[1]) if row.region == density.region]
        area = nearest(areas, density)
        if area is not None:
            yield computed(density, "density", lambda persons, space: persons / space, (size, area), counted)
    for (one, before), (other, after) in combinations(known, 2):
        if one.region == other.region and one.unit == other.unit and one.year_to != other.year_to:
            sources = (one, before, after)
            yield computed(other, "density of one area", lambda first, a, b: b / (a / first), sources, counted)


def means(rows: Rows, counted: Counted) -> Iterator[Claim]:
    """Yield a claim for each mean (人均, 每家) whose sum and count are stated; rows, counted: as for `densities`."""
    for mean in levels(rows):
        match = MEAN.match(mean.indicator)
        if match is None:
            continue
        others = [row for row in levels(rows) if row is not mean and row.region == mean.region]
        scope = [row for row in others if span_of(row) == span_of(mean)]
        heads = nearest([row for row in scope if row.unit == (match[1] or match[2])], mean)
        total = nearest([row for row in scope if row.unit == mean.unit and row.indicator.endswith(match[3])], mean)
        if heads is not None and total is not None:
            yield computed(mean, "mean", lambda all_, each: all_ / each, (total, heads), counted)


def leads(rows: Rows, counted: Counted) -> Iterator[Claim]:
    """Yield a claim for each two leads of a rate over one reference (全国): both imply the rate of the reference.

    rows, counted: as for `densities`.
    """
    stated = [
        (row, match[1], own) for row in rows if (match := _lead(row)) and (own := _own_rate(rows, row)) is not None
    ]
    for (one, reference, rate), (other, its, its_rate) in combinations(stated, 2):
        same = reference == its != "" and span_of(one) == span_of(other) and one.indicator == other.indicator
        if same and one.region != other.region:
            sources = (its_rate, rate, one)
            yield computed(other, "two leads over one rate", lambda b, a, lead: b - (a - lead), sources, counted)


def _lead(row: Row) -> re.Match[str] | None:
    return LEAD.search(row.indicator) if row.unit == "百分点" and row.kind == "level" else None


def _own_rate(rows: Rows, lead: Row) -> Row | None:
    """Return the rate that a lead is the lead of: in per cent, of the same place and period, under a name alike."""
    found = [row for row in rows if row.unit == "%" and row.region == lead.region and span_of(row) == span_of(lead)]
    return nearest(
        [row for row in found if row.paragraph == lead.paragraph and _alike(row.indicator, lead.indicator)], lead
    )


def twice(rows: Rows, counted: Counted) -> Iterator[Claim]:
    """Yield a claim for each dated level that an article states again under the same name, of the same place and time.

    rows, counted: as for `densities`. The two ends of a range (1—1.5小时) are no repetition.
    """
    dated = [row for row in levels(rows) if number(row, "year_to") is not None]
    for one, other in combinations(dated, 2):
        same = (one.indicator, one.region, one.unit) == (other.indicator, other.region, other.unit)
        if same and span_of(one) == span_of(other) and other.start - one.end > LONGEST_DASH:
            yield computed(other, "stated twice", lambda value: value, (one,), counted)
