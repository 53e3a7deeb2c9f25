"""What is measured: each task is prepared, which is not measured, and gives what is."""

import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import jieba

from helpers import ledger, load
from helpers.audit.arithmetic import arithmetic
from helpers.corpus import Corpus, read
from helpers.counting.counts import count
from helpers.counting.dispersion import dispersion
from helpers.counting.keyness import keyness_by
from helpers.counting.phrases import phrases, sequences
from helpers.counting.similarity import similarity
from helpers.counting.topics import fit, vocabulary
from helpers.counting.toponyms import together
from helpers.counting.words import content_words, segmenter
from helpers.scale.build import build_in_parts
from helpers.texts.cleaning import clean
from helpers.texts.dictionary import dictionary


class Folders(NamedTuple):
    """Where the texts of a measurement are: raw, as a corpus built in parts, and clean, a file for each article."""

    raw: Path
    built: Path
    clean: Path


Run = Callable[[], object]


def clean_texts(corpus: Corpus) -> Iterable[str]:
    """Yield the clean text of each article of a corpus (Corpus), one after another."""
    return (corpus.text(article_id) for article_id in corpus.articles["article_id"])


def floor(folders: Folders) -> Run:
    """Return what everything is held against: jieba.cut of the clean texts, with jieba's own dictionary, and no more.

    folders: Folders.
    """
    jieba.initialize()
    texts = _texts(folders.clean)
    return lambda: sum(1 for text in texts for _ in jieba.cut(text))


def _texts(folder: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]


def _clean(folders: Folders) -> Run:
    texts = _texts(folders.raw)
    return lambda: sum(len(clean(text)) for text in texts)


def _segment(engine: str) -> Callable[[Folders], Run]:
    def prepare(folders: Folders) -> Run:
        corpus = load(folders.built)
        cut, texts = segmenter(corpus.lexicon, engine=engine), _texts(folders.clean)
        cut(texts[0])
        return lambda: sum(len(cut(text)) for text in texts)

    return prepare


def build_anew(folders: Folders, **ways: object) -> None:
    """Build a corpus in parts, into a folder that is removed again.

    folders: Folders. ways: as for `build_in_parts`. Returns nothing.
    """
    out = Path(tempfile.mkdtemp(dir=folders.raw.parent))
    try:
        build_in_parts(folders.raw, out, **ways)  # type: ignore[arg-type]
    finally:
        shutil.rmtree(out)


def _build(**ways: object) -> Callable[[Folders], Run]:
    def prepare(folders: Folders) -> Run:
        dictionary()
        return lambda: build_anew(folders, **ways)

    return prepare


def _on_dask(*, profiled: bool) -> Callable[[Folders], Run]:
    def prepare(folders: Folders) -> Run:
        # An extra, which takes long to load.
        import dask
        from distributed import LocalCluster

        def run() -> None:
            with (
                dask.config.set({"distributed.worker.profile.enabled": profiled}),
                LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
            ):
                build_anew(folders, engine="rjieba", scheduler=cluster.scheduler_address)

        return run

    return prepare


def _whole(folders: Folders) -> Run:
    return lambda: len(read(folders.raw).tokens)


def _load(folders: Folders) -> Run:
    return lambda: len(load(folders.built).articles)


def _of_corpus(work: Callable[[Corpus], object]) -> Callable[[Folders], Run]:
    """Return the task of doing something with a corpus, which is loaded anew each time, so that nothing is kept."""
    return lambda folders: lambda: work(load(folders.built))


def _read_figures(corpus: Corpus) -> object:
    # Without its parts, which have the figures already.
    return ledger.reading(replace(corpus, parts=()))


def _arithmetic(corpus: Corpus) -> object:
    return arithmetic(ledger.compute(corpus), corpus.lexicon.units)


def _content(corpus: Corpus) -> list[str]:
    return content_words(corpus.words_by_part, corpus.lexicon.stop_words)


def _keyness(corpus: Corpus) -> object:
    return keyness_by(corpus.words_by_part, "field", words=_content(corpus), least=10)


def _topics(corpus: Corpus) -> object:
    return fit(corpus.words_by_part, words=vocabulary(corpus.words_by_part, corpus.lexicon))


def _phrases(corpus: Corpus) -> object:
    return phrases(sequences(corpus), corpus.articles, without=corpus.lexicon.stop_words)


class Task(NamedTuple):
    """A thing to measure: its name, how it is prepared, the copies beyond which it is not tried."""

    name: str
    prepare: Callable[[Folders], Run]
    most: int = 100


FLOOR = Task("jieba.cut alone, the floor", floor)
_TASKS = (
    Task("clean", _clean),
    Task("segment and tag, jieba", _segment("jieba")),
    Task("segment and tag, rjieba", _segment("rjieba")),
    Task("build in parts, jieba, without figures", _build(engine="jieba", figures=False)),
    Task("build in parts, rjieba, without figures", _build(engine="rjieba", figures=False)),
    Task("build in parts, rjieba", _build(engine="rjieba")),
    Task("read a folder as a whole (with reuse, 08)", _whole, most=10),
    Task("load a corpus in parts", _load),
    Task("text() of all articles", _of_corpus(lambda corpus: sum(map(len, clean_texts(corpus))))),
    Task("count (02)", _of_corpus(lambda corpus: count(corpus.words_by_part))),
    Task("dispersion (02)", _of_corpus(lambda corpus: dispersion(corpus.words_by_part))),
    Task("phrases (02)", _of_corpus(_phrases)),
    Task("keyness of each field (03)", _of_corpus(_keyness)),
    Task("similarity (03)", _of_corpus(lambda corpus: similarity(corpus.words_by_part, words=_content(corpus)))),
    Task("topics (04)", _of_corpus(_topics)),
    Task("figures of all articles (05)", _of_corpus(_read_figures)),
    Task("arithmetic of the figures (06)", _of_corpus(_arithmetic), most=10),
    Task("places named together (07)", _of_corpus(lambda corpus: together(corpus.with_articles(corpus.places)))),
    Task("build in parts, rjieba, 2 processes", _build(engine="rjieba", workers=2)),
    Task("build in parts, rjieba, Dask with 2 workers", _on_dask(profiled=True)),
    Task("build in parts, rjieba, Dask with 2 workers, no profiler", _on_dask(profiled=False)),
)
TASKS = {task.name: task for task in _TASKS}
