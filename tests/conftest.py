"""Shared fixtures: a tiny folder of texts, the sample corpus, and the gate of the tests that need the raw files."""

import gc
import shutil
import time
from pathlib import Path
from shutil import which

import pandas as pd
import pytest
from hypothesis import HealthCheck, settings

from helpers import load
from helpers.files import SHIPPED

# How long an example takes says more of the machine than of the code.
settings.register_profile("any machine", deadline=None, derandomize=True)
settings.register_profile("fuzz", deadline=None, max_examples=100_000, suppress_health_check=list(HealthCheck))
settings.load_profile("any machine")
# The browser that opens pages, where one is installed: Chromium as Debian, Ubuntu and others package it.
BROWSER = next(filter(None, map(which, ("chromium", "chromium-browser", "google-chrome"))), None)
# What takes longest begins first, so that no process waits for another at the end.
LONGEST = (
    *("test_notebooks.py", "test_corpus.py", "test_browser.py", "test_machines.py", "test_own.py"),
    *("test_pools.py", "test_build_in_parts.py", "test_bench.py"),
)
PROSE = "三城共用一条河，年年一起修堤，一起看水。"


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


def by_character(text):
    """Segment into single characters: quick, and easy to count by hand."""
    return [(char, "x") for char in text]


@pytest.fixture
def folder(tmp_path):
    """A folder of two plain texts, 400 and 20 characters, without any table."""
    (tmp_path / "long.txt").write_text((PROSE + "\n") * 20, encoding="utf-8")
    (tmp_path / "short.txt").write_text(PROSE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def sample(tmp_path):
    """A copy of the sample corpus that a test may spoil."""
    return shutil.copytree(SHIPPED / "sample", tmp_path / "sample")


@pytest.fixture(scope="session")
def shipped():
    """The shipped corpus."""
    return load()


@pytest.fixture(scope="session")
def raw(shipped):
    """The shipped corpus with its raw files; without them the test is skipped."""
    if not shipped.has_text:
        pytest.skip("corpus/raw is empty")
    return shipped


@pytest.fixture(scope="session")
def paragraphs(raw):
    """The clean paragraphs of every article: dict article_id -> DataFrame."""
    return {article: raw.paragraphs(article) for article in raw.articles["article_id"]}


def held_against_annotators(paragraphs, kind, find):
    """Return recall and precision of the spans that `find` (article_id, text) has, by the articles of mentions.csv."""
    table = pd.read_csv(Path(__file__).with_name("mentions.csv")).query("kind == @kind")
    wanted = set(table[["article_id", "paragraph", "start", "end"]].itertuples(index=False, name=None))
    found = {
        (article, number, *span)
        for article in table["article_id"].unique()
        for number, text in enumerate(paragraphs[article]["text"], 1)
        for span in find(article, text)[["start", "end"]].itertuples(index=False, name=None)
    }
    return len(found & wanted) / len(wanted), len(found & wanted) / len(found)


def seconds(work, text) -> float:
    """Seconds of this process that a function takes for what it is given."""
    # Python's collector looks at all that other tests of this process still hold, as often as objects are made.
    gc.collect()
    gc.disable()
    try:
        begin = time.process_time()
        work(text)
        return time.process_time() - begin
    finally:
        gc.enable()
