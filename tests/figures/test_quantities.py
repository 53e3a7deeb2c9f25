"""Quantities: what is a figure with which unit and bound, what is none, and the layer frozen against the machine's reading."""

import time

import pytest

from helpers import ledger
from helpers.figures.lexicon import vocabulary
from helpers.figures.quantities import quantities, rounding_of
from helpers.lexicon import shipped

WORDS = vocabulary(shipped())

# text, then (value, unit, bound) of every figure in it
QUANTITIES = [
    ("常住人口降至2184.3万人。", [(21_843_000, "人", "=")]),
    ("共有约3000家企业，超60%在城里。", [(3000, "家", "~"), (60, "%", ">")]),
    ("占比达到70%以上，用时40分钟以内，约20公里左右。", [(70, "%", ">"), (40, "分钟", "<"), (20, "公里", "~")]),
    ("来了近百名校长，近1.1万公里，不足亿元。", [(100, "名", "<"), (11_000, "公里", "<"), (1e8, "元", "<")]),
    (
        "办理2.5万余件，出动10余万人，走了3万多公里。",
        [(25_000, "件", ">"), (100_000, "人", ">"), (30_000, "公里", ">")],
    ),
    ("突破10.4万亿元，逾1,100亿元。", [(1.04e13, "元", ">"), (1.1e11, "元", ">")]),
    ("投资二十万亿元，其中一万五千亿元到位。", [(2e13, "元", "="), (1.5e12, "元", "=")]),
    ("超六成工人、九成以上学生。", [(60, "%", ">"), (90, "%", ">")]),
    ("三分之二的村，百分之五的人。", [(200 / 3, "%", "="), (5, "%", "=")]),
    ("半小时通达，过一个半小时。", [(0.5, "小时", "="), (1.5, "小时", "=")]),
    ("提高25个百分点和2.5%，另有3‰。", [(25, "百分点", "="), (2.5, "%", "="), (3, "‰", "=")]),
    (
        "分别高0.5和1.66个百分点、8个、0.4个百分点。",
        [(0.5, "百分点", "="), (1.66, "百分点", "="), (8, "百分点", "="), (0.4, "百分点", "=")],
    ),
    ("是上年的1.8倍，翻了一番，翻两番。", [(1.8, "倍", "="), (2, "倍", "="), (4, "倍", "=")]),
    ("用时1—1.5小时，占5—20%。", [(1.5, "小时", "<"), (20, "%", "<")]),
    ("三次产业比为6.2:35.7:58.1。", [(6.2, "%", "="), (35.7, "%", "="), (58.1, "%", "=")]),
    ("三城下降64.2%、57.3%、64.3%。", [(64.2, "%", "="), (57.3, "%", "="), (64.3, "%", "=")]),
    ("PM2.5浓度为89.5微克/立方米。", [(89.5, "微克/立方米", "=")]),
    ("一千瓦的灯。", [(1, "千瓦", "=")]),
    ("投资3万元欧元债券，降2%。", [(30_000, "元", "="), (2, "%", "=")]),
    ("装机3千瓦的灯，发电10万千瓦时。", [(3, "千瓦", "="), (100_000, "千瓦时", "=")]),
    ("本计划投资3541.07万元，2.3本项目不变。", [(35_410_700, "元", "=")]),
    (
        "出口100000万美元，签约金额4120亿，耗资47.264287亿元。",
        [(1e9, "美元", "="), (4.12e11, "元", "="), (4.7264287e9, "元", "=")],
    ),
    ("签署协议13项", [(13, "项", "=")]),
    ("设计时速350公里，全长约117公里。", [(350, "公里/小时", "="), (117, "公里", "~")]),
    ("能耗为0.31万吨标准煤，3万多亩林地。", [(3100, "吨标准煤", "="), (30_000, "亩", ">")]),
]
NO_FIGURES = [
    "2023年5月11日至12日上午9时30分，十四五时期，第二十三届，首批，二期。",
    "5G网络、3.0阶段、“1+5”框架、2+4+N、12345热线、G109、M101线、Ⅲ类、35蒸吨以下锅炉、22号线。",
    "一要快，二要稳，做好三个方面，抓住四个一体化，三地两翼，五大河流。",
    "打破一亩三分地，走好最后一公里，万里山河，千家万户，百年大计。",
    "万元产值能耗、1小时交通圈、15分钟生活圈、24小时自助服务区。",
    "三元工业园的家庭和个人，条件和名单，位于天津。",
    "名列前三，前三名，李四人民币账户。",
    "邮编300210，电话022-23020102。",
]


@pytest.mark.parametrize(("text", "expected"), QUANTITIES)
def test_quantities(text, expected):
    found = [(quantity.value, quantity.unit, quantity.bound) for quantity in quantities(text, WORDS)]
    assert [unit_and_bound[1:] for unit_and_bound in found] == [unit_and_bound[1:] for unit_and_bound in expected]
    assert [value for value, *_ in found] == pytest.approx([value for value, *_ in expected])


@pytest.mark.parametrize("text", NO_FIGURES)
def test_what_is_no_figure(text):
    assert quantities(text, WORDS) == []


def test_many_ratios_are_found_in_seconds():
    begin = time.process_time()
    assert len(quantities("1:2:3 " * 20_000, WORDS)) == 60_000
    assert time.process_time() - begin < 5


def test_parts_of_one_ratio_carry_its_number():
    found = quantities("占比由6:4:1变为3:3:2:2，共40亩。", WORDS)
    assert [quantity.ratio for quantity in found] == [1, 1, 1, 2, 2, 2, 2, 0]


def test_the_layer_alone_reads_what_the_machine_reads(raw):
    """Value, unit, bound, rule and raw place of every figure come from this layer and from no other."""
    figures = ledger.reading(raw)
    for article_id, rows in figures.groupby("article_id"):
        table = raw.paragraphs(article_id)
        read = []
        for paragraph in table[table["part"] != "lead"].itertuples():
            for quantity in quantities(paragraph.text, vocabulary(raw.lexicon)):
                start, end = paragraph.places[quantity.start], paragraph.places[quantity.end - 1] + 1
                half = rounding_of(paragraph.text, quantity)
                read.append((start, end, quantity.value, quantity.unit, quantity.bound, quantity.rule, half))
        held = rows.assign(value=rows["value"].abs())[["start", "end", "value", "unit", "bound", "rule", "rounding"]]
        assert [row[:2] + row[3:6] for row in read] == [
            row[:2] + row[3:6] for row in held.itertuples(index=False, name=None)
        ]
        assert [row[2] for row in read] == pytest.approx(list(held["value"]))
        assert [row[6] for row in read] == pytest.approx(list(held["rounding"]))
