"""The ledger of reported figures: one row per figure with its exact raw place, its concept, and the way back to it."""

import math
import re
from collections import Counter

import pandas as pd
from opencc import OpenCC

from helpers.cleaning import TONED
from helpers.corpus import load
from helpers.indicators import COLUMNS as FIGURE_COLUMNS
from helpers.indicators import YEARS, extract
from helpers.sources import CORPUS, read_table, refuse, to_bytes, write_whole

COLUMNS = tuple(
    "figure_id article_id source_id paragraph start end indicator concept gloss region value unit bound kind year_from "
    "year_to base_year rule rounding".split()
)
# Longer stretches of a source may not be published.
LONGEST_LABEL = 18


def concepts():
    """Return the concepts that figures of different articles share.

    Returns a DataFrame with concept, gloss, unit, pattern (a regular expression that the indicator matches),
    without (one that it does not, or ""); one row per concept, the first that fits wins.
    """
    return read_table(CORPUS / "lexicon" / "concepts.csv", ("concept", "gloss", "unit", "pattern", "without"))


def concept_of(indicators, units, table=None):
    """Assign concepts to figures by what they measure and in which unit.

    indicators, units: Series of str of one index. table: as `concepts` returns it, by default that.
    Returns a Series of str of that index, "" where no concept fits.
    """
    found = pd.Series("", index=indicators.index, dtype=object)
    for row in (concepts() if table is None else table).itertuples():
        fits = (found == "") & indicators.str.contains(row.pattern) & units.isin(row.unit.split("|"))
        if row.without:
            fits &= ~indicators.str.contains(row.without)
        found[fits] = row.concept
    return found


GAP = rf"(?:\s|\([a-zü{TONED}]+\))*"
WIDTHS = {"%": "[%％]", "：": "[:：]", ":": "[:：]"}


def _raw_span(raw, paragraph, figure):
    """Return where a figure stands in the raw text: its n-th occurrence in the raw extent of its paragraph."""
    quote = paragraph.text[figure.start : figure.end]
    pattern = GAP.join(WIDTHS.get(char, re.escape(char)) for char in quote if not char.isspace())
    before = len(re.findall(re.escape(quote), paragraph.text[: figure.start]))
    matches = list(re.finditer(pattern, raw[paragraph.start : paragraph.end]))
    if len(matches) <= before:
        return paragraph.start, paragraph.end
    return paragraph.start + matches[before].start(), paragraph.start + matches[before].end()


def _figures(corpus, article, simplify):
    published = int(article.published[:4]) if article.published else None
    paragraphs = corpus.paragraphs(article.article_id)
    raw = simplify(corpus.raw_text(article.article_id))
    for paragraph in paragraphs[paragraphs["part"] != "lead"].itertuples():
        for figure in extract(paragraph.text, published=published).itertuples():
            start, end = _raw_span(raw, paragraph, figure)
            yield figure._asdict() | {"paragraph": paragraph.paragraph, "start": start, "end": end} | {
                "article_id": article.article_id, "source_id": article.source_id,
            }  # fmt: skip


def compute(corpus):
    """Extract every figure of a corpus.

    corpus: a Corpus with its raw files at hand. Lead boxes, which repeat the body, are left out.
    Returns a DataFrame with figure_id, article_id, source_id, paragraph, start, end (raw positions), indicator,
    concept, gloss (English), region, value, unit, bound, kind, year_from, year_to, base_year, rule, rounding; one
    row per figure, in reading order. Raises CorpusError where a raw file is not at hand.
    """
    simplify = OpenCC("t2s").convert
    rows = [row for article in corpus.articles.itertuples() for row in _figures(corpus, article, simplify)]
    table = pd.DataFrame(rows, columns=[name for name in COLUMNS if name not in ("figure_id", "concept", "gloss")])
    number = (table.groupby("article_id").cumcount() + 1).astype(str).str.zfill(3)
    table = table.assign(figure_id=table["article_id"] + "-f" + number)
    table["concept"] = concept_of(table["indicator"], table["unit"])
    table["gloss"] = table["concept"].map(concepts().set_index("concept")["gloss"]).fillna("")
    table["indicator"] = table["indicator"].str.slice(0, LONGEST_LABEL)
    return table[list(COLUMNS)].astype(dict.fromkeys(YEARS, "Int64"))


def read(path=None):
    """Read a ledger.

    path: of the CSV, by default the shipped corpus/indicators.csv. Returns a DataFrame as `compute`
    does. Raises CorpusError where a column is missing.
    """
    path = CORPUS / "indicators.csv" if path is None else path
    table = read_table(path, COLUMNS)
    numbers = {name: pd.to_numeric(table[name]).astype("Int64") for name in YEARS}
    places = {name: table[name].astype(int) for name in ("paragraph", "start", "end")}
    table = table.assign(
        value=table["value"].astype(float), rounding=table["rounding"].astype(float), **numbers, **places
    )
    return table


