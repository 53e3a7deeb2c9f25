"""Places that a text names: the longest name, none inside another name; a gazetteer whose rows fit together."""

import numpy as np
import pandas as pd
import pytest
from conftest import by_character, held_against_annotators
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from helpers import CorpusError
from helpers.counting.toponyms import forms, mentions, together
from helpers.counting.words import segmenter
from helpers.files import SHIPPED
from helpers.lexicon import read_lexicon, shipped

LEXICON = shipped()
SEGMENT = segmenter(LEXICON)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("北京城市副中心在北京通州", [("北京城市副中心", "北京城市副中心"), ("北京", "北京"), ("通州", "通州区")]),
        ("京津冀三地与京津两市", [("京津冀", "京津冀"), ("京津", "京津")]),
        ("三地共建", [("三地", "京津冀")]),
        ("京津冀三地四场", [("京津冀", "京津冀")]),
        ("天津市滨海新区", [("天津市", "天津"), ("滨海新区", "滨海新区")]),
        ("北京市委与河北省政府", [("北京市", "北京"), ("河北省", "河北")]),
        ("北京市民与北京市级机关", [("北京", "北京"), ("北京", "北京")]),
        ("北京市民政局", [("北京市", "北京")]),
        # In the names of bodies, papers, events and documents no place is spoken of.
        ("北京理工大学、天津日报、河北某某科技有限公司", []),
        ("远山（北京）智能装备有限公司", []),
        ("北京园艺博览会在北京", [("北京", "北京")]),
        ("《天津港章程》在天津港", [("天津港", "天津港")]),
        ("燕郊子公司", [("燕郊", "燕郊镇")]),
        ("北京的大学", [("北京", "北京")]),
        # A name cut out of two words is none; one character is a place only where one is or goes, or in a list.
        ("居民搬迁安置", []),
        ("迁安居民", [("迁安", "迁安市")]),
        ("在京企业赴津，京、津、冀", [("京", "北京"), ("津", "天津"), ("京", "北京"), ("津", "天津"), ("冀", "河北")]),
        ("京剧与环京路网", [("京", "北京")]),
        ("上海与长三角，在沪企业", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_text_names_these_places(text, expected):
    table = mentions(text, LEXICON, segment=SEGMENT)
    assert [(text[row.start : row.end], row.place) for row in table.itertuples()] == expected


@given(
    st.lists(
        st.sampled_from([*"京津冀在，、市民（）《》公司", "北京", "北京市", "通州区", "天津港", "三地"]), max_size=12
    )
)
def test_mentions_are_in_order_apart_and_written_forms(parts):
    text, known = "".join(parts), forms(LEXICON)
    table = mentions(text, LEXICON, segment=by_character)
    assert list(table.columns) == ["start", "end", "place"]
    assert (table["start"] < table["end"]).all()
    assert (table["end"].shift(fill_value=0) <= table["start"]).all()
    for row in table.itertuples():
        assert known.get(text[row.start : row.end]) == row.place or row.end - row.start == 1


def test_places_of_six_articles_are_those_that_annotators_found(paragraphs):
    recall, precision = held_against_annotators(
        paragraphs, "place", lambda _, text: mentions(text, LEXICON, segment=SEGMENT)
    )
    assert recall >= 0.97 and precision >= 0.97


def test_the_gazetteer_is_within_the_region_and_names_what_contains_each_place():
    places = LEXICON.places.set_index("place")
    known = places.dropna(subset="longitude")
    assert known["longitude"].between(113, 120.5).all() and known["latitude"].between(36, 42.8).all()
    assert len(known) > 0.97 * len(places)
    units = known[known["kind"].isin(["district", "county"]) & known["parent"].isin(known.index)]
    away = (
        units[["longitude", "latitude"]].to_numpy() - known.loc[units["parent"], ["longitude", "latitude"]].to_numpy()
    )
    assert len(units) == 199 and (abs(away) < 2).all()
    assert set(places.loc[places["via"] != "", "kind"]) <= {"railway", "road", "river"}


def test_every_region_of_figures_in_the_gazetteer_is_found_as_a_place():
    regions = LEXICON.gazetteer.query("place != '' and pos != ''")
    inside = regions[regions["place"].isin(LEXICON.places["place"])]
    lost = [word for word in inside["written"] if mentions(word, LEXICON, segment=SEGMENT).empty]
    assert not lost and len(inside) > 100


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("甲镇,town,乙县,,,,,A", "parent or way 乙县"),
        ("甲镇,town,,甲|甲,,,,A", "names two places"),
        ("甲镇,town,,,181,30,,A", "longitude '181'"),
        ("甲镇,town,,,116.1,north,,A", "latitude 'north'"),
        ("甲路,road,,,116.1,39,丙县,A", "parent or way 丙县"),
    ],
)
def test_a_bad_row_is_refused_with_its_repair(tmp_path, row, told):
    (tmp_path / "lexicon").mkdir()
    table = "place,kind,parent,aliases,longitude,latitude,via,gloss\n" + row + "\n"
    (tmp_path / "lexicon" / "places.csv").write_text(table, encoding="utf-8")
    with pytest.raises(CorpusError, match=told):
        read_lexicon(tmp_path)


