"""Phrases by hand, by the rule of release, against plain n-grams, and new ones against the shipped ones."""

import io
from collections import Counter, defaultdict
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.util import ngrams

from helpers import CorpusError, load
from helpers.counting import runs
from helpers.counting.phrases import phrases, read_phrases, sequences
from helpers.files import SHIPPED, to_bytes


def _sequence(*texts):
    """Make sequences of texts in which a letter is a word and a stroke ends a stretch."""
    parts = [(f"t{number}", part) for number, text in enumerate(texts) for part in text.split("|")]
    return _of_stretches(parts)


def _of_stretches(parts):
    """Make sequences of pairs of an article and the words of a stretch."""
    rows = [(name, word, at == len(part)) for name, part in parts for at, word in enumerate(part, 1)]
    return pd.DataFrame(rows, columns=["article_id", "word", "last"])


def _stretches(sequence):
    """Number the stretches from the last word of each."""
    return sequence["last"].shift(fill_value=False).cumsum()


DATES = pd.DataFrame({"article_id": ["t0", "t1", "t2"], "first_published": ["2024-02", "", "2023-05"]})


def test_phrases_by_hand():
    # bc stands five times, four of them inside abcd; cd never alone; the stroke parts e from f.
    table = phrases(_sequence("abcd|abcd|e", "abcd|bcx", "abcd|e|f"), DATES, without=[])
    assert table.to_numpy().tolist() == [["abcd", 4, 4, 4, 3, "2023-05"]]


def test_a_nested_phrase_is_kept_where_it_stands_alone_often_enough():
    sequence = _sequence("abcd|abcd|ab|ab", "abcd|ab", "x")
    table = phrases(sequence, DATES, without=[]).set_index("phrase")
    assert table.loc["ab", ["count", "own", "articles", "first"]].tolist() == [6, 3, 2, "2024-02"]
    assert "cd" not in table.index


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("ab|ab", "x"), []),  # twice only
        (("ab|ab|ab", "x"), []),  # in one article only
        (("ab|ab", "ab"), ["ab"]),
        (("a|b|ab", "ab"), []),
        (("xab|xab", "xab"), ["ab"]),  # no phrase begins with a stop word
        (("12|12", "12"), []),
        (("abcdefghij|abcdefghij", "abcdefghij"), ["abcdefgh", "ij"]),
        (("yabcdefgh|yabcdefgh", "yabcdefgh"), ["abcdefgh"]),  # ya overlaps it
        (("aaa", "aaa", "aaa"), ["aaa"]),
    ],
)
def test_rule_of_release_for_phrases(texts, expected):
    table = phrases(_sequence(*texts), DATES, without=["x"])
    assert sorted(table["phrase"]) == expected


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("abc|", max_size=30), min_size=1, max_size=3))
def test_counts_of_phrases_equal_those_of_plain_ngrams(texts):
    sequence = _sequence(*texts)
    table = phrases(sequence, DATES, without=[])
    parts = ["".join(part["word"]) for _, part in sequence.groupby(_stretches(sequence))]
    for row in table.itertuples():
        plain = Counter("".join(gram) for part in parts for gram in ngrams(part, row.words))
        assert row.count == plain[row.phrase]
        assert 3 <= row.own <= row.count


def _phrases_by_dictionary(sequence, *, without, least, in_articles, words, characters):
    """Find phrases the straightforward way: a dictionary of all runs of words, a list of places for each."""
    tokens, owners = (sequence[name].tolist() for name in ("word", "article_id"))
    stretches = _stretches(sequence).tolist()
    taken, rows = set(), []
    for length in range(words[1], words[0] - 1, -1):
        found = defaultdict(list)
        for at in range(len(tokens) - length + 1):
            run = tuple(tokens[at : at + length])
            edges = run[0] in without or run[-1] in without or run[-1].isdecimal()
            if stretches[at] == stretches[at + length - 1] and not edges and sum(map(len, run)) <= characters:
                found[run].append(at)
        for run in sorted(found, key=lambda run: (-len(found[run]), run)):
            free = []
            for at in found[run]:
                if not taken & set(range(at, at + length)) and not (free and at < free[-1] + length):
                    free.append(at)
            if len(free) >= least and len({owners[at] for at in free}) >= in_articles:
                taken |= {at + step for at in free for step in range(length)}
                rows.append(["".join(run), length, len(found[run]), len(free), len({owners[at] for at in found[run]})])
    return sorted(rows, key=lambda row: (-row[2], row[0]))


WORDS = st.sampled_from(["河", "水", "清水", "的", "3", "岸"])


