"""A corpus of one's own: a trial copy to change, and what of a folder may be published without its texts."""

import atexit
import io
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

import pandas as pd
import pyarrow.parquet as pq

from helpers.corpus import Corpus
from helpers.files import refuse, to_bytes
from helpers.notebooks.needs import FACTS, lacking
from helpers.texts.sources import ELSEWHERE, built_of, name_in, raw_folder, texts_in

NO_HAN = re.compile("[^㐀-䶿一-鿿]+")
# So many Chinese characters in a row quote a text that has them too, whatever marks or tags part them; a name, a title
# or a set phrase is shorter.
QUOTED = 20
# Files of `helpers.exports.texts`, which hold the texts word by word and so in no run of characters.
WORD_BY_WORD = frozenset({".conllu", ".vert"})


def trial(
    folder: Path | str,
    *,
    without: Iterable[str] = (),
    add: Mapping[str, pd.DataFrame | str] = MappingProxyType({}),
) -> Path:
    """Copy a corpus folder to a temporary one that is removed at the end, so that changes can be tried.

    folder: of the corpus. without: names of files that are left out. add: files by their names, a DataFrame as CSV.
    Returns the path of the copy. Raises CorpusError for a file to leave out that is not there.
    """
    missing = [name for name in without if not (Path(folder) / name).exists()]
    if missing:
        raise refuse(f"there is no {missing[0]} to leave out", expected="a file of the folder", repair="check the name")
    copy = Path(tempfile.mkdtemp()) / Path(folder).name
    atexit.register(shutil.rmtree, copy.parent, ignore_errors=True)
    shutil.copytree(folder, copy, ignore=lambda _, names: set(names) & set(without))
    if (copy / ELSEWHERE).is_file():
        (copy / ELSEWHERE).write_text(f"{built_of(Path(folder)).as_posix()}\n", encoding="utf-8")
    for name, content in add.items():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes(content.encode() if isinstance(content, str) else to_bytes(content))
    return copy


def shows(corpus: Corpus) -> pd.DataFrame:
    """List what notebooks need of a corpus and whether it has it.

    corpus: Corpus with a ledger. Returns a DataFrame with needs, there (bool), why_not ("" where it is there); one row
    per need. Raises CorpusError where no ledger was made.
    """
    told = {name: lacking(corpus, [name]) for name in FACTS}
    rows = [(name, not why, why.removeprefix("Left out: ")) for name, why in told.items()]
    return pd.DataFrame(rows, columns=["needs", "there", "why_not"])


def _grams(texts: Iterable[str], length: int) -> set[str]:
    runs = (NO_HAN.sub("", text) for text in texts)
    return {run[at : at + length] for run in runs for at in range(len(run) - length + 1)}


def _words_in(path: Path) -> str:
    """Return what a file holds in letters, of a table of features its columns of text."""
    data = path.read_bytes()
    if path.suffix != ".parquet":
        return data.decode(errors="ignore")
    table = pq.read_table(io.BytesIO(data)).to_pandas()
    return "\n".join(cell for name in table for cell in table[name].astype(str).unique())


def publishable(corpus: Corpus, *, least: int = QUOTED) -> pd.DataFrame:
    """Say of every file in the folder of a corpus whether it can be published without publishing text.

    corpus: Corpus with its texts at hand. least: Chinese characters in a row, over marks and tags, that make a
    quotation. Returns a DataFrame with file, kilobytes, quotations (different runs of least that the texts have too),
    publish (bool: no text itself, and without quotations); by file; one row per file.
    Raises CorpusError where a text is not at hand.
    Misuse: text in a picture, or in a file that is packed or encoded otherwise than in UTF-8, is not found.
    """
    known = _grams((corpus.text(article_id) for article_id in corpus.articles["article_id"]), least)
    texts = set(texts_in(raw_folder(corpus.folder)))
    rows = []
    for path in sorted(path for path in corpus.folder.rglob("*") if path.is_file() and not path.name.startswith(".")):
        name, found = name_in(corpus.folder, path), len(known & _grams([_words_in(path)], least))
        is_text = path in texts or path.suffix in WORD_BY_WORD
        rows.append((name, path.stat().st_size / 1000, found, not found and not is_text))
    return pd.DataFrame(rows, columns=["file", "kilobytes", "quotations", "publish"])
