"""Reported figures: numerals, units and bounds, times, places, what is measured; one row per stated figure."""

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.sources import CORPUS, read_table

COLUMNS = (
    "start",
    "end",
    "indicator",
    "region",
    "value",
    "unit",
    "bound",
    "kind",
    "year_from",
    "year_to",
    "base_year",
)
DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
HAN_NUMERAL = "零〇一二两三四五六七八九十百千万亿"

# 千 before 瓦, 米, 克 begins the unit.
SCALE = "(?:[十百万亿]|千(?![瓦米克]))"
HAN_DIGIT = f"(?:[零〇一二两三四五六七八九]|{SCALE})"
# A run of digits is taken whole (possessively), so that a megabyte of them is read once.
NUMERAL = re.compile(
    rf"(?<![\d.])\d++(?:,\d{{3}}(?!\d))*+(?:\.\d++)?"
    rf"(?:{SCALE}++(?:[多余](?=[万亿]))?[万亿]*+(?:零?\d++{SCALE}*+)*+|[多余](?={SCALE}){SCALE}++)?"
    rf"|(?<![{HAN_NUMERAL}]){HAN_DIGIT}++(?:[多余](?=[万亿])[万亿]++)?"
)


def parse_numeral(text):
    """Read a numeral of Arabic or Chinese digits, or both.

    text: str such as 1,100 二十万亿 3万4000 25万6千 1千零20 7900多万, without a unit.
    Returns a float; 十, 百, 千, 万, 亿 alone count once (千万 is 10,000,000).
    """
    total = section = Decimal(0)
    number = None
    for token in re.findall(r"[\d.]+|.", re.sub("[,，多余]", "", text)):
        if token in ("万", "亿"):
            section += number or 0
            section = (section or Decimal(1)) * SCALES[token]
            if token == "亿":
                total, section = total + section, Decimal(0)
            number = None
        elif token in SCALES:
            section += (1 if number is None else number) * SCALES[token]
            number = None
        else:
            number = Decimal(DIGITS[token]) if token in DIGITS else Decimal(token)
    return float(total + section + (number or 0))


def _alternatives(words):
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def rounding(text):
    """Return half a unit of the last stated digit of a numeral: 500 for 1.1万, 0.05 for 26.5, 0.5 for 107.

    text: a numeral as for `parse_numeral`; one in Chinese digits counts as exact to its last digit.
    Returns a float in units of the value.
    """
    scale = re.search("[十百千万亿多余]*$", text)[0]
    digits = re.search(r"\.(\d+)", text)
    step = parse_numeral("1" + scale) if re.search(r"\d", text) else 1.0
    return 0.5 * step / 10 ** (len(digits[1]) if digits else 0)


class Quantity(NamedTuple):
    """A figure with its unit: its place in the text, and the number as stated."""

    start: int
    end: int
    value: float
    unit: str
    bound: str
    number: int  # where the numeral itself begins
    rule: str


class Unit(NamedTuple):
    """A unit as written, its bare form and its class (money, share, multiple, measure, time, count)."""

    written: str
    unit: str
    kind: str


@cache
def _units():
    table = read_table(CORPUS / "lexicon" / "units.csv", ("written", "unit", "class", "gloss"))
    return {row[0]: Unit(*row) for row in table[["written", "unit", "class"]].itertuples(index=False, name=None)}


@cache
def _classes():
    return {unit.unit: unit.kind for unit in _units().values()}


def _class_of(unit):
    return _classes().get(unit, "count")


@cache
def _unit_pattern():
    return re.compile(rf"[ ]?({_alternatives(_units())})")


MORE = "超过|超|逾|突破|至少|不少于|不低于|高于|大于|多于"
LESS = "将近|接近|近|不足|不到|不超过|不高于|低于|少于|小于"
ABOUT = "大约|约为|约|大概"
BEFORE = re.compile(rf"(?:({MORE})|({LESS})|({ABOUT}))[了达]?$")
AFTER = re.compile("(及?以上)|(以内|之内|及?以下)|(左右|上下)")
SIGNS = (">", "<", "~")


def _sign(match):
    return next(sign for sign, group in zip(SIGNS, match.groups(), strict=True) if group)


def _with_bounds(text, start, end, *, more):
    """Widen a span by the bound words attached to it; returns (start, end, bound)."""
    before = BEFORE.search(text, max(0, start - 5), start)
    after = AFTER.match(text, end)
    bound = _sign(after) if after else _sign(before) if before else ">" if more else "="
    return (before.start() if before else start), (after.end() if after else end), bound


# Counts up to nine in Chinese numerals are the writer's own points, or fixed nouns (三个方面, 五大): not figures.
FIXED = re.compile(r"[一二两三四五六七八九]")
CIRCLE = re.compile(r"[\w“”·—-]{0,6}?圈")
ROUND_THE_CLOCK = re.compile("(?:24|72|144)小时(?:自助|值守|服务|热线|不间断|过境|开放|营业)")


