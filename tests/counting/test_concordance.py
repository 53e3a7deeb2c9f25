"""Words in context: whole or anywhere, aligned, escaped, and as many as were counted."""

import pytest

from helpers import CorpusError, load
from helpers.counting.concordance import concordance
from helpers.counting.counts import count
from helpers.show.tables import show


@pytest.fixture
def pages(tmp_path):
    """Two pages on one bridge and the city's wing of that name."""
    (tmp_path / "a.txt").write_text("我们在北京看桥。\n<b>北京城市副中心也有桥。", encoding="utf-8")
    (tmp_path / "b.txt").write_text("没有。", encoding="utf-8")
    return load(tmp_path)


def test_concordance_finds_whole_words_and_aligns_them(pages):
    table = concordance(pages, "北京", width=2)
    assert table[["article_id", "paragraph", "start", "left", "right"]].to_numpy().tolist() == [
        ["a", 1, 3, "们在", "看桥"]
    ]
    anywhere = concordance(pages, "北京", width=4, whole=False)
    assert list(anywhere["right"]) == ["看桥。", "城市副中"]
    assert anywhere["left"].iloc[0] == "\u3000我们在"
    assert concordance(pages, "云").empty
    with pytest.raises(CorpusError, match="the word is empty"):
        concordance(pages, "")


def test_concordance_is_escaped_and_aligned_for_a_page(tmp_path):
    (tmp_path / "a.txt").write_text("河<b>边看桥。", encoding="utf-8")
    table = concordance(load(tmp_path), "桥", width=5, whole=False)
    assert "<b>" in table["left"].iloc[0]
    html = show(table[["left", "word", "right"]], right=["left"]).data
    assert "&lt;b&gt;" in html
    assert "<b>" not in html
    assert "text-align: right" in html


def test_concordance_counts_what_the_features_count(raw):
    corpus = raw.select(field="ecology")
    ours = count(corpus.words).set_index("word")["count"]
    assert len(concordance(corpus, "生态环境")) == ours["生态环境"]


def test_another_segmenter_cuts_elsewhere(pages):
    table = concordance(pages, "北京", segment=lambda text: [(char, "x") for char in text])
    assert table["paragraph"].tolist() == [1, 2]


def test_without_raw_files_a_concordance_says_so(monkeypatch, shipped):
    monkeypatch.setenv("HELPERS_RAW", "off")
    with pytest.raises(CorpusError, match="not part of the repository"):
        concordance(shipped, "京津冀")
