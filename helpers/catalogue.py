"""The catalogue of a corpus folder: its sources, articles and markup, read and held against each other."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.files import CorpusError, read_table, refuse
from helpers.texts.markup import COLUMNS as MARKUP_COLUMNS
from helpers.texts.markup import Lengths, read_markup
from helpers.texts.sources import SOURCE_COLUMNS, Found, load_sources, raw_folder, shown

ARTICLE_COLUMNS = (
    "article_id", "source_id", "title", "authors", "section", "field", "published", "on_topic", "truncated",
)  # fmt: skip
NEEDED = ("article_id", "source_id")
# What a catalogue of articles, and one of sources, may say besides; "" where it does not.
MORE_OF_ARTICLES = ("title_gloss", "office", "note")
MORE_OF_SOURCES = ("publication", "gloss", "published", "kind", "script")
# When a text first appeared; a catalogue without reprints need not have it.
FIRST = "first_published"
TRUE, FALSE = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})
# Columns of the counts that each article's own are put beside.
COUNTED = frozenset({"passage_id", "word", "pos", "count"})
DATE = r"(?:\d{4}(?:-\d\d(?:-\d\d)?)?)?"
REFUSE, WITHOUT_MARKUP = "refuse", "without-markup"


class Catalogue(NamedTuple):
    """What a corpus folder says of itself.

    sources: one row per file. markup: one row per editorial decision. articles: one row per article, on_topic as bool.
    refused: file, reason, sha256; one row per file that was set aside.
    """

    sources: pd.DataFrame
    markup: pd.DataFrame
    articles: pd.DataFrame
    refused: pd.DataFrame


def of_source(table: pd.DataFrame, source_id: str) -> pd.DataFrame:
    """Keep the rows of one source (source_id) of a table; returns a DataFrame."""
    return table[table["source_id"] == source_id]


def by_source(table: pd.DataFrame) -> Callable[[str], pd.DataFrame]:
    """Return a function source_id -> its rows of a table (DataFrame), which is gone through only once."""
    parts, none = dict(list(table.groupby("source_id"))), table.iloc[:0]
    return lambda source_id: parts.get(source_id, none)


def _optional(path: Path, columns: tuple[str, ...]) -> pd.DataFrame | None:
    return read_table(path, columns) if path.exists() else None


def _markup(folder: Path, lengths: Lengths) -> pd.DataFrame:
    path = folder / "markup.csv"
    return read_markup(path, lengths) if path.exists() else pd.DataFrame(columns=list(MARKUP_COLUMNS))


def plain_article(source_id: str, article_id: str) -> dict[str, object]:
    """Return the row of an article of which nothing is known but its source_id and its article_id."""
    known = {"article_id": article_id, "source_id": source_id, "title": source_id, "on_topic": True, FIRST: ""}
    return dict.fromkeys((*ARTICLE_COLUMNS, *MORE_OF_ARTICLES), "") | known


def _filled(table: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """Add the columns that a table lacks, empty."""
    return table.assign(**{name: "" for name in columns if name not in table})


def _truth(value: str, article_id: str) -> bool:
    if str(value).lower() in TRUE | FALSE:
        return str(value).lower() in TRUE
    raise refuse(
        f"articles.csv: on_topic of {article_id} is {value!r}", expected="true or false", repair="write one of the two"
    )


def _found(sources: pd.DataFrame, markup: pd.DataFrame) -> dict[str, str]:
    """Return the source of each article: those that the markup names, and sources without one as a whole."""
    marked = markup[markup["kind"] == "article"]
    found = dict(zip(marked["text"], marked["source_id"], strict=True))
    return found | {source: source for source in sources["source_id"] if source not in set(found.values())}


def _unequal(article: str, listed: str | None, found: str | None, *, marked: bool) -> CorpusError:
    where = "markup.csv" if marked or found is None else "sources.csv or the folder, without an article in markup.csv"
    return refuse(
        f"the article {article} is of source {listed or 'none'} in articles.csv and {found or 'none'} in {where}",
        expected="the same articles in both",
        repair=f"add the row of {article} to {'articles.csv' if listed is None else 'markup.csv'}, or correct the id",
    )


def _check_articles(table: pd.DataFrame) -> None:
    taken = sorted(COUNTED & set(table.columns))
    if taken:
        raise refuse(
            f"articles.csv has a column {taken[0]}, which the tables of words have too",
            expected=f"other names than {', '.join(sorted(COUNTED))}",
            repair="rename it",
        )
    twice = table.loc[table["article_id"].duplicated(), "article_id"]
    if len(twice):
        raise refuse(
            f"articles.csv has {twice.iloc[0]} twice", expected="one row per article", repair="take one of the two out"
        )
    for name in ("published", FIRST):
        undated = table[~table[name].str.fullmatch(DATE)]
        if len(undated):
            raise refuse(
                f"articles.csv: {name} of {undated['article_id'].iloc[0]} is {undated[name].iloc[0]!r}",
                expected="a date such as 2024, 2024-02 or 2024-02-26, or nothing",
                repair="write it so",
            )


def _articles(folder: Path, sources: pd.DataFrame, markup: pd.DataFrame) -> pd.DataFrame:
    """Read or make the catalogue of articles and hold it against the markup."""
    found = _found(sources, markup)
    table = _optional(folder / "articles.csv", NEEDED)
    if table is None:
        return pd.DataFrame([plain_article(source, article) for article, source in found.items()])
    table = table if "on_topic" in table else table.assign(on_topic="true")
    table = _filled(table, (*ARTICLE_COLUMNS, *MORE_OF_ARTICLES, FIRST))
    _check_articles(table)
    listed = dict(zip(table["article_id"], table["source_id"], strict=True))
    for article in sorted(found.keys() | listed.keys()):
        if found.get(article) != listed.get(article):
            marked = bool((markup["text"] == article).any())
            raise _unequal(article, listed.get(article), found.get(article), marked=marked)
    on_topic = [_truth(row.on_topic, row.article_id) for row in table.itertuples()]
    return table.assign(on_topic=on_topic, **{FIRST: table[FIRST].mask(table[FIRST] == "", table["published"])})


def changed_file(name: str, digest: str, source: pd.Series, markup: pd.DataFrame) -> CorpusError:
    """Return the error for a file that is not the catalogued one, with the markup that no longer applies.

    name: of the file. digest: its sha256. source: its row of the catalogue. markup: of the whole corpus.
    """
    rows = of_source(markup, source["source_id"])
    new = f"if it is meant to be so, put its sha256 {digest} into sources.csv and look at its markup"
    kinds = ", ".join(f"{count} {kind}" for kind, count in rows["kind"].value_counts().sort_index().items())
    articles = ", ".join(rows.loc[rows["kind"] == "article", "text"]) or "none"
    return refuse(
        f"{name} has the sha256 {digest[:12]}…, the catalogue says {source['sha256'][:12]}…, so {len(rows)} rows "
        f"of markup for {source['source_id']} no longer apply ({kinds}; articles {articles})",
        expected="the file that the markup was made on",
        repair=f"restore that file; {new}; or pass changed='without-markup' (on the command line --without-markup) "
        "to read it as one plain article",
    )


def _without(names: set[str], catalogue: Catalogue) -> Catalogue:
    """Drop the markup and the articles of these sources, and take each file as one article."""
    sources, markup, articles, refused = catalogue
    plain = pd.DataFrame([plain_article(name, name) for name in sorted(names)])
    kept = articles[~articles["source_id"].isin(names)]
    articles = pd.concat([kept, plain], ignore_index=True).fillna("")
    return Catalogue(sources, markup[~markup["source_id"].isin(names)], articles, refused)


def _sources_with_texts(folder: Path) -> Found:
    known = _optional(folder / "sources.csv", SOURCE_COLUMNS)
    sources, refused = load_sources(raw_folder(folder), catalogue=known)
    found = Found(_filled(sources, MORE_OF_SOURCES), refused)
    if known is None:
        return found
    unknown = sources[~sources["source_id"].isin(known["source_id"])]
    if len(unknown):
        raise refuse(
            f"{Path(unknown['path'].iloc[0]).name} is not in sources.csv",
            expected=f"a row for every text in {shown(raw_folder(folder))}",
            repair=f"add its row, or correct the one it has; its sha256 is {unknown['found'].iloc[0]}",
        )
    missing = sorted(set(known["file"]) - set(sources["file"]))
    if missing:
        raise refuse(
            f"of the sources in sources.csv {', '.join(missing)} is not in {shown(raw_folder(folder))}",
            expected="every catalogued file",
            repair="put it there, or take its row out of sources.csv and its rows out of articles.csv and markup.csv",
        )
    return found


def read_with_texts(folder: Path, *, changed: str = REFUSE) -> Catalogue:
    """Read the catalogue of a folder and all its texts.

    folder: of the corpus. changed: what to do with a file that is not the catalogued one, "refuse" or "without-markup".
    Returns a Catalogue whose sources are those of `helpers.texts.sources.load_sources`.
    Raises CorpusError for a file that has changed or is missing, and where the tables do not agree.
    """
    if changed not in (REFUSE, WITHOUT_MARKUP):
        raise refuse(f"changed is {changed!r}", expected="'refuse' or 'without-markup'", repair="pass one of the two")
    sources, refused = _sources_with_texts(folder)
    # A file that has changed is refused as such before its markup is found out of range.
    lengths = {row.source_id: len(row.text) if row.matches else None for row in sources.itertuples()}
    markup = _markup(folder, lengths)
    catalogue = Catalogue(sources, markup, _articles(folder, sources, markup), refused)
    other = sources[~sources["matches"].astype(bool)]
    if len(other) and changed == REFUSE:
        row = other.iloc[0]
        raise changed_file(Path(row["path"]).name, row["found"], row, markup)
    return _without(set(other["source_id"]), catalogue) if len(other) else catalogue


def without_texts(sources: pd.DataFrame) -> pd.DataFrame:
    """Return the sources as the catalogue has them, each with the checksum of the file that was found; DataFrame."""
    return sources.assign(sha256=sources["found"]).drop(columns=["path", "text", "found", "matches"])


def without_sources(catalogue: Catalogue, names: set[str]) -> Catalogue:
    """Leave sources (names: their source_id) out of a catalogue, with markup and articles; returns a Catalogue."""
    if not names:
        return catalogue
    sources, markup, articles, refused = catalogue
    sources, markup, articles = (
        table[~table["source_id"].isin(names)].reset_index(drop=True) for table in (sources, markup, articles)
    )
    return Catalogue(sources, markup, articles, refused)


def _as_decoded(known: pd.DataFrame, built: pd.DataFrame) -> pd.DataFrame:
    """Put beside each catalogued source how its file was decoded when the features were built."""
    decoded = ["encoding", "sure"]
    return known.drop(columns=decoded, errors="ignore").merge(
        built[["source_id", *decoded]], on="source_id", how="left"
    )


def read_catalogue(folder: Path, built: Found) -> Catalogue:
    """Read the catalogue of a folder whose features are built, without its texts.

    folder: of the corpus. built: the sources and the refused files that the features were built of.
    Returns a Catalogue. Raises CorpusError where the tables do not agree.
    """
    known = _optional(folder / "sources.csv", SOURCE_COLUMNS)
    sources = _filled(built.sources if known is None else _as_decoded(known, built.sources), MORE_OF_SOURCES)
    markup = _markup(folder, dict.fromkeys(sources["source_id"]))
    return Catalogue(sources, markup, _articles(folder, sources, markup), built.refused)
