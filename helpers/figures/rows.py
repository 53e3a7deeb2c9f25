"""From a paragraph to its rows of figures: each layer reads, the choice is the likeliest reading, a row says it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from helpers.figures.changes import (
    A_RATE,
    RELATIVE,
    Years,
    basis_of,
    change_years,
    current,
    direction,
    future_word,
    is_done,
    level_years,
    speaking,
)
from helpers.figures.choose import NOTHING, Candidate, ClauseRow, clause_table, offers, row_at
from helpers.figures.clauses import Clause, Mention, Sentence, bracket_at, clause_at
from helpers.figures.clauses import sentences as sentences_of
from helpers.figures.lexicon import Vocabulary, vocabulary
from helpers.figures.measured import (
    EMPTY,
    OF_A_KIND,
    RATE,
    Label,
    Scene,
    labels,
    of_part,
    of_what,
    shared_out,
    whole_of,
)
from helpers.figures.places import HERE, Place, places
from helpers.figures.quantities import Quantity, quantities, rounding_of, shares_unit
from helpers.figures.relations import multiple_is, part_of
from helpers.figures.roles import LONGEST_LIST, listed
from helpers.figures.times import Period, times
from helpers.lexicon import Lexicon, shipped
from helpers.texts.characters import HALF

COLUMNS = (
    "start", "end", "indicator", "region", "value", "unit", "bound", "kind", "year_from", "year_to", "base_year",
    "month_from", "month_to",
)  # fmt: skip
MONTHS = ("month_from", "month_to")
YEARS = ("year_from", "year_to", "base_year")
# How the figure was read, and what the text says of it that checks need.
READING = ("rule", "rounding", "basis", "whole", "ratio", "part_of", "multiple")
NULLABLE = frozenset({*YEARS, *MONTHS, "ratio", "part_of"})
NAMES = (*COLUMNS, *READING)
TYPES = {"start": np.int64, "end": np.int64, "value": np.float64, "rounding": np.float64}
WORDS = tuple(name for name in NAMES if name not in NULLABLE and name not in TYPES)


class Paragraph(NamedTuple):
    """A paragraph with all that is mentioned in it.

    spoken: the times that say of when it speaks. runs: of each figure, where its list begins and ends.
    """

    text: str
    words: Vocabulary
    sentences: Sequence[Sentence]
    quantities: Sequence[Quantity]
    times: Sequence[Mention[Period]]
    spoken: Sequence[Mention[Period]]
    places: Sequence[Place]
    clauses: Sequence[ClauseRow]
    runs: Sequence[tuple[int, int]]


Names = tuple[str, ...]
# How many figures back the one before a bracket may be.
LONGEST_LOOK = 8
# From （ to a figure that has its label in brackets with it.
SHORTEST_LABEL = 4


class Figure(NamedTuple):
    """A figure as read: where it stands, whether it is a change or a plan and why, its years, what it measures, where.

    earlier: the figure before it in its sentence. part_of: where the figure begins that it is a part of. subject,
    dealt, names: what it hands on to the next one; the places and the names that its list deals out.
    """

    quantity: Quantity
    clause: Clause
    earlier: "Figure | None"
    direction: int
    kind: str
    why: str
    years: Years
    label: Label
    region: Candidate
    part_of: int | None
    subject: str
    dealt: Names
    names: Names


def paragraph_of(text: str, *, published: int | None, lexicon: Lexicon | None) -> Paragraph:
    """Find all that is mentioned in a paragraph.

    text, published, lexicon: as for `extract`. Returns a Paragraph.
    """
    words = vocabulary(lexicon or shipped())
    found = quantities(text, words)
    if not found:
        return Paragraph(text, words, (), (), (), (), (), (), ())
    stated, named, sentences = times(text, published=published), places(text, words), sentences_of(text)
    clauses = clause_table(text, sentences, named, words)
    spoken = speaking(text, stated)
    return Paragraph(text, words, sentences, found, stated, spoken, named, clauses, _runs(text, found))


def _runs(text: str, quantities: Sequence[Quantity]) -> list[tuple[int, int]]:
    """Return for each figure the numbers of the first one of its list of one unit and of the first one after it."""
    heads = [at for at, own in enumerate(quantities) if not at or not shares_unit(text, quantities[at - 1], own)]
    ends = [*heads[1:], len(quantities)]
    return [(head, end) for head, end in zip(heads, ends, strict=True) for _ in range(head, end)]


def label_ways(paragraph: Paragraph, clause: Clause, at: int, earlier: Figure | None) -> Iterator[Label]:
    """Yield the ways to name what a figure measures, the likeliest first.

    paragraph: Paragraph. clause: of the figure. at: its number from 0. earlier: Figure before it in its sentence.
    """
    found = paragraph.quantities
    limit = found[at + 1].start if at + 1 < len(found) else len(paragraph.text)
    opened = bracket_at(paragraph.text, found[at].start)
    # In 汽车（12万辆） the label is before the bracket, in （汽车产量12万辆） inside.
    inside = 0 if opened is None or found[at].start - opened < SHORTEST_LABEL else opened + 1
    begin = max(clause.start, inside, earlier.label.end if earlier else 0, found[at - 1].end if at else 0)
    scene = Scene(paragraph.text, clause, found[at], limit, begin, paragraph.words)
    return labels(scene, earlier.subject if earlier else "")


def _label(paragraph: Paragraph, clause: Clause, at: int, found: Sequence[Figure], sign: int) -> tuple[Label, Names]:
    """Return the label of a figure, the likeliest, and the names that its list deals out in order."""
    earlier = _earlier(paragraph.text, clause, found)
    label, (head, end) = next(label_ways(paragraph, clause, at, earlier)), paragraph.runs[at]
    # What grew is named, not the growth.
    grown = RATE.sub("", label.value) if sign else ""
    grown = earlier.subject if sign and earlier and (not grown or grown in EMPTY) else grown
    value = of_what(grown if len(grown) > 1 else label.value, earlier.subject if earlier else "")
    value = _of_part(paragraph, at, found, value)
    label = label._replace(value=_sector(paragraph, at, value) or value)
    names = _names(paragraph, clause, at, found)
    start = paragraph.quantities[at].start
    in_order = "分别" in paragraph.text[max(clause.start, start - LONGEST_LIST) : start]
    if at == head and not names and in_order:
        names = tuple(shared_out(label.value, end - head))
    if names:
        return label._replace(value=names[at - head], source="dealt out in order"), names
    if sign and at > head and earlier and sign == earlier.direction:
        return label._replace(value=earlier.label.value, source="the figure before in its list"), ()
    return label, ()


def _of_part(paragraph: Paragraph, at: int, found: Sequence[Figure], label: str) -> str:
    """Put to the label of a part in brackets, or of a kind alone, the thing that it is a part of."""
    quantity, bracket = paragraph.quantities[at], bracket_at(paragraph.text, paragraph.quantities[at].start)
    if bracket is not None:
        first = bisect_left(found, bracket, key=lambda figure: figure.quantity.end)
        wholes = [figure for figure in found[first : first + 1] if figure.quantity.end == bracket]
    else:
        wholes = list(found[-1:]) if OF_A_KIND.fullmatch(label) else []
    same = wholes and wholes[0].quantity.unit == quantity.unit
    return of_part(label, wholes[0].label.value) if same else label


# The parts of 三次产业结构, in the order in which they are always given.
SECTORS = ("第一产业占比", "第二产业占比", "第三产业占比")


def _sector(paragraph: Paragraph, at: int, label: str) -> str:
    """Return the name of a part of 三次产业结构 (6.2:35.7:58.1); "" where a figure is none."""
    ratio = paragraph.quantities[at].ratio
    if not ratio or ("三次产业" not in label and label not in SECTORS):
        return ""
    # A ratio has at most five parts, which nothing interrupts.
    near = range(max(0, at - 4), min(at + 5, len(paragraph.quantities)))
    parts = [number for number in near if paragraph.quantities[number].ratio == ratio]
    return SECTORS[parts.index(at)] if len(parts) == len(SECTORS) else ""


# From one list to another: 分别从42.9%、33.8%调整为2010年的37.9%、29.4%; 分别为5%、6%，两年平均增速分别为3%、4%.
SAME_LIST = re.compile(
    "(?:[调变][整动化]|上升|下降|提[高升]|降低|增加|增长)?[为至到](?:[^，。；]{0,8}年的)?|"
    "，(?:[两三]年)?(?:年均|平均|同比)?(?:增[速长幅])?分别(?:增长|下降)?[为达]?到?"
)


def _names(paragraph: Paragraph, clause: Clause, at: int, found: Sequence[Figure]) -> Names:
    """Return the names that the list of a figure deals out: as begun by its first, or those of as many levels before.

    增值税12.8亿元、使用税9.5亿元，同比分别增长210.8%、29.5%: the first growth is that of the first level.
    """
    head, end = paragraph.runs[at]
    if at > head:
        return found[-1].names
    before = found[max(0, head - (end - head)) :]
    again = found and SAME_LIST.fullmatch(paragraph.text, found[-1].quantity.end, paragraph.quantities[head].start)
    if again and len(found[-1].names) == end - head:
        return found[-1].names
    same = len(before) == end - head > 1 and all(figure.clause.sentence == clause.sentence for figure in before)
    relative = paragraph.quantities[at].unit in RELATIVE
    if not (same and relative and all(figure.quantity.unit not in RELATIVE for figure in before)):
        return ()
    return tuple(figure.label.value for figure in before)


def _earlier(text: str, clause: Clause, found: Sequence[Figure]) -> Figure | None:
    """Return the figure before in the same sentence; none of a bracket that has ended."""
    here = bracket_at(text, clause.start)
    same = (figure for figure in reversed(found[-LONGEST_LOOK:]) if figure.clause.sentence == clause.sentence)
    return next((figure for figure in same if bracket_at(text, figure.quantity.start) in (None, here)), None)


def _dealt(paragraph: Paragraph, clause: Clause, at: int, found: Sequence[Figure]) -> Names:
    """Return the places that the list of a figure deals out, as begun by its first; those of the list before it."""
    (head, end), start = paragraph.runs[at], paragraph.quantities[at].start
    if at > head:
        return found[-1].dealt
    for begin in (clause.start, clause.sentence):
        places = listed(paragraph.text, begin, start, paragraph.places)
        if len(places) == end - head > 1:
            return places
    before = next((figure.dealt for figure in found[-1:] if figure.clause.sentence == clause.sentence), ())
    return before if len(before) == end - head else ()


def region_ways(paragraph: Paragraph, clause: Clause, at: int, dealt: Names) -> Iterator[Candidate]:
    """Yield the places that a figure may be about, the likeliest first.

    paragraph: Paragraph. clause: of the figure. at: its number from 0. dealt: the places that its list deals out.
    """
    if dealt:
        yield Candidate(dealt[at - paragraph.runs[at][0]], "dealt out in order")
    row, quantity = row_at(paragraph.clauses, clause), paragraph.quantities[at]
    ways = offers(paragraph.text, row, quantity, paragraph.places)
    yield from (offer for offer in ways if offer.value)


def _kind(text: str, clause: Clause, quantity: Quantity, sign: int, time: Mention[Period] | None) -> tuple[str, str]:
    """Return level, change or target, and for a target the word that makes it one."""
    if sign:
        word = future_word(text, clause, quantity)
        return ("target", word) if word else ("change", "")
    if is_done(text, clause, quantity):
        return "level", ""
    if time is not None and time.value.future:
        return "target", "a year to come"
    word = future_word(text, clause, quantity)
    return ("target", word) if word else ("level", "")


def _figure(paragraph: Paragraph, at: int, found: Sequence[Figure]) -> Figure:
    """Read the figure number at of a paragraph, after those found before it."""
    text, quantity = paragraph.text, paragraph.quantities[at]
    following = paragraph.quantities[at + 1] if at + 1 < len(paragraph.quantities) else None
    clause = clause_at(paragraph.sentences, quantity.number, quantity.start)
    earlier = _earlier(text, clause, found)
    inherited = earlier.direction if earlier and shares_unit(text, earlier.quantity, quantity) else 0
    rated = earlier is not None and (earlier.why == A_RATE or RATE.fullmatch(earlier.why) is not None)
    sign, why = direction(text, clause, quantity, inherited, paragraph.words, rated=rated)
    time = current(text, clause, quantity, paragraph.times, paragraph.spoken, level=not sign)
    kind, word = _kind(text, clause, quantity, sign, time)
    label, names = _label(paragraph, clause, at, found, sign)
    dealt = _dealt(paragraph, clause, at, found)
    return Figure(
        quantity=quantity,
        clause=clause,
        earlier=earlier,
        direction=sign,
        kind=kind,
        why=word or why,
        years=change_years(text, clause, quantity, paragraph.times, time)
        if sign
        else level_years(text, clause, quantity, following, time),
        label=label,
        region=next(region_ways(paragraph, clause, at, dealt), NOTHING),
        part_of=part_of(text, clause, at, paragraph.quantities),
        subject=earlier.subject if sign and earlier and label.source != "words before it" else label.value,
        dealt=dealt,
        names=names,
    )


def figures(paragraph: Paragraph) -> list[Figure]:
    """Read the figures of a paragraph in order; each may continue the one before it.

    paragraph: Paragraph. Returns a list of Figure.
    """
    found: list[Figure] = []
    for at in range(len(paragraph.quantities)):
        found.append(_figure(paragraph, at, found))
    return found


def _row(text: str, figure: Figure, home: str | None) -> dict[str, Any]:
    quantity, years = figure.quantity, figure.years
    return {
        "start": quantity.start,
        "end": quantity.end,
        "indicator": figure.label.value,
        "region": home if figure.region.value == HERE else figure.region.value,
        "value": quantity.value * (figure.direction or 1),
        "unit": quantity.unit,
        "bound": quantity.bound,
        "kind": figure.kind,
        "year_from": years.first,
        "year_to": years.last,
        "base_year": years.base,
        "month_from": years.months[0],
        "month_to": years.months[1],
        "rule": quantity.rule,
        "rounding": rounding_of(text, quantity),
        "basis": basis_of(text, figure.clause, quantity) if figure.direction else "",
        "whole": whole_of(figure.label.value) if quantity.unit == "%" else "",
        "ratio": quantity.ratio or None,
        "part_of": figure.part_of,
        "multiple": multiple_is(text, figure.clause, quantity),
    }


def read(
    text: str, *, published: int | None = None, region: str | None = None, lexicon: Lexicon | None = None
) -> list[dict[str, Any]]:
    """Read what `extract` extracts, without the costs of a table for each of many paragraphs.

    text, published, region, lexicon: as for `extract`. Returns a list of dicts with its columns, None where one is
    missing; one per figure, in reading order.
    """
    # Half a character cannot be stored; what stands for it keeps every place.
    text = HALF.sub("\ufffd", text)
    paragraph = paragraph_of(text, published=published, lexicon=lexicon)
    return [_row(text, figure, region) for figure in figures(paragraph)]


def _column(name: str, values: Sequence[Any]) -> Any:
    """Make a typed column; pandas would take most of the extraction's time to find the types out."""
    if name not in NULLABLE:
        return np.array(values, dtype=TYPES[name])
    missing = np.array([value is None for value in values], dtype=bool)
    return pd.arrays.IntegerArray(np.array([value or 0 for value in values], dtype=np.int64), missing)


