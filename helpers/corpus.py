"""The corpus as tables: load it, select from it, build its features from the raw texts, verify them."""

import io
import os
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from helpers.cleaning import INLINE, clean, dirt, glue, join_groups, report
from helpers.markup import COLUMNS as MARKUP_COLUMNS
from helpers.markup import apply_markup, cut_passages, plain_lines, read_markup
from helpers.sources import (
    CORPUS,
    SOURCE_COLUMNS,
    checksum,
    load_sources,
    read_source,
    read_table,
    refuse,
    unwritable,
)
from helpers.words import count_words, words_of

ARTICLE_COLUMNS = (
    "article_id",
    "source_id",
    "title",
    "authors",
    "section",
    "field",
    "published",
    "on_topic",
    "truncated",
)
TRUE, FALSE = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})

TEXT, NUMBER = pa.string(), pa.int32()
SCHEMAS = {
    "sizes": pa.schema(
        [("article_id", TEXT)]
        + [(name, NUMBER) for name in ("paragraphs", "characters", "lead_characters", "words", "passages")]
    ),
    "passages": pa.schema(
        [("passage_id", TEXT), ("article_id", TEXT)]
        + [(name, NUMBER) for name in ("passage", "paragraphs", "characters", "words", "start", "end")]
    ),
    "tokens": pa.schema([("passage_id", TEXT), ("word", TEXT), ("pos", TEXT), ("count", NUMBER)]),
    "dirt": pa.schema([("source_id", TEXT), ("kind", TEXT), ("before", NUMBER), ("after", NUMBER)]),
    "steps": pa.schema([("source_id", TEXT), ("step", TEXT), ("does", TEXT), ("changes", NUMBER)]),
}
# Set to "off", the raw files count as absent: committed outputs come from runs that cannot see them.
RAW_SWITCH = "HELPERS_RAW"


@dataclass(frozen=True, eq=False)
class Corpus:
    """A corpus as tables, and the way back to its texts where the raw files are at hand.

    folder: where it was read from. sources: one row per file. articles: one row per article, with on_topic
    as bool. markup: one row per editorial decision. sizes: paragraphs, characters, lead_characters, words,
    passages; one row per article. passages: one row per passage. tokens: passage_id, word, pos, count; one row
    per word and part of speech per passage. dirt: kinds of dirt before and after; one row per source and kind.
    steps: changes of each cleaning step; one row per source and step.
    """

    folder: Path
    sources: pd.DataFrame
    articles: pd.DataFrame
    markup: pd.DataFrame
    sizes: pd.DataFrame
    passages: pd.DataFrame
    tokens: pd.DataFrame
    dirt: pd.DataFrame
    steps: pd.DataFrame

    @property
    def has_text(self):
        """Whether the raw files are at hand, so that `text` can answer."""
        folder = raw_folder(self.folder)
        return folder.is_dir() and any(folder.glob("*.txt"))

    @property
    def words(self):
        """The tokens with what is known of their articles, the table that counts start from.

        A DataFrame with passage_id, word, pos, count and the columns of articles, of which the totals that
        would be summed by mistake (characters, words) are left out; one row per word and part of speech per passage.
        """
        known = self.articles.drop(columns=["characters", "words"], errors="ignore")
        places = self.passages[["passage_id", "article_id"]].merge(known, on="article_id", validate="many_to_one")
        words = self.tokens.merge(places, on="passage_id", validate="many_to_one")
        if len(words) != len(self.tokens):
            raise AssertionError("a passage of the tokens has no article")
        return words

    def select(self, *, on_topic=True, source=None, section=None, field=None):
        """Select articles and all that belongs to them.

        on_topic: True (the default of every analysis), False, or None for both. source, section, field: a value
        of articles.source_id, .section or .field, or a list of values; None for all.
        Returns a new Corpus. Raises CorpusError for a value that no article has and for an empty selection.
        """
        wanted = {"on_topic": on_topic, "source_id": source, "section": section, "field": field}
        articles = self.articles
        for column, values in wanted.items():
            if values is not None:
                articles = _only(articles, self.articles, column, values)
        return _restrict(self, articles)

    def paragraphs(self, article_id):
        """Return the clean paragraphs of one article.

        article_id: as in articles. Returns a DataFrame with article_id, paragraph, part (lead, heading, body),
        start, end (positions in the raw file), text; one row per paragraph. Raises as `text` does.
        """
        source_id = self._source_of(article_id)
        markup = _of_article(_rows(self.markup, source_id), article_id)
        return _paragraphs(self._raw(source_id, article_id), source_id, markup).reset_index(drop=True)

    def text(self, article_id, *, lead=True):
        """Return the clean body of one article, its paragraphs parted by line ends.

        article_id: as in articles. lead: whether the box before the text (核心阅读, 编者按) belongs to it.
        Title, byline, captions, notes and furniture are left out; headings are kept.
        Raises CorpusError for an unknown article, and where the raw file is not at hand or has changed.
        """
        paragraphs = self.paragraphs(article_id)
        wanted = paragraphs if lead else paragraphs[paragraphs["part"] != "lead"]
        return "\n".join(wanted["text"])

    def raw_text(self, article_id):
        """Return the decoded raw text of the source that an article (article_id) stands in. Raises as `text` does."""
        return self._raw(self._source_of(article_id), article_id)

    def _source_of(self, article_id):
        known = list(self.articles["article_id"])
        if article_id not in known:
            raise refuse(
                f"no article {article_id!r}", expected=f"one of {', '.join(known)}", repair="see Corpus.articles"
            )
        return self.articles["source_id"].iloc[known.index(article_id)]

    def _raw(self, source_id, article_id):
        source = self.sources[self.sources["source_id"] == source_id].iloc[0]
        folder = raw_folder(self.folder)
        files = sorted(folder.glob("*.txt")) if folder.is_dir() else []
        # A file is known by its checksum, so it may carry any name; the catalogued name is only tried first.
        for path in sorted(files, key=lambda path: path.name != source["file"]):
            text, _, digest = read_source(path)
            if digest == source["sha256"]:
                return text
            if path.name == source["file"]:
                raise _changed_file(path, digest, source, _rows(self.markup, source_id))
        raise refuse(
            f"the text of {article_id} is not at hand; its source is copyrighted and not part of the repository",
            expected=f"the file {source['file']} (sha256 {source['sha256'][:12]}…) in {_shown(folder)}",
            repair="put the file there, under any name, and ask again",
        )


