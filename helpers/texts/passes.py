"""What the steps of cleaning do: functions from a text to the edits that they make in it."""

import html
import html.entities
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from helpers.texts.characters import HAN, glosses, to_simplified
from helpers.texts.mojibake import ORPHAN
from helpers.texts.placed import Edit

Pass = Callable[[str], Iterator[Edit]]
Rewrite = Callable[[re.Match[str]], str]


class Rewriting(NamedTuple):
    """A pass that changes characters one for one: a function from a text to it as it should be, as long as it was."""

    new: Callable[[str], str]


def _of_lines(compiled: re.Pattern[str], holds: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield the matches in the lines of a text that hold something."""
    end = -1
    for found in holds.finditer(text):
        if found.start() > end:
            begin, end = text.rfind("\n", 0, found.start()) + 1, text.find("\n", found.end())
            end = len(text) if end < 0 else end
            yield from compiled.finditer(text, begin, end)


def replace(pattern: str, new: str | Rewrite, *, holds: Iterable[str] = ()) -> Pass:
    """Return the pass that replaces every match of a pattern by new, a text or a function of the match.

    The pattern is best one that begins with a character or a set of them, which Python finds six times as fast as what
    begins with a look behind. holds: texts of which every match has one; only the lines that have one are looked at, so
    that no match may look over the end of its line.
    """
    holds = tuple(holds)
    compiled, needed = re.compile(pattern), re.compile("|".join(map(re.escape, holds)))

    def edits(text: str) -> Iterator[Edit]:
        # Told ten times as fast as any pattern tells that it matches nowhere.
        if holds and not any(part in text for part in holds):
            return
        for match in _of_lines(compiled, needed, text) if holds else compiled.finditer(text):
            put = match.expand(new) if isinstance(new, str) else new(match)
            if put != match[0]:
                yield Edit(match.start(), match.end(), put)

    return edits


INVISIBLE = (
    # Colours of a terminal, before their first character is taken away alone.
    replace(r"\x1b\[[0-9;?]*[ -/]*[@-~]", ""),
    replace("[\r\v\f\x1c-\x1e\x85\u2028\u2029](?:(?<=\r)\n)?", "\n"),
    replace("[\0-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", ""),
    replace("[\ud800-\udfff]", "\ufffd"),
)


def _unescaped(match: re.Match[str]) -> str:
    entity = match[0] if match[0].startswith("&") else "&" + match[0]
    if not entity.startswith("&#") and entity[1:] not in html.entities.html5:
        return match[0]
    # An entity stands for a character in its line, never for a line end.
    return re.sub(r"\s", " ", html.unescape(entity))


ENTITIES = (
    replace(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});", _unescaped),
    replace(
        r"(?<![A-Za-z&])(?:[lr][ds]quo|nbsp|[mn]dash|hellip|middot);",
        _unescaped,
        holds=("quo;", "bsp;", "dash;", "llip;", "ddot;"),
    ),
)


def pinyin(text: str) -> Iterator[Edit]:
    """Yield an edit for every pinyin gloss, which is taken out; text: str."""
    return (Edit(*match.span(), "") for match in glosses(text))


PINYIN = (pinyin,)
# They mean something only in the font they came from.
PRIVATE_USE = (replace("[\ue000-\uf8ff\U000f0000-\U0010ffff]", ""),)
LATEX = (
    replace(r"[_^]\{([^{}\n]{1,20})\}", r"\1", holds="{"),
    replace(r"\\([%&#_$])", r"\1"),
    replace(r"\$([A-Za-z]{1,6}[\d.]{0,6})\$", r"\1"),
)


SIMPLIFIED = Rewriting(to_simplified)
# What a translating scanner left between Han characters.
ENGLISH_WORDS = {"and": "和", "will": "将"}
ENGLISH = (
    replace(
        rf"(?<=[{HAN}])[ \t]*\b({'|'.join(ENGLISH_WORDS)})\b[ \t]*(?=[{HAN}])",
        lambda match: ENGLISH_WORDS[match[1]],
        holds=ENGLISH_WORDS,
    ),
)

LETTER = "0-9A-Za-zα-ωΑ-Ω"
SPACES = (
    replace(r"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]", " "),
    replace(r" {2,}", " ", holds=["  "]),
    replace(r"(?m) (?:(?<=^ ) *| *$)", "", holds=" "),
    replace(rf" (?:(?<=[{HAN}] )(?=[{LETTER}])|(?<=[{LETTER}%‰℃] )(?=[{HAN}]))", ""),
    replace(r" (?:(?<=[，、。；：！？（《〈【] )|(?=[，、。；：！？）》〉】]))", ""),
    replace(rf" (?:(?<=[{HAN}] )(?=[,;:!?()])|(?<=[,;:!?()] )(?=[{HAN}“‘《]))", ""),
    replace(rf"(?<=[{HAN}\d”]) ?\+ ?(?=[{HAN}{LETTER}“])", "+", holds="+"),
    replace(rf"(?<=[{HAN}]) ?/ ?(?=[{HAN}])", "/", holds="/"),
    replace(r"(?<=\d) ?: ?(?=\d)", ":", holds=":"),
    replace(r" (?<=\d )(?=[%‰℃])", ""),
)

FULL_TO_HALF = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
} | dict(zip(map(ord, "％＋／－．"), map(ord, "%+/-."), strict=True))
FULL = re.compile(f"[{''.join(map(chr, FULL_TO_HALF))}]")
HALF_TO_FULL = dict(zip(",;:!?()", "，；：！？（）", strict=True))
QUOTES = dict(zip("「」『』｡", "“”‘’。", strict=True))
QUOTE = re.compile(f"[{''.join(QUOTES)}]")
BETWEEN_DIGITS = re.compile(r"[：∶](?<=\d.)(?=\d)")
STOP = re.compile(rf"\.(?<=[{HAN}]\.)(?=$|[{HAN}“”’])")
# What keeps its ASCII marks in a Chinese line: marks between two digits (1,100  6.2:35.7  07:30) or in English, and
# addresses. One of mail is looked for only where a run of its characters begins, so that a long run is read once.
HALF = re.compile(r"[,;:!?()](?!(?<=\d[,:])\d)(?!(?<=[A-Za-z][,;:!?]) [A-Za-z])")
ADDRESS = r"(?:https?://|www\.)[!-~]+|(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+"
PROTECTED_OR_HALF = re.compile(rf"{ORPHAN.pattern}|{ADDRESS}|{HALF.pattern}")
PROTECTS = re.compile(r"\?|@|http|www\.")
HAN_RUN, LATIN_RUN = re.compile(f"[{HAN}]+"), re.compile("[A-Za-z]+")


def _is_chinese(line: str) -> bool:
    return len("".join(HAN_RUN.findall(line))) > len("".join(LATIN_RUN.findall(line))) / 4


# A line that has none of them stays as it is: most do, and are told without the costs of the rest.
CHANGED_MARK = re.compile(
    r"[,;:!?()「」『』｡.：∶](?:(?<=[;!?()「」『』｡])|(?<=[,:])(?!(?<=\d.)\d)|(?<=\d[：∶])(?=\d)|"
    rf"(?<=[{HAN}]\.))"
)


def _widened(line: str) -> str:
    if not CHANGED_MARK.search(line) or not _is_chinese(line):
        return line
    line = STOP.sub("。", BETWEEN_DIGITS.sub(":", line))
    line = QUOTE.sub(lambda match: QUOTES[match[0]], line)
    marks = PROTECTED_OR_HALF if PROTECTS.search(line) else HALF
    return marks.sub(lambda match: HALF_TO_FULL.get(match[0], match[0]), line)


def _marks(text: str) -> str:
    plain = FULL.sub(lambda match: match[0].translate(FULL_TO_HALF), text)
    return "\n".join(map(_widened, plain.split("\n")))


WIDTH = (replace(r"\.\.\.+|。。。+|…[…⋯]*|⋯[…⋯]*", "……"), Rewriting(_marks))
# Looked for only where a run of marks, or of the spaces before it, begins, so that a long run is read once.
ORNAMENT = "✎■📍◆□▲\ufe0f"
END_MARKS = (
    replace(rf"(?:(?<![ \t])[ \t]++|(?<![ \t{ORNAMENT}]))[{ORNAMENT}]++(?=[ \t]*(?:\n|\Z))", "", holds=ORNAMENT),
)
BLANK_LINES = (replace(r"(?m)^ *\n", ""), replace(r"\n *\Z", ""))
