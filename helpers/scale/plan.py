"""What there is to build: the files of a folder, held against its catalogue, cut into batches, less what is built."""

import hashlib
from collections.abc import Hashable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.catalogue import Catalogue, read_catalogue
from helpers.files import CorpusError, checksum, progress
from helpers.parts.stored import TABLES, Receipt, damage, features_of, read_receipt
from helpers.scale.batch import Job, taken
from helpers.scale.keys import code, file_keys, part_key
from helpers.storage import OF_REFUSED
from helpers.texts.sources import (
    SOURCE_COLUMNS,
    Found,
    documents_in,
    find_texts,
    insist_on_inside,
    insist_on_one_each,
    name_in,
    raw_folder,
)

# Bytes of a batch, on average: enough that its fixed cost is small, few enough that it fits into memory many times.
BATCH = 1_000_000
LAYERS = tuple(TABLES)


class Plan(NamedTuple):
    """What is to be built.

    parts: by layer, the names of all parts in the order of the corpus. jobs: those that
    are not built. refused: file, reason, sha256 of files that are in no part.
    """

    parts: dict[str, list[str]]
    jobs: list[Job]
    refused: pd.DataFrame


def _digest(path: Path) -> tuple[str, int]:
    """Return the checksum and the bytes of a file, read in blocks; nothing where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest(), path.stat().st_size
    except OSError:
        return "", 0


def _listed(folder: Path) -> tuple[pd.DataFrame, list[tuple[str, str, str]]]:
    """List the texts of a folder with checksum and bytes, and the files that are none or lie outside."""
    rows, refused = [], [(name_in(folder, path), "only .txt files are read", "") for path in documents_in(folder)]
    for path in progress(find_texts(folder), "comparing"):
        try:
            insist_on_inside(folder, path)
        except CorpusError as error:
            refused.append((name_in(folder, path), str(error), ""))
        else:
            rows.append((name_in(folder, path), *_digest(path)))
    return pd.DataFrame(rows, columns=["path", "sha256", "bytes"]), refused


def _plain(files: pd.DataFrame) -> pd.DataFrame:
    """Make each file a source of its own, named as the file without its ending."""
    names = files["path"].map(lambda path: path[: -len(Path(path).suffix)])
    return files.assign(source_id=names, file=files["path"])


def _catalogued(files: pd.DataFrame, known: pd.DataFrame) -> tuple[pd.DataFrame, list[tuple[str, str, str]]]:
    """Find the source of each file by its checksum, else by its name; returns them in the order of the catalogue."""
    by_sum = dict(zip(known["sha256"].str.lower(), known["source_id"], strict=True))
    by_name = dict(zip(known["file"], known["source_id"], strict=True))
    found = files["sha256"].map(by_sum).fillna(files["path"].map(by_name))
    unknown = files[found.isna()]
    refused = [(row.path, "it is not in sources.csv", row.sha256) for row in unknown.itertuples()]
    rows = files.assign(source_id=found).dropna(subset="source_id").merge(known[["source_id", "file"]], on="source_id")
    gone = known[~known["source_id"].isin(rows["source_id"])]
    refused += [(name, "it is in sources.csv, but not in the folder", "") for name in gone["file"]]
    rank = {name: at for at, name in enumerate(known["source_id"])}
    return rows.sort_values("source_id", key=lambda ids: ids.map(rank), ignore_index=True), refused


def _ends(name: str, size: int) -> bool:
    """Say whether a batch ends after a file of so many bytes.

    Chance decides, by the name alone, so that a file more or less changes one batch and not all that come after it.
    """
    return int(checksum(name.encode())[:13], 16) / 16**13 < size / (BATCH / 2)


def batches(files: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Cut a list of files into batches.

    files: DataFrame with file and bytes; one row per file. Yields DataFrames of its rows, in order.
    """
    begin, size = 0, 0
    for at, (name, more) in enumerate(zip(files["file"], files["bytes"], strict=True), start=1):
        size += more
        if at == len(files) or size >= 1.25 * BATCH or (size >= BATCH / 2 and _ends(name, more)):
            yield files.iloc[begin:at].reset_index(drop=True)
            begin, size = at, 0