def _shown(folder):
    """Name a folder without the path of the machine where it stands in the repository."""
    root = CORPUS.parent
    return f"{folder.relative_to(root)}/" if folder.is_relative_to(root) else str(folder)


def _only(articles, everything, column, values):
    values = [values] if isinstance(values, str | bool) else list(values)
    unknown = [value for value in values if value not in set(everything[column])]
    if unknown and column != "on_topic":
        known = ", ".join(sorted(set(everything[column]) - {""}))
        raise refuse(
            f"no article has the {column} {unknown[0]!r}", expected=f"one of {known}", repair="correct the value"
        )
    chosen = articles[articles[column].isin(values)]
    if chosen.empty:
        raise refuse(
            f"no article is left after {column} = {', '.join(map(str, values))}",
            expected="at least one article",
            repair="widen this filter or the ones before it",
        )
    return chosen


def _restrict(corpus, articles):
    ids, sources = set(articles["article_id"]), set(articles["source_id"])
    passages = corpus.passages[corpus.passages["article_id"].isin(ids)]
    kept = {
        "articles": articles,
        "sources": corpus.sources[corpus.sources["source_id"].isin(sources)],
        "markup": corpus.markup[corpus.markup["source_id"].isin(sources)],
        "sizes": corpus.sizes[corpus.sizes["article_id"].isin(ids)],
        "passages": passages,
        "tokens": corpus.tokens[corpus.tokens["passage_id"].isin(set(passages["passage_id"]))],
        "dirt": corpus.dirt[corpus.dirt["source_id"].isin(sources)],
        "steps": corpus.steps[corpus.steps["source_id"].isin(sources)],
    }
    return replace(corpus, **{name: table.reset_index(drop=True) for name, table in kept.items()})


