"""The ledger: read, edited, with concepts by rule, what follows from the other columns, and exact raw places."""

import pandas as pd
import pytest

from helpers import CorpusError, build, ledger, load
from helpers.edits import ADDED, read_edits, still_needed
from helpers.evaluation.agreement import LONGEST_LABEL
from helpers.evaluation.machine import machine_score
from helpers.files import SHIPPED, to_bytes
from helpers.lexicon import shipped
from helpers.made import write_tables

CONCEPT_COLUMNS = ["concept", "gloss", "unit", "unit_gloss", "pattern", "without", "basis", "place"]
TABLE = pd.DataFrame(
    [
        ("growth", "yearly growth", "%", "", ".", "", "^年均$", ""),
        ("dust", "dust", "微克/立方米|%", "µg of dust|", "浓度", "臭氧", "", ""),
        ("anything", "anything", "%", "parts", ".", "", "", ""),
    ],
    columns=CONCEPT_COLUMNS,
)


@pytest.fixture(scope="module")
def machine(raw):
    """What the machine reads in the shipped corpus."""
    return ledger.reading(raw)


def _labelled(*rows):
    return pd.DataFrame(rows, columns=["indicator", "unit", "basis"], index=[3, 1, 4, 2, 5])


def test_the_first_concept_that_fits_wins():
    figures = _labelled(
        ("年均浓度", "微克/立方米", ""),
        ("臭氧浓度", "微克/立方米", ""),
        ("浓度", "元", ""),
        ("占比", "%", "占比"),
        ("浓度", "%", "年均"),
    )
    assert ledger.concept_of(figures, TABLE).to_dict() == {3: "dust", 1: "", 4: "", 2: "anything", 5: "growth"}


def test_concepts_are_glossed_unique_and_all_in_use():
    table, figures = shipped().concepts, ledger.read(SHIPPED)
    assert table["concept"].is_unique
    assert len(table) >= 60
    assert not (table[["concept", "gloss", "unit", "unit_gloss", "pattern"]] == "").to_numpy().any()
    assert (table["unit"].str.count(r"\|") == table["unit_gloss"].str.count(r"\|")).all()
    assert set(table["place"]) - {""} <= set(shipped().gazetteer["place"])
    assert set(table["concept"]) == set(figures["concept"]) - {""}


def test_shipped_ledger_is_whole():
    table = ledger.read(SHIPPED)
    assert table["figure_id"].is_unique
    assert set(table["article_id"]) <= set(load().articles["article_id"])
    assert (table["start"] < table["end"]).all()
    # A longer stretch of a source would be a quotation.
    assert table["indicator"].str.len().between(1, LONGEST_LABEL).all()
    assert table["part_of"].dropna().isin(table["start"]).all()
    assert set(table.loc[table["unit"] == "倍", "multiple"]) <= {"growth", "ratio"}
    assert (table.loc[table["unit"] != "倍", "multiple"] == "").all()


def test_shipped_figures_have_a_date_of_their_own_or_that_of_their_article():
    table, articles = ledger.read(SHIPPED), load().articles.set_index("article_id")
    undated = table["year_from"].isna() & table["year_to"].isna() & (table["kind"] == "level")
    assert undated.any()
    assert (table.loc[~undated, "as_of"] == "").all()
    assert (
        table.loc[undated, "as_of"].to_list()
        == articles["first_published"].loc[table.loc[undated, "article_id"]].to_list()
    )


def test_a_shipped_figure_with_a_base_year_has_a_basis():
    table = ledger.read(SHIPPED)
    based = table[table["base_year"].notna()]
    assert (based["basis"] != "").all()
    assert (table.loc[table["basis"] == ledger.AGAINST_A_YEAR, "base_year"].notna()).all()
    assert set(table["basis"]) <= {"", "同比", "环比", "年均", "定基", "占比", "可比价格", "累计"}


