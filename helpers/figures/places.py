"""Places: those that a text names, in their short forms, and where each is known from."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from helpers.figures.clauses import Mention, within
from helpers.figures.lexicon import ONE, Vocabulary

Place = Mention[str]
COUNTRY, REGION = "中国", "京津冀"
# Words for the place that a text is about, which is named before, or known to who asks.
# In 居全省第一, 高于全市平均 it ranks or compares.
HOME = re.compile(
    "[全我本该](?<![居占列超于及比较].)(?P<kind>[市省区县州镇乡旗])(?![场域分级内长帜庄]|第[一二三四五六七八九十\\d]|首位|前[列茅一二三四五六七八九十\\d]|最|平均)"
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
    matches = list(words.place.finditer(text))
    in_full = _in_full(text, {match[0] for match in matches} & words.counties)
    named = [
        Mention(*match.span(), "place", _name(match[0], in_full, words), _source(text, match, words))
        for match in matches
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


def _in_full(text: str, counties: AbstractSet[str]) -> dict[str, str]:
    """Return those of some counties that a text writes in full somewhere, which is how it means them all."""
    return {county: county + "县" for county in counties if county + "县" in text}


def _name(written: str, in_full: dict[str, str], words: Vocabulary) -> str:
    """Return the form under which a place is grouped."""
    return in_full.get(written) or words.places.get(written, written)


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
