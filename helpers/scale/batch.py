"""A batch of files made into parts: the one function that a process of this machine, or of any, carries out."""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers import ledger
from helpers.catalogue import Catalogue, by_source, changed_file
from helpers.corpus import Corpus, clean_texts, count_features
from helpers.counting.words import segmenter
from helpers.features import SCHEMAS
from helpers.files import CorpusError, checksum, refuse
from helpers.lexicon import Lexicon, read_lexicon
from helpers.parts.stored import FIGURES, TABLES, WORDS, Receipt, damage, read_receipt, stored_parts, write_part
from helpers.parts.tables import Tables, at_hand, restricted
from helpers.scale.keys import code
from helpers.storage import parquet
from helpers.texts.markup import insist_on_range
from helpers.texts.sources import insist_on_inside, raw_folder, read_source

ALL_SCHEMAS = SCHEMAS | {"figures": ledger.SCHEMA}
# A text is held several times over while it is read, as characters with a place each: some 60 times its bytes.
LARGEST = 20_000_000

# What a passage is named by beside its article.
PASSAGE = r"-p\d+$"


class Job(NamedTuple):
    """What is to be made of a batch of files.

    raw, out: folders of the texts and of the corpus. engine: what cuts the words. code: the checksum of the code that
    asks for it. files: source_id, file, path (from the folder of texts), sha256, and by layer the key and the name of a
    part that has its rows already ("" where none has); one row per file. sources, articles, markup: of these files.
    parts: by layer, the key of the part to make.
    """

    raw: Path
    out: Path
    engine: str
    code: str
    files: pd.DataFrame
    sources: pd.DataFrame
    articles: pd.DataFrame
    markup: pd.DataFrame
    parts: dict[str, str]


def taken(layer: str) -> str:
    """Return the name of the column that says which part has the rows of a file already, by layer (str)."""
    return f"{layer}_of"


@lru_cache(maxsize=2)
def _lexicon(folder: Path, _: str) -> Lexicon:
    """Read the lexicon of a folder once per process, and again where its files have changed (a checksum)."""
    return read_lexicon(folder)


def _words_now(folder: Path) -> str:
    paths = sorted((folder / "lexicon").glob("*")) if (folder / "lexicon").is_dir() else []
    return checksum(b"".join(path.name.encode() + path.read_bytes() for path in paths))


def load_ahead(raw: Path, engine: str) -> None:
    """Load the lexicon and the dictionaries that the batches of a folder need, which then find them loaded.

    raw: folder of the texts. engine: what cuts the words. Returns nothing. Raises CorpusError as `read_lexicon` and
    `segmenter` do.
    """
    segmenter(_lexicon(raw, _words_now(raw)), engine=engine)


def _read(
    job: Job, folder: Path, file: dict[str, str], known: dict[str, str], markup: pd.DataFrame
) -> dict[str, object]:
    """Read a file and hold it against its row of the catalogue and its markup; returns that row, with the text."""
    path = folder / file["path"]
    insist_on_inside(folder, path)
    if path.stat().st_size > LARGEST:
        raise refuse(
            f"{file['file']} has {path.stat().st_size:,} bytes",
            expected=f"at most {LARGEST:,}, as a batch must fit into memory",
            repair="cut it into files of one article each",
        )
    source = read_source(path)
    if known["sha256"] and known["sha256"].lower() != source.sha256:
        raise changed_file(path.name, source.sha256, pd.Series(known), job.markup)
    insist_on_range(markup, {file["source_id"]: len(source.text)})
    read = {"path": str(path), "text": source.text, "encoding": source.encoding, "sure": source.sure}
    return known | read | {"found": source.sha256, "matches": True}


def _reason(error: Exception) -> str:
    """Say why a file was set aside; what is no refusal of ours is a fault of ours, which stops no other file."""
    return (
        str(error) if isinstance(error, CorpusError) else f"it could not be processed: {type(error).__name__}: {error}"
    )


