"""Dates: what a text names, which days that is, and what is none."""

from datetime import date

import pandas as pd
import pytest
from conftest import held_against_annotators
from hypothesis import given
from hypothesis import strategies as st

from helpers import CorpusError
from helpers.figures.dates import COLUMNS, dates

# The text, published in February 2024; then each expression with its first and last day and its precision.
CASES = [
    ("2014年2月26日修堤。", [("2014年2月26日", "2014-02-26", "2014-02-26", "day")]),
    ("二〇一四年修堤", [("二〇一四年", "2014-01-01", "2014-12-31", "year")]),
    ("2020年2月", [("2020年2月", "2020-02-01", "2020-02-29", "month")]),
    ("2023年夏天", [("2023年夏天", "2023-06-01", "2023-08-31", "season")]),
    ("去年冬，今年春季", [("去年冬", "2023-12-01", "2024-02-29", "season"), ("今年春季", "2024-03-01", "2024-05-31", "season")]),
    ("10年前的2月，8年前3月5日", [("10年前的2月", "2014-02-01", "2014-02-28", "month"),
                           ("8年前3月5日", "2016-03-05", "2016-03-05", "day")]),
    ("今年一季度", [("今年一季度", "2024-01-01", "2024-03-31", "quarter")]),
    ("去年前三季度", [("去年前三季度", "2023-01-01", "2023-09-30", "quarter")]),
    ("2022年下半年", [("2022年下半年", "2022-07-01", "2022-12-31", "half")]),
    ("2023年1—11月", [("2023年1—11月", "2023-01-01", "2023-11-30", "months")]),
    ("2023年前五个月", [("2023年前五个月", "2023-01-01", "2023-05-31", "months")]),
    ("截至2020年底", [("2020年底", "2020-10-01", "2020-12-31", "part of a year")]),
    ("2023年10月中旬", [("2023年10月中旬", "2023-10-11", "2023-10-20", "part of a month")]),
    ("2023年2月底", [("2023年2月底", "2023-02-21", "2023-02-28", "part of a month")]),
    ("“十四五”时期", [("“十四五”时期", "2021-01-01", "2025-12-31", "plan")]),
    ("“十四五”末", [("“十四五”末", "2025-01-01", "2025-12-31", "year")]),
    ("10年来", [("10年来", "2014-02-01", "2024-02-29", "years")]),
    ("近三年", [("近三年", "2021-02-01", "2024-02-29", "years")]),
    ("未来五年", [("未来五年", "2024-02-29", "2029-02-28", "years")]),
    ("近6个月", [("近6个月", "2023-08-01", "2024-02-29", "months")]),
    ("20世纪90年代", [("20世纪90年代", "1990-01-01", "1999-12-31", "decade")]),
    ("本世纪中叶", [("本世纪中叶", "2041-01-01", "2060-12-31", "century")]),
    ("2014年至2022年", [("2014年至2022年", "2014-01-01", "2022-12-31", "year")]),
    ("2013—2022年", [("2013—2022年", "2013-01-01", "2022-12-31", "years")]),
    ("2023年3月26日至28日", [("2023年3月26日至28日", "2023-03-26", "2023-03-28", "day")]),
    ("2014年以来", [("2014年以来", "2014-01-01", "2024-02-29", "year")]),
    ("2月3日，26日，次日", [("2月3日", "2024-02-03", "2024-02-03", "day"), ("26日", "2024-02-26", "2024-02-26", "day"),
                        ("次日", "2024-02-27", "2024-02-27", "day")]),
    ("2014年5月修堤，同年8月停工，次年又修。", [("2014年5月", "2014-05-01", "2014-05-31", "month"),
     ("同年8月", "2014-08-01", "2014-08-31", "month"), ("次年", "2015-01-01", "2015-12-31", "year")]),
    ("2023年一季度多于上年同期", [("2023年一季度", "2023-01-01", "2023-03-31", "quarter"),
                       ("上年同期", "2022-01-01", "2022-03-31", "quarter")]),
    ("“九五”期间，年内开工", [("“九五”期间", "1996-01-01", "2000-12-31", "plan"), ("年内", "2024-01-01", "2024-12-31", "year")]),
    ("2006年组建了亚运会办公室", [("2006年", "2006-01-01", "2006-12-31", "year")]),
    # Lengths of time, vague words, names and whatever else only looks like a date.
    ("《绿地规划（2019—2025年）》，“十五”计划，三年内，秋天，每年夏季，用时3年，三年建成，接待5人次日均，每年两次，近年来，目前", []),
    ("“十四五”规划，12月票，2014家，3日游，第3日，2008年奥运会", [("12月", "2024-12-01", "2024-12-31", "month")]),
    ("", []),
]  # fmt: skip


