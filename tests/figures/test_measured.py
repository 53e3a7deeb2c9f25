"""Labels: lists shared out in order, bare attributes put to the thing that they are of."""

import pytest

from helpers.figures.measured import of_what, shared_out


@pytest.mark.parametrize(
    ("label", "count", "expected"),
    [
        ("食品制造业、纺织业增加值", 2, ["食品制造业增加值", "纺织业增加值"]),
        ("小麦、玉米产量", 2, ["小麦", "玉米产量"]),
        ("高技术制造业和高技术服务业投资", 2, ["高技术制造业投资", "高技术服务业投资"]),
        ("甲、乙、丙", 3, ["甲", "乙", "丙"]),
        ("小麦、玉米产量", 3, []),
        ("产量", 1, []),
        ("", 2, []),
    ],
)
def test_a_list_is_shared_out(label, count, expected):
    assert shared_out(label, count) == expected


@pytest.mark.parametrize(
    ("label", "subject", "expected"),
    [
        ("总投资", "签约项目", "签约项目总投资"),
        ("产量", "小麦", "小麦产量"),
        ("小麦产量", "玉米", "小麦产量"),
        ("总投资", "", "总投资"),
        ("总投资", "完成投资", "总投资"),
        ("总投资", "一个名字长得放不进标签里的项目", "总投资"),
    ],
)
def test_a_bare_attribute_takes_the_thing_before(label, subject, expected):
    assert of_what(label, subject) == expected
