"""Computed tables beside a corpus: refused when they are not as they were made, or older than what they were made of."""

import shutil

import pytest

from helpers import CorpusError, build, ledger, load
from helpers.counting.formulations import read_formulations
from helpers.counting.once import read_keyness, read_rankings
from helpers.counting.phrases import read_phrases
from helpers.counting.segmentations import read_segmentations
from helpers.evaluation.machine import read_score
from helpers.files import SHIPPED
from helpers.made import COMMANDS, is_fresh, write_tables


@pytest.fixture
def made(sample):
    """The sample with features and a ledger."""
    build(sample)
    write_tables({"indicators.csv": ledger.compute(load(sample))}, sample)
    return sample


def _replaced(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_table_is_read_as_it_was_made_with_either_line_end(made):
    rows = len(ledger.read(made))
    path = made / "indicators.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert len(ledger.read(made)) == rows > 3
    assert is_fresh(made, "indicators.csv")


# A cell of the first row, by column, and what is said of it.
CELLS = [
    ("value", "nan", "value is 'nan'. Expected: a finite number"),
    ("value", "inf", "value is 'inf'. Expected: a finite number"),
    ("start", "-5", "start is '-5'. Expected: a whole number"),
    ("start", "1" * 5000, "start is '1111"),
    ("bound", "≥", "bound is '≥'. Expected: one of =, >, <, ~"),
    ("kind", "levle", "kind is 'levle'. Expected: one of level, change, target"),
    ("year_from", "14", "year_from is '14'. Expected: a year of four digits, or nothing"),
    ("month_to", "13", "month_to is '13'. Expected: a month from 1 to 12, or nothing"),
    ("article_id", "", "article_id is ''. Expected: a text"),
]


@pytest.mark.parametrize(("column", "cell", "told"), CELLS)
def test_a_wrong_cell_is_named_with_its_row(made, column, cell, told):
    lines = [line.split(",") for line in (made / "indicators.csv").read_text(encoding="utf-8").splitlines()]
    lines[1][lines[0].index(column)] = cell
    (made / "indicators.csv").write_text("\n".join(map(",".join, lines)) + "\n", encoding="utf-8")
    with pytest.raises(CorpusError) as error:
        ledger.read(made)
    assert f"indicators.csv, row 2: {told}" in str(error.value)
    assert "python -m helpers ledger" in str(error.value)


def test_a_ledger_of_half_its_rows_or_of_another_article_is_refused(made):
    path = made / "indicators.csv"
    whole = path.read_text(encoding="utf-8")
    lines = whole.splitlines(keepends=True)
    path.write_text("".join(lines[: len(lines) // 2]), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"indicators.csv is not as it was made: rows .*Repair: .*edits\.csv"):
        ledger.read(made)
    path.write_text(whole.replace("sample-01", "sample-77"), encoding="utf-8")
    with pytest.raises(CorpusError, match="not as it was made"):
        ledger.read(made)
    path.write_text(whole, encoding="utf-8")
    assert len(ledger.read(made)) == len(lines) - 1


def test_a_ledger_that_is_older_than_its_edits_or_words_is_refused(made):
    (made / "edits.csv").write_text("source_id,start,end,action,column,value,reason\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"older than edits\.csv.*Repair: python -m helpers ledger"):
        ledger.read(made)
    (made / "edits.csv").unlink()
    (made / "lexicon").mkdir()
    shutil.copy(SHIPPED / "lexicon" / "units.csv", made / "lexicon")
    with pytest.raises(CorpusError, match=r"older than lexicon/units\.csv"):
        ledger.read(made)
    assert not is_fresh(made, "indicators.csv")


def test_features_older_than_the_markup_or_the_terms_are_refused(made):
    _replaced(made / "markup.csv", "doubled word", "a doubled word")
    with pytest.raises(CorpusError, match=r"markup\.csv has changed.*Repair: python -m helpers build"):
        load(made)
    build(made)
    with pytest.raises(CorpusError, match=r"older than features/manifest\.json"):
        ledger.read(made)
    (made / "lexicon").mkdir()
    shutil.copy(SHIPPED / "lexicon" / "terms.csv", made / "lexicon")
    with pytest.raises(CorpusError, match=r"lexicon/terms\.csv has changed"):
        load(made)


def test_where_the_texts_are_not_at_hand_nothing_is_stale(made):
    for path in made.glob("*.txt"):
        path.unlink()
    (made / "edits.csv").write_text("source_id,start,end,action,column,value,reason\n", encoding="utf-8")
    assert len(ledger.read(made)) > 3
    assert len(load(made).articles) == 5


def test_a_damaged_list_of_what_was_made_is_named(made):
    (made / "made.json").write_text("[", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"made\.json of .* is damaged"):
        ledger.read(made)
    (made / "made.json").unlink()
    with pytest.raises(CorpusError, match="indicators.csv is not as it was made"):
        ledger.read(made)


def test_every_table_that_we_ship_is_as_it_was_made():
    assert all(is_fresh(SHIPPED, name) for name in COMMANDS)
    read = {
        "indicators.csv": ledger.read,
        "machine.csv": read_score,
        "phrases.csv": read_phrases,
        "segmentations.csv": read_segmentations,
        "formulations.csv": read_formulations,
        "rankings_once.csv": read_rankings,
        "keyness_once.csv": read_keyness,
    }
    assert read.keys() == COMMANDS.keys()
    assert all(len(table(SHIPPED)) for table in read.values())
