"""GBK text that was read one byte off after a misplaced gloss: found, and decoded anew by its likeliest reading."""

import math
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product

from helpers.texts.characters import GLOSS, HAN, TONED, converted
from helpers.texts.dictionary import dictionary
from helpers.texts.placed import Edit

# A gloss whose "(" was eaten together with the byte before it: what follows is read one byte off.
ORPHAN = re.compile(rf"\?([a-zü]*[{TONED}][a-zü]*)\)")
LONGEST_RUN = 40
CONTEXT = 4
# Where the first and the last character are both open there are thousands of readings: so many are compared in full.
CANDIDATES = 60
# A reading counts as found when it is at least this many times as likely as the next best one.
MARGIN = math.log(2)


def _likelihood(text: str) -> float:
    """Return the log probability of the likeliest segmentation of a text by jieba's word frequencies."""
    route: dict[int, tuple[float, int]] = {}
    tokenizer = dictionary()
    tokenizer.calc(text, tokenizer.get_DAG(text), route)
    return route[0][0]


def _byte_pair(char: str) -> bytes:
    """Return the GBK bytes that a character was read from; ASCII punctuation had been full-width."""
    if "!" <= char < "@":
        return bytes((0xA3, ord(char) + 0x80))
    try:
        pair = char.encode("gb18030")
    except UnicodeEncodeError:
        return b""
    return pair if len(pair) == 2 else b""


def shifted_run(text: str, start: int) -> tuple[bytes, int] | None:
    """Return (bytes, position after them) of the run of a text read one byte off from start, None where it has no end.

    The run ends at the ASCII character that is in truth the second byte of its last character; a "?"
    there says that this byte was lost, which is returned as a NUL.
    """
    run = b""
    for at in range(start, min(start + LONGEST_RUN, len(text))):
        char = text[at]
        if char == "?":
            return (run + b"\0", at + 1) if run else None
        if "@" <= char <= "~":
            return (run + char.encode(), at + 1) if run else None
        pair = b"" if GLOSS.match(text, at) else _byte_pair(char)
        if not pair:
            return None
        run += pair
    return None


def _decoded(data: bytes) -> str | None:
    try:
        text = data.decode("gbk")
    except UnicodeDecodeError:
        return None
    return None if re.search("[\ue000-\uf8ff]", text) else text


def _han_with(leads: bytes, trails: Iterable[int]) -> list[str]:
    """Return the Han characters that GBK spells with one of these first and one of these second bytes."""
    chars = (_decoded(bytes(pair)) for pair in product(leads, trails))
    return [char for char in chars if char and re.fullmatch(f"[{HAN}]", char)]


def _in_use(chars: list[str]) -> list[str]:
    """Return one character for each Simplified form that jieba's dictionary knows as a word."""
    forms = dict(zip(converted("\n".join(chars), "t2s").split("\n"), chars, strict=True)) if chars else {}
    return [char for form, char in sorted(forms.items()) if dictionary().FREQ.get(form)]


def _leads(before: str) -> bytes:
    """Return the bytes that can have stood before the run: with the byte before them they spell a character.

    The annotator took the last byte of the character before and the lost byte for one character and glossed it.
    """
    forms = {before, converted(before, "s2t")} if before else {}
    bytes_before = [pair[-1:] for form in forms if (pair := _byte_pair(form))]
    everything = bytes(range(0x81, 0xFF))
    return bytes(byte for byte in everything if _han_with(b"".join(bytes_before), [byte])) or everything


def _readings(run: bytes, leads: bytes) -> Iterator[str]:
    """Yield every reading of a run that one of these lead bytes (and some lost last byte) makes possible."""
    lost = run.endswith(b"\0")
    first = _in_use(_han_with(leads, range(0x40, 0xFF) if lost and len(run) == 1 else run[:1]))
    if len(run) == 1:
        yield from first
        return
    middle = _decoded(run[1:-2])
    last = _in_use(_han_with(run[-2:-1], range(0x40, 0xFF))) if lost else [_decoded(run[-2:])]
    if middle is not None:
        yield from (a + middle + b for a, b in product(first, last) if b is not None)


def _familiar(text: str, places: tuple[int, int]) -> float:
    """Return how common the two-character words are that the characters at these places make with a neighbour."""
    frequency = dictionary().FREQ
    pairs = {text[at : at + 2] for place in places for at in (place - 1, place) if at >= 0}
    return sum(math.log1p(frequency.get(pair) or 0) for pair in pairs)


@cache
def best_reading(run: bytes, before: str, after: str) -> str | None:
    """Return the likeliest reading of a run between its neighbours, or None where none stands out."""
    before, after = GLOSS.sub("", before), GLOSS.sub("", after)
    left, right = (re.sub(f"[^{HAN}]", "", converted(part, "t2s")) for part in (before, after))
    left, right = left[-CONTEXT:], right[:CONTEXT]
    readings = list(_readings(run, _leads(before[-1:])))
    plain = [left + form + right for form in converted("\n".join(readings), "t2s").split("\n")]
    places = (len(left), len(plain[0]) - len(right) - 1)
    order = sorted(range(len(readings)), key=lambda at: -_familiar(plain[at], places))[:CANDIDATES]
    ranked = sorted(((_likelihood(plain[at]), readings[at]) for at in order), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < MARGIN):
        return None
    return ranked[0][1]


def mojibake_edits(text: str) -> Iterator[Edit]:
    """Yield an edit for every stretch of a text (str) read one byte off; what no reading explains stays."""
    at = 0
    for orphan in ORPHAN.finditer(text):
        run = shifted_run(text, orphan.end()) if orphan.start() >= at else None
        window = text[max(0, orphan.start() - 40) : orphan.start()]
        reading = best_reading(run[0], window, text[run[1] : run[1] + 40]) if run else None
        if run and reading:
            at = run[1]
            yield Edit(orphan.start(), at, reading)
