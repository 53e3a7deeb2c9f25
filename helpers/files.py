"""Files and tables on disk: read, refuse with a clear error, written whole or not at all."""

import csv
import glob
import hashlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pandas as pd
from tqdm import tqdm

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# The corpus that comes with the collection; every other corpus is a folder that the caller names.
SHIPPED = Path(__file__).resolve().parent.parent / "corpus"
Item = TypeVar("Item")


# What shows nothing itself but moves, hides or colours the text around it: controls but tab and line feed, and the
# marks that turn the direction of writing.
HIDDEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class CorpusError(ValueError):
    """Something about the input is wrong; the message names the value, what was expected and the repair."""


def visible(text: str) -> str:
    """Return a text with the number of a character in the place of each that is hidden, such as [U+202E]; text: str."""
    return HIDDEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def refuse(value: str, *, expected: str, repair: str) -> CorpusError:
    """Return the error that names a wrong value, what was expected instead and how to repair it.

    value: what was found, as a phrase. expected, repair: phrases without a full stop.
    Returns a CorpusError for the caller to raise, so that every refusal is worded alike.
    """
    return CorpusError(visible(f"{value}. Expected: {expected}. Repair: {repair}."))


def missing_extra(package: str, extra: str) -> CorpusError:
    """Return the error for an optional package (name) that is not installed, with the extra that brings it."""
    return refuse(
        f"the package {package} is not installed",
        expected=f"the extra {extra}",
        repair=f'run pip install -e ".[{extra}]"',
    )


def need_columns(table: pd.DataFrame, columns: Iterable[str], *, name: str, repair: str) -> None:
    """Insist on the columns of a table.

    table: DataFrame. columns: names that must be there. name: what the table is called in the error. repair: what to
    do.
    Returns nothing. Raises CorpusError that names the missing columns and those that are there.
    """
    wanted = list(columns)
    missing = [column for column in wanted if column not in table.columns]
    if missing:
        raise refuse(
            f"{name} has no column {', '.join(missing)} (it has {', '.join(map(str, table.columns))})",
            expected=f"the columns {', '.join(wanted)}",
            repair=repair,
        )


def progress(items: Iterable[Item], what: str, *, total: int | None = None) -> Iterator[Item]:
    """Show on the terminal how far a loop has come; where there is no terminal, nothing is shown.

    items: to go through. what: is done, in a word or two. total: number of items, where they cannot tell it.
    Returns an iterator over the items.
    """
    return iter(tqdm(items, what, total=total, disable=None, leave=False))


def checksum(data: bytes) -> str:
    """Return the SHA-256 of some data (bytes) as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def read_table(path: Path | str, columns: Iterable[str]) -> pd.DataFrame:
    """Read a CSV table of text cells and insist on its columns.

    path: of a UTF-8 CSV file, with or without byte order mark. columns: names that must be there.
    Returns a DataFrame of str with empty cells as "", one row per line of the file, in file order.
    Raises CorpusError where the file is missing, a column is, or the file is no table.
    """
    if not Path(path).is_file():
        raise refuse(f"there is no {path}", expected="a CSV table there", repair="make it, or check the path")
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (ValueError, OSError) as error:
        told = str(error).strip().split("\n")[0]
        repair = "export it again, and put a cell that holds a comma in quotation marks"
        raise refuse(f"{path} is not a CSV table ({told})", expected="UTF-8 CSV", repair=repair) from error
    repair = "add the column, or correct its name in the first line"
    need_columns(table, columns, name=str(path), repair=repair)
    return table.map(_unquoted)


# What a spreadsheet would run as a formula (=SUM, @cmd), with any ' before it; a sign alone or before a number is none.
FORMULA = re.compile(r"'*(?:[=+\-@](?!(?:\d+(?:\.\d+)?)?$)|[\t\r])")


def _quoted(cell: object) -> object:
    return "'" + cell if isinstance(cell, str) and FORMULA.match(cell) else cell


def _unquoted(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def to_bytes(table: pd.DataFrame) -> bytes:
    """Write a table as CSV that no spreadsheet runs.

    table: DataFrame. Returns bytes that depend on nothing but its cells; a ' stands before a text that a spreadsheet
    would take for a formula, and `read_table` takes it away again.
    """
    texts = [name for name in table if table[name].dtype in ("object", "str")]
    safe = table.assign(**{name: table[name].map(_quoted) for name in texts})
    # The writer does not see that a bare carriage return ends a line to who reads it.
    returns = any(safe[name].astype(str).str.contains("\r", regex=False).any() for name in texts)
    quoting = csv.QUOTE_ALL if returns else csv.QUOTE_MINIMAL
    return safe.to_csv(index=False, lineterminator="\n", float_format="%.12g", quoting=quoting).encode()


def write_whole(path: Path | str, data: bytes) -> None:
    """Write a file so that it is either the old one or the new one, never a part.

    path: where to. data: bytes. The bytes go to a temporary file in the same folder, which then takes the name.
    Returns nothing. Raises CorpusError where the folder cannot be written to.
    """
    path, temporary = Path(path), None
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError as error:
        raise unwritable(path.parent, error) from error
    finally:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)


@contextmanager
def alone(folder: Path | str, *, doing: str) -> Iterator[None]:
    """Let one process at a time work in a folder; the system frees it when that process ends, however it ends.

    folder: path, where the file .lock is made. doing: what is done, as a noun for the error.
    Yields nothing. Raises CorpusError where another process is at work there, and where nothing can be written.
    """
    try:
        handle = os.open(Path(folder) / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        _lock(handle)
        yield
    except BlockingIOError as error:
        raise refuse(
            f"another {doing} is under way in {folder}",
            expected="one at a time",
            repair="wait until it has ended, or stop it",
        ) from error
    finally:
        os.close(handle)


if sys.platform == "win32":

    def _lock(handle: int) -> None:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError from error

else:

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def remove_leftovers(folder: Path | str, prefix: str) -> None:
    """Remove what a killed process left half written in a folder.

    folder: path. prefix: that the names of its temporary files and folders begin with. Returns nothing.
    Misuse: another process that is writing there loses its work, so be `alone`.
    """
    for path in Path(folder).glob(f"{glob.escape(prefix)}*"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def unwritable(folder: Path | str, error: OSError) -> CorpusError:
    """Return the error for an output folder that cannot be written to, from the OSError that said so."""
    reason = error.strerror or type(error).__name__
    return refuse(
        f"nothing can be written to {folder} ({reason}); what stood there is as it was",
        expected="a folder with write permission and free space",
        repair="change its permission, or give another folder",
    )
