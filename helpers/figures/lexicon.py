"""The lexicon as the patterns that figures are found with, made once for each lexicon."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from helpers.lexicon import Lexicon

# A place that is not in the gazetteer is known by what it ends in, where it opens a sentence.
NAMED_PLACE = (
    r"(?:(?<=^)|(?<=[。\n]))(?![全我各该本三两多一个推签统在加向和与以对从将])"
    "[\u4e00-\u9fff]{2,3}(?:自治区|[省市县州])(?![\u4e00-\u9fff]{0,2}[长委局])"
)
# What makes a park or a port of the place that it begins with.
PARK = "经济技术开发区|经济开发区|开发区|高新区|自贸试验区|科技园|产业园|工业园|园区|科技城|大学城|商务区|综合保税区"
AFTER_CHANGE = "(?:幅度|率|速度)?(?:了|分别|累计|均|又|(?:分别)?(?:达到|达|为|约为|在))*$"


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
    places of the gazetteer, and of these with parks and unknown ones. cities: short forms that are written with 市.
    directions: rise, fall or compare by word. change: pattern of a word of change at the end of a text.
    """

    units: dict[str, Unit]
    classes: dict[str, str]
    unit: re.Pattern[str]
    no_unit: re.Pattern[str]
    places: dict[str, str]
    known_place: re.Pattern[str]
    place: re.Pattern[str]
    cities: frozenset[str]
    directions: dict[str, str]
    change: re.Pattern[str]

    def class_of(self, unit: str) -> str:
        """Return the class of a bare unit; what is unknown is counted."""
        return self.classes.get(unit, "count")


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


# It keeps compiled patterns, not files: another lexicon, read anew from the same folder, has patterns of its own.
@lru_cache(maxsize=8)
def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """Compile the patterns of a Lexicon; returns a Vocabulary."""
    rows = lexicon.units[["written", "unit", "class"]].itertuples(index=False, name=None)
    units = {row[0]: Unit(*row) for row in rows}
    regions = lexicon.gazetteer[lexicon.gazetteer["place"] != ""]
    places = dict(zip(regions["written"], regions["place"], strict=True))
    directions = dict(zip(lexicon.changes["word"], lexicon.changes["direction"], strict=True))
    known = _any(places)
    return Vocabulary(
        units=units,
        classes={unit.unit: unit.kind for unit in units.values()},
        unit=re.compile(rf"[ ]?({_any(units)})"),
        no_unit=re.compile(_any(lexicon.not_units)),
        places=places,
        known_place=re.compile(known),
        place=re.compile(f"(?:(?:{known})(?:[\u4e00-\u9fff—·]{{0,4}}?(?:{PARK}))*+)|(?:{NAMED_PLACE})"),
        cities=frozenset(place for written, place in places.items() if written.endswith("市")),
        directions=directions,
        change=re.compile(rf"({_any(directions)}){AFTER_CHANGE}"),
    )