def _is_label(text, match, unit):
    """Say whether a number belongs to a name (PM2.5, G109, 5G, “1+5”) or counts the writer's own points."""
    if re.search(r"[第A-Za-z+＋“]$", text[max(0, match.start() - 1) : match.start()]):
        return True
    if unit.kind == "time":
        after = match.end() + len(unit.written)
        return CIRCLE.match(text, after) is not None or ROUND_THE_CLOCK.match(text, match.start()) is not None
    return unit.kind == "count" and FIXED.fullmatch(match[0]) is not None


def _plain(text, match):
    """Read numeral + (余) + unit; None where no unit follows or the number is a label."""
    more = re.compile("[多余]").match(text, match.end())
    unit_match = _unit_pattern().match(text, more.end() if more else match.end())
    if not unit_match:
        return None
    written = "公里/小时" if re.search("时速[达为]?$", text[: match.start()][-4:]) else unit_match[1]
    unit = _units()[written]
    if _is_label(text, match, unit) or _unit_misread(text, unit_match):
        return None
    if not re.search(r"\d", match[0]) and not _is_chinese_figure(text, match, unit):
        return None
    plus = more is not None or "多" in match[0] or "余" in match[0]
    start, end, bound = _with_bounds(text, match.start(), unit_match.end(), more=plus)
    if bound == "=" and _is_bare_scale(match[0], unit):
        return None
    return Quantity(start, end, parse_numeral(match[0]), unit.unit, bound, match.start(), "numeral and unit")


def _is_bare_scale(numeral, unit):
    """Say whether 万, 千 alone belong to a name (万元工业增加值, 十条) and not to a number (百名, 千家)."""
    if not re.fullmatch("[十百千万亿]+", numeral):
        return False
    return unit.kind != "count" or numeral == "十"


def _is_chinese_figure(text, match, unit):
    """Say whether a Chinese numeral is a figure: from ten on, or where something is measured and not counted."""
    if IDIOM.match(text, match.start()) or unit.written == "届":
        return False
    if unit.kind in ("money", "measure") and FIXED.fullmatch(match[0]):
        # 一千瓦 is one kilowatt; 一亩, 一公里, 三元 are idioms and names.
        return unit.written.startswith("千")
    return unit.kind not in ("count", "time") or re.search("[十百千万亿]", match[0]) is not None


IDIOM = re.compile("千家万户|万户|百家(?!企)|百年|千年|万里|一[带线圈]|百姓")


@cache
def _other_words():
    """Return a pattern of the words that begin with what could be a unit (个人, 家庭, 项目)."""
    lines = (CORPUS / "lexicon" / "not_units.txt").read_text(encoding="utf-8").splitlines()
    return re.compile(_alternatives(line for line in lines if not line.startswith("#")))


def _unit_misread(text, unit_match):
    return _other_words().match(text, unit_match.start(1)) is not None


def _share(text, match):
    """Read 成 (九成 is 90 %), 半小时, 一半."""
    if match[0] in DIGITS and re.compile("成(?![为立本员果功效长就绩套熟交都渝人型都形])").match(text, match.end()):
        start, end, bound = _with_bounds(text, match.start(), match.end() + 1, more=False)
        return Quantity(start, end, DIGITS[match[0]] * 10.0, "%", bound, match.start(), "tenths")
    return None


def _special(text):
    """Yield figures that are no numeral with a unit: fractions, 半小时, 一半, 翻一番."""
    for match in re.finditer(rf"([{HAN_NUMERAL}]{{1,3}})分之([{HAN_NUMERAL}]{{1,3}})", text):
        part = parse_numeral(match[2]) / parse_numeral(match[1]) if parse_numeral(match[1]) else None
        if part is not None:
            start, end, bound = _with_bounds(text, match.start(), match.end(), more=False)
            yield Quantity(start, end, part * 100, "%", bound, match.start(), "fraction")
    for match in re.finditer(rf"(?:([{HAN_NUMERAL}\d]{{1,2}})个)?半个?小时", text):
        if not CIRCLE.match(text, match.end()):
            start, end, bound = _with_bounds(text, match.start(), match.end(), more=False)
            hours = (parse_numeral(match[1]) if match[1] else 0) + 0.5
            yield Quantity(start, end, hours, "小时", bound, match.start(), "half")
    for match in re.finditer("(?<=[比占超近过])一半|过半(?=[，。；])", text):
        start, end, bound = _with_bounds(text, match.start(), match.end(), more=match[0].startswith("过"))
        yield Quantity(start, end, 50.0, "%", bound, match.start(), "half")
    for match in re.finditer(f"翻了?([{HAN_NUMERAL}\\d]{{1,2}})番", text):
        start, end, bound = _with_bounds(text, match.start(), match.end(), more=False)
        yield Quantity(start, end, 2.0 ** min(parse_numeral(match[1]), 60), "倍", bound, match.start(), "doubling")