def _told(text, table):
    return [(text[start:end], first, last, precision) for start, end, first, last, precision in zip(
        table["start"], table["end"], table["from"].astype(str), table["to"].astype(str), table["precision"], strict=True
    )]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_text_names_these_days(text, expected):
    table = dates(text, published="2024-02")
    assert list(table) == list(COLUMNS)
    assert _told(text, table) == expected
    assert (table["wrong"] == "").all()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("2023年2月30日", "no day 2-30 in 2023"),
        ("2023年13月5日", "no day 13-5 in 2023"),
        ("2023年13月", "month 13"),
        ("2023年4月1日，31日", "no day 4-31 in 2023"),
        ("2022年至2014年", "ends before it begins"),
        ("2022—2014年", "ends before it begins"),
        ("2022年9—3月", "month 9 to 3"),
        ("8年前的2月30日", "no day 2-30 in 2016"),
    ],
)
def test_a_day_that_is_none_is_reported_and_not_mended(text, wrong):
    last = dates(text, published="2024-02-23").iloc[-1]
    assert last["wrong"] == wrong
    assert pd.isna(last["from"])
    assert pd.isna(last["to"])


def test_what_needs_a_day_of_publication_has_no_bounds_without_one():
    table = dates("今年，10年来，2月3日，当日")
    assert len(table) == 4
    assert table[["from", "to"]].isna().all(axis=None)
    open_end = dates("2014年以来").iloc[0]
    assert (str(open_end["from"])[:10], pd.isna(open_end["to"])) == ("2014-01-01", True)


def test_a_day_of_publication_may_be_a_date():
    assert dates("今年", published=date(2024, 2, 29)).equals(dates("今年", published="2024-02-29"))


@pytest.mark.parametrize("published", ["May 2024", "2024-13", "2024-02-30", "24"])
def test_a_day_of_publication_that_is_none_is_refused(published):
    with pytest.raises(CorpusError, match=published):
        dates("今年", published=published)


PIECE = st.sampled_from(
    "2014年 今年 去年 同年 2月 30日 26日 13月 至 — 以来 10年来 “十四五” 末 底 前三季度 99个月 近 当日 世纪 20 00 。".split(
        " "
    )
)


@given(st.lists(PIECE, max_size=12).map("".join), st.none() | st.sampled_from(["1900", "2024-02", "2100-12-31"]))
def test_any_text_gives_stretches_that_do_not_overlap(text, published):
    table = dates(text, published=published)
    assert (table["start"] < table["end"]).all()
    assert (table["end"].to_numpy()[:-1] <= table["start"].to_numpy()[1:]).all()
    both = table.dropna(subset=["from", "to"])
    assert (both["from"] <= both["to"]).all()


def test_dates_of_six_articles_are_those_that_annotators_found(raw, paragraphs):
    published = raw.articles.set_index("article_id")["published"]
    recall, precision = held_against_annotators(
        paragraphs, "date", lambda article, text: dates(text, published=published[article])
    )
    assert recall >= 0.97 and precision >= 0.97
