"""The provinces, cities, districts and counties of the nation, as they are written and in their short form."""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

# A name as the table gives it, with the years in which it was a division: [1993-]沽源县.
NAME = re.compile(r'(?P<level>province|county)="(?P<names>[^"]+)"')
YEARS = re.compile(r"\[\d*-(?P<last>\d*)\]")
SUFFIX = re.compile("(?:特别行政区|(?:维吾尔|壮族|回族)?自治区|省|市)$")
NO_NAMES = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
LONGEST = 6


def _short(name: str) -> str:
    """Return the short form of a province or city (阳江市: 阳江); a district or county keeps its whole name."""
    short = SUFFIX.sub("", name)
    return short if len(short) >= 2 else name


def _table() -> Path:
    """Return the path of the table of divisions inside python-stdnum, which checks identity numbers with it."""
    spec = find_spec("stdnum")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(
            "python-stdnum, which holds the divisions, is not installed; install requirements.lock"
        )
    return Path(spec.origin).parent / "cn" / "loc.dat"


@cache
def _names() -> dict[str, set[str]]:
    """Return the names of today's divisions by their level; the table is read once."""
    found: dict[str, set[str]] = {}
    for match in NAME.finditer(_table().read_text(encoding="utf-8")):
        ended = ((YEARS.match(part), YEARS.sub("", part)) for part in match["names"].split(","))
        today = {name for years, name in ended if not (years and years["last"])} - NO_NAMES
        found.setdefault(match["level"], set()).update(today)
    return found


def _forms(names: set[str]) -> dict[str, str]:
    pairs = [(name, _short(name)) for name in sorted(names) if len(_short(name)) <= LONGEST]
    return {written: short for name, short in pairs for written in (name, short)}


@cache
def divisions() -> dict[str, str]:
    """Return the divisions of the nation as a dict from what is written to the short form; read once.

    Provinces and cities are written with and without what they end in (阳江市, 阳江), districts and counties with it.
    Raises ModuleNotFoundError where python-stdnum is not installed.
    Source: the table of divisions inside the package python-stdnum.
    """
    return _forms(set().union(*_names().values()))


@cache
def counties() -> frozenset[str]:
    """Return the two characters that counties of three are called by (宁海), where no other division is; read once.

    Many of these are words too (公安, 资源), so they need more context than other names. Raises as `divisions` does.
    """
    short = {name[:-1] for name in _names()["county"] if re.fullmatch("..县", name)}
    return frozenset(short - divisions().keys())


@cache
def provinces() -> frozenset[str]:
    """Return what provinces are written as, short forms among them; read once. Raises as `divisions` does."""
    return frozenset(_forms(_names()["province"]))
