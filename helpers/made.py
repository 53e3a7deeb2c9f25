"""Tables that are computed of a corpus and kept beside it, with what they were made of, so that none is used stale."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from helpers.cells import Rule, insist_on_cells
from helpers.files import CorpusError, alone, checksum, read_table, refuse, remove_leftovers, to_bytes, write_whole
from helpers.texts.sources import raw_folder, shown, texts_in

MADE = "made.json"
# What makes each table, and all of a folder that it hangs on beside its texts.
COMMANDS = {
    "indicators.csv": "ledger",
    "machine.csv": "ledger",
    "phrases.csv": "phrases",
    "segmentations.csv": "phrases",
    "rankings_once.csv": "phrases",
    "keyness_once.csv": "phrases",
    "formulations.csv": "phrases",
}
OF_FEATURES = ("markup.csv", "lexicon/terms.csv", "lexicon/gazetteer.csv", "lexicon/places.csv", "lexicon/lacks.txt")
OF_TABLES = (
    "features/manifest.json",
    "features/index.json",
    "edits.csv",
    *(f"lexicon/{name}" for name in ("concepts.csv", "units.csv", "changes.csv")),
    *(f"lexicon/{name}" for name in ("stopwords.txt", "not_units.txt", "not_places.txt")),
)


def digests(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """Return the checksum of each of some files that a folder has.

    folder: path. names: ways to the files from there. Returns a dict of name -> sha256, the same for both line ends.
    """
    return {name: text_digest((folder / name).read_bytes()) for name in names if (folder / name).is_file()}


def text_digest(data: bytes) -> str:
    """Return the checksum of the bytes of a text (data), the same for both line ends; a str."""
    return checksum(data.replace(b"\r\n", b"\n"))


def has_texts(folder: Path) -> bool:
    """Say whether the texts of a corpus folder (path) are at hand, so that anything can be made again; a bool."""
    texts = raw_folder(folder)
    return texts.is_dir() and bool(texts_in(texts))


def changed_since(folder: Path, before: Mapping[str, str], names: Iterable[str]) -> list[str]:
    """List the files of a folder that have changed, come or gone.

    folder: path. before: dict of name -> sha256, as `digests` returned it. names: of the files to look at.
    Returns a sorted list of names, empty where the texts are not at hand, since then nothing can be made again.
    """
    now = digests(folder, names) if has_texts(folder) else before
    return sorted(name for name in now.keys() | before.keys() if now.get(name) != before.get(name))


def write_tables(tables: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Write computed tables into a corpus folder, each whole, and what they were made of.

    tables: DataFrames by the names of their files. folder: path. Returns nothing.
    Raises CorpusError where the folder cannot be written to, and while another process works in it.
    """
    files = {name: to_bytes(table) for name, table in tables.items()}
    made_of = digests(folder, OF_TABLES)
    with alone(folder, doing="work"):
        known = _read(folder) | {
            name: {"sha256": text_digest(data), "made_of": made_of} for name, data in files.items()
        }
        files[MADE] = (json.dumps(known, indent=1, sort_keys=True) + "\n").encode()
        for name, data in files.items():
            remove_leftovers(folder, f".{name}.")
            write_whole(folder / name, data)


def _read(folder: Path) -> dict[str, dict]:
    path = folder / MADE
    try:
        return dict(json.loads(path.read_bytes())) if path.is_file() else {}
    except (OSError, ValueError, TypeError) as error:
        raise refuse(
            f"{MADE} of {shown(folder)} is damaged",
            expected="the list of what its tables were made of, as JSON",
            repair="restore it; or delete it, and make the tables again: python -m helpers run --corpus FOLDER",
        ) from error


def read_made(folder: Path, name: str, columns: Iterable[str], *, rules: Mapping[str, Rule]) -> pd.DataFrame:
    """Read a computed table of a corpus folder as it was made.

    folder: path. name: of the file. columns: that it must have. rules: what the cells of some of them may be.
    Returns a DataFrame of str. Raises CorpusError for a file that is missing or is no such table, for a cell that its
    rule does not allow, and as `insist_on_made` does.
    """
    table = read_table(folder / name, columns)
    command = f"python -m helpers {COMMANDS[name]} {shown(folder)}"
    insist_on_cells(table, rules, name=name, repair=f"restore the cell, or make the table again: {command}")
    insist_on_made(folder, name)
    return table


def insist_on_made(folder: Path, name: str) -> None:
    """Refuse a computed table that is not as it was made, or was made of other files than those of now.

    folder: path. name: of the file. Returns nothing. Raises CorpusError for it. A folder of features without a word of
    the table has one that nobody can vouch for; a table on its own, without features, is taken as it is.
    """
    if not (folder / "features").is_dir():
        return
    command = f"python -m helpers {COMMANDS[name]} {shown(folder)}"
    known = _read(folder).get(name)
    if known is None or known["sha256"] != text_digest((folder / name).read_bytes()):
        raise _not_as_made(name, command)
    changed = changed_since(folder, known["made_of"], OF_TABLES)
    if changed:
        raise refuse(
            f"{name} is older than {', '.join(changed)}",
            expected="a table that was made of the files as they are",
            repair=command,
        )


def _not_as_made(name: str, command: str) -> CorpusError:
    return refuse(
        f"{name} is not as it was made: rows or cells were changed, added or lost since",
        expected=f"the file that {command} wrote",
        repair="restore it, or make it again; what you would correct in a figure belongs in edits.csv",
    )


def is_fresh(folder: Path, name: str) -> bool:
    """Say whether a computed table (name, of its file) of a corpus folder (path) is there, as made, and not stale."""
    try:
        insist_on_made(folder, name)
    except (CorpusError, FileNotFoundError):
        return False
    return (folder / name).is_file()
