"""Trial copies of a folder, and what of it can be published: texts and what quotes them cannot."""

import pandas as pd
import pytest

from helpers import CorpusError, build, ledger, load
from helpers.files import SHIPPED
from helpers.made import write_tables
from helpers.notebooks.needs import FACTS
from helpers.notebooks.own import publishable, shows, trial

SAMPLE = SHIPPED / "sample"
SAID = "青河白渡柳林沿着同一条河排开相距不过四十公里"


def test_a_trial_copy_lacks_what_is_left_out_has_what_is_added_and_leaves_the_folder_as_it_was():
    before = sorted(path.name for path in SAMPLE.iterdir())
    table = pd.DataFrame({"term": ["=河"]})
    copy = trial(SAMPLE, without=["markup.csv"], add={"lexicon/terms.csv": table, "notes.docx": "桥"})
    assert {path.name for path in copy.iterdir()} == {*before, "lexicon", "notes.docx"} - {"markup.csv"}
    assert (copy / "lexicon" / "terms.csv").read_text() == "term\n'=河\n"
    assert (copy / "notes.docx").read_text() == "桥"
    assert sorted(path.name for path in SAMPLE.iterdir()) == before
    with pytest.raises(CorpusError, match=r"there is no nothing\.csv to leave out"):
        trial(SAMPLE, without=["nothing.csv"])


@pytest.fixture
def folder(tmp_path):
    """A text of two sentences, and a lexicon beside it."""
    (tmp_path / "a.txt").write_text(f"{SAID}。水清了，人也回来了，桥上的灯也亮了。\n", encoding="utf-8")
    return tmp_path


def _publish(folder, name, content, **options):
    (folder / name).write_text(content, encoding="utf-8")
    return publishable(load(folder), **options).set_index("file").loc[name, ["quotations", "publish"]].to_list()


def test_twenty_characters_in_a_row_quote_a_text_and_nineteen_do_not(folder):
    assert _publish(folder, "n.csv", SAID[:20]) == [1, False]
    assert _publish(folder, "n.csv", SAID) == [len(SAID) - 19, False]
    assert _publish(folder, "n.csv", SAID[:19] + "x桥") == [0, True]
    assert _publish(folder, "n.csv", SAID[:4] + "桥" + SAID[4:19]) == [0, True]
    assert _publish(folder, "n.csv", SAID[:6], least=6) == [1, False]


@pytest.mark.parametrize("between", ["，", "\n", "</b> <b>", "</td><td>1</td>\r\n<td>"])
def test_marks_and_tags_between_characters_hide_no_quotation(folder, between):
    assert not _publish(folder, "n.html", between.join(SAID))[1]


def test_a_text_in_any_encoding_is_no_file_to_publish(folder):
    (folder / "b.TXT").write_bytes("三城共用一条河，年年一起修堤。".encode("gb18030"))
    table = publishable(load(folder)).set_index("file")
    assert not table.loc[["a.txt", "b.TXT"], "publish"].any()


def test_what_is_built_and_made_of_texts_quotes_none_of_them(sample):
    build(sample)
    write_tables({"indicators.csv": ledger.compute(load(sample))}, sample)
    table = publishable(load(sample))
    assert set(table.loc[~table["publish"], "file"]) == {path.name for path in sample.glob("*.txt")}
    assert {"features/tokens.parquet", "indicators.csv", "made.json"} <= set(table.loc[table["publish"], "file"])


def test_text_in_a_table_of_features_would_be_found(sample):
    build(sample)
    pd.DataFrame({"word": [load(sample).text("sample-01")]}).to_parquet(sample / "features" / "more.parquet")
    table = publishable(load(sample)).set_index("file")
    assert not table.loc["features/more.parquet", "publish"]


def test_every_need_is_answered(sample):
    build(sample)
    with pytest.raises(CorpusError, match="there is no .*indicators.csv"):
        shows(load(sample))
    write_tables({"indicators.csv": ledger.compute(load(sample))}, sample)
    table = shows(load(sample)).set_index("needs")
    assert list(table.index) == list(FACTS)
    assert table.loc["markup"].to_list() == [True, ""]
    assert table.loc["offices"].to_list() == [False, "articles.csv gives no offices of the authors."]
