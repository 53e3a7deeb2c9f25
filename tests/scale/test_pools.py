"""Whoever builds the parts, and whatever happens to them, the bytes are the same in the end."""

import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time

import pytest
from distributed import LocalCluster
from made_texts import files_of, write_texts

from helpers import CorpusError, load
from helpers.parts.stored import INDEX
from helpers.scale import build, plan, pools
from helpers.scale.build import build_in_parts

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="processes are killed as on POSIX")


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    return write_texts(tmp_path_factory.mktemp("made") / "texts", 24)


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    """About two files make a batch."""
    monkeypatch.setattr(plan, "BATCH", 2000)


@pytest.fixture(scope="module")
def by_one(texts, tmp_path_factory):
    """The files that one process builds of these texts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "BATCH", 2000)
        build_in_parts(texts, tmp_path_factory.mktemp("one") / "../out")
    return files_of(texts.parent.parent / "out")


@pytest.fixture
def out(texts):
    """As far from the texts as what one process builds, since the way to them is part of the corpus."""
    folder = texts.parent.parent / "other"
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def cluster():
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as made:
        yield made


def _once_begun(out, act):
    """Do something in another thread as soon as the first part is built; returns the thread."""

    def wait():
        while not list((out / "features").glob("*-*")):
            time.sleep(0.01)
        act()

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread


def _kill_a_child():
    os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)


def test_two_processes_build_the_same_bytes(texts, out, by_one):
    build_in_parts(texts, out, workers=2)
    assert files_of(out) == by_one


@POSIX
def test_a_process_that_is_killed_is_replaced(texts, out, by_one):
    thread = _once_begun(out, _kill_a_child)
    build_in_parts(texts, out, workers=2)
    thread.join()
    assert files_of(out) == by_one


def test_a_build_that_cannot_be_planned_leaves_no_process(tmp_path):
    with pytest.raises(CorpusError, match="holds no .txt file"):
        build_in_parts(tmp_path, tmp_path / "out", workers=3)
    assert not multiprocessing.active_children()


def test_processes_that_ended_before_there_was_a_job_are_replaced(texts, out, by_one, monkeypatch):
    def slow(*arguments, **options):
        _kill_a_child()
        return plan.plan(*arguments, **options)

    monkeypatch.setattr(build, "plan", slow)
    build_in_parts(texts, out, workers=2)
    assert files_of(out) == by_one


def test_processes_that_are_ended_again_and_again_are_told_and_nothing_is_lost(texts, out, by_one, monkeypatch):
    def broken(left, workers, others):
        number = next(iter(left))
        yield number, pools.make_parts(left[number])
        raise pools.BrokenProcessPool

    with monkeypatch.context() as patch:
        patch.setattr(pools, "_once", broken)
        with pytest.raises(CorpusError, match=r"ended from outside 3 times.*fewer --workers; what was built is kept"):
            build_in_parts(texts, out, workers=2)
    built = {path: path.stat().st_mtime_ns for path in (out / "features").glob("*-*")}
    assert len(built) == 2 * pools.TRIES
    build_in_parts(texts, out)
    assert {path: path.stat().st_mtime_ns for path in built} == built
    assert files_of(out) == by_one


def test_a_cluster_builds_the_same_bytes(texts, out, by_one, cluster):
    build_in_parts(texts, out, scheduler=cluster.scheduler_address)
    assert files_of(out) == by_one


def test_threads_of_one_worker_build_the_same_bytes(texts, out):
    with LocalCluster(n_workers=1, threads_per_worker=4, dashboard_address=None) as cluster:
        build_in_parts(texts, out, scheduler=cluster.scheduler_address, engine="rjieba")
    threads = files_of(out)
    shutil.rmtree(out)
    build_in_parts(texts, out, engine="rjieba")
    assert files_of(out) == threads


@POSIX
def test_a_worker_of_a_cluster_that_is_killed_is_replaced(texts, out, by_one, cluster):
    thread = _once_begun(out, lambda: os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL))
    build_in_parts(texts, out, scheduler=cluster.scheduler_address)
    thread.join()
    assert files_of(out) == by_one


def test_a_scheduler_that_is_lost_is_told_and_the_build_goes_on_without_it(texts, out, monkeypatch):
    # Each file is a batch, so that there is much to do when the first part is there.
    monkeypatch.setattr(plan, "BATCH", 1)
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        thread = _once_begun(out, cluster.close)
        with pytest.raises(CorpusError, match=r"the Dask scheduler tcp://.* was lost"):
            build_in_parts(texts, out, scheduler=cluster.scheduler_address)
        thread.join()
    assert not (out / "features" / INDEX).exists()
    kept = {path: path.stat().st_mtime_ns for path in (out / "features").glob("*-*")}
    assert kept
    build_in_parts(texts, out)
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    assert len(load(out).articles) == len(load(out).parts) == 24


def _end_the_worker(_):
    os._exit(1)


def _fail(_):
    raise ZeroDivisionError


def test_workers_that_a_batch_ends_again_and_again_are_told(texts, out, cluster, monkeypatch):
    monkeypatch.setattr(pools, "make_parts", _end_the_worker)
    with pytest.raises(CorpusError, match=r"ended again and again by the same batch.*more memory"):
        build_in_parts(texts, out, scheduler=cluster.scheduler_address)


def test_a_fault_of_ours_in_a_worker_is_not_told_as_one_of_the_scheduler(texts, out, cluster, monkeypatch):
    monkeypatch.setattr(pools, "make_parts", _fail)
    with pytest.raises(ZeroDivisionError):
        build_in_parts(texts, out, scheduler=cluster.scheduler_address)


def test_a_scheduler_that_is_not_there_is_told(texts, out, monkeypatch):
    monkeypatch.setattr(pools, "PATIENCE", "1s")
    with pytest.raises(CorpusError, match=r"the Dask scheduler tcp://127.0.0.1:9 cannot be reached"):
        build_in_parts(texts, out, scheduler="tcp://127.0.0.1:9")
    # Where nothing is left to do, none is needed.
    build_in_parts(texts, out)
    assert build_in_parts(texts, out, scheduler="tcp://127.0.0.1:9").empty


FULL = """
import resource, signal, sys
from helpers.__main__ import main

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
sys.argv = ["helpers", "build", "--raw", sys.argv[1], "--out", sys.argv[2], "--workers", sys.argv[3]]
if __name__ == "__main__":
    sys.exit(main())
