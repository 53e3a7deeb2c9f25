"""The feature tables of a corpus, counted in its clean paragraphs: words, places, dates, reuse, dirt, steps."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from typing import TypeVar

import pandas as pd
import pyarrow as pa

from helpers.counting.lacks import count_lacks
from helpers.counting.reuse import reuse
from helpers.counting.toponyms import named
from helpers.counting.words import Segment, count_words, is_word, tokens_of
from helpers.figures.dates import stretches
from helpers.files import progress
from helpers.lexicon import Lexicon
from helpers.texts.cleaning import INLINE, changes_of
from helpers.texts.dirt import count_dirt
from helpers.texts.passages import cut_passages

Value = TypeVar("Value")
TEXT, NUMBER = pa.string(), pa.int32()
SCHEMAS = {
    "sizes": pa.schema(
        [("article_id", TEXT)]
        + [(name, NUMBER) for name in ("paragraphs", "characters", "lead_characters", "words", "passages")]
        + [(name, NUMBER) for name in ("sentences", "lacks")]
    ),
    "passages": pa.schema(
        [("passage_id", TEXT), ("article_id", TEXT)]
        + [(name, NUMBER) for name in ("passage", "paragraphs", "characters", "words", "start", "end")]
    ),
    "tokens": pa.schema([("passage_id", TEXT), ("word", TEXT), ("pos", TEXT), ("count", NUMBER)]),
    "places": pa.schema([("passage_id", TEXT), ("place", TEXT), ("count", NUMBER)]),
    "dates": pa.schema(
        [(name, TEXT) for name in ("passage_id", "from", "to", "precision", "wrong")] + [("count", NUMBER)]
    ),
    "reuse": pa.schema(
        [("article_id", TEXT), ("passage", NUMBER), ("start", NUMBER), ("end", NUMBER), ("other_id", TEXT)]
        + [(name, NUMBER) for name in ("other_passage", "other_start", "other_end", "letters")]
        + [("overlap", pa.float64())]
    ),
    "dirt": pa.schema([("source_id", TEXT), ("kind", TEXT), ("before", NUMBER), ("after", NUMBER)]),
    "steps": pa.schema([("source_id", TEXT), ("step", TEXT), ("does", TEXT), ("changes", NUMBER)]),
}

# What decoding does, in the form of a step of cleaning.
DECODING = "characters decoded from another encoding than UTF-8"


def _characters(text: str) -> int:
    return len("".join(text.split()))


def _measured(paragraphs: pd.DataFrame, segment: Segment) -> pd.DataFrame:
    """Segment every paragraph and number the passages.

    Adds tokens, said (their words), words, characters, passage (0 for none), passage_id.
    """
    texts, articles = paragraphs["text"].tolist(), paragraphs["article_id"].tolist()
    tokens = [tokens_of(text, segment) for text in progress(texts, "segmenting")]
    said = [[token for token in found if is_word(token[0])] for found in tokens]
    words = list(map(len, said))
    measured = paragraphs.assign(tokens=tokens, said=said, words=words, characters=list(map(_characters, texts)))
    measured["passage"] = _numbered(articles, words)
    return measured.assign(passage_id=_passage_ids(measured))


def _grouped(names: Iterable[str], values: Iterable[Value]) -> dict[str, list[Value]]:
    """Return the values of each name, in their order; groups of pandas take longer than all else of a small batch."""
    groups: dict[str, list[Value]] = {}
    for name, value in zip(names, values, strict=True):
        groups.setdefault(name, []).append(value)
    return groups


def _texts_by(paragraphs: pd.DataFrame, column: str) -> dict[str, list[str]]:
    """Return the texts of paragraphs by what a column says, in their order."""
    return _grouped(paragraphs[column].tolist(), paragraphs["text"].tolist())


def _numbered(articles: list[str], words: list[int]) -> list[int]:
    """Return the passage of each paragraph in its article."""
    numbers = {name: iter(cut_passages(counts)) for name, counts in _grouped(articles, words).items()}
    return [next(numbers[name]) for name in articles]


def _sizes(measured: pd.DataFrame, articles: pd.DataFrame, lacks: Iterable[str]) -> pd.DataFrame:
    in_lead = measured["characters"].where(measured["part"] == "lead", 0)
    by_article = measured.assign(paragraphs=1, lead_characters=in_lead).groupby("article_id")
    sums = by_article[["paragraphs", "characters", "lead_characters", "words"]].sum()
    body = _texts_by(measured[measured["part"] == "body"], "article_id")
    counted = {name: count_lacks(texts, lacks) for name, texts in body.items()}
    found = pd.DataFrame.from_dict(counted, orient="index", columns=["sentences", "lacks"])
    table = sums.assign(passages=by_article["passage"].max()).join(found)
    return table.reindex(articles["article_id"]).fillna(0).astype(int).rename_axis("article_id").reset_index()


def _passages(kept: pd.DataFrame) -> pd.DataFrame:
    by_passage = kept.assign(paragraphs=1).groupby("passage_id", sort=False)
    table = kept.drop_duplicates("passage_id").set_index("passage_id")[["article_id", "passage"]]
    sums = by_passage[["paragraphs", "characters", "words"]].sum()
    return table.join(sums).assign(start=by_passage["start"].min(), end=by_passage["end"].max()).reset_index()


def _passage_ids(table: pd.DataFrame) -> pd.Series:
    return table["article_id"] + "-p" + table["passage"].astype(str).str.zfill(3)


def _tokens(kept: pd.DataFrame) -> pd.DataFrame:
    passages = _grouped(kept["passage_id"].tolist(), kept["said"])
    return count_words({name: chain.from_iterable(said) for name, said in passages.items()})


def _counted(rows: Iterable[tuple[str, ...]], columns: Iterable[str]) -> pd.DataFrame:
    """Count equal rows, sorted by their cells; one row per kind of row."""
    counted = Counter(rows)
    return pd.DataFrame([(*row, counted[row]) for row in sorted(counted)], columns=[*columns, "count"])


def _cut_already(tokens: list[tuple[str, str]]) -> Segment:
    return lambda _: tokens


def _places(kept: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    found = zip(kept["passage_id"].tolist(), kept["text"].tolist(), kept["tokens"], strict=True)
    rows = (
        (passage, place)
        for passage, text, tokens in found
        for _, _, place in named(text, lexicon, segment=_cut_already(tokens))
    )
    return _counted(rows, ("passage_id", "place"))


def _written(articles: pd.DataFrame) -> pd.Series:
    """Return when each article was first published, else when its source was, "" where neither is known."""
    known = articles.set_index("article_id")
    return known["first_published"].where(known["first_published"] != "", known["published"])


def _dates(kept: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    days = kept["article_id"].map(_written(articles)).tolist()
    found = zip(kept["passage_id"].tolist(), days, kept["text"].tolist(), strict=True)
    rows = (
        (passage, *(day.isoformat() if day else "" for day in (days.first, days.last)), days.precision, days.wrong)
        for passage, published, text in found
        for _, _, days in stretches(text, published=published)
    )
    return _counted(rows, ("passage_id", "from", "to", "precision", "wrong"))


def shared_text(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """Find what articles share, by the characters of their texts without white space, and the passage of each place.

    paragraphs: DataFrame with article_id, text, passage (number, 0 for none); one row per paragraph, in reading order.
    Returns a DataFrame with the columns of SCHEMAS["reuse"]; one row per pair of places, see
    `helpers.counting.reuse.reuse`.
    """
    parts = paragraphs.assign(text=paragraphs["text"].map(lambda text: "".join(text.split())))
    by_article = {str(name): rows for name, rows in parts.groupby("article_id", sort=False)}
    found = reuse({name: "".join(rows["text"]) for name, rows in by_article.items()})
    ends = {name: rows["text"].str.len().cumsum().tolist() for name, rows in by_article.items()}
    numbers = {name: rows["passage"].tolist() for name, rows in by_article.items()}
    for article, start, passage in (("article_id", "start", "passage"), ("other_id", "other_start", "other_passage")):
        places = zip(found[article], found[start], strict=True)
        of_places = [numbers[name][bisect_right(ends[name], at)] for name, at in places]
        found[passage] = pd.Series(of_places, index=found.index, dtype=int)
    return found[SCHEMAS["reuse"].names]


def _whole_prose(paragraphs: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Leave out headings, and the last paragraph of an article whose end is lost: they stop without a mark."""
    cut = articles.loc[articles["truncated"].str.contains("end"), "article_id"]
    last = ~paragraphs["article_id"].duplicated(keep="last")
    return paragraphs[(paragraphs["part"] != "heading") & ~(last & paragraphs["article_id"].isin(set(cut)))]


