"""From an annotation to edits: where the machine reads otherwise than what was decided, and what kind of slip it is."""

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from helpers.corpus import Corpus
from helpers.edits import COLUMNS, DEFAULTS, PLACE, Place, still_needed, written
from helpers.evaluation.agreement import LONGEST_LABEL
from helpers.evaluation.score import pairs
from helpers.lexicon import one_form

Row = dict[Any, Any]
Edit = tuple[object, ...]
# What both the machine and an annotation say of a figure.
COMPARED = (
    "indicator", "value", "unit", "region", "bound", "kind", "year_from", "year_to", "base_year", "month_from",
    "month_to", "basis",
)  # fmt: skip
ONE_WORD = {
    "value": "value",
    "unit": "unit",
    "bound": "bound word",
    "base_year": "base year",
    "month_from": "months",
    "month_to": "months",
}


def _label_reason(was: str, value: str, _: str) -> str:
    if not was:
        return "label missing"
    if len(was) > LONGEST_LABEL:
        return "label too long"
    return "label cut" if was in value else "label trimmed" if value in was else "other words"


def _region_reason(was: str, value: str, before: str) -> str:
    if not was or not value:
        return "region missed" if value else "no region"
    if was in value or value in was:
        return "place in full"
    return "partner taken for subject" if was in before else "carried region"


def _kind_reason(was: str, value: str, _: str) -> str:
    if "target" in (was, value):
        return "target word" if was == "target" else "target missed"
    return "change or level"


def _year_reason(was: str, value: str, _: str) -> str:
    if not was or not value:
        return "period holds on" if value else "period ends"
    return "other year"


def _basis_reason(was: str, value: str, _: str) -> str:
    return "basis as stated" if value else "no basis"


REASONS: dict[str, Callable[[str, str, str], str]] = {
    "indicator": _label_reason,
    "region": _region_reason,
    "kind": _kind_reason,
    "basis": _basis_reason,
    "year_from": _year_reason,
    "year_to": _year_reason,
}


def _reason(column: str, was: str, value: str, before: str) -> str:
    return ONE_WORD.get(column) or REASONS[column](was, value, before)


def _changes(wanted: Row, machine: Row, before: str) -> Iterator[tuple[str, str, str]]:
    """Yield (column, value, reason) for each column in which the machine reads otherwise."""
    for column in COMPARED:
        was, value = written(machine[column]), written(wanted[column])
        if was != value:
            yield column, value, _reason(column, was, value, before)


def _sentence_before(corpus: Corpus, row: Row) -> str:
    """Return the words of its sentence before a figure."""
    text = corpus.raw_text(row["article_id"])
    return text[text.rfind("。", 0, row["start"]) + 1 : row["start"]]


def _addition(wanted: Row) -> Iterator[Edit]:
    """Yield the rows that add a figure: what it must have, and what is not as it would be by default."""
    for column in COMPARED:
        value = written(wanted[column])
        if value != DEFAULTS.get(column, ""):
            yield (wanted["source_id"], wanted["start"], wanted["end"], "add", column, value, "not read")


def edits_for(machine: pd.DataFrame, wanted: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Say which edits turn what the machine reads into what was decided.

    machine: `helpers.ledger.reading` of the corpus. wanted: an annotation of all its paragraphs, as
    `helpers.evaluation.agreement.decided` returns it. corpus: Corpus with its raw files at hand.
    Returns a DataFrame with the columns of `helpers.edits.read_edits`, sorted by place; one row per decision: set for
    each column that differs, add for a figure that is not read (an optional one is left alone), drop for one that is
    none. The reason names the kind of slip; "partner taken for subject" is a region that its sentence names,
    "carried region" one that only an earlier sentence does.
    """
    wanted = wanted.assign(region=one_form(wanted["region"], corpus.lexicon))
    edits: list[Edit] = []
    read: set[Place] = set()
    for want, found in _met(wanted, machine):
        if found is None:
            edits += [] if want["optional"] else list(_addition(want))
            continue
        read.add(_place(found))
        changes = _changes(want, found, _sentence_before(corpus, found))
        edits += [(*_place(found), "set", column, value, reason) for column, value, reason in changes]
    places = machine[list(PLACE)].itertuples(index=False, name=None)
    edits += [(*place, "drop", "", "", "no figure") for place in places if place not in read]
    table = pd.DataFrame(edits, columns=list(COLUMNS))
    return table.sort_values(list(PLACE), kind="stable", ignore_index=True)


def _place(row: Row) -> Place:
    return row["source_id"], row["start"], row["end"]


def _met(wanted: pd.DataFrame, machine: pd.DataFrame) -> Iterator[tuple[Row, Row | None]]:
    """Yield (wanted figure, what is read for it or None): of the same value and unit, else of the same place."""
    found = list(pairs(wanted, machine))
    taken = {_place(other) for _, other in found if other is not None}
    free = {_place(row): row for row in machine.to_dict("records") if _place(row) not in taken}
    for want, other in found:
        yield want, other if other is not None else free.pop(_place(want), None)


def renewed(edits: pd.DataFrame, machine: pd.DataFrame, wanted: pd.DataFrame | None, corpus: Corpus) -> pd.DataFrame:
    """Bring the edits of a corpus up to date with what the machine reads now.

    edits: as `helpers.edits.read_edits` returns them. machine, corpus: as for `edits_for`. wanted: its annotation, None
    where the corpus has none.
    Returns the edits that are still needed; with an annotation, those that it asks for, and of the earlier ones those
    of columns that it says nothing about (concept).
    """
    if wanted is None:
        return still_needed(edits, machine)
    own = edits[~edits["column"].isin((*COMPARED, ""))]
    both = pd.concat([edits_for(machine, wanted, corpus), own], ignore_index=True)
    return both.sort_values(list(PLACE), kind="stable", ignore_index=True)
