"""The command line: each command on the sample or on what is shipped, and its exit status."""

import sys

import pytest

from helpers import ledger, load
from helpers.__main__ import ANNOTATORS, main
from helpers.edits import read_edits
from helpers.evaluation.agreement import ANNOTATION_COLUMNS, DECISION_COLUMNS
from helpers.evaluation.machine import read_score
from helpers.figures.rows import extract
from helpers.files import to_bytes, write_whole


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
    made = {"indicators", "phrases", "formulations", "segmentations", "rankings_once", "keyness_once"}
    assert {f"{name}.csv" for name in made} <= {path.name for path in sample.iterdir()}
    status, printed = command("verify", sample)
    assert status == 0
    assert {line.split()[0] for line in printed.splitlines()} >= {"tokens", *made}
    path = sample / "indicators.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("level", "target", 1), encoding="utf-8")
    status, printed = command("verify", sample)
    assert (status, printed.splitlines()[-1]) == (1, "not equal")
    assert next(line for line in printed.splitlines() if line.startswith("indicators")).endswith("DIFFERS")


def test_the_engine_of_a_build_is_chosen_and_verified(command, sample):
    pytest.importorskip("rjieba", reason='the extra fast is not installed: pip install -e ".[fast]"')
    assert command("build", "--engine", "rjieba", sample)[0] == 0
    assert load(sample).engine == "rjieba"
    assert command("verify", sample)[1].splitlines()[-1] == "equal"


HEAD = "source_id,start,end,action,column,value,reason\n"
# The machine reads the unit by itself, and no place.
EDITS = "magazine,345,350,set,region,青河,region missed\nmagazine,345,350,set,unit,分钟,unit\n"


def test_an_edit_that_is_no_longer_needed_is_reported_and_taken_out(command, sample):
    path = sample / "edits.csv"
    path.write_text(HEAD + EDITS, encoding="utf-8")
    assert command("edits", sample) == (0, "1 edits in edits.csv: 1 no longer needed, 0 new\n")
    assert path.read_text(encoding="utf-8") == HEAD + EDITS.splitlines(keepends=True)[0]
    assert command("edits", sample) == (0, "1 edits in edits.csv: 0 no longer needed, 0 new\n")


def test_a_folder_without_edits_gets_an_empty_table(command, sample):
    assert command("edits", sample) == (0, "0 edits in edits.csv: 0 no longer needed, 0 new\n")
    assert (sample / "edits.csv").read_text(encoding="utf-8") == HEAD


def test_two_annotations_of_a_folder_say_what_is_edited(command, sample):
    table = ledger.reading(load(sample)).assign(optional=False)
    table.loc[table["start"] == 345, "region"] = "青河"
    (sample / "annotations").mkdir()
    for name in ANNOTATORS:
        write_whole(sample / "annotations" / f"{name}.csv", to_bytes(table[list(ANNOTATION_COLUMNS)]))
    (sample / "annotations" / "decisions.csv").write_text(",".join(DECISION_COLUMNS) + "\n", encoding="utf-8")
    (sample / "edits.csv").write_text(HEAD + "magazine,177,182,drop,,,no figure\n", encoding="utf-8")
    assert command("edits", sample) == (0, "1 edits in edits.csv: 1 no longer needed, 1 new\n")
    assert read_edits(sample)[["start", "action", "column", "value"]].to_numpy().tolist() == [
        [345, "set", "region", "青河"]
    ]


def test_an_edited_folder_says_what_the_machine_alone_reads_right(command, sample):
    assert command("ledger", sample)[0] == 0
    assert not (sample / "machine.csv").exists()
    (sample / "edits.csv").write_text(HEAD + EDITS, encoding="utf-8")
    status, printed = command("ledger", sample)
    assert (status, "15 figures, 1 of them edited" in printed) == (0, True)
    score = read_score(sample).set_index("scope")
    assert score.loc["corpus", ["figures", "quantity", "bound"]].to_list() == [15, 1, 1]
    assert score.loc["corpus", "region"] == pytest.approx(14 / 15, abs=1e-4)
    command("build", sample)
    status, printed = command("verify", sample)
    assert (status, printed.splitlines()[-1]) == (0, "equal")
    assert "machine" in {line.split()[0] for line in printed.splitlines()}


def test_a_ledger_of_before_its_edits_is_not_equal(command, sample):
    command("build", sample)
    command("ledger", sample)
    (sample / "edits.csv").write_text(HEAD + EDITS, encoding="utf-8")
    assert command("verify", sample)[0] == 1


def test_a_wrong_edit_is_one_line_and_a_status(command, sample):
    (sample / "edits.csv").write_text(HEAD + "magazine,1,2,set,region,青河,\n", encoding="utf-8")
    assert command("ledger", sample)[0] == 2
    assert not (sample / "indicators.csv").exists()


def test_explain_prints_the_way_of_every_figure(command):
    text = "2023年，天津新建学校43所，比2014年增长12.5%。"
    status, printed = command("explain", text)
    assert status == 0
    assert [line for line in printed.splitlines() if not line.startswith(" ")] == ["43所", "12.5%"]
    assert printed.count("* region") == len(extract(text))


def test_explain_prints_the_clauses(command):
    status, printed = command("explain", "2023年，天津新建学校43所，比2014年增长12.5%。", "--clauses")
    assert status == 0
    assert len(printed.splitlines()) == 5
    assert "天津 subject" in printed


def test_score_and_annotations_print_what_notebook_05_shows(command):
    assert "full row" in command("score")[1]
    assert "basis" in command("annotations")[1]


def test_a_folder_that_is_not_there_is_one_line_and_a_status(command, tmp_path):
    assert command("ledger", tmp_path / "nowhere")[0] == 2