def _listed(text, match, following):
    """Read a number whose unit stands only after the last one of its list: 2.16和1.66个百分点."""
    if following is None or not re.fullmatch(r"[、和与及,，]", text[match.end() : following.number]):
        return None
    if not re.search(r"\d", match[0]) or _class_of(following.unit) not in ("share", "measure", "money"):
        return None
    scale = re.search("[十百千万亿]+$", NUMERAL.match(text, following.number)[0])
    factor = parse_numeral("1" + scale[0]) if scale and not re.search("[万亿]", match[0]) else 1
    value = parse_numeral(match[0]) * factor
    return Quantity(match.start(), match.end(), value, following.unit, "=", match.start(), "listed")


def _shared_points(text, match, following):
    """Read 8个、0.4个百分点, where the first 个 is the beginning of 个百分点."""
    if following and following.unit == "百分点" and re.fullmatch("个[、和与]", text[match.end() : following.number]):
        return Quantity(match.start(), match.end(), parse_numeral(match[0]), "百分点", "=", match.start(), "listed")
    return None


MONEY_WORD = re.compile("(?:[额资值债款]|收入|总量|GDP|产值|投资|资产|利润|成本)[^，。；]{0,6}$")


def _bare_money(text, match):
    """Read 金额4120亿, where 元 is left out."""
    ends = re.compile("[，。；、）]|$").match(text, match.end())
    money = MONEY_WORD.search(text, max(0, match.start() - 16), match.start())
    if not (ends and money and re.fullmatch(r"\d[\d.,]*[千万]?[万亿]+", match[0])):
        return None
    start, end, bound = _with_bounds(text, match.start(), match.end(), more=False)
    return Quantity(start, end, parse_numeral(match[0]), "元", bound, match.start(), "money without 元")


RATIO = re.compile(r"(?<![\d.:])\d++(?:\.\d++)?(?:[:：∶]\d++(?:\.\d++)?){2,4}(?![\d:])")


def quantities(text):
    """Find the figures of a text with value, unit and bound, in order.

    text: str. Returns a list of Quantity, which do not overlap; years, dates, ordinals, labels and the
    writer's own list counts are left out.
    """
    found = list(_special(text)) + [part for match in RATIO.finditer(text) for part in _ratio(match)]
    taken = {at for quantity in found for at in range(quantity.start, quantity.end)}
    following = None
    for match in reversed(list(NUMERAL.finditer(text))):
        if match.start() in taken:
            following = None
            continue
        quantity = (
            _shared_points(text, match, following)
            or _plain(text, match)
            or _bare_money(text, match)
            or _share(text, match)
            or _listed(text, match, following)
        )
        if quantity:
            found.append(quantity)
        following = quantity
    return sorted(_ranges(text, found))


def _ratio(match):
    parts = list(re.finditer(r"[\d.]+", match[0]))
    for part in parts:
        at = match.start() + part.start()
        yield Quantity(at, match.start() + part.end(), float(part[0]), "%", "=", at, "ratio")


def _ranges(text, found):
    """Take in the lower end of a range: 1—1.5小时 is up to 1.5 hours."""
    lower = re.compile(r"(?:\d++(?:\.\d++)?)%?(?:[—~～-])$")
    for quantity in found:
        before = lower.search(text, max(0, quantity.number - 9), quantity.number)
        if before and quantity.rule == "numeral and unit":
            yield quantity._replace(start=before.start(), bound="<")
        else:
            yield quantity


SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]?[”’]?")


def _sentences(text):
    return [match.span() for match in SENTENCE.finditer(text) if match[0]]


YEAR = r"(?:19|20)\d\d"
TIME = re.compile(
    rf"(?P<range>(?P<a>{YEAR})年?(?:\d{{1,2}}月)?(?:[—~～-]|至|到)(?P<b>{YEAR})年?)|"
    rf"(?P<until>截至|截止到?|到)?(?P<y>{YEAR})年(?P<month>\d{{1,2}}[—~～-]\d{{1,2}}月|\d{{1,2}}月(?:\d{{1,2}}日)?|年?[底末初]|(?:前|第)?[一二三四]季度|"
    r"上半年|下半年)?(?P<end>年?[底末])?(?P<since>以来|至今|起|开始)?|"
    r"(?P<now>目前|当前|截至目前|如今|近年来|近日)|(?P<this>今年)|(?P<last>去年)|(?P<before>前年)"
)


class Period(NamedTuple):
    """A stretch of years and where it is stated; None where an end is open."""

    start: int
    end: int
    first: int | None
    last: int | None
    future: bool
    local: bool = False  # 自2021年达标后 says nothing of the next clause


def periods(text, *, published=None):
    """Find the time expressions of a text that say of which years a figure is.

    text: str. published: year that 今年, 去年 are counted from.
    Returns a list of Period in order; a Period without years (目前) ends what an earlier one said.
    """
    return [_period(match, published) for match in TIME.finditer(text)]


def _period(match, published):
    start, end = match.span()
    if match["range"]:
        first, last = int(match["a"]), int(match["b"])
        return Period(start, end, first, last, False)
    if match["y"]:
        year = int(match["y"])
        if match["since"]:
            return Period(start, end, year, None, False)
        if match["until"] and match["until"].startswith("截"):
            return Period(start, end, None, year, False)
        local = match.string[max(0, start - 1) : start] == "自"
        return Period(start, end, year, year, published is not None and year > published, local)
    back = 0 if match["this"] else 1 if match["last"] else 2 if match["before"] else None
    year = published - back if back is not None and published is not None else None
    return Period(start, end, year, year, False)


