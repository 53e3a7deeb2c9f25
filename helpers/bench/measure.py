"""Each task in a process of its own, in turns with the floor in another: seconds, their ratio, and peak memory."""

import gc
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.bench.copies import write_copies
from helpers.bench.tasks import FLOOR, TASKS, Folders, Run, clean_texts
from helpers.corpus import Corpus, load
from helpers.files import progress
from helpers.scale.build import build_in_parts

# Of more copies than this one run is long enough to say how long it takes.
MANY = 10


class Spent(NamedTuple):
    """Seconds of the clock and of processors (of child processes that have ended too), and peak memory in megabytes.

    memory: above the process with its imports, without that of child processes.
    """

    wall: float
    cpu: float
    memory: float


def _used() -> tuple[float, float]:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return time.perf_counter(), sum(one.ru_utime + one.ru_stime for one in used)


def _peak() -> float:
    """Return the most memory that this process has held, in megabytes."""
    status = Path("/proc/self/status")
    if status.is_file():
        # The system's other count goes on from the process that this one was begun by.
        held = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(held.split()[1]) / 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


AT_IMPORT = _peak()


@lru_cache(maxsize=1)
def _prepared(task: str, folders: Folders) -> Run:
    return (FLOOR if task == FLOOR.name else TASKS[task]).prepare(folders)


def spent(task: str, folders: Folders) -> Spent:
    """Carry out a task once, prepared beforehand.

    task: its name. folders: Folders of the texts. Returns what it took.
    """
    run = _prepared(task, folders)
    gc.collect()
    wall, cpu = _used()
    run()
    after = _used()
    return Spent(after[0] - wall, after[1] - cpu, _peak() - AT_IMPORT)


def _alone() -> ProcessPoolExecutor:
    """Return a process that begins anew, so that nothing of what another did is in its memory."""
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"))


def _pairs(task: str, folders: Folders, runs: int) -> list[tuple[Spent, Spent]]:
    """Carry out a task and the floor in turns, each in a process of its own."""
    with _alone() as one, _alone() as other:
        return [
            (one.submit(spent, task, folders).result(), other.submit(spent, FLOOR.name, folders).result())
            for _ in range(runs)
        ]


def _row(task: str, copies: int, pairs: Sequence[tuple[Spent, Spent]]) -> dict[str, object]:
    return {
        "task": task,
        "copies": copies,
        "wall": median(one.wall for one, _ in pairs),
        "cpu": median(one.cpu for one, _ in pairs),
        "of_floor": median(one.cpu / other.cpu for one, other in pairs),
        "wall_of_floor": median(one.wall / other.wall for one, other in pairs),
        "memory": max(one.memory for one, _ in pairs),
    }


def made(corpus: Corpus, copies: int, folder: Path) -> Folders:
    """Make copies of a corpus, and build them.

    corpus: Corpus with its texts at hand. copies: how many. folder: where to. Returns the Folders.
    """
    folders = Folders(*(folder / str(copies) / name for name in Folders._fields))
    write_copies(corpus, folders.raw, number=copies)
    build_in_parts(folders.raw, folders.built, engine="rjieba")
    folders.clean.mkdir()
    built = load(folders.built)
    for number, text in enumerate(clean_texts(built)):
        (folders.clean / f"{number:07}.txt").write_text(text, encoding="utf-8")
    return folders


def measured(corpus: Corpus, *, copies: Sequence[int], runs: int, tasks: Sequence[str]) -> Iterator[dict[str, object]]:
    """Measure tasks on copies of a corpus.

    corpus: Corpus with its texts at hand. copies: how many of them. runs: how often each task is run, in turns with the
    floor; once on many copies. tasks: their names.
    Yields dicts with task, copies, wall and cpu (seconds, medians), of_floor and wall_of_floor (ratios to jieba.cut of
    the same clean texts, medians of pairs), memory (most megabytes above the process with its imports).
    """
    with tempfile.TemporaryDirectory() as folder:
        for number in copies:
            folders = made(corpus, number, Path(folder))
            wanted = [FLOOR.name, *(name for name in tasks if number <= TASKS[name].most)]
            for task in progress(wanted, f"{number} copies"):
                yield _row(task, number, _pairs(task, folders, runs if number <= MANY else 1))


def table(rows: Sequence[dict[str, object]]) -> pd.DataFrame:
    """Put what was measured into a table, with the exponent of time and the growth of memory between copies.

    rows: as `measured` yields them. Returns a DataFrame with their columns, exponent (of cpu, from the number of copies
    before to this one; NaN for the first) and memory_grows (times the memory before); one row per task and number.
    """
    found = pd.DataFrame(rows)
    before = found.groupby("task").shift()
    exponent = np.log(found["cpu"] / before["cpu"]) / np.log(found["copies"] / before["copies"])
    return found.assign(exponent=exponent, memory_grows=found["memory"] / before["memory"].clip(lower=1))
