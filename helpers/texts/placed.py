"""A text whose characters know where they stand in the raw file, and edits of it that keep this knowledge."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]


class Edit(NamedTuple):
    """A stretch of a text, from start to before end, and what takes its place."""

    start: int
    end: int
    new: str


class Placed(NamedTuple):
    """A text, and for each of its characters the position in the raw file that it came from."""

    text: str
    places: Places

    def part(self, start: int, end: int) -> "Placed":
        """Return a stretch of the text (positions in it)."""
        return Placed(self.text[start:end], self.places[start:end])

    def strip(self) -> "Placed":
        """Return the text without white space at its ends."""
        kept = self.text.strip()
        if kept == self.text:
            return self
        start = len(self.text) - len(self.text.lstrip())
        return self.part(start, start + len(kept))

    def lines(self) -> "list[Placed]":
        """Return the lines, as many as there are line ends and one more."""
        lines, at = [], 0
        for line in self.text.split("\n"):
            lines.append(self.part(at, at + len(line)))
            at += len(line) + 1
        return lines


def placed(text: str, start: int = 0) -> Placed:
    """Return a text (str) with the places of a raw stretch that begins at start."""
    return Placed(text, np.arange(start, start + len(text)))


def joined(parts: Iterable[Placed], glue: str) -> Placed:
    """Return texts (parts) joined with a glue (str) between them, which is placed where the part before it ends."""
    parts = list(parts)
    places: list[Places] = []
    for number, part in enumerate(parts):
        if number:
            before = parts[number - 1].places
            places.append(np.full(len(glue), before[-1] + 1 if len(before) else 0))
        places.append(part.places)
    text = glue.join(part.text for part in parts)
    return Placed(text, np.concatenate(places) if places else np.arange(0))


def _new_places(text: Placed, edit: Edit) -> Places:
    """Return where new characters stand: one for one, where the old stretch holds them, or all at its beginning."""
    old, places = text.text[edit.start : edit.end], text.places[edit.start : edit.end]
    held = 0 if len(edit.new) == len(old) else old.find(edit.new)
    if held >= 0:
        return places[held : held + len(edit.new)]
    at = places if len(old) else text.places[edit.start : edit.start + 1]
    return np.full(len(edit.new), at[0] if len(at) else 0)


def edited(text: Placed, edits: Iterable[Edit]) -> Placed:
    """Carry out edits of a text.

    text: Placed. edits: in order, none overlapping another, positions in text.
    Returns a Placed whose new characters stand where the ones they replace stood.
    """
    chars, places, at, told = [], [], 0, 0
    for edit in edits:
        chars += [text.text[at : edit.start], edit.new]
        # Where characters are replaced one for one, the places go on as they are.
        if edit.start < at or len(edit.new) != edit.end - edit.start:
            places += [text.places[told : max(at, edit.start)], _new_places(text, edit)]
            told = max(at, edit.end)
        at = max(at, edit.end)
    if not chars:
        return text
    return Placed("".join([*chars, text.text[at:]]), np.concatenate([*places, text.places[told:]]))


def differing(old: str, new: str) -> int:
    """Count the characters in which two texts (old and new, str) differ; returns an int, 1 where their lengths do."""
    if old == new or len(old) != len(new):
        return int(old != new)
    codes = (np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32) for text in (old, new))
    return int(np.count_nonzero(np.not_equal(*codes)))


def rewritten(text: Placed, new: str) -> tuple[Placed, int]:
    """Put other characters in the place of those of a text, one for one.

    text: Placed. new: str. Returns a Placed and how many characters differ; where the lengths do, it is one edit.
    """
    whole = len(new) != len(text.text)
    put = edited(text, [Edit(0, len(text.text), new)]) if whole else Placed(new, text.places)
    return put, differing(text.text, new)
