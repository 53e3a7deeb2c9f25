"""Edits of figures: what a careful reader decided where the machine reads otherwise, as rows with a raw place."""

import math
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.cells import WHOLE
from helpers.files import CorpusError, need_columns, read_table, refuse

COLUMNS = ("source_id", "start", "end", "action", "column", "value", "reason")
PLACE = ("source_id", "start", "end")
ACTIONS = ("set", "add", "drop")
# Columns with few values, and what they may be.
CHOICES = {
    "bound": ("=", ">", "<", "~"),
    "kind": ("level", "change", "target"),
    "multiple": ("", "growth", "ratio"),
    "month_from": ("", *map(str, range(1, 13))),
    "month_to": ("", *map(str, range(1, 13))),
}
TEXTS = ("indicator", "concept", "region", "unit", "bound", "kind", "basis", "whole", "multiple")
WHOLE_NUMBERS = ("year_from", "year_to", "base_year", "month_from", "month_to", "part_of")
EDITABLE = (*TEXTS, "value", *WHOLE_NUMBERS)
# What a figure that is added must say of itself; the rest is this where its rows do not say otherwise.
NEEDED = ("indicator", "value")
DEFAULTS = dict.fromkeys(TEXTS, "") | {"bound": "=", "kind": "level", "rule": "edited"}
ADDED = "added"
REPAIR = "correct the row, or take it out of edits.csv"

Place = tuple[str, int, int]
Figure = dict[str, Any]


def read_edits(folder: Path | str) -> pd.DataFrame:
    """Read the edits of a corpus.

    folder: of the corpus, such as Corpus.folder. Returns a DataFrame with source_id, start, end (raw positions), action
    (set, add, drop), column, value (as text), reason; one row per decision, none where there is no edits.csv.
    Raises CorpusError where a column is missing or a cell is not what it should be, with its row.
    """
    path = Path(folder) / "edits.csv"
    edits = read_table(path, COLUMNS) if path.is_file() else pd.DataFrame(columns=list(COLUMNS), dtype=str)
    for row in edits.itertuples():
        _check(row)
    return edits.astype({"start": int, "end": int})


def _wrong(row: Any, found: str, expected: str) -> CorpusError:
    """Return the error for a row of edits.csv, which is named as a spreadsheet counts it."""
    return refuse(f"edits.csv, row {row.Index + 2}: {found}", expected=expected, repair=REPAIR)


def _check(row: Any) -> None:
    places = all(re.fullmatch(WHOLE, str(cell)) for cell in (row.start, row.end))
    if not places or int(row.start) >= int(row.end):
        raise _wrong(row, f"the place {row.start!r} to {row.end!r}", "positions in the raw file, the first the smaller")
    if row.action not in ACTIONS:
        raise _wrong(row, f"the action {row.action!r}", ", ".join(ACTIONS))
    if row.action != "drop":
        _check_cell(row)


def _check_cell(row: Any) -> None:
    if row.column not in EDITABLE:
        raise _wrong(row, f"the column {row.column!r}", f"one of {', '.join(EDITABLE)}")
    allowed = CHOICES.get(row.column)
    if allowed is not None and row.value not in allowed:
        raise _wrong(row, f"the {row.column} {row.value!r}", ", ".join(value or "nothing" for value in allowed))
    try:
        cell = typed(row.column, row.value)
        fits = row.column != "value" or math.isfinite(cell)
    except ValueError:
        fits = False
    if not fits:
        raise _wrong(row, f"the {row.column} {row.value!r}", "a number")


def typed(column: str, value: str) -> Any:
    """Return a cell of edits.csv as the ledger has it.

    column: one of EDITABLE. value: text. Returns a str, a float, an int, or pd.NA for an empty year or month.
    Raises ValueError where the text is no number of that column.
    """
    if column in TEXTS:
        return value
    return float(value) if column == "value" else int(value) if value else pd.NA


def written(value: object) -> str:
    """Write a cell (value) of the ledger as edits.csv has it; returns a str, "" for a missing value."""
    if value is None or pd.isna(value):
        return ""
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _place(row: Any) -> Place:
    return str(row.source_id), int(row.start), int(row.end)


def _half_a_unit(value: float) -> float:
    """Return half a unit of the last digit that is not 0, the widest that a figure may be rounded."""
    exponent = Decimal(f"{value:.12g}").normalize().as_tuple().exponent
    return float(0.5 * 10.0 ** int(exponent))


def _added(place: Place, rows: list[Any]) -> Figure:
    cells = {row.column: typed(row.column, row.value) for row in rows}
    missing = [name for name in NEEDED if not written(cells.get(name, ""))]
    if missing:
        raise _wrong(rows[0], f"the added figure has no {', '.join(missing)}", f"a row for each of {', '.join(NEEDED)}")
    empty: Figure = dict.fromkeys((*WHOLE_NUMBERS, "article_id", "paragraph", "ratio"), pd.NA)
    rounding = _half_a_unit(abs(cells["value"]))
    own = dict(zip(PLACE, place, strict=True)) | {"rounding": rounding, "edited": ADDED}
    return empty | DEFAULTS | cells | own


