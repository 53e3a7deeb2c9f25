"""Text reuse: runs that two articles share, held against every window of their texts; who had them first."""

import re
from itertools import combinations, permutations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.counting.reuse import (
    both_ways,
    days,
    letters_of,
    merged,
    quoted,
    repeated,
    reuse,
    shares,
    who_repeats_whom,
)

# Twenty letters, of which each occurs once.
RUN = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
TAIL = "天地玄黄宇宙洪荒日月盈昃宿"
ONE = {"a": f"开头{RUN}。", "b": f"另一篇：{RUN}结尾"}


def _rows(table):
    return list(table.itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # What is shared, where, and how much of it is equal.
        (f"开头{RUN}。", f"另一篇：{RUN}结尾", [(2, 22, 4, 24, 20, 1.0)]),
        (RUN[:13], RUN[:13], [(0, 13, 0, 13, 13, 1.0)]),
        (RUN[:12], RUN[:12], []),
        # Marks, spaces, digits and words for "and" neither count nor part.
        ("，".join(RUN), RUN, [(0, 39, 0, 20, 20, 1.0)]),
        (f"{RUN[:9]}、{RUN[9:]}", f"{RUN[:9]}和{RUN[9:]}", [(0, 21, 0, 21, 20, 1.0)]),
        (f"{RUN[:9]}与{RUN[9:]}", f"{RUN[:9]}及 12 {RUN[9:]}", [(0, 21, 0, 25, 20, 1.0)]),
        # A link at an edge belongs to the place if both have the same there.
        (f"和{RUN}与风", f"雨和{RUN}与", [(0, 22, 1, 23, 20, 1.0)]),
        (f"和{RUN}与风", f"及{RUN}、雨", [(1, 21, 1, 21, 20, 1.0)]),
        # Two runs with little between are one place; with more between they are two.
        (f"{RUN}{TAIL}", f"{RUN}风雨{TAIL}", [(0, 33, 0, 35, 33, 33 / 35)]),
        (f"{RUN[:14]}{'风' * 11}{RUN[6:]}", f"{RUN[:14]}{'雨' * 11}{RUN[6:]}", [(0, 14, 0, 14, 14, 1.0), (25, 39, 25, 39, 14, 1.0)]),
        # Said twice in one of them: each place counts.
        (RUN, f"{RUN}{'风' * 20}{RUN}", [(0, 20, 0, 20, 20, 1.0), (0, 20, 40, 60, 20, 1.0)]),
        ("", RUN, []),
        ("No Chinese at all 123", RUN, []),
    ],
)  # fmt: skip
def test_what_two_texts_share(first, second, expected):
    found = reuse({"a": first, "b": second})
    places = found[["start", "end", "other_start", "other_end", "letters", "overlap"]]
    assert sorted(_rows(places.round(9))) == sorted((*row[:5], round(row[5], 9)) for row in expected)


def test_letters_are_han_characters_but_links():
    assert letters_of("三城，和A1与\U00020000及\ud800水") == "三城\U00020000水"


def test_repetition_within_one_article_is_no_reuse():
    assert reuse({"a": RUN + "。" + RUN, "b": "风雨"}).empty
    assert reuse({}).empty and reuse({"a": RUN}).empty
    assert list(reuse({}).columns) == list(reuse(ONE).columns)


LETTERS = st.text("风雨雷电，和1", max_size=40)


@given(st.lists(LETTERS, min_size=2, max_size=4))
def test_every_window_that_two_texts_share_lies_in_a_place_and_each_place_is_shared(texts):
    named = {str(number): text for number, text in enumerate(texts)}
    found, least = reuse(named, least=5), 5
    plain = {name: [(at, char) for at, char in enumerate(text) if char in "风雨雷电"] for name, text in named.items()}
    for one, two in combinations(named, 2):
        windows = {
            name: {
                tuple(char for _, char in plain[name][at : at + least]): plain[name][at][0]
                for at in range(len(plain[name]) - least + 1)
            }
            for name in (one, two)
        }
        places = found[(found["article_id"] == one) & (found["other_id"] == two)]
        for window in windows[one].keys() & windows[two].keys():
            inside = (places["start"] <= windows[one][window]) & (places["end"] > windows[one][window])
            inside &= (places["other_start"] <= windows[two][window]) & (places["other_end"] > windows[two][window])
            assert inside.any()
        assert len(places) == 0 or windows[one].keys() & windows[two].keys()
    assert found["overlap"].between(0, 1, inclusive="right").all()
    assert (found["letters"] >= least).all()


@given(st.data())
def test_places_are_merged_so_that_each_character_counts_once(data):
    spans = data.draw(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 30), st.integers(1, 9)), max_size=8))
    rows = [(name, at, at + size) for name, at, size in spans]
    places = pd.DataFrame(rows, columns=["article_id", "start", "end"]).astype({"start": int, "end": int})
    expected = {(name, at + step) for name, at, size in spans for step in range(size)}
    rows = _rows(merged(places))
    found = [(name, at) for name, start, end in rows for at in range(start, end)]
    assert len(found) == len(set(found)) and set(found) == expected
    assert rows == sorted(rows) and len(rows) <= len(spans)


