"""Who carries out the jobs of a build: this process, processes of this machine, or workers of a Dask cluster."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, nullcontext

from helpers.files import CorpusError, missing_extra, refuse
from helpers.scale.batch import Job, make_parts
from helpers.scale.keys import code

# A process that the system ends, for want of memory above all, is replaced so often.
TRIES = 3


def _others(workers: int) -> Executor:
    """Return the processes beside this one; they begin anew, as a copy of this one would hold its locks and memory."""
    return ProcessPoolExecutor(workers - 1, mp_context=multiprocessing.get_context("spawn"))


@contextmanager
def begun(workers: int) -> Iterator[Executor | None]:
    """Begin the other processes of a build, which load meanwhile what a batch needs.

    workers: processes, this one among them. Yields an Executor of the others, None where there are none; they end with
    the block.
    """
    if workers == 1:
        yield None
        return
    with _others(workers) as others:
        for _ in range(workers - 1):
            others.submit(code)
        yield others


def carry_out(
    jobs: list[Job], *, workers: int = 1, others: Executor | None = None, scheduler: str | None = None
) -> Iterator[list[str]]:
    """Carry out jobs, in whatever order they end.

    jobs: list of Job. workers: processes, this one among them. others: the processes beside it that have `begun`; new
    ones by default. scheduler: address of a Dask scheduler, whose workers see the folders under the same paths; they
    serve instead.
    Yields the names of the parts of each job. Raises CorpusError as `make_parts` does, and where processes or the
    scheduler are lost again and again; what was made is kept.
    """
    if not jobs:
        return iter(())
    # The largest first, so that at the end none works long alone.
    jobs = sorted(jobs, key=lambda job: -job.files["bytes"].sum())
    if scheduler:
        return _on_cluster(jobs, scheduler)
    return map(make_parts, jobs) if workers == 1 else _in_processes(jobs, workers, others)


def _once(left: dict[int, Job], workers: int, others: Executor) -> Iterator[tuple[int, list[str]]]:
    """Carry out jobs in this process, which need not begin first, and in others; each has one at a time."""
    waiting, running = list(left), dict[Future[list[str]], tuple[int, Executor]]()
    # Its jobs in a thread, so that the others need not wait for the next one until this process has done its own.
    with ThreadPoolExecutor(1) as here:
        free = [here, *[others] * (workers - 1)]
        while waiting or running:
            while waiting and free:
                number, hand = waiting.pop(0), free.pop()
                running[hand.submit(make_parts, left[number])] = number, hand
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                number, hand = running.pop(future)
                free.append(hand)
                yield number, future.result()


def _in_processes(jobs: list[Job], workers: int, others: Executor | None) -> Iterator[list[str]]:
    left = dict(enumerate(jobs))
    for _ in range(TRIES):
        try:
            with nullcontext(others) if others else _others(workers) as hands:
                for number, names in _once(dict(left), workers, hands):
                    del left[number]
                    yield names
            return
        except BrokenProcessPool:
            others = None
    files = sorted(name for job in left.values() for name in job.files["file"])
    raise refuse(
        f"a process was ended from outside {TRIES} times, {len(left)} batches are not built; the first file of them is "
        f"{files[0]}",
        expected=f"memory and time for {workers} processes",
        repair="run the same command again with fewer --workers; what was built is kept",
    )


def _lost(scheduler: str, error: Exception) -> CorpusError:
    return refuse(
        f"the Dask scheduler {scheduler} cannot be reached, or was lost ({type(error).__name__})",
        expected="a scheduler that stays until the build has ended",
        repair="start it again and run the same command; what was built is kept",
    )


def _on_cluster(jobs: list[Job], scheduler: str) -> Iterator[list[str]]:
    try:
        # An extra, which takes long to load.
        from distributed import Client, as_completed
    except ImportError:
        raise missing_extra("distributed", "cluster") from None
    try:
        with Client(scheduler, timeout="30s") as client:
            futures = client.map(make_parts, jobs, pure=False, retries=TRIES - 1)
            for future in as_completed(futures):
                yield future.result()
    except CorpusError:
        raise
    except Exception as error:
        raise _lost(scheduler, error) from error
