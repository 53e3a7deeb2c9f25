"""Quantities: numerals with unit and bound, ratios, shares and halves; what is a label or a year is left out."""

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from helpers.figures.lexicon import Unit, Vocabulary
from helpers.figures.numerals import DIGITS, HAN_NUMERAL, NUMERAL, parse_numeral, rounding, scale_of

Match = re.Match[str]


class Quantity(NamedTuple):
    """A figure with its unit: its place in the text, the number as stated, and the rule that read it."""

    start: int
    end: int
    value: float
    unit: str
    bound: str
    number: int  # where the numeral itself begins
    rule: str
    ratio: int = 0  # which ratio of the text it is a part of, from 1


MORE = "超过|首?破|超|逾|突破|至少|不少于|不低于|高于|大于|多于"
LESS = "将近|接近|近|不足|不到|不超过|不高于|低于|少于|小于"
ABOUT = "大约|约为|约|大概"
BEFORE = re.compile(rf"(?:({MORE})|({LESS})|({ABOUT}))[了达]?$")
AFTER = re.compile("(及?以上)|(以内|之内|及?以下)|(左右|上下)")
SIGNS = (">", "<", "~")


def _sign(match: Match) -> str:
    return next(sign for sign, group in zip(SIGNS, match.groups(), strict=True) if group)


def _bounded(text: str, start: int, end: int, *, more: bool = False) -> tuple[int, int, str]:
    """Widen a span by the bound words attached to it; returns (start, end, bound)."""
    before = BEFORE.search(text, max(0, start - 5), start)
    after = AFTER.match(text, end)
    bound = _sign(after) if after else _sign(before) if before else ">" if more else "="
    return (before.start() if before else start), (after.end() if after else end), bound


def _quantity(text: str, span: tuple[int, int], value: float, unit: str, rule: str, *, more: bool = False) -> Quantity:
    start, end, bound = _bounded(text, *span, more=more)
    return Quantity(start, end, value, unit, bound, span[0], rule)


# Counts up to nine in Chinese numerals are the writer's own points, or fixed nouns (三个方面, 五大): not figures.
FIXED = re.compile(r"[一二两三四五六七八九]")
# 前10位, 前11个月 are ranks and times.
RANK = re.compile("[位名强]|个月")
# A number in the name of a set of rules: “人才十条”.
OF_A_NAME = re.compile("[第A-Za-z+＋“]")
SET_OF_RULES = re.compile("[条策点]”")
CIRCLE = re.compile(r"[\w“”·—-]{0,6}?圈")
ROUND_THE_CLOCK = re.compile("(?:24|72|144)小时(?:自助|值守|服务|热线|不间断|过境|开放|营业)")
IDIOM = re.compile("千家万户|万户|百家(?!企)|百年|千年|万里|一[带线圈]|百姓")


def _is_label(text: str, match: Match, unit: Unit) -> bool:
    """Say whether a number belongs to a name (PM2.5, G109, 5G, “1+5”) or counts the writer's own points."""
    before, end = text[max(0, match.start() - 1) : match.start()], match.end()
    if OF_A_NAME.fullmatch(before) or (before == "前" and RANK.match(text, end)):
        return True
    if SET_OF_RULES.match(text, end) and re.search("“[^”]{1,10}$", text[max(0, match.start() - 11) : match.start()]):
        return True
    if unit.kind == "time":
        after = end + len(unit.written)
        return CIRCLE.match(text, after) is not None or ROUND_THE_CLOCK.match(text, match.start()) is not None
    return unit.kind == "count" and FIXED.fullmatch(match[0]) is not None


SPEED, DIGIT, SCALE_ALONE = re.compile("时速[达为]?$"), re.compile(r"\d"), re.compile("[十百千万亿]+")


def _unit_after(text: str, match: Match, end: int, words: Vocabulary) -> tuple[Unit, int] | None:
    """Return the unit that follows a numeral and where it ends; None where none does or the number is a label."""
    unit_match = words.unit.match(text, end)
    if not unit_match or words.no_unit.match(text, unit_match.start(1)):
        return None
    speed = SPEED.search(text, max(0, match.start() - 4), match.start())
    unit = words.units["公里/小时" if speed else unit_match[1]]
    if _is_label(text, match, unit) or not (DIGIT.search(match[0]) or _is_chinese_figure(text, match, unit)):
        return None
    return unit, unit_match.end()


# What a rate is per: 元/人, 吨/年.
PER = re.compile("/(?:人次|人|户|年|月|日|天|小时|亩|公顷|百?平方公里|平方米|立方米|吨|公里|千瓦时|次|台|件)(?!均)")


