"""Segmentation: terms kept whole, jieba's own state untouched, any segmenter accepted or refused clearly."""

import re

import jieba
import pandas as pd
import pytest

from helpers.sources import CORPUS, CorpusError, read_table
from helpers.words import count_words, default_segmenter, is_word, jieba_segmenter, lexicon, stop_words, words_of

CLASSES = {
    "document", "ecology", "event", "indicator", "industry", "infrastructure", "institution", "organisation", "person",
    "place", "policy term", "public service", "set phrase", "technology",
}  # fmt: skip


def test_terms_are_single_words_with_their_part_of_speech():
    tokens = dict(words_of("雄安新区承接北京非首都功能，PM2.5下降，轨道上的京津冀和专精特新企业。"))
    assert {"雄安新区", "非首都功能", "PM2.5", "轨道上的京津冀", "专精特新"} <= set(tokens)
    assert tokens["雄安新区"] == "ns"


def test_whole_phrases_are_cut_into_names_and_terms():
    assert [word for word, _ in words_of("京津冀协同发展")] == ["京津冀", "协同发展"]


def test_terms_with_marks_that_jieba_cuts_at_stay_whole():
    terms = pd.DataFrame({"term": ["青河—白渡园", "青河"], "pos": ["nz", "ns"]})
    assert words_of("去青河—白渡园看青河。", segment=jieba_segmenter(terms)) == [
        ("去", "v"), ("青河—白渡园", "nz"), ("看", "v"), ("青河", "ns"),
    ]  # fmt: skip


def test_an_empty_lexicon_gives_the_bare_dictionary():
    segment = jieba_segmenter(lexicon().head(0))
    assert [word for word, _ in segment("雄安新区")] == jieba.Tokenizer().lcut("雄安新区")


def test_no_other_user_of_jieba_is_touched():
    before = jieba.lcut("白渡机械厂")
    jieba_segmenter(pd.DataFrame({"term": ["白渡机械厂"], "pos": ["nt"]}))
    assert jieba.lcut("白渡机械厂") == before != ["白渡机械厂"]


def test_tokens_spell_the_text():
    text = "三城（2014—2023年）共1,100亩，占57.1%，α干扰素。"
    assert "".join(word for word, _ in default_segmenter()(text)) == text


@pytest.mark.parametrize(
    ("token", "expected"), [("河", True), ("PM2.5", True), ("%", False), ("，", False), (" ", False), ("_", False)]
)
def test_is_word(token, expected):
    assert is_word(token) is expected


@pytest.mark.parametrize(
    ("segment", "words"),
    [
        (lambda text: text.split(), "the segmenter returned .*a list of \\(word, part of speech\\)"),
        (lambda text: [("甲", "x")], "into other characters"),
        (lambda text: [(1, "x")], "the segmenter returned"),
    ],
)
def test_a_wrong_segmenter_is_refused(segment, words):
    with pytest.raises(CorpusError, match=words):
        words_of("三城共用一条河", segment=segment)


def test_count_words_by_hand():
    table = count_words({"p2": [("河", "n"), ("水", "n"), ("河", "n"), ("河", "ns")], "p1": [("水", "n")]})
    assert table.to_numpy().tolist() == [
        ["p2", "水", "n", 1],
        ["p2", "河", "n", 2],
        ["p2", "河", "ns", 1],
        ["p1", "水", "n", 1],
    ]


def test_lexicon_is_a_complete_table_of_at_least_600_terms():
    terms = lexicon()
    assert len(terms) >= 600
    assert terms["term"].is_unique
    assert not (terms == "").to_numpy().any()
    assert set(terms["class"]) == CLASSES
    assert terms["pos"].str.fullmatch("[a-z]{1,4}").all()
    assert terms["term"].str.len().max() <= 16
    assert not terms["gloss"].str.contains("[\u4e00-\u9fff]").any()


def test_lexicon_counts_names_and_set_terms_not_phrases():
    assert "京津冀协同发展" not in set(lexicon()["term"])
    assert {"雄安新区", "非首都功能", "北京城市副中心", "轨道上的京津冀", "PM2.5", "专精特新"} <= set(lexicon()["term"])


def test_stop_words_are_function_words():
    assert {"的", "和", "在"} <= stop_words()
    assert not stop_words() & {"发展", "建设", "创新", "产业", "协同发展", "京津冀"}
    assert not stop_words() & set(lexicon()["term"])


def test_fields_are_glossed():
    fields = read_table(CORPUS / "lexicon" / "fields.csv", ["field", "chinese", "gloss", "covers"])
    assert fields["field"].is_unique
    assert not (fields == "").to_numpy().any()


def test_every_term_is_in_use_and_survives_segmentation(paragraphs):
    """Of a term's occurrences as a string, at least 99 % stand inside tokens."""
    texts = [text for table in paragraphs.values() for text in table["text"]]
    counts = pd.Series([word for text in texts for word, _ in default_segmenter()(text)]).value_counts()
    whole = "\n".join(texts)
    failed = {}
    for term in lexicon()["term"]:
        strings = whole.count(term)
        tokens = sum(
            word.count(term) * count for word, count in counts[counts.index.str.contains(re.escape(term))].items()
        )
        if not strings or tokens < 0.99 * strings:
            failed[term] = (tokens, strings)
    assert not failed
