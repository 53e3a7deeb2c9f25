"""The lexicon: ours is complete, a corpus brings its own table by table, glosses are put beside words."""

import pandas as pd
import pytest

from helpers import CorpusError
from helpers.files import SHIPPED, read_table
from helpers.lexicon import TABLES, glossed, read_lexicon, shipped

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


@pytest.mark.parametrize("pattern", ["(港口,", "(龙头)企业"])
def test_a_bad_pattern_of_a_concept_is_refused(tmp_path, pattern):
    (tmp_path / "lexicon").mkdir()
    table = pd.DataFrame([["ports", "ports", "个", pattern, ""]], columns=list(TABLES["concepts"]))
    table.to_csv(tmp_path / "lexicon" / "concepts.csv", index=False)
    with pytest.raises(CorpusError, match=r"concepts\.csv: ports has the pattern .*written \(\?:"):
        read_lexicon(tmp_path)


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


def test_the_shipped_lexicon_is_that_of_the_shipped_folder():
    pd.testing.assert_frame_equal(read_lexicon(SHIPPED).units, shipped().units)
