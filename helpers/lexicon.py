"""The words that a corpus is read with: terms, gazetteer, units, concepts, stop words and glosses, its own or ours."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from helpers.files import SHIPPED, read_table, refuse

# The tables of a lexicon folder with the columns that they need.
TABLES = {
    "terms": ("term", "pos", "class", "gloss"),
    "gazetteer": ("written", "place", "pos", "gloss"),
    "places": ("place", "kind", "parent", "aliases", "longitude", "latitude", "via", "gloss"),
    "units": ("written", "unit", "class", "gloss"),
    "changes": ("word", "direction"),
    "concepts": ("concept", "gloss", "unit", "unit_gloss", "pattern", "without", "basis", "place"),
    "limits": ("unit", "pattern", "least", "most", "why"),
    "glosses": ("word", "gloss"),
    "fields": ("field", "chinese", "gloss"),
    "sections": ("section", "gloss"),
    "topics": ("topic", "label", "words"),
    "days": ("from", "to", "what", "gloss"),
}
LISTS = ("stopwords", "not_units", "not_places", "lacks")
MOST_DEGREES = {"longitude": 180, "latitude": 90}
# Names that were given to the topics of one corpus, and what its days are named for, say nothing of another.
OWN_ONLY = frozenset({"topics", "days"})


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The tables of words that belong to a corpus.

    terms: term, pos (jieba's tag set), class, gloss (English), the names of places in the gazetteer among them; one row
    per term that the segmenter keeps whole. gazetteer: written, place (the form under which figures are grouped, ""
    where it is no region of figures), pos, gloss ("" where the segmenter may cut it); one row per written form. places:
    place, kind, parent (what contains it), aliases (other written forms, parted by |), longitude, latitude (degrees of
    WGS-84; NaN where none is known), via (what a line or river passes, parted by |), gloss; one row per place. units:
    written, unit, class, gloss; one row per written form. changes: word, direction (rise, fall, compare); one row per
    word. concepts: concept, gloss, unit, unit_gloss, pattern, without, basis, place; one row per concept. limits:
    unit, pattern, least, most, why; one row per limit of what is possible. fields, sections: with their gloss.
    topics: topic, label, words; one row per named topic. days: from, to, what (happened), gloss; one row per stretch of
    days. glosses: English by word, terms and general words. stop_words:
    function words. not_units: words that begin like a unit. not_places: short names of places that are words first.
    lacks: words that name a lack.
    """

    terms: pd.DataFrame
    gazetteer: pd.DataFrame
    places: pd.DataFrame
    units: pd.DataFrame
    changes: pd.DataFrame
    concepts: pd.DataFrame
    limits: pd.DataFrame
    fields: pd.DataFrame
    sections: pd.DataFrame
    topics: pd.DataFrame
    days: pd.DataFrame
    glosses: pd.Series
    stop_words: frozenset[str]
    not_units: tuple[str, ...]
    not_places: frozenset[str]
    lacks: tuple[str, ...]


def word_file(folder: Path, name: str, *, own_only: bool = False) -> Path | None:
    """Return the file that a table or list of a lexicon is read from.

    folder: of the corpus. name: of the file. own_only: whether ours does not serve another corpus.
    Returns the path of the folder's own, else of ours, None where ours does not serve.
    """
    own = folder / "lexicon" / name
    if own.exists():
        return own
    return None if own_only and folder != SHIPPED else SHIPPED / "lexicon" / name


def _table(folder: Path, name: str) -> pd.DataFrame:
    path = word_file(folder, f"{name}.csv", own_only=name in OWN_ONLY)
    return pd.DataFrame(columns=list(TABLES[name])) if path is None else read_table(path, TABLES[name])


def _check_patterns(table: pd.DataFrame, name: str, columns: tuple[str, ...]) -> None:
    """Refuse a table whose columns of patterns hold what is no regular expression; the first column names the row."""
    for row in table.itertuples(index=False):
        for pattern in (getattr(row, column) for column in columns):
            try:
                plain = re.compile(pattern).groups == 0
            except re.error:
                plain = False
            if not plain:
                raise refuse(
                    f"{name}.csv: {row[0]} has the pattern {pattern!r}",
                    expected="a regular expression whose groups are written (?:…)",
                    repair="correct the pattern",
                )


def _check_unit_glosses(concepts: pd.DataFrame) -> None:
    for row in concepts.itertuples():
        if row.unit_gloss and row.unit_gloss.count("|") != row.unit.count("|"):
            raise refuse(
                f"concepts.csv: {row.concept} has the units {row.unit} and the glosses {row.unit_gloss}",
                expected="a gloss for each unit, parted by |, or none",
                repair="correct the column unit_gloss",
            )