def raw_folder(folder):
    """Return where the texts of a corpus folder stand: its subfolder raw, or the folder itself."""
    folder = Path(folder)
    if folder.resolve() == CORPUS and os.environ.get(RAW_SWITCH, "") == "off":
        return folder / "raw-is-off"
    return folder / "raw" if (folder / "raw").is_dir() or folder.resolve() == CORPUS else folder


def _rows(markup, source_id):
    return markup[markup["source_id"] == source_id]


def _of_article(markup, article_id):
    """Keep the markup that stands within one article; none where the source has none."""
    extent = markup[(markup["kind"] == "article") & (markup["text"] == article_id)]
    if extent.empty:
        return markup.head(0)
    start, end = extent["start"].iloc[0], extent["end"].iloc[0]
    return markup[(markup["start"] >= start) & (markup["end"] <= end)]


def _changed_file(path, digest, source, rows):
    kinds = ", ".join(f"{count} {kind}" for kind, count in rows["kind"].value_counts().sort_index().items())
    articles = ", ".join(rows.loc[rows["kind"] == "article", "text"]) or "none"
    return refuse(
        f"{path.name} has the sha256 {digest[:12]}…, the catalogue says {source['sha256'][:12]}…, so {len(rows)} rows "
        f"of markup for {source['source_id']} no longer apply ({kinds}; articles {articles})",
        expected="the file that the markup was made on",
        repair="restore that file, or pass changed='without-markup' (on the command line --without-markup) to read "
        "it as one plain article",
    )


def _without(changed_sources, markup, articles):
    """Drop the markup and the articles of sources whose file has changed, and take each file as one article."""
    names = set(changed_sources["source_id"])
    plain = pd.DataFrame([_plain_article(name) for name in sorted(names)])
    articles = pd.concat([articles[~articles["source_id"].isin(names)], plain], ignore_index=True).fillna("")
    return markup[~markup["source_id"].isin(names)], articles


def _plain_article(source_id):
    return dict.fromkeys(ARTICLE_COLUMNS, "") | {
        "article_id": source_id,
        "source_id": source_id,
        "title": source_id,
        "on_topic": True,
    }


def _truth(value, article_id):
    if str(value).lower() in TRUE | FALSE:
        return str(value).lower() in TRUE
    raise refuse(
        f"articles.csv: on_topic of {article_id} is {value!r}", expected="true or false", repair="write one of the two"
    )


def _optional(path, columns):
    return read_table(path, columns) if path.exists() else None


def _read_articles(folder, sources, markup):
    """Read or make the catalogue of articles and hold it against the markup."""
    marked = markup[markup["kind"] == "article"]
    found = dict(zip(marked["text"], marked["source_id"], strict=True))
    found |= {source: source for source in sources["source_id"] if source not in set(found.values())}
    table = _optional(folder / "articles.csv", ARTICLE_COLUMNS)
    if table is None:
        rows = [_plain_article(source) | {"article_id": article} for article, source in found.items()]
        return pd.DataFrame([row | {"source_id": found[row["article_id"]]} for row in rows])
    listed = dict(zip(table["article_id"], table["source_id"], strict=True))
    unequal = sorted(article for article in found.keys() | listed.keys() if found.get(article) != listed.get(article))
    if unequal:
        raise refuse(
            f"the article {unequal[0]} is of source {listed.get(unequal[0], 'none')} in articles.csv and "
            f"{found.get(unequal[0], 'none')} in markup.csv",
            expected="the same articles in both",
            repair="add the missing row or correct the id",
        )
    truths = [_truth(row.on_topic, row.article_id) for row in table.itertuples()]
    return table.assign(on_topic=truths)


def _read_markup(folder, lengths):
    path = folder / "markup.csv"
    return read_markup(path, lengths) if path.exists() else pd.DataFrame(columns=list(MARKUP_COLUMNS))