@given(
    st.lists(st.lists(st.lists(WORDS, max_size=12), max_size=4), min_size=1, max_size=3),
    st.integers(1, 3),
    st.integers(1, 2),
    st.tuples(st.integers(1, 3), st.integers(0, 5)).map(lambda pair: (pair[0], sum(pair))),
    st.integers(2, 9),
    st.booleans(),
    st.sampled_from([1, 5, runs.BLOCK]),
)
def test_phrases_equal_those_of_a_dictionary_of_all_runs(texts, least, in_articles, words, characters, named, block):
    sequence = _of_stretches([(f"t{number}", stretch) for number, text in enumerate(texts) for stretch in text])
    kinds = dict.fromkeys(["article_id", "word"] if named else [], "category")
    options = {"least": least, "in_articles": in_articles, "words": words, "characters": characters}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "BLOCK", block)
        table = phrases(sequence.astype(kinds), DATES, without=["的"], **options)
    expected = _phrases_by_dictionary(sequence, without=["的"], **options)
    # Two ways to cut may spell the same phrase, and as often.
    rows = table.drop(columns="first").to_numpy().tolist()
    assert sorted(rows) == sorted(expected)
    assert [(-row[2], row[0]) for row in rows] == [(-row[2], row[0]) for row in expected]


def test_shipped_phrases_keep_the_rule_of_release():
    table = read_phrases(SHIPPED)
    assert table["phrase"].is_unique
    assert table["phrase"].str.len().max() <= 16
    assert (table["own"] >= 3).all()
    assert (table["articles"] >= 2).all()
    assert table["words"].between(2, 8).all()
    folded = table.set_index("phrase")["words"]
    assert "疏解北京非首都功能这个牛鼻子" in folded.index
    assert "牛鼻子" not in folded.index


@pytest.mark.parametrize("most", [255, 256, 300])
def test_a_phrase_may_have_hundreds_of_words(most):
    text = "".join(chr(0x4E00 + at) for at in range(most))
    table = phrases(_sequence(text, f"{text}|{text}"), DATES, without=[], words=(2, most), characters=most)
    assert table[["phrase", "words"]].to_numpy().tolist() == [[text, most]]


def test_pairs_of_phrases_are_in_order():
    table = read_phrases(SHIPPED)
    rows = list(zip(-table["count"], table["phrase"], strict=True))
    assert all(first < second for first, second in pairwise(rows))


def test_sequences_end_at_marks_but_not_at_quotes(tmp_path):
    (tmp_path / "page.txt").write_text("修“好”堤，看水。\n看水", encoding="utf-8")
    table = sequences(load(tmp_path), segment=lambda text: [(char, "x") for char in text])
    stretches = ["".join(part["word"]) for _, part in table.groupby(_stretches(table))]
    assert stretches == ["修好堤", "看水", "看水"]


def test_a_mark_before_the_first_word_ends_no_stretch(tmp_path):
    (tmp_path / "page.txt").write_text("。，看水。，修堤\n\n。\n看水", encoding="utf-8")
    table = sequences(load(tmp_path), segment=lambda text: [(char, "x") for char in text])
    assert "".join(table["word"]) == "看水修堤看水"
    assert table["last"].tolist() == [False, True] * 3


@pytest.mark.parametrize("texts", [(), ("",), ("|",), ("a",)])
def test_few_words_have_no_phrases(texts):
    assert phrases(_sequence(*texts), DATES, without=[]).empty


def test_no_run_goes_on_behind_the_last_word_of_a_cut_table():
    whole = _sequence("ab|ab", "ab|abb")
    cut = whole.head(len(whole) - 1)
    assert not cut["last"].iloc[-1]
    assert phrases(cut, DATES, without=[])[["phrase", "count"]].to_numpy().tolist() == [["ab", 4]]
    assert phrases(cut, DATES, without=[], least=1, in_articles=1)["phrase"].tolist() == ["ab"]


def test_where_the_order_of_runs_cannot_be_written_it_is_said(monkeypatch):
    class Full(io.BytesIO):
        def write(self, data):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(runs, "TemporaryFile", lambda **_: Full())
    with pytest.raises(CorpusError, match="No space left on device"):
        phrases(_sequence("ab|ab", "ab"), DATES, without=[])


def test_shipped_phrases_equal_new_ones(raw):
    corpus = raw.select()
    table = phrases(sequences(corpus), corpus.articles, without=corpus.lexicon.stop_words)
    assert (SHIPPED / "phrases.csv").read_bytes() == to_bytes(table)


def test_phrases_are_read_as_they_were_found(sample, tmp_path):
    corpus = load(sample)
    table = phrases(sequences(corpus), corpus.articles, without=corpus.lexicon.stop_words)
    (tmp_path / "phrases.csv").write_bytes(to_bytes(table))
    pd.testing.assert_frame_equal(read_phrases(tmp_path), table, check_dtype=False)


def test_without_raw_files_sequences_say_so(monkeypatch, shipped):
    monkeypatch.setenv("HELPERS_RAW", "off")
    with pytest.raises(CorpusError, match="not part of the repository"):
        sequences(shipped)


@pytest.mark.parametrize("categories", [["乙", "丙", "甲"], ["甲", "乙", "丙"]])
def test_values_are_numbered_by_their_order_whatever_that_of_their_categories(categories):
    values = pd.Series(pd.Categorical(["甲", "乙", "甲"], categories=categories))
    names, codes = runs.numbered(values)
    assert names.tolist() == sorted(categories)
    assert names[codes].tolist() == values.tolist()