def _plain(text: str, match: Match, words: Vocabulary) -> Quantity | None:
    """Read numeral + (余) + unit; None where no unit follows or the number is a label."""
    more = MANY.match(text, match.end())
    found = _unit_after(text, match, more.end() if more else match.end(), words)
    if not found:
        return None
    unit, end = found
    per = PER.match(text, end) if unit.kind in ("money", "measure", "count") else None
    end = per.end() if per else end
    plus = more is not None or "多" in match[0] or "余" in match[0]
    value, rule = parse_numeral(match[0]), "numeral and unit"
    quantity = _quantity(text, (match.start(), end), value, unit.unit + (per[0] if per else ""), rule, more=plus)
    bare = SCALE_ALONE.fullmatch(match[0]) is not None
    named = (quantity.bound == "=" and _is_bare_scale(match[0], unit)) or (bare and CLASS_NAME.match(text, end))
    return None if named else quantity


# 万人计划, 百校工程 are names.
# 亿元以上项目 are a class of projects.
CLASS_NAME = re.compile("及?以[上下](?![，。；、）])|计划|工程|行动|示范|大会|活动")


def _is_bare_scale(numeral: str, unit: Unit) -> bool:
    """Say whether 万, 千 alone belong to a name (万元工业增加值, 十条) and not to a number (百名, 千家)."""
    if not SCALE_ALONE.fullmatch(numeral):
        return False
    return unit.kind != "count" or numeral == "十"


# 百村, 千乡 name campaigns.
DIVISIONS = frozenset("省市县镇乡村")


def _is_chinese_figure(text: str, match: Match, unit: Unit) -> bool:
    """Say whether a Chinese numeral is a figure: from ten on, or where something is measured and not counted."""
    if IDIOM.match(text, match.start()) or unit.written == "届" or unit.written in DIVISIONS:
        return False
    if unit.kind in ("money", "measure") and FIXED.fullmatch(match[0]):
        # 一千瓦 is one kilowatt; 一亩, 一公里, 三元 are idioms and names.
        return unit.written.startswith("千")
    return unit.kind not in ("count", "time") or SCALE_ALONE.search(match[0]) is not None


TENTHS = re.compile("成(?![为立本员果功效长就绩套熟交都渝人型都形])")


def _share(text: str, match: Match) -> Quantity | None:
    """Read 成 (九成 is 90 %)."""
    if match[0] not in DIGITS or not TENTHS.match(text, match.end()):
        return None
    return _quantity(text, (match.start(), match.end() + 1), DIGITS[match[0]] * 10.0, "%", "tenths")


FRACTION = re.compile(rf"([{HAN_NUMERAL}]{{1,3}})分之([{HAN_NUMERAL}]{{1,3}})")
HALF_HOURS = re.compile(rf"(?:([{HAN_NUMERAL}\d]{{1,2}})个)?半个?小时")
HALF = re.compile("(?<=[比占超近过约达的])一半|过半(?=[，。；])|半数(?=以上|的|，)")
MORE_HOURS = re.compile(rf"([{HAN_NUMERAL}\d]{{1,2}})个多(小时|月)")
DOUBLED = re.compile(f"翻了?([{HAN_NUMERAL}\\d]{{1,2}})番")


def _found(pattern: re.Pattern[str], holds: str, text: str) -> Iterator[Match]:
    """Look for a pattern in a text, which most texts are without: they have not what all its matches have."""
    return pattern.finditer(text) if holds in text else iter(())


def _special(text: str) -> Iterator[Quantity]:
    """Yield figures that are no numeral with a unit: fractions, 半小时, 一半, 翻一番."""
    for match in _found(FRACTION, "分之", text):
        if whole := parse_numeral(match[1]):
            yield _quantity(text, match.span(), parse_numeral(match[2]) / whole * 100, "%", "fraction")
    for match in _found(HALF_HOURS, "半", text):
        if not CIRCLE.match(text, match.end()):
            hours = (parse_numeral(match[1]) if match[1] else 0) + 0.5
            yield _quantity(text, match.span(), hours, "小时", "half")
    for match in _found(MORE_HOURS, "个多", text):
        unit = "小时" if match[2] == "小时" else "个月"
        yield _quantity(text, match.span(), parse_numeral(match[1]), unit, "numeral and unit", more=True)
    for match in _found(HALF, "半", text):
        yield _quantity(text, match.span(), 50.0, "%", "half", more=match[0].startswith("过"))
    for match in _found(DOUBLED, "番", text):
        yield _quantity(text, match.span(), 2.0 ** min(parse_numeral(match[1]), 60), "倍", "doubling")


LISTED = re.compile("[、和与及,，]")


def _listed(text: str, match: Match, following: Quantity | None, words: Vocabulary) -> Quantity | None:
    """Read a number whose unit stands only after the last one of its list: 2.16和1.66个百分点."""
    if following is None or not LISTED.fullmatch(text, match.end(), following.number):
        return None
    if not DIGIT.search(match[0]) or words.class_of(following.unit) not in ("share", "measure", "money"):
        return None
    last = NUMERAL.match(text, following.number)
    scale = scale_of(last[0]) if last else ""
    factor = parse_numeral("1" + scale) if scale and not re.search("[万亿]", match[0]) else 1
    value = parse_numeral(match[0]) * factor
    return Quantity(match.start(), match.end(), value, following.unit, "=", match.start(), "listed")