"""


@POSIX
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_full_disk_is_told_and_the_earlier_corpus_is_whole(tmp_path, workers):
    texts, out = write_texts(tmp_path / "texts", 2), tmp_path / "out"
    build_in_parts(texts, out)
    before = files_of(out)
    write_texts(texts, 3)
    (tmp_path / "full.py").write_text(FULL, encoding="utf-8")
    words = [sys.executable, tmp_path / "full.py", texts, out, workers]
    done = subprocess.run([*map(str, words)], capture_output=True, check=False, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: nothing can be written to {out}")
    after = files_of(out)
    assert {name: after[name] for name in before} == before
    build_in_parts(texts, out)
    assert len(load(out).articles) == 3


@pytest.mark.slow
@POSIX
def test_a_build_that_is_killed_at_any_moment_goes_on_where_it_stopped(texts, out, by_one):
    """Twenty builds of two processes, each killed with its children at another moment."""
    choose, kept = random.Random(3), []
    code = f"from helpers.scale import build, plan; plan.BATCH = 2000; build.build_in_parts({str(texts)!r}, {str(out)!r}, workers=2)"
    for _ in range(20):
        build = subprocess.Popen([sys.executable, "-c", f"if __name__ == '__main__': {code}"], start_new_session=True)
        time.sleep(choose.uniform(0.5, 6))
        os.killpg(build.pid, signal.SIGKILL)
        build.wait()
        kept.append(len(list((out / "features").glob("words-*"))))
    assert kept == sorted(kept)
    build_in_parts(texts, out)
    assert files_of(out) == by_one
