"""The lexicon: ours is complete, a corpus brings its own table by table, glosses are put beside words."""

import re

import pandas as pd
import pytest

from helpers import CorpusError
from helpers.files import SHIPPED, read_table
from helpers.lexicon import TABLES, glossed, one_form, read_lexicon, shipped, with_glosses

LEXICON = shipped()
CLASSES = {
    "document", "ecology", "event", "indicator", "industry", "infrastructure", "institution", "organisation", "person",
    "place", "policy term", "public service", "set phrase", "technology",
}  # fmt: skip


def test_lexicon_is_a_complete_table_of_at_least_600_terms():
    terms = LEXICON.terms
    assert len(terms) >= 600
    assert terms["term"].is_unique
    assert not (terms == "").to_numpy().any()
    assert set(terms["class"]) == CLASSES
    assert terms["pos"].str.fullmatch("[a-z]{1,4}").all()
    assert terms["term"].str.len().max() <= 16
    assert not terms["gloss"].str.contains("[\u4e00-\u9fff]").any()


def test_lexicon_counts_names_and_set_terms_not_phrases():
    assert "京津冀协同发展" not in set(LEXICON.terms["term"])
    assert {"雄安新区", "非首都功能", "北京城市副中心", "轨道上的京津冀", "PM2.5", "专精特新"} <= set(
        LEXICON.terms["term"]
    )


def test_stop_words_are_function_words():
    assert {"的", "和", "在"} <= LEXICON.stop_words
    assert not LEXICON.stop_words & {"发展", "建设", "创新", "产业", "协同发展", "京津冀"}
    assert not LEXICON.stop_words & set(LEXICON.terms["term"])


def test_fields_are_glossed():
    fields = read_table(SHIPPED / "lexicon" / "fields.csv", ["field", "chinese", "gloss", "covers"])
    assert fields["field"].is_unique
    assert not (fields == "").to_numpy().any()


def test_the_gazetteer_is_the_one_table_of_places():
    gazetteer, terms = shipped().gazetteer, shipped().terms
    assert gazetteer["written"].is_unique
    assert ((gazetteer["pos"] == "") == (gazetteer["gloss"] == "")).all()
    kept_whole = set(gazetteer.loc[gazetteer["pos"] != "", "written"])
    assert set(terms.loc[terms["class"] == "place", "term"]) == kept_whole
    # A name without a place of its own is no region of figures, so it must at least be a term.
    assert (gazetteer.loc[gazetteer["place"] == "", "pos"] != "").all()
    assert set(gazetteer["place"]) - {""} <= set(gazetteer["written"])


def test_a_folder_without_a_lexicon_has_ours_but_for_the_names_of_topics(tmp_path):
    own = read_lexicon(tmp_path)
    pd.testing.assert_frame_equal(own.terms, shipped().terms)
    assert own.not_units == shipped().not_units
    assert own.topics.empty
    assert len(shipped().topics)
    assert list(own.topics.columns) == list(TABLES["topics"])


def test_nothing_of_a_file_is_kept_between_two_readings(tmp_path):
    (tmp_path / "lexicon").mkdir()
    path = tmp_path / "lexicon" / "stopwords.txt"
    path.write_text("# own\n的\n\n", encoding="utf-8")
    first = read_lexicon(tmp_path)
    path.write_text("了\n", encoding="utf-8")
    assert (first.stop_words, read_lexicon(tmp_path).stop_words) == ({"的"}, {"了"})


def test_an_own_gloss_of_a_general_word_counts(tmp_path):
    (tmp_path / "lexicon").mkdir()
    table = "term,pos,class,gloss\n一流,n,policy term,of the first water\n"
    (tmp_path / "lexicon" / "terms.csv").write_text(table, encoding="utf-8")
    lexicon = read_lexicon(tmp_path)
    assert lexicon.glosses["一流"] == "of the first water"
    assert shipped().glosses["一流"] == "first-class"


