"""The corpus as tables: load it, select from it, build its features from the raw texts, verify them."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.catalogue import (
    REFUSE,
    Catalogue,
    by_source,
    changed_file,
    read_catalogue,
    read_with_texts,
    without_sources,
    without_texts,
)
from helpers.counting.tokens import Repeatable
from helpers.counting.words import JIEBA, Segment, segmenter
from helpers.features import SCHEMAS, feature_tables, shared_text
from helpers.files import SHIPPED, alone, checksum, progress, refuse
from helpers.lexicon import Lexicon, read_lexicon
from helpers.made import OF_FEATURES, changed_since, digests, has_texts
from helpers.parts.stored import OF_PARTS, WORDS, found_in, in_parts, read_index, receipts, rows_of, stored_parts
from helpers.parts.tables import Tables, at_hand, restricted
from helpers.storage import (
    MANIFEST,
    Built,
    changes_since,
    engine_of,
    manifest,
    parquet,
    read_features,
    recover,
    unlike,
    write_features,
)
from helpers.texts.kept import Texts
from helpers.texts.passages import Paragraph, clean_source, table_of
from helpers.texts.sources import Found, Source, built_of, find_texts, raw_folder, shown

Values = str | bool | Iterable[str]
# What says where a row belongs.
OWNERS = ("article_id", "passage_id")


@dataclass(frozen=True, eq=False)
class Corpus:
    """A corpus as tables, and the way back to its texts where the raw files are at hand.

    folder: where it was read from. lexicon: the words it is read with. sources: one row per file. articles: one row per
    article, with on_topic as bool. markup: one row per editorial decision. refused: file, reason, sha256; one row per
    file that was set aside. parts: the tables that were counted, of the whole corpus or in parts of whole sources, see
    `helpers.features.SCHEMAS`. texts: what was read of the raw files. own_segment: what cuts its words where that is no
    engine, else None. engine: the one that does, see `helpers.counting.words.segmenter`.
    """

    folder: Path
    lexicon: Lexicon
    sources: pd.DataFrame
    articles: pd.DataFrame
    markup: pd.DataFrame
    refused: pd.DataFrame
    parts: tuple[Tables, ...]
    texts: Texts = field(default_factory=Texts)
    own_segment: Segment | None = None
    engine: str = JIEBA

    @cached_property
    def sizes(self) -> pd.DataFrame:
        """Paragraphs, characters, lead_characters, words, passages; one row per article."""
        return self.whole("sizes")

    @cached_property
    def passages(self) -> pd.DataFrame:
        """Paragraphs, characters, words, start, end (raw positions); one row per passage."""
        return self.whole("passages")

    @cached_property
    def tokens(self) -> pd.DataFrame:
        """The columns passage_id, word, pos, count; one row per word and part of speech per passage."""
        return self.whole("tokens")

    @cached_property
    def places(self) -> pd.DataFrame:
        """The columns passage_id, place, count; one row per place per passage."""
        return self.whole("places")

    @cached_property
    def dates(self) -> pd.DataFrame:
        """Days that are named: passage_id, from, to (ISO, "" if open), precision, wrong, count; one row per stretch."""
        return self.whole("dates")

    @cached_property
    def reuse(self) -> pd.DataFrame:
        """Text that two articles share; one row per pair of places, see `helpers.counting.reuse`.

        In a corpus that was built in parts it is looked for now, in the texts, which takes as long as it takes: any two
        parts may share text.
        """
        if all("reuse" in part for part in self.parts):
            return self.whole("reuse")
        return shared_text(pd.concat(map(self._in_passages, self.articles["article_id"]), ignore_index=True))

    def _in_passages(self, article_id: str) -> pd.DataFrame:
        """Return the paragraphs of an article with the number of the passage of each, 0 for none."""
        paragraphs = self.paragraphs(article_id)
        begins = self.passages.loc[self.passages["article_id"] == article_id, "start"]
        return paragraphs.assign(passage=begins.searchsorted(paragraphs["start"], "right"))

    @cached_property
    def dirt(self) -> pd.DataFrame:
        """Kinds of dirt before and after; one row per source and kind."""
        return self.whole("dirt")

    @cached_property
    def steps(self) -> pd.DataFrame:
        """Changes of each cleaning step; one row per source and step."""
        return self.whole("steps")

    def whole(self, name: str) -> pd.DataFrame:
        """Return a table that was counted, of all parts together.

        name: of the table. Returns a DataFrame, one part after another; of many parts it may not fit into memory.
        Raises CorpusError where the table of a part is damaged or gone.
        """
        tables = [part[name] for part in self.parts]
        return tables[0] if len(tables) == 1 else pd.concat(tables, ignore_index=True)

    @property
    def segment(self) -> Segment:
        """The segmenter: the one the corpus was loaded with, else its engine with the terms of its lexicon."""
        return self.own_segment or segmenter(self.lexicon, engine=self.engine)

    @property
    def has_text(self) -> bool:
        """Whether the raw files are at hand, so that `text` can answer."""
        return has_texts(self.folder)

    @property
    def words(self) -> pd.DataFrame:
        """The tokens with what is known of their articles, the table that counts start from.

        A DataFrame with passage_id, word, pos, count and the columns of articles, of which the totals that
        would be summed by mistake (characters, words) are left out; one row per word and part of speech per passage.
        """
        return self.with_articles(self.tokens)

    @property
    def words_by_part(self) -> Repeatable:
        """The table `words` in parts of whole articles, for counts that need not hold all of them.

        An iterable of DataFrames that begins anew each time; of a corpus that was built as a whole it is one.
        """
        return Repeatable(
            lambda columns: (
                _beside(self.articles, part["passages"], part["tokens"], columns=columns) for part in self.parts
            )
        )

    def with_articles(self, table: pd.DataFrame) -> pd.DataFrame:
        """Put beside rows of passages what is known of their articles.

        table: DataFrame with passage_id, such as places or dates. Returns it with the columns of articles, of which the
        totals that would be summed by mistake (characters, words) are left out; one row per row.
        """
        return _beside(self.articles, self.passages, table)

    def select(
        self,
        *,
        on_topic: bool | None = True,
        source: Values | None = None,
        section: Values | None = None,
        field: Values | None = None,
    ) -> "Corpus":
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

    def paragraphs(self, article_id: str) -> pd.DataFrame:
        """Return the clean paragraphs of one article.

        article_id: as in articles. Returns a DataFrame with article_id, paragraph, part (lead, heading, body),
        start, end (positions in the raw file), text, places (array of the raw position of each character); one row per
        paragraph. Raises as `text` does.
        """
        return table_of(self.clean_paragraphs(article_id))

    def clean_paragraphs(self, article_id: str) -> list[Paragraph]:
        """Return what `paragraphs` returns, without the costs of a table for each of many articles.

        article_id: as in articles. Returns a list of Paragraph, in reading order. Raises as `text` does.
        """
        source_id = self._source_of(article_id)
        text, clean = self._source(source_id, article_id).text, self.texts.clean.get(source_id)
        if clean is None:
            clean = self.texts.clean[source_id] = clean_source(text, source_id, self._marked(source_id))
        return [row for row in clean.paragraphs if row.article_id == article_id]

    def text(self, article_id: str, *, lead: bool = True) -> str:
        """Return the clean body of one article, its paragraphs parted by line ends.

        article_id: as in articles. lead: whether the box before the text (核心阅读, 编者按) belongs to it.
        Title, byline, captions, notes and furniture are left out; headings are kept.
        Raises CorpusError for an unknown article, and where the raw file is not at hand or has changed.
        """
        return "\n".join(row.text for row in self.clean_paragraphs(article_id) if lead or row.part != "lead")

    def raw_text(self, article_id: str) -> str:
        """Return the decoded raw text of the source that an article (article_id) stands in. Raises as `text` does."""
        return self._source(self._source_of(article_id), article_id).text

    # Looked up for each of many articles, which a search in a table would make quadratic.
    @cached_property
    def _owners(self) -> dict[str, str]:
        """The source_id of each article."""
        return dict(zip(self.articles["article_id"], self.articles["source_id"], strict=True))

    @cached_property
    def _catalogued(self) -> dict[str, dict[str, Any]]:
        """The row of each source."""
        return {row["source_id"]: row for row in self.sources.to_dict("records")}

    @cached_property
    def _marked(self) -> Callable[[str], pd.DataFrame]:
        """The markup of each source."""
        return by_source(self.markup)

    def _source_of(self, article_id: str) -> str:
        if article_id not in self._owners:
            known = ", ".join(self.articles["article_id"])
            raise refuse(f"no article {article_id!r}", expected=f"one of {known}", repair="see Corpus.articles")
        return self._owners[article_id]

    def _source(self, source_id: str, article_id: str) -> Source:
        catalogued = self._catalogued[source_id]
        folder, digest = raw_folder(self.folder), catalogued["sha256"].lower()
        # A file is known by its checksum, so it may carry any name; the catalogued name is only tried first.
        path = self.texts.path(folder, catalogued["file"], digest)
        source = self.texts.file(path) if path else None
        if source and source.sha256 == digest:
            return source
        if path and source:
            raise changed_file(path.name, source.sha256, pd.Series(catalogued), self.markup)
        raise refuse(
            f"the text of {article_id} is not at hand; its source is copyrighted and not part of the repository",
            expected=f"the file {catalogued['file']} (sha256 {catalogued['sha256'][:12]}…) in {shown(folder)}",
            repair="put the file there, under any name, and ask again",
        )


def _only(articles: pd.DataFrame, everything: pd.DataFrame, column: str, values: Values) -> pd.DataFrame:
    wanted = [values] if isinstance(values, str | bool) else list(values)
    unknown = [value for value in wanted if value not in set(everything[column])]
    if unknown and column != "on_topic":
        known = ", ".join(sorted(set(everything[column]) - {""}))
        raise refuse(
            f"no article has the {column} {unknown[0]!r}", expected=f"one of {known}", repair="correct the value"
        )
    chosen = articles[articles[column].isin(wanted)]
    if chosen.empty:
        raise refuse(
            f"no article is left after {column} = {', '.join(map(str, wanted))}",
            expected="at least one article",
            repair="widen this filter or the ones before it",
        )
    return chosen


def _beside(
    articles: pd.DataFrame, passages: pd.DataFrame, table: pd.DataFrame, *, columns: Collection[str] = ()
) -> pd.DataFrame:
    """Put beside rows of passages what is known of their articles; of other columns only these, () for all."""
    known = articles.drop(columns=["characters", "words"], errors="ignore")
    if columns:
        known, table = (one[[name for name in one if name in {*OWNERS, *columns}]] for one in (known, table))
    owners = passages[["passage_id", "article_id"]].merge(known, on="article_id", validate="many_to_one")
    found = table.merge(owners, on="passage_id", validate="many_to_one")
    if len(found) != len(table):
        raise AssertionError("a passage has no article")
    return found


def _restrict(corpus: Corpus, articles: pd.DataFrame) -> Corpus:
    """Keep of every table what belongs to these articles, their sources and their passages."""
    sources, markup = (
        table[table["source_id"].isin(articles["source_id"])] for table in (corpus.sources, corpus.markup)
    )
    kept = {"sources": sources, "markup": markup, "articles": articles}
    parts = tuple(restricted(part, articles) for part in corpus.parts)
    return replace(corpus, parts=parts, **{name: table.reset_index(drop=True) for name, table in kept.items()})


def _cutter(folder: Path, segment: Segment | str | None) -> tuple[Segment | None, str]:
    """Return a segmenter of one's own, if any, and the engine: the one asked for, else that of the features so far."""
    own = None if isinstance(segment, str) else segment
    return own, segment if isinstance(segment, str) else JIEBA if own else engine_of(folder)


