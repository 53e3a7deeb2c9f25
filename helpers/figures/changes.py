"""Changes and targets: whether a figure is a rise, a fall or a level, of which years, against which base."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from helpers.figures.clauses import FAR, NEAR, REACH, Clause, Mention, bracket_at, topic_of, within
from helpers.figures.lexicon import Vocabulary
from helpers.figures.quantities import Quantity
from helpers.figures.times import BEFORE, FUTURE, YEAR, Period, comparisons

RELATIVE = frozenset({"%", "百分点", "倍", "‰", "千分点"})
CHANGE_AFTER = re.compile(
    r"(?:[、和与][\d.]+%)*的(?:速度|年均|平均|[\u4e00-\u9fff]{2,6}?)?(增速|增长率|增幅|降幅|涨幅|增长|下降)"
)
# 增幅 as what is measured: 两年平均增幅从4.2%提高到4.3%.
RATE = re.compile(
    r"(?:增速|增幅|涨幅|增长率|增长速度)(?:也|已|均|都|则)*(?:[由从][^，。；\d]{0,10})?(?:[\d.]+[%％](?:[一-鿿]{2})?[至到])?(?:分别)?(?:变缓|放缓|加快|回落|回升)?(?:达到|达|为|是|至|到)?了?$"
)
A_RATE = "a rate of growth"
# 恢复到2019年同期的93.5% is a ratio of two years.
RECOVERED = re.compile("恢复[到至][^，。；]{0,16}的$")
# By how much more or less than at another time, or than something else: 比同期增加73.5亿元, 比上年高0.8个百分点.
AGAINST = re.compile(
    "(?:比|较)[^，。；]{1,14}?(?P<rise>增加|增长|增|多|提高|提升)?(?P<fall>减少|下降|少|缩短|降低)?了?$"
)
AGAINST_TIME = re.compile(
    rf"(?:比|较)(?:上年|去年|上半年|上月|年初|{YEAR}年)?(?:同期|末)?[^，。；]{{0,10}}?(?P<rise>高|快)?(?P<fall>低|慢)?出?了?$"
)
TIMELY = re.compile(f"同期|上年|去年|上半年|上月|年初|{YEAR}年")
SIGN_OF = {"rise": 1, "fall": -1, "compare": 0}
# How a text states a change: as a yearly average, or against the same time of the year before.
STATED = {
    "年均": re.compile("年均|年平均|两年平均|平均增速"),
    "同比": re.compile("同比|同[增降]"),
    "环比": re.compile("环比"),
}

Times = Sequence[Mention[Period]]


class Years(NamedTuple):
    """The years of a figure, of a change with its base, and its months; None where the text does not say; the rule."""

    first: int | None
    last: int | None
    base: int | None
    rule: str
    months: tuple[int | None, int | None] = (None, None)


TWO_YEARS = re.compile("[两三四五]年(?:年均|平均)")
NO_TIME = Years(None, None, None, "no time in its sentence")


def _before(text: str, clause: Clause, quantity: Quantity) -> str:
    """Return the words of its clause before a figure, those near it."""
    return text[max(clause.start, quantity.start - NEAR) : quantity.start]


def direction(
    text: str, clause: Clause, quantity: Quantity, inherited: int, words: Vocabulary, *, rated: bool = False
) -> tuple[int, str]:
    """Say whether a figure is a change: 1 for a rise or multiple, -1 for a fall, 0 for none (至, 到 make a level).

    text: str. clause: of the figure. quantity: the figure. inherited: the direction of the figure before, where both
    are of one list and unit. words: Vocabulary. rated: whether the figure before is a rate of growth.
    Returns (direction, the word or rule that says it).
    """
    before = _before(text, clause, quantity)
    if quantity.unit in RELATIVE:
        match = words.change.search(before) or CHANGE_AFTER.match(text, quantity.end)
        if match:
            return SIGN_OF[words.directions[match[1]]] or _against(AGAINST_TIME, before), match[1]
        if quantity.unit == "%" and (RATE.search(before) or _goes_on(text, clause, before, words, rated)):
            return 1, A_RATE
        if quantity.unit == "%" and RECOVERED.search(before):
            return 1, "恢复到"
        timely = quantity.unit != "倍" and _against(AGAINST_TIME, before)
        if timely:
            return timely, "against another time"
        return (1, "倍") if quantity.unit == "倍" else (inherited, "the figure before in its list")
    if inherited:
        return inherited, "the figure before in its list"
    added = re.search(
        "新增(?:加|了)?$|(?:人口|[量额值]|同比)增加$|增量(?:最多，)?(?:达到|达|为)?了?$|(?:扩大|增加|增长|提高|上升)了$|上[涨升]$",
        before,
    )
    if re.search("(?:下[跌降滑]|回落)了?$", before):
        return -1, "下降"
    return (1, "新增") if added else (_against(AGAINST, before), "by how much more or less")


# 江西（6.9%）, 内蒙古达到了20.27%: a place and a value, the rest is told before.
VALUE_ALONE = re.compile("(?:其中|而|和|、|，|（|）|也|已|又|则|均|分别|以|达到|达|为|是|了|超过?)*$")


def _goes_on(text: str, clause: Clause, before: str, words: Vocabulary, rated: bool) -> bool:
    """Say whether a sentence that looks at, or has told, a rate of growth goes on with a place and its value alone."""
    if not rated and RATE.search(topic_of(text, clause)) is None:
        return False
    rest = words.place.sub("", re.sub("[\\d.]+[%％]", "", before))
    return VALUE_ALONE.fullmatch(rest) is not None


def _against(pattern: re.Pattern[str], before: str) -> int:
    """Return 1 or -1 where the words before a figure say by how much more or less than at another time, else 0."""
    match = pattern.search(before)
    if not match or (pattern is AGAINST_TIME and not TIMELY.search(match[0])):
        return 0
    return 1 if match["rise"] else -1 if match["fall"] else 0


def basis_of(text: str, clause: Clause, quantity: Quantity) -> str:
    """Return how a change is stated, 年均 or 同比, "" where its clause has neither.

    text: str. clause: of the figure. quantity: the figure.
    """
    before = _before(text, clause, quantity)
    return next((basis for basis, word in STATED.items() if word.search(before)), "")


def speaking(text: str, stated: Times) -> list[Mention[Period]]:
    """Return those times (stated) of a text that say of when it speaks, as 与2017年 amid a clause does not."""
    return [time for time in stated if _speaks(text, time)]


def current(
    text: str, clause: Clause, quantity: Quantity, stated: Times, spoken: Times, *, level: bool
) -> Mention[Period] | None:
    """Return the time that holds for a figure: the last in its sentence that is no base of comparison, else one before.

    text: str. clause: of the figure. quantity: the figure. stated: times of the text. spoken: those that `speaking`
    returns. level: whether the figure is no change; a level may be of the year that it is compared with (2014年的).
    Returns a Mention, None where no time holds.
    A year or a part of one holds on in the sentences after its own, until another time is spoken of.
    """
    for time in reversed(within(stated, max(clause.sentence, quantity.number - REACH), quantity.number)):
        here = time.start >= clause.start
        passed = (time.value.base and not (level and time.value.of and here)) or (time.value.local and not here)
        if not passed and not _aside(text, time, quantity):
            return time
    return _carried(text, clause, spoken)


def _aside(text: str, time: Mention[Period], quantity: Quantity) -> bool:
    """Say whether a time is in brackets that end before a figure."""
    # A bracket that holds the time alone (行动计划（2016—2018年）) dates what is before it.
    alone = text.startswith("）", time.end) and text[time.start - 1] == "（"
    ended = text.find("）", time.end, min(quantity.start, time.end + NEAR)) >= 0
    return ended and not alone and bracket_at(text, time.start) is not None


# How far into its clause or paragraph a time may stand that opens it (到了前三季度).
OPENING = 3
OPENS = re.compile(rf"(?:^|[，。；：、\n“（])[^，。；：\n]{{0,{OPENING}}}$")


def _opens(text: str, time: Mention[Period]) -> bool:
    """Say whether a time opens a clause and so says of when the text speaks, as 与2017年 amid one does not."""
    return OPENS.search(text[max(0, time.start - OPENING - 2) : time.start]) is not None


# A number that is no date.
REPORTED = re.compile(r"\d(?![\d年月日.—-]|个月)")


def _speaks(text: str, time: Mention[Period]) -> bool:
    of_it = time.value.base or time.value.local
    return not of_it and _opens(text, time) and bracket_at(text, time.start) is None


def _carried(text: str, clause: Clause, spoken: Times) -> Mention[Period] | None:
    """Return the time of an earlier sentence that holds on: a part of a year, or the year that opens the paragraph."""
    before = bisect_left(spoken, clause.sentence, key=lambda time: time.start)
    if not before or not (time := spoken[before - 1]).value.holds:
        return None
    # A year that no figure follows (2021年成立) is that of an event, not of what is told next.
    told = REPORTED.search(text, time.end, min(clause.sentence, time.end + FAR))
    return time if told or time.value.months[1] is not None or time.start <= OPENING else None


# 已有210公里完工 is done, whatever was planned before.
DONE = re.compile("(?:已经?|实际)[^，。；]{0,6}$")


def is_done(text: str, clause: Clause, quantity: Quantity) -> bool:
    """Say whether the words right before a figure (quantity) of a clause of the text say that it is reached."""
    return DONE.search(_before(text, clause, quantity)) is not None


def future_word(text: str, clause: Clause, quantity: Quantity) -> str:
    """Return the word before a figure, in its sentence, that makes it a plan; "" where there is none.

    text: str. clause: of the figure. quantity: the figure.
    """
    match = FUTURE.search(text, max(clause.sentence, quantity.start - FAR), quantity.start)
    return match[0] if match else _planned_before(text, clause, quantity)


# 还将推动项目落地。开工建设5个…: what goes on with bare verbs after a plan is planned too.
BARE = re.compile(
    "(?:同时，|此外，|并|再)?(?:新增|新建|新开工|开工|建设|建成|实施|推进|完成|培育|打造|引进|安排|创建|扩建|改造|加大|着力|全面|加快|推动|支持|开展)"
)
DONE_BEFORE = re.compile("已|了(?!解)|累计|(?<!全)年(?!度|产|均)|月|目前")


def _planned_before(text: str, clause: Clause, quantity: Quantity) -> str:
    """Return the word of the sentence before that makes a plan, where this one goes on with bare verbs; else ""."""
    near = max(clause.sentence, quantity.start - FAR)
    if not BARE.match(text, clause.sentence) or DONE_BEFORE.search(text, near, quantity.start):
        return ""
    far = max(0, clause.sentence - FAR)
    before = text.rfind("。", far, max(far, clause.sentence - 1))
    match = FUTURE.search(text, max(far, before + 1), clause.sentence)
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
    first, last, months = time.value.first, time.value.last, time.value.months
    pair = re.search(r"[由从][^，；。]*$", _before(text, clause, quantity))
    if not pair or first is None or last is None:
        return Years(first, last, None, time.source, months)
    lower = _lower_end(text, quantity, following)
    inherited = lower and first == last and time.start < clause.start
    compared = comparisons(text, max(clause.sentence, quantity.start - FAR), quantity.start) if inherited else []
    if compared:
        first = last = int(compared[-1]["year"])
    elif first != last:
        first, last = (first, first) if lower else (last, last)
    return Years(first, last, None, "one end of a development", months)


def change_years(text: str, clause: Clause, quantity: Quantity, stated: Times, time: Mention[Period] | None) -> Years:
    """Return first, last and base year of a change: stated against a year, the year before, or from one to another.

    text: str. clause: of the figure. quantity: the figure. stated: times of the text. time: that holds, or None.
    """
    first, last = (time.value.first, time.value.last) if time else (None, None)
    months = time.value.months if time else (None, None)
    before = _before(text, clause, quantity)
    annual = bool(STATED["年均"].search(before))
    if TWO_YEARS.search(before) and time:
        return Years(first, last, None, time.source, months)
    base = _base_year(text, clause, quantity, annual=annual)
    if base is not None:
        return Years(base, last if last != base else None, None if annual else base, "against a year", months)
    if not annual and last is not None and (STATED["同比"].search(before) or BEFORE.search(before)):
        return Years(last, last, last - 1, "against the year before", months)
    pair = _pair_before(text, clause, stated, quantity)
    if pair:
        return Years(*pair, None if annual else pair[0], "from one year to another")
    return Years(first, last, None, time.source, months) if time else NO_TIME


def _base_year(text: str, clause: Clause, quantity: Quantity, *, annual: bool) -> int | None:
    """Return the year that a change is against: the last comparison of its clause, or one that goes on into it."""
    compared = comparisons(text, max(clause.sentence, quantity.start - FAR), quantity.start)
    near = [base for base in compared if base.start() >= clause.start or annual or _compares(text, base, clause)]
    return int(near[-1]["year"]) if near else None


def _compares(text: str, base: re.Match[str], clause: Clause) -> bool:
    return re.search("相比|比较", text[base.end() : clause.start + 4]) is not None or bool(
        base["of"] and re.match("较|与|比|相较", base[0])
    )


def _pair_before(text: str, clause: Clause, stated: Times, quantity: Quantity) -> tuple[int, int] | None:
    """Return the two years of 由2014年的…到2021年的…, stated before the change that they make."""
    near = within(stated, max(clause.sentence, quantity.start - FAR), quantity.start)
    single = [time for time in near if time.value.first is not None]
    if len(single) < 2:
        return None
    (start, one), (_, two) = ((time.start, time.value) for time in single[-2:])
    linked = re.search("[由从]$", text[max(0, start - 1) : start]) and one.first == one.last
    if linked and one.first is not None and two.last and one.first < two.last:
        return one.first, two.last
    return None