def _shared_points(text: str, match: Match, following: Quantity | None) -> Quantity | None:
    """Read 8个、0.4个百分点, where the first 个 is the beginning of 个百分点."""
    if following and following.unit == "百分点" and re.fullmatch("个[、和与]", text[match.end() : following.number]):
        return Quantity(match.start(), match.end(), parse_numeral(match[0]), "百分点", "=", match.start(), "listed")
    return None


PEOPLE_WORD = re.compile("(?:人口|人数|人员|居民|老年人|老人|儿童|学生|职工|劳动力|就业|党员)[^，。；]{0,8}$")
INDEX_WORD = re.compile("指数(?:值)?(?:仅|升|降|回升|提升|下降|回落)?(?:为|达到?|是|报|至)?$")
MONEY_WORD = re.compile("(?:[额资值债款]|收入|总量|GDP|产值|投资|资产|利润|成本)[^，。；]{0,6}$")


MANY = re.compile("[多余]")
NO_UNIT = re.compile("[，。；、）（]|以[上下]|左右|$")
ROUND = re.compile(r"\d[\d.,]*[千万]?[万亿]+")
INDEX = re.compile(r"\d{2,3}(?:\.\d+)?")
# Words before a number without a unit, how it is written, its unit and the rule: 金额4120亿, 人口22.5万, 指数为101.2.
UNITLESS = (
    (MONEY_WORD, ROUND, "元", "money without 元"),
    (PEOPLE_WORD, ROUND, "人", "people without 人"),
    (INDEX_WORD, INDEX, "", "index"),
)


def _bare(text: str, match: Match) -> Quantity | None:
    """Read a number without a unit after a word that says which; None where there is none."""
    more = MANY.match(text, match.end())
    start, end = match.start(), more.end() if more else match.end()
    if not NO_UNIT.match(text, end):
        return None
    for word, written, unit, rule in UNITLESS:
        if written.fullmatch(match[0]) and word.search(text, max(0, start - 16), start):
            return _quantity(text, (start, end), parse_numeral(match[0]), unit, rule, more=more is not None)
    return None


RATIO = re.compile(r"\d(?<![\d.:].)\d*+(?:\.\d++)?(?:[:：∶]\d++(?:\.\d++)?){2,4}(?![\d:])")


def _ratio_parts(text: str) -> Iterator[Quantity]:
    for number, match in enumerate(RATIO.finditer(text), start=1):
        for part in re.finditer(r"[\d.]+", match[0]):
            start, end = (match.start() + at for at in part.span())
            yield Quantity(start, end, float(part[0]), "%", "=", start, "ratio", number)


def quantities(text: str, words: Vocabulary) -> list[Quantity]:
    """Find the figures of a text with value, unit and bound, in order.

    text: str. words: Vocabulary. Returns a list of Quantity, which do not overlap; years, dates, ordinals, labels and
    the writer's own list counts are left out, and so is what no float can hold.
    """
    found = [*_special(text), *_ratio_parts(text)]
    taken = {at for quantity in found for at in range(quantity.start, quantity.end)}
    following = None
    for match in reversed(list(NUMERAL.finditer(text))):
        following = None if match.start() in taken else _read(text, match, following, words)
        found += [following] if following else []
    return sorted(_with_lower_end(text, quantity) for quantity in found if math.isfinite(quantity.value))


def _read(text: str, match: Match, following: Quantity | None, words: Vocabulary) -> Quantity | None:
    return (
        _shared_points(text, match, following)
        or _plain(text, match, words)
        or _bare(text, match)
        or _share(text, match)
        or _listed(text, match, following, words)
    )


LOWER_END = re.compile(r"(?:\d++(?:\.\d++)?)%?(?:[—~～-])$")


def _with_lower_end(text: str, quantity: Quantity) -> Quantity:
    """Take in the lower end of a range: 1—1.5小时 is up to 1.5 hours."""
    before = LOWER_END.search(text, max(0, quantity.number - 9), quantity.number)
    if before and quantity.rule == "numeral and unit":
        return quantity._replace(start=before.start(), bound="<")
    return quantity


def shares_unit(text: str, earlier: Quantity, quantity: Quantity) -> bool:
    """Say whether a figure follows another of the same unit in a list (3.6%、2.0%、3.9%).

    text: str. earlier: Quantity before. quantity: Quantity.
    """
    return earlier.unit == quantity.unit and LISTED.fullmatch(text, earlier.end, quantity.start) is not None


NUMBERS = frozenset({"numeral and unit", "listed", "money without 元", "people without 人", "index"})


def rounding_of(text: str, quantity: Quantity) -> float:
    """Return half a unit of the last stated digit of a figure, 0 where it is exact.

    text: str. quantity: Quantity of the text.
    """
    numeral = NUMERAL.match(text, quantity.number)
    if quantity.rule in NUMBERS and numeral:
        return rounding(numeral[0])
    part = re.compile(r"[\d.]+").match(text, quantity.number)
    if quantity.rule == "ratio" and part:
        return rounding(part[0])
    return 5.0 if quantity.rule == "tenths" else 0.0
