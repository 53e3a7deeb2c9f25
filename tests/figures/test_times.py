"""Times: which years an expression says, and by which rule."""

import pytest

from helpers.figures.times import times


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022年增长", (2022, 2022)),
        ("2014—2022年", (2014, 2022)),
        ("2014年至2023年", (2014, 2023)),
        ("2014年以来", (2014, None)),
        ("2018年至今", (2018, None)),
        ("截至2023年年底", (None, 2023)),
        ("2023年1—11月", (2023, 2023)),
        ("今年一季度", (2024, 2024)),
        ("去年", (2023, 2023)),
        ("目前", (None, None)),
    ],
)
def test_times(text, expected):
    period = times(text, published=2024)[0].value
    assert (period.first, period.last) == expected


# text, years, months; published in 2023
PARTS = [
    ("前三季度，", (2023, 2023), (1, 9)),
    ("前三个季度", (2023, 2023), (1, 9)),
    ("第二季度", (2023, 2023), (4, 6)),
    ("去年四季度", (2022, 2022), (10, 12)),
    ("今年上半年", (2023, 2023), (1, 6)),
    ("2021年下半年", (2021, 2021), (7, 12)),
    ("1—7月", (2023, 2023), (1, 7)),
    ("1-7月份", (2023, 2023), (1, 7)),
    ("2022年1月至10月", (2022, 2022), (1, 10)),
    ("前10个月", (2023, 2023), (1, 10)),
    ("前十个月", (2023, 2023), (1, 10)),
    ("2020年9月26日", (2020, 2020), (9, 9)),
    ("截至2023年6月底", (None, 2023), (None, 6)),
    ("截至8月末", (None, 2023), (None, 8)),
    ("2023年3月以来", (2023, None), (3, None)),
    ("2014年4月至2017年12月", (2014, 2017), (4, 12)),
    ("2022年", (2022, 2022), (None, None)),
    ("2023年13月", (2023, 2023), (None, None)),
    ("“十四五”末", (2025, 2025), (None, None)),
    ("“十三五”期间", (2016, 2020), (None, None)),
    ("十二五以来", (2011, None), (None, None)),
    ("到2020年，", (None, 2020), (None, None)),
    ("到2030年，", (2030, 2030), (None, None)),
    ("2025年投入使用后，", (2025, None), (None, None)),
]


@pytest.mark.parametrize(("text", "years", "months"), PARTS)
def test_parts_of_a_year_have_months(text, years, months):
    period = times(text, published=2023)[0].value
    assert (period.first, period.last) == years
    assert period.months == months


@pytest.mark.parametrize("text", ["1.5月饼", "37家", "第3版", "G109"])
def test_other_numbers_are_no_times(text):
    assert [time for time in times(text, published=2023) if time.value.months != (None, None)] == []


@pytest.mark.parametrize(
    ("text", "base"),
    [("比2014年增长", True), ("比上年增长", True), ("是2013年的1.8倍", True), ("较疫情前的2019年增长", True), ("2014年增长", False),
     ("去年增长", False)],
)  # fmt: skip
def test_a_year_that_something_is_compared_with_is_a_base(text, base):
    assert times(text, published=2023)[0].value.base is base


def test_parts_of_a_year_need_a_year_of_publication():
    assert times("前三季度")[0].value.last is None


def test_this_year_is_unknown_without_a_year_of_publication():
    assert times("今年")[0].value.last is None


def test_a_time_knows_its_span_and_its_rule():
    text = "自2021年起，目前，去年，2014—2022年"
    found = times(text, published=2024)
    assert [(text[time.start : time.end], time.source) for time in found] == [
        ("2021年起", "since"), ("目前", "now"), ("去年", "last"), ("2014—2022年", "range"),
    ]  # fmt: skip
    assert {time.kind for time in found} == {"time"}
