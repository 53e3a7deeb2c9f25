"""Who carries out the jobs of a build: this process, processes of this machine, or workers of a Dask cluster."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, nullcontext
from typing import Any

from helpers.files import CorpusError, missing_extra, refuse
from helpers.scale.batch import Job, make_parts

# A process that the system ends, for want of memory above all, is replaced so often.
TRIES = 3
# So long a scheduler may take to answer.
PATIENCE = "10s"


def _others(workers: int) -> Executor:
    """Return the processes beside this one; they begin anew, as a copy of this one would hold its locks and memory."""
    return ProcessPoolExecutor(workers - 1, mp_context=multiprocessing.get_context("spawn"))


@contextmanager
def begun(
    ready: Callable[[], object], *, workers: int = 1, scheduler: str | None = None
) -> Iterator[Executor | Future[Any] | None]:
    """Begin what carries out the jobs of a build beside this process, so that it loads meanwhile what a batch needs.

    ready: function without arguments that loads it, which other processes can import. workers: processes, this one
    among them. scheduler: address of a Dask scheduler, whose workers serve instead.
    Yields an Executor of the other processes, or a Future of the client of the scheduler, None where this process is
    alone; they end with the block.
    """
    if scheduler:
        with _connecting(scheduler, ready) as client:
            yield client
    elif workers == 1:
        yield None
    else:
        with _others(workers) as others:
            for _ in range(workers - 1):
                others.submit(ready)
            yield others


@contextmanager
def _connecting(scheduler: str, ready: Callable[[], object]) -> Iterator[Future[Any]]:
    with ThreadPoolExecutor(1) as thread:
        client = thread.submit(_connected, scheduler, ready)
        try:
            yield client
        finally:
            if not client.exception():
                client.result().close()


def _connected(scheduler: str, ready: Callable[[], object]) -> Any:
    """Return a client of a Dask scheduler, each of whose workers has been told to load what a batch needs."""
    try:
        # An extra, which takes long to load.
        from distributed import Client, fire_and_forget
    except ImportError:
        raise missing_extra("distributed", "cluster") from None
    client = Client(scheduler, timeout=PATIENCE, set_as_default=False)
    for worker in client.nthreads():
        fire_and_forget(client.submit(ready, workers=[worker], pure=False))
    return client


def carry_out(
    jobs: list[Job],
    others: Executor | Future[Any] | None = None,
    *,
    workers: int = 1,
    scheduler: str | None = None,
) -> Iterator[list[str]]:
    """Carry out jobs, in whatever order they end.

    jobs: list of Job. others: what has `begun`; workers, scheduler: as for it.
    Yields the names of the parts of each job. Raises CorpusError as `make_parts` does, and where processes or the
    scheduler are lost again and again; what was made is kept.
    """
    # The largest first, so that at the end none works long alone.
    jobs = sorted(jobs, key=lambda job: -job.files["bytes"].sum())
    if not jobs or others is None:
        return map(make_parts, jobs)
    if isinstance(others, Executor):
        return _in_processes(jobs, workers, others)
    return _on_cluster(jobs, others, str(scheduler))


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


def _in_processes(jobs: list[Job], workers: int, others: Executor) -> Iterator[list[str]]:
    left = dict(enumerate(jobs))
    for attempt in range(TRIES):
        try:
            # Those that had begun first, then new ones.
            with _others(workers) if attempt else nullcontext(others) as hands:
                for number, names in _once(dict(left), workers, hands):
                    del left[number]
                    yield names
            return
        except BrokenProcessPool:
            continue
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


def _on_cluster(jobs: list[Job], begun: Future[Any], scheduler: str) -> Iterator[list[str]]:
    try:
        client = begun.result()
    except CorpusError:
        raise
    except Exception as error:
        raise _lost(scheduler, error) from error
    from distributed import KilledWorker, as_completed

    try:
        futures = client.map(make_parts, jobs, pure=False, retries=TRIES - 1)
        for future in as_completed(futures, loop=client.loop):
            yield future.result()
    except (CancelledError, OSError) as error:
        raise _lost(scheduler, error) from error
    except KilledWorker as error:
        raise refuse(
            f"the workers of {scheduler} were ended again and again by the same batch",
            expected="memory for it in each worker",
            repair="give each more memory, or one thread, and run the same command; what was built is kept",
        ) from error
