"""The lexicon as the patterns that figures are found with, made once for each lexicon."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from helpers.figures.divisions import counties, divisions, provinces
from helpers.lexicon import Lexicon

# What makes a park or a port of the place that it begins with.
PARK = (
    "经济技术开发区|经济开发区|开发区|高新区|自贸试验区|科技园区|产业园区|工业园区|科技园|产业园|工业园|园区|科技城|大学城|商务区|综合保税区|集聚区|管理区|科学城|合作区|"
    "机场(?!群)|铁路局集团公司|局集团公司|(?<!进)港(?![口湾区澳])|[东南西北]站|新区|核心区|市区(?=[^划场])|经济圈"
)
# A body that opens a clause and that no place begins: 国家铁路, 长江干线, 塞北管理区.
BODY = (
    "(?:(?<![\u4e00-\u9fff])|(?<=[月日年]))(?![年经])[\u4e00-\u9fff]{2,4}"
    "(?:新区|机场|管理区|集聚区|先行区|口岸|干线|枢纽|航道|局集团公司|集团|研究院|油田)"
)
# A line that a clause opens with is what it is about: 某某高铁全长.
LINE = (
    "(?:(?<![\u4e00-\u9fff])|(?<=[年月日]))[\u4e00-\u9fff—]{2,6}?"
    "(?:高铁|客运专线|城际铁路|城际|铁路新线|新线|高速铁路|高速公路|铁路)"
    "(?=(?:（[^（）]{1,8}）)?(?:是|为|正线|全线|全长|线路|起于|起自|[东西南北]起|途经|规划|设计|总投资|开通|开工|建成))"
)
# What a sentence says the seat of is named at its head: 某镇位于某县.
SITED = "(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,9}[镇乡村区县市旗岛湖淀山园站港场城](?=位于|地处|坐落于|隶属)"
# A firm by its whole name, where a clause opens with it or a 的 leads to it.
FIRM = (
    "(?:(?<![\u4e00-\u9fff])|(?<=[年月日的在由]))(?!成立|设立|组建|引进|包括|[在由与和向对据])[\u4e00-\u9fff]{2,8}?"
    "(?:（[\u4e00-\u9fff]{2,4}）)?[\u4e00-\u9fff]{0,10}?有限(?:责任)?公司"
)
# Where one is or goes, by the one character of a place: 在津, 赴京.
CITIES = {"京": "北京", "津": "天津", "冀": "河北", "沪": "上海", "渝": "重庆"}
CITY = "(?<=[在赴来驻进])[京津冀沪渝](?=[\u4e00-\u9fff，])(?![京津冀沪渝杭广哈沈雄张唐承秦石滨昆九蒙港郊城])"
# Provinces by one character: several together (川渝), or a part of one (皖北).
ONE = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔滇藏陕甘青宁新港澳台"
PARTS = (
    f"[{ONE}]{{2,4}}(?=两地|两省|两市|三地|三省|四省|四地|地区|间|毗邻|合作|共建|协同)|"
    "[皖苏鲁豫鄂湘粤桂川陕赣浙闽滇黔晋冀辽][北南东西中](?![东西南北路街京海江省市])|"
    "(?:[东西]?中?[东中西]部|东北|西北|西南|华[北东南中]|南方|北方)(?=地区|省份|城市|和[东中西]部)"
)
# Where the short name of a place of the nation may stand: after a mark, a date, a word that leads to a place, a place.
# Within a word (扩大连片) it is none.
BEFORE_A_PLACE = "的除在与和及对向从至到赴由于是为比较以让使把给同跟含括年月日度期间末初中个，、但而又省市县区州"
LEFT = f"(?:(?<![\\u4e00-\\u9fff])|(?<=[{BEFORE_A_PLACE}]))"
# Where the short name of a county may stand, since it may be a word too (公安, 资源).
OPENS = "(?:(?<![\\u4e00-\\u9fff])|(?<=位于)|(?<=[在年月]))"
AFTER_CHANGE = "(?:幅度|率|速度)?(?:了|分别|累计|均|又|也|已|仍|将|仅|达到|达|为|约为|在)*$"


class Unit(NamedTuple):
    """A unit as written, its bare form and its class (money, share, multiple, measure, time, count)."""

    written: str
    unit: str
    kind: str


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What figures are found with.

    units: by written form. classes: by bare unit. unit: pattern of a unit. no_unit: pattern of the words that begin
    with what could be one (个人, 家庭, 项目). places: short form by written form. known_place, place: patterns of the
    places of the gazetteer, and of these with parks and unknown ones. kinds: what short forms end in where they are
    written in full (市, 省, 区, 县). counties: those that are named without 县.
    directions: rise, fall or compare by word. change: pattern of a word of change at the end of a text.
    """

    units: dict[str, Unit]
    classes: dict[str, str]
    unit: re.Pattern[str]
    no_unit: re.Pattern[str]
    places: dict[str, str]
    known_place: re.Pattern[str]
    place: re.Pattern[str]
    kinds: dict[str, str]
    counties: frozenset[str]
    directions: dict[str, str]
    change: re.Pattern[str]

    def class_of(self, unit: str) -> str:
        """Return the class of a bare unit; what is unknown is counted."""
        return self.classes.get(unit, "count")


