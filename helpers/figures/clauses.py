"""Sentences and clauses of a paragraph, the mentions in them, and what opens a clause without being its subject."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

# 1,100 is one number, so a comma between digits parts nothing.
MARK = re.compile(r"[，；：;]|……|(?<!\d),|,(?!\d)")
# A bullet opens a sentence too.
SENTENCE = re.compile(r"[■●◆▲]?[^。！？\n■●◆▲]*[。！？\n]?[”’]?")
FILLERS = (
    r"(?:其中|力争|确保|争取|全线|目前|截至目前|据统计|据不完全统计|同时|此外|并|且|而|也|还|已经?|共(?![建同享])|累计|一共|总共|合计|约|近|超(?![额高大低级声市算])过?|达到?|"
    r"将|由|从|为|是|有|实现|完成|预计|每年|全年|年均|同比|分别|的|比|较|与|等|在(?![京园院校职外岗册建编校读籍])|和|及|对|自|以来|来|底|末|年(?!度)|月(?![薪租均供])|初|期间|前三季度|、|“|[■●◆▲])+"
)
FILLER = re.compile(f"^{FILLERS}")


# Of an endless sentence only what is near a figure says what it is.
NEAR, FAR, REACH = 120, 400, 1200
# Of an endless bracket only what is near its beginning counts.
LONGEST_BRACKET = 120
OPEN = re.compile("（[^（）]*$")


def bracket_at(text: str, at: int) -> int | None:
    """Return where the bracket （ begins in which a position (at) of a text lies; None where it lies in none."""
    opened = OPEN.search(text, max(0, at - LONGEST_BRACKET), at)
    return opened.start() if opened else None


# The title of a document or a paper; a bracket that nobody closes opens none.
TITLE = re.compile("《[^《》]{0,80}》")


def without_titles(text: str) -> str:
    """Return the text with blanks for what titles say, so that all else keeps its place: 《北京日报》 is no place."""
    return TITLE.sub(lambda title: " " * len(title.group()), text)


# 从名义增速来看，: what the rest of the sentence measures, where that is an attribute.
TOPIC = re.compile(
    "从([^，。；]{0,10}(?:增速|增幅|总量|占比|比重|率|GDP|[量额数值]|收入|规模))(?:上)?(?:来?看|而言|来说)，"
)
# How far before its clause a topic may be.
LONGEST_TOPIC = 200

Value = TypeVar("Value")


class Mention(NamedTuple, Generic[Value]):
    """What a stretch of a text names: a time, a place, a change; with the list or the rule that knows it."""

    start: int
    end: int
    kind: str
    value: Value
    source: str


class Sentence(NamedTuple):
    """A sentence: its stretch, and where its clauses begin."""

    start: int
    end: int
    clauses: tuple[int, ...]


class Clause(NamedTuple):
    """Where a figure stands: where its sentence begins, where its clause begins, the number of its sentence from 0."""

    sentence: int
    start: int
    number: int


def sentences(text: str) -> list[Sentence]:
    """Cut a text (str) into sentences; returns a list of Sentence that covers it."""
    return [_sentence(text, *match.span()) for match in SENTENCE.finditer(text) if match[0]]


def _sentence(text: str, start: int, end: int) -> Sentence:
    return Sentence(start, end, (start, *(mark.end() for mark in MARK.finditer(text, start, end))))


def clause_at(table: Sequence[Sentence], number: int, start: int) -> Clause:
    """Find the clause of a figure.

    table: as `sentences` returns it. number: where the numeral begins, start: where the figure begins, with its bound.
    Returns a Clause.
    """
    at = bisect_right(table, number, key=lambda sentence: sentence.start) - 1
    clauses = table[at].clauses
    return Clause(table[at].start, clauses[max(0, bisect_right(clauses, start) - 1)], at)


def topic_of(text: str, clause: Clause) -> str:
    """Return what the sentence of a clause says that it looks at (从名义增速来看); "" where it says none.

    text: str. clause: Clause of the text.
    """
    topics = TOPIC.findall(text, max(clause.sentence, clause.start - LONGEST_TOPIC), clause.start)
    return topics[-1] if topics else ""


def within(mentions: Sequence[Mention[Value]], start: int, end: int) -> Sequence[Mention[Value]]:
    """Return the mentions (in order) that begin in a stretch of the text, from start to before end."""
    low, high = (bisect_left(mentions, at, key=lambda mention: mention.start) for at in (start, end))
    return mentions[low:high]
