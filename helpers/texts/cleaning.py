"""General cleaning: named steps that count what they change and keep where each character came from."""

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from helpers.texts import passes
from helpers.texts.lines import glue, join_groups
from helpers.texts.mojibake import mojibake_edits
from helpers.texts.placed import Placed, edited, joined, placed, rewritten


class Step(NamedTuple):
    """One cleaning step: its name, what it does in a phrase, and the function Placed -> (Placed, changes)."""

    name: str
    does: str
    apply: Callable[[Placed], tuple[Placed, int]]


def _passed(text: Placed, way: passes.Pass | passes.Rewriting) -> tuple[Placed, int]:
    if isinstance(way, passes.Rewriting):
        return rewritten(text, way.new(text.text))
    edits = list(way(text.text))
    return edited(text, edits), len(edits)


def _step(name: str, does: str, *ways: passes.Pass | passes.Rewriting) -> Step:
    """Make a step of passes that follow each other; what it counts is their edits, or the characters they rewrite."""

    def apply(text: Placed) -> tuple[Placed, int]:
        changes = 0
        for way in ways:
            text, more = _passed(text, way)
            changes += more
        return text, changes

    return Step(name, does, apply)


def _joined(text: Placed) -> tuple[Placed, int]:
    """Join the paragraphs that a column or a picture broke; a caption in between comes after."""
    lines = [line for line in text.lines() if line.text.strip()]
    groups = join_groups([line.text for line in lines])
    return joined([glue([lines[number] for number in group]) for group in groups], "\n"), len(lines) - len(groups)


INLINE = (
    _step("invisible", "line ends made one, zero-width and control characters removed", *passes.INVISIBLE),
    _step("mojibake", "GBK text read one byte off decoded anew", mojibake_edits),
    _step("pinyin", "pinyin glosses in parentheses removed", *passes.PINYIN),
    _step("entities", "HTML entities decoded", *passes.ENTITIES),
    _step("private_use", "private-use characters removed", *passes.PRIVATE_USE),
    _step("latex", "LaTeX scripts and escapes made plain", *passes.LATEX),
    _step("simplified", "Traditional characters made Simplified", passes.SIMPLIFIED),
    _step("english", "stray English and, will between Han characters translated", *passes.ENGLISH),
    _step("spaces", "spaces beside Han characters, digits and marks removed", *passes.SPACES),
    _step("width", "half- and full-width characters made one", *passes.WIDTH),
    _step("end_marks", "ornaments at the end of an article removed", *passes.END_MARKS),
)
STEPS = (
    *INLINE,
    _step("blank_lines", "blank lines removed", *passes.BLANK_LINES),
    Step("joined", "broken paragraphs joined, also across a caption", _joined),
)
# Steps undo each other's obstacles (a space beside a mark that only now is full-width), so they run until
# nothing changes; each shortens the text or moves it towards one form, and three rounds are the most seen.
ROUNDS = 12


def cleaned(text: Placed, *, steps: tuple[Step, ...] = STEPS) -> tuple[Placed, Counter[str]]:
    """Clean a text whose characters know their raw places.

    text: Placed. steps: as for `clean`. Returns the clean Placed and the changes of each step by name.
    """
    counts: Counter[str] = Counter()
    for _ in range(ROUNDS):
        before = text.text
        for step in steps:
            text, changes = step.apply(text)
            counts[step.name] += changes
        if text.text == before:
            break
    return text, counts


def clean(text: str, *, steps: tuple[Step, ...] = STEPS) -> str:
    """Clean a Chinese text of the dirt that scanning, annotating and re-encoding leave.

    text: any str. steps: which steps, in order; INLINE leaves lines as they are.
    Returns a str with paragraphs parted by single line ends. Cleaning what is clean changes nothing, and no
    Han character is dropped (mojibake aside, whose Han characters were never written).
    Misuse: editing that is particular to one file (mastheads, bylines, captions) belongs in its markup.

    >>> clean("水質(zhì)好轉,PM_{2.5}下降 57.1 %。✎")
    '水质好转，PM2.5下降57.1%。'
    """
    return cleaned(placed(text), steps=steps)[0].text


def changes_of(text: str, *, steps: tuple[Step, ...] = STEPS) -> Counter[str]:
    """Count what each cleaning step changes in a text (str), by steps; returns a Counter by the name of the step."""
    return cleaned(placed(text), steps=steps)[1]


def report(text: str, *, steps: tuple[Step, ...] = STEPS) -> pd.DataFrame:
    """Count what each cleaning step changes in a text.

    text: any str. steps: as for `clean`.
    Returns a DataFrame with step, does, changes; one row per step, in order.
    """
    changes = changes_of(text, steps=steps)
    rows = [(step.name, step.does, changes[step.name]) for step in steps]
    return pd.DataFrame(rows, columns=["step", "does", "changes"])


def trace(text: str, *, steps: tuple[Step, ...] = STEPS) -> pd.DataFrame:
    """Show a text after each step that changed it.

    text: any str. steps: as for `clean`; one round of them.
    Returns a DataFrame with step, changes, text; one row per step that changed something, after a first row
    "raw" with the text as it came.
    """
    now, rows = placed(text), [("raw", 0, text)]
    for step in steps:
        now, changes = step.apply(now)
        if now.text != rows[-1][2]:
            rows.append((step.name, changes, now.text))
    return pd.DataFrame(rows, columns=["step", "changes", "text"])