@cache
def _places():
    table = read_table(CORPUS / "lexicon" / "places.csv", ("written", "place"))
    return dict(zip(table["written"], table["place"], strict=True))


# A place that is not in the lexicon is known by what it ends in, where it opens a sentence.
NAMED_PLACE = (
    r"(?:(?<=^)|(?<=[。\n]))(?![全我各该本三两多一个推签统在加向和与以对从将])"
    "[\u4e00-\u9fff]{2,3}(?:自治区|[省市县州])(?![\u4e00-\u9fff]{0,2}[长委局])"
)
# What makes a park or a port of the place that it begins with.
PARK = "经济技术开发区|经济开发区|开发区|高新区|自贸试验区|科技园|产业园|工业园|园区|科技城|大学城|商务区|综合保税区"


@cache
def _known_place():
    return re.compile(_alternatives(_places()))


@cache
def _place_pattern():
    return re.compile(f"(?:(?:{_alternatives(_places())})(?:[\u4e00-\u9fff—·]{{0,4}}?(?:{PARK}))*+)|(?:{NAMED_PLACE})")


def places(text):
    """Find the places that a text names.

    text: str. Returns a list of (start, end, place) in order, place in its short form.
    """
    return [
        (match.start(), match.end(), _places().get(match[0], match[0])) for match in _place_pattern().finditer(text)
    ]


class Place(NamedTuple):
    """Where a figure stands in its text: its sentence and its clause."""

    sentence: int
    clause: int
    end: int


def _place_of(text, quantity):
    first, last = next(span for span in _sentences(text) if span[0] <= quantity.number < span[1])
    marks = re.finditer(r"[，；：;]|……|(?<!\d),|,(?!\d)", text[first : quantity.start])
    return Place(first, max([first, *(first + mark.end() for mark in marks)]), last)


@cache
def _directions():
    table = read_table(CORPUS / "lexicon" / "changes.csv", ("word", "direction"))
    return dict(zip(table["word"], table["direction"], strict=True))


@cache
def _change_pattern():
    words = _alternatives(_directions())
    return re.compile(rf"({words})(?:幅度|率|速度)?(?:了|分别|累计|均|又|(?:分别)?(?:达到|达|为|约为|在))*$")


RELATIVE = frozenset({"%", "百分点", "倍", "‰", "千分点"})
CHANGE_AFTER = re.compile(r"(?:[、和与][\d.]+%)*的(?:速度|年均|平均)?(增速|增长率|增幅|降幅|涨幅|增长|下降)")


def _change_after(text, quantity):
    return CHANGE_AFTER.match(text, quantity.end)


SIGN_OF = {"rise": 1, "fall": -1, "compare": 0}


def _continues(text, earlier, quantity):
    """Say whether a figure follows another in a list: 3.6%、2.0%、3.9%."""
    return earlier is not None and re.fullmatch("[、和与及,，]", text[earlier["end"] : quantity.start]) is not None


def _shares_unit(text, earlier, quantity):
    return _continues(text, earlier, quantity) and earlier["unit"] == quantity.unit


def _direction(text, place, quantity, earlier):
    """Say whether a figure is a change: 1 for a rise or multiple, -1 for a fall, 0 for none (至, 到 make a level)."""
    before = text[place.clause : quantity.start]
    if quantity.unit in RELATIVE:
        match = _change_pattern().search(before) or _change_after(text, quantity)
        if match:
            return SIGN_OF[_directions()[match[1]]]
        if quantity.unit == "倍":
            return 1
        return earlier["direction"] if _shares_unit(text, earlier, quantity) else 0
    return 1 if re.search("新增(?:加|了)?$", before) else 0


FUTURE = re.compile(
    "预计|(?<![生动年作施纲])计划(?![》单])|力争|争取|有望|拟(?!合)|(?:建成|投用|投入使用|交付|达产|投产)后|"
    r"规划(?![面纲》方的院和建])|规划建设$|(?<![的短])目标|"
    "将(?=会|达|超|建|新|形成|成为|实现|继续|集成|联合|打造|提供|投|完成|进一步|有|增|突破|为)"
)


def _is_target(text, place, quantity, current):
    if current is not None and current.future:
        return True
    return FUTURE.search(text, place.sentence, quantity.start) is not None


COMPARED = re.compile(rf"(?:比|较|与|同|是|为|相较于?|于)(?P<year>{YEAR})年(?P<of>年?[底末]?(?:同期)?的)?")


def _comparisons(text, start, end):
    return list(COMPARED.finditer(text, start, end))


def _current(text, place, quantity, stated, *, level):
    """Return the period that holds for a figure: the last in its sentence that is no base of comparison."""
    bases = {base.start("year"): base for base in _comparisons(text, place.sentence, quantity.start)}
    for period in reversed(stated):
        if not place.sentence <= period.start < quantity.number or (period.local and period.start < place.clause):
            continue
        base = next((base for at, base in bases.items() if period.start <= at < period.end), None)
        own = base is not None and level and base["of"] and period.start >= place.clause
        if base is None or own:
            return period
    return None


