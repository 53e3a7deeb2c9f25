"""The divisions of the nation: every level, in the forms that texts write."""

import pytest

from helpers.figures.divisions import divisions


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ("广东省", "广东"),
        ("广东", "广东"),
        ("阳江市", "阳江"),
        ("阳江", "阳江"),
        ("义乌", "义乌"),
        ("宁夏回族自治区", "宁夏"),
        ("内蒙古自治区", "内蒙古"),
        ("沙坡头区", "沙坡头区"),
        ("沽源县", "沽源县"),
        ("重庆市", "重庆"),
    ],
)
def test_written_forms_lead_to_the_short_one(written, short):
    assert divisions()[written] == short


@pytest.mark.parametrize("written", ["市辖区", "沽源", "中国", ""])
def test_what_is_no_division_or_too_short_is_left_out(written):
    assert written not in divisions()


def test_they_are_many_and_read_once():
    assert len(divisions()) > 3000
    assert divisions() is divisions()
