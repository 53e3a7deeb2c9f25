"""How a figure stands to others of its sentence: a part of one before 其中, a multiple that is the growth itself."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from helpers.figures.clauses import NEAR, REACH, Clause
from helpers.figures.quantities import Quantity

AMONG = "其中"
# 增长1.1倍 is a growth of 110 %, 增长到2.1倍 and 是…的2.1倍 are ratios.
GROWN = re.compile(
    r"(?:(?:增长|增加|提高|上升|提升|扩大|多出)[了达近超过约逾]*|(?:增幅|涨幅|增速)[达到近超过约逾为]*)$"
)


def part_of(text: str, clause: Clause, at: int, quantities: Sequence[Quantity]) -> int | None:
    """Return where the figure begins that a figure is a part of: the last of its unit before 其中 in its sentence.

    text: str. clause: of the figure. at: its number in quantities, which are those of the text, in order.
    Returns a position in text, None where the text does not say that the figure is a part.
    """
    own = quantities[at]
    begin = max(clause.sentence, own.start - REACH)
    among = text.rfind(AMONG, begin, own.start)
    # What a semicolon parts from 其中 is something else.
    if among < 0 or own.unit == "%" or "；" in text[among : own.start]:
        return None
    first, last = (bisect_left(quantities, place, hi=at, key=lambda other: other.start) for place in (begin, among))
    return next((other.start for other in reversed(quantities[first:last]) if other.unit == own.unit), None)


def multiple_is(text: str, clause: Clause, quantity: Quantity) -> str:
    """Say whether a multiple (倍) is the growth itself or the ratio of the two values.

    text: str. clause: of the figure. quantity: the figure. Returns "growth", "ratio", or "" for another unit.
    """
    if quantity.unit != "倍":
        return ""
    return "growth" if GROWN.search(text, max(clause.start, quantity.number - NEAR), quantity.number) else "ratio"
