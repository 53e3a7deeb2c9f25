"""What the machine alone reads right: its reading of a corpus held against the edited ledger."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from helpers.cells import VALUE, optional
from helpers.evaluation.score import pairs, right_fields
from helpers.ledger import AGAINST_A_YEAR
from helpers.made import read_made

FIELDS = ("bound", "kind", "region", "period", "base", "months", "basis", "label")
MEASURES = ("quantity", "full row", *FIELDS)
COLUMNS = ("scope", "name", "figures", *MEASURES)


def _scopes(ledger: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
    """Yield (scope, column, value) of the whole corpus, of each source and of each article."""
    yield "corpus", "", ""
    for scope in ("source", "article"):
        column = f"{scope}_id"
        yield from ((scope, column, name) for name in ledger[column].unique())


def _row(machine: pd.DataFrame, ledger: pd.DataFrame) -> dict[str, float]:
    fields = [right_fields(want, found) for want, found in pairs(ledger, machine) if found is not None]
    both = pd.DataFrame(fields, columns=["full row", *FIELDS]).astype(float)
    counted = max(1, len(machine) + len(ledger))
    f1 = {"quantity": 2 * len(both) / counted, "full row": 2 * both["full row"].sum() / counted}
    return {"figures": len(ledger)} | f1 | both[list(FIELDS)].mean().to_dict()


def machine_score(machine: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """Hold what the machine reads against the edited ledger: the whole corpus, each source, each article.

    machine: `helpers.ledger.reading` of the corpus. ledger: `helpers.ledger.compute` of it.
    Returns a DataFrame with scope (corpus, source, article), name, figures (of the ledger), quantity and full row
    (value and unit at their place; with bound, kind, region, period and label as well: f1), and the shares of the
    figures read in which bound, kind, region, period, base, months, basis and label are right; in [0, 1], larger is
    better; one row per scope and name. Labels are compared by their pairs of characters, as `score` does.
    Misuse: the rules were written with some of these texts; of other texts the machine reads less.
    """
    # A base year is stated once; that it makes the basis 定基 is ours.
    ledger = ledger.assign(basis=ledger["basis"].replace(AGAINST_A_YEAR, ""))
    rows = []
    for scope, column, name in _scopes(ledger):
        of_both = [table[table[column] == name] if column else table for table in (machine, ledger)]
        rows.append({"scope": scope, "name": name} | _row(*of_both))
    return pd.DataFrame(rows, columns=list(COLUMNS)).round(4)


def read_score(folder: Path | str) -> pd.DataFrame:
    """Read what the machine alone reads right in a corpus, as it was computed with its ledger.

    folder: of the corpus, with machine.csv. Returns a DataFrame as `machine_score` does.
    Raises CorpusError as `helpers.made.read_made` does.
    """
    table = read_made(Path(folder), "machine.csv", COLUMNS, rules=dict.fromkeys(COLUMNS[2:], optional(VALUE)))
    return table.assign(**{name: pd.to_numeric(table[name]) for name in COLUMNS[2:]})


def beside_annotations(score: pd.DataFrame, agreement: pd.DataFrame) -> pd.DataFrame:
    """Put what the machine reads right beside how far two annotators agree, which is what can be asked of it.

    score: as `machine_score` returns it. agreement: as `helpers.evaluation.agreement.agreement` returns it.
    Returns a DataFrame with measure, machine, annotations; all in [0, 1]; one row per measure.
    """
    machine = score[score["scope"] == "corpus"].iloc[0]
    annotations = agreement.set_index("column")["agreement"].rename({"figures": "quantity"})
    rows = [(measure, float(machine[measure]), float(annotations[measure])) for measure in MEASURES]
    return pd.DataFrame(rows, columns=["measure", "machine", "annotations"])
