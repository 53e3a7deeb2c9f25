"""The command line: each command on the sample or on what is shipped, and its exit status."""

import sys

import pytest

from helpers.__main__ import main
from helpers.figures.rows import extract


@pytest.fixture
def command(monkeypatch, capsys):
    """Run a command in this process; returns (exit status, what it printed)."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["helpers", *map(str, arguments)])
        status = main()
        return status, capsys.readouterr().out

    return run


def test_every_table_of_a_folder_is_built_and_verified(command, sample):
    for name in ("build", "ledger", "phrases"):
        assert command(name, sample)[0] == 0
    assert {"indicators.csv", "phrases.csv", "segmentations.csv"} <= {path.name for path in sample.iterdir()}
    status, printed = command("verify", sample)
    assert status == 0
    assert {line.split()[0] for line in printed.splitlines()} >= {"tokens", "indicators", "phrases", "segmentations"}
    path = sample / "indicators.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("level", "target", 1), encoding="utf-8")
    status, printed = command("verify", sample)
    assert (status, printed.splitlines()[-1]) == (1, "not equal")
    assert next(line for line in printed.splitlines() if line.startswith("indicators")).endswith("DIFFERS")


def test_explain_prints_the_way_of_every_figure(command):
    text = "2023年，天津新建学校43所，比2014年增长12.5%。"
    status, printed = command("explain", text)
    assert status == 0
    assert [line for line in printed.splitlines() if not line.startswith(" ")] == ["43所", "12.5%"]
    assert printed.count("* region") == len(extract(text))


def test_score_and_annotations_print_what_notebook_05_shows(command):
    assert "full row" in command("score")[1]
    assert "basis" in command("annotations")[1]


def test_a_folder_that_is_not_there_is_one_line_and_a_status(command, tmp_path):
    assert command("ledger", tmp_path / "nowhere")[0] == 2
