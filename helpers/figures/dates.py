"""Dates: which days of the calendar a text names, from its own words and the day on which it was published."""

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from helpers.figures import times
from helpers.figures.clauses import without_titles
from helpers.figures.numerals import DIGITS, parse_numeral
from helpers.files import refuse

COLUMNS = ("start", "end", "from", "to", "precision", "wrong")
NUMBER = r"(?:\d{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
# The plans up to the tenth are named by their number alone.
PLANS = {"八五": 1991, "九五": 1996, "十五": 2001} | {f"十{plan}五": first for plan, first in times.PLANS.items()}
DASH = r"\s?(?:[—~～–－-]+|至|到)\s?"
YEAR = r"(?:(?:19|20)\d\d|[一二][九〇零○][〇零○一二三四五六七八九]{2})"
# 2008年奥运会 is the name of an event and not said of its year.
GAMES = "[^，。；、了的举召办]{0,6}(?:奥运会|[冬残]奥会|亚运会|博览会)"
# Years said by their place beside another: how many before that of publication, or after that last named.
TOLD = {"年内": 0, "今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1, "后年": 2}
NAMED = {"当年": 0, "同年": 0, "该年": 0, "次年": 1, "翌年": 1}
# What begins a match of POINT that names any days: only there is it looked for, as all its parts may be missing.
BEGINS = r"[\d一二两三四五六七八九十年今本去上前明后当同该次翌下第春夏秋冬]"
POINT = re.compile(
    rf"(?={BEGINS})"
    rf"(?:(?P<year>{YEAR})年(?!度|{GAMES})|(?P<told>(?<![多数几两{''.join(DIGITS)}\\d十])年内|{'|'.join(list(TOLD)[1:])})|(?P<named>{'|'.join(NAMED)}))?"
    rf"(?:(?P<half>[上下])半年|(?P<quarters>前[两二三23]个?|第?[一二三四1-4])季度|前(?P<first>{NUMBER})个月(?!前)|"
    rf"(?P<season>[春夏秋冬][天季]|[春夏秋冬](?=[，。、；]))|"
    rf"(?P<month>{NUMBER})(?:{DASH}(?P<last>{NUMBER}))?月份?(?:(?P<day>{NUMBER})[日号](?!线)|(?P<third>[上中下])旬)?|(?P<same>同期))?"
    rf"(?P<edge>年?[初底末中](?![心期小华国间端])|年终)?"
)
PLAN = re.compile(
    rf"[“\"]?(?P<plan>{'|'.join(sorted(PLANS, key=len, reverse=True))})(?<=五)[”\"]"
    r"(?![^，。；、]{0,6}(?:规划|计划))(?:时期|期间|期)?(?P<edge>[初末])?"
)
BACK = re.compile(
    rf"(?P<before>近|最近|过去|这|未来|今后)?(?P<count>{NUMBER})[多余]?(?P<unit>年|个月)多?(?P<since>以?来(?!自|源|看|说|访|到|临))?"
)
AGO = re.compile(rf"(?P<count>{NUMBER})年前的?(?P<month>{NUMBER})月(?:(?P<day>{NUMBER})[日号])?")
CENTURY = re.compile(
    r"(?:(?P<century>1\d|2[01])|(?P<this>[上本]))世纪(?P<decade>\d0|[二三四五六七八九]十)?(?:年代)?(?P<edge>初|末|中叶)?"
)
DAYS = re.compile(
    r"(?<![\d月近前每第.连])(?P<day>\d{1,2})日(?![游内均间本元报常])|(?P<that>当[天日]|(?<![人车架班])次日)(?!起?报)"
)
SINCE = re.compile("以来|至今|来(?=，)")
BETWEEN = re.compile(DASH)
# 2014—2022年: the first year without its 年.
YEARS = re.compile(rf"(?P<a>{YEAR}){DASH}(?P<b>{YEAR})年(?!代)")


class Stretch(NamedTuple):
    """Days from the first to the last, both of them meant; None where an end is not known. wrong: what cannot be."""

    first: date | None
    last: date | None
    precision: str
    wrong: str = ""


class Found(NamedTuple):
    """A stretch and its characters."""

    start: int
    end: int
    stretch: Stretch


@lru_cache(maxsize=2**10)
def day_of(published: str | date | None) -> tuple[date, date] | None:
    """Return the first and the last day that a date of publication may be.

    published: a day, or an ISO date, of which the day, or day and month, may be missing; None or "" where it is not
    known. Raises CorpusError for another text.
    """
    if not published:
        return None
    if isinstance(published, date):
        return published, published
    parts = re.fullmatch(r"([12]\d{3})(?:-(\d\d))?(?:-(\d\d))?", published)
    try:
        year, month, day = (int(part) if part else None for part in parts.groups()) if parts else (0, 0, 0)
        return _days(year or 0, month, day)
    except ValueError as error:
        repair = "write a year, a year and month or a day"
        raise refuse(f"published is {published!r}", expected="2024, 2024-02 or 2024-02-26", repair=repair) from error


def _days(year: int, month: int | None = None, day: int | None = None) -> tuple[date, date]:
    """Return the first and last day of a year, a month or a day; raises ValueError where there is none."""
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


def _number(written: str) -> int:
    return int(parse_numeral(written))


def _months_of(match: re.Match[str]) -> tuple[int, int, str] | None:
    """Return first and last month of a part of a year and what it is; None where the match has none."""
    if match["half"]:
        return (1, 6, "half") if match["half"] == "上" else (7, 12, "half")
    if match["quarters"]:
        count = _number(match["quarters"].strip("前第个"))
        return (1 if match["quarters"][0] == "前" else 3 * count - 2), 3 * count, "quarter"
    if match["first"]:
        return 1, _number(match["first"]), "months"
    if match["month"]:
        first, last = _number(match["month"]), _number(match["last"] or match["month"])
        return first, last, "months" if match["last"] else "month"
    return None


# The months of a season; winter goes on into the next year.
SEASONS = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11), "冬": (12, 14)}


