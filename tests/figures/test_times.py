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


def test_this_year_is_unknown_without_a_year_of_publication():
    assert times("今年")[0].value.last is None


def test_a_time_knows_its_span_and_its_rule():
    text = "自2021年起，目前，去年，2014—2022年"
    found = times(text, published=2024)
    assert [(text[time.start : time.end], time.source) for time in found] == [
        ("2021年起", "since"), ("目前", "now"), ("去年", "last"), ("2014—2022年", "range"),
    ]  # fmt: skip
    assert {time.kind for time in found} == {"time"}