def read(folder: Path | str | None = None, *, changed: str = REFUSE, segment: Segment | str | None = None) -> Corpus:
    """Read a corpus from its raw texts, each once, and count its features anew; nothing is written.

    folder: None for the shipped corpus (raw files in corpus/raw), else a corpus folder. changed, segment: as for
    `load`; without a segment, the engine that the features of the folder were built with serves, jieba if none were.
    Returns a Corpus that keeps its texts. Raises CorpusError as `load` does.
    """
    folder = SHIPPED if folder is None else Path(folder)
    catalogue = read_with_texts(folder, changed=changed)
    own, engine = _cutter(folder, segment)
    corpus = clean_texts(catalogue, read_lexicon(folder), folder=folder, own_segment=own, engine=engine)
    return count_features(corpus, catalogue.sources)


def clean_texts(
    catalogue: Catalogue, lexicon: Lexicon, *, folder: Path, own_segment: Segment | None = None, engine: str = JIEBA
) -> Corpus:
    """Edit and clean texts; nothing is counted in them yet.

    catalogue: Catalogue whose sources have their texts, as `helpers.catalogue.read_with_texts` returns it. lexicon:
    that they are read with. folder: of the corpus. own_segment, engine: as in Corpus.
    Returns a Corpus without parts that keeps its texts.
    """
    sources, markup, articles, refused = catalogue
    marked = by_source(markup)
    clean = {
        row.source_id: clean_source(row.text, row.source_id, marked(row.source_id))
        for row in progress(sources.itertuples(), "cleaning", total=len(sources))
    }
    files = {Path(row.path): Source(row.text, row.encoding, row.sure, row.found) for row in sources.itertuples()}
    tables = {"sources": without_texts(sources), "articles": articles, "markup": markup, "refused": refused}
    texts = Texts(files, clean)
    return Corpus(folder, lexicon, **tables, parts=(), texts=texts, own_segment=own_segment, engine=engine)


