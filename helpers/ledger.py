"""The ledger of reported figures: what the machine reads, edited, with concepts and the way back to the raw place."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd
import pyarrow as pa

from helpers.cells import CALENDAR_MONTH, CALENDAR_YEAR, FILLED, POSITION, VALUE, one_of, optional
from helpers.corpus import Corpus
from helpers.edits import ADDED, CHOICES, apply, read_edits
from helpers.figures.measured import whole_of
from helpers.figures.rows import COLUMNS as FIGURE_COLUMNS
from helpers.figures.rows import MONTHS, READING, TYPES, YEARS
from helpers.figures.rows import read as read_figures
from helpers.files import progress, refuse, visible
from helpers.lexicon import Lexicon, one_form
from helpers.made import read_made

READ = ("article_id", "source_id", "paragraph", *FIGURE_COLUMNS, *READING)
COLUMNS = tuple(
    "figure_id article_id source_id paragraph start end indicator concept gloss region value unit unit_gloss bound "
    "kind year_from year_to base_year month_from month_to as_of basis edited rule rounding whole ratio part_of "
    "multiple".split()
)
NUMBERS = (*YEARS, *MONTHS, "ratio", "part_of")
WHOLE_NUMBERS = (*NUMBERS, "paragraph")
# What the machine reads, as a table on disk.
STORED = dict.fromkeys(WHOLE_NUMBERS, pa.int64()) | {name: pa.from_numpy_dtype(kind) for name, kind in TYPES.items()}
SCHEMA = pa.schema([(name, STORED.get(name, pa.string())) for name in READ])
# The basis of a change against a year that the text names, beside 同比 and 环比, which name none.
AGAINST_A_YEAR = "定基"
RULES = {
    # A label may be empty: of some figures a text says nowhere what they measure.
    **dict.fromkeys(("figure_id", "article_id", "source_id"), FILLED),
    **dict.fromkeys(("paragraph", "start", "end"), POSITION),
    **dict.fromkeys(("ratio", "part_of"), optional(POSITION)),
    **dict.fromkeys(("value", "rounding"), VALUE),
    **dict.fromkeys(YEARS, optional(CALENDAR_YEAR)),
    **dict.fromkeys(MONTHS, optional(CALENDAR_MONTH)),
    **{name: one_of(*CHOICES[name]) for name in ("bound", "kind", "multiple")},
}


def concept_of(figures: pd.DataFrame, concepts: pd.DataFrame) -> pd.Series:
    """Assign concepts to figures by what they measure and in which unit.

    figures: DataFrame with indicator, unit, basis; one row per figure. concepts: DataFrame with concept, unit (several
    parted by |) and regular expressions: pattern (that the indicator matches), without (that it does not), basis (that
    the basis matches), "" where all is allowed, such as Lexicon.concepts; the first that fits wins.
    Returns a Series of str of the index of figures, "" where no concept fits.
    """
    found = pd.Series("", index=figures.index, dtype=object)
    for row in concepts.itertuples():
        fits = (found == "") & figures["unit"].isin(row.unit.split("|"))
        fits &= figures["indicator"].str.contains(row.pattern) & figures["basis"].str.contains(row.basis)
        if row.without:
            fits &= ~figures["indicator"].str.contains(row.without)
        found[fits] = row.concept
    return found


def _figures(corpus: Corpus, article: Any) -> Iterator[dict[str, object]]:
    # What a reprint calls this year is that of its first publication.
    published = int(article.first_published[:4]) if article.first_published else None
    for paragraph in corpus.clean_paragraphs(article.article_id):
        if paragraph.part == "lead":
            continue
        for figure in read_figures(paragraph.text, published=published, lexicon=corpus.lexicon):
            part_of = figure["part_of"]
            yield figure | {
                "article_id": article.article_id,
                "source_id": article.source_id,
                "paragraph": paragraph.paragraph,
                "start": int(paragraph.places[figure["start"]]),
                "end": int(paragraph.places[figure["end"] - 1]) + 1,
                "part_of": None if part_of is None else int(paragraph.places[part_of]),
                "region": figure["region"] or "",
            }


def reading(corpus: Corpus) -> pd.DataFrame:
    """Read every figure of a corpus by machine, its label as long as the text has it.

    corpus: Corpus with its raw files at hand, or one that was built in parts, whose figures were read with it. Lead
    boxes, which repeat the body, are left out.
    Returns a DataFrame with article_id, source_id, paragraph, the columns of `helpers.figures.rows.extract` (start and
    end as raw positions); one row per figure, in reading order.
    Raises CorpusError where a raw file is not at hand.
    """
    table = _stored(corpus) if all("figures" in part for part in corpus.parts) and corpus.parts else _read_now(corpus)
    return table.astype(dict.fromkeys(WHOLE_NUMBERS, "Int64"))


def _read_now(corpus: Corpus) -> pd.DataFrame:
    articles = progress(corpus.articles.itertuples(), "figures", total=len(corpus.articles))
    rows = [row for article in articles for row in _figures(corpus, article)]
    return pd.DataFrame(rows, columns=list(READ)).astype(TYPES if rows else {})


def _stored(corpus: Corpus) -> pd.DataFrame:
    """Return the figures that were read when the corpus was built in parts, in the order of its articles."""
    rank = {name: at for at, name in enumerate(corpus.articles["article_id"])}
    return corpus.whole("figures").sort_values(
        "article_id", key=lambda ids: ids.map(rank), kind="stable", ignore_index=True
    )


def _spans(corpus: Corpus) -> pd.DataFrame:
    """Return where each paragraph is: article_id, source_id, paragraph, start, end."""
    tables = [corpus.paragraphs(article_id) for article_id in corpus.articles["article_id"]]
    paragraphs = pd.concat(tables, ignore_index=True)
    spans = paragraphs.loc[paragraphs["part"] != "lead", ["article_id", "paragraph", "start", "end"]]
    return spans.merge(corpus.articles[["article_id", "source_id"]], on="article_id", validate="many_to_one")


def _located(table: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Say in which article and paragraph the figures are that an edit adds."""
    table, added = table.copy(), table[table["edited"] == ADDED]
    spans = _spans(corpus) if len(added) else added
    for row in added.itertuples():
        holds = spans[(spans["source_id"] == row.source_id) & (spans["start"] <= row.start) & (row.end <= spans["end"])]
        if holds.empty:
            raise refuse(
                f"edits.csv adds a figure at {row.start} to {row.end} of {row.source_id}, where no paragraph is",
                expected="a place in the body of an article",
                repair="correct the place, or take the rows out",
            )
        table.loc[row.Index, ["article_id", "paragraph"]] = holds[["article_id", "paragraph"]].iloc[0]
    return table