def _table(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    # To make one array of all words and cut it into columns takes a third of the time of making each.
    words = pd.array([row[name] for name in WORDS for row in rows], dtype="str")
    cut = {name: words[at * len(rows) : (at + 1) * len(rows)] for at, name in enumerate(WORDS)}
    numbers = {name: _column(name, [row[name] for row in rows]) for name in NAMES if name not in cut}
    return pd.DataFrame({name: cut.get(name, numbers.get(name)) for name in NAMES}, copy=False)


EMPTY_TABLE = _table([])


def extract(
    text: str, *, published: int | None = None, region: str | None = None, lexicon: Lexicon | None = None
) -> pd.DataFrame:
    """Extract the figures that a paragraph states, each with what it measures, where and when.

    text: one clean paragraph (str). published: the year of publication, from which 今年 and 去年 are counted; a part of
    a year without its year is of it. region: the place that the text calls 我市, 全区, 全省, where the paragraph does
    not name it; such figures have none without it. lexicon: of the corpus that the text belongs to, ours by default.
    Returns a DataFrame with start, end (span in text), indicator (what is measured, in the words of the text), region
    (short form), value (float; 万, 亿, 成 multiplied out, a fall negative), unit (bare), bound (= > < ~), kind (level,
    change, target), year_from, year_to, base_year, month_from, month_to (nullable integers; months of a part of a
    year), rule (how the number was read), rounding (half a unit of its last stated digit), basis (年均, 同比 or 环比
    where a change is stated so), whole (what a share is of, in the words of the text), ratio (number of the ratio in
    the paragraph that it is a part of, else missing), part_of (start of the figure that it is a part of by 其中, else
    missing), multiple (growth for 增长N倍, else ratio, of 倍); one row per figure, in reading order.
    Misuse: the rules are of the language of reports and bulletins; in other prose many numbers are no figures.

    >>> table = extract("2023年，天津新建学校43所，比2014年增长12.5%。")
    >>> table[["indicator", "region", "value", "unit", "kind", "year_to"]].values.tolist()
    [['新建学校', '天津', 43.0, '所', 'level', 2023], ['新建学校', '天津', 12.5, '%', 'change', 2023]]
    """
    rows = read(text, published=published, region=region, lexicon=lexicon)
    return _table(rows) if rows else EMPTY_TABLE.copy(deep=False)