def _season(year: int, named: str) -> Stretch:
    first, last = SEASONS[named[0]]
    return Stretch(_days(year, first)[0], _days(year + (last > 12), (last - 1) % 12 + 1)[1], "season")


def _year(written: str) -> int:
    """Return the year that four digits say one by one, of which 〇 is written ○ as well."""
    return int(written if written.isdecimal() else "".join(str(DIGITS[char]) for char in written.replace("○", "〇")))


def _of_day(year: int, month: int, day: int) -> Stretch:
    try:
        return Stretch(*_days(year, month, day), "day")
    except ValueError:
        return Stretch(None, None, "day", f"no day {month}-{day} in {year}")


def _of_months(year: int, first: int, last: int, precision: str) -> Stretch:
    missing = [month for month in (first, last) if not 1 <= month <= 12]
    if missing or first > last:
        wrong = f"month {first} to {last}" if first > last else f"month {missing[0]}"
        return Stretch(None, None, precision, wrong)
    return Stretch(_days(year, first)[0], _days(year, last)[1], precision)


def _bounds(year: int, match: re.Match[str]) -> Stretch:
    """Return the days of a year, or of the part of it that a match of POINT names."""
    if match["season"]:
        return _season(year, match["season"])
    months = _months_of(match)
    if months is None:
        return Stretch(*_days(year), "year")
    return _of_day(year, months[0], _number(match["day"])) if match["day"] else _of_months(year, *months)


def _same_part(year: int, spoken: Stretch | None) -> Stretch:
    """Return the part of a year that was last spoken of, in another year (去年同期)."""
    if spoken is None or spoken.first is None or spoken.last is None:
        return Stretch(*_days(year), "year")
    return _of_months(year, spoken.first.month, spoken.last.month, spoken.precision)


# What is known while a text is read: the day of publication, and the stretch last named.
Said = tuple[date, date] | None


def _point(match: re.Match[str], said: Said, spoken: Stretch | None) -> Stretch:
    """Return the days of a match of POINT."""
    known = spoken.first if spoken else None
    if match["year"]:
        year = _year(match["year"])
    elif match["named"]:
        if known is None:
            return Stretch(None, None, "year")
        year = known.year + NAMED[match["named"]]
    elif match["told"] == "上年" and known:
        year = known.year - 1
    elif match["told"]:
        if said is None:
            return Stretch(None, None, "year")
        year = said[1].year + TOLD[match["told"]]
    elif known:
        year = known.year
    elif said:
        year = said[1].year
    else:
        part = _months_of(match)
        return Stretch(None, None, "day" if match["day"] else part[2] if part else "year")
    return _same_part(year, spoken) if match["same"] else _bounds(year, match)


