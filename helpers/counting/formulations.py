"""Set formulations: which of the phrases that articles repeat return in which article, and how literally."""

from collections.abc import Iterable, Mapping
from math import ceil, floor
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.cells import POSITION, VALUE
from helpers.counting.reuse import letters_of
from helpers.files import progress
from helpers.made import read_made

COLUMNS = ("phrase", "article_id", "exact", "near", "closest")
# More characters than this are not published as text.
MOST = 16


class _Wanted(NamedTuple):
    """A phrase to look for: its letters, the bits of the places of each, the fewest that a place near it has, and the
    most letters of the text that such a place takes."""

    phrase: str
    letters: str
    bits: dict[str, int]
    least: int
    room: int


def _wanted(phrase: str, share: float, stretch: float) -> _Wanted:
    letters = letters_of(phrase)
    bits = {char: sum(1 << at for at, other in enumerate(letters) if other == char) for char in letters}
    # A product such as 0.7 * 10 may lie a hair above the whole number that is meant.
    return _Wanted(phrase, letters, bits, ceil(share * len(letters) - 1e-9), floor(stretch * len(letters) + 1e-9))


def _common(wanted: _Wanted, window: str) -> int:
    """Return how many letters of a phrase a window has in the same order: their longest common subsequence.

    Each zero bit of the row is a letter that was found; a step brings the row on by one letter of the window.
    """
    row = whole = (1 << len(wanted.letters)) - 1
    for char in window:
        matched = row & wanted.bits.get(char, 0)
        row = ((row + matched) | (row - matched)) & whole
    return len(wanted.letters) - row.bit_count()


def _codes(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)


def _ends(wanted: _Wanted, codes: np.ndarray) -> list[int]:
    """Return where windows end, with a letter of the phrase, that have letters of it enough in whatever order."""
    ours = np.isin(codes, _codes("".join(wanted.bits)))
    counts = np.concatenate([[0], np.cumsum(ours)])
    before = np.maximum(np.arange(len(codes)) + 1 - wanted.room, 0)
    return [int(end) for end in np.flatnonzero(ours & (counts[1:] - counts[before] >= wanted.least)) + 1]


def _near(wanted: _Wanted, piece: str) -> tuple[int, int]:
    """Return how many places near the phrase a piece has at most that do not overlap, and the letters of the closest.

    Taking of all places the one that ends first, again and again, gives the most.
    """
    count = closest = last = 0
    for end in _ends(wanted, _codes(piece)):
        begin = max(0, end - wanted.room)
        found = _common(wanted, piece[begin:end])
        closest = max(closest, found)
        if found >= wanted.least and (last <= begin or _common(wanted, piece[last:end]) >= wanted.least):
            count, last = count + 1, end
    return count, closest


def _places(wanted: _Wanted, text: str) -> tuple[int, int, float]:
    """Return how often a text (its letters) has a phrase exactly, how often nearly, and the share of the closest."""
    pieces = text.split(wanted.letters)
    near, closest = zip(*(_near(wanted, piece) for piece in pieces), strict=True)
    share = 1.0 if len(pieces) > 1 else max(closest) / len(wanted.letters)
    return len(pieces) - 1, sum(near), round(share, 3)


def _chosen(phrases: pd.DataFrame, least: int, in_articles: int) -> list[str]:
    """Return the phrases that are long enough to be a formulation and short enough to be published."""
    names = phrases.loc[phrases["articles"] >= in_articles, "phrase"]
    return [name for name in names if len(name) <= MOST and len(letters_of(name)) >= max(least, 1)]


def formulations(
    texts: Mapping[str, str],
    phrases: pd.DataFrame,
    *,
    least: int = 8,
    in_articles: int = 3,
    share: float = 0.75,
    stretch: float = 1.5,
) -> pd.DataFrame:
    """Find in which articles set formulations return, and how literally.

    texts: text by article_id. phrases: DataFrame as `helpers.counting.phrases.phrases` returns it. least: Han
    characters that a phrase has at least, 和, 与 and 及 not counted. in_articles: articles that have it at least.
    share: of its Han characters that a place near it has at least, in the same order. stretch: the Han characters that
    such a place takes at most, in lengths of the phrase.
    Returns a DataFrame with phrase, article_id, exact (places that have it as it is), near (the most places that have
    it nearly and overlap neither an exact one nor each other), closest (the share of its Han characters in the closest
    place, in (0, 1]); in the order of phrases and of texts; one row per phrase and article that has it at all. As in
    `helpers.counting.reuse`, marks, spaces, digits and Latin letters neither count nor part a place. Phrases of more
    than 16 characters are left out.
    Misuse: two phrases that are near each other, as 推进京津冀协同发展 and 推动京津冀协同发展, have places in common.

    >>> table = pd.DataFrame({"phrase": ["守好一河清水和两岸青山"], "articles": [3]})
    >>> formulations({"a": "守好一河清水、两岸青山。", "b": "要守一河清水，护两岸青山", "c": "看水"}, table)
            phrase article_id  exact  near  closest
    0  守好一河清水和两岸青山          a      1     0      1.0
    1  守好一河清水和两岸青山          b      0     1      0.9
    """
    read, rows = {article_id: letters_of(text) for article_id, text in texts.items()}, []
    for phrase in progress(_chosen(phrases, least, in_articles), "comparing"):
        wanted = _wanted(phrase, share, stretch)
        found = ((article_id, *_places(wanted, text)) for article_id, text in read.items())
        rows += [(phrase, article_id, exact, near, most) for article_id, exact, near, most in found if exact or near]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def distinct(phrases: Iterable[str], *, share: float = 0.75, stretch: float = 1.5) -> list[str]:
    """Keep of phrases that are near each other the first, as one formulation in several forms.

    phrases: of str, those first that shall be kept. share, stretch: as for `formulations`. Returns a list of str.
    Misuse: a phrase within one that is much longer is a formulation of its own, and both are kept.

    >>> distinct(["推进京津冀协同发展", "推动京津冀协同发展", "共建一个没有污染的海湾"])
    ['推进京津冀协同发展', '共建一个没有污染的海湾']
    """
    kept: list[_Wanted] = []
    for wanted in (_wanted(phrase, share, stretch) for phrase in phrases):
        if not any(_near(one, wanted.letters)[0] and _near(wanted, one.letters)[0] for one in kept):
            kept.append(wanted)
    return [one.phrase for one in kept]


def read_formulations(folder: Path | str) -> pd.DataFrame:
    """Read which formulations return in which article, as it was found when the texts were at hand.

    folder: of the corpus, with formulations.csv. Returns a DataFrame with the columns that `formulations` returns,
    exact and near as int, closest as float; one row per phrase and article that has it. Raises CorpusError as
    `helpers.made.read_made` does.
    """
    rules = {"exact": POSITION, "near": POSITION, "closest": VALUE}
    table = read_made(Path(folder), "formulations.csv", COLUMNS, rules=rules)
    return table.astype({"exact": int, "near": int, "closest": float})
