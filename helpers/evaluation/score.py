"""The scorer: figures read by machine, held against annotated ones."""

import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.evaluation.gold import read_annotated
from helpers.figures.rows import MONTHS, YEARS, extract

Row = dict[Any, Any]
COLUMNS = ("measure", "precision", "recall", "f1", "figures")
MORE_FIELDS = {"months": MONTHS, "basis": ("basis",)}
FIELDS = ("bound", "kind", "region", "period", "base", "label")


def _bigrams(label: str) -> Counter[str]:
    kept = "".join(char for char in label if char.isalnum())
    return Counter(kept[at : at + 2] for at in range(max(1, len(kept) - 1)))


def _same_label(one: str, other: str) -> bool:
    first, second = _bigrams(one), _bigrams(other)
    return 2 * (first & second).total() / max(1, first.total() + second.total()) >= 0.5


def _same_region(one: str | None, other: str | None) -> bool:
    first, second = (name if isinstance(name, str) else "" for name in (one, other))
    return first == second or (min(len(first), len(second)) >= 4 and (first in second or second in first))


def right_fields(gold: Row, found: Row) -> dict[str, bool]:
    """Return which fields of a figure are right; labels are compared by their pairs of characters.

    gold, found: rows of the same figure, as dicts. Months and basis are compared where both have them.
    """
    years = [str(gold[name]) == str(found[name]) for name in YEARS]
    right = {
        "bound": gold["bound"] == found["bound"],
        "kind": gold["kind"] == found["kind"],
        "region": _same_region(gold["region"], found["region"]),
        "period": years[0] and years[1],
        "base": years[2],
        "label": _same_label(gold["indicator"], found["indicator"]),
    }
    more = {name: all(str(gold[part]) == str(found[part]) for part in parts) for name, parts in MORE_FIELDS.items()
            if all(part in gold and part in found for part in parts)}  # fmt: skip
    return right | more | {"full row": all(value for name, value in right.items() if name != "base")}


def _same_figure(one: Row, other: Row) -> bool:
    place = one["source_id"] == other["source_id"] and one["start"] < other["end"] and other["start"] < one["end"]
    return bool(place and one["unit"] == other["unit"] and math.isclose(one["value"], other["value"], rel_tol=1e-6))


def pairs(gold: pd.DataFrame, found: pd.DataFrame) -> Iterator[tuple[Row, Row | None]]:
    """Yield (gold row, found row or None) for figures of the same place, value and unit; each found row once.

    gold, found: DataFrames with source_id, start, end, value, unit; one row per figure.
    """
    free = found.to_dict("records")
    for row in gold.to_dict("records"):
        at = next((at for at, other in enumerate(free) if _same_figure(row, other)), None)
        yield row, None if at is None else free.pop(at)


def _measure(name: str, hits: int, predicted: int, wanted: int) -> tuple[str, float, float, float, int]:
    precision, recall = hits / max(1, predicted), hits / max(1, wanted)
    return name, precision, recall, 2 * precision * recall / max(1e-9, precision + recall), wanted


def score(figures: pd.DataFrame, gold: pd.DataFrame) -> pd.DataFrame:
    """Hold figures read by machine against annotated figures.

    figures, gold: DataFrames with source_id, start, end and the columns of `helpers.figures.rows.extract`, gold with
    optional, and figures of no other paragraphs than gold. Optional figures count neither way.
    Returns a DataFrame with measure, precision, recall, f1 (in [0, 1], larger is better), figures; one row for
    quantity (value and unit at the right place) and full row (with bound, kind, region, period and label right),
    then one per field with the share of found figures in which it is right, as f1.
    Misuse: on paragraphs that rules were written with, this is no accuracy for other texts.
    """
    matched = list(pairs(gold, figures))
    optional = sum(row["optional"] and other is not None for row, other in matched)
    wanted, predicted = int((~gold["optional"]).sum()), len(figures) - optional
    hits = [right_fields(row, other) for row, other in matched if other is not None and not row["optional"]]
    rows = [_measure("quantity", len(hits), predicted, wanted)]
    rows.append(_measure("full row", sum(hit["full row"] for hit in hits), predicted, wanted))
    for name in FIELDS:
        rows.append((name, math.nan, math.nan, sum(hit[name] for hit in hits) / max(1, len(hits)), len(hits)))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def score_annotated(path: Path | str) -> pd.DataFrame:
    """Read annotated paragraphs by machine and score the result.

    path: as for `helpers.evaluation.gold.read_annotated`. Returns a DataFrame as `score` does.
    """
    gold, texts = read_annotated(path)
    tables = [extract(row.text, published=row.published).assign(source_id=row.source_id) for row in texts.itertuples()]
    return score(pd.concat(tables, ignore_index=True), gold)
