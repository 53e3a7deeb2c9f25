"""Which place a figure is about: every place that may be it with the rule that offers it, the likeliest first."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from helpers.figures.clauses import Clause, Sentence, clauses_before, sentences_before, within
from helpers.figures.lexicon import ONE, Vocabulary
from helpers.figures.places import (
    BESIDE_ONLY,
    COUNTRY,
    GOAL,
    SETTLED,
    Place,
    earlier_clause,
    first_name,
    first_opening,
    inside,
    last_before,
    own_clause,
    seat,
)
from helpers.figures.quantities import Quantity


class Candidate(NamedTuple):
    """A place that a figure may be about, None for none, and the rule that offers it."""

    value: str | None
    source: str


# How many sentences with a place back the one may be that a figure is about.
FURTHEST = 20
# GDP超3万亿元的苏州、2.1万亿元的杭州: the place follows.
# 总投资42亿元的某地基地: the place is in the name of what has it.
OF_A_PROJECT = re.compile("(?:总?投资|[长宽]|面积|占地|造价|距离[^，。；]{1,8})(?:达|约|为)*$")
PROJECT = re.compile("的[^，。；、在占]{2,24}")
OWNER = re.compile("的(?=[\u4e00-\u9fff]{2,6}(?:[、，。；]|和[^，。；]*\\d))")


def _beside(text: str, quantity: Quantity, named: Sequence[Place], words: Vocabulary) -> str | None:
    """Return the place that a figure stands beside: 河北省23个, 29分钟到燕郊, 17家…落户通州."""
    place = last_before(named, quantity.start)
    near = place is not None and text[place.end : quantity.start] in ("", "的", "（") and place.value != COUNTRY
    if place and near and not BESIDE_ONLY.search(text, max(0, place.start - 1), place.start):
        return place.value
    joint = within(named, quantity.end, quantity.end + 2)
    if joint and {*joint[0].value} <= {*ONE} and text[quantity.end : joint[0].start] in ("", "“"):
        return joint[0].value
    owner = OWNER.match(text, quantity.end)
    if owner:
        return next((place.value for place in within(named, owner.end(), owner.end() + 1)), None)
    settled = SETTLED.match(text, quantity.end)
    if settled:
        return next((place.value for place in within(named, settled.end(), settled.end() + 1)), None)
    if OF_A_PROJECT.search(text, max(0, quantity.start - 12), quantity.start):
        project = PROJECT.match(text, quantity.end)
        if project and (inner := inside(*project.span(), named)):
            return inner[0].value
    return _goal(text, quantity, named) if words.class_of(quantity.unit) == "time" else None


def _goal(text: str, quantity: Quantity, named: Sequence[Place]) -> str | None:
    """Return where a travel time leads: the last place of its goal, or the goal as written."""
    goal = GOAL.match(text, quantity.end) or re.search(GOAL.pattern + "，(?:仅|只)?[用需]$", text[: quantity.start])
    if not goal:
        return None
    here = inside(*goal.span(1), named)
    return here[-1].value if here else goal[1]


def offers(
    text: str,
    clause: Clause,
    quantity: Quantity,
    named: Sequence[Place],
    sentences: Sequence[Sentence],
    words: Vocabulary,
) -> Iterator[Candidate]:
    """Yield what each rule offers as the place of a figure, the likeliest first; its value is None where it has none.

    text: str. clause: of the figure. quantity: the figure. named: places of the text. sentences: of the text. words:
    Vocabulary.
    """
    yield Candidate(_beside(text, quantity, named, words), "beside it")
    yield Candidate(own_clause(text, clause.start, quantity.number, named, words), "its clause")
    for start, end in clauses_before(sentences[clause.number], clause, named):
        yield Candidate(earlier_clause(text, start, end, named, words), "a clause before")
    yield Candidate(seat(text, clause.start, quantity.number, named), "seat of the body")
    for sentence in islice(sentences_before(sentences, clause, named), FURTHEST):
        yield Candidate(first_opening(text, sentence, named, words), "a sentence before")
    yield Candidate(first_name(named, quantity.start), "first name of the text")