def _read_texts(folder, changed):
    """Read everything that a build needs: sources with their texts, markup, articles."""
    if changed not in ("refuse", "without-markup"):
        raise refuse(f"changed is {changed!r}", expected="'refuse' or 'without-markup'", repair="pass one of the two")
    catalogue = _optional(folder / "sources.csv", SOURCE_COLUMNS)
    sources = load_sources(raw_folder(folder), catalogue=catalogue)
    missing = [] if catalogue is None else sorted(set(catalogue["file"]) - set(sources["file"]))
    if missing:
        raise refuse(
            f"of the sources in sources.csv {', '.join(missing)} is not in {_shown(raw_folder(folder))}",
            expected="every catalogued file",
            repair="put it there, or take its row out of sources.csv and its rows out of articles.csv and markup.csv",
        )
    # A file that has changed is refused as such before its markup is found out of range.
    fitting = sources["matches"].astype(bool)
    lengths = {row.source_id: len(row.text) if row.matches else None for row in sources.itertuples()}
    markup = _read_markup(folder, lengths)
    articles = _read_articles(folder, sources, markup)
    if not fitting.all():
        row = sources[~fitting].iloc[0]
        if changed == "refuse":
            raise _changed_file(Path(row["path"]), row["found"], row, _rows(markup, row["source_id"]))
        markup, articles = _without(sources[~fitting], markup, articles)
    return sources, markup, articles


def _clean_lines(lines):
    cleaned = clean("\n".join(lines), steps=INLINE).split("\n")
    if len(cleaned) != len(lines):
        raise AssertionError("an inline cleaning step added or removed a line")
    return cleaned


def _rejoined(lines):
    """Join the broken paragraphs of a text that has no markup to say which they are."""
    rows = []
    for group in join_groups(list(lines["text"])):
        parts = lines.iloc[group]
        article_id, text = parts["article_id"].iloc[0], glue(list(parts["text"]))
        rows.append((article_id, "body", parts["start"].iloc[0], parts["end"].iloc[-1], text))
    return pd.DataFrame(rows, columns=["article_id", "part", "start", "end", "text"])


def _paragraphs(text, source_id, markup):
    """Edit, clean and cut one source; one row per paragraph, see Corpus.paragraphs."""
    lines = apply_markup(text, markup) if len(markup) else plain_lines(text, source_id)
    cleaned = [line for _, part in lines.groupby("article_id", sort=False) for line in _clean_lines(part["text"])]
    lines = lines.assign(text=[line.strip() for line in cleaned])
    lines = lines[lines["text"] != ""]
    if not len(markup) and len(lines):
        lines = _rejoined(lines)
    numbers = lines.groupby("article_id", sort=False).cumcount() + 1
    return lines.assign(paragraph=numbers)[["article_id", "paragraph", "part", "start", "end", "text"]]


def _characters(text):
    return len("".join(text.split()))


def _measured(paragraphs, segment):
    """Segment every paragraph and number the passages; adds words_list, words, characters, passage."""
    lists = [words_of(text, segment=segment) for text in paragraphs["text"]]
    measured = paragraphs.assign(
        words_list=lists, words=[len(words) for words in lists], characters=paragraphs["text"].map(_characters)
    )
    passage = measured.groupby("article_id", sort=False)["words"].transform(lambda words: cut_passages(list(words)))
    return measured.assign(passage=passage.astype(int))


def _sizes(measured, articles):
    by_article = measured.groupby("article_id", sort=False)
    lead = measured[measured["part"] == "lead"].groupby("article_id")["characters"].sum()
    table = by_article.agg(
        paragraphs=("paragraph", "size"),
        characters=("characters", "sum"),
        words=("words", "sum"),
        passages=("passage", "max"),
    )
    table.insert(2, "lead_characters", lead.reindex(table.index).fillna(0).astype(int))
    return table.reindex(articles["article_id"]).fillna(0).astype(int).rename_axis("article_id").reset_index()


def _passages(measured):
    kept = measured[measured["passage"] > 0]
    table = kept.groupby(["article_id", "passage"], sort=False).agg(
        paragraphs=("paragraph", "size"),
        characters=("characters", "sum"),
        words=("words", "sum"),
        start=("start", "min"),
        end=("end", "max"),
    )
    table = table.reset_index()
    return table.assign(passage_id=_passage_ids(table))


def _passage_ids(table):
    return table["article_id"] + "-p" + table["passage"].astype(str).str.zfill(3)


def _tokens(measured):
    kept = measured[measured["passage"] > 0]
    passages = {}
    for passage_id, words in zip(_passage_ids(kept), kept["words_list"], strict=True):
        passages.setdefault(passage_id, []).extend(words)
    return count_words(passages)


