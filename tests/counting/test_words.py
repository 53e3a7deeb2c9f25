"""Segmentation: terms kept whole, jieba's own state untouched, any segmenter accepted or refused clearly."""

import marshal
import re
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import jieba
import pandas as pd
import pytest

from helpers import CorpusError
from helpers.counting import words
from helpers.counting.counts import count
from helpers.counting.words import (
    content_words,
    count_words,
    is_word,
    jieba_segmenter,
    rjieba_segmenter,
    segmenter,
    words_of,
)
from helpers.lexicon import shipped as shipped_lexicon
from helpers.texts.mojibake import dictionary

LEXICON = shipped_lexicon()
SEGMENT = segmenter(LEXICON)


def test_terms_are_single_words_with_their_part_of_speech():
    tokens = dict(words_of("雄安新区承接北京非首都功能，PM2.5下降，轨道上的京津冀和专精特新企业。", SEGMENT))
    assert {"雄安新区", "非首都功能", "PM2.5", "轨道上的京津冀", "专精特新"} <= set(tokens)
    assert tokens["雄安新区"] == "ns"


def test_whole_phrases_are_cut_into_names_and_terms():
    assert [word for word, _ in words_of("京津冀协同发展", SEGMENT)] == ["京津冀", "协同发展"]


def test_terms_with_marks_that_jieba_cuts_at_stay_whole():
    terms = pd.DataFrame({"term": ["青河—白渡园", "青河"], "pos": ["nz", "ns"]})
    assert words_of("去青河—白渡园看青河。", jieba_segmenter(terms)) == [
        ("去", "v"), ("青河—白渡园", "nz"), ("看", "v"), ("青河", "ns"),
    ]  # fmt: skip


def test_an_empty_lexicon_gives_the_bare_dictionary():
    segment = jieba_segmenter(LEXICON.terms.head(0))
    assert [word for word, _ in segment("雄安新区")] == jieba.Tokenizer().lcut("雄安新区")


def test_a_lexicon_has_one_segmenter_and_another_lexicon_another():
    own = replace(LEXICON, terms=pd.DataFrame({"term": ["白渡机械厂"], "pos": ["nt"]}))
    assert segmenter(LEXICON) is segmenter(LEXICON)
    assert segmenter(own) is segmenter(own) is not segmenter(LEXICON)
    assert words_of("白渡机械厂", segmenter(own)) == [("白渡机械厂", "nt")]
    assert words_of("白渡机械厂", SEGMENT) != [("白渡机械厂", "nt")]


def test_one_thread_at_a_time_loads_what_a_segmenter_needs(monkeypatch):
    inside, seen = [], []

    def slow(lexicon, engine):
        inside.append(engine)
        time.sleep(0.01)
        seen.append(len(inside))
        inside.pop()

    monkeypatch.setattr(words, "_segmenter", slow)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(words.segmenter, [shipped_lexicon()] * 4))
    assert seen == [1] * 4


def test_an_engine_that_does_not_exist_or_is_not_installed_is_refused(monkeypatch):
    assert segmenter(LEXICON, engine="jieba") is segmenter(LEXICON)
    with pytest.raises(CorpusError, match="no engine 'abacus'.*Expected: one of jieba, rjieba"):
        segmenter(LEXICON, engine="abacus")
    monkeypatch.setitem(sys.modules, "rjieba", None)
    with pytest.raises(CorpusError, match=r"rjieba is not installed.*pip install -e \"\.\[fast\]\""):
        rjieba_segmenter(LEXICON.terms)


def test_no_other_user_of_jieba_is_touched():
    before = jieba.lcut("白渡机械厂")
    jieba_segmenter(pd.DataFrame({"term": ["白渡机械厂"], "pos": ["nt"]}))
    assert jieba.lcut("白渡机械厂") == before != ["白渡机械厂"]


def test_tokens_spell_the_text():
    text = "三城（2014—2023年）共1,100亩，占57.1%，α干扰素。"
    assert "".join(word for word, _ in SEGMENT(text)) == text


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
        words_of("三城共用一条河", segment)


def test_count_words_by_hand():
    table = count_words({"p2": [("河", "n"), ("水", "n"), ("河", "n"), ("河", "ns")], "p1": [("水", "n")]})
    assert table.to_numpy().tolist() == [
        ["p2", "水", "n", 1],
        ["p2", "河", "n", 2],
        ["p2", "河", "ns", 1],
        ["p1", "水", "n", 1],
    ]


def test_stop_words_and_numbers_are_no_content_words():
    tokens = pd.DataFrame(
        {"word": ["河", "的", "2023", "3.5%", "在", "PM2.5"], "pos": ["n", "uj", "m", "x", "p", "eng"]}
    )
    assert content_words(tokens, LEXICON.stop_words) == ["PM2.5", "河"]
    assert content_words(tokens, ["河"]) == ["PM2.5"]


def test_the_most_frequent_content_words_are_glossed(shipped):
    words = shipped.select().words
    table = count(words[words["word"].isin(content_words(words, LEXICON.stop_words))])
    known = LEXICON.glosses
    assert known.index.is_unique
    assert (known.str.len() > 0).all()
    assert [word for word in table["word"].head(300) if word not in known.index] == []
    assert len(LEXICON.stop_words & set(known.index) - set(LEXICON.terms["term"])) == 0


def test_every_term_is_in_use_and_survives_segmentation(paragraphs):
    """Of a term's occurrences as a string, at least 99 % stand inside tokens."""
    texts = [text for table in paragraphs.values() for text in table["text"]]
    counts = pd.Series([word for text in texts for word, _ in SEGMENT(text)]).value_counts()
    whole = "\n".join(texts)
    failed = {}
    for term in LEXICON.terms["term"]:
        strings = whole.count(term)
        tokens = sum(
            word.count(term) * count for word, count in counts[counts.index.str.contains(re.escape(term))].items()
        )
        if not strings or tokens < 0.99 * strings:
            failed[term] = (tokens, strings)
    assert not failed


def test_the_dictionary_is_never_taken_from_the_folder_of_temporary_files(tmp_path, monkeypatch):
    """jieba would read words out of a file there that anyone may have written."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "jieba.cache").write_bytes(marshal.dumps(({"河水": 1}, 1)))
    planted = (tmp_path / "jieba.cache").read_bytes()
    assert len(dictionary.__wrapped__().FREQ) > 100_000
    assert [path.name for path in tmp_path.iterdir()] == ["jieba.cache"]
    assert (tmp_path / "jieba.cache").read_bytes() == planted
