"""Feature tables on disk: Parquet that is the same byte for byte, a folder that is swapped as a whole."""

import io
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from helpers.features import SCHEMAS
from helpers.files import refuse, unwritable
from helpers.texts.sources import shown


def parquet(table: pd.DataFrame, schema: pa.Schema) -> bytes:
    """Return a table as Parquet bytes that depend on nothing but its cells and the pinned library.

    table: DataFrame. schema: names and types of its columns.
    """
    arrow = pa.Table.from_pandas(table, schema=schema, preserve_index=False).replace_schema_metadata(None)
    sink = io.BytesIO()
    pq.write_table(arrow, sink, compression="zstd", store_schema=False)
    return sink.getvalue()


def read_features(folder: Path) -> dict[str, pd.DataFrame]:
    """Read the feature tables of a corpus folder.

    folder: path. Returns a dict of name -> DataFrame, as `helpers.features.feature_tables` does.
    Raises CorpusError for a table that is missing.
    """
    features = {}
    for name in SCHEMAS:
        path = folder / "features" / f"{name}.parquet"
        if not path.exists():
            raise refuse(
                f"{shown(folder)} has no features/{name}.parquet",
                expected="the features of the corpus",
                repair="restore the file, or build it from the raw texts: python -m helpers build",
            )
        features[name] = pq.read_table(path).to_pandas()
    return features


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


def write_features(files: Mapping[str, bytes], folder: Path) -> None:
    """Put feature files in the place of the earlier ones, all or none.

    files: name -> Parquet bytes. folder: of the corpus. They go to a new folder that takes the name at the end.
    Returns nothing. Raises CorpusError where the folder cannot be written to.
    """
    new = None
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