REACHED = "至|到|为|达"


def _lower_end(text, quantity, following):
    """Say whether a figure is where a development starts: 由83.1亿元增至356.9亿元."""
    if following is None or following.unit != quantity.unit:
        return False
    between = text[quantity.end : following.start]
    return bool(re.fullmatch(rf"(?:{YEAR}年)?[^，；。]{{0,4}}(?:{REACHED})[^，；。]{{0,12}}", between))


def _level_years(text, place, quantity, following, stated):
    current = _current(text, place, quantity, stated, level=True)
    if current is None:
        return None, None, None
    first, last = current.first, current.last
    pair = re.search(r"[由从][^，；。]*$", text[place.clause : quantity.start])
    if pair and first is not None and last is not None:
        lower = _lower_end(text, quantity, following)
        compared = _comparisons(text, place.sentence, quantity.start)
        if lower and first == last and compared and current.start < place.clause:
            first = last = int(compared[-1]["year"])
        elif first != last:
            first, last = (first, first) if lower else (last, last)
    return first, last, None


def _change_years(text, place, quantity, stated):
    """Return first, last and base year of a change: stated against a year, the year before, or from one to another."""
    before = text[place.clause : quantity.start]
    current = _current(text, place, quantity, stated, level=False)
    first, last = (current.first, current.last) if current else (None, None)
    annual = re.search("年均", before) is not None
    compared = _comparisons(text, max(place.sentence, quantity.start - 60), quantity.start)
    near = [base for base in compared if base.start() >= place.clause or annual or _compares(text, base, place)]
    if near:
        base = int(near[-1]["year"])
        return base, last if last != base else None, None if annual else base
    if "同比" in before and last is not None:
        return last, last, last - 1
    pair = _pair_before(text, place, stated, quantity)
    if pair:
        return pair[0], pair[1], None if annual else pair[0]
    return first, last, None


def _compares(text, base, place):
    return re.search("相比|比较", text[base.end() : place.clause + 4]) is not None or bool(
        base["of"] and re.match("较|与|比|相较", base[0])
    )


def _pair_before(text, place, stated, quantity):
    """Return the two years of 由2014年的…到2021年的…, stated before the change that they make."""
    single = [
        period for period in stated if place.sentence <= period.start < quantity.start and period.first is not None
    ]
    if len(single) < 2:
        return None
    one, two = single[-2:]
    linked = re.search("[由从]$", text[max(0, one.start - 1) : one.start]) and one.first == one.last
    return (one.first, two.last) if linked and two.last and one.first < two.last else None


COUNTRY = "中国"


# What stands before a place that is compared with, gone to or worked with, and not the place a figure is about.
OBJECT = re.compile(
    r"(?:承接|流[向往]|输往|[向至与同占距离比较]|对接|连接|面向|来自|服务|支持|帮扶|直达|通达|以|[“《]|\d[多余万]*[个家所项条名])$"
)
COMPARISON = re.compile("[占比距较]$")
BESIDE_ONLY = re.compile("[占比距较与]$")
# Who is helped in one clause is where the next one happens.
HELPED = re.compile("(?:支持|帮扶|援助)$")
# The name of a body begins with a place that it need not be about.
BODY = re.compile("[\u4e00-\u9fff]{0,6}?(?:大学|学院|医院|银行|集团|公司)")
MOTION = re.compile("(?:[赴往到在]|[解迁]至|前往|通往|落户|入驻|进驻|落地|迁入|搬迁至)$")
LINE = re.compile("[—至]?[\u4e00-\u9fff]{0,2}(?:高速|高铁|城际|铁路|沿线)")
EXAMPLES = re.compile("(?:[、和与至到—][\u4e00-\u9fff]{1,8}?)*等|[至到]|项目|企业")
BUILT_BY = re.compile("[^，]{0,6}的$")
GOAL = re.compile("(?:到|至|抵达)([一-鿿]{1,8}[市区县]|[一-鿿]{2,6}?(?=[，。；、…]))")
SETTLED = re.compile("[^，。；]{0,24}?(?:落户|入驻|进驻|落地|迁入)")
LIST_OF_THREE = {"北京", "天津", "河北"}


def _inside(start, end, named):
    """Return the places of a stretch, of a run (天津市宝坻区) only the last and most specific one."""
    inside = [(left, right, name) for left, right, name in named if start <= left and right <= end and name != COUNTRY]
    begins = {left for left, _, _ in inside}
    return [entry for entry in inside if entry[1] not in begins]


def _is_subject(text, entry):
    left, right, name = entry
    mark = COMPARISON if name == REGION else OBJECT
    marked = mark.search(text, max(0, left - 5), left)
    return not marked and not any(after.match(text, right) for after in (LINE, EXAMPLES, BODY))


