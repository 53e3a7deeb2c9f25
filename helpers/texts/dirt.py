"""Dirt: detectors that are written apart from the cleaning steps, so that a step that misses something is seen."""

import re
from collections.abc import Callable, Iterable

import pandas as pd

from helpers.texts.characters import HALF, HAN, TONED, converted
from helpers.texts.lines import is_open
from helpers.texts.placed import differing

# Each pattern begins, if it can, with a character or a set of them, which Python finds six times as fast as what begins
# with a look behind.
PINYIN_GLOSS = rf"[(（](?:[A-Za-zü]*[{TONED}][a-zü{TONED}]*[)）]|(?<=[{HAN}]\()(?!min\))[a-z]{{2,6}}\))"

# From the first space on. A character between two spaces is beside one of them only, so the other is passed over.
SPACE_BESIDE = (
    rf"[ \u3000](?:(?<=[{HAN}].)[ \u3000]*[0-9A-Za-z](?:[ \u3000](?=[ \u3000]*[{HAN}]))?|"
    rf"(?<=[0-9A-Za-z%].)[ \u3000]*[{HAN}](?:[ \u3000](?=[ \u3000]*[0-9A-Za-z]))?)"
)


def _traditional(text: str) -> int:
    return differing(text, converted(text, "t2s"))


BESIDE_HAN = rf"[,;:!?()](?:(?<=[,;:!?])(?:(?<=[{HAN}”’）》%].)|(?=[{HAN}“‘《]))|(?<=[{HAN}]\()|(?<=\))(?=[{HAN}]))"


def _half_width(text: str) -> int:
    """Count ASCII marks beside Han characters; the parentheses of pinyin glosses are counted as glosses."""
    return len(re.findall(BESIDE_HAN, re.sub(PINYIN_GLOSS, "", text)))


def _broken(text: str) -> int:
    return sum(is_open(line) for line in text.split("\n"))


DIRT: dict[str, str | Callable[[str], int]] = {
    "pinyin gloss": PINYIN_GLOSS,
    "byte-shift mojibake": rf"\?[a-zü]*[{TONED}][a-zü]*\)",
    "private-use character": "[\ue000-\uf8ff]",
    "HTML entity": r"&#?\w+;|l(?<=\bl)[ds]quo;|r(?<=\br)[ds]quo;|n(?<=\bn)bsp;",
    "Traditional character": _traditional,
    "LaTeX": r"[_^\\](?:(?<=[_^])\{|(?<=\\)[%&_])",
    "English between Han": rf"[A-Za-z](?:(?<=[{HAN}].)|(?<=[{HAN}] .))(?=(?<=a)nd|(?<=w)ill|[A-Za-z]*(?:and|will))"
    rf"[A-Za-z]*+ ?(?=[{HAN}])",
    "space beside digit or letter": SPACE_BESIDE,
    "space beside mark": r"[，、。；： ](?:(?<= )[，、。；：）]|(?<! ) )",
    "half-width mark": _half_width,
    "full-width digit or letter": "[０-９Ａ-Ｚａ-ｚ％]",
    "corner bracket": "[「」『』]",
    "ellipsis of dots": r"\.\.\.+|………+|…(?<!……)(?!…)",
    "end mark": "[✎■📍](?=\\s*(?:\n|$))",
    "invisible character": "[\0-\x08\x0b-\x1f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]",
    "line of spaces": r"(?m)^[ \u3000]+$",
    "run of blank lines": r"\n\s*\n\s*\n",
    "broken paragraph": _broken,
}


# Of the kinds that few texts have: what every place has one of, which is told ten times as fast as that a pattern
# matches nowhere.
HOLDS: dict[str, Iterable[str]] = {
    "pinyin gloss": "(（",
    "HTML entity": ";",
    "LaTeX": "_^\\",
    "English between Han": ("and", "will"),
    "space beside digit or letter": " \u3000",
    "space beside mark": " ",
    "corner bracket": "「」『』",
    "ellipsis of dots": ("..", "…"),
    "end mark": "✎■📍",
    "line of spaces": " \u3000",
}


def _count(kind: str, text: str) -> int:
    find = DIRT[kind]
    if callable(find):
        return find(text)
    return len(re.findall(find, text)) if any(part in text for part in HOLDS.get(kind, [""])) else 0


def count_dirt(text: str) -> dict[str, int]:
    """Count each kind of dirt in a text (str), raw or cleaned; returns a dict of kind -> count, as DIRT is ordered."""
    # Half a character cannot be handed to OpenCC; what stands for it keeps every place.
    text = HALF.sub("\ufffd", text)
    return {kind: _count(kind, text) for kind in DIRT}


def dirt(text: str) -> pd.DataFrame:
    """Count each kind of dirt in a text, raw or cleaned.

    text: any str. Returns a DataFrame with kind, count; one row per kind of DIRT, in its order.
    Misuse: the counts are of places, not of characters, and "broken paragraph" counts line ends in
    mid-sentence, which in raw text includes long titles.
    """
    return pd.DataFrame(count_dirt(text).items(), columns=["kind", "count"])