def _read_all(job: Job, files: pd.DataFrame) -> tuple[list[dict[str, object]], dict[str, str]]:
    known = {row["source_id"]: row for row in job.sources.to_dict("records")}
    marked = by_source(job.markup)
    rows, reasons, folder = [], {}, raw_folder(job.raw)
    for file in files.to_dict("records"):
        name = file["source_id"]
        try:
            rows.append(_read(job, folder, file, known[name], marked(name)))
        except (CorpusError, OSError) as error:
            reasons[name] = _reason(error)
    return rows, reasons


def _corpus(job: Job, rows: list[dict[str, object]]) -> tuple[Corpus, pd.DataFrame]:
    """Clean the texts that were read; returns them as a corpus, and its sources with their texts."""
    sources = pd.DataFrame(rows)
    articles, markup = (table[table["source_id"].isin(sources["source_id"])] for table in (job.articles, job.markup))
    catalogue = Catalogue(sources, markup, articles.reset_index(drop=True), pd.DataFrame())
    lexicon = _lexicon(job.raw, _words_now(job.raw))
    return clean_texts(catalogue, lexicon, folder=job.raw, engine=job.engine), sources


def _made(job: Job, rows: list[dict[str, object]], layers: dict[str, set[str]]) -> dict[str, pd.DataFrame]:
    """Make the tables of texts that were read; layers: the sources to make each layer of."""
    corpus, sources = _corpus(job, rows)
    tables: dict[str, pd.DataFrame] = {}
    if layers.get(WORDS):
        counted = count_features(corpus, sources, shared=False).parts[0]
        tables |= dict(_of_sources(counted, corpus.articles, layers[WORDS]))
    if layers.get(FIGURES):
        tables["figures"] = ledger.reading(corpus)
        tables |= dict(_of_sources(at_hand({"figures": tables["figures"]}), corpus.articles, layers[FIGURES]))
    return tables


def _of_sources(part: Tables, articles: pd.DataFrame, sources: set[str]) -> Iterator[tuple[str, pd.DataFrame]]:
    wanted = articles["source_id"].isin(sources)
    yield from (part if wanted.all() else restricted(part, articles[wanted])).items()


def _one_by_one(
    job: Job, rows: list[dict[str, object]], layers: dict[str, set[str]]
) -> tuple[list[dict[str, pd.DataFrame]], dict[str, str]]:
    """Make the tables of each text on its own, where those of all together fail, to find the one that does."""
    made, reasons = [], {}
    for row in rows:
        try:
            made.append(_made(job, [row], layers))
        except Exception as error:
            reasons[str(row["source_id"])] = _reason(error)
    return made, reasons


def _fresh(job: Job, layers: dict[str, set[str]]) -> tuple[list[dict[str, pd.DataFrame]], list[dict], dict[str, str]]:
    """Read and count what no part has yet; returns tables, the rows of the sources read, and why others were not."""
    wanted = job.files[job.files["source_id"].isin(set().union(*layers.values()))]
    rows, reasons = _read_all(job, wanted)
    if not rows:
        return [], [], reasons
    try:
        return [_made(job, rows, layers)], rows, reasons
    except OSError:
        raise
    except Exception:
        made, more = _one_by_one(job, rows, layers)
        return made, [row for row in rows if row["source_id"] not in more], reasons | more


def _taken_over(job: Job, layer: str) -> tuple[list[Tables], pd.DataFrame]:
    """Return the tables, and the rows of receipts, of the files that parts have already."""
    column, tables, rows = taken(layer), [], []
    for name, files in job.files[job.files[column] != ""].groupby(column, sort=True):
        receipt = read_receipt(job.out, str(name))
        if receipt is None or damage(job.out, receipt):
            raise refuse(
                f"{name} was damaged or removed while a build went on",
                expected="one build at a time in a folder",
                repair="run the same command again",
            )
        sources = set(files["source_id"])
        articles = job.articles[job.articles["source_id"].isin(sources)]
        tables.append(restricted(stored_parts(job.out, {layer: [receipt]})[0], articles))
        rows.append(receipt.files[receipt.files["source_id"].isin(sources)])
    return tables, pd.concat(rows) if rows else pd.DataFrame(columns=["source_id"])