def _whole_prose(paragraphs, articles):
    """Leave out headings, and the last paragraph of an article whose end is lost: they stop without a mark."""
    cut = articles.loc[articles["truncated"].str.contains("end"), "article_id"]
    last = ~paragraphs["article_id"].duplicated(keep="last")
    return paragraphs[(paragraphs["part"] != "heading") & ~(last & paragraphs["article_id"].isin(set(cut)))]


def _dirt(sources, paragraphs, articles):
    """Count the dirt of each source, raw and in the clean paragraphs that came of it."""
    prose = _whole_prose(paragraphs, articles)
    tables = []
    for source in sources.itertuples():
        after = dirt("\n".join(prose.loc[prose["source_id"] == source.source_id, "text"]))
        table = dirt(source.text).rename(columns={"count": "before"})
        tables.append(table.assign(after=after["count"], source_id=source.source_id))
    return pd.concat(tables, ignore_index=True)


def _decoding(source):
    """Count the characters that had to be decoded from another encoding than UTF-8, in the form of a step."""
    foreign = 0 if source.encoding == "utf-8" else sum(char > "\x7f" for char in source.text)
    does = "characters decoded from another encoding than UTF-8"
    return pd.DataFrame({"step": ["decode"], "does": [does], "changes": [foreign]})


def _steps(sources):
    tables = [
        pd.concat([_decoding(source), report(source.text, steps=INLINE)]).assign(source_id=source.source_id)
        for source in sources.itertuples()
    ]
    return pd.concat(tables, ignore_index=True)


def _compute(folder, *, changed, segment):
    """Compute every table of a corpus from its raw texts."""
    sources, markup, articles = _read_texts(folder, changed)
    parts = [
        _paragraphs(row.text, row.source_id, _rows(markup, row.source_id)).assign(source_id=row.source_id)
        for row in sources.itertuples()
    ]
    paragraphs = pd.concat(parts, ignore_index=True)
    measured = _measured(paragraphs, segment)
    tables = {
        "sizes": _sizes(measured, articles),
        "passages": _passages(measured),
        "tokens": _tokens(measured),
        "dirt": _dirt(sources, paragraphs, articles),
        "steps": _steps(sources),
    }
    features = {name: table[SCHEMAS[name].names] for name, table in tables.items()}
    return Corpus(folder, _catalogued(sources), articles, markup, **features)


def _catalogued(sources):
    found = sources.assign(sha256=sources["found"])
    return found.drop(columns=["path", "text", "found", "matches"])


def _read_features(folder):
    features = {}
    for name in SCHEMAS:
        path = folder / "features" / f"{name}.parquet"
        if not path.exists():
            raise refuse(
                f"{_shown(folder)} has no features/{name}.parquet",
                expected="the features of the corpus",
                repair="restore the file, or build it from the raw texts: python -m helpers build",
            )
        features[name] = pq.read_table(path).to_pandas()
    return features


def load(path=None, *, changed="refuse", segment=None):
    """Load a corpus: the shipped one, or any folder of .txt files.

    path: None for the shipped corpus; else a folder of .txt, one article each, or with sources.csv, markup.csv
    and articles.csv as corpus/sample has them. changed: what to do with a file that is not the one in
    sources.csv, "refuse" or "without-markup". segment: function str -> list of (word, part of speech) for
    a folder that is read now; shipped features keep the segmenter they were built with.
    Returns a Corpus of all its articles; `Corpus.select()` leaves those on topic.
    Raises CorpusError for a folder, file, table or markup that cannot be read as it should, naming the repair.
    """
    folder = CORPUS if path is None else Path(path)
    _recover(folder)
    if path is not None and not (folder / "features").is_dir():
        return _compute(folder, changed=changed, segment=segment)
    if segment is not None:
        raise refuse(
            "a segmenter was given for features that are built already",
            expected="a folder without features/",
            repair="load the folder of raw texts, corpus/raw for the shipped corpus",
        )
    sources = _optional(folder / "sources.csv", SOURCE_COLUMNS)
    if sources is None:
        sources = _catalogued(load_sources(raw_folder(folder)))
    markup = _read_markup(folder, dict.fromkeys(sources["source_id"]))
    articles = _read_articles(folder, sources, markup)
    return Corpus(folder, sources, articles, markup, **_read_features(folder))


