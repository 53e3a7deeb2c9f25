"""Times: which years a text speaks of, what years it compares with, and which words make a figure a plan."""

import re
from typing import NamedTuple

from helpers.figures.clauses import Mention

YEAR = r"(?:19|20)\d\d"
TIME = re.compile(
    rf"(?P<range>(?P<a>{YEAR})年?(?:\d{{1,2}}月)?(?:[—~～-]|至|到)(?P<b>{YEAR})年?)|"
    rf"(?P<until>截至|截止到?|到)?(?P<y>{YEAR})年(?P<month>\d{{1,2}}[—~～-]\d{{1,2}}月|\d{{1,2}}月(?:\d{{1,2}}日)?|年?[底末初]|(?:前|第)?[一二三四]季度|"
    r"上半年|下半年)?(?P<end>年?[底末])?(?P<since>以来|至今|起|开始)?|"
    r"(?P<now>目前|当前|截至目前|如今|近年来|近日)|(?P<this>今年)|(?P<last>去年)|(?P<before>前年)"
)
# How many years before that of publication.
YEARS_BACK = {"this": 0, "last": 1, "before": 2}


class Period(NamedTuple):
    """A stretch of years; None where an end is open."""

    first: int | None
    last: int | None
    future: bool = False
    local: bool = False  # 自2021年达标后 says nothing of the next clause


def times(text: str, *, published: int | None = None) -> list[Mention[Period]]:
    """Find the time expressions of a text that say of which years a figure is.

    text: str. published: year that 今年, 去年 are counted from.
    Returns a list of Mention in order, their value a Period; one without years (目前) ends what an earlier one said.
    """
    return [Mention(*match.span(), "time", *_period(match, published)) for match in TIME.finditer(text)]


def _period(match: re.Match[str], published: int | None) -> tuple[Period, str]:
    """Return the years of a match of TIME and the name of the rule."""
    if match["range"]:
        return Period(int(match["a"]), int(match["b"])), "range"
    if match["y"]:
        return _stated_year(match, int(match["y"]), published)
    rule = next((name for name in YEARS_BACK if match[name]), "now")
    year = published - YEARS_BACK[rule] if rule in YEARS_BACK and published is not None else None
    return Period(year, year), rule


def _stated_year(match: re.Match[str], year: int, published: int | None) -> tuple[Period, str]:
    if match["since"]:
        return Period(year, None), "since"
    if match["until"] and match["until"].startswith("截"):
        return Period(None, year), "until"
    local = match.string[max(0, match.start() - 1) : match.start()] == "自"
    return Period(year, year, published is not None and year > published, local), "year"


COMPARED = re.compile(rf"(?:比|较|与|同|是|为|相较于?|于)(?P<year>{YEAR})年(?P<of>年?[底末]?(?:同期)?的)?")


def comparisons(text: str, start: int, end: int) -> list[re.Match[str]]:
    """Find the years that a stretch of a text compares with.

    text: str. start, end: of the stretch. Returns a list of matches with the groups year and of.
    """
    return list(COMPARED.finditer(text, start, end))


FUTURE = re.compile(
    "预计|(?<![生动年作施纲])计划(?![》单])|力争|争取|有望|拟(?!合)|(?:建成|投用|投入使用|交付|达产|投产)后|"
    r"规划(?![面纲》方的院和建])|规划建设$|(?<![的短])目标|"
    "将(?=会|达|超|建|新|形成|成为|实现|继续|集成|联合|打造|提供|投|完成|进一步|有|增|突破|为)"
)
