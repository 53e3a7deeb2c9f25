"""Annotated paragraphs with their text: what the machine should read."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from helpers.figures.lexicon import vocabulary
from helpers.figures.rows import COLUMNS, MONTHS, YEARS
from helpers.files import refuse
from helpers.lexicon import shipped

Row = dict[str, Any]
GOLD_COLUMNS = ("source_id", *(name for name in COLUMNS if name not in MONTHS), "optional")
# What annotations may leave unsaid: our column, and its name in them.
MORE = {"month_from": "from_month", "month_to": "to_month", "basis": "basis"}


class Annotated(NamedTuple):
    """Annotated paragraphs.

    figures: GOLD_COLUMNS, month_from, month_to, basis; one row per annotated figure. texts: source_id, text, published;
    one row per paragraph.
    """

    figures: pd.DataFrame
    texts: pd.DataFrame


def _place(text: str, row: Row) -> tuple[int, int]:
    """Return where an annotated figure is: the occurrence number nth, from 0, of its quote."""
    at = -1
    for _ in range(row.get("nth", 0) + 1):
        at = text.index(row["quote"], at + 1)
    return at, at + len(row["quote"])


def _figure(source_id: str, text: str, row: Row) -> tuple[object, ...]:
    words = vocabulary(shipped())
    unit = words.units[row["unit"]].unit if row["unit"] in words.units else row["unit"]
    region = words.places.get(row["region"], row["region"] or "")
    known = (row["indicator"], region, float(row["value"]), unit, row["bound"], row["kind"])
    years, more = (row["from"], row["to"], row["base"]), (row.get(name) for name in MORE.values())
    return (source_id, *_place(text, row), *known, *years, bool(row.get("optional")), *more)


def read_annotated(path: Path | str) -> Annotated:
    """Read annotated paragraphs with their text.

    path: of a JSON Lines file, a paragraph in each: article, para, published (year), text, rows (quote, nth, indicator,
    region, value, unit, bound, kind, from, to, from_month, to_month, base, basis,
    optional). Units and regions are brought to their bare forms.
    Returns Annotated. Raises CorpusError where there is no such file.
    """
    path = Path(path)
    if not path.is_file():
        raise refuse(f"there is no file {path}", expected="annotated paragraphs (.jsonl)", repair="check the path")
    paragraphs = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    names = [f"{paragraph['article']}:{paragraph['para']}" for paragraph in paragraphs]
    both = list(zip(names, paragraphs, strict=True))
    rows = [_figure(name, paragraph["text"], row) for name, paragraph in both for row in paragraph["rows"]]
    texts = [(name, paragraph["text"], paragraph["published"]) for name, paragraph in both]
    figures = pd.DataFrame(rows, columns=[*GOLD_COLUMNS, *MORE]).astype(dict.fromkeys((*YEARS, *MONTHS), "Int64"))
    return Annotated(figures.fillna({"basis": ""}), pd.DataFrame(texts, columns=["source_id", "text", "published"]))