def count_features(corpus: Corpus, sources: pd.DataFrame, *, shared: bool = True) -> Corpus:
    """Count the features of clean texts.

    corpus: Corpus as `clean_texts` returns it. sources: DataFrame with source_id, text (raw), encoding; one row per
    file. shared: whether text that articles share is looked for, which holds all texts against each other.
    Returns a Corpus with its features, as one part.
    """
    clean = corpus.texts.clean
    owners = [source_id for source_id, cleaned in clean.items() for _ in cleaned.paragraphs]
    paragraphs = table_of(row for cleaned in clean.values() for row in cleaned.paragraphs).assign(source_id=owners)
    sources = sources.assign(changes=sources["source_id"].map(lambda name: clean[name].changes))
    features = feature_tables(sources, paragraphs, corpus.articles, corpus.segment, corpus.lexicon, shared=shared)
    return replace(corpus, parts=(at_hand(features),))


def load(path: Path | str | None = None, *, changed: str = REFUSE, segment: Segment | str | None = None) -> Corpus:
    """Load a corpus: the shipped one, or any folder of .txt files.

    path: None for the shipped corpus; else a folder of .txt, one article each, or with sources.csv, markup.csv
    and articles.csv as corpus/sample has them. changed: what to do with a file that is not the one in
    sources.csv, "refuse" or "without-markup". segment: function str -> list of (word, part of speech), or the name of
    an engine (jieba, rjieba), for a folder that is read now; shipped features keep the engine they were built with.
    Returns a Corpus of all its articles; `Corpus.select()` leaves those on topic.
    Raises CorpusError for a folder, file, table or markup that cannot be read as it should, naming the repair.

    >>> corpus = load().select()
    >>> set(corpus.articles["on_topic"])
    {True}
    """
    folder = SHIPPED if path is None else Path(path)
    recover(folder)
    if path is not None and not (folder / "features").is_dir():
        return read(folder, changed=changed, segment=segment)
    if segment is not None:
        raise refuse(
            "a segmenter was given for features that are built already",
            expected="a folder without features/",
            repair="load the folder of raw texts, corpus/raw for the shipped corpus",
        )
    if in_parts(folder):
        return _load_parts(folder)
    built = read_features(folder)
    _insist_on_same_texts(folder, built)
    sources, markup, articles, refused = read_catalogue(folder, built.found)
    tables = {"sources": sources, "articles": articles, "markup": markup, "refused": refused}
    return Corpus(folder, read_lexicon(folder), **tables, parts=(at_hand(built.tables),), engine=built.engine)