def test_shipped_places_are_in_one_form():
    regions, gazetteer = set(ledger.read(SHIPPED)["region"]), shipped().gazetteer
    other_ways = set(gazetteer.loc[gazetteer["place"] != "", "written"]) - set(gazetteer["place"])
    assert not regions & other_ways


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
    assert back["region"].to_list() == table["region"].to_list()


def test_a_figure_of_which_nothing_says_what_it_measures_is_read_back(tmp_path):
    (tmp_path / "page.txt").write_text("河水清了，大家一起看水。\n" * 40 + "5家。\n", encoding="utf-8")
    build(tmp_path)
    table = ledger.compute(load(tmp_path))
    write_tables({"indicators.csv": table}, tmp_path)
    assert ledger.read(tmp_path)["indicator"].to_list() == table["indicator"].to_list() == [""]


def _edited(sample, *rows):
    """Write edits into the sample and compute its ledger; rows are without source and reason."""
    lines = ["source_id,start,end,action,column,value,reason", *(f"magazine,{row},why" for row in rows), ""]
    (sample / "edits.csv").write_text("\n".join(lines), encoding="utf-8")
    return ledger.compute(load(sample))


def test_an_id_of_a_figure_has_no_space(tmp_path):
    for name in ("a b", "a%20b", "a\tb"):
        (tmp_path / f"{name}.txt").write_text("2023年，青河新建学校12所，修好桥梁3座。" * 9, encoding="utf-8")
    build(tmp_path)
    ids = ledger.compute(load(tmp_path))["figure_id"]
    assert ids.is_unique
    assert {name.rpartition("-")[0] for name in ids} == {"a%20b", "a%2520b", "a%09b"}


def test_what_is_edited_is_in_the_ledger_and_says_so(sample):
    before = ledger.compute(load(sample))
    table = _edited(
        sample,
        "177,182,drop,,",
        "345,350,set,region,青河",
        "345,350,set,indicator,行程时间",
        "588,592,add,indicator,搬走渔民",
        "588,592,add,value,12",
        "588,592,add,unit,人",
    )
    assert len(table) == len(before)
    assert table["figure_id"].head(3).to_list() == ["sample-01-f001", "sample-01-f002", "sample-01-f003"]
    # The first figure is dropped, so the numbers move up.
    assert table.loc[0, ["start", "region", "indicator", "edited"]].to_list() == [
        345,
        "青河",
        "行程时间",
        "region indicator",
    ]
    added = table[table["edited"] == ADDED].iloc[0]
    assert added[["article_id", "paragraph", "unit_gloss", "as_of"]].to_list() == [
        "sample-01",
        6,
        "persons",
        "2024-03-05",
    ]
    assert (table["edited"] != "").sum() == 2


def test_a_figure_that_is_added_where_no_paragraph_is_is_refused(sample):
    # The contents of the magazine, which are furniture.
    with pytest.raises(CorpusError, match="edits.csv adds a figure at 0 to 3 of magazine, where no paragraph is"):
        _edited(sample, "0,3,add,indicator,目录", "0,3,add,value,1")


def test_a_figure_that_is_added_in_a_lead_box_is_refused(sample):
    with pytest.raises(CorpusError, match="where no paragraph is"):
        _edited(sample, "120,123,add,indicator,小城", "120,123,add,value,3")


def test_concepts_are_given_after_the_edits_of_labels_and_may_be_edited_too(sample):
    (sample / "lexicon").mkdir()
    TABLE.to_csv(sample / "lexicon" / "concepts.csv", index=False)
    table = _edited(sample, "345,350,set,concept,dust", "542,548,set,indicator,浓度", "542,548,set,unit,微克/立方米")
    held = table.set_index("start")
    assert held.loc[345, ["concept", "gloss", "edited"]].to_list() == ["dust", "dust", "concept"]
    columns = ["concept", "gloss", "unit_gloss", "edited"]
    assert held.loc[542, columns].to_list() == ["dust", "dust", "µg of dust", "indicator unit"]
    # What a concept counts comes before the general gloss of the unit; where it says nothing, that one serves.
    assert held.loc[527, ["concept", "unit_gloss"]].to_list() == ["anything", "parts"]
    assert held.loc[345, "unit_gloss"] == "minutes"
    assert (table.loc[table["concept"] == "", "gloss"] == "").all()