def _built(out: Path) -> Iterator[Receipt]:
    """Yield the receipts of all parts in a folder that are whole, whether an index names them or not."""
    for path in sorted(features_of(out).glob("*-*")):
        receipt = read_receipt(out, path.name)
        if receipt and not damage(out, receipt):
            yield receipt


def _holders(built: list[Receipt]) -> dict[tuple[str, str], str]:
    """Return which part has the rows of a layer and key of a file; what could not be opened is tried again."""
    return {
        (receipt.layer, row.key): receipt.name for receipt in built for row in receipt.files.itertuples() if row.sha256
    }


def _jobs(
    files: pd.DataFrame, catalogue: Catalogue, common: dict, built: list[Receipt], layers: Sequence[str]
) -> tuple[list[Job], dict[str, list[str]]]:
    """Return a job for each batch that lacks a part, and the names of all parts by layer."""
    names: dict[str, list[str]] = {layer: [] for layer in layers}
    holders, whole, jobs = _holders(built), {receipt.name for receipt in built}, []
    tables = {name: getattr(catalogue, name) for name in ("sources", "articles", "markup")}
    places = {name: table.groupby("source_id").indices for name, table in tables.items()}
    for batch in batches(files):
        wanted = {layer: Receipt(layer, part_key(batch, layer), {}, batch) for layer in layers}
        missing = {layer: receipt.key for layer, receipt in wanted.items() if receipt.name not in whole}
        for layer, receipt in wanted.items():
            names[layer].append(receipt.name)
        if missing:
            holding = {taken(layer): [holders.get((layer, key), "") for key in batch[layer]] for layer in layers}
            rows = {name: _of(batch, table, places[name]) for name, table in tables.items()}
            jobs.append(Job(**common, files=batch.assign(**holding), parts=missing, **rows))
    return jobs, names


def _of(batch: pd.DataFrame, table: pd.DataFrame, places: Mapping[Hashable, NDArray[np.intp]]) -> pd.DataFrame:
    """Return the rows of a batch's sources, under their index; places: of the rows of each source in the table."""
    found = [places[source] for source in batch["source_id"] if source in places]
    return table.iloc[np.sort(np.concatenate(found)) if found else []]


def plan(raw: Path, out: Path, *, engine: str, layers: Sequence[str] = LAYERS, anew: bool = False) -> Plan:
    """Find out what there is to build.

    raw: folder of the texts, with its catalogue and lexicon if it has them. out: folder of the corpus, which may hold
    parts. engine: what cuts the words. layers: of LAYERS, what is made. anew: whether a part that is built counts as
    none. Returns a Plan.
    Raises CorpusError for a folder without texts, tables that do not agree, and two files that are one source.
    """
    folder = raw_folder(raw)
    listed, refused = _listed(folder)
    plain = _plain(listed)
    catalogue = _catalogue(raw, plain)
    files, more = _catalogued(listed, catalogue.sources) if (raw / "sources.csv").exists() else (plain, [])
    insist_on_one_each(files["source_id"], folder)
    articles, markup = (
        table[table["source_id"].isin(files["source_id"])] for table in (catalogue.articles, catalogue.markup)
    )
    keys = {layer: file_keys(files, articles, markup, layer=layer, engine=engine, folder=raw) for layer in layers}
    common = {"raw": raw, "out": out, "engine": engine, "code": code()}
    jobs, parts = _jobs(files.assign(**keys), catalogue, common, [] if anew else list(_built(out)), layers)
    table = pd.DataFrame(sorted([*refused, *more]), columns=list(OF_REFUSED))
    return Plan(parts, jobs, table)


def _catalogue(raw: Path, plain: pd.DataFrame) -> Catalogue:
    """Read the catalogue of a folder without its texts; plain: its files, where it has no list of sources."""
    known = plain[list(SOURCE_COLUMNS)].assign(encoding="", sure=0.0)
    found = read_catalogue(raw, Found(known, pd.DataFrame(columns=list(OF_REFUSED))))
    return found._replace(sources=found.sources.drop(columns=["encoding", "sure"]))
