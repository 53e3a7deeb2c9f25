"""Feature tables on disk: Parquet that is the same byte for byte, a folder that is swapped as a whole."""

import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from helpers.counting.words import JIEBA
from helpers.features import SCHEMAS
from helpers.files import checksum, refuse, remove_leftovers, unwritable
from helpers.texts.sources import Found, name_in, shown, texts_in

# What a folder of features says of itself: the checksum of each table, and what they were built of.
MANIFEST = "manifest.json"
# Arrow's own pool keeps most of what it was given back, which doubles the memory that a corpus in parts takes.
if "ARROW_DEFAULT_MEMORY_POOL" not in os.environ:
    pa.set_memory_pool(pa.system_memory_pool())


def parquet(table: pd.DataFrame, schema: pa.Schema) -> bytes:
    """Return a table as Parquet bytes that depend on nothing but its cells and the pinned library.

    table: DataFrame. schema: names and types of its columns.
    """
    arrow = pa.Table.from_pandas(table, schema=schema, preserve_index=False, nthreads=1).replace_schema_metadata(None)
    sink = io.BytesIO()
    pq.write_table(arrow, sink, compression="zstd", store_schema=False)
    return sink.getvalue()


class Built(NamedTuple):
    """What features were built of, and the tables themselves.

    found: sources (source_id, file, sha256, encoding, sure) and the files that were refused. made_of: sha256 of the
    markup and the words they hang on, by the name of the file. engine: what cut the words. tables: by name.
    """

    found: Found
    made_of: dict[str, str]
    engine: str
    tables: dict[str, pd.DataFrame]


OF_SOURCES = ("source_id", "file", "sha256", "encoding", "sure")
OF_REFUSED = ("file", "reason", "sha256")
BUILD_AGAIN = "build it from the raw texts: python -m helpers build FOLDER"


def manifest(
    files: Mapping[str, bytes],
    sources: pd.DataFrame,
    refused: pd.DataFrame,
    *,
    made_of: Mapping[str, str],
    engine: str = JIEBA,
) -> bytes:
    """Return what a folder of features says of itself, as JSON.

    files: name -> Parquet bytes. sources: DataFrame with source_id, file, sha256, encoding, sure. refused: DataFrame
    with file, reason, sha256. made_of: sha256 of what else of the folder the tables hang on, by the name of the file.
    engine: what cut the words; told where it is another one than jieba.
    """
    content = {
        "tables": {name: checksum(data) for name, data in files.items()},
        "sources": sources[list(OF_SOURCES)].to_dict("records"),
        "refused": refused.to_dict("records"),
        "made_of": dict(made_of),
    } | ({} if engine == JIEBA else {"engine": engine})
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def engine_of(folder: Path) -> str:
    """Name the engine that cut the words of the features of a folder.

    folder: path. Returns a str, jieba where no other is named, as where there are no features, or damaged ones.
    """
    try:
        return str(json.loads((folder / "features" / MANIFEST).read_text(encoding="utf-8"))["engine"])
    except (OSError, ValueError, TypeError, KeyError):
        return JIEBA


def _read_manifest(folder: Path) -> dict[str, Any]:
    path = folder / "features" / MANIFEST
    try:
        content = json.loads(path.read_bytes())
        whole = set(SCHEMAS) <= set(content["tables"]) and {"sources", "refused", "made_of"} <= set(content)
    except (OSError, ValueError, TypeError, KeyError):
        whole = False
    if not whole:
        raise refuse(
            f"{shown(folder)} has features without a whole {MANIFEST}, so of an earlier version, or damaged",
            expected="features with a list of their checksums",
            repair=f"restore the file, or {BUILD_AGAIN}",
        )
    return dict(content)


def read_checked(path: Path, sha256: str, *, repair: str = BUILD_AGAIN) -> pd.DataFrame:
    """Read a table of features whose bytes are those that were written.

    path: of a Parquet file. sha256: of its bytes. repair: how it is made again.
    Returns a DataFrame. Raises CorpusError where the file is missing or damaged, naming it.
    """
    features = next(parent for parent in path.parents if parent.name == "features")
    name, folder = path.relative_to(features.parent).as_posix(), shown(features.parent)
    repair = f"restore the file, or {repair}"
    if not path.is_file():
        raise refuse(f"{folder} has no {name}", expected="the features of the corpus", repair=repair)
    data = path.read_bytes()
    if checksum(data) != sha256:
        raise refuse(
            f"{name} of {folder} is damaged: its checksum is another one",
            expected=f"the sha256 {sha256[:12]}…",
            repair=repair,
        )
    return pq.read_table(io.BytesIO(data)).to_pandas()


