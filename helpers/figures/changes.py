"""Changes and targets: whether a figure is a rise, a fall or a level, of which years, against which base."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from helpers.figures.clauses import Clause, Mention, within
from helpers.figures.lexicon import Vocabulary
from helpers.figures.quantities import Quantity
from helpers.figures.times import FUTURE, YEAR, Period, comparisons

RELATIVE = frozenset({"%", "百分点", "倍", "‰", "千分点"})
CHANGE_AFTER = re.compile(r"(?:[、和与][\d.]+%)*的(?:速度|年均|平均)?(增速|增长率|增幅|降幅|涨幅|增长|下降)")
SIGN_OF = {"rise": 1, "fall": -1, "compare": 0}
# How a text states a change: as a yearly average, or against the same time of the year before.
STATED = {"年均": re.compile("年均|平均增速"), "同比": re.compile("同比")}

Times = Sequence[Mention[Period]]


class Years(NamedTuple):
    """The years of a figure, of a change with its base; None where the text does not say; and the rule."""

    first: int | None
    last: int | None
    base: int | None
    rule: str


NO_TIME = Years(None, None, None, "no time in its sentence")


def direction(text: str, clause: Clause, quantity: Quantity, inherited: int, words: Vocabulary) -> tuple[int, str]:
    """Say whether a figure is a change: 1 for a rise or multiple, -1 for a fall, 0 for none (至, 到 make a level).

    text: str. clause: of the figure. quantity: the figure. inherited: the direction of the figure before, where both
    are of one list and unit. words: Vocabulary. Returns (direction, the word or rule that says it).
    """
    before = text[clause.start : quantity.start]
    if quantity.unit in RELATIVE:
        match = words.change.search(before) or CHANGE_AFTER.match(text, quantity.end)
        if match:
            return SIGN_OF[words.directions[match[1]]], match[1]
        return (1, "倍") if quantity.unit == "倍" else (inherited, "the figure before in its list")
    added = re.search("新增(?:加|了)?$", before)
    return (1, "新增") if added else (0, "no word of change before it")


def basis_of(text: str, clause: Clause, quantity: Quantity) -> str:
    """Return how a change is stated, 年均 or 同比, "" where its clause has neither.

    text: str. clause: of the figure. quantity: the figure.
    """
    return next((basis for basis, word in STATED.items() if word.search(text, clause.start, quantity.start)), "")


def current(text: str, clause: Clause, quantity: Quantity, stated: Times, *, level: bool) -> Mention[Period] | None:
    """Return the time that holds for a figure: the last in its sentence that is no base of comparison.

    text: str. clause: of the figure. quantity: the figure. stated: times of the text. level: whether the figure is no
    change; a level may be of the year that it is compared with (2014年的). Returns a Mention, None where no time holds.
    """
    bases = {base.start("year"): base for base in comparisons(text, clause.sentence, quantity.start)}
    for time in reversed(within(stated, clause.sentence, quantity.number)):
        if time.value.local and time.start < clause.start:
            continue
        base = next((base for at, base in bases.items() if time.start <= at < time.end), None)
        own = base is not None and level and base["of"] and time.start >= clause.start
        if base is None or own:
            return time
    return None


def future_word(text: str, clause: Clause, quantity: Quantity) -> str:
    """Return the word before a figure, in its sentence, that makes it a plan; "" where there is none.

    text: str. clause: of the figure. quantity: the figure.
    """
    match = FUTURE.search(text, clause.sentence, quantity.start)
    return match[0] if match else ""


REACHED = "至|到|为|达"


def _lower_end(text: str, quantity: Quantity, following: Quantity | None) -> bool:
    """Say whether a figure is where a development starts: 由83.1亿元增至356.9亿元."""
    if following is None or following.unit != quantity.unit:
        return False
    between = text[quantity.end : following.start]
    return bool(re.fullmatch(rf"(?:{YEAR}年)?[^，；。]{{0,4}}(?:{REACHED})[^，；。]{{0,12}}", between))


def level_years(
    text: str, clause: Clause, quantity: Quantity, following: Quantity | None, time: Mention[Period] | None
) -> Years:
    """Return the years of a level: those of the time that holds, of a development (由…至…) the first or the last.

    text: str. clause: of the figure. quantity: the figure. following: the figure after it. time: that holds, or None.
    """
    if time is None:
        return NO_TIME
    first, last = time.value.first, time.value.last
    pair = re.search(r"[由从][^，；。]*$", text[clause.start : quantity.start])
    if not pair or first is None or last is None:
        return Years(first, last, None, time.source)
    lower = _lower_end(text, quantity, following)
    compared = comparisons(text, clause.sentence, quantity.start)
    if lower and first == last and compared and time.start < clause.start:
        first = last = int(compared[-1]["year"])
    elif first != last:
        first, last = (first, first) if lower else (last, last)
    return Years(first, last, None, "one end of a development")


def change_years(text: str, clause: Clause, quantity: Quantity, stated: Times, time: Mention[Period] | None) -> Years:
    """Return first, last and base year of a change: stated against a year, the year before, or from one to another.

    text: str. clause: of the figure. quantity: the figure. stated: times of the text. time: that holds, or None.
    """
    first, last = (time.value.first, time.value.last) if time else (None, None)
    before = text[clause.start : quantity.start]
    annual = "年均" in before
    base = _base_year(text, clause, quantity, annual=annual)
    if base is not None:
        return Years(base, last if last != base else None, None if annual else base, "against a year")
    if "同比" in before and last is not None:
        return Years(last, last, last - 1, "同比")
    pair = _pair_before(text, clause, stated, quantity)
    if pair:
        return Years(*pair, None if annual else pair[0], "from one year to another")
    return Years(first, last, None, time.source) if time else NO_TIME


def _base_year(text: str, clause: Clause, quantity: Quantity, *, annual: bool) -> int | None:
    """Return the year that a change is against: the last comparison of its clause, or one that goes on into it."""
    compared = comparisons(text, max(clause.sentence, quantity.start - 60), quantity.start)
    near = [base for base in compared if base.start() >= clause.start or annual or _compares(text, base, clause)]
    return int(near[-1]["year"]) if near else None


def _compares(text: str, base: re.Match[str], clause: Clause) -> bool:
    return re.search("相比|比较", text[base.end() : clause.start + 4]) is not None or bool(
        base["of"] and re.match("较|与|比|相较", base[0])
    )


def _pair_before(text: str, clause: Clause, stated: Times, quantity: Quantity) -> tuple[int, int] | None:
    """Return the two years of 由2014年的…到2021年的…, stated before the change that they make."""
    single = [time for time in within(stated, clause.sentence, quantity.start) if time.value.first is not None]
    if len(single) < 2:
        return None
    (start, one), (_, two) = ((time.start, time.value) for time in single[-2:])
    linked = re.search("[由从]$", text[max(0, start - 1) : start]) and one.first == one.last
    if linked and one.first is not None and two.last and one.first < two.last:
        return one.first, two.last
    return None
