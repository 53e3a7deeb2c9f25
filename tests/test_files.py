"""Files on disk: tables read and refused, written whole or not at all, progress that is silent without a terminal."""

import hashlib
import os
import pty
import select
import subprocess
import sys
import termios

import pandas as pd
import pytest

from helpers import CorpusError
from helpers.files import (
    alone,
    checksum,
    need_columns,
    progress,
    read_table,
    refuse,
    remove_leftovers,
    to_bytes,
    visible,
    write_whole,
)


def test_checksum_is_sha256():
    assert checksum("河".encode()) == hashlib.sha256("河".encode()).hexdigest()


def test_what_is_hidden_in_a_text_is_named():
    assert visible("a\x1b[31m\u202e河\r\x9b\x00") == "a[U+001B][31m[U+202E]河[U+000D][U+009B][U+0000]"
    assert visible("河\n\tא ا é 👍🏽") == "河\n\tא ا é 👍🏽"
    assert "\x1b" not in str(refuse("a\x1b]0;x\x1b\\ name", expected="x", repair="y"))


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


def test_a_missing_column_is_named_with_those_that_are_there():
    table = pd.DataFrame({"word": ["河"], "count": [1]})
    need_columns(table, ["word", "count"], name="the table", repair="add it")
    message = r"the table has no column pos, field \(it has word, count\).*the columns word, pos, field.*Repair: add it"
    with pytest.raises(CorpusError, match=message):
        need_columns(table, ["word", "pos", "field"], name="the table", repair="add it")


def test_progress_hands_on_every_item_and_is_silent_without_a_terminal(capfd):
    assert list(progress(iter("河水"), "counting", total=2)) == ["河", "水"]
    assert capfd.readouterr() == ("", "")


def test_progress_is_shown_on_a_terminal():
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    code = "from helpers.files import progress; list(progress(range(3), 'counting'))"
    subprocess.run([sys.executable, "-c", code], stderr=theirs, check=True)
    written = os.read(ours, 4096) if select.select([ours], [], [], 10)[0] else b""
    assert b"counting" in written


FORMULAS = ["=SUM(A1)", "+1+1", "-x", "@cmd|' /C calc'!A0", "\tx", "\rx", "'=SUM", "''@x", "-1 and more"]


@pytest.mark.parametrize("cell", [*FORMULAS, "=", "~", "-12.5", "+3", "河", "a=b", "'quoted'", ""])
def test_cells_come_back_as_they_were(cell, tmp_path):
    (tmp_path / "t.csv").write_bytes(to_bytes(pd.DataFrame({"id": ["1"], "cell": [cell]})))
    assert read_table(tmp_path / "t.csv", ["id", "cell"])["cell"].to_list() == [cell]


@pytest.mark.parametrize("cell", FORMULAS)
def test_no_cell_begins_as_a_formula(cell):
    written = to_bytes(pd.DataFrame({"cell": [cell]})).decode().partition("\n")[2]
    assert written.strip('"').startswith("'")


@pytest.mark.parametrize("cell", ["=", "-12.5", "+3", "河"])
def test_signs_and_numbers_are_written_as_they_are(cell):
    assert to_bytes(pd.DataFrame({"cell": [cell]})) == f"cell\n{cell}\n".encode()


def test_a_table_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CorpusError, match="there is no .*t.csv"):
        read_table(tmp_path / "t.csv", ["id"])


def test_one_at_a_time_works_in_a_folder_and_the_next_may_after_it(tmp_path):
    with alone(tmp_path, doing="build"):
        with (
            pytest.raises(CorpusError, match=r"another build is under way in .*Repair: wait until it has ended"),
            alone(tmp_path, doing="build"),
        ):
            pytest.fail("two at once")
        with pytest.raises(ZeroDivisionError), alone(_made(tmp_path / "other"), doing="build"):
            raise ZeroDivisionError
    for _ in range(2):
        with alone(tmp_path, doing="build"), alone(tmp_path / "other", doing="build"):
            pass


def _made(folder):
    folder.mkdir()
    return folder


def test_a_folder_where_nothing_can_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(CorpusError, match="nothing can be written to .*what stood there is as it was"),
        alone(tmp_path / "file", doing="build"),
    ):
        pytest.fail("a file is no folder")


def test_leftovers_of_a_killed_process_are_removed_and_nothing_else(tmp_path):
    _made(tmp_path / ".new.[1]").joinpath("half").write_text("x")
    (tmp_path / ".new.2").write_text("x")
    (tmp_path / "new.3").write_text("x")
    remove_leftovers(tmp_path, ".new.")
    assert [path.name for path in tmp_path.iterdir()] == ["new.3"]