def _opening(text, start, entries):
    """Return the place that opens a clause, after its time and 目前, 其中 and the like; None where none does."""
    for left, right, name in entries:
        lead = FILLER.sub("", TIME.sub("", text[start:left]).strip("“ ，"))
        run = not lead or _place_pattern().fullmatch(lead) is not None
        if (
            run
            and not BODY.match(text, right)
            and not any(BUILT_BY.fullmatch(text[right:after]) for after, _, _ in entries if after > right)
        ):
            return name
    return None


def _own_clause(text, start, end, named):
    entries = _inside(start, end, named)
    opening = _opening(text, start, entries)
    subjects = [entry for entry in entries if _is_subject(text, entry) and not MOTION.search(text, start, entry[0])]
    moved = [entry for entry in entries if MOTION.search(text, max(start, entry[0] - 3), entry[0])]
    if opening:
        return opening
    if {name for _, _, name in entries} >= LIST_OF_THREE:
        return REGION
    return next((name for _, _, name in reversed(subjects or moved)), None)


def _seat(text, start, end, named):
    """Return the place in the name of a body that a clause is about: 北京电影学院."""
    return next((name for left, right, name in _inside(start, end, named) if BODY.match(text, right)), None)


def _is_goal(text, start, entry):
    return any(mark.search(text, max(start, entry[0] - 3), entry[0]) for mark in (MOTION, HELPED))


def _earlier_clause(text, start, end, named):
    entries = _inside(start, end, named)
    moved = [entry for entry in entries if _is_goal(text, start, entry)]
    if moved:
        return moved[-1][2]
    if {name for _, _, name in entries} >= LIST_OF_THREE:
        return REGION
    subjects = [entry[2] for entry in entries if _is_subject(text, entry)]
    return _opening(text, start, entries) or (subjects[-1] if subjects else None)


def _earlier_sentence(text, start, end, named):
    return next((entry[2] for entry in _inside(start, end, named) if _is_subject(text, entry)), None)


REGION = "京津冀"


def _beside(text, place, quantity, named):
    """Return the place that a figure stands beside: 河北省23个, 29分钟到燕郊, 17家…落户通州."""
    for left, right, name in named:
        beside = right <= quantity.start and text[right : quantity.start] in ("", "的")
        if beside and name != COUNTRY and not BESIDE_ONLY.search(text, max(0, left - 1), left):
            return name
    if re.compile("“?" + REGION).match(text, quantity.end):
        return REGION
    settled = SETTLED.match(text, quantity.end)
    if settled:
        return next((name for left, _, name in named if left == settled.end()), None)
    if _class_of(quantity.unit) != "time":
        return None
    goal = GOAL.match(text, quantity.end) or re.search(GOAL.pattern + "，(?:仅|只)?[用需]$", text[: quantity.start])
    if not goal:
        return None
    within = _inside(*goal.span(1), named)
    return within[-1][2] if within else goal[1]


WHOLE_CITY = re.compile("[全我本该]市")
SAME_PARK = re.compile("(?:该|这个)?(?:园区|科技城|示范区|新城|产业园)")


@cache
def _cities():
    return frozenset(place for written, place in _places().items() if written.endswith("市"))


def _referred(text, place, quantity, named):
    """Return the place that 全市 or 园区 refers back to: the last city, or the last park, named before."""
    clause = text[place.clause : quantity.number]
    before = [name for left, _, name in named if left < place.clause]
    if WHOLE_CITY.search(clause):
        return next((name for name in reversed(before) if name in _cities()), None)
    if SAME_PARK.match(clause):
        return next((name for name in reversed(before) if name[-1] in "园区城"), None)
    return None


def _region(text, place, quantity, named):
    """Return the place a figure is about: beside it, of its clause, of what stands before, of the text."""
    found = _beside(text, place, quantity, named) or _referred(text, place, quantity, named)
    found = found or _own_clause(text, place.clause, quantity.number, named)
    marks = [place.sentence + mark.end() for mark in re.finditer("[，；：;]", text[place.sentence : place.clause])]
    starts = [place.sentence, *marks]
    clauses = [*zip(starts, [*starts[1:], place.clause], strict=True)][::-1]
    sentences = [span for span in _sentences(text) if span[1] <= place.sentence][::-1]
    found = found or next(filter(None, (_earlier_clause(text, *span, named) for span in clauses)), None)
    found = found or _seat(text, place.clause, quantity.number, named)
    found = found or next(filter(None, (_earlier_sentence(text, *span, named) for span in sentences)), None)
    return found or _earlier_sentence(text, quantity.end, len(text), named) or _first_name(named)


def _first_name(named):
    return next((name for _, _, name in named if name != COUNTRY), None)


def _dealt(text, place, quantity, row_before, named):
    """Deal listed places out in order: 北京、天津、河北…分别下降3.6%、2.0%、3.9%."""
    if _continues(text, row_before, quantity) and row_before["dealt"]:
        return row_before["dealt"][1:]
    clause = text[place.clause : quantity.start]
    if "分别" not in clause:
        return []
    listed = [(left, right, name) for left, right, name in named if place.clause <= left < quantity.start]
    run = listed[:1]
    for entry in listed[1:]:
        if run and re.fullmatch("[、和与]", text[run[-1][1] : entry[0]]):
            run.append(entry)
    return [name for _, _, name in run] if len(run) > 1 else []