def build(corpus=None):
    """Extract the figures of a corpus and write its ledger, whole or not at all.

    corpus: as for `compute`, by default the shipped one. Returns the ledger as `compute` does.
    """
    corpus = load() if corpus is None else corpus
    table = compute(corpus)
    write_whole(corpus.folder / "indicators.csv", to_bytes(table))
    return table


def sentence(corpus, figure_id, ledger):
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


GOLD_COLUMNS = ("source_id", *FIGURE_COLUMNS, "optional")


def _bigrams(label):
    kept = "".join(char for char in label if char.isalnum())
    return Counter(kept[at : at + 2] for at in range(max(1, len(kept) - 1)))


def _same_label(one, two):
    one, two = _bigrams(one), _bigrams(two)
    return 2 * (one & two).total() / max(1, one.total() + two.total()) >= 0.5


def _same_region(one, two):
    shorter = min(len(one), len(two))
    return one == two or (shorter >= 4 and (one in two or two in one))


def _fields(gold, found):
    """Say of a figure found which of its fields are right; labels are compared by their pairs of characters."""
    years = [str(gold[name]) == str(found[name]) for name in YEARS]
    right = {
        "bound": gold["bound"] == found["bound"],
        "kind": gold["kind"] == found["kind"],
        "region": _same_region(gold["region"], found["region"]),
        "period": years[0] and years[1],
        "base": years[2],
        "label": _same_label(gold["indicator"], found["indicator"]),
    }
    return right | {"full row": all(value for name, value in right.items() if name != "base")}


def _same_figure(one, two):
    place = one["source_id"] == two["source_id"] and one["start"] < two["end"] and two["start"] < one["end"]
    return place and one["unit"] == two["unit"] and math.isclose(one["value"], two["value"], rel_tol=1e-6)


def _pairs(gold, found):
    """Yield (gold row, found row or None): the same place, value and unit; each found row once."""
    free = found.to_dict("records")
    for row in gold.to_dict("records"):
        at = next((at for at, other in enumerate(free) if _same_figure(row, other)), None)
        yield row, None if at is None else free.pop(at)


def _within(ledger, stretches):
    """Keep the figures that stand in annotated paragraphs."""
    inside = pd.Series(False, index=ledger.index)
    for row in stretches.itertuples():
        inside |= (ledger["source_id"] == row.source_id) & ledger["start"].between(row.start, row.end)
    return ledger[inside]


def read_gold(folder):
    """Read annotated figures, as positions and values without text.

    folder: with indicators.csv and paragraphs.csv (the stretches that were annotated).
    Returns (figures, stretches): DataFrames, one row per annotated figure and one per annotated paragraph.
    """
    gold = read_table(folder / "indicators.csv", GOLD_COLUMNS)
    years = {name: pd.to_numeric(gold[name]).astype("Int64") for name in YEARS}
    numbers = {"start": gold["start"].astype(int), "end": gold["end"].astype(int), "value": gold["value"].astype(float)}
    stretches = read_table(folder / "paragraphs.csv", ("source_id", "start", "end"))
    whole = gold.assign(**years, **numbers, optional=gold["optional"] == "true")
    return whole, stretches.astype({"start": int, "end": int})


def _measure(name, hits, predicted, wanted):
    precision, recall = hits / max(1, predicted), hits / max(1, wanted)
    return name, precision, recall, 2 * precision * recall / max(1e-9, precision + recall), wanted


def score(ledger, gold, stretches):
    """Hold a ledger against annotated figures.

    ledger: as `read` returns it. gold, stretches: as `read_gold` returns them. Optional figures count neither way.
    Returns a DataFrame with measure, precision, recall, f1 (in [0, 1], larger is better), figures; one row for
    quantity (value and unit at the right place) and full row (with bound, kind, region, period and label right),
    then one per field with the share of found figures in which it is right, as f1.
    """
    found = _within(ledger, stretches)
    pairs = list(_pairs(gold, found))
    optional = sum(row["optional"] and other is not None for row, other in pairs)
    wanted, predicted = int((~gold["optional"]).sum()), len(found) - optional
    hits = [_fields(row, other) for row, other in pairs if other is not None and not row["optional"]]
    rows = [_measure("quantity", len(hits), predicted, wanted)]
    rows.append(_measure("full row", sum(hit["full row"] for hit in hits), predicted, wanted))
    for name in ("bound", "kind", "region", "period", "base", "label"):
        rows.append((name, math.nan, math.nan, sum(hit[name] for hit in hits) / max(1, len(hits)), len(hits)))
    return pd.DataFrame(rows, columns=["measure", "precision", "recall", "f1", "figures"])
