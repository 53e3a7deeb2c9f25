"""Words counted once: what an article repeats of an earlier one is left out of its counts, and of nothing else."""

import pandas as pd
from conftest import by_character

from helpers.counting.once import counted_once, keyness_once, rankings, repeated_words
from helpers.counting.reuse import reuse

RUN = "甲乙丙丁戊己庚辛壬癸子丑寅卯"
TEXTS = {"a": [f"风风{RUN}雨。"], "b": [f"雨 雨。{RUN[:7]}，", f"{RUN[7:]} 雪。"], "c": ["雪雪雪山山山。"]}
DATES = {"a": "2014-02-26", "b": "2024-02", "c": "2024-02"}


class _Corpus:
    """Three articles, of which the second repeats a run of the first over the end of a paragraph."""

    articles = pd.DataFrame({"article_id": list(DATES), "first_published": list(DATES.values())})
    segment = staticmethod(by_character)

    def text(self, article_id):
        return "\n".join(TEXTS[article_id])

    def paragraphs(self, article_id):
        return pd.DataFrame({"text": TEXTS[article_id]})


def test_the_later_article_has_the_repeated_words():
    pairs = reuse({name: "".join("".join(parts).split()) for name, parts in TEXTS.items()})
    again = repeated_words(_Corpus(), pairs)
    assert set(again["article_id"]) == {"b"}
    assert sorted(again["word"]) == sorted(RUN) and (again["count"] == 1).all()


WORDS = pd.DataFrame(
    [("p1", "a", "河", 2, "x"), ("p2", "a", "河", 3, "x"), ("p1", "a", "水", 1, "x"), ("p3", "b", "水", 4, "y")],
    columns=["passage_id", "article_id", "word", "count", "field"],
).assign(pos="n")
AGAIN = pd.DataFrame([("a", "河", "n", 4), ("b", "水", "n", 4)], columns=["article_id", "word", "pos", "count"])


def test_words_are_counted_once_by_hand():
    once = counted_once(WORDS, AGAIN)
    rows = once[["article_id", "word", "count", "field"]].itertuples(index=False, name=None)
    assert list(rows) == [("a", "水", 1, "x"), ("a", "河", 1, "x")]
    table = rankings(WORDS, once, ["河", "水", "山"])
    assert table.to_dict("list") == {
        "word": ["水", "河", "山"],
        "count": [5, 5, 0],
        "rank": [1, 1, 3],
        "once": [1, 1, 0],
        "rank_once": [1, 1, 3],
    }
    assert rankings(WORDS, once, ["河", "水", "山"], top=1)["word"].tolist() == ["水", "河"]


def test_nothing_repeated_changes_nothing():
    none = AGAIN.head(0)
    once = counted_once(WORDS, none)
    assert once["count"].sum() == WORDS["count"].sum()
    assert (rankings(WORDS, once, ["河", "水"]).eval("rank == rank_once and count == once")).all()


def _planted(repeats):
    """Twelve articles, six of a group that says 堤 nine times, all or all but one of them as repetition."""
    rows = [
        (f"{group}{number}", word, "n", count, group)
        for group in "xy"
        for number in range(6)
        for word, count in (("堤", 9 if group == "x" else 1), ("水", 90 + number), ("河", 80 - number))
    ]
    words = pd.DataFrame(rows, columns=["article_id", "word", "pos", "count", "field"])
    again = pd.DataFrame([(f"x{number}", "堤", "n", repeats) for number in range(6)], columns=["article_id", "word", "pos", "count"])  # fmt: skip
    return words, counted_once(words, again)


def test_a_word_that_is_sure_only_by_repetition_is_told_from_one_that_stays():
    words, once = _planted(8)
    table = keyness_once(words, once, by=["field"], chosen=["堤", "水", "河"], least=5).set_index(["group", "word"])
    assert table.loc[("x", "堤"), "sure"] and not table.loc[("x", "堤"), "sure_once"]
    words, once = _planted(1)
    table = keyness_once(words, once, by=["field"], chosen=["堤", "水", "河"], least=5).set_index(["group", "word"])
    assert table.loc[("x", "堤"), "sure"] and table.loc[("x", "堤"), "sure_once"]


def test_a_column_of_one_value_has_no_groups():
    words, once = _planted(1)
    assert keyness_once(words.assign(field="x"), once, by=["field"], chosen=["堤"]).empty


def test_words_too_rare_to_be_tested_are_sure_of_nothing():
    words, once = _planted(1)
    table = keyness_once(words, once, by=["field"], chosen=["堤", "水"], least=10**6)
    assert table.empty and list(table.columns)[:3] == ["by", "group", "word"]
    assert keyness_once(words, once.head(0), by=["field"], chosen=["堤"], least=5)["sure_once"].sum() == 0
