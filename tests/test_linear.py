"""Time in step with length: what reads a text reads a long one as fast by character, whatever it looks like."""

import pandas as pd
import pytest
from conftest import seconds

from helpers.cleaning import clean
from helpers.counting.formulations import formulations
from helpers.indicators import extract
from helpers.texts.dirt import dirt

SHORT, LONG = 4_000, 12_000


def _read(text):
    return extract(text, published=2023)


def _compare(text):
    return formulations({"a": text}, pd.DataFrame({"phrase": ["守好一河清水和两岸青山"], "articles": [3]}))


# The function, then how a text begins, what it repeats, how it ends: each made a rule look at everything again.
SHAPES = [
    (clean, "", "■", "岸"),
    (clean, "", "省(sheng)", ""),
    (clean, "", "(sheng)", ""),
    (clean, "", "\t", ""),
    (clean, "", "河，\n", ""),
    (clean, "", "項(xiàng)", ""),
    (dirt, "河", "and", "1"),
    (dirt, "", "\n ", "岸"),
    (_read, "5", "万", "3家"),
    (_read, "企业5家，其中", "外企3家，", ""),
    (_read, "", "汽车5家（6家）", ""),
    (_read, "", "三次产业结构为1:2:3，", ""),
    (_read, "", "自2010年，5家。", ""),
    (_read, "", "位于宁海，5家，", ""),
    (_read, "北京", "5家", ""),
    (_read, "占甲5%", "乙6%", ""),
    (_read, "", "五十家的苏州和", ""),
    (_read, "2014年，由", "5家增至", "6家"),
    (_read, "增长", "1.1倍北京", ""),
    (_compare, "", "守好一河清水和两岸青山", ""),
    (_compare, "", "守好一清河水两青岸", "山"),
]


# Of each function a few every day, all of them in make test-all.
EVERY_DAY = (0, 2, 6, 8, 9, 14, 20)


@pytest.mark.parametrize(
    ("work", "head", "piece", "tail"),
    [pytest.param(*shape, marks=[] if at in EVERY_DAY else [pytest.mark.slow]) for at, shape in enumerate(SHAPES)],
)
def test_three_times_the_text_takes_about_three_times_the_time(work, head, piece, tail):
    short, long = (head + piece * (length // len(piece)) + tail for length in (SHORT, LONG))
    work(short)
    # In turns, so that what else the machine does slows both.
    pairs = [(seconds(work, short), seconds(work, long)) for _ in range(2)]
    once, thrice = (min(times) for times in zip(*pairs, strict=True))
    # A quadratic rule takes nine times as long; less than a few hundredths of a second says nothing.
    assert thrice < 4.5 * max(once, 0.02)


# Words that are made of others: in how many ways a run of them can be cut doubles with each.
RUNS = [
    ("产值", "达到", "好5家。"),
    ("产值", "已达", "好5家。"),
    ("产值增速高达大幅", "高达大幅", "好5家。"),
    ("增长", "分别达", "好5%。"),
]


@pytest.mark.parametrize(("head", "piece", "tail"), RUNS)
def test_a_run_of_words_is_cut_in_one_way(head, piece, tail):
    _read(tail)
    assert seconds(_read, head + piece * 30 + tail) < 1
