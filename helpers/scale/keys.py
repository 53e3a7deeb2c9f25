"""What a part is made of, as one checksum: the raw files, the code, the words, and what the catalogue says of them."""

import json
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pandas as pd

from helpers.catalogue import FIRST
from helpers.files import checksum
from helpers.lexicon import word_file
from helpers.made import text_digest
from helpers.parts.stored import FIGURES, WORDS

# What no table of a part hangs on, of the package.
LATER = frozenset({"audit", "evaluation", "show", "notebooks", "site", "exports", "__main__.py"})
PACKAGES = ("charset-normalizer", "jieba", "numpy", "OpenCC", "pandas", "pyarrow", "python-stdnum", "rjieba")
# The words that each layer hangs on; the others serve when the tables are read.
LEXICON = {
    WORDS: ("terms.csv", "gazetteer.csv", "places.csv", "lacks.txt"),
    FIGURES: ("gazetteer.csv", "units.csv", "changes.csv", "not_units.txt", "not_places.txt"),
}
OF_ARTICLES = ("article_id", "published", FIRST, "truncated")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


@cache
def code() -> str:
    """Return the checksum of the code that makes parts, and of the versions of the packages that it uses; a str."""
    root = Path(__file__).parents[1]
    files = [path for path in root.rglob("*.py") if path.relative_to(root).parts[0] not in LATER]
    ours = {path.relative_to(root).as_posix(): text_digest(path.read_bytes()) for path in files}
    return _sum(ours | {name: _version(name) for name in PACKAGES})


def _sum(content: object) -> str:
    return checksum(json.dumps(content, ensure_ascii=False, sort_keys=True).encode())


def _word_files(folder: Path, layer: str) -> dict[str, str]:
    """Return the checksum of each list of words of a layer: the folder's own, or ours where it has none."""
    found = {name: word_file(folder, name) for name in LEXICON[layer]}
    return {name: text_digest(path.read_bytes()) for name, path in found.items() if path}


def _by_source(table: pd.DataFrame, columns: tuple[str, ...]) -> dict[str, list[tuple[object, ...]]]:
    """Return the cells of some columns, a tuple a row, by the source of the row."""
    found: dict[str, list[tuple[object, ...]]] = {}
    cells = zip(*(table[name].tolist() for name in columns), strict=True)
    for source, row in zip(table["source_id"].tolist(), cells, strict=True):
        found.setdefault(source, []).append(row)
    return found


def file_keys(
    files: pd.DataFrame, articles: pd.DataFrame, markup: pd.DataFrame, *, layer: str, engine: str, folder: Path
) -> list[str]:
    """Return of each file the checksum of all that its rows of a layer are made of.

    files: DataFrame with source_id, sha256; one row per file. articles, markup: of the corpus. layer: WORDS or FIGURES.
    engine: what cuts the words. folder: of the corpus, with its lexicon. Returns a list of str, one per file.
    """
    common = [code(), layer, engine if layer == WORDS else "", _word_files(folder, layer)]
    told = _by_source(articles, OF_ARTICLES)
    edits = _by_source(markup, ("start", "end", "kind", "text"))
    rows = zip(files["source_id"], files["sha256"], strict=True)
    return [_sum([common, name, sha256, told.get(name, []), edits.get(name, [])]) for name, sha256 in rows]


def part_key(files: pd.DataFrame, layer: str) -> str:
    """Return the key of a part: files as for `file_keys`, with file and a column of keys named as the layer."""
    return _sum([layer, *files[["file", layer]].to_numpy().tolist()])