def test_a_figure_may_be_added_with_its_concept(sample):
    rows = ["588,592,add,indicator,搬走渔民", "588,592,add,value,12", "588,592,add,concept,population"]
    table = _edited(sample, *rows)
    assert table.loc[table["start"] == 588, "concept"].to_list() == ["population"]


# column: value of a figure that is a level of 40 km without a year, then what follows from it
DERIVED = [
    ({}, {"as_of": "2024-03-05", "basis": ""}),
    ({"year_from": 2022}, {"as_of": ""}),
    ({"year_to": 2022}, {"as_of": ""}),
    ({"kind": "change"}, {"as_of": ""}),
    ({"kind": "target"}, {"as_of": ""}),
    ({"base_year": 2014}, {"basis": "定基"}),
    ({"base_year": 2014, "basis": "年均"}, {"basis": "年均"}),
    ({"region": "武清"}, {"region": "武清区"}),
    ({"region": "北京市"}, {"region": "北京"}),
    ({"region": "没有这城"}, {"region": "没有这城"}),
    ({"region": ""}, {"region": ""}),
    ({"unit": "没有"}, {"unit_gloss": ""}),
    ({"unit": "%", "indicator": "数字经济占地区生产总值比重"}, {"whole": "地区生产总值"}),
    ({"unit": "元", "indicator": "数字经济占地区生产总值比重"}, {"whole": ""}),
    ({"unit": "%", "indicator": "数字经济占地区生产总值比重", "whole": "经济"}, {"whole": "经济"}),
]


@pytest.mark.parametrize(("cells", "expected"), DERIVED)
def test_what_follows_from_the_other_columns(cells, expected):
    sample = load(SHIPPED / "sample")
    machine = ledger.reading(sample).head(1).assign(**cells)
    row = ledger.compute(sample, machine=machine.astype(dict.fromkeys(ledger.NUMBERS, "Int64"))).iloc[0]
    assert {name: row[name] for name in expected} == expected


def test_figures_say_in_which_outlet_they_are_and_when():
    sample = load(SHIPPED / "sample")
    table = ledger.with_outlets(pd.DataFrame({"article_id": ["sample-05", "sample-01"], "value": [1, 2]}), sample)
    assert table.to_dict("list") == {
        "article_id": ["sample-05", "sample-01"],
        "value": [1, 2],
        "publication": ["written for this project"] * 2,
        "published": ["2024-03-01", "2024-03-05"],
    }
    with pytest.raises(CorpusError, match="no article 'tj-01'"):
        ledger.with_outlets(pd.DataFrame({"article_id": ["tj-01"]}), sample)


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


def test_shipped_ledger_and_score_equal_new_ones(raw, machine):
    table = ledger.compute(raw, machine=machine)
    assert to_bytes(table) == (SHIPPED / "indicators.csv").read_bytes()
    assert to_bytes(machine_score(machine, table)) == (SHIPPED / "machine.csv").read_bytes()


def test_every_shipped_edit_is_still_needed(machine):
    edits = read_edits(SHIPPED)
    pd.testing.assert_frame_equal(still_needed(edits, machine), edits)
    by_rule = machine.assign(concept=ledger.concept_of(machine, shipped().concepts))
    pd.testing.assert_frame_equal(still_needed(edits, by_rule), edits)


def test_every_figure_stands_at_its_raw_place(raw):
    table = ledger.read(SHIPPED)
    for article_id, rows in table.groupby("article_id"):
        text = raw.raw_text(article_id)
        for row in rows.itertuples():
            assert any(
                char.isdigit() or char in "零一二两三四五六七八九十百千万亿半" for char in text[row.start : row.end]
            )
            assert row.end - row.start < 26