def _dirt(sources: pd.DataFrame, paragraphs: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Count the dirt of each source, raw and in the clean paragraphs that came of it."""
    prose = _whole_prose(paragraphs, articles)
    clean = {name: "\n".join(texts) for name, texts in _texts_by(prose, "source_id").items()}
    rows = []
    for source in sources.itertuples():
        before, after = count_dirt(source.text), count_dirt(clean.get(source.source_id, ""))
        rows += [(source.source_id, kind, count, after[kind]) for kind, count in before.items()]
    return pd.DataFrame(rows, columns=SCHEMAS["dirt"].names)


def _decoded(text: str, encoding: str) -> int:
    """Count the characters that had to be decoded from another encoding than UTF-8."""
    return 0 if encoding == "utf-8" else sum(char > "\x7f" for char in text)


def _steps(sources: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for source in progress(sources.itertuples(), "counting changes", total=len(sources)):
        decoded = "decode", DECODING, _decoded(source.text, source.encoding)
        changes = changes_of(source.text, steps=INLINE) if source.changes is None else source.changes
        cleaned = [(step.name, step.does, changes[step.name]) for step in INLINE]
        rows += [(source.source_id, *told) for told in (decoded, *cleaned)]
    return pd.DataFrame(rows, columns=SCHEMAS["steps"].names)


def feature_tables(
    sources: pd.DataFrame,
    paragraphs: pd.DataFrame,
    articles: pd.DataFrame,
    segment: Segment,
    lexicon: Lexicon,
    *,
    shared: bool = True,
) -> dict[str, pd.DataFrame]:
    """Count the features of a corpus.

    sources: DataFrame with source_id, text (raw), encoding, changes (of each step of cleaning by name, where the text
    was cleaned as it came, else None); one row per file. paragraphs: as
    `helpers.texts.passages.paragraphs` returns them, with source_id; one row per paragraph. articles: the catalogue.
    segment: function str -> list of (word, part of speech). lexicon: its places and its words that name a lack.
    shared: whether text that articles share is looked for, else there is no table reuse.
    Returns a dict of name -> DataFrame with the columns of SCHEMAS: sizes (one row per article), passages (one row per
    passage), tokens (one row per word and part of speech per passage), places (one row per place per passage), dates
    (one row per stretch of days per passage), reuse (one row per pair of places in two articles), dirt (one row per
    source and kind), steps (one row per source and step).
    """
    measured = _measured(paragraphs, segment)
    kept = measured[measured["passage"] > 0]
    tables = {
        "sizes": _sizes(measured, articles, lexicon.lacks),
        "passages": _passages(kept),
        "tokens": _tokens(kept),
        "places": _places(kept, lexicon),
        "dates": _dates(kept, articles),
        "dirt": _dirt(sources, paragraphs, articles),
        "steps": _steps(sources),
    } | ({"reuse": shared_text(measured)} if shared else {})
    return {name: table[SCHEMAS[name].names] for name, table in tables.items()}
