"""Two annotations of the same texts, made apart from each other: brought to raw places, and held against each other."""

from pathlib import Path

import pandas as pd

from helpers.corpus import Corpus
from helpers.edits import PLACE
from helpers.evaluation.gold import GOLD_COLUMNS, MORE, read_annotated
from helpers.evaluation.score import pairs, right_fields
from helpers.figures.rows import MONTHS, YEARS
from helpers.files import read_table, refuse

ANNOTATION_COLUMNS = (*GOLD_COLUMNS, *MORE)
DECISION_COLUMNS = ("source_id", "start", "end", "column", "first", "second", "decided", "reason")
# A longer stretch of a source may not be published.
LONGEST_LABEL = 16


def at_raw_places(path: Path | str, corpus: Corpus) -> pd.DataFrame:
    """Read annotated paragraphs of a corpus and say where in its raw files each figure is.

    path: of a JSON Lines file as for `helpers.evaluation.gold.read_annotated`, whose article and para are those of the
    corpus. corpus: Corpus with its raw files at hand.
    Returns a DataFrame with ANNOTATION_COLUMNS, start and end raw positions; one row per figure, in reading order.
    Raises CorpusError for a paragraph that the corpus does not have and for a label that may not be published.
    """
    figures = read_annotated(path).figures
    article, paragraph = figures["source_id"].str.rpartition(":")[0], figures["source_id"].str.rpartition(":")[2]
    tables = {name: corpus.paragraphs(name).set_index("paragraph")["places"] for name in article.unique()}
    for name, number, label in zip(article, paragraph.astype(int), figures["indicator"], strict=True):
        _check(name, number, label, tables[name])
    places = [tables[name][number] for name, number in zip(article, paragraph.astype(int), strict=True)]
    start = [int(place[at]) for place, at in zip(places, figures["start"], strict=True)]
    end = [int(place[at - 1]) + 1 for place, at in zip(places, figures["end"], strict=True)]
    sources = article.map(corpus.articles.set_index("article_id")["source_id"])
    table = figures.assign(source_id=sources, start=start, end=end)[list(ANNOTATION_COLUMNS)]
    return table.sort_values(list(PLACE), kind="stable").reset_index(drop=True)


def _check(article: str, number: int, label: str, places: pd.Series) -> None:
    if number not in places.index:
        raise refuse(
            f"{article} has no paragraph {number}",
            expected=f"1 to {places.index.max()}",
            repair="annotate the paragraphs of this corpus",
        )
    if not 0 < len(label) <= LONGEST_LABEL:
        raise refuse(
            f"{article}, paragraph {number}: the label {label[:8]}… has {len(label)} characters",
            expected=f"1 to {LONGEST_LABEL}",
            repair="name what is measured in fewer words",
        )


def read_annotation(path: Path | str) -> pd.DataFrame:
    """Read an annotation that is published as positions and values.

    path: of a CSV with ANNOTATION_COLUMNS. Returns a DataFrame with these columns; one row per figure.
    Raises CorpusError where a column is missing.
    """
    return _typed(read_table(path, ANNOTATION_COLUMNS))


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    """Give the columns of an annotation their types, from text or from numbers."""
    numbers = {name: pd.to_numeric(table[name]).astype("Int64") for name in (*YEARS, *MONTHS)}
    places = {name: table[name].astype(int) for name in ("start", "end")}
    optional = table["optional"].astype(str).str.lower() == "true"
    return table.assign(value=table["value"].astype(float), optional=optional, **numbers, **places)


def read_decisions(path: Path | str) -> pd.DataFrame:
    """Read the decisions on the differences between two annotations.

    path: of a CSV with DECISION_COLUMNS. Returns a DataFrame of str; one row per column of a figure in which they
    differ.
    Raises CorpusError where a column is missing.
    """
    return read_table(path, DECISION_COLUMNS)


def decided(first: pd.DataFrame, second: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Make one annotation of two, by the decision on each difference.

    first, second: annotations as `read_annotation` returns them. decisions: as `read_decisions` returns them.
    Returns a DataFrame with ANNOTATION_COLUMNS: the figures of both with what was decided, and those that only one of
    the two has, as optional; one row per figure.
    Raises CorpusError for a decision on a figure or a value that first does not have.
    """
    found = list(pairs(first, second))
    both = {tuple(one[name] for name in PLACE): dict(one) for one, other in found if other is not None}
    for row in decisions.itertuples():
        figure = both.get((row.source_id, int(row.start), int(row.end)), {})
        if row.column not in figure or _written(figure[row.column]) != row.first:
            raise refuse(
                f"the figure {row.start}-{row.end} of {row.source_id} has no {row.column} {row.first!r} in the first "
                "annotation",
                expected="a difference between the two annotations",
                repair="decide it anew, or take the row out of decisions.csv",
            )
        figure[row.column] = row.decided
    alone = [one for one, other in found if other is None] + [
        one for one, other in pairs(second, first) if other is None
    ]
    rows = [*both.values(), *(dict(one) | {"optional": True} for one in alone)]
    table = _typed(pd.DataFrame(rows, columns=list(ANNOTATION_COLUMNS)))
    return table.sort_values(list(PLACE), kind="stable").reset_index(drop=True)


def _written(value: object) -> str:
    return "" if pd.isna(value) else str(value)


def agreement(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Hold two annotations of the same texts against each other.

    first, second: DataFrames with ANNOTATION_COLUMNS, as `read_annotation` returns them; one row per figure. Figures
    that one of them leaves out and the other calls optional count neither way.
    Returns a DataFrame with column, agreement (in [0, 1], larger is better), figures (that it is a share of); a row
    for figures (twice those that both have, as a share of those of the one and those of the other), one for each column
    among the figures that both have, and one for full rows (bound, kind, region, period and label alike).
    Source: Hripcsak and Rothschild (2005), positive specific agreement, for figures.
    """
    found = list(pairs(first, second))
    both = [(one, other) for one, other in found if other is not None]
    lonely = sum(not one["optional"] for one, other in found if other is None)
    met = {(other["source_id"], other["start"], other["value"], other["unit"]) for _, other in both}
    rest = second[~second["optional"]]
    missed = sum((row.source_id, row.start, row.value, row.unit) not in met for row in rest.itertuples())
    fields = [right_fields(one, other) for one, other in both]
    rows = [("figures", 2 * len(both) / max(1, 2 * len(both) + lonely + missed), len(both) + lonely + missed)]
    for name in fields[0] if fields else ():
        rows.append((name, sum(field[name] for field in fields) / len(fields), len(fields)))
    return pd.DataFrame(rows, columns=["column", "agreement", "figures"])