def _load_parts(folder: Path) -> Corpus:
    """Load a corpus that was built in parts; its tables are read when they are asked for."""
    index = read_index(folder)
    known = receipts(folder, index)
    found = found_in(index, known[WORDS])
    told = changes_since(raw_folder(index.raw), found, catalogued=(index.raw / "sources.csv").exists())
    told += [f"{name} has changed" for name in changed_since(index.raw, index.made_of, OF_PARTS)]
    _insist_on_unchanged(folder, told, repair=f"python -m helpers build --raw {shown(index.raw)} --out {shown(folder)}")
    everything = rows_of(known[WORDS]).drop(columns=["key", "reason"])
    catalogue = read_catalogue(folder, Found(everything, found.refused))
    catalogue = without_sources(catalogue, set(catalogue.sources["source_id"]) - set(found.sources["source_id"]))
    tables = catalogue._asdict()
    return Corpus(folder, read_lexicon(folder), **tables, parts=stored_parts(folder, known), engine=index.engine)


def _insist_on_same_texts(folder: Path, built: Built) -> None:
    told = changes_since(raw_folder(folder), built.found, catalogued=(folder / "sources.csv").exists())
    told += [f"{name} has changed" for name in changed_since(folder, built.made_of, OF_FEATURES)]
    _insist_on_unchanged(folder, told, repair=f"python -m helpers build {shown(folder)}")


