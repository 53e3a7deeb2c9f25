"""A corpus in parts on disk: folders of Parquet, each with a receipt that says what it was made of, and one index.

features/index.json names the parts that make the corpus; features/LAYER-KEY/ is a part, whose name hangs on all that it
was made of, so that what has the name of a part that is wanted need not be made again.
"""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from helpers.features import SCHEMAS
from helpers.files import checksum, refuse, remove_leftovers, write_whole
from helpers.made import OF_FEATURES
from helpers.parts.tables import Tables
from helpers.storage import MANIFEST, OF_REFUSED, OF_SOURCES, read_checked, written_anew
from helpers.texts.sources import ELSEWHERE, Found, built_of, shown

INDEX, RECEIPT = "index.json", "receipt.json"
# What is counted in a text, and the figures that it reports: they hang on other words of the lexicon.
WORDS, FIGURES = "words", "figures"
# Text that articles share is no table of a part: any two parts may share it.
TABLES = {WORDS: tuple(name for name in SCHEMAS if name != "reuse"), FIGURES: ("figures",)}
# All of a folder that the tables hang on beside its texts.
OF_PARTS = (
    *("sources.csv", "articles.csv", *OF_FEATURES),
    *(f"lexicon/{name}" for name in ("units.csv", "changes.csv", "not_units.txt", "not_places.txt")),
)
# What a part is written to before it takes its name.
NEW = ".part.new."
FILES = (*OF_SOURCES, "key", "reason")


class Receipt(NamedTuple):
    """What a part says of itself.

    layer: WORDS or FIGURES. key: that its name ends with. tables: sha256 by name. files: source_id, file, sha256,
    encoding, sure, key (of what its rows were made of), reason ("" where it was read, else why not); one row per file.
    """

    layer: str
    key: str
    tables: dict[str, str]
    files: pd.DataFrame

    @property
    def name(self) -> str:
        """The name of its folder."""
        return f"{self.layer}-{self.key[:20]}"


class Index(NamedTuple):
    """What parts make a corpus.

    raw: folder that it was built of. engine: what cut the words. made_of: sha256 of the catalogue and the words that
    the tables hang on, by the name of the file. copied: sha256 of what was copied from that folder. parts: by layer,
    the name of each part and the sha256 of its receipt, in the order of the corpus. refused: file, reason, sha256 of
    what is in no part; one row per file.
    """

    raw: Path
    engine: str
    made_of: dict[str, str]
    copied: dict[str, str]
    parts: dict[str, list[tuple[str, str]]]
    refused: pd.DataFrame


def features_of(folder: Path) -> Path:
    """Return where the features of a corpus folder (path) are."""
    return folder / "features"


def in_parts(folder: Path) -> bool:
    """Say whether the features of a corpus folder (path) were built in parts; a bool."""
    return (features_of(folder) / INDEX).is_file()


def build_again(folder: Path) -> str:
    """Return how a corpus in parts (its folder) is repaired; only what is missing is built."""
    return (
        f"python -m helpers build --raw FOLDER --out {shown(folder)}, which builds what is missing and keeps the rest"
    )


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False) + "\n").encode()


def receipt_bytes(receipt: Receipt) -> bytes:
    """Write a receipt (Receipt) as JSON, with a checksum of what it says; returns bytes."""
    content = receipt._asdict() | {"files": receipt.files[list(FILES)].to_dict("records")}
    return _json({"sum": checksum(_json(content)), "content": content})


def write_part(receipt: Receipt, files: Mapping[str, bytes], folder: Path) -> None:
    """Write a part whole or not at all.

    receipt: Receipt. files: Parquet bytes by the name of the table. folder: of the corpus. Returns nothing. What has
    the name already gives way. Raises CorpusError where the folder cannot be written to.
    """
    place = features_of(folder) / receipt.name
    named = {f"{name}.parquet": data for name, data in files.items()} | {RECEIPT: receipt_bytes(receipt)}
    with written_anew(named, place.parent, prefix=NEW, of=folder) as new:
        shutil.rmtree(place, ignore_errors=True)
        os.rename(new, place)


def read_receipt(folder: Path, name: str, *, sha256: str = "") -> Receipt | None:
    """Read the receipt of a part.

    folder: of the corpus. name: of the part. sha256: that its bytes have, "" for any.
    Returns a Receipt, None where it is missing or damaged.
    """
    try:
        data = (features_of(folder) / name / RECEIPT).read_bytes()
        told = json.loads(data)
        content = told["content"]
        files = pd.DataFrame(content["files"], columns=list(FILES))
        receipt = Receipt(content["layer"], content["key"], dict(content["tables"]), files)
        whole = told["sum"] == checksum(_json(content)) and receipt.name == name
        whole &= set(receipt.tables) == set(TABLES[receipt.layer])
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return receipt if whole and sha256 in ("", checksum(data)) else None