# Which days of a month 上旬, 中旬 and 下旬 are.
THIRDS = {"上": (1, 10), "中": (11, 20), "下": (21, 31)}


def _narrowed(match: re.Match[str], stretch: Stretch) -> Stretch:
    """Return the first or the last days of a stretch (年底, 2月初, 上旬): a third of a month, a quarter of a year."""
    edge = (match["edge"] or "")[-1:]
    if stretch.first is None or stretch.last is None or not (edge or match["third"]):
        return stretch
    third = match["third"] or {"初": "上", "中": "中"}.get(edge, "下")
    year, month = stretch.first.year, stretch.first.month
    if stretch.precision == "month":
        first, last = (min(day, stretch.last.day) for day in THIRDS[third])
        return Stretch(date(year, month, first), date(year, month, last), "part of a month")
    first, last = {"上": (1, 3), "中": (4, 9), "下": (10, 12)}[third]
    return Stretch(_days(year, first)[0], _days(year, last)[1], "part of a year")


def _plan(match: re.Match[str], said: Said, spoken: Stretch | None) -> Stretch:
    first = PLANS[match["plan"]]
    edge = {"初": (first, first), "末": (first + 4, first + 4)}.get(match["edge"] or "", (first, first + 4))
    return Stretch(_days(edge[0])[0], _days(edge[1])[1], "year" if match["edge"] else "plan")


def _back(match: re.Match[str], said: Said, spoken: Stretch | None) -> Stretch:
    """Return the years or months before the day of publication (10年来), or after it (未来五年)."""
    count, precision = _number(match["count"]), "years" if match["unit"] == "年" else "months"
    if said is None:
        return Stretch(None, None, precision)
    months = count * (12 if precision == "years" else 1)
    ahead = match["before"] in ("未来", "今后")
    begin, end = (said[1], _moved(said[1], months)) if ahead else (_moved(said[0], -months), said[1])
    return Stretch(begin, end, precision)