def test_a_table_that_lacks_a_column_is_named(tmp_path):
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "gazetteer.csv").write_text("written,place\n青河,青河\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"gazetteer\.csv has no column pos, gloss \(it has written, place\)"):
        read_lexicon(tmp_path)


PORTS = {"concept": "ports", "gloss": "ports", "unit": "个", "unit_gloss": "ports", "pattern": "港口", "place": ""}


@pytest.mark.parametrize("pattern", ["(港口,", "(龙头)企业"])
@pytest.mark.parametrize("column", ["pattern", "without", "basis"])
def test_a_bad_pattern_of_a_concept_is_refused(tmp_path, column, pattern):
    (tmp_path / "lexicon").mkdir()
    table = pd.DataFrame([PORTS | {column: pattern}], columns=list(TABLES["concepts"]))
    table.to_csv(tmp_path / "lexicon" / "concepts.csv", index=False)
    with pytest.raises(CorpusError, match=r"concepts\.csv: ports has the pattern .*written \(\?:"):
        read_lexicon(tmp_path)


def test_a_list_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "stopwords.txt").write_bytes(b"\x80")
    with pytest.raises(CorpusError, match=r"stopwords\.txt cannot be read.*Repair: save it as UTF-8"):
        read_lexicon(tmp_path)


def test_a_bad_pattern_of_a_limit_is_refused(tmp_path):
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "limits.csv").write_text(
        "unit,pattern,least,most,why\n天,(,0,366,a year\n", encoding="utf-8"
    )
    with pytest.raises(CorpusError, match=r"limits\.csv: 天 has the pattern"):
        read_lexicon(tmp_path)


def test_as_many_glosses_as_units_or_none(tmp_path):
    (tmp_path / "lexicon").mkdir()

    def lexicon(unit_gloss):
        table = pd.DataFrame([PORTS | {"unit": "个|座", "unit_gloss": unit_gloss}], columns=list(TABLES["concepts"]))
        table.to_csv(tmp_path / "lexicon" / "concepts.csv", index=False)
        return read_lexicon(tmp_path)

    assert len(lexicon("").concepts) == len(lexicon("ports|ports").concepts) == 1
    with pytest.raises(CorpusError, match="ports has the units 个|座 and the glosses ports"):
        lexicon("ports")


def test_a_table_of_concepts_of_before_is_refused(tmp_path):
    (tmp_path / "lexicon").mkdir()
    table = "concept,gloss,unit,pattern,without\nports,ports,个,港口,\n"
    (tmp_path / "lexicon" / "concepts.csv").write_text(table, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"concepts\.csv has no column unit_gloss, basis, place"):
        read_lexicon(tmp_path)


def test_limits_are_of_known_units_have_a_reason_and_can_be_kept():
    limits, least, most = (
        shipped().limits,
        shipped().limits["least"].astype(float),
        shipped().limits["most"].astype(float),
    )
    assert set(limits["unit"]) <= set(shipped().units["unit"])
    assert (least < most).all()
    assert limits["why"].str.split().str.len().min() >= 4
    for pattern in limits["pattern"]:
        re.compile(pattern)


def test_places_are_brought_to_one_form():
    places = pd.Series(["武清", "武清区", "北京市", "没有这城", ""], index=[4, 2, 9, 1, 7])
    before = places.copy()
    assert one_form(places, shipped()).to_dict() == {4: "武清区", 2: "武清区", 9: "北京", 1: "没有这城", 7: ""}
    pd.testing.assert_series_equal(places, before)
    # A wall or a river is no region of figures, so its name stays.
    gazetteer = shipped().gazetteer
    others = gazetteer.loc[gazetteer["place"] == "", "written"]
    assert one_form(others, shipped()).to_list() == others.to_list()
    assert one_form(gazetteer["place"], shipped()).to_list() == gazetteer["place"].to_list()


def test_glosses_stand_after_their_words_and_nothing_is_changed():
    table = pd.DataFrame({"n": [1, 2], "word": ["天津", "没有这词"], "count": [3, 4]}, index=[7, 5])
    before = table.copy()
    result = glossed(table, shipped())
    assert list(result.columns) == ["n", "word", "gloss", "count"]
    assert list(result["gloss"]) == ["Tianjin", ""]
    assert list(result.index) == [7, 5]
    pd.testing.assert_frame_equal(table, before)
    renamed = glossed(table.rename(columns={"word": "phrase"}), shipped(), column="phrase")
    assert list(renamed.columns) == ["n", "phrase", "gloss", "count"]


def test_words_in_a_sentence_have_their_gloss_without_its_aside():
    said = with_glosses(["疏解", "京津冀", "没有的词"], shipped())
    assert said == ["疏解 (relocation)", "京津冀 (Beijing-Tianjin-Hebei)", "没有的词"]


def test_the_shipped_lexicon_is_that_of_the_shipped_folder():
    pd.testing.assert_frame_equal(read_lexicon(SHIPPED).units, shipped().units)
