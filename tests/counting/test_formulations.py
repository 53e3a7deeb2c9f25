"""Set formulations by hand, held against plain ways to find the same, and the shipped ones by the rule of release."""

from functools import cache

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import load
from helpers.counting.formulations import distinct, formulations, read_formulations
from helpers.counting.phrases import phrases, read_phrases, sequences
from helpers.files import SHIPPED, to_bytes

# Twelve letters, so that nine are enough and a place takes at most eighteen.
SET = "甲乙丙丁戊己庚辛壬癸子丑"


def _phrases(*names, articles=3):
    return pd.DataFrame({"phrase": names, "articles": articles}, columns=["phrase", "articles"])


def _rows(table):
    return list(table.itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Exactly, whatever marks, spaces, digits and words for "and" stand between.
        (f"开头{SET}。", (1, 0, 1.0)),
        (f"{SET}，{SET}", (2, 0, 1.0)),
        ("，".join(SET), (1, 0, 1.0)),
        (f"{SET[:4]}和{SET[4:8]}、{SET[8:10]} 12 {SET[10:]}", (1, 0, 1.0)),
        # Nearly: nine of twelve in their order, within eighteen.
        (SET[:9], (0, 1, 0.75)),
        (SET[3:], (0, 1, 0.75)),
        (f"{SET[:4]}风{SET[5:]}", (0, 1, round(11 / 12, 3))),
        (f"{SET[:6]}{'风' * 6}{SET[6:]}", (0, 1, 1.0)),
        (f"{SET[:6]}{'风' * 7}{SET[6:]}", (0, 1, round(11 / 12, 3))),
        (f"{SET[6:]}{SET[:6]}", None),
        (SET[::-1], None),
        (SET[:8], None),
        (f"{SET[:4]}{'风' * 5}{SET[4:8]}{'雨' * 5}{SET[8:]}", None),
        # Both; a near place takes nothing of an exact one, nor of another near one.
        (f"{SET}风{SET[:9]}雨{SET[2:]}", (1, 2, 1.0)),
        (f"{SET[:8]}{SET}{SET[:8]}", (1, 0, 1.0)),
        (SET[:9] * 2, (0, 2, 0.75)),
        ("", None),
        ("No Chinese at all 123", None),
    ],
)
def test_exact_near_and_absent(text, expected):
    found = formulations({"a": text}, _phrases(SET))
    assert _rows(found) == ([(SET, "a", *expected)] if expected else [])


def test_which_phrases_are_looked_for():
    names = [SET[:8], SET[:7], f"{SET[:7]}和", f"{SET}{'X' * 4}", f"{SET}{'X' * 5}"]
    texts = {"a": SET, "b": SET}
    found = formulations(texts, _phrases(*names))
    assert list(dict.fromkeys(found["phrase"])) == [names[0], names[3]]
    assert formulations(texts, _phrases(SET, articles=2)).empty
    assert list(formulations({}, _phrases()).columns) == list(found.columns)


def test_rows_are_in_the_order_of_phrases_and_texts():
    other = "天地玄黄宇宙洪荒日月盈昃"
    found = formulations({"b": SET + other, "c": "风雨", "a": SET}, _phrases(other, SET))
    assert found[["phrase", "article_id"]].to_numpy().tolist() == [[other, "b"], [SET, "b"], [SET, "a"]]


def _plain(text):
    return "".join(char for char in text if char in "风雨雷电云霜")


def _places(text, phrase):
    """Where a phrase stands, the leftmost first and none over another, tried at every place."""
    found, at = [], 0
    while at <= len(text) - len(phrase):
        hit = all(text[at + step] == char for step, char in enumerate(phrase))
        found += [at] if hit else []
        at += len(phrase) if hit else 1
    return found


def _shared(one, other):
    """The longest common subsequence, by its definition."""

    @cache
    def most(here, there):
        if here == len(one) or there == len(other):
            return 0
        if one[here] == other[there]:
            return 1 + most(here + 1, there + 1)
        return max(most(here + 1, there), most(here, there + 1))

    return most(0, 0)