def _with_concepts(table: pd.DataFrame, edits: pd.DataFrame, concepts: pd.DataFrame) -> pd.DataFrame:
    """Give figures their concepts: by rule, then as edited."""
    by_rule = table.assign(concept=concept_of(table, concepts))
    both = apply(by_rule.drop(columns="edited"), edits)
    return both.assign(edited=(by_rule["edited"] + " " + both["edited"]).str.strip())


def _unit_gloss(table: pd.DataFrame, lexicon: Lexicon) -> list[str]:
    """Return the English of each unit: what its concept counts in it, else that of the unit."""
    counted = {
        (row.concept, unit): gloss
        for row in lexicon.concepts.itertuples()
        for unit, gloss in zip(row.unit.split("|"), row.unit_gloss.split("|"), strict=bool(row.unit_gloss))
    }
    general = lexicon.units.drop_duplicates("unit").set_index("unit")["gloss"]
    pairs = zip(table["concept"], table["unit"], strict=True)
    return [counted.get(pair) or general.get(pair[1], "") for pair in pairs]


def _derived(table: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Add what follows from the other columns: English, the date of a level that has none, the basis of a base year."""
    published = table["article_id"].map(corpus.articles.set_index("article_id")["first_published"])
    undated = (table["kind"] == "level") & table["year_from"].isna() & table["year_to"].isna()
    against = (table["basis"] == "") & table["base_year"].notna()
    gloss = table["concept"].map(corpus.lexicon.concepts.set_index("concept")["gloss"]).fillna("")
    named = table["indicator"].where((table["unit"] == "%") & (table["whole"] == ""), "").map(whole_of)
    return table.assign(
        region=one_form(table["region"], corpus.lexicon),
        gloss=gloss,
        unit_gloss=_unit_gloss(table, corpus.lexicon),
        basis=table["basis"].mask(against, AGAINST_A_YEAR),
        as_of=published.where(undated, ""),
        whole=table["whole"].mask(named != "", named),
    )


def _numbered(table: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Bring figures into reading order and number them within their article."""
    order = table["article_id"].map({name: at for at, name in enumerate(articles["article_id"])})
    table = table.assign(order=order).sort_values(["order", "start", "end"], kind="stable", ignore_index=True)
    number = (table.groupby("article_id").cumcount() + 1).astype(str).str.zfill(3)
    # The audit parts the ids of several figures by spaces.
    whole = table["article_id"].str.replace(r"[\s%]", lambda found: quote(found[0]), regex=True)
    return table.assign(figure_id=whole + "-f" + number)


def compute(corpus: Corpus, *, machine: pd.DataFrame | None = None) -> pd.DataFrame:
    """Make the ledger of a corpus: what the machine reads, edited by edits.csv, with concepts.

    corpus: Corpus with its raw files at hand. machine: its `reading`, read now by default.
    Returns a DataFrame with the columns of `reading` and figure_id, concept, gloss and unit_gloss (English), as_of
    (when the article first appeared, for a level without a year of its own), basis as stated (同比, 环比, 年均 a year,
    定基 against a named year, 占比 of a total, 可比价格 at comparable prices, 累计 since a year), edited (the columns
    that a reader changed, "added" for a figure that the machine does not read); one row per figure, in reading order.
    Raises CorpusError for an edit that does not fit, with its row.
    """
    edits = read_edits(corpus.folder)
    of_concepts = edits["column"] == "concept"
    edited = apply(reading(corpus) if machine is None else machine, edits[~of_concepts])
    # A concept is given by rule first, also to a figure that is added with one.
    given = edits[of_concepts].assign(action="set")
    table = _with_concepts(_located(edited, corpus), given, corpus.lexicon.concepts)
    table = _numbered(_derived(table, corpus), corpus.articles)
    return table[list(COLUMNS)].astype(dict.fromkeys(NUMBERS, "Int64") | {"paragraph": int})


def read(folder: Path | str) -> pd.DataFrame:
    """Read the ledger of a corpus.

    folder: of the corpus, such as Corpus.folder, with indicators.csv. Returns a DataFrame as `compute` does.
    Raises CorpusError where a column is missing, for a cell that is not what it may be, with its row, and for a ledger
    that is not as it was made, or older than what it was made of.
    """
    table = read_made(Path(folder), "indicators.csv", COLUMNS, rules=RULES)
    numbers = {name: pd.to_numeric(table[name]).astype("Int64") for name in NUMBERS}
    places = {name: table[name].astype(int) for name in ("paragraph", "start", "end")}
    values = {name: table[name].astype(float) for name in ("value", "rounding")}
    return table.assign(**values, **numbers, **places)


def with_outlets(ledger: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Say of each figure in which outlet it is stated and when.

    ledger: DataFrame with article_id; one row per figure. corpus: that it is of. Returns it with publication and
    published (when its article first appeared); rows as given.
    Raises CorpusError for a figure of an article that the corpus does not have.
    """
    outlets = corpus.articles.merge(
        corpus.sources[["source_id", "publication"]], on="source_id", validate="many_to_one"
    )
    known = outlets.set_index("article_id")[["publication", "first_published"]]
    known = known.rename(columns={"first_published": "published"})
    unknown = sorted(set(ledger["article_id"]) - set(known.index))
    if unknown:
        repair = "give the corpus that the ledger is of, or the figures of its articles"
        raise refuse(f"no article {unknown[0]!r}", expected="figures of articles of the corpus", repair=repair)
    return ledger.join(known, on="article_id")


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
    return visible(re.sub(r"\s+", "", f"…{before}【{raw[row['start'] : row['end']]}】{after}…"))
