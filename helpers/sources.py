"""What is on disk: find text files, decode them, know them by checksum, refuse with a clear error."""

import codecs
import hashlib
import os
import re
import tempfile
from pathlib import Path

import pandas as pd

CORPUS = Path(__file__).resolve().parent.parent / "corpus"

# Function characters of running Chinese in both scripts. A wrong decoding of Chinese bytes yields rare
# characters, so the share of these tells GB18030 from Big5, which accept most of each other's bytes.
FREQUENT = frozenset(
    "的一是在不了有和人這中大為上個國我以要時來用們這这为个国时来们到地於于出就年後后會会可主發发動动對对成"
)

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SOURCE_COLUMNS = ("source_id", "file", "sha256")


class CorpusError(ValueError):
    """Something about the input is wrong; the message names the value, what was expected and the repair."""


def refuse(value, *, expected, repair):
    """Return the error that names a wrong value, what was expected instead and how to repair it.

    value: what was found, as a phrase. expected, repair: phrases without a full stop.
    Returns a CorpusError for the caller to raise, so that every refusal is worded alike.
    """
    return CorpusError(f"{value}. Expected: {expected}. Repair: {repair}.")


def find_texts(folder):
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


def checksum(data):
    """Return the SHA-256 of some data (bytes) as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def _frequent_share(text):
    return sum(char in FREQUENT for char in text) / len(text)


def _try(data, encoding):
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _decode_marked(data, name):
    """Decode bytes that begin with a byte order mark; None where there is none."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            text = _try(data, encoding)
            if text is None:
                raise refuse(
                    f"{name} begins with the mark of {encoding} but does not decode as it",
                    expected="a file whose byte order mark tells the truth",
                    repair="save it again as UTF-8",
                )
            return text, encoding
    return None


def _refuse_binary(data, name):
    bad = re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", data)
    if bad:
        raise refuse(
            f"{name} holds the byte 0x{bad[0].hex().upper()} at offset {bad.start()}",
            expected="plain text (UTF-16 needs its byte order mark)",
            repair="export the text as UTF-8 and leave pictures and documents out",
        )


def _decode_legacy(data, name):
    found = [(encoding, text) for encoding in ("gb18030", "big5") if (text := _try(data, encoding)) is not None]
    if not found:
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            value = f"{name} holds the byte 0x{data[error.start]:02X} at offset {error.start}"
            raise refuse(
                f"{value}, which no known encoding explains",
                expected="UTF-8, UTF-16 with a byte order mark, GB18030 or Big5",
                repair="save the file again as UTF-8",
            ) from None
    encoding, text = max(found, key=lambda pair: _frequent_share(pair[1]))
    return text, encoding


def decode(data, *, name="the file"):
    """Decode the bytes of one text file.

    data: bytes. name: what the file is called in error messages.
    Returns (text, encoding): text with "\\n" line ends and no byte order mark; encoding is the Python name
    of the one that fitted (utf-8, utf-8-sig, utf-16, utf-32, gb18030, big5). Character positions in markup
    refer to this text. Raises CorpusError for an empty file, binary data or undecodable bytes.
    Misuse: a few words of GB18030 or Big5 may fit both; running text is told apart by its function words.
    """
    if not data.strip():
        raise refuse(f"{name} is empty", expected="some text", repair="fill it or take it out of the folder")
    marked = _decode_marked(data, name)
    if marked is None:
        _refuse_binary(data, name)
        text = _try(data, "utf-8")
        marked = (text, "utf-8") if text is not None else _decode_legacy(data, name)
    text, encoding = marked
    if "\0" in text:
        raise refuse(f"{name} holds NUL characters", expected="plain text", repair="export it as UTF-8")
    return re.sub("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]", "\n", text), encoding


def read_source(path):
    """Read one text file.

    path: of the file. Returns (text, encoding, sha256), see `decode` and `checksum`.
    Raises CorpusError as `decode` does, and for a file that cannot be read.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise refuse(f"{path} cannot be read ({reason})", expected="a readable file", repair="see the path") from error
    return *decode(data, name=path.name), checksum(data)


def read_table(path, columns):
    """Read a CSV table of text cells and insist on its columns.

    path: of a UTF-8 CSV file, with or without byte order mark. columns: names that must be there.
    Returns a DataFrame of str with empty cells as "", one row per line of the file, in file order.
    Raises CorpusError where a column is missing or the file is no table.
    """
    path = Path(path)
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (ValueError, OSError) as error:
        raise refuse(f"{path} is not a CSV table ({error})", expected="UTF-8 CSV", repair="export it again") from error
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise refuse(
            f"{path} has no column {', '.join(missing)} (it has {', '.join(table.columns)})",
            expected=f"the columns {', '.join(columns)}",
            repair="add the column, or correct its name in the first line",
        )
    return table


def _source_row(path, known):
    text, encoding, digest = read_source(path)
    by_digest = known[known["sha256"] == digest]
    by_name = known[known["file"] == path.name]
    row = by_digest if len(by_digest) else by_name
    base = row.iloc[0].to_dict() if len(row) else {"source_id": path.stem, "file": path.name, "sha256": digest}
    matches = digest == base["sha256"]
    return {**base, "path": str(path), "text": text, "encoding": encoding, "found": digest, "matches": matches}


def load_sources(folder, *, catalogue=None):
    """Read every text of a folder and recognise it in a catalogue of sources.

    folder: path of the .txt files. catalogue: DataFrame with source_id, file, sha256 and any further columns,
    or None for a folder without one. A file is recognised by its checksum under any name, else by its name.
    Returns a DataFrame with the catalogue's columns and path, text, encoding, found (the sha256 of the file),
    matches (whether it is the catalogued one); one row per file, in catalogue order, unknown files last.
    Raises CorpusError as `find_texts` and `decode` do, and where two files carry one source_id.
    """
    known = pd.DataFrame(columns=list(SOURCE_COLUMNS)) if catalogue is None else catalogue
    rows = [_source_row(path, known) for path in find_texts(folder)]
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


def to_bytes(table):
    """Write a table as CSV; returns bytes that depend on nothing but its cells."""
    return table.to_csv(index=False, lineterminator="\n", float_format="%.12g").encode()


def write_whole(path, data):
    """Write a file so that it is either the old one or the new one, never a part.

    path: where to. data: bytes. The bytes go to a temporary file in the same folder, which then takes the name.
    Raises CorpusError where the folder cannot be written to.
    """
    path = Path(path)
    temporary = None
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


def unwritable(folder, error):
    """Return the error for an output folder that cannot be written to, from the OSError that said so."""
    reason = error.strerror or type(error).__name__
    return refuse(
        f"nothing can be written to {folder} ({reason}); what stood there is as it was",
        expected="a folder with write permission and free space",
        repair="change its permission, or give another folder",
    )