def _insist_on_unchanged(folder: Path, told: list[str], *, repair: str) -> None:
    if told:
        raise refuse(
            f"{shown(folder)} is not what its features were built of: {'; '.join(told[:5])}",
            expected="features of the texts, the markup and the words as they are",
            repair=repair,
        )


def _files(corpus: Corpus) -> dict[str, bytes]:
    return {name: parquet(getattr(corpus, name), schema) for name, schema in SCHEMAS.items()}


def _named(files: dict[str, bytes], corpus: Corpus) -> dict[str, bytes]:
    """Return feature tables by the names of their files, with what they say of themselves."""
    named = {f"{name}.parquet": data for name, data in files.items()}
    made_of = digests(corpus.folder, OF_FEATURES)
    return named | {MANIFEST: manifest(files, corpus.sources, corpus.refused, made_of=made_of, engine=corpus.engine)}


def build(
    folder: Path | str | None = None, *, changed: str = REFUSE, segment: Segment | str | None = None
) -> pd.DataFrame:
    """Build the features of a corpus from its raw texts and put them in the place of the earlier ones.

    folder: None for the shipped corpus (raw files in corpus/raw), else a corpus folder. changed, segment: as
    for `read`. The files are written to a new folder that takes the name at the end, so that an interrupted
    build leaves the earlier features whole.
    Returns a DataFrame with table, rows, bytes, sha256; one row per feature table.
    Raises CorpusError as `load` does, where the folder cannot be written to, while another build is under way, and for
    a folder that was built in parts of the texts of another one.
    """
    folder = SHIPPED if folder is None else Path(folder)
    if built_of(folder) != folder:
        raise refuse(
            f"{shown(folder)} was built in parts of {shown(built_of(folder))}",
            expected="a folder that has its texts itself",
            repair=f"python -m helpers build --raw {shown(built_of(folder))} --out {shown(folder)}",
        )
    find_texts(raw_folder(folder))
    with alone(folder, doing="build"):
        recover(folder)
        corpus = read(folder, changed=changed, segment=segment)
        files = _files(corpus)
        write_features(_named(files, corpus), folder)
    rows = [(name, len(getattr(corpus, name)), len(data), checksum(data)) for name, data in files.items()]
    return pd.DataFrame(rows, columns=["table", "rows", "bytes", "sha256"])


def verify(folder: Path | str | None = None, *, rebuilt: Corpus | None = None) -> pd.DataFrame:
    """Recompute the features of a corpus from its raw texts and hold them against the shipped files, byte by byte.

    folder: as for `build`; nothing is written. rebuilt: the corpus as `read` returns it, read now by default.
    Returns a DataFrame with table, equal (bool), sha256 (of the shipped file), rebuilt (of the new one),
    difference ("" where equal); one row per feature table, and one for the manifest.
    Raises CorpusError as `build` does.
    """
    folder = SHIPPED if folder is None else Path(folder)
    recover(folder)
    corpus = rebuilt or read(folder)
    rows = []
    for file, data in _named(_files(corpus), corpus).items():
        path, name = folder / "features" / file, file.partition(".")[0]
        old = path.read_bytes() if path.is_file() else b""
        told = "" if old == data else unlike(old, None if file == MANIFEST else getattr(corpus, name))
        rows.append((name, old == data, checksum(old), checksum(data), told))
    return pd.DataFrame(rows, columns=["table", "equal", "sha256", "rebuilt", "difference"])
