"""The text files of a folder: found, read, recognised by checksum or name."""

import pandas as pd
import pytest

from helpers import CorpusError
from helpers.files import checksum
from helpers.texts.sources import find_texts, load_sources, read_source


def test_find_texts_sorts_and_ignores_the_rest(tmp_path):
    for name in ("b.txt", "a.txt", "notes.md"):
        (tmp_path / name).write_text("字")
    (tmp_path / "sub.txt").mkdir()
    assert [path.name for path in find_texts(tmp_path)] == ["a.txt", "b.txt"]


def test_find_texts_refuses_missing_file_and_empty_folders(tmp_path):
    (tmp_path / "file").write_text("x")
    for path, words in (
        (tmp_path / "none", "there is no folder"),
        (tmp_path / "file", "is a file"),
        (tmp_path, "holds no .txt"),
    ):
        with pytest.raises(CorpusError, match=words):
            find_texts(path)


def test_read_source_names_a_file_that_is_gone(tmp_path):
    with pytest.raises(CorpusError, match="gone.txt cannot be read"):
        read_source(tmp_path / "gone.txt")


def _catalogue(rows):
    return pd.DataFrame(rows, columns=["source_id", "file", "sha256"])


def test_sources_are_recognised_by_checksum_under_any_name(tmp_path):
    (tmp_path / "renamed.txt").write_text("河水", encoding="utf-8")
    known = _catalogue([("river", "page.txt", checksum("河水".encode()))])
    row = load_sources(tmp_path, catalogue=known).iloc[0]
    assert (row["source_id"], row["matches"], row["text"]) == ("river", True, "河水")


def test_sources_that_changed_are_known_by_name_and_marked(tmp_path):
    (tmp_path / "page.txt").write_text("河水改道", encoding="utf-8")
    row = load_sources(tmp_path, catalogue=_catalogue([("river", "page.txt", checksum("河水".encode()))])).iloc[0]
    assert (row["source_id"], row["matches"]) == ("river", False)


def test_sources_stand_in_catalogue_order_with_unknown_files_last(tmp_path):
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(name * 3)
    known = _catalogue([("see", "c.txt", checksum(b"ccc")), ("ay", "a.txt", checksum(b"aaa"))])
    assert list(load_sources(tmp_path, catalogue=known)["source_id"]) == ["see", "ay", "b"]


def test_two_copies_of_one_source_are_refused(tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text("same")
    with pytest.raises(CorpusError, match="two files .* are the source s"):
        load_sources(tmp_path, catalogue=_catalogue([("s", "one.txt", checksum(b"same"))]))
