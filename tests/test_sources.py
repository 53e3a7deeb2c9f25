"""Reading files: encodings accepted, bad input refused with value, expectation and repair."""

import hashlib
import os

import pandas as pd
import pytest

from helpers.sources import (
    CorpusError,
    checksum,
    decode,
    find_texts,
    load_sources,
    read_source,
    read_table,
    write_whole,
)

SIMPLIFIED = "三城的人都说，这条河是大家的，修堤的事也要大家来做，不能只看自己的一段。"
TRADITIONAL = "三城的人都說，這條河是大家的，修堤的事也要大家來做，不能只看自己的一段。"


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8-sig"),
        (SIMPLIFIED, "utf-16", "utf-16"),
        (SIMPLIFIED, "utf-32", "utf-32"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (TRADITIONAL, "gb18030", "gb18030"),
        (TRADITIONAL, "big5", "big5"),
        ("plain ASCII", "ascii", "utf-8"),
    ],
)
def test_decode_finds_the_encoding(text, encoding, named):
    assert decode(text.encode(encoding)) == (text, named)


def test_decode_big_endian_utf16():
    assert decode(b"\xfe\xff" + SIMPLIFIED.encode("utf-16-be")) == (SIMPLIFIED, "utf-16")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_decode_makes_line_ends_one(end):
    assert decode(f"上游{end}下游".encode())[0] == "上游\n下游"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", ["is empty", "Expected: some text", "Repair: fill it"]),
        (b" \n\t", ["is empty"]),
        (b"a\0b", ["0x00 at offset 1", "Expected: plain text", "Repair: export"]),
        (b"\x89PNG\x1a\n\x05rest", ["0x1A at offset 4"]),
        (b"abc \xff\xff\x80 def", ["0xFF at offset 4", "UTF-8, UTF-16", "Repair: save the file again"]),
        (b"\xef\xbb\xbf\xff\xff", ["begins with the mark of utf-8-sig"]),
        (b"\xff\xfea\x00\x00\x00", ["NUL"]),
    ],
)
def test_decode_refuses_with_value_expectation_and_repair(data, words):
    with pytest.raises(CorpusError) as error:
        decode(data, name="page.txt")
    assert all(word in str(error.value) for word in ["page.txt", *words])


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


def test_checksum_is_sha256():
    assert checksum("河".encode()) == hashlib.sha256("河".encode()).hexdigest()


def test_read_table_accepts_a_byte_order_mark_and_keeps_text(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("id,name\n007,NA\n", encoding="utf-8-sig")
    assert read_table(path, ["id", "name"]).to_dict("list") == {"id": ["007"], "name": ["NA"]}


def test_read_table_names_the_missing_column(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("id,nmae\n1,x\n")
    with pytest.raises(CorpusError, match=r"no column name \(it has id, nmae\).*Repair: add the column"):
        read_table(path, ["id", "name"])


def test_read_table_refuses_what_is_no_table(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(CorpusError, match="is not a CSV table"):
        read_table(path, ["id"])


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


def test_write_whole_replaces_and_leaves_nothing_beside(tmp_path):
    path = tmp_path / "table.csv"
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_write_whole_keeps_the_old_file_when_it_cannot_finish(tmp_path, monkeypatch):
    path = tmp_path / "table.csv"
    path.write_bytes(b"old")

    def refused(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(
        CorpusError, match=r"nothing can be written to .*Permission denied.*Repair: change its permission"
    ):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
