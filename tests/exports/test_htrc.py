"""Extracted features as the reader of the HathiTrust Research Center opens them."""

import bz2
import json
import warnings

import pandas as pd
import pytest

from helpers import load
from helpers.exports.htrc import file_name, volume, volumes
from helpers.files import to_bytes, write_whole

with warnings.catch_warnings():
    # Their reader compares with `is` where it means `==`, of which Python warns when it compiles it.
    warnings.simplefilter("ignore")
    from htrc_features import Volume

# Their reader leaves files open, and sorts in a way that pandas will take away one day.
pytestmark = pytest.mark.filterwarnings(
    "ignore:The inplace keyword", "ignore:unclosed file", "ignore::pytest.PytestUnraisableExceptionWarning"
)


def _opened(corpus, folder):
    """The volumes of a corpus as their reader opens them, by their titles."""
    for name, data in volumes(corpus):
        (folder / name).write_bytes(data)
    return [Volume(path=str(path), format="json", compression="bz2") for path in sorted(folder.iterdir())]


def test_the_reader_finds_every_count_of_the_shipped_features(shipped, tmp_path):
    opened = {volume.id: volume for volume in _opened(shipped, tmp_path)}
    assert set(opened) == set(shipped.passages["article_id"])
    for one in opened.values():
        table = one.tokenlist(section="body", drop_section=True).reset_index()
        passages = shipped.passages[shipped.passages["article_id"] == one.id]
        found = table.assign(passage_id=[passages["passage_id"].iloc[page - 1] for page in table["page"]])
        found = found.set_index(["passage_id", "token", "pos"])["count"].astype(int)
        known = shipped.tokens[shipped.tokens["passage_id"].isin(passages["passage_id"])]
        assert found.to_dict() == known.set_index(["passage_id", "word", "pos"])["count"].to_dict()
        assert one.tokens_per_page().to_list() == passages["words"].to_list()
        assert one.page_count == len(passages)


def test_the_reader_finds_the_bibliography(shipped, tmp_path):
    articles = shipped.articles.set_index("article_id")
    for one in _opened(shipped, tmp_path):
        known = articles.loc[one.id]
        assert (one.title, one.language) == (known["title"], "chi")
        assert (one.author or []) == [name for name in known["authors"].split(";") if name]
        dates = (known["first_published"], known["published"])
        assert not any(dates) or str(one.pub_date) in {date[:4] for date in dates}


def test_an_article_without_a_passage_has_no_file_and_no_date_is_made_up(folder):
    corpus = load(folder)
    names = [name for name, _ in volumes(corpus)]
    assert names == ["long.json.bz2"]
    assert not {"pubDate", "contributor", "isPartOf"} & set(volume(corpus, "long")["metadata"])


def test_the_same_features_make_the_same_bytes(shipped):
    assert list(volumes(shipped)) == list(volumes(load()))
    data = next(data for _, data in volumes(shipped))
    assert json.loads(bz2.decompress(data))["features"]["pages"][0]["seq"] == "00000001"


NAMES = [
    "../../up",
    "/root",
    "a/b",
    "a\\b",
    "..",
    ".",
    "a" * 300,
    "河" * 200,
    "A",
    "con:",
    "x\n<y>",
    "",
    "é",
    "a b",
    "-rf",
]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_of_an_article_leaves_the_folder(name, tmp_path):
    path = tmp_path / file_name(name)
    path.write_bytes(b"")
    assert [path] == list(tmp_path.iterdir())
    assert path.name.endswith(".json.bz2")
    assert not path.name.startswith((".", "-"))


def test_no_two_articles_share_a_file():
    names = [*NAMES, "a", "a-b", "a_b", "É", "河" * 201]
    assert len({file_name(name).lower() for name in names}) == len(names)


def test_whatever_the_catalogue_says_is_kept(folder):
    row = {
        "article_id": "long",
        "source_id": "long",
        "title": '"<b>三城</b>"',
        "authors": "甲乙; 丙",
        "published": "2021-03",
    }
    write_whole(
        folder / "articles.csv", to_bytes(pd.DataFrame([row, {"article_id": "short", "source_id": "short"}]).fillna(""))
    )
    told = volume(load(folder), "long")["metadata"]
    assert told["title"] == '"<b>三城</b>"'
    assert [one["name"] for one in told["contributor"]] == ["甲乙", "丙"]
    assert (told["pubDate"], told["isPartOf"]["date"]) == (2021, "2021-03")
