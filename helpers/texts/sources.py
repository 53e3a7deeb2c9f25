"""The text files of a corpus folder: found, read, known by their checksum."""

import os
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.files import SHIPPED, checksum, progress, refuse
from helpers.texts.decode import decode

SOURCE_COLUMNS = ("source_id", "file", "sha256")
# Set to "off", the raw files count as absent: committed outputs come from runs that cannot see them.
RAW_SWITCH = "HELPERS_RAW"


class Source(NamedTuple):
    """A text file as read: its text with one-character line ends, its encoding and its checksum."""

    text: str
    encoding: str
    sha256: str


def find_texts(folder: Path | str) -> list[Path]:
    """List the .txt files that stand directly in a folder.

    folder: path. Returns a list of Path, sorted by name. Raises CorpusError for a folder that is missing,
    is a file, or holds no .txt file. Files in subfolders are not read.
    """
    folder = Path(folder)
    if not folder.exists():
        raise refuse(f"there is no folder {folder}", expected="a folder of .txt files", repair="check the path")
    if not folder.is_dir():
        raise refuse(f"{folder} is a file", expected="a folder of .txt files", repair="give the folder it stands in")
    texts = sorted(path for path in folder.glob("*.txt") if path.is_file())
    if not texts:
        raise refuse(
            f"the folder {folder} holds no .txt file",
            expected="one .txt file per text",
            repair="put the texts into it, directly and not in a subfolder",
        )
    return texts


def raw_folder(folder: Path | str) -> Path:
    """Return where the texts of a corpus folder stand: its subfolder raw, or the folder itself."""
    folder = Path(folder)
    if folder.resolve() == SHIPPED and os.environ.get(RAW_SWITCH, "") == "off":
        return folder / "raw-is-off"
    return folder / "raw" if (folder / "raw").is_dir() or folder.resolve() == SHIPPED else folder


def shown(folder: Path) -> str:
    """Name a folder (Path) without the path of the machine where it stands in the repository; returns a str."""
    root = SHIPPED.parent
    return f"{folder.relative_to(root)}/" if folder.is_relative_to(root) else str(folder)


def read_source(path: Path | str) -> Source:
    """Read one text file.

    path: of the file. Returns a Source, see `decode` and `checksum`.
    Raises CorpusError as `decode` does, and for a file that cannot be read.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise refuse(f"{path} cannot be read ({reason})", expected="a readable file", repair="see the path") from error
    return Source(*decode(data, name=path.name), checksum(data))


def _source_row(path: Path, known: pd.DataFrame) -> dict[str, object]:
    source = read_source(path)
    by_digest = known[known["sha256"].str.lower() == source.sha256]
    by_name = known[known["file"] == path.name]
    row = by_digest if len(by_digest) else by_name
    unknown = {"source_id": path.stem, "file": path.name, "sha256": source.sha256}
    base = row.iloc[0].to_dict() if len(row) else unknown
    found = {"path": str(path), "text": source.text, "encoding": source.encoding, "found": source.sha256}
    return {**base, **found, "matches": source.sha256 == str(base["sha256"]).lower()}


def load_sources(folder: Path | str, *, catalogue: pd.DataFrame | None = None) -> pd.DataFrame:
    """Read every text of a folder and recognise it in a catalogue of sources.

    folder: path of the .txt files. catalogue: DataFrame with source_id, file, sha256 and any further columns,
    or None for a folder without one. A file is recognised by its checksum under any name, else by its name.
    Returns a DataFrame with the catalogue's columns and path, text, encoding, found (the sha256 of the file),
    matches (whether it is the catalogued one); one row per file, in catalogue order, unknown files last.
    Raises CorpusError as `find_texts` and `decode` do, and where two files carry one source_id.
    """
    known = pd.DataFrame(columns=list(SOURCE_COLUMNS)) if catalogue is None else catalogue
    rows = [_source_row(path, known) for path in progress(find_texts(folder), "reading")]
    table = pd.DataFrame(rows).fillna("")
    twice = table.loc[table["source_id"].duplicated(), "source_id"]
    if len(twice):
        raise refuse(
            f"two files of {folder} are the source {twice.iloc[0]}",
            expected="one file per source_id",
            repair="remove the copy, or rename the file that is another text",
        )
    rank = {source: place for place, source in enumerate(known["source_id"])}
    order = table["source_id"].map(lambda source: rank.get(source, len(rank)))
    return table.iloc[order.argsort(kind="stable")].reset_index(drop=True)
