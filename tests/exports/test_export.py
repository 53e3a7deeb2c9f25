"""The command that exports a corpus: on the sample, without texts, into another folder, into one that is closed."""

import sys

import pytest

from helpers import build, load
from helpers.__main__ import main
from helpers.exports.htrc import volumes
from helpers.exports.texts import conllu, vertical
from helpers.notebooks.own import publishable


@pytest.fixture
def export(monkeypatch, capsys):
    """Run the command in this process; returns (exit status, what it printed, what it said is wrong)."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["helpers", "export", *map(str, arguments)])
        status = main()
        return status, *capsys.readouterr()

    return run


def _files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_with_texts_is_exported_whole_and_twice_the_same(sample, export):
    status, told, _ = export(sample)
    assert (status, "corpus.vert and corpus.conllu" in told) == (0, True)
    corpus, out = load(sample), sample / "exports"
    assert _files(out) == {f"htrc/{name}" for name, _ in volumes(corpus)} | {"corpus.conllu", "corpus.vert"}
    assert (out / "corpus.vert").read_text(encoding="utf-8").splitlines() == list(vertical(corpus))
    assert (out / "corpus.conllu").read_text(encoding="utf-8").split("\n")[:-1] == list(conllu(corpus))
    before = {name: (out / name).read_bytes() for name in _files(out)}
    export(sample)
    assert {name: (out / name).read_bytes() for name in _files(out)} == before


def test_without_texts_a_sentence_says_what_is_left_out(sample, tmp_path, export):
    build(sample)
    for path in sample.glob("*.txt"):
        path.unlink()
    status, told, _ = export(sample, "--out", tmp_path / "a" / "b")
    assert (status, "left out: they need the texts" in told) == (0, True)
    assert _files(tmp_path / "a" / "b") == {f"htrc/{name}" for name, _ in volumes(load(sample))}
    assert not (sample / "exports").exists()


def test_a_place_that_cannot_be_written_to_is_named(sample, export):
    status, _, wrong = export(sample, "--out", sample / "articles.csv")
    assert status == 2
    assert wrong.startswith("error: nothing can be written to")


def test_what_holds_the_texts_word_by_word_is_not_publishable(sample, export):
    export(sample)
    told = publishable(load(sample)).set_index("file")["publish"]
    assert not told["exports/corpus.vert"]
    assert not told["exports/corpus.conllu"]
    assert told[[name for name in told.index if name.startswith("exports/htrc/")]].all()