def test_a_folder_may_bring_its_own_places(tmp_path):
    (tmp_path / "lexicon").mkdir()
    table = "place,kind,parent,aliases,longitude,latitude,via,gloss\n云河市,city,,云河,100.5,25,,Yunhe\n"
    (tmp_path / "lexicon" / "places.csv").write_text(table, encoding="utf-8")
    own = read_lexicon(tmp_path)
    assert pd.isna(own.places["longitude"]).sum() == 0
    assert mentions("云河与北京", own, segment=by_character)["place"].tolist() == ["云河市"]
    assert (SHIPPED / "lexicon" / "places.csv").exists()


def _passages(rows):
    return pd.DataFrame(rows, columns=["passage_id", "article_id", "place"])


def test_places_named_together_by_hand():
    """In four passages of one article a and b are named twice, each time together: one way of six."""
    rows = [
        ("p1", "x", "甲"),
        ("p1", "x", "乙"),
        ("p2", "x", "甲"),
        ("p2", "x", "乙"),
        ("p3", "x", "丙"),
        ("p4", "x", "丙"),
    ]
    table = together(_passages(rows), least=2)
    assert table[["place", "other", "passages", "articles"]].to_numpy().tolist() == [["乙", "甲", 2, 1]]
    assert table.loc[0, "expected"] == pytest.approx(1.0)
    assert table.loc[0, "p"] == pytest.approx(1 / 6)
    assert not table.loc[0, "sure"]


def test_two_articles_that_each_name_a_place_everywhere_say_nothing_of_the_pair():
    rows = [(f"{article}{n}", article, place) for article in "xy" for n in range(3) for place in "甲乙"]
    table = together(_passages(rows), least=2)
    assert table["p"].tolist() == [1.0] and table["expected"].tolist() == [pytest.approx(6.0)]


def test_the_exact_test_equals_the_one_of_scipy_in_one_article():
    rows = [(f"p{n}", "x", "甲") for n in (0, 1, 2, 3)] + [(f"p{n}", "x", "乙") for n in (1, 2, 3, 7)]
    rows += [(f"p{n}", "x", "丙") for n in range(10)]
    table = together(_passages(rows), least=2).set_index(["place", "other"])
    expected = fisher_exact([[3, 1], [1, 5]], alternative="greater").pvalue
    assert table.loc[("乙", "甲"), "p"] == pytest.approx(expected)


def test_a_planted_pair_is_sure_and_places_at_random_are_not():
    rng, rows = np.random.default_rng(1), []
    for article in range(8):
        for passage in range(12):
            name = f"{article}-{passage}"
            rows += [(name, article, place) for place in "丙丁戊" if rng.random() < 0.4]
            rows += [(name, article, place) for place in "甲乙"] if passage % 4 == 0 else [(name, article, "己")]
    table = together(_passages(rows))
    assert table[table["sure"]][["place", "other"]].to_numpy().tolist() == [["乙", "甲"]]


def test_nothing_named_twice_together_is_no_row():
    assert together(_passages([("p", "x", "甲"), ("p", "x", "乙")])).empty
