"""The text files of a corpus folder: found, read, known by their checksum."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.files import SHIPPED, CorpusError, checksum, progress, refuse
from helpers.texts.decode import decode
from helpers.texts.language import insist_on_chinese

SOURCE_COLUMNS = ("source_id", "file", "sha256")
# Set to "off", the raw files count as absent: committed outputs come from runs that cannot see them.
RAW_SWITCH = "HELPERS_RAW"


# What else may lie in a corpus folder and holds no text of it.
NO_TEXTS = frozenset({"annotations", "features", "lexicon", "site", "__MACOSX"})
# Documents that somebody may think are read.
DOCUMENTS = frozenset({".doc", ".docx", ".epub", ".htm", ".html", ".mht", ".odt", ".pdf", ".rtf", ".wps"})


class Source(NamedTuple):
    """A text file as read: its text with one-character line ends, its encoding and how sure it is, its checksum."""

    text: str
    encoding: str
    sure: float
    sha256: str


class Found(NamedTuple):
    """What a folder holds.

    sources: one row per text that was read. refused: file, reason, sha256 ("" for a document of another kind, and what
    no one may read); one row per file that was not read.
    """

    sources: pd.DataFrame
    refused: pd.DataFrame


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and its subfolders; nothing hidden, nothing that is no text of a corpus."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in NO_TEXTS and not name.startswith("."))
        yield from (Path(root, name) for name in sorted(names) if not name.startswith((".", "~$")))


def texts_in(folder: Path) -> list[Path]:
    """List the .txt files of a folder (Path) and its subfolders, in any letter case; returns a list, sorted."""
    return sorted(path for path in _files(folder) if path.suffix.lower() == ".txt")


def find_texts(folder: Path | str) -> list[Path]:
    """List the .txt files of a folder and its subfolders.

    folder: path. Returns a list of Path, sorted; nothing hidden, nothing in lexicon/, features/, annotations/ or site/.
    Raises CorpusError for a folder that is missing, is a file, or holds no .txt file, naming the documents it holds.
    """
    folder = Path(folder)
    if not folder.exists():
        raise refuse(f"there is no folder {folder}", expected="a folder of .txt files", repair="check the path")
    if not folder.is_dir():
        raise refuse(f"{folder} is a file", expected="a folder of .txt files", repair="give the folder that it is in")
    texts = texts_in(folder)
    if not texts:
        other = [path.name for path in documents_in(folder)]
        raise refuse(
            f"the folder {folder} holds no .txt file" + (f" (but {_some(other)}, which are not read)" if other else ""),
            expected="one .txt file per text",
            repair="save the texts as .txt files in it",
        )
    return texts


def documents_in(folder: Path) -> list[Path]:
    """List the documents of a folder (Path) and its subfolders that hold text but are not read; returns a list."""
    return [path for path in _files(folder) if path.suffix.lower() in DOCUMENTS]


def _some(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


# Beside the features of a corpus that was built elsewhere than its texts are: the way to their folder from the corpus.
ELSEWHERE = "features/raw.path"


def built_of(folder: Path) -> Path:
    """Return the folder that a corpus folder (Path) was built of: another one where its features say so, or itself."""
    told = folder / ELSEWHERE
    return Path(os.path.normpath(folder / told.read_text(encoding="utf-8").strip())) if told.is_file() else folder


def raw_folder(folder: Path | str) -> Path:
    """Return where the texts of a corpus folder are: its subfolder raw, itself, or that of what it was built of."""
    folder = built_of(Path(folder))
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
    Raises CorpusError as `decode` and `insist_on_chinese` do, and for a file that cannot be read.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise refuse(f"{path} cannot be read ({reason})", expected="a readable file", repair="see the path") from error
    decoded = decode(data, name=path.name)
    insist_on_chinese(decoded.text, name=path.name)
    return Source(*decoded, checksum(data))


def name_in(folder: Path, path: Path) -> str:
    """Return how a file (path) of a folder is called in its tables: the way to it from there, with /; a str."""
    return path.relative_to(folder).as_posix()


def _plainly_inside(folder: str, path: str) -> bool:
    """Say whether the way from a folder to a file goes by no link and never up."""
    at = path
    while at != folder and os.path.basename(at) not in ("", "..") and not os.path.islink(at):
        at = os.path.dirname(at)
    return at == folder != path


def insist_on_inside(folder: Path, path: Path) -> None:
    """Refuse a file (path) that is a link out of its folder (path); returns nothing, raises CorpusError."""
    # As texts, since for many thousand files the objects would take as long as all else that is asked of a file.
    if _plainly_inside(str(folder), str(path)):
        return
    if not os.path.realpath(path).startswith(os.path.join(os.path.realpath(folder), "")):
        raise refuse(
            f"{name_in(folder, path)} is a link that leaves the folder",
            expected="files of the folder itself",
            repair="copy the file into it",
        )


# The rows of a catalogue of sources by their checksums, and by their names.
Known = tuple[dict[str, dict[str, object]], dict[str, dict[str, object]]]


def _known(catalogue: pd.DataFrame) -> Known:
    # Backwards, so that of several rows the first stays.
    rows = catalogue.to_dict("records")[::-1]
    return {str(row["sha256"]).lower(): row for row in rows}, {str(row["file"]): row for row in rows}


def _source_row(folder: Path, path: Path, known: Known) -> dict[str, object]:
    insist_on_inside(folder, path)
    source, name = read_source(path), name_in(folder, path)
    by_digest, by_name = known
    unknown = {"source_id": name[: -len(path.suffix)], "file": name, "sha256": source.sha256}
    base = by_digest.get(source.sha256) or by_name.get(name) or unknown
    found = {"path": str(path), "text": source.text, "encoding": source.encoding, "sure": source.sure}
    return {**base, **found, "found": source.sha256, "matches": source.sha256 == str(base["sha256"]).lower()}


Refused = tuple[str, str, str]


def _digest(folder: Path, path: Path) -> str:
    """Return the checksum by which a file that was refused is known again; "" where it cannot be read."""
    try:
        insist_on_inside(folder, path)
        return checksum(path.read_bytes())
    except (OSError, CorpusError):
        return ""


def _read_all(folder: Path, known: pd.DataFrame) -> tuple[list[dict[str, object]], list[Refused]]:
    """Return the rows of the texts that can be read, and the files that cannot, each with the reason."""
    rows: list[dict[str, object]] = []
    refused: list[Refused] = []
    catalogued = _known(known)
    for path in progress(find_texts(folder), "reading"):
        try:
            rows.append(_source_row(folder, path, catalogued))
        except CorpusError as error:
            if name_in(folder, path) in catalogued[1]:
                raise
            refused.append((name_in(folder, path), str(error), _digest(folder, path)))
    if not rows:
        raise refuse(
            f"no text of {folder} can be read; the first: {refused[0][1].partition('. Expected')[0]}",
            expected="at least one Chinese .txt file",
            repair="repair or add one",
        )
    return rows, refused


def insist_on_one_each(sources: pd.Series, folder: Path) -> None:
    """Refuse two files that are one source.

    sources: the source_id of each file. folder: that they are in, for the error. Returns nothing. Raises CorpusError.
    """
    twice = sources[sources.duplicated()]
    if len(twice):
        raise refuse(
            f"two files of {folder} are the source {twice.iloc[0]}",
            expected="one file per source_id",
            repair="remove the copy, or rename the file that is another text",
        )


def load_sources(folder: Path | str, *, catalogue: pd.DataFrame | None = None) -> Found:
    """Read every text of a folder and recognise it in a catalogue of sources.

    folder: path of the .txt files. catalogue: DataFrame with source_id, file, sha256 and any further columns,
    or None for a folder without one. A file is recognised by its checksum under any name, else by its name.
    Returns a Found: sources with the catalogue's columns and path, text, encoding, sure (of the encoding, from 0 to 1),
    found (the sha256 of the file), matches (whether it is the catalogued one), in catalogue order, unknown files last;
    refused, the files that were set aside, documents of other kinds among them.
    Raises CorpusError as `find_texts` does, where two files carry one source_id, for a catalogued file that cannot be
    read, and where none can.
    """
    folder = Path(folder)
    known = pd.DataFrame(columns=list(SOURCE_COLUMNS)) if catalogue is None else catalogue
    rows, refused = _read_all(folder, known)
    refused += [(name_in(folder, path), "only .txt files are read", "") for path in documents_in(folder)]
    table = pd.DataFrame(rows).fillna("")
    insist_on_one_each(table["source_id"], folder)
    rank = {source: place for place, source in enumerate(known["source_id"])}
    order = table["source_id"].map(lambda source: rank.get(source, len(rank)))
    table = table.iloc[order.argsort(kind="stable")].reset_index(drop=True)
    return Found(table, pd.DataFrame(sorted(refused), columns=["file", "reason", "sha256"]))
