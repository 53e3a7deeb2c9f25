"""Places: those that a text names, and which of them a clause is about, goes to, works with or is compared with."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import takewhile

from helpers.figures.clauses import FILLER, Mention, Sentence, within
from helpers.figures.lexicon import CITIES, ONE, Vocabulary
from helpers.figures.times import TIME

Place = Mention[str]
COUNTRY, REGION = "中国", "京津冀"
THREE = {"北京", "天津", "河北"}
# What stands before a place that is compared with, gone to or worked with, and not the place a figure is about.
OBJECT = re.compile(
    r"(?:承接|引进|吸引|流[向往]|输往|[向至与同占距离比较]|对接|连接|面向|来自|地处|仅次于|服务|支持|帮扶|直达|通达|以|[“《]|[东南西北](?:临|接|靠|邻|连|依|濒|与)|\d[多余万]*[个家所项条名])$"
)
COMPARISON = re.compile("[占比距较]$")
BESIDE_ONLY = re.compile("[占比距较与]$")
# Who is helped in one clause is where the next one happens.
HELPED = re.compile("(?:支持|帮扶|援助)$")
# The name of a body begins with a place that it need not be about.
BODY = re.compile("[\u4e00-\u9fff]{0,6}?(?:大学|学院|医院|银行|集团|公司)")
MOTION = re.compile("(?:[赴往到在]|[解迁]至|前往|通往|落户|入驻|进驻|落地|迁入|搬迁至)$")
LINE = re.compile("[—至]?[\u4e00-\u9fff]{0,2}(?:高速|高铁|城际|铁路|沿线)")
EXAMPLES = re.compile("(?:[、和与至到—][\u4e00-\u9fff]{1,8}?)*等|[至到]|项目|企业|[高平]原")
# Places that something lies beside, or that only illustrate it: 南与赤城县接壤, （阜阳、蚌埠）, 包括佛山、汕头在内.
BESIDE = re.compile("[^，。；]{0,14}?(?:接壤|毗邻|相邻|相毗|相连|为邻|交界|在内)")
# What a line passes or an action covers.
ALONG = re.compile(
    "(?:途[经径]|[起止]于|引出|连接|贯穿|串联|串起|覆盖|辐射|涉及|包括|涵盖|[下管现]?辖(?!的)|分别是)[^，。；]{0,36}$"
)
# 根据某市公布的结果 says who counted, not where.
SOURCE = re.compile("(?:根据|按照|据|记者[^，。；]{0,4}从)[^，。；]{0,20}$")
BRACKET = re.compile("（[^）]*$")
BUILT_BY = re.compile("[^，]{0,6}的$")
GOAL = re.compile("(?:到|至|抵达)([一-鿿]{1,8}[市区县]|[一-鿿]{2,6}?(?=[，。；、…]))")
SETTLED = re.compile("[^，。；]{0,24}?(?:落户|入驻|进驻|落地|迁入)")


# Words for the place that a text is about, which is named before, or known to who asks.
# In 居全省第一, 高于全市平均 it ranks or compares.
HOME = re.compile(
    "(?<![居占列超于及比较])(?:全|我|本|该)(?P<kind>[市省区县州镇乡旗])(?![场域分级内长帜庄]|第[一二三四五六七八九十\\d]|首位|前[列茅一二三四五六七八九十\\d]|最|平均)"
)
# The park named before, where a clause opens with it.
SAME_PARK = re.compile(
    "(?<![\u4e00-\u9fff])(?:(?:该|这个)?(?:园区|科技城|示范区|新城|产业园)|(?:该|这个)(?:合作区|开发区|高新区))"
)
SAME_FIRM = re.compile("(?<![\u4e00-\u9fff])(?:该|这家)?公司(?=[的将预计拟一二三四现已])")
# What is listed after another place is no home: 滦河、白河的发源地，全县.
LISTED = re.compile("[、和与及]$")
OTHERS = frozenset(ONE) - set("京津冀")
HERE = "·"
# How many places back the one may be that 全市 or 园区 stands for.
FURTHEST = 200
# 全国 at the head of a clause is what it is about, unless it says which rank or kind.
NATION = re.compile("(?:全国|我国|中国(?=的|经济|GDP))(?!两会|[首第最唯领前重示百十先文人政性各一两多])")
HEAD = re.compile(r"(?:^|[，。；：\n年月度半前今])$")


def places(text: str, words: Vocabulary) -> list[Place]:
    """Find the places that a text names.

    text: str. words: Vocabulary. Returns a list of Mention in order, value the place in its short form, source lexicon,
    suffix (a place known by what it ends in, or a park named after one), nation (全国 as what a clause is about) or
    home (全市, for the last city named before; HERE where none is).
    """
    named = [
        Mention(*match.span(), "place", _name(text, match[0], words), _source(text, match, words))
        for match in words.place.finditer(text)
        # In 粤港澳三地 these are others.
        if not (match[0].startswith("三") and text[max(0, match.start() - 1) : match.start()] in OTHERS)
    ]
    taken = {at for place in named for at in range(place.start, place.end)}
    # In 安徽全省 the place is named.
    homes = [match for match in HOME.finditer(text) if match.start() not in taken and match.start() - 1 not in taken]
    heads = [place for place in named if not LISTED.search(text, max(0, place.start - 1), place.start)] if homes else []
    found = [
        Mention(*match.span(), "place", _home(heads, match, words) or _home(named, match, words) or HERE, "home")
        for match in homes
    ]
    for pattern, ends in ((SAME_PARK, "园区城"), (SAME_FIRM, "司")):
        again = (match for match in pattern.finditer(text) if match.start() not in taken)
        same = ((match, _ending_in(named, match.start(), ends)) for match in again)
        found += [Mention(*match.span(), "place", name, "home") for match, name in same if name]
    return sorted([*named, *found]) if found else named


def _before(named: Sequence[Place], at: int) -> Iterator[str]:
    """Yield the places named before a position (at), the nearest first."""
    last = bisect_right(named, at, key=lambda place: place.end)
    return (place.value for place in reversed(named[max(0, last - FURTHEST) : last]))


def _ending_in(named: Sequence[Place], at: int, ends: str) -> str | None:
    return next((name for name in _before(named, at) if name[-1] in ends), None)


def _name(text: str, written: str, words: Vocabulary) -> str:
    """Return the form under which a place is grouped; a county as the text writes it in full somewhere."""
    if written in words.counties and written + "县" in text:
        return written + "县"
    return words.places.get(written, written)


def _source(text: str, match: re.Match[str], words: Vocabulary) -> str:
    if NATION.match(text, match.start()) and HEAD.search(text[max(0, match.start() - 3) : match.start()]):
        return "nation"
    return "lexicon" if match[0] in words.places else "suffix"


def _home(named: Sequence[Place], match: re.Match[str], words: Vocabulary) -> str | None:
    """Return the last place of a kind (city, province …) named before a word for it, None where there is none."""
    # A county may have become a city since.
    kinds = "市县" if match["kind"] == "县" else match["kind"]
    before = _before(named, match.start())
    return next((name for name in before if words.kinds.get(name, name[-1]) in kinds), None)


def last_before(named: Sequence[Place], end: int) -> Place | None:
    """Return the last of the places named in a text that ends at or before a position (end); None where none does."""
    at = bisect_right(named, end, key=lambda place: place.end) - 1
    return named[at] if at >= 0 else None


def inside(start: int, end: int, named: Sequence[Place]) -> list[Place]:
    """Return the places of a stretch, of a run (天津市宝坻区) only the last and most specific; never the nation.

    start, end: of the stretch. named: places of the text.
    """
    here = [place for place in within(named, start, end) if place.end <= end and _may_be_it(place)]
    begins = {place.start for place in here}
    return [place for place in here if place.end not in begins]


def _may_be_it(place: Place) -> bool:
    return place.value != COUNTRY or place.source == "nation"


def _is_subject(text: str, place: Place) -> bool:
    mark = COMPARISON if place.value == REGION else OBJECT
    marked = mark.search(text, max(0, place.start - 5), place.start)
    aside = BRACKET.search(text, max(0, place.start - 40), place.start)
    source = SOURCE.search(text, max(0, place.start - 30), place.start)
    along = ALONG.search(text, max(0, place.start - 40), place.start)
    return not (marked or aside or source or along) and not any(
        after.match(text, place.end) for after in (LINE, EXAMPLES, BODY, BESIDE)
    )


def _subjects(text: str, here: Sequence[Place]) -> list[Place]:
    """Return the places that may be what is told of; none that is listed with one that is not (与北京、河北)."""
    found: list[Place] = []
    end, taken = -1, True
    for place in here:
        taken = _is_subject(text, place) and (taken or not AND.fullmatch(text[max(0, end) : place.start]))
        end = place.end
        found += [place] if taken else []
    return found


# A time, fillers and a run of places before the one that opens a clause; further on, none does.
LONGEST_LEAD = 40


def _opening(text: str, start: int, here: Sequence[Place], words: Vocabulary) -> str | None:
    """Return the place that opens a clause, after its time and 目前, 其中 and the like; None where none does."""
    near = [place for place in here if place.start - start <= LONGEST_LEAD]
    for place in near:
        lead = FILLER.sub("", TIME.sub("", text[start : place.start]).strip("“ ，"))
        run = not lead or words.place.fullmatch(lead) is not None
        built = (BUILT_BY.fullmatch(text[place.end : other.start]) for other in near if other.start > place.end)
        if run and not BODY.match(text, place.end) and not any(built):
            return _together(text, place, near)
    return None


AND = re.compile("[、和与及]")
# With whom something is done (兰州与天津合作建校) is not where.
PARTNER = re.compile("(?:深度|密切|开展|加强)?(?:合作|协作|对接|结对)")


def _together(text: str, first: Place, here: Sequence[Place]) -> str:
    """Return a place with those that a clause lists with it (北京与廊坊北三县), as the text joins them."""
    written, end = first.value, first.end
    for place in (place for place in here if place.start > first.start):
        joint = text[end : place.start]
        if not AND.fullmatch(joint):
            break
        written, end = written + joint + place.value, place.end
    if PARTNER.match(text, end):
        return first.value
    return written if not {*re.split(AND, written)} >= THREE else REGION


def _is_list_of_three(here: Sequence[Place]) -> bool:
    return {place.value for place in here} >= THREE


# Where something is set up is where it counts, whoever does it: 企业在津冀设立….
SET_UP = re.compile("(?:累计|共|分别)?(?:新设|设立|设有|布局|投资|开设|落地)")


def _located(text: str, here: Sequence[Place]) -> str | None:
    sited = (place for place in here if text[max(0, place.start - 1) : place.start] in ("在", "到", "赴"))
    return next((place.value for place in sited if SET_UP.match(text, place.end)), None)


def own_clause(text: str, start: int, end: int, named: Sequence[Place], words: Vocabulary) -> str | None:
    """Return the place that the clause of a figure is about, from its beginning to the figure; None where none is.

    text: str. start, end: of the stretch. named: places of the text. words: Vocabulary.
    """
    here = inside(start, end, named)
    opening = _located(text, here) or _opening(text, start, here, words)
    if opening:
        return opening
    if _is_list_of_three(here):
        return REGION
    subjects = [place for place in _subjects(text, here) if not MOTION.search(text, start, place.start)]
    moved = [place for place in here if MOTION.search(text, max(start, place.start - 3), place.start)]
    return next((place.value for place in reversed(subjects or moved)), None)


def seat(text: str, start: int, end: int, named: Sequence[Place]) -> str | None:
    """Return the place in the name of a body that a clause is about (北京电影学院); None where there is none.

    text: str. start, end: of the stretch. named: places of the text.
    """
    return next((place.value for place in inside(start, end, named) if BODY.match(text, place.end)), None)


def _is_goal(text: str, start: int, place: Place) -> bool:
    return any(mark.search(text, max(start, place.start - 3), place.start) for mark in (MOTION, HELPED))


def earlier_clause(text: str, start: int, end: int, named: Sequence[Place], words: Vocabulary) -> str | None:
    """Return the place that a clause before hands on: its goal, the three together, what opens it, its last subject.

    text: str. start, end: of the stretch. named: places of the text. words: Vocabulary. None where there is none.
    """
    here = inside(start, end, named)
    moved = [place for place in here if _is_goal(text, start, place)]
    if moved:
        return moved[-1].value
    if _is_list_of_three(here):
        return REGION
    subjects = [place.value for place in _subjects(text, here)]
    return _opening(text, start, here, words) or (subjects[-1] if subjects else None)


def first_opening(text: str, sentence: Sentence, named: Sequence[Place], words: Vocabulary) -> str | None:
    """Return the first place that opens a clause of a sentence; None where none does.

    text: str. sentence: of the text. named: places of the text. words: Vocabulary.
    """
    ends = [*sentence.strong[1:], sentence.end]
    clauses = zip(sentence.strong, ends, strict=True)
    found = (_opening(text, start, inside(start, end, named), words) for start, end in clauses)
    return next((place for place in found if place), None)


def first_name(named: Sequence[Place], end: int) -> str | None:
    """Return the first place (of those named in a text) before a position (end) that is not the nation, else None."""
    before = takewhile(lambda place: place.start < end, named)
    return next((place.value for place in before if _may_be_it(place)), None)


# How far before a figure the list of places may begin that is dealt out to it.
LONGEST_LIST = 120


def listed(text: str, start: int, end: int, named: Sequence[Place]) -> tuple[str, ...]:
    """Return the places that a clause lists before 分别, to be dealt out in order (北京、天津、河北…分别下降).

    text: str. start, end: of the stretch. named: places of the text. Empty where it lists none.
    """
    start = max(start, end - LONGEST_LIST)
    if "分别" not in text[start:end]:
        return ()
    here = within(named, start, end)
    run = list(here[:1])
    for place in here[1:]:
        if re.fullmatch("[、和与]", text[run[-1].end : place.start]):
            run.append(place)
        elif len(run) == 1:
            run = [place]
    if len(run) == 1 and {*run[0].value} <= CITIES.keys() and not AND.search(text, run[0].end, end):
        return tuple(CITIES[one] for one in run[0].value)
    return tuple(place.value for place in run) if len(run) > 1 else ()