def _moved(day: date, months: int) -> date:
    """Return the day so many months later, the last of its month where that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _ago(match: re.Match[str], said: Said, spoken: Stretch | None) -> Stretch:
    """Return a month, or a day, so many years before that of publication (10年前的2月)."""
    month, day = _number(match["month"]), match["day"] and _number(match["day"])
    if said is None:
        return Stretch(None, None, "day" if day else "month")
    year = said[1].year - _number(match["count"])
    return _of_day(year, month, day) if day else _of_months(year, month, month, "month")


def _century(match: re.Match[str], said: Said, spoken: Stretch | None) -> Stretch:
    century = int(match["century"]) if match["century"] else 21 - (match["this"] == "上")
    begin = (century - 1) * 100
    if match["decade"]:
        ten = _number(match["decade"])
        return Stretch(_days(begin + ten)[0], _days(begin + ten + 9)[1], "decade")
    first, last = {"初": (1, 20), "中叶": (41, 60), "末": (81, 100)}.get(match["edge"] or "", (1, 100))
    return Stretch(_days(begin + first)[0], _days(begin + last)[1], "century")


def _day(match: re.Match[str], said: Said, spoken: Stretch | None) -> Stretch:
    """Return a day whose month was named before (26日), or the same or the next day (当日, 次日)."""
    known = spoken.first if spoken else said[0] if said else None
    if known is None or (match["that"] and (spoken is None or spoken.precision != "day")):
        return Stretch(None, None, "day")
    if match["that"]:
        day = known + timedelta(days=match["that"] == "次日")
        return Stretch(day, day, "day")
    return _of_day(known.year, known.month, int(match["day"]))


def _pointed(match: re.Match[str], said: Said, spoken: Stretch | None) -> Stretch:
    return _narrowed(match, _point(match, said, spoken))


def _years(match: re.Match[str], said: Said, spoken: Stretch | None) -> Stretch:
    first, last = _year(match["a"]), _year(match["b"])
    if first > last:
        return Stretch(None, None, "years", "ends before it begins")
    return Stretch(_days(first)[0], _days(last)[1], "years")


Reading = Callable[[re.Match[str], Said, Stretch | None], Stretch]
# Each with what a text has that it finds anything in, so that most are not looked for in most texts.
READINGS: tuple[tuple[re.Pattern[str], Reading, tuple[str, ...]], ...] = (
    (YEARS, _years, ("年",)), (POINT, _pointed, ("年", "月", "季度")), (PLAN, _plan, ("五”", '五"')),
    (AGO, _ago, ("年前",)),
    (BACK, _back, ("年", "个月")), (CENTURY, _century, ("世纪",)), (DAYS, _day, ("日", "当天")),
)  # fmt: skip
NEEDED = re.compile("|".join(re.escape(word) for _, _, words in READINGS for word in words))


def _names_days(match: re.Match[str]) -> bool:
    """Return whether a match of a pattern names any days: all parts of POINT, and of BACK, may be missing."""
    if match.re is BACK:
        return any(match.group("before", "since"))
    if match.re is POINT:
        return any(match.group("year", "told", "named", "half", "quarters", "first", "month"))
    return True


def _found(text: str, said: Said) -> Iterator[Found]:
    """Yield the expressions of a text one by one: the first, of those that begin together the longest."""
    rules = [(rule, read) for rule, read, needs in READINGS if any(word in text for word in needs)]
    matches = [(match, read) for rule, read in rules for match in rule.finditer(text) if _names_days(match)]
    end, spoken = 0, None
    for match, read in sorted(matches, key=lambda pair: (pair[0].start(), -pair[0].end())):
        if match.start() < end:
            continue
        stretch = read(match, said, spoken)
        end = match.end()
        if stretch.first and match.re is not BACK:
            spoken = stretch
        yield Found(match.start(), end, stretch)


def _joined(text: str, found: list[Found], said: Said) -> list[Found]:
    """Return the expressions with those joined that only a dash parts, and those carried on to today that say so."""
    whole: list[Found] = []
    for one in found:
        if whole and BETWEEN.fullmatch(text, whole[-1].end, one.start):
            before = whole.pop()
            one = Found(before.start, one.end, _from_to(before.stretch, one.stretch))
        since = SINCE.match(text, one.end)
        if since:
            until = said[1] if said else None
            one = Found(one.start, since.end(), one.stretch._replace(last=until))
        whole.append(one)
    return whole


def _from_to(one: Stretch, other: Stretch) -> Stretch:
    wrong = one.wrong or other.wrong
    if one.first and other.last and one.first > other.last:
        wrong = "ends before it begins"
    return Stretch(None, None, other.precision, wrong) if wrong else Stretch(one.first, other.last, other.precision)


def stretches(text: str, *, published: str | date | None = None) -> list[Found]:
    """Find what `dates` finds, without the costs of a table for each of many short texts.

    text, published: as for `dates`. Returns a list of Found, by start. Raises as it does.
    """
    said = day_of(published)
    if not NEEDED.search(text):
        return []
    plain = without_titles(text)
    return _joined(plain, list(_found(plain, said)), said)


def dates(text: str, *, published: str | date | None = None) -> pd.DataFrame:
    """Find the expressions of a text that name days of the calendar, or stretches of them.

    text: str. published: when it was published, a day or an ISO date that may lack its day or month; from it 今年 and
    10年来 are counted, and days and months without a year where no year was named before.
    Returns a DataFrame with start, end (characters of the text, the end excluded), from, to (the first and last day
    meant, NaT where the text leaves an end open or it cannot be known), precision (day, part of a month, month, months,
    season, quarter, half, part of a year, year, years, plan, decade or century), wrong (why there is no such day, as
    for 2月30日; "" otherwise); one row per expression, by start. Raises CorpusError for a published that is no date.
    Misuse: vague ones (近年来, 目前) and lengths of time (用时3年) are no dates. Feasts of the lunar calendar (春节)
    are not read.
    """
    rows = [(one.start, one.end, *one.stretch) for one in stretches(text, published=published)]
    table = pd.DataFrame(rows, columns=COLUMNS).astype({"start": int, "end": int})
    return table.assign(**{name: pd.to_datetime(table[name]).astype("datetime64[s]") for name in ("from", "to")})