def _set(figure: Figure, row: Any) -> None:
    figure[row.column] = typed(row.column, row.value)
    figure["edited"] = f"{figure['edited']} {row.column}".strip()


def _by_action(edits: pd.DataFrame, action: str) -> Iterator[Any]:
    return (row for row in edits.itertuples() if row.action == action)


def _additions(edits: pd.DataFrame, figures: dict[Place, Figure]) -> dict[Place, list[Any]]:
    """Return the rows of each figure to be added; what the machine reads by now is refused."""
    found: dict[Place, list[Any]] = {}
    for row in _by_action(edits, "add"):
        if _place(row) in figures:
            raise refuse(
                f"edits.csv, row {row.Index + 2}: the figure to be added is read by the machine now",
                expected="a place where the machine reads no figure",
                repair="run python -m helpers edits, which keeps of it what the machine reads otherwise",
            )
        found.setdefault(_place(row), []).append(row)
    return found


def apply(reading: pd.DataFrame, edits: pd.DataFrame) -> pd.DataFrame:
    """Edit what the machine reads.

    reading: DataFrame with source_id, start, end and the columns that edits name; one row per figure. edits: as
    `read_edits` returns them.
    Returns a DataFrame with the columns of reading and edited (the columns that were set, parted by spaces, "added" for
    a figure that was added, "" else), sorted by place; one row per figure.
    Raises CorpusError for an edit of a place where no figure is read, and for a figure that is added without a value
    or label, each with its row in edits.csv.
    """
    need_columns(reading, PLACE, name="the reading", repair="read it with helpers.ledger.reading")
    figures = {_place(row): {**row._asdict(), "edited": ""} for row in reading.itertuples(index=False)}
    additions = _additions(edits, figures)
    for row in (*_by_action(edits, "set"), *_by_action(edits, "drop")):
        if _place(row) not in figures:
            raise _wrong(row, "no figure is read at this place", "the place of a figure that the machine reads")
        if row.action == "set":
            _set(figures[_place(row)], row)
    for row in _by_action(edits, "drop"):
        figures.pop(_place(row), None)
    rows = [*figures.values(), *(_added(place, rows) for place, rows in additions.items())]
    table = pd.DataFrame(rows, columns=[*reading.columns, "edited"]).astype(reading.dtypes.to_dict())
    return table.sort_values(list(PLACE), kind="stable", ignore_index=True)


def still_needed(edits: pd.DataFrame, reading: pd.DataFrame) -> pd.DataFrame:
    """Keep the edits that change what the machine reads.

    edits: as `read_edits` returns them. reading: as for `apply`.
    Returns the rows of edits whose value the machine does not read by itself, in their order; of a figure to be added
    that the machine reads by now, what it reads otherwise, as set. A set whose place is gone is kept: `apply` names it.
    """
    figures = {_place(row): row._asdict() for row in reading.itertuples(index=False)}
    read_now = [row.action == "add" and _place(row) in figures for row in edits.itertuples()]
    added = _of_additions(edits[read_now], figures) if any(read_now) else edits.iloc[:0]
    others = edits.drop(index=edits.index[read_now])
    kept = others[[_is_needed(row, figures.get(_place(row))) for row in others.itertuples()]] if len(others) else others
    return pd.concat([kept, added]).sort_values(list(PLACE), kind="stable", ignore_index=True)


def _is_needed(row: Any, figure: Figure | None) -> bool:
    if row.action == "drop" or figure is None:
        return (figure is None) != (row.action == "drop")
    return row.column not in figure or written(figure[row.column]) != written(typed(row.column, row.value))


def _of_additions(edits: pd.DataFrame, figures: dict[Place, Figure]) -> pd.DataFrame:
    """Turn rows that add figures which the machine reads by now into rows that set what it reads otherwise."""
    rows: list[tuple[object, ...]] = []
    for place, of_place in edits.groupby(list(PLACE), sort=False):
        figure, reason = figures[place], of_place["reason"].iloc[0]
        # What its rows leave unsaid is as DEFAULTS; only where that says something may the machine read otherwise.
        said = {name: value for name, value in DEFAULTS.items() if value and name in EDITABLE}
        said |= {row.column: written(typed(row.column, row.value)) for row in of_place.itertuples()}
        other = {name: value for name, value in said.items() if name in figure and value != written(figure[name])}
        rows += [(*place, "set", name, value, reason) for name, value in other.items()]
    return pd.DataFrame(rows, columns=list(COLUMNS))
