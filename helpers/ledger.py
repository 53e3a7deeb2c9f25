"""The ledger of reported figures: one row per figure with its exact raw place, its concept, and the way back to it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.corpus import Corpus
from helpers.figures.rows import YEARS, extract
from helpers.files import progress, read_table, refuse, to_bytes, write_whole

COLUMNS = tuple(
    "figure_id article_id source_id paragraph start end indicator concept gloss region value unit bound kind year_from "
    "year_to base_year rule rounding basis whole ratio".split()
)
NUMBERS = (*YEARS, "ratio")
# Longer stretches of a source may not be published.
LONGEST_LABEL = 18


def concept_of(indicators: pd.Series, units: pd.Series, concepts: pd.DataFrame) -> pd.Series:
    """Assign concepts to figures by what they measure and in which unit.

    indicators, units: Series of str of one index. concepts: DataFrame with concept, unit, pattern (a regular expression
    that the indicator matches), without (one that it does not, or ""), such as Lexicon.concepts; the first that fits
    wins.
    Returns a Series of str of that index, "" where no concept fits.
    """
    found = pd.Series("", index=indicators.index, dtype=object)
    for row in concepts.itertuples():
        fits = (found == "") & indicators.str.contains(row.pattern) & units.isin(row.unit.split("|"))
        if row.without:
            fits &= ~indicators.str.contains(row.without)
        found[fits] = row.concept
    return found


def _figures(corpus: Corpus, article: Any) -> Iterator[dict[str, object]]:
    published = int(article.published[:4]) if article.published else None
    paragraphs = corpus.paragraphs(article.article_id)
    for paragraph in paragraphs[paragraphs["part"] != "lead"].itertuples():
        for figure in extract(paragraph.text, published=published, lexicon=corpus.lexicon).itertuples():
            yield figure._asdict() | {
                "article_id": article.article_id,
                "source_id": article.source_id,
                "paragraph": paragraph.paragraph,
                "start": int(paragraph.places[figure.start]),
                "end": int(paragraph.places[figure.end - 1]) + 1,
            }


def reading(corpus: Corpus) -> pd.DataFrame:
    """Read every figure of a corpus by machine, its label as long as the text has it.

    corpus: Corpus with its raw files at hand. Lead boxes, which repeat the body, are left out.
    Returns a DataFrame with figure_id, article_id, source_id, paragraph, start, end (raw positions), indicator,
    concept, gloss (English) and the columns of `helpers.figures.rows.extract`; one row per figure, in reading order.
    Raises CorpusError where a raw file is not at hand.
    """
    articles = progress(corpus.articles.itertuples(), "figures", total=len(corpus.articles))
    rows = [row for article in articles for row in _figures(corpus, article)]
    table = pd.DataFrame(rows, columns=[name for name in COLUMNS if name not in ("figure_id", "concept", "gloss")])
    number = (table.groupby("article_id").cumcount() + 1).astype(str).str.zfill(3)
    concept = concept_of(table["indicator"], table["unit"], corpus.lexicon.concepts)
    gloss = concept.map(corpus.lexicon.concepts.set_index("concept")["gloss"]).fillna("")
    table = table.assign(figure_id=table["article_id"] + "-f" + number, concept=concept, gloss=gloss)
    return table[list(COLUMNS)].astype(dict.fromkeys(NUMBERS, "Int64"))


def compute(corpus: Corpus) -> pd.DataFrame:
    """Make the ledger of a corpus: `reading` with labels that are short enough to be published.

    corpus: Corpus with its raw files at hand. Returns a DataFrame as `reading` does; one row per figure.
    """
    table = reading(corpus)
    return table.assign(indicator=table["indicator"].str.slice(0, LONGEST_LABEL))


def read(folder: Path | str) -> pd.DataFrame:
    """Read the ledger of a corpus.

    folder: of the corpus, such as Corpus.folder, with indicators.csv. Returns a DataFrame as `compute` does.
    Raises CorpusError where a column is missing.
    """
    table = read_table(Path(folder) / "indicators.csv", COLUMNS)
    numbers = {name: pd.to_numeric(table[name]).astype("Int64") for name in NUMBERS}
    places = {name: table[name].astype(int) for name in ("paragraph", "start", "end")}
    values = {name: table[name].astype(float) for name in ("value", "rounding")}
    return table.assign(**values, **numbers, **places)


def write(corpus: Corpus) -> pd.DataFrame:
    """Compute the ledger of a corpus and write it into its folder, whole or not at all.

    corpus: Corpus with its raw files at hand. Returns the ledger as `compute` does.
    """
    table = compute(corpus)
    write_whole(corpus.folder / "indicators.csv", to_bytes(table))
    return table


def sentence(corpus: Corpus, figure_id: str, ledger: pd.DataFrame) -> str:
    """Show the words around a figure.

    corpus: a Corpus. figure_id: as in the ledger. ledger: as `read` returns it.
    Returns the paragraph with the figure in 【】, where the raw files are at hand; else a str that says where to look.
    Raises CorpusError for an unknown figure_id.
    """
    rows = ledger[ledger["figure_id"] == figure_id]
    if rows.empty:
        raise refuse(
            f"no figure {figure_id!r}", expected="a figure_id of the ledger", repair="see corpus/indicators.csv"
        )
    row = rows.iloc[0]
    if not corpus.has_text:
        return f"{row['source_id']}, characters {row['start']} to {row['end']}, paragraph {row['paragraph']}"
    raw = corpus.raw_text(row["article_id"])
    before, after = raw[max(0, row["start"] - 60) : row["start"]], raw[row["end"] : row["end"] + 30]
    return re.sub(r"\s+", "", f"…{before}【{raw[row['start'] : row['end']]}】{after}…")
