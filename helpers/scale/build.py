"""A corpus built in parts, of which what is there is kept: resumed after a fault, extended by new files, mended."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pandas as pd

from helpers.counting.words import ENGINES, JIEBA
from helpers.files import (
    CorpusError,
    alone,
    checksum,
    progress,
    refuse,
    remove_leftovers,
    to_bytes,
    unwritable,
    write_whole,
)
from helpers.made import digests
from helpers.parts.stored import (
    NEW,
    OF_PARTS,
    WORDS,
    Index,
    Receipt,
    damage,
    features_of,
    found_in,
    in_parts,
    read_index,
    read_receipt,
    receipt_bytes,
    rows_of,
    write_index,
)
from helpers.scale.batch import load_ahead, part_files
from helpers.scale.plan import LAYERS, Plan, plan
from helpers.scale.pools import begun, carry_out
from helpers.storage import recover
from helpers.texts.sources import shown

REJECTS = "rejects.csv"
# What a corpus says of itself beside its texts; it is copied to the folder of the parts, which so stands for itself.
CATALOGUE = ("sources.csv", "articles.csv", "markup.csv")
EDITS = "edits.csv"


def _to_copy(raw: Path) -> list[str]:
    lexicon = sorted((raw / "lexicon").glob("*.*")) if (raw / "lexicon").is_dir() else []
    return [name for name in CATALOGUE if (raw / name).is_file()] + [f"lexicon/{path.name}" for path in lexicon]


def _insist_on_copies(out: Path, copied: dict[str, str]) -> None:
    """Refuse to write over what somebody changed in a copy of the catalogue or of the lexicon."""
    now = digests(out, copied)
    changed = [name for name, sha256 in copied.items() if name in now and now[name] != sha256]
    if changed:
        raise refuse(
            f"{', '.join(changed)} of {shown(out)} was changed since it was copied there",
            expected="changes in the folder of the texts, which the corpus is built of",
            repair="make the change there, remove the file here, and build again",
        )


def _copy(raw: Path, out: Path) -> dict[str, str]:
    """Copy catalogue and lexicon to the folder of the parts; returns the checksum of each copy by its name.

    Edits are made where the ledger is, so that they are copied once and never written over.
    """
    if raw == out:
        return {}
    names = _to_copy(raw)
    if (raw / EDITS).is_file() and not (out / EDITS).exists():
        names.append(EDITS)
    for name in names:
        (out / name).parent.mkdir(exist_ok=True)
        write_whole(out / name, (raw / name).read_bytes())
    return digests(out, _to_copy(raw))


def _make_folder(out: Path) -> None:
    try:
        features_of(out).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(out, error) from error


def _before(out: Path) -> Index | None:
    """Return the index of the parts so far; a damaged one is made again like a damaged part."""
    try:
        return read_index(out) if in_parts(out) else None
    except CorpusError:
        return None


def _engine(before: Index | None, engine: str | None) -> str:
    """Return the engine that is asked for, else that of the parts so far, else jieba."""
    if engine is None:
        return before.engine if before else JIEBA
    if engine not in ENGINES:
        raise refuse(
            f"there is no engine {engine!r} that cuts words", expected=f"one of {', '.join(ENGINES)}", repair="name one"
        )
    return engine


def _named(out: Path, found: Plan) -> tuple[dict[str, list[tuple[str, str]]], list[Receipt]]:
    """Return the parts with the checksums of their receipts, by layer, and the receipts of WORDS."""
    receipts = {layer: [read_receipt(out, name) for name in names] for layer, names in found.parts.items()}
    gone = [
        name
        for layer, names in found.parts.items()
        for name, one in zip(names, receipts[layer], strict=True)
        if one is None
    ]
    if gone:
        raise refuse(
            f"{gone[0]} was removed from {shown(features_of(out))} while the build went on",
            expected="a folder that nobody else changes",
            repair="run the same command again; what was built is kept",
        )
    whole = {layer: [one for one in found if one] for layer, found in receipts.items()}
    sums = {layer: [(one.name, checksum(receipt_bytes(one))) for one in ones] for layer, ones in whole.items()}
    return sums, whole[WORDS]


def _insist_on_a_text(raw: Path, receipts: list[Receipt]) -> None:
    aside = rows_of(receipts, read=False)
    if rows_of(receipts, read=True).empty:
        raise refuse(
            f"no text of {raw} can be read; the first: {aside['reason'].iloc[0].partition('. Expected')[0]}",
            expected="at least one Chinese .txt file",
            repair=f"repair or add one; {REJECTS} has all reasons",
        )


def build_in_parts(
    raw: Path | str,
    out: Path | str | None = None,
    *,
    workers: int = 1,
    scheduler: str | None = None,
    engine: str | None = None,
    figures: bool = True,
) -> pd.DataFrame:
    """Build a corpus in parts, a batch of files at a time, and keep every part that is built already.

    raw: folder of the texts, with its catalogue and lexicon if it has them. out: folder of the corpus, made if it is
    not there; by default raw. workers: processes of this machine. scheduler: address of a Dask scheduler instead, whose
    workers see both folders under the same paths. engine: jieba or rjieba; by default that of the parts so far, else
    jieba. figures: whether the figures that the texts report are read too; else the ledger reads them later.
    A part is known by what it was made of: texts, markup, words, code. So a build that was cut off goes on where it
    stopped, a file more or less has its batch made again with the rows of the others taken over, and the bytes are the
    same whatever was built when and by how many. A file that cannot be read is set aside.
    Returns a DataFrame with file, reason, sha256 of what was set aside, also written to rejects.csv; one row per file.
    Raises CorpusError as `helpers.corpus.build` does, and where processes or the scheduler are lost; the earlier corpus
    is whole then, and what was built is kept for the next try.
    """
    raw = Path(raw).resolve()
    out = raw if out is None else Path(out).resolve()
    if workers < 1:
        raise refuse(f"workers is {workers}", expected="1 or more", repair="give the number of processes")
    before = _before(out)
    engine = _engine(before, engine)
    _make_folder(out)
    # To plan takes as long as others take to begin.
    ready = partial(load_ahead, raw, engine)
    with alone(out, doing="build"), begun(ready, workers=workers, scheduler=scheduler) as others:
        recover(out)
        remove_leftovers(features_of(out), NEW)
        _insist_on_copies(out, before.copied if before else {})
        found = plan(raw, out, engine=engine, layers=LAYERS if figures else (WORDS,))
        for _ in progress(
            carry_out(found.jobs, others, workers=workers, scheduler=scheduler),
            "batches",
            total=len(found.jobs),
        ):
            pass
        parts, receipts = _named(out, found)
        index = Index(raw, engine, digests(raw, OF_PARTS), _copy(raw, out), parts, found.refused)
        refused = found_in(index, receipts).refused
        write_whole(out / REJECTS, to_bytes(refused))
        _insist_on_a_text(raw, receipts)
        write_index(index, out)
    return refused


def verify_in_parts(folder: Path | str) -> Iterator[tuple[str, str]]:
    """Make every part of a corpus anew from its raw texts, in memory, and hold it against the one that is stored.

    folder: of the corpus. Nothing is written.
    Yields pairs of the name of a part and "", or what is wrong with it. Raises CorpusError as `build_in_parts` does.
    """
    folder = Path(folder).resolve()
    index = read_index(folder)
    found = plan(index.raw, folder, engine=index.engine, layers=tuple(index.parts), anew=True)
    stored = {name: sha256 for names in index.parts.values() for name, sha256 in names}
    for job in progress(found.jobs, "verifying"):
        for receipt, files in part_files(job):
            yield receipt.name, _difference(folder, receipt, files, stored.pop(receipt.name, ""))
    yield from ((name, "it is of files, words or code that have changed since") for name in stored)


def _difference(folder: Path, receipt: Receipt, files: dict[str, bytes], sha256: str) -> str:
    """Say in a few words how a stored part is unlike the one made now."""
    if not sha256:
        return "it is not built yet"
    before = read_receipt(folder, receipt.name, sha256=sha256)
    if before is None:
        return "its receipt is missing or damaged"
    damaged = damage(folder, before)
    if damaged:
        return f"{damaged} is missing or damaged"
    unequal = [name for name, data in files.items() if before.tables[name] != checksum(data)]
    return f"{', '.join(unequal)}: other rows when made anew" if unequal else ""
