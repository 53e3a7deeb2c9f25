"""What characters are: Han, pinyin and its glosses, Traditional forms."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
MARKS = "\u0300-\u036f"
# One syllable as pinyin spells it, without its tone; the longer finals stand first.
SYLLABLE = (
    "(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:iang|iong|uang|ueng|ang|eng|ing|ong|iao|ian|uai|uan|van|ai|ei|ui|ao|ou|iu|ie|ue|ve|er|an|en|in|un|vn|"
    "ia|ua|uo|a|o|e|i|u|v|ü)"
)
TONELESS_VOWELS = str.maketrans(dict(zip(TONED, "aaaaeeeeiiiioooouuuuvvvvnnnm", strict=True)))
TONE = re.compile(f"[{TONED}{MARKS}]")
# Latin letters in parentheses; which of them are pinyin is found by glosses.
GLOSS = re.compile(rf"[(（]([A-Za-zü{TONED}{MARKS}'’ ]{{1,30}})[)）]")
# Syllables that are as likely a unit or a label as an annotation, where no tone tells.
# A line may end between a character and its gloss.
AFTER_HAN = re.compile(f"(?<=[{HAN}])|(?<=[{HAN}]\n)")
NOT_PINYIN = frozenset({"a", "e", "o", "i", "u", "v", "min", "ha", "pa"})


# The same syllables come again and again.
@lru_cache(maxsize=2**14)
def _is_pinyin(letters: str) -> bool:
    """Say whether letters spell pinyin: one syllable, or as many as there are tone marks (café has one too few)."""
    plain = re.sub(f"[{MARKS}]", "", letters.lower()).translate(TONELESS_VOWELS)
    return re.fullmatch(f"(?:{SYLLABLE}['’ ]?){{{max(1, len(TONE.findall(letters)))}}}", plain) is not None


def _is_gloss(letters: str, *, follows: bool) -> bool:
    toneless = follows and letters.islower() and letters not in NOT_PINYIN
    return (toneless or TONE.search(letters) is not None) and _is_pinyin(letters)


def glosses(text: str) -> Iterator[re.Match[str]]:
    """Yield the pinyin glosses of a text (str): toned, or in small letters after a Han character or its glosses."""
    chained = -1
    for match in GLOSS.finditer(text):
        after_another = chained >= 0 and text[chained : match.start()] in ("", "\n")
        follows = after_another or AFTER_HAN.match(text, match.start()) is not None
        chained = match.end() if follows and re.fullmatch("[a-z]{2,7}", match[1]) else -1
        if _is_gloss(match[1], follows=follows):
            yield match


HALF = re.compile("[\ud800-\udfff]")


@cache
def _converter(name: str) -> "OpenCC":
    # Imported here so that shipped features can be read where there is no OpenCC.
    from opencc import OpenCC

    return OpenCC(name)


def converted(text: str, name: str) -> str:
    """Return a text (str) as OpenCC's converter of a name such as t2s writes it; half a character becomes U+FFFD."""
    return str(_converter(name).convert(HALF.sub("\ufffd", text)))


def to_simplified(text: str) -> str:
    """Return a text (str) with Simplified for Traditional characters; vocabulary stays."""
    plain = converted(text, "t2s")
    if "著" not in plain:
        return plain
    # No word of OpenCC goes on in the next sentence or line, so that those without 著 need not be asked about.
    return "\n".join(
        "。".join(map(_with_particle, line.split("。"))) if "著" in line else line for line in plain.split("\n")
    )


def _with_particle(plain: str) -> str:
    if "著" not in plain:
        return plain
    # 著 is the particle 着 or stays, which only tw2s knows; but tw2s alone spoils 显著 in Simplified
    # text, so it is asked about the text in Traditional characters.
    # s2tw is s2t and then t2tw; asked for as such it needs no second copy of the largest table, which s2t has.
    full = plain
    for name in ("s2t", "t2tw", "tw2s"):
        full = converted(full, name)
    if len(full) != len(plain):
        return plain
    return "".join(other if char == "著" else char for char, other in zip(plain, full, strict=True))
