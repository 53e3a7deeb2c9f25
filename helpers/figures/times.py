"""Times: which years and months a text speaks of, what it compares with, and which words make a figure a plan."""

import re
from typing import NamedTuple

from helpers.figures.clauses import Mention

YEAR = r"(?:19|20)\d\d"
DASH = r"(?:[—~～–-]+|至|到)"
# 前三季度, 二季度, 上半年, 1—7月, 1月至10月, 前7个月, 6月末, 9月26日: less than a year.
PART = (
    rf"(?:(?P<half>[上下])半年|(?P<quarters>前[一二三四两123]个?|第?[首一二三四1234])季度|前(?P<first>\d{{1,2}}|[一二三四五六七八九十])个?月(?!前)|"
    rf"(?P<from>\d{{1,2}})(?:(?:月份?)?{DASH}|、)(?P<to>\d{{1,2}})月份?|(?P<month>\d{{1,2}})月(?:\d{{1,2}}日|份|[上中下]旬|[底末初])?(?!\d))"
)
# 五年规划: the eleventh ran from 2006.
PLANS = {"一": 2006, "二": 2011, "三": 2016, "四": 2021, "五": 2026}
# What any of them begins with: only there are they looked for.
BEGINS = r"[\d上下前第首一二三四五六七八九十截到至今本去明元春清端中国双暑寒目当如近现眼“\"]"
TIME = re.compile(
    rf"(?={BEGINS})(?:(?P<range>(?P<a>{YEAR})年?(?:(?P<am>\d{{1,2}})月)?{DASH}(?P<b>{YEAR})年?(?:(?P<bm>\d{{1,2}})月)?)|"
    rf"(?P<until>截至|截止到?|到|至)?(?:(?P<y>{YEAR})年|(?P<this>今年|本年)|(?P<last>去年|上年)|(?P<before>前年)|(?P<next>明年))"
    rf"(?:年?[底末初])?{PART}?(?P<since>以来|至今|起|开始)?|"
    rf"(?P<till>截至|截止到?)?(?<![\d年.]){PART.replace('?P<', '?P<own_')}(?P<hence>以来|至今|起)?|"
    rf"(?P<festival>(?:元旦|春节|清明节?|“?五一”?|端午节?|中秋节?|国庆节?|双节|暑期|寒假|春运|暑运)(?:假期|假日|小?长假|黄金周|期间|当[天日])+)|"
    r"[“\"]?十(?P<plan>[一二三四五])五[”\"]?(?P<planned>末|期末|期间|时期|以来)|"
    r"(?P<now>目前|当前|截至目前|如今|近年来|近日|现在|眼下))"
)
# How many years before that of publication.
YEARS_BACK = {"this": 0, "last": 1, "before": 2, "next": -1}
DIGITS = {"一": 1, "二": 2, "首": 1, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


class Period(NamedTuple):
    """A stretch of years, and of months where it is less than whole years; None where an end is open.

    future: whether it lies after the publication. local: whether it says nothing of the next clause (自2021年达标后).
    holds: whether it holds on in the sentences after its own. base: whether something is compared with it (比2014年);
    of: whether it is so the year of what is compared (是2014年的1.8倍).
    """

    first: int | None
    last: int | None
    future: bool = False
    local: bool = False
    months: tuple[int | None, int | None] = (None, None)
    holds: bool = False
    base: bool = False
    of: bool = False


def times(text: str, *, published: int | None = None) -> list[Mention[Period]]:
    """Find the time expressions of a text that say of which years and months a figure is.

    text: str. published: year that 今年, 去年 are counted from, and that a part of a year without a year is of.
    Returns a list of Mention in order, their value a Period; one without years (目前) ends what an earlier one said.
    """
    bases = {match.start("year"): bool(match["of"]) for match in COMPARED.finditer(text)}
    bases |= {match.start("year"): False for match in BEFORE.finditer(text)}
    bases |= {match.end(): False for match in AGAINST_A_PART.finditer(text)}
    found: list[Mention[Period]] = []
    for match in TIME.finditer(text):
        # 上年 is the year before the one just spoken of.
        spoken = found[-1].value.last if found and match["last"] == "上年" else None
        dated = found and DAYS.fullmatch(text[found[-1].end : match.start()])
        until = found and found[-1].source == "until" and match.start() - found[-1].end <= NEAR
        if not (match["festival"] and dated) and not (until and THIS_YEAR.fullmatch(match[0])):
            found.append(_mention(match, published if spoken is None else spoken, bases))
        if len(found) > 1 and found[-1].source == "until" and found[-2].source == "since":
            found[-1] = _since_until(text, found[-2], found[-1])
        if SAME_TIME.match(text, match.start()) and len(found) > 1:
            found[-1] = _a_year_before(found[-2], found[-1])
    return found


# What may stand between a date and the festival that it is of: 10月1日至7日国庆假期.
DAYS = re.compile(rf"(?:{DASH}\d{{1,2}}日)?的?")
# 上年同期 is of the months just spoken of, and says nothing of what comes next.
SAME_TIME = re.compile("(?:上年|去年|上一年)同[期月]")


# 截至7月底，各地今年开工: until then, not all of the year.
NEAR, THIS_YEAR = 5, re.compile("今年|本年")


def _since_until(text: str, since: Mention[Period], until: Mention[Period]) -> Mention[Period]:
    """Return the time from one to the other (自2010年以来，到2023年底), where one sentence has both."""
    if "。" in text[since.end : until.start] or since.value.first is None:
        return until
    months = (since.value.months[0], until.value.months[1])
    return until._replace(value=until.value._replace(first=since.value.first, months=months))


def _a_year_before(spoken: Mention[Period], time: Mention[Period]) -> Mention[Period]:
    period = time.value._replace(months=spoken.value.months, local=True, holds=False)
    return time._replace(value=period)


def _mention(match: re.Match[str], published: int | None, bases: dict[int, bool]) -> Mention[Period]:
    period, rule = _period(match, published)
    at = next((at for at in range(*match.span()) if at in bases), None)
    if at is not None:
        period = period._replace(base=True, of=bases[at])
    return Mention(*match.span(), "time", period, rule)


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else DIGITS[written]


def _months(match: re.Match[str], own: str = "") -> tuple[int, int] | None:
    """Return first and last month of a part of a year, None where the match has none; own: which groups hold it."""
    part = {name: match[own + name] for name in ("half", "quarters", "first", "from", "to", "month")}
    if part["half"]:
        return (1, 6) if part["half"] == "上" else (7, 12)
    if part["quarters"]:
        quarters = _number(part["quarters"].strip("前第个"))
        return (1 if part["quarters"][0] == "前" else 3 * quarters - 2), 3 * quarters
    if part["first"]:
        months = _number(part["first"])
        return (1, months) if 1 <= months <= 12 else None
    first, last = part["from"] or part["month"], part["to"] or part["month"]
    return (int(first), int(last)) if first and 1 <= int(first) <= int(last) <= 12 else None


def _period(match: re.Match[str], published: int | None) -> tuple[Period, str]:
    """Return the period of a match of TIME and the name of the rule."""
    if match["range"]:
        return _range(match), "range"
    if match["now"]:
        return Period(None, None), "now"
    if match["plan"]:
        return _plan(match, published), "five-year plan"
    if match["y"]:
        return _dated(match, int(match["y"]), published, _months(match))
    rule = next((name for name in YEARS_BACK if match[name]), "festival" if match["festival"] else "part of a year")
    if published is None:
        return Period(None, None), rule
    months = None if match["festival"] else _months(match, "" if rule in YEARS_BACK else "own_")
    period, source = _dated(match, published - YEARS_BACK.get(rule, 0), published, months)
    return period, rule if source == "year" else source


def _range(match: re.Match[str]) -> Period:
    months = tuple(int(match[name]) if match[name] else None for name in ("am", "bm"))
    return Period(int(match["a"]), int(match["b"]), months=(months[0], months[1]), holds=True)


def _plan(match: re.Match[str], published: int | None) -> Period:
    first = PLANS[match["plan"]]
    last = first + 4
    future = published is not None and last > published and "以来" not in match["planned"]
    if "末" in match["planned"]:
        return Period(last, last, future)
    return Period(first, None if match["planned"] == "以来" else last, future)


def _dated(
    match: re.Match[str], year: int, published: int | None, months: tuple[int, int] | None
) -> tuple[Period, str]:
    first, last = months or (None, None)
    local = match.string[max(0, match.start() - 1) : match.start()] == "自"
    if match["since"] or match["hence"] or (local and SINCE_EVENT.match(match.string, match.end())):
        return Period(year, None, months=(first, None)), "since"
    until = match["until"] or match["till"] or ""
    # 到2018年，已有 and 2020年底前 are by then, whether it has come or not.
    reached = until in ("到", "至") and match.string.startswith("，", match.end()) and year <= (published or year)
    by_then = reached or (match.string.startswith(("前", "之前"), match.end()) and not months)
    if until.startswith("截") or by_then:
        return Period(None, year, by_then and year > (published or year), months=(None, last)), "until"
    # 10月份 is of statistics and holds on, 6月18日 is of an event.
    event = first is not None and first == last and "月份" not in match[0]
    future = published is not None and year > published
    if future and FROM_THEN_ON.match(match.string, match.end()):
        return Period(year, None, future, local, (first, None)), "year"
    return Period(year, year, future, local, (first, last), holds=not local and not event), "year"


# 自2010年启动以来.
SINCE_EVENT = re.compile("[^，。；]{1,16}(?:以来|至今)")
# 2025年投入使用后: from that year on.
FROM_THEN_ON = re.compile("[^，。；年]{1,8}后，")
COMPARED = re.compile(
    rf"(?:比|较|与|同|是|为|相较于?|于|恢复到|恢复至)(?:[^，。；\d]{{1,6}}的)?(?P<year>{YEAR})年(?P<of>年?[底末]?(?:同期)?的)?"
)
# Against the year before: 比上年, 较去年同期.
BEFORE = re.compile("(?:比|较|与|同|是|为|高于|低于|快于|相较于?)(?P<year>上年|去年|上一年)(?:同期|同月|年?[底末])?")


# Against another part of the year: 较一季度, 比上半年, 从上半年的.
AGAINST_A_PART = re.compile(
    rf"(?:[比较与]|相较于?|高于|低于|快于|[从由](?=[^，。；]{{2,6}}的(?![^，。；]{{1,8}}看)))"
    rf"(?={PART.replace('?P<', '?P<against_')}(?!以来|起|至|到|份?的?新增))"
)


def comparisons(text: str, start: int, end: int) -> list[re.Match[str]]:
    """Find the years that a stretch of a text compares with.

    text: str. start, end: of the stretch. Returns a list of matches with the groups year and of.
    """
    return list(COMPARED.finditer(text, start, end))


FUTURE = re.compile(
    "预计(?![^，。；]{0,8}，实际)|(?:未来|今后)(?=[一二三四五六七八九十几\\d])|(?<![生动年作施纲人才养])计划(?![》单”的书])|[一二三四五六七八九十\\d]年后|力争|确保(?=[^，。；]{1,16}(?:达|超|保持|稳定|完成|实现|不低于|控制))|预期(?=目标|增长|达)|有望|拟(?!合)|"
    "(?<=[还也即仍均都])将(?![近])|设计(?=年?产能|年?吞吐)|[概估]算|计划(?=工期)|"
    "争取(?=到?[\\d在用于年早尽使让把]|[到达实完])|"
    "(?<![需主重只就])要(?:达到|超过|突破|确保|建成|实现)|(?:建成|投用|投入使用|交付|达产|投产)后|"
    r"规划(?![面纲》方的院和建覆，、]|建设)|规划建设$|(?<![的短了])目标(?=[是为：值])|以[^，。；]{1,12}为目标|"
    "将(?=会|培|引|扩|安|投|达|超|建|新|形成|成为|实现|继续|集成|联合|打造|提供|完成|进一步|有|增|突破|为|于|再|共[建同]|全面|陆续|携手|加[快大]|率先|推[进动]|开展|实施|启动)"
)