def read_features(folder: Path) -> Built:
    """Read the feature tables of a corpus folder, each held against its checksum.

    folder: path. Returns a Built; its tables as `helpers.features.feature_tables` returns them.
    Raises CorpusError for a table that is missing or damaged, naming the file, and for features of an earlier version.
    """
    known = _read_manifest(folder)
    tables = {name: read_checked(folder / "features" / f"{name}.parquet", known["tables"][name]) for name in SCHEMAS}
    refused = pd.DataFrame(known["refused"], columns=list(OF_REFUSED))
    found = Found(pd.DataFrame(known["sources"], columns=list(OF_SOURCES)), refused)
    return Built(found, known["made_of"], str(known.get("engine", JIEBA)), tables)


# Of more text than this only names and not contents are compared when a corpus is loaded.
CHEAP = 50_000_000


def changes_since(folder: Path, built: Found, *, catalogued: bool) -> list[str]:
    """Say which texts of a folder are not those that its features were built of.

    folder: of the texts. built: sources and refused files, with file and sha256. catalogued: whether a text is known by
    its contents under any name, and one that is not at hand is no change, since a catalogue says that it exists.
    Returns a list of phrases, empty where nothing changed.
    """
    here = {name_in(folder, path): path for path in texts_in(folder)} if folder.is_dir() else {}
    if not here:
        return []
    read, refused = (dict(zip(table["file"], table["sha256"], strict=True)) for table in built)
    known = read | refused
    cheap = sum(path.stat().st_size for path in here.values()) <= CHEAP
    digests = {name: checksum(path.read_bytes()) if cheap else known.get(name, "") for name, path in here.items()}
    if catalogued:
        others = [name for name, digest in digests.items() if digest not in known.values()]
    else:
        others = [name for name, digest in digests.items() if known.get(name) != digest]
    gone = [] if catalogued else [f"{name} is gone" for name in sorted(read.keys() - here.keys())]
    return [f"{name} {'has changed' if name in known else 'is new'}" for name in sorted(others)] + gone


# What a build writes to before it takes the name of the features.
NEW = ".features.new."


def _old(folder: Path) -> Path:
    return folder / ".features.old"


def recover(folder: Path) -> None:
    """Put the earlier features of a folder back where a build was cut off between its two renames.

    folder: path. Returns nothing.
    """
    if _old(folder).exists() and not (folder / "features").exists():
        os.rename(_old(folder), folder / "features")


def _swap(new: Path, folder: Path) -> None:
    """Put a finished folder in the place of the features; whatever happens, a whole one is left."""
    target, old = folder / "features", _old(folder)
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        os.rename(target, old)
    try:
        os.rename(new, target)
    except BaseException:
        recover(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def written_anew(files: Mapping[str, bytes], within: Path, *, prefix: str, of: Path) -> Iterator[Path]:
    """Write files into a new folder, for the caller to put in its place.

    files: bytes by the name of their file. within: where the folder is made. prefix: that its name begins with. of: the
    folder of the corpus, for the error. Yields the new folder, of which nothing is left at the end where it is.
    Raises CorpusError where it cannot be written, or not be put in its place.
    """
    new = None
    try:
        new = Path(tempfile.mkdtemp(dir=within, prefix=prefix))
        os.chmod(new, 0o755)
        for name, data in files.items():
            (new / name).write_bytes(data)
        yield new
    except OSError as error:
        raise unwritable(of, error) from error
    finally:
        if new:
            shutil.rmtree(new, ignore_errors=True)


def write_features(files: Mapping[str, bytes], folder: Path) -> None:
    """Put feature files in the place of the earlier ones, all or none.

    files: bytes by the name of their file. folder: of the corpus. They go to a new folder, which takes the name at the
    end.
    Returns nothing. Raises CorpusError where the folder cannot be written to.
    """
    remove_leftovers(folder, NEW)
    with written_anew(files, folder, prefix=NEW, of=folder) as new:
        _swap(new, folder)


def difference(stored: pd.DataFrame, rebuilt: pd.DataFrame) -> str:
    """Say in a few words how two versions of a table differ.

    stored, rebuilt: DataFrames. Returns a str.
    """
    if list(stored.columns) != list(rebuilt.columns):
        return f"columns {', '.join(stored.columns)} became {', '.join(rebuilt.columns)}"
    both = stored.merge(rebuilt, how="outer", indicator=True)
    lost, new = both[both["_merge"] == "left_only"], both[both["_merge"] == "right_only"]
    if lost.empty and new.empty:
        return "the same rows in another order or encoding"
    example = (lost if len(lost) else new).iloc[0].drop("_merge").to_dict()
    return f"{len(lost)} rows shipped but not rebuilt, {len(new)} rebuilt but not shipped; first: {example}"


def unlike(stored: bytes, rebuilt: pd.DataFrame | None) -> str:
    """Say in a few words how a file of features, whatever its state, is unlike the one built now.

    stored: its bytes, none where it is missing. rebuilt: the table, None for the manifest. Returns a str.
    """
    if not stored:
        return "the file is missing"
    if rebuilt is None:
        return "another list of checksums, sources or refused files"
    try:
        return difference(pq.read_table(io.BytesIO(stored)).to_pandas(), rebuilt)
    except (OSError, ValueError, pa.ArrowException):
        return "the file is damaged: it is no table any more"
