"""Places that a text names: the longest name at each spot, none inside the name of a body, a document or an event."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, combinations
from math import comb

import numpy as np
import pandas as pd

from helpers.counting.words import Segment
from helpers.figures.clauses import without_titles
from helpers.figures.lexicon import CITIES, CITY, one_of
from helpers.lexicon import Lexicon

COLUMNS = ("start", "end", "place")
# What a name of these classes of terms holds is part of it: 北京 in a company's name is no place that is spoken of. The
# name of an organ of state or party says whose it is.
NAMES = frozenset({"organisation", "event", "document", "institution"})
ORGAN = re.compile("(?:委|委员会|政府|局|厅|办|部|办公室|小组)$")
# A body, event or paper that takes its name from the place before it, with what kind it is between.
FILLER = r"[^，。、；：！？“”（）的与和及在对向等是有到达为于\s]"
BODY = re.compile(
    f"{FILLER}{{0,4}}(?:大学|学院|(?<!中)小学|中学|幼儿园|日报|晚报|银行|集团|(?<![子分母总])公司|协会|学会|研究院|出版社|实验室)|"
    f"{FILLER}{{0,9}}(?:股份|有限责任公司|有限公司)|"
    f"(?:(?![举召开参])(?:{FILLER})){{0,14}}(?:论坛|博览会|大会|座谈会|洽谈会|奥运会|冬奥会|冬残奥会)"
)
# A firm names its place in brackets.
BRACKETED = re.compile(f"）{FILLER}{{1,9}}(?:（{FILLER}{{2,4}}）{FILLER}{{0,9}})?(?:有限)?(?:责任)?公司")
# 北京市级 and 北京市民 are 北京 and a word that begins with 市.
LEVEL = re.compile("[市省区县](?:级|民(?![政族间营办生]))")
# A name as short as this may be cut out of two words.
SHORT = 2
# The one character of a city or province, where it is a place: in a list of these, around it, or where one is or goes.
LISTED = re.compile("[京津冀](?=、[京津冀](?![\u4e00-\u9fff]{1,2}、))|(?<=[京津冀]、)[京津冀]|(?<=环)京")


@dataclass(frozen=True)
class Names:
    """Names by which places are found.

    place: the place by each written form, "" for a name that is none. sizes: by the two characters that names begin
    with, and by those that may be one alone, how long the names are, the longest first. first: finds where a name may
    begin. wholes: the terms that are places as a whole.
    """

    place: dict[str, str]
    sizes: dict[str, tuple[int, ...]]
    first: re.Pattern[str]
    wholes: frozenset[str]


def forms(lexicon: Lexicon) -> dict[str, str]:
    """Return the place by each of its written forms in a lexicon (Lexicon), as a dict of str -> str."""
    rows = zip(lexicon.places["place"], lexicon.places["aliases"].str.split("|"), strict=True)
    return {form: place for place, aliases in rows for form in (place, *aliases) if form}


@lru_cache(maxsize=8)
def names_of(lexicon: Lexicon) -> Names:
    """Collect the names that are looked for with a Lexicon; returns Names."""
    none = lexicon.terms.loc[lexicon.terms["class"].isin(NAMES), "term"]
    none = none[~none.str.contains(ORGAN)]
    place = dict.fromkeys(none, "") | forms(lexicon)
    sizes: dict[str, set[int]] = {city: set() for city in CITIES}
    for name in sorted(place, key=len):
        sizes.setdefault(name[:2], set(sizes.get(name[0], ()))).add(len(name))
    longest_first = {first: tuple(sorted(found, reverse=True)) for first, found in sizes.items()}
    wholes = lexicon.terms.loc[lexicon.terms["class"] == "place", "term"]
    return Names(place, longest_first, _first(sizes), frozenset(wholes))


def _first(begun: Iterable[str]) -> re.Pattern[str]:
    """Return what finds where a name may begin, by the one or two characters that the names begin with."""
    # NUL is in no text; a set must have something in it.
    alone, second = (one_of(["\0", *(some[at:] for some in begun if len(some) == at + 1)]) for at in (0, 1))
    # One set of characters first, which Python looks for fastest.
    return re.compile(f"{one_of(some[0] for some in begun)}(?:(?<={alone})|(?={second}))")


def _named(text: str, at: int, sizes: tuple[int, ...], names: Names) -> str | None:
    """Return the longest name, of some sizes, that begins at a spot of a text."""
    for size in sizes:
        name = text[at : at + size]
        if name in names.place and not LEVEL.match(text, at + len(name) - 1):
            return name
    return None


SINGLE = re.compile(CITY)


def _letter(text: str, at: int, names: Names) -> bool:
    """Say whether the one character at a spot is the short name of a known place there."""
    known = CITIES.get(text[at]) in names.place
    return known and bool(SINGLE.match(text, at) or LISTED.match(text, at))


def _in_body(text: str, start: int, end: int) -> int:
    """Return where the name of a body ends that a place at (start, end) is part of, 0 where it is part of none."""
    body = BODY.match(text, end) or (BRACKETED.match(text, end) if text[start - 1 : start] == "（" else None)
    return body.end() if body else 0


def _found(text: str, names: Names) -> Iterator[tuple[int, int, str]]:
    past, last = 0, (0, "")
    for candidate in names.first.finditer(text):
        at = candidate.start()
        # The pattern knows which characters begin a name and which go on, but not which goes on after which.
        sizes = names.sizes.get(text[at : at + 2], names.sizes.get(text[at]))
        if at < past or sizes is None:
            continue
        name = _named(text, at, sizes, names)
        if name is None:
            if _letter(text, at, names):
                yield at, at + 1, CITIES[text[at]]
            continue
        place, end = names.place[name], at + len(name)
        body = _in_body(text, at, end) if place else 0
        if place and not body and (at, place) != last:
            yield at, end, place
        past, last = body or end, (end, place)


def _edges(text: str, segment: Segment, wholes: frozenset[str]) -> set[int]:
    """Return where words begin and end; a place that it keeps whole may hold several names."""
    words = [word for word, _ in segment(text)]
    ends = list(accumulate(map(len, words)))
    edges = {0, *ends}
    for word, end in zip(words, ends, strict=True):
        if word in wholes:
            edges.update(range(end - len(word), end))
    return edges


def _apart(text: str, edges: set[int], start: int, end: int) -> bool:
    """Say whether no word crosses the edges of a name."""
    return start in edges and (end in edges or bool(LEVEL.match(text, end)))


def named(text: str, lexicon: Lexicon, *, segment: Segment) -> list[tuple[int, int, str]]:
    """Find what `mentions` finds, without the costs of a table for each of many short texts.

    text, lexicon, segment: as for `mentions`. Returns a list of (start, end, place), in order.
    """
    plain = without_titles(text)
    names = names_of(lexicon)
    found = list(_found(plain, names))
    if any(end - start == SHORT for start, end, _ in found):
        edges = _edges(text, segment, names.wholes)
        found = [row for row in found if row[1] - row[0] != SHORT or _apart(plain, edges, *row[:2])]
    return found


def mentions(text: str, lexicon: Lexicon, *, segment: Segment) -> pd.DataFrame:
    """Find where a text names the places of a lexicon.

    text: str. lexicon: Lexicon, whose places say which names there are. segment: function str -> list of (word, part of
    speech); a name of two characters counts where no word crosses its edges (搬迁安置 does not name 迁安).
    Returns a DataFrame with start, end (characters of text), place; in order, one row per mention, none inside
    another: 北京 is not counted inside 北京城市副中心, nor in the name of a newspaper, company, event or document.
    Misuse: a name that is a word too (大厂) is found wherever it occurs; see the concordance of a place that surprises.
    """
    return pd.DataFrame(named(text, lexicon, segment=segment), columns=list(COLUMNS))


def together(places: pd.DataFrame, *, least: int = 3, level: float = 0.95) -> pd.DataFrame:
    """Find which places are named in one passage more often than the passages of their articles would give.

    places: DataFrame with passage_id, article_id, place; one row per place per passage, of passages that name any.
    least: passages that a pair shares at least. level: of the test, over all pairs that are tested.
    Returns a DataFrame with place, other, passages (that name both), articles (with such a passage), expected
    (passages, were the mentions of each article dealt to its passages at random), p (that so many or more come about
    so; exact, in (0, 1]), sure (bool, by Holm's correction); by p from least to most, ties by the names; one row per
    pair, place before other. Misuse: the test is of passages within articles; that an article names two places at all
    it takes as given.
    Source: Birch (1964), the exact test of several fourfold tables, here one per article.
    """
    sets = {place: set(rows["passage_id"]) for place, rows in places.groupby("place")}
    strata = {article: set(rows["passage_id"]) for article, rows in places.groupby("article_id")}
    owner = dict(zip(places["passage_id"], places["article_id"], strict=True))
    pairs = ((one, two, sets[one] & sets[two]) for one, two in combinations(sorted(sets), 2))
    rows = [
        (one, two, len(both), len({owner[passage] for passage in both}), *_dealt(sets[one], sets[two], strata))
        for one, two, both in pairs
        if len(both) >= least
    ]
    found = pd.DataFrame(rows, columns=["place", "other", "passages", "articles", "expected", "p"])
    found = found.assign(sure=_holm(found["p"].to_numpy(float), 1 - level))
    return found.sort_values(["p", "place", "other"], ignore_index=True)


def _dealt(one: set[str], two: set[str], strata: Mapping[str, set[str]]) -> tuple[float, float]:
    """Return how many passages two places share if dealt at random within each article, and p of as many as they do."""
    chances = np.ones(1)
    for passages in strata.values():
        first, second = len(one & passages), len(two & passages)
        if first and second:
            chances = np.convolve(chances, _hypergeometric(len(passages), first, second))
    expected = float(chances @ np.arange(len(chances)))
    return expected, min(1.0, float(chances[len(one & two) :].sum()))


def _hypergeometric(n: int, first: int, second: int) -> np.ndarray:
    """Return the chance of each number of passages, from 0, that both of two sets of n passages hold."""
    ways = [comb(first, both) * comb(n - first, second - both) for both in range(min(first, second) + 1)]
    return np.array([way / comb(n, second) for way in ways])


def _holm(p: np.ndarray, level: float) -> np.ndarray:
    """Say which of many tests are sure, so that any is so by chance with at most this probability."""
    order = np.argsort(p, kind="stable")
    sure = np.zeros(len(p), dtype=bool)
    sure[order] = np.logical_and.accumulate(p[order] * np.arange(len(p), 0, -1) < level)
    return sure