FILLER = re.compile(
    r"^(?:其中|全线|目前|截至目前|据统计|据不完全统计|同时|此外|并|且|而|也|还|已经?|共(?![建同享])|累计|一共|总共|合计|约|近|超过?|达到?|"
    r"将|由|从|为|是|有|实现|完成|预计|每年|全年|年均|同比|分别|的|比|较|与|等|在(?![京园院校职])|和|及|对|自|以来|来|底|末|年|月|初|期间|前三季度|、|“)+"
)
TAIL = re.compile(
    r"(?:已经?|共|共有|有|约|近|超过?|超|达到?|达|为|是|由|从|至|到|的|分别|均|已达|增长|增加|增至|下降|降低|提高|提升|上升|降至|"
    r"上升至|提升至|增长到|下降到|下降至|提高到|提速至?|减少到|扩大|缩短|缩短至|减少|同比|年均|实现|突破|逾|比|较|了|额?达|比重达|将|仅|只|就|需|用|升至|超出|新增|率达|也|还|"
    r"变为|高达|：|“)+$"
)


def _stripped(phrase):
    phrase = TIME.sub("", re.split("[：“]", phrase)[-1] if phrase.count("“") > phrase.count("”") else phrase)
    phrase = re.sub(r"（[^）]*$|\([^)]*$|(?<![A-Za-z.\d])\d[\d.,]*(?:%|[万亿]?[\u4e00-\u9fff])?", "", phrase)
    phrase = re.split("(?<=[\\u4e00-\\u9fff]{2})[由从](?![业事])", phrase)[0] or phrase
    previous = None
    while phrase != previous:
        previous = phrase
        head = _known_place().match(phrase)
        phrase = phrase[head.end() :] if head and phrase[head.end() :] not in OF_A_PLACE else phrase
        phrase = TAIL.sub("", FILLER.sub("", phrase)).strip(" 、，”；。")
    return "" if phrase in EMPTY else phrase


# Nouns that say what is counted only with the place before them: 天津企业.
OF_A_PLACE = frozenset({"企业", "用户"})
EMPTY = frozenset(
    {"相比", "同期", "增速", "增长率", "年均增长率", "年均增速", "平均增速", "增幅", "降幅", "提供", "占比重", "其"}
)
# What follows a figure and is no noun: the next step of a development, a comparison.
VERB_AFTER = re.compile(
    "[降增升提]|上升|下降|扩大|减少|缩短|相比|以[上下内]|左右|的?比|[达是为占与和及至到]|[，。、；：）]"
)
AFTER_NOUN = re.compile(r"[^，。；！？：,;\d]{1,24}")
CUT = re.compile("(?<=[\\u4e00-\\u9fff]{2})(?:已|以(?!上)|里|就|组成|约|近|超|参加)")


def _noun_after(text, quantity, limit):
    """Return (what follows a figure as a noun, where it ends)."""
    match = AFTER_NOUN.match(text[:limit], quantity.end)
    if not match:
        return "", quantity.end
    noun = CUT.split(match[0])[0]
    if quantity.end + len(noun) == limit < len(text):
        noun = re.split("[、和及]", noun)[0]
    return re.sub("^(?:实现|用于)", "", noun.strip("、”的 ")).strip("“”"), quantity.end + len(noun)


ARRIVAL = re.compile("(?:直达|通达|抵达)[^，。；]{0,20}")


def _way_before(text, place):
    """Return how one travels, stated once before a list of times: 从北京乘坐轨道交通，29分钟到燕郊."""
    begin = re.search("从[^，]*，$", text[place.sentence : place.clause])
    return begin[0].rstrip("，") if begin else ""


def _way(text, place, quantity, before, earlier):
    """Return the way that a travel time is about: 直达机场时间, 到武清时间."""
    arrival = ARRIVAL.match(text, quantity.end)
    if arrival and (len(arrival[0]) > 2 or len(before) < 2):
        return arrival[0] + "时间"
    goal = re.search(f"({GOAL.pattern})，(?:仅|只)?[用需]$", text[: quantity.start])
    ahead = GOAL.match(text, quantity.end)
    if ahead:
        way = _way_before(text, place) or (earlier["way"] if earlier is not None else "")
        carried = before if len(before) >= 2 else way
        return carried + ahead[0] + "时间"
    return goal[1] + "时间" if goal else ""


def _label(text, place, quantity, earlier, following):
    """Return (what is measured, in the words of the text, and where the words after the figure end)."""
    begin = max(place.clause, earlier["noun_end"] if earlier is not None else 0)
    before = _stripped(text[begin : quantity.start])
    kind = _class_of(quantity.unit)
    if kind == "time" and (way := _way(text, place, quantity, before, earlier)):
        return way, quantity.end
    limit = following.start if following else len(text)
    no_noun = kind in ("share", "multiple", "time") or VERB_AFTER.match(text, quantity.end)
    after, end = ("", quantity.end) if no_noun else _noun_after(text, quantity, limit)
    if after and (kind in ("count", "measure") or len(before) < 2):
        return _joined(before, after), end
    if re.match("占", text[place.clause :]) and earlier is not None:
        return earlier["subject"] + before, end
    if len(before) >= 2:
        return _with_name(text, place, before, begin), end
    if earlier is not None:
        return earlier["subject"], end
    return before or _stripped(text[place.sentence : place.clause].rstrip("，；：")), end