def _rank(table: pd.DataFrame, articles: pd.DataFrame, order: dict[str, int]) -> np.ndarray:
    """Return the place in the batch of the source of each row; a passage is named after its article."""
    column = next(name for name in ("source_id", "article_id", "passage_id") if name in table)
    owners = dict(zip(articles["article_id"], articles["source_id"], strict=True))
    # Each name once: a passage has hundreds of words.
    codes, names = table[column].factorize()
    sources = names if column == "source_id" else [owners[re.sub(PASSAGE, "", name)] for name in names]
    ranks = [order[source] for source in sources]
    return np.array(ranks, dtype=int)[codes]


def _joined(name: str, tables: list[pd.DataFrame], job: Job) -> bytes:
    """Put the rows of a table together in the order of the files, whichever was made when, and write them."""
    order = {source: at for at, source in enumerate(job.files["source_id"])}
    filled = [table for table in tables if len(table)] or [ALL_SCHEMAS[name].empty_table().to_pandas()]
    table = filled[0] if len(filled) == 1 else pd.concat(filled, ignore_index=True)
    rank = _rank(table, job.articles, order)
    in_order = table if (np.diff(rank) >= 0).all() else table.iloc[rank.argsort(kind="stable")]
    return parquet(in_order.reset_index(drop=True), ALL_SCHEMAS[name])


def _told(job: Job, layer: str, read: list[dict], reasons: dict[str, str], before: pd.DataFrame) -> pd.DataFrame:
    """Return what the receipt says of each file: how it was read now or before, or why it was not."""
    now = {str(row["source_id"]): row for row in read}
    then = {row["source_id"]: row for row in before.to_dict("records")}
    rows = []
    for file in job.files.to_dict("records"):
        name = file["source_id"]
        known = then[name] if name in then else now.get(name, {"encoding": "", "sure": 0.0})
        reason = then[name]["reason"] if name in then else reasons.get(name, "")
        told = {key: known[key] for key in ("encoding", "sure")} | {"key": file[layer], "reason": reason}
        rows.append({key: file[key] for key in ("source_id", "file", "sha256")} | told)
    return pd.DataFrame(rows)


def part_files(job: Job) -> Iterator[tuple[Receipt, dict[str, bytes]]]:
    """Make the parts of a batch, in memory.

    job: Job. Yields the Receipt of each part and its Parquet files by the name of the table.
    Raises CorpusError where this code is not the one that asks for it.
    """
    if job.code != code():
        raise refuse("a worker runs other code", expected="the same version on all machines", repair="install it there")
    new = {layer: set(job.files.loc[job.files[taken(layer)] == "", "source_id"]) for layer in job.parts}
    fresh, read, reasons = _fresh(job, new)
    for layer, key in job.parts.items():
        old, before = _taken_over(job, layer)
        sources = [*fresh, *old]
        files = {
            name: _joined(name, [tables[name] for tables in sources if name in tables], job) for name in TABLES[layer]
        }
        sums = {name: checksum(data) for name, data in files.items()}
        yield Receipt(layer, key, sums, _told(job, layer, read, reasons, before)), files


@contextmanager
def _collected_seldom() -> Iterator[None]:
    """Look less often for objects that hold each other: a batch makes hundreds of thousands, and none of this kind."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 50, 1_000)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def make_parts(job: Job) -> list[str]:
    """Make the parts of a batch and write them.

    job: Job. Returns the names of the parts; where another process has made one already, it is made over, the same.
    Raises CorpusError where nothing can be written.
    """
    names = []
    with _collected_seldom():
        for receipt, files in part_files(job):
            write_part(receipt, files, job.out)
            names.append(receipt.name)
    return names
