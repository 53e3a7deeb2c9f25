"""What a parameter of a notebook may be, and what is said of another value."""

import pytest

from helpers import CorpusError
from helpers.show.knobs import check, number, one_of, some_of, text, whole

RIVERS = {"河", "水", "桥"}


@pytest.mark.parametrize(
    ("value", "wanted"),
    [(1, whole(1, 5)), (5, whole(1, 5)), ("河", one_of(RIVERS, "words")), (["河", "桥"], some_of(RIVERS, "words")),
     ("x", text()), (0, number(0, 1)), (0.5, number(0, 1)), (1, number(0, 1))],
)  # fmt: skip
def test_what_is_wanted_passes(value, wanted):
    check(KNOB=(value, wanted))


@pytest.mark.parametrize(
    ("value", "wanted", "expected"),
    [
        (0, whole(1, 5), "a whole number from 1 to 5"),
        (6, whole(1, 5), "a whole number from 1 to 5"),
        (True, whole(1, 5), "a whole number"),
        (2.5, whole(1, 5), "a whole number"),
        ("2", whole(1, 5), "a whole number"),
        ("海", one_of(RIVERS, "words"), "words: 桥, 水, 河"),
        (None, one_of(RIVERS, "words"), "words: "),
        ([], some_of(RIVERS, "words"), "one or more of words"),
        ("河", some_of(RIVERS, "words"), "a list"),
        (["河", "海"], some_of(RIVERS, "words"), "a list"),
        ("", text(), "a text"),
        (1.1, number(0, 1), "a number from 0 to 1"),
        (float("nan"), number(0, 1), "a number"),
        (False, number(0, 1), "a number"),
        ("0", number(0, 1), "a number"),
    ],
)
def test_another_value_is_refused_with_its_name_and_what_was_expected(value, wanted, expected):
    with pytest.raises(CorpusError) as caught:
        check(GOOD=(1, whole(1, 1)), KNOB=(value, wanted))
    assert f"KNOB is {value!r}" in str(caught.value)
    assert expected in str(caught.value)


def test_many_choices_are_shortened():
    assert one_of({f"w{number:02}" for number in range(30)}, "words").expected.endswith("… (30)")