def _joined(before, after):
    """Put the verb or subject before a noun that says little without it."""
    return (before if len(before) <= (10 if len(after) <= 2 else 4) else "") + after


EVENT = re.compile("(?:举办|召开|举行|组织)了?([\u4e00-\u9fff]{2,14}(?:大会|洽谈会|推介会|博览会))，")
OF_AN_EVENT = re.compile("签约|意向|参会|达成")
QUOTED = re.compile("“[^”]{2,8}”")


def _with_name(text, place, label, begin):
    """Put the name of an event or a quoted campaign, stated before, to a label that says little without it."""
    if OF_AN_EVENT.match(label):
        names = EVENT.findall(text, place.sentence, begin)
    else:
        names = QUOTED.findall(text, place.sentence, begin) if len(label) == 2 else []
    return names[-1] + label if names else label


def _rounding_of(text, quantity):
    numeral = NUMERAL.match(text, quantity.number)
    if quantity.rule in ("numeral and unit", "listed", "money without 元") and numeral:
        return rounding(numeral[0])
    if quantity.rule == "ratio":
        return rounding(re.compile(r"[\d.]+").match(text, quantity.number)[0])
    return 5.0 if quantity.rule == "tenths" else 0.0


def _row(text, quantity, following, earlier, stated, named):
    place = _place_of(text, quantity)
    if earlier is not None and earlier["sentence"] != place.sentence:
        earlier = None
    direction = _direction(text, place, quantity, earlier)
    years = (
        _change_years(text, place, quantity, stated)
        if direction
        else _level_years(text, place, quantity, following, stated)
    )
    label, noun_end = _label(text, place, quantity, earlier, following)
    if direction and _shares_unit(text, earlier, quantity) and direction == earlier["direction"]:
        label = earlier["indicator"]
    dealt = _dealt(text, place, quantity, earlier, named)
    current = _current(text, place, quantity, stated, level=not direction)
    target = not direction and _is_target(text, place, quantity, current)
    return {
        "start": quantity.start,
        "end": quantity.end,
        "indicator": label,
        "region": dealt[0] if dealt else _region(text, place, quantity, named),
        "value": quantity.value * (direction or 1),
        "unit": quantity.unit,
        "bound": quantity.bound,
        "kind": "change" if direction else "target" if target else "level",
        "year_from": years[0],
        "year_to": None if target and years[0] is not None and years[0] == years[1] else years[1],
        "base_year": years[2],
        "rule": quantity.rule,
        "rounding": _rounding_of(text, quantity),
        "direction": direction,
        "sentence": place.sentence,
        "subject": label if not direction or earlier is None else earlier["subject"],
        "dealt": dealt,
        "noun_end": noun_end,
        "way": _way_before(text, place) or (earlier["way"] if earlier is not None else ""),
    }


YEARS = ("year_from", "year_to", "base_year")
TYPES = {"start": np.int64, "end": np.int64, "value": np.float64, "rounding": np.float64}


def _column(name, values):
    """Make a typed column; pandas would take most of the extraction's time to find the types out."""
    if name not in YEARS:
        return np.array(values, dtype=TYPES.get(name, object))
    missing = np.array([value is None for value in values], dtype=bool)
    return pd.arrays.IntegerArray(np.array([value or 0 for value in values], dtype=np.int64), missing)


def _table(rows):
    names = [*COLUMNS, "rule", "rounding"]
    return pd.DataFrame({name: _column(name, [row[name] for row in rows]) for name in names}, copy=False)


EMPTY_TABLE = _table([])


def extract(text, *, published=None):
    """Extract the figures that a paragraph states, each with what it measures, where and when.

    text: one clean paragraph (str). published: the year of publication, from which 今年 and 去年 are counted.
    Returns a DataFrame with start, end (span in text), indicator (what is measured, in the words of the text),
    region (short form), value (float; 万, 亿, 成 multiplied out, a fall negative), unit (bare), bound (= > < ~),
    kind (level, change, target), year_from, year_to, base_year (nullable integers), rule (how the number
    was read), rounding (half a unit of its last stated digit); one row per figure, in reading order.
    Misuse: the rules are of the language of reports and bulletins; in other prose many numbers are no figures.
    """
    found = quantities(text)
    if not found:
        return EMPTY_TABLE.copy()
    stated, named, rows = periods(text, published=published), places(text), []
    for at, quantity in enumerate(found):
        following = found[at + 1] if at + 1 < len(found) else None
        rows.append(_row(text, quantity, following, rows[-1] if rows else None, stated, named))
    return _table(rows)