def _located(places: pd.DataFrame) -> pd.DataFrame:
    """Read the coordinates of places as numbers; refuse what is none, a parent that is no place, a name of two."""
    names = set(places["place"])
    written = places["aliases"].str.split("|").explode()
    forms = pd.concat([places["place"], written[written != ""]])
    for word in forms[forms.duplicated()]:
        raise refuse(f"places.csv: {word} names two places", expected="one place per name", repair="keep one of them")
    for row in places.itertuples():
        unknown = [name for name in (row.parent, *row.via.split("|")) if name and name not in names]
        if unknown:
            raise refuse(
                f"places.csv: {row.place} has the parent or way {unknown[0]}",
                expected="a place with a row of its own",
                repair=f"add a row for {unknown[0]}, or correct the name",
            )
    degrees = {name: places[name].map(lambda cell, name=name: _degrees(cell, name)) for name in MOST_DEGREES}
    return places.assign(**degrees)


def _degrees(cell: str, name: str) -> float:
    most = MOST_DEGREES[name]
    if not re.fullmatch(r"(-?\d+(\.\d+)?)?", cell) or abs(float(cell or 0)) > most:
        raise refuse(
            f"places.csv: the {name} {cell!r}",
            expected=f"degrees from -{most} to {most}, or nothing",
            repair="correct the cell",
        )
    return float(cell) if cell else float("nan")


def _lines(folder: Path, name: str) -> tuple[str, ...]:
    path = word_file(folder, f"{name}.txt")
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines() if path else []
    except (ValueError, OSError) as error:
        raise refuse(f"{path} cannot be read", expected="a list in UTF-8", repair="save it as UTF-8") from error
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _kept_whole(gazetteer: pd.DataFrame) -> pd.DataFrame:
    """Return the names of places that are terms, in the form of the table of terms."""
    names = gazetteer[gazetteer["pos"] != ""].rename(columns={"written": "term"})
    return names.assign(**{"class": "place"})[list(TABLES["terms"])]


def read_lexicon(folder: Path | str) -> Lexicon:
    """Read the lexicon of a corpus folder, each table from its subfolder lexicon/ if it is there, and else ours.

    folder: path of a corpus. Returns a Lexicon. Raises CorpusError where a table lacks a column or a concept has a bad
    pattern.
    """
    folder = Path(folder).resolve()
    tables = {name: _table(folder, name) for name in TABLES}
    _check_patterns(tables["concepts"], "concepts", ("pattern", "without", "basis"))
    _check_patterns(tables["limits"], "limits", ("pattern",))
    _check_unit_glosses(tables["concepts"])
    tables["places"] = _located(tables["places"])
    terms = pd.concat([tables.pop("terms"), _kept_whole(tables["gazetteer"])], ignore_index=True)
    general = tables.pop("glosses").set_index("word")["gloss"]
    glosses = pd.concat([terms.set_index("term")["gloss"], general])
    # A folder's own term may be a general word of ours; its own gloss counts.
    glosses = glosses[~glosses.index.duplicated()]
    stop_words, not_units, not_places, lacks = (_lines(folder, name) for name in LISTS)
    words = {"stop_words": frozenset(stop_words), "not_places": frozenset(not_places)}
    return Lexicon(terms=terms, glosses=glosses, not_units=not_units, lacks=lacks, **words, **tables)


@cache
def shipped() -> Lexicon:
    """Return our own lexicon, for a text that belongs to no corpus; read once."""
    return read_lexicon(SHIPPED)


def glossed(table: pd.DataFrame, lexicon: Lexicon, *, column: str = "word") -> pd.DataFrame:
    """Put the English gloss of each word beside it.

    table: DataFrame with the column, which is not changed. lexicon: Lexicon. column: name of the column of words.
    Returns it with the column gloss after that of the words, "" where the lexicon has none; rows as given.
    """
    gloss = table[column].map(lexicon.glosses).fillna("")
    place = table.columns.get_loc(column) + 1
    return pd.concat([table.iloc[:, :place], gloss.rename("gloss"), table.iloc[:, place:]], axis=1)


# What a gloss says in brackets is for tables, not for a sentence or a figure.
ASIDE = re.compile(r" \(.*\)$")


def brief(gloss: str) -> str:
    """Return a gloss without what it says in brackets at its end; a str."""
    return ASIDE.sub("", gloss)


def with_glosses(words: Iterable[str], lexicon: Lexicon) -> list[str]:
    """Write words with their English gloss in brackets, for a sentence.

    words: of str. lexicon: Lexicon. Returns a list of str; a word without a gloss stays alone.
    """
    glosses = ((word, brief(lexicon.glosses.get(word, ""))) for word in words)
    return [f"{word} ({gloss})" if gloss else word for word, gloss in glosses]


def one_form(places: pd.Series, lexicon: Lexicon) -> pd.Series:
    """Bring names of places to one form each.

    places: Series of str. lexicon: Lexicon, whose gazetteer says which form. Returns a Series of str, its names as they
    were where the gazetteer does not know them.
    """
    known = lexicon.gazetteer[lexicon.gazetteer["place"] != ""].set_index("written")["place"]
    return places.map(known).fillna(places)