def _most_near(piece, phrase):
    """The most windows that are near a phrase and do not overlap, each window tried, and the most letters of one."""
    sizes = range(1, len(phrase) * 3 // 2 + 1)
    spans = {(at, at + size) for size in sizes for at in range(len(piece) - size + 1)}
    shared = {span: _shared(piece[slice(*span)], phrase) for span in spans}
    enough = [span for span, letters in shared.items() if letters * 4 >= len(phrase) * 3]
    best = [0] * (len(piece) + 1)
    for end in range(1, len(piece) + 1):
        best[end] = max([best[end - 1], *(1 + best[first] for first, last in enough if last == end)])
    return best[-1], max(shared.values(), default=0)


LETTERS = st.text("风雨雷电云霜，和1", max_size=40)
PHRASE = st.text("风雨雷电云霜", min_size=4, max_size=9)


@st.composite
def _text_with(draw, phrase):
    """A text in which parts of the phrase are likely to stand."""
    cuts = st.tuples(st.integers(0, len(phrase)), st.integers(0, len(phrase))).map(sorted)
    parts = draw(st.lists(st.one_of(cuts.map(lambda cut: phrase[slice(*cut)]), st.just(phrase), LETTERS), max_size=4))
    return "".join(parts)


@given(st.data())
def test_counts_equal_those_of_trying_every_place(data):
    phrase = data.draw(PHRASE)
    text = data.draw(_text_with(phrase))
    found = formulations({"a": text}, _phrases(phrase), least=4)
    plain = _plain(text)
    exact = _places(plain, phrase)
    edges = [0, *(edge for at in exact for edge in (at, at + len(phrase))), len(plain)]
    pieces = [plain[begin:end] for begin, end in zip(edges[::2], edges[1::2], strict=True)]
    near, closest = zip(*(_most_near(piece, phrase) for piece in pieces), strict=True)
    share = 1.0 if exact else round(max(closest) / len(phrase), 3)
    assert _rows(found) == ([(phrase, "a", len(exact), sum(near), share)] if exact or sum(near) else [])


def test_of_phrases_near_each_other_the_first_is_kept():
    changed, longer = f"{SET[:11]}风", f"{SET}{'风雨雷电云霜'}"
    assert distinct([SET, changed, SET[1:]]) == [SET]
    assert distinct([changed, SET]) == [changed]
    # What is much longer is near nothing of its half, though the half is near a part of it.
    assert distinct([SET, longer, "风雨雷电云霜雪雹", SET]) == [SET, longer, "风雨雷电云霜雪雹"]
    assert distinct([]) == []


def test_shipped_formulations_keep_the_rule_of_release():
    table, known = read_formulations(SHIPPED), read_phrases(SHIPPED).set_index("phrase")
    ids = set(load().select().articles["article_id"])
    # The only column of text; the others hold numbers, or names that the catalogue gave.
    assert list(table.columns) == ["phrase", "article_id", "exact", "near", "closest"]
    assert table["phrase"].str.len().max() <= 16
    assert set(table["article_id"]) <= ids
    assert table[["exact", "near"]].to_numpy().min() >= 0
    assert table["closest"].between(0.75, 1).all()
    assert not table.duplicated(["phrase", "article_id"]).any()
    released = known.loc[table["phrase"].unique()]
    assert (released["own"] >= 3).all() and (released["articles"] >= 3).all()


def test_every_article_that_was_counted_to_have_a_phrase_has_it_exactly():
    table, known = read_formulations(SHIPPED), read_phrases(SHIPPED).set_index("phrase")
    exact = table[table["exact"] > 0].groupby("phrase")
    assert (exact.size() >= known.loc[exact.size().index, "articles"]).all()
    assert (exact["exact"].sum() >= known.loc[exact.size().index, "count"]).all()


def test_shipped_formulations_equal_new_ones(raw):
    corpus = raw.select()
    texts = {article_id: corpus.text(article_id) for article_id in corpus.articles["article_id"]}
    assert (SHIPPED / "formulations.csv").read_bytes() == to_bytes(formulations(texts, read_phrases(SHIPPED)))


def test_formulations_are_read_as_they_were_found(tmp_path):
    table = formulations({"a": SET, "b": SET[:9]}, _phrases(SET))
    (tmp_path / "formulations.csv").write_bytes(to_bytes(table))
    pd.testing.assert_frame_equal(read_formulations(tmp_path), table, check_dtype=False)


def test_a_corpus_without_a_formulation_has_an_empty_table(sample, tmp_path):
    corpus = load(sample)
    found = phrases(sequences(corpus), corpus.articles, without=corpus.lexicon.stop_words)
    texts = {article_id: corpus.text(article_id) for article_id in corpus.articles["article_id"]}
    (tmp_path / "formulations.csv").write_bytes(to_bytes(formulations(texts, found)))
    assert read_formulations(tmp_path).empty