def _parquet(table, schema):
    """Return a table as Parquet bytes that depend on nothing but its cells and the pinned library."""
    arrow = pa.Table.from_pandas(table, schema=schema, preserve_index=False).replace_schema_metadata(None)
    sink = io.BytesIO()
    pq.write_table(arrow, sink, compression="zstd", store_schema=False)
    return sink.getvalue()


def _files(corpus):
    return {name: _parquet(getattr(corpus, name), schema) for name, schema in SCHEMAS.items()}


def _old(folder):
    return folder / ".features.old"


def _recover(folder):
    """Put the earlier features back where a build was cut off between its two renames."""
    if _old(folder).exists() and not (folder / "features").exists():
        os.rename(_old(folder), folder / "features")


def _swap(new, folder):
    """Put a finished folder in the place of the features; whatever happens, a whole one is left."""
    target, old = folder / "features", _old(folder)
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        os.rename(target, old)
    try:
        os.rename(new, target)
    except BaseException:
        _recover(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def build(folder=None, *, changed="refuse", segment=None):
    """Build the features of a corpus from its raw texts and put them in the place of the earlier ones.

    folder: None for the shipped corpus (raw files in corpus/raw), else a corpus folder. changed, segment: as
    for `load`. The files are written to a new folder that takes the name at the end, so that an interrupted
    build leaves the earlier features whole.
    Returns a DataFrame with table, rows, bytes, sha256; one row per feature table.
    Raises CorpusError as `load` does, and where the folder cannot be written to.
    """
    folder = CORPUS if folder is None else Path(folder)
    _recover(folder)
    corpus = _compute(folder, changed=changed, segment=segment)
    files, new = _files(corpus), None
    try:
        new = Path(tempfile.mkdtemp(dir=folder, prefix=".features.new."))
        os.chmod(new, 0o755)
        for name, data in files.items():
            (new / f"{name}.parquet").write_bytes(data)
        _swap(new, folder)
    except OSError as error:
        raise unwritable(folder, error) from error
    finally:
        if new:
            shutil.rmtree(new, ignore_errors=True)
    rows = [(name, len(getattr(corpus, name)), len(data), checksum(data)) for name, data in files.items()]
    return pd.DataFrame(rows, columns=["table", "rows", "bytes", "sha256"])


def _difference(shipped, rebuilt):
    """Say in a few words how two versions of a table differ."""
    if list(shipped.columns) != list(rebuilt.columns):
        return f"columns {', '.join(shipped.columns)} became {', '.join(rebuilt.columns)}"
    both = shipped.merge(rebuilt, how="outer", indicator=True)
    lost, new = both[both["_merge"] == "left_only"], both[both["_merge"] == "right_only"]
    if lost.empty and new.empty:
        return "the same rows in another order or encoding"
    example = (lost if len(lost) else new).iloc[0].drop("_merge").to_dict()
    return f"{len(lost)} rows shipped but not rebuilt, {len(new)} rebuilt but not shipped; first: {example}"


def verify(folder=None):
    """Recompute the features of a corpus from its raw texts and hold them against the shipped files, byte by byte.

    folder: as for `build`; nothing is written.
    Returns a DataFrame with table, equal (bool), sha256 (of the shipped file), rebuilt (of the new one),
    difference ("" where equal); one row per feature table. Raises CorpusError as `build` does.
    """
    folder = CORPUS if folder is None else Path(folder)
    _recover(folder)
    shipped = _read_features(folder)
    corpus = _compute(folder, changed="refuse", segment=None)
    rows = []
    for name, data in _files(corpus).items():
        old, new = checksum((folder / "features" / f"{name}.parquet").read_bytes()), checksum(data)
        difference = "" if old == new else _difference(shipped[name], getattr(corpus, name))
        rows.append((name, old == new, old, new, difference))
    return pd.DataFrame(rows, columns=["table", "equal", "sha256", "rebuilt", "difference"])