def damage(folder: Path, receipt: Receipt) -> str:
    """Say which table of a part is missing or damaged.

    folder: of the corpus. receipt: of the part. Returns a str that names the first, "" where all are whole.
    """
    for name, sha256 in receipt.tables.items():
        path = features_of(folder) / receipt.name / f"{name}.parquet"
        if not path.is_file() or checksum(path.read_bytes()) != sha256:
            return f"{receipt.name}/{name}.parquet"
    return ""


def write_index(index: Index, folder: Path) -> None:
    """Make parts the features of a corpus: the index takes its place, then what it does not name is removed.

    index: Index. folder: of the corpus. Returns nothing. Raises CorpusError where the folder cannot be written to.
    """
    features, raw = features_of(folder), os.path.relpath(index.raw, folder)
    content = index._asdict() | {"refused": index.refused.to_dict("records")}
    del content["raw"]
    write_whole(folder / ELSEWHERE, f"{Path(raw).as_posix()}\n".encode())
    write_whole(features / INDEX, _json(content))
    kept = {INDEX, Path(ELSEWHERE).name} | {name for parts in index.parts.values() for name, _ in parts}
    for path in features.iterdir():
        if path.name not in kept and (path.name.startswith((*(f"{layer}-" for layer in TABLES),)) or _whole(path)):
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    remove_leftovers(features, NEW)


def _whole(path: Path) -> bool:
    """Say whether a file is of features that were built as a whole, which the parts replace."""
    return path.name == MANIFEST or (path.suffix == ".parquet" and path.stem in SCHEMAS)


def _damaged(folder: Path, what: str) -> Exception:
    return refuse(
        f"features/{what} of {shown(folder)} is missing or damaged",
        expected="a file as it was written",
        repair=f"restore it, or {build_again(folder)}",
    )


def read_index(folder: Path) -> Index:
    """Read which parts make a corpus.

    folder: of the corpus. Returns an Index. Raises CorpusError where it is damaged.
    """
    try:
        content: dict[str, Any] = json.loads((features_of(folder) / INDEX).read_bytes())
        parts = {layer: [(str(name), str(sha)) for name, sha in names] for layer, names in content["parts"].items()}
        refused = pd.DataFrame(content["refused"], columns=list(OF_REFUSED))
        return Index(
            built_of(folder), content["engine"], dict(content["made_of"]), dict(content["copied"]), parts, refused
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise _damaged(folder, INDEX) from error


def receipts(folder: Path, index: Index) -> dict[str, list[Receipt]]:
    """Read the receipts of all parts of a corpus, each held against its checksum.

    folder: of the corpus. index: Index. Returns a dict of layer -> list of Receipt. Raises CorpusError for one that is
    missing or damaged.
    """
    found: dict[str, list[Receipt]] = {}
    for layer, names in index.parts.items():
        for name, sha256 in names:
            receipt = read_receipt(folder, name, sha256=sha256)
            if receipt is None:
                raise _damaged(folder, f"{name}/{RECEIPT}")
            found.setdefault(layer, []).append(receipt)
    return found


def rows_of(receipts: list[Receipt], *, read: bool | None = None) -> pd.DataFrame:
    """List the files of parts.

    receipts: list of Receipt. read: True for those that were read, False for those that were not, None for both.
    Returns a DataFrame with FILES as columns; one row per file, in the order of the parts.
    """
    tables = [receipt.files for receipt in receipts]
    files = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(FILES))
    return files if read is None else files[(files["reason"] == "") == read].reset_index(drop=True)


def found_in(index: Index, words: list[Receipt]) -> Found:
    """Return the sources of a corpus in parts and the files that were set aside.

    index: Index. words: list of the Receipt of each part of WORDS. Returns a Found: sources with source_id, file,
    sha256, encoding, sure, in the order of the corpus; refused by the name of the file.
    """
    sources = rows_of(words, read=True).drop(columns=["key", "reason"])
    refused = pd.concat([index.refused, rows_of(words, read=False)[list(index.refused.columns)]])
    return Found(sources, refused.sort_values("file", ignore_index=True))


def stored_parts(folder: Path, receipts: Mapping[str, list[Receipt]]) -> tuple[Tables, ...]:
    """Return the parts of a corpus, whose tables are read, and held against their checksum, when they are asked for.

    folder: of the corpus. receipts: by layer, those of one layer of the same sources as those of the other, in order.
    Returns a tuple of Tables.
    """
    return tuple(_stored(folder, together) for together in zip(*receipts.values(), strict=True))


def _stored(folder: Path, receipts: tuple[Receipt, ...]) -> Tables:
    of_table = {name: receipt for receipt in receipts for name in receipt.tables}

    def make(name: str) -> pd.DataFrame:
        receipt = of_table[name]
        path = features_of(folder) / receipt.name / f"{name}.parquet"
        return read_checked(path, receipt.tables[name], repair=build_again(folder))

    return Tables(make, of_table, keep=False)
