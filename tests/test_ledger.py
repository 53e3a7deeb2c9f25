"""The ledger: concepts assigned by rule, raw places exact, a score that counts as the guidelines say."""

import pandas as pd
import pytest

from helpers import CorpusError, ledger, load
from helpers.files import SHIPPED, to_bytes
from helpers.lexicon import shipped

TABLE = pd.DataFrame(
    [("dust", "dust", "微克/立方米|%", "浓度", "臭氧"), ("anything", "anything", "%", ".", "")],
    columns=["concept", "gloss", "unit", "pattern", "without"],
)


def test_the_first_concept_that_fits_wins():
    indicators = pd.Series(["年均浓度", "臭氧浓度", "浓度", "占比"], index=[3, 1, 4, 2])
    units = pd.Series(["微克/立方米", "微克/立方米", "元", "%"], index=[3, 1, 4, 2])
    assert ledger.concept_of(indicators, units, TABLE).to_dict() == {3: "dust", 1: "", 4: "", 2: "anything"}


def test_concepts_are_glossed_unique_and_all_in_use():
    table, figures = shipped().concepts, ledger.read(SHIPPED)
    assert table["concept"].is_unique
    assert len(table) >= 60
    assert not (table[["concept", "gloss", "unit", "pattern"]] == "").to_numpy().any()
    assert set(table["concept"]) == set(figures["concept"]) - {""}


def test_shipped_ledger_is_whole():
    table = ledger.read(SHIPPED)
    assert table["figure_id"].is_unique
    assert set(table["article_id"]) <= set(load().articles["article_id"])
    assert (table["start"] < table["end"]).all()
    # Twenty characters of the texts in a run would be a quotation.
    assert table["indicator"].str.len().max() < 20


def test_a_ledger_of_the_sample_leads_back_to_its_text():
    sample = load(SHIPPED / "sample")
    table = ledger.compute(sample)
    row = table[table["value"] == 57.1 * -1].iloc[0]
    assert sample.raw_text("sample-01")[row["start"] : row["end"]] == "57.1%"
    assert "【57.1%】" in ledger.sentence(sample, row["figure_id"], table)
    # A unit that a caption parts from its number, and a number in a Traditional page with glosses.
    assert sample.raw_text("sample-01")[slice(*table.loc[table["value"] == 90, ["start", "end"]].iloc[0])] == "90 分钟"
    assert set(table["article_id"]) >= {"sample-01", "sample-02", "sample-05"}


def test_a_ledger_survives_writing_and_reading(tmp_path):
    table = ledger.compute(load(SHIPPED / "sample"))
    (tmp_path / "indicators.csv").write_bytes(to_bytes(table))
    back = ledger.read(tmp_path)
    numbers = ["value", "rounding", *ledger.NUMBERS, "start", "end"]
    pd.testing.assert_frame_equal(back[numbers], table[numbers], check_dtype=False)
    assert back["indicator"].to_list() == table["indicator"].to_list()
    assert back["region"].to_list() == table["region"].fillna("").to_list()


def test_an_unknown_figure_is_refused():
    with pytest.raises(CorpusError, match="no figure 'x-f1'.*a figure_id|a figure of the ledger"):
        ledger.sentence(load(), "x-f1", ledger.read(SHIPPED))


def test_without_the_text_it_says_where_to_look(monkeypatch):
    monkeypatch.setenv("HELPERS_RAW", "off")
    table = ledger.read(SHIPPED)
    row = table.iloc[0]
    assert ledger.sentence(load(), row["figure_id"], table).startswith(
        f"{row['source_id']}, characters {row['start']} to"
    )


def test_shipped_ledger_equals_a_new_extraction(raw):
    assert to_bytes(ledger.compute(raw)) == (SHIPPED / "indicators.csv").read_bytes()


def test_every_figure_stands_at_its_raw_place(raw):
    table = ledger.read(SHIPPED)
    for article_id, rows in table.groupby("article_id"):
        text = raw.raw_text(article_id)
        for row in rows.itertuples():
            assert any(
                char.isdigit() or char in "零一二三四五六七八九十百千万亿半" for char in text[row.start : row.end]
            )
            assert row.end - row.start < 26