# How many branches are tried one by one; a look at the next character rules out all but one group of them.
GROUP = 8


def _branched(branches: Sequence[tuple[str, str]]) -> str:
    """Return the pattern of any of some branches, each with its first character, in order of these."""
    if len(branches) <= GROUP:
        return "|".join(branch for _, branch in branches)
    size = -(-len(branches) // GROUP)
    parts = [branches[at : at + size] for at in range(0, len(branches), size)]
    return "|".join(f"(?={one_of(first for first, _ in part)})(?:{_branched(part)})" for part in parts)


def _any(words: Iterable[str]) -> str:
    """Return the pattern of any of some words, the longest first; those with one beginning are tried together."""
    longest_first = sorted(words, key=len, reverse=True)
    by_first: dict[str, list[str]] = {}
    for word in longest_first:
        by_first.setdefault(word[:1], []).append(word[1:])
    branches = [
        (first, re.escape(first) + (f"(?:{'|'.join(map(re.escape, rests))})" if any(rests) else ""))
        for first, rests in sorted(by_first.items())
    ]
    if len(longest_first) <= GROUP or len(longest_first[-1]) < 2:
        return _branched(branches)
    # Of names of two characters and more a look at two rules out most spots of a text.
    first, second = (one_of(word[at] for word in longest_first) for at in (0, 1))
    return f"(?={first}{second})(?:{_branched(branches)})"


def one_of(characters: Iterable[str]) -> str:
    """Return the pattern of any of some characters (of str, at least one), the same in whatever order they come."""
    return f"[{re.escape(''.join(sorted(set(characters))))}]"


class _Names(NamedTuple):
    """The names of places: places by written form, those of the gazetteer and of the nation that need no context, the
    short names that need some, the counties that need more."""

    places: dict[str, str]
    own: set[str]
    whole: set[str]
    short: set[str]
    counties: set[str]


def _names_of(lexicon: Lexicon) -> _Names:
    regions = lexicon.gazetteer[lexicon.gazetteer["place"] != ""]
    own = dict(zip(regions["written"], regions["place"], strict=True))
    nation = {written: place for written, place in divisions().items() if written not in lexicon.not_places}
    county = set(counties() - lexicon.not_places - own.keys())
    # Whole names and provinces need no context; a short name is none where more of a name follows (山南县).
    whole = {written for written in nation if written in provinces() or re.search("..[市区县旗]$", written)}
    places = CITIES | nation | own | {name: name for name in county}
    return _Names(places, set(own), whole - own.keys(), nation.keys() - own.keys() - whole, county)


# It keeps compiled patterns, not files: another lexicon, read anew from the same folder, has patterns of its own.
@lru_cache(maxsize=8)
def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """Compile the patterns of a Lexicon; returns a Vocabulary."""
    rows = lexicon.units[["written", "unit", "class"]].itertuples(index=False, name=None)
    units = {row[0]: Unit(*row) for row in rows}
    directions = dict(zip(lexicon.changes["word"], lexicon.changes["direction"], strict=True))
    names = _names_of(lexicon)
    known, more = _any(names.own), _any(names.whole)
    short = f"{LEFT}(?:(?:{_any(names.short)})(?![县镇乡村])|{PARTS})|{OPENS}(?:{_any(names.counties)})(?![县镇乡村])"
    park = f"(?:(?:（[\u4e00-\u9fff]{{2,4}}）)?(?:(?!{known}|{more})[\u4e00-\u9fff—·]){{0,4}}?(?:{PARK}))*+"
    kinds = {place: written[-1] for written, place in names.places.items() if written[-1] in "市省区县"}
    return Vocabulary(
        units=units,
        classes={unit.unit: unit.kind for unit in units.values()},
        unit=re.compile(rf"[ ]?({_any(units)})"),
        no_unit=re.compile(_any(lexicon.not_units)),
        places=names.places,
        known_place=re.compile(f"{known}|{more}|{short}"),
        place=re.compile(f"{LINE}|{SITED}|{FIRM}|(?:{known}|{more}|{short}){park}|{BODY}|{CITY}"),
        kinds=dict.fromkeys(names.counties, "县") | kinds,
        counties=frozenset(names.counties),
        directions=directions,
        change=re.compile(rf"({_any(directions)}){AFTER_CHANGE}"),
    )
