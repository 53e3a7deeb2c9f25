"""Vertical text and CoNLL-U: the same words as the features, the same text as the corpus, whatever it holds."""

import re
from collections import Counter
from html import unescape

import conllu
import pytest

from helpers import load
from helpers.counting.words import is_word
from helpers.exports import texts


def _by_article(corpus):
    """Read vertical text back: dict article_id -> list of (word, tag, lemma)."""
    found = {}
    for line in texts.vertical(corpus):
        if line.startswith("<doc "):
            rows = found.setdefault(unescape(re.search(' id="([^"]*)"', line)[1]), [])
        elif not re.fullmatch("</?(?:doc|text|p|s)(?: .*)?>", line):
            rows.append(tuple(map(unescape, line.split("\t"))))
    return found


def _counts_equal_the_features(corpus):
    passages = corpus.passages.set_index("passage_id")["article_id"]
    tokens = corpus.tokens.assign(article_id=corpus.tokens["passage_id"].map(passages))
    known = tokens.groupby(["article_id", "word", "pos"])["count"].sum()
    words = _by_article(corpus)
    assert set(words) == set(corpus.articles["article_id"])
    for article_id in passages.unique():
        found = Counter((word, tag) for word, tag, _ in words[article_id] if is_word(word))
        assert found == known[article_id].to_dict()


def _parsed(corpus):
    return conllu.parse("\n".join(texts.conllu(corpus)) + "\n")


def _glued(sentence):
    after = ["" if (token["misc"] or {}).get("SpaceAfter") == "No" else " " for token in sentence]
    return "".join(token["form"] + space for token, space in zip(sentence, after, strict=True)).rstrip()


def _text_equals_the_corpus(corpus):
    sentences = _parsed(corpus)
    ids = [sentence.metadata["sent_id"] for sentence in sentences]
    assert len(set(ids)) == len(ids)
    assert all(sentence.metadata["text"] == _glued(sentence) for sentence in sentences)
    known = "".join(corpus.text(article_id) for article_id in corpus.articles["article_id"])
    assert "".join("".join(_glued(one).split()) for one in sentences) == "".join(known.split())


def test_words_of_the_sample_are_those_of_its_features(sample):
    _counts_equal_the_features(load(sample))


def test_words_of_the_shipped_corpus_are_those_of_its_features(raw):
    _counts_equal_the_features(raw)


def test_sentences_of_the_sample_spell_its_texts(sample):
    _text_equals_the_corpus(load(sample))


@pytest.mark.slow
def test_sentences_of_the_shipped_corpus_spell_its_texts(raw):
    _text_equals_the_corpus(raw)


def test_lemma_is_the_word_and_universal_tags_are_left_open(sample):
    assert all(word == lemma for rows in _by_article(load(sample)).values() for word, _, lemma in rows)
    tokens = [token for sentence in _parsed(load(sample)) for token in sentence]
    assert all((token["lemma"], token["upos"]) == (token["form"], "_") for token in tokens)
    assert {"n", "v", "x"} <= {token["xpos"] for token in tokens}


def test_structures_are_nested_and_closed(sample):
    names, order = [], ["doc", "text", "p", "s"]
    for line in texts.vertical(load(sample)):
        if line.startswith("</"):
            assert names.pop() == line[2:-1]
        elif line.startswith("<"):
            names.append(re.match(r"<(\w+)", line)[1])
            assert names == order[: len(names)]
        else:
            assert names == order
            assert line.count("\t") == 2
    assert names == []


CASES = {
    "看水。修堤！": ["看水。", "修堤！"],
    "他说：“看水。”又修堤": ["他说：“看水。”", "又修堤"],
    "真的？！好": ["真的？！", "好"],
    "看水": ["看水"],
    "。": ["。"],
    " ": [],
}


@pytest.mark.parametrize("text", CASES)
def test_a_sentence_ends_with_its_mark_and_what_closes(text):
    cut = texts.sentences(text, lambda text: [(char, "x") for char in text])
    assert ["".join(token.form for token in sentence) for sentence in cut] == CASES[text]


def test_a_token_is_glued_where_no_space_follows():
    cut = texts.sentences(
        "看 GDP 增长", lambda text: [("看", "v"), (" ", "x"), ("GDP", "eng"), (" ", "x"), ("增长", "v")]
    )
    assert [token.glued for token in cut[0]] == [False, False, False]
    cut = texts.sentences("看水。修", lambda text: [(char, "x") for char in text])
    assert [token.glued for sentence in cut for token in sentence] == [True, True, True, False]


# Each of these breaks a file of lines and tags in another way.
HOSTILE = ['a"b', "<doc>", "a & b", "x\ny", "x\ty", "\u202e三", "</s>"]


@pytest.mark.parametrize("title", HOSTILE)
def test_whatever_a_title_or_a_text_holds_stays_a_value(title, folder):
    cell = '"' + title.replace('"', '""') + '"'
    (folder / "articles.csv").write_text(f"article_id,source_id,title\nlong,long,{cell}\nshort,short,\n", "utf-8")
    (folder / "short.txt").write_text('三城共用一条河，<s> & "年年" 一起看水。</doc>', encoding="utf-8")
    corpus = load(folder)
    lines = list(texts.vertical(corpus))
    assert all("\n" not in line for line in lines)
    assert sum(line.startswith("<doc ") for line in lines) == len(corpus.articles)
    shown = re.search(' title="([^"]*)"', lines[0])[1]
    assert "<" not in shown
    assert unescape(shown).split() == title.replace("\u202e", "[U+202E]").split()
    spelled = "".join(word for word, _, _ in _by_article(corpus)["short"])
    assert spelled == "".join(corpus.text("short").split())
    _text_equals_the_corpus(corpus)
