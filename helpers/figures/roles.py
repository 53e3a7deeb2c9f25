"""The part that each place of a clause has (subject, partner, origin, goal …), and which one it speaks of."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from helpers.figures.clauses import FILLERS, within
from helpers.figures.lexicon import CITIES, Vocabulary
from helpers.figures.places import REGION, Place, inside
from helpers.figures.times import TIME

THREE = {"北京", "天津", "河北"}
SUBJECT = "subject"
# What a place is gone to (赴天津), and what is done for it: what is told next happens there.
REACHED = re.compile(
    "(?:(?P<goal>[赴往到在]|[解迁]至|前往|通往|落户|入驻|进驻|落地|迁入|搬迁至)|(?P<helped>支持|帮扶|援助))$"
)
# What stands before a place that a figure is not about, by the part that the place has then.
MARKED = re.compile(
    r"(?:(?P<origin>承接|引进|吸引|来自)|(?P<partner>[与同]|对接)|(?P<compared>仅次于|[占距离比较以])|"
    r"(?P<direction>流[向往]|输往|面向|直达|通达|连接|[向至])|(?P<beside>地处|[东南西北](?:临|接|靠|邻|连|依|濒|与))|"
    r"(?P<served>服务)|(?P<quoted>[“《])|(?P<counted>\d[多余万]*[个家所项条名]))$"
)
# 从河北转入, 由北京迁来: where something comes from.
FROM = re.compile("[从由自]$")
COMES = re.compile("[^，。；]{0,6}?(?:转[入来移]|[引迁调输购]入|[迁引调运]来|引进|承接|疏解|迁出|转出|出发|采购|招录)")
COMPARED = re.compile("[占比距较]$")
# The name of a body begins with a place that it need not be about.
BODY = re.compile("[\u4e00-\u9fff]{0,6}?(?:大学|学院|医院|银行|集团|公司)")
# What follows a place that only names a line, illustrates, or lies beside: 南与赤城县接壤, 包括佛山、汕头在内.
FOLLOWED = {
    "body": BODY,
    "line": re.compile("[—至]?[\u4e00-\u9fff]{0,2}(?:高速|高铁|城际|铁路|沿线)"),
    "example": re.compile("(?:[、和与至到—][\u4e00-\u9fff]{1,8}?){0,8}等|[至到]|项目|企业|[高平]原"),
    "beside": re.compile("[^，。；]{0,14}?(?:接壤|毗邻|相邻|相毗|相连|为邻|交界|在内)"),
}
# What leads to a place from further away in its clause, and how far: 根据某市公布的结果 says who counted; what a line
# passes, an action covers.
LED_TO = {
    "source": (re.compile("(?:根据|按照|据|记者[^，。；]{0,4}从)[^，。；]{0,20}$"), 30),
    "along": (
        re.compile(
            "(?:途[经径]|[起止]于|引出|连接|贯穿|串联|串起|覆盖|辐射|涉及|包括|涵盖|[下管现]?辖(?!的)|分别是)[^，。；]{0,36}$"
        ),
        40,
    ),
}
# How far before a place the bracket may open in which it only illustrates: （阜阳、蚌埠）.
LONGEST_ASIDE = 40
BUILT_BY = re.compile("[^，]{0,6}的$")
AND = re.compile("[、和与及]")
# With whom something is done (兰州与天津合作建校) is not where.
PARTNER = re.compile("(?:深度|密切|开展|加强)?(?:合作|协作|对接|结对)")
# Where something is set up is where it counts, whoever does it: 企业在津冀设立….
SET_UP = re.compile("(?:累计|共|分别)?(?:新设|设立|设有|布局|投资|开设|落地)")
# A time and fillers, which open a clause without being its subject.
FILLED = re.compile(f"{FILLERS}|[“ ]")
# A time, fillers and a run of places before the one that opens a clause; further on, none does.
LONGEST_LEAD = 40


class Sited(NamedTuple):
    """A place of a clause and the part that it has in it."""

    place: Place
    role: str


class Parts(NamedTuple):
    """What a clause says of places: each with its role, and the one that opens it."""

    sited: tuple[Sited, ...]
    opening: str | None


NO_PLACES = Parts((), None)


def _role(text: str, start: int, place: Place) -> str:
    """Return the part that a place has in the clause that begins at start."""
    reached = REACHED.search(text, max(start, place.start - 3), place.start)
    if reached and reached.lastgroup:
        return reached.lastgroup
    if FROM.search(text, place.start - 1, place.start) and COMES.match(text, place.end):
        return "origin"
    marked = (COMPARED if place.value == REGION else MARKED).search(text, max(0, place.start - 5), place.start)
    if marked and not BODY.match(text, place.end):
        return marked.lastgroup or "compared"
    followed = next((role for role, after in FOLLOWED.items() if after.match(text, place.end)), None)
    return followed or ("aside" if _is_aside(text, place.start) else _led_to(text, start, place.start))


def _is_aside(text: str, at: int) -> bool:
    near = max(0, at - LONGEST_ASIDE)
    return text.rfind("（", near, at) > text.rfind("）", near, at)


def _led_to(text: str, start: int, at: int) -> str:
    led = (role for role, (words, far) in LED_TO.items() if words.search(text, max(start, at - far), at))
    return next(led, SUBJECT)


def _sited(text: str, start: int, here: Sequence[Place]) -> Iterator[Sited]:
    """Yield the places of a clause with their roles; what is listed with a place has its role (与北京、河北)."""
    end, role = -1, SUBJECT
    for place in here:
        listed = role != SUBJECT and AND.fullmatch(text[max(0, end) : place.start])
        role, end = role if listed else _role(text, start, place), place.end
        yield Sited(place, role)


def parts(text: str, start: int, end: int, named: Sequence[Place], words: Vocabulary) -> Parts:
    """Find the part that each place of a clause has, and the place that opens it.

    text: str. start, end: of the clause. named: its places. words: Vocabulary. Returns Parts.
    """
    sited = tuple(_sited(text, start, inside(start, end, named)))
    opens = [one.place for one in sited if one.role != "origin"]
    return Parts(sited, _opening(text, start, end, opens, words))


def lead_end(text: str, start: int, end: int) -> int:
    """Return where the lead of a clause ends: its times and fillers, which open it without being its subject.

    text: str. start, end: of the clause.
    """
    while step := TIME.match(text, start, end) or FILLED.match(text, start, end):
        start = step.end()
    return start


def _opening(text: str, start: int, end: int, here: Sequence[Place], words: Vocabulary) -> str | None:
    """Return the place that opens a clause after its lead and places that lead to it; None where none does."""
    lead = lead_end(text, start, end)
    near = [place for place in here if place.start - start <= LONGEST_LEAD]
    for place in near:
        run = place.start <= lead or words.place.fullmatch(text, lead, place.start) is not None
        built = (BUILT_BY.fullmatch(text[place.end : other.start]) for other in near if other.start > place.end)
        if run and not BODY.match(text, place.end) and not any(built):
            return _together(text, place, near)
    return None


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


def _of_three(sited: Sequence[Sited]) -> str | None:
    return REGION if {one.place.value for one in sited} >= THREE else None


def _last(sited: Sequence[Sited], *roles: str) -> str | None:
    return next((one.place.value for one in reversed(sited) if one.role in roles), None)


def _located(text: str, sited: Sequence[Sited]) -> str | None:
    places = (one.place for one in sited if text[max(0, one.place.start - 1) : one.place.start] in ("在", "到", "赴"))
    return next((place.value for place in places if SET_UP.match(text, place.end)), None)


# Of an endless list of places only those near a figure say what it is about.
MOST = 60


def spoken_of(text: str, clause: Parts, end: int) -> str | None:
    """Return the place that a clause is about, from its beginning to a figure; None where none is.

    text: str. clause: Parts of the clause. end: where the figure begins.
    """
    at = bisect_right(clause.sited, end, key=lambda one: one.place.end)
    here = clause.sited[max(0, at - MOST) : at]
    if not here:
        return None
    return _located(text, here) or clause.opening or _of_three(here) or _last(here, SUBJECT) or _last(here, "goal")


def handed_on(clause: Parts) -> str | None:
    """Return the place that a clause (Parts) hands on, None for none: its goal, the three, what opens it, a subject."""
    here = clause.sited
    return _last(here, "goal", "helped") or _of_three(here) or clause.opening or _last(here, SUBJECT)


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