ARTICLES = pd.DataFrame(
    {
        "article_id": ["late", "early", "undated", "month", "tie"],
        "first_published": ["2024-02-03", "2014-02-28", "", "2024-02", "2024-02"],
    }
)


@pytest.mark.parametrize(
    ("one", "two", "later"),
    [
        ("late", "early", "late"),
        ("early", "undated", "undated"),
        ("late", "month", "month"),
        ("month", "tie", "tie"),
        ("undated", "tie", "undated"),
    ],
)
def test_the_earlier_article_had_it_first(one, two, later):
    pairs = reuse({one: RUN, two: "先。" + RUN})
    turned = repeated(pairs, ARTICLES).iloc[0]
    assert (turned["article_id"], turned["other_id"]) == (later, ({one, two} - {later}).pop())
    assert turned["start"] == (2 if later == two else 0)


def test_days_are_in_the_order_of_publication():
    assert days(ARTICLES).rank(method="dense").tolist() == [2, 1, 4, 3, 3]


def test_shares_by_hand():
    texts = {"early": RUN, "late": RUN[:15] + "风" * 15, "month": "雨" * 5 + RUN[2:15] + RUN[5:20]}
    sizes = pd.DataFrame({"article_id": list(texts), "characters": [len(text) for text in texts.values()]})
    articles = ARTICLES[ARTICLES["article_id"].isin(texts)]
    table = shares(reuse(texts), articles, sizes).set_index("article_id")
    assert table["elsewhere"].to_dict() == {"early": 20, "late": 15, "month": 28}
    assert table["earlier"].to_dict() == {"early": 0, "late": 15, "month": 28}
    assert table["share"].to_dict() == {"early": 1.0, "late": 0.5, "month": pytest.approx(28 / 33)}
    assert list(table.index) == ["early", "month", "late"]
    who = who_repeats_whom(reuse(texts), articles)
    assert _rows(who)[0] == ("month", "early", 1, 28, 28)
    assert set(zip(who["article_id"], who["other_id"], strict=True)) == {("month", "early"), ("late", "early"), ("month", "late")}  # fmt: skip


def test_an_article_that_shares_nothing_has_none():
    articles = ARTICLES.head(2)
    sizes = pd.DataFrame({"article_id": ["late", "early"], "characters": [0, 7]})
    table = shares(reuse({"late": "", "early": "风雨雷电风雨雷"}), articles, sizes)
    assert (table[["elsewhere", "earlier", "share", "articles"]] == 0).all(axis=None)
    assert who_repeats_whom(reuse({}), articles).empty


def test_both_ways_changes_sides_and_nothing_else():
    pairs = reuse(ONE)
    ways = both_ways(pairs)
    assert ways.iloc[0].tolist() == pairs.iloc[0].tolist()
    assert ways.iloc[1].tolist() == ["b", 4, 24, "a", 2, 22, 20, 1.0]


def test_what_is_shared_is_quoted_from_both_texts():
    class Corpus:
        def text(self, name):
            return ONE[name][:3] + "\n" + ONE[name][3:]

    row = quoted(Corpus(), reuse(ONE)).iloc[0]
    assert (row["text"], row["other_text"]) == (RUN, RUN)


def _windows(text, size=20):
    """Return each run of so many Han characters with nothing between, and where it begins."""
    runs = ((run.start(), run.group()) for run in re.finditer("[\u4e00-\u9fff]+", text))
    return [(run[at : at + size], start + at) for start, run in runs for at in range(len(run) - size + 1)]


def _clean_places(corpus, article):
    """Return the text of an article without white space, and the number of the character of each raw place."""
    rows = corpus.paragraphs(article).itertuples()
    chars = [pair for row in rows for pair in zip(row.text, row.places, strict=True) if not pair[0].isspace()]
    return "".join(char for char, _ in chars), {int(place): number for number, (_, place) in enumerate(chars)}


def _raw_windows(corpus, article):
    """Yield each window of the raw file that an article is in, line breaks taken out, with its raw places."""
    table, text = corpus.paragraphs(article), corpus.raw_text(article)
    raw = [at for at in range(table["start"].min(), table["end"].max()) if not text[at].isspace()]
    for window, at in _windows("".join(text[place] for place in raw)):
        yield window, raw[at : at + len(window)]


def test_every_run_of_twenty_characters_that_two_articles_share_is_found(raw):
    corpus, where, seen = raw.select(), {}, 0
    read = {article: _clean_places(corpus, article) for article in corpus.articles["article_id"]}
    for article, (_, numbers) in read.items():
        for window, places in _raw_windows(corpus, article):
            # What markup takes out (captions, furniture) is no text of the article.
            if all(place in numbers for place in places):
                where.setdefault(window, []).append((article, numbers[places[0]], numbers[places[-1]]))
    found = both_ways(reuse({article: text for article, (text, _) in read.items()}))
    spans = {two: rows[["start", "end"]].to_numpy() for two, rows in found.groupby(["article_id", "other_id"])}
    for occurrences in where.values():
        for (one, first, last), (two, *_) in permutations(occurrences, 2):
            if one != two:
                seen += 1
                starts, ends = spans[one, two].T
                assert ((starts <= first) & (last < ends)).any(), (one, two, first)
    assert seen > 500
