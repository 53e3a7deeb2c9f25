"""The text files of a folder: found, read, recognised by checksum or name."""

from contextlib import nullcontext

import pandas as pd
import pytest

from helpers import CorpusError
from helpers.files import checksum
from helpers.texts.sources import find_texts, insist_on_inside, load_sources, read_source


def _write(folder, *names, text="河水"):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text + name, encoding="utf-8")


def test_find_texts_sorts_and_ignores_the_rest(tmp_path):
    _write(tmp_path, "b.txt", "UPPER.TXT", "deep/er/c.txt", "notes.md", "._b.txt", ".hidden/d.txt", "~$e.txt")
    _write(tmp_path, "lexicon/stopwords.txt", "features/f.txt", "site/g.txt", "__MACOSX/h.txt")
    (tmp_path / "sub.txt").mkdir()
    assert [path.name for path in find_texts(tmp_path)] == ["UPPER.TXT", "b.txt", "c.txt"]


def test_texts_in_subfolders_are_called_by_their_way(tmp_path):
    _write(tmp_path, "2023/a.txt", "2024/a.txt")
    table = load_sources(tmp_path).sources
    assert table["source_id"].to_list() == ["2023/a", "2024/a"]
    assert table["file"].to_list() == ["2023/a.txt", "2024/a.txt"]


def test_what_cannot_be_read_is_set_aside_with_its_reason(tmp_path):
    _write(tmp_path, "good.txt", "report.docx", "page.html", "notes.md")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(b"a\0b")
    (tmp_path / "english.txt").write_text("Three towns share one river.")
    found = load_sources(tmp_path)
    assert found.sources["source_id"].to_list() == ["good"]
    refused = found.refused.set_index("file")["reason"]
    assert refused.index.to_list() == ["binary.txt", "empty.txt", "english.txt", "page.html", "report.docx"]
    assert "0x00 at offset 1" in refused["binary.txt"]
    assert refused["report.docx"] == "only .txt files are read"


def test_a_folder_without_one_readable_text_is_refused(tmp_path):
    (tmp_path / "english.txt").write_text("Three towns share one river.")
    with pytest.raises(CorpusError, match="no text of .* can be read; the first: english.txt is not Chinese"):
        load_sources(tmp_path)


def test_a_catalogued_text_that_cannot_be_read_is_refused(tmp_path):
    _write(tmp_path, "good.txt")
    (tmp_path / "page.txt").write_bytes(b"a\0b")
    with pytest.raises(CorpusError, match="page.txt holds the byte 0x00"):
        load_sources(tmp_path, catalogue=_catalogue([("river", "page.txt", "0" * 64)]))


def test_a_link_that_leaves_the_folder_is_not_followed(tmp_path):
    _write(tmp_path, "elsewhere.txt", "corpus/good.txt")
    (tmp_path / "corpus" / "link.txt").symlink_to(tmp_path / "elsewhere.txt")
    (tmp_path / "corpus" / "up").symlink_to(tmp_path)
    found = load_sources(tmp_path / "corpus")
    assert found.sources["file"].to_list() == ["good.txt"]
    assert "leaves the folder" in found.refused.set_index("file").loc["link.txt", "reason"]


def test_documents_are_named_where_there_is_no_text(tmp_path):
    _write(tmp_path, "one.docx", "two.pdf")
    with pytest.raises(CorpusError, match=r"holds no \.txt file \(but one.docx, two.pdf, which are not read\)"):
        find_texts(tmp_path)


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
    row = load_sources(tmp_path, catalogue=known).sources.iloc[0]
    assert (row["source_id"], row["matches"], row["text"]) == ("river", True, "河水")


def test_sources_that_changed_are_known_by_name_and_marked(tmp_path):
    (tmp_path / "page.txt").write_text("河水改道", encoding="utf-8")
    row = load_sources(tmp_path, catalogue=_catalogue([("river", "page.txt", checksum("河水".encode()))])).sources.iloc[
        0
    ]
    assert (row["source_id"], row["matches"]) == ("river", False)


def test_sources_stand_in_catalogue_order_with_unknown_files_last(tmp_path):
    _write(tmp_path, "a.txt", "b.txt", "c.txt")
    digests = {name: checksum((tmp_path / name).read_bytes()) for name in ("a.txt", "c.txt")}
    known = _catalogue([("see", "c.txt", digests["c.txt"]), ("ay", "a.txt", digests["a.txt"])])
    assert list(load_sources(tmp_path, catalogue=known).sources["source_id"]) == ["see", "ay", "b"]


def test_two_copies_of_one_source_are_refused(tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text("河水", encoding="utf-8")
    with pytest.raises(CorpusError, match="two files .* are the source s"):
        load_sources(tmp_path, catalogue=_catalogue([("s", "one.txt", checksum("河水".encode()))]))


@pytest.mark.parametrize(
    ("way", "inside"),
    [
        ("a.txt", True),
        ("deep/a.txt", True),
        ("deep/../a.txt", True),
        ("inner.txt", True),
        ("outer.txt", False),
        ("../b.txt", False),
        ("deep/../../b.txt", False),
        ("away/b.txt", False),
        ("", False),
    ],
)
def test_a_file_is_inside_its_folder_by_whatever_way(tmp_path, way, inside):
    folder = tmp_path / "texts"
    (folder / "deep").mkdir(parents=True)
    for file in (folder / "a.txt", folder / "deep" / "a.txt", tmp_path / "b.txt"):
        file.write_text("河水", encoding="utf-8")
    (folder / "inner.txt").symlink_to(folder / "deep" / "a.txt")
    (folder / "outer.txt").symlink_to(tmp_path / "b.txt")
    (folder / "away").symlink_to(tmp_path)
    with nullcontext() if inside else pytest.raises(CorpusError, match="leaves the folder"):
        insist_on_inside(folder, folder / way)
