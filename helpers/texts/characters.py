"""What characters are: Han, pinyin and its glosses, Traditional forms."""

import re
from functools import cache

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
# Latin letters in parentheses; whether they are pinyin is decided by is_gloss.
GLOSS = re.compile(rf"[(（]([A-Za-zü{TONED}{MARKS}'’ ]{{1,30}})[)）]")
# Syllables that are as likely a unit or a label as an annotation, where no tone tells.
NOT_PINYIN = frozenset({"a", "e", "o", "i", "u", "v", "min", "ha", "pa"})


def _is_pinyin(letters: str) -> bool:
    """Say whether letters spell pinyin: one syllable, or as many as there are tone marks (café has one too few)."""
    plain = re.sub(f"[{MARKS}]", "", letters.lower()).translate(TONELESS_VOWELS)
    return re.fullmatch(f"(?:{SYLLABLE}['’ ]?){{{max(1, len(TONE.findall(letters)))}}}", plain) is not None


def is_gloss(match: re.Match[str]) -> bool:
    """Say whether a match of GLOSS is a pinyin gloss: toned, or in small letters after a Han character."""
    letters = match[1]
    if not _is_pinyin(letters):
        return False
    if TONE.search(letters):
        return True
    follows = re.search(rf"[{HAN}](?:[(（][a-z]{{2,7}}[)）])*$", match.string[: match.start()])
    return letters.islower() and letters not in NOT_PINYIN and follows is not None


@cache
def converter(name: str) -> OpenCC:
    """Return OpenCC's converter of a name such as t2s, loaded once."""
    return OpenCC(name)


def to_simplified(text: str) -> str:
    """Return a text (str) with Simplified for Traditional characters; vocabulary stays."""
    plain = converter("t2s").convert(text)
    if "著" not in plain:
        return plain
    # 著 is the particle 着 or stays, which only tw2s knows; but tw2s alone spoils 显著 in Simplified
    # text, so it is asked about the text in Traditional characters.
    full = converter("tw2s").convert(converter("s2tw").convert(plain))
    if len(full) != len(plain):
        return plain
    return "".join(other if char == "著" else char for char, other in zip(plain, full, strict=True))
