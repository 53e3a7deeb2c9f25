"""Figures in text: a table of cases for every layer, numeral bugs that users of other tools reported, properties."""

import random
import time

import jieba.posseg
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import indicators
from helpers.indicators import COLUMNS, extract, parse_numeral, periods, places, quantities

NUMERALS = [
    ("12", 12),
    ("1,100", 1_100),
    ("10.4万亿", 1.04e13),
    ("1,100万", 1.1e7),
    ("1,100.9亿", 1.1009e11),
    ("二十万亿", 2e13),
    ("三百五十万亿", 3.5e14),
    ("一万五千亿", 1.5e12),
    ("1千零20", 1_020),
    ("3万4000", 34_000),
    ("25万6千", 256_000),
    ("三十万多亿", 3e13),
    ("一万零一十二", 10_012),
    ("7900多万", 7.9e7),
    ("47.264287亿", 4.7264287e9),
    ("百", 100),
    ("千万", 1e7),
    ("两百", 200),
    ("十五", 15),
    ("〇", 0),
]


@pytest.mark.parametrize(("written", "value"), NUMERALS)
def test_numerals(written, value):
    assert parse_numeral(written) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("written", "half"),
    [("1.1万", 500), ("26.5", 0.05), ("107", 0.5), ("10.4万亿", 5e10), ("1,100.9亿", 5e6), ("三百", 0.5)],
)
def test_rounding(written, half):
    assert indicators.rounding(written) == pytest.approx(half)


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
    found = [(quantity.value, quantity.unit, quantity.bound) for quantity in quantities(text)]
    assert [unit_and_bound[1:] for unit_and_bound in found] == [unit_and_bound[1:] for unit_and_bound in expected]
    assert [value for value, *_ in found] == pytest.approx([value for value, *_ in expected])


@pytest.mark.parametrize("text", NO_FIGURES)
def test_what_is_no_figure(text):
    assert quantities(text) == []


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
def test_periods(text, expected):
    period = periods(text, published=2024)[0]
    assert (period.first, period.last) == expected


def test_this_year_is_unknown_without_a_year_of_publication():
    assert periods("今年")[0].last is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("北京市和天津市", ["北京", "天津"]),
        ("三省市与廊坊北三县", ["京津冀", "廊坊北三县"]),
        ("江苏省南京市", ["江苏", "南京"]),
        ("雄安新区中关村科技园", ["雄安新区中关村科技园"]),
        ("今天下雨", []),
    ],
)
def test_places(text, expected):
    assert [name for _, _, name in places(text)] == expected


# text, then for the figure with this value: the columns that are asserted
ROWS = [
    (
        "2023年，北京市森林覆盖率达到44.9%。",
        44.9,
        {"kind": "level", "region": "北京", "year_from": 2023, "year_to": 2023},
    ),
    ("河北港口吞吐量同比增长3.4%，2022年达到12.8亿吨。", 3.4, {"kind": "change", "region": "河北"}),
    (
        "2022年天津工业增加值同比增长3.4%。",
        3.4,
        {"kind": "change", "base_year": 2021, "year_to": 2022, "indicator": "工业增加值"},
    ),
    ("2022年，河北水泥产量比2014年下降12.5%。", -12.5, {"year_from": 2014, "year_to": 2022, "base_year": 2014}),
    ("三城产值由2013年的71.2亿元增长至2023年的748.7亿元，年均增长26.5%。", 26.5, {"year_from": 2013, "year_to": 2023}),
    (
        "三城产值由2013年的71.2亿元增长至2023年的748.7亿元，年均增长26.5%。",
        7.12e9,
        {"year_from": 2013, "kind": "level"},
    ),
    ("经济总量达到10.4万亿元，是2014年的1.8倍。", 1.8, {"kind": "change", "base_year": 2014, "indicator": "经济总量"}),
    ("浓度由2014年的93微克/立方米降至2022年的37微克/立方米。", 37, {"year_from": 2022, "indicator": "浓度"}),
    ("预计到2035年，绿地面积达到1260亩。", 1260, {"kind": "target"}),
    ("建成后将形成43个车站。", 43, {"kind": "target"}),
    ("天津签订协议43个。", 43, {"indicator": "签订协议", "region": "天津"}),
    ("北京、天津、河北能耗分别下降3.6%、2.0%、3.9%。", -2.0, {"region": "天津", "kind": "change"}),
    ("北京、天津、河北能耗分别下降3.6%、2.0%、3.9%。", -3.9, {"region": "河北"}),
    ("河北压减炼钢产能1.1亿吨。", 1.1e8, {"kind": "level", "value": 1.1e8}),
    ("三地共建15个专题工作组。", 15, {"region": "京津冀", "indicator": "共建专题工作组"}),
    ("河北承接京津转移项目252个，签约引资额871.2亿元。", 8.712e10, {"region": "河北", "indicator": "签约引资额"}),
    ("投资2亿元，其中设备占60%。", 60, {"kind": "level"}),
    ("29分钟到燕郊。", 29, {"region": "燕郊"}),
    ("新增4.3万个学位。", 43_000, {"kind": "change"}),
    ("天津研发投入强度与全国相比，高出0.9个百分点。", 0.9, {"kind": "level"}),
]


@pytest.mark.parametrize(("text", "value", "expected"), ROWS)
def test_rows(text, value, expected):
    table = extract(text, published=2024)
    rows = table[(table["value"] - value).abs() <= abs(value) * 1e-9]
    assert len(rows) == 1
    row = rows.iloc[0]
    assert {name: row[name] for name in expected} == expected


def test_the_table_has_its_columns_and_types_also_when_it_is_empty():
    for text in ("", "没有数字。", "长40公里。"):
        table = extract(text)
        assert list(table.columns) == [*COLUMNS, "rule", "rounding"]
        assert [str(table[name].dtype) for name in ("year_from", "year_to", "base_year")] == ["Int64"] * 3


def test_spans_hold_the_number_and_are_in_reading_order():
    text = "约3000家企业，近百名校长，70%以上的人。"
    table = extract(text)
    assert [text[row.start : row.end] for row in table.itertuples()] == ["约3000家", "近百名", "70%以上"]
    assert table["start"].is_monotonic_increasing


PARTS = (
    "12 3.5 1,100 万 亿 元 % 个百分点 近 超 以上 2023年 至 由 从 增长 下降 三地 北京 天津 河北 分别 、 ， 。 ； 比 是 "
    "的 倍 翻一番 半小时 到 六成 分之 三 — : “ ） 截至 目前 同比 占 家 个 企业"
).split()


@settings(max_examples=2000, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PARTS), max_size=16).map("".join) | st.text(max_size=40))
def test_any_text_gives_a_table(text):
    table = extract(text, published=2024)
    assert (table["start"] < table["end"]).all()
    assert table["bound"].isin(["=", ">", "<", "~"]).all()
    assert table["kind"].isin(["level", "change", "target"]).all()
    assert (table.loc[table["kind"] != "change", "value"] >= 0).all()


def test_a_megabyte_of_digits_is_read_in_seconds():
    for text in ("7" * 1_000_000, "1," * 500_000, "一" * 1_000_000, "3.5" * 300_000):
        begin = time.process_time()
        extract(text)
        # Time of this process, so that what else runs on the machine does not count.
        assert time.process_time() - begin < 5, text[:6]


def test_many_ratios_are_found_in_seconds():
    begin = time.process_time()
    assert len(quantities("1:2:3 " * 20_000)) == 60_000
    assert time.process_time() - begin < 5


def test_random_pieces_of_the_corpus_raise_nothing(paragraphs):
    """Substrings begin and end anywhere: inside a number, a unit, a quotation."""
    texts = [text for table in paragraphs.values() for text in table["text"]]
    choose = random.Random(7)
    for _ in range(100_000):
        text = choose.choice(texts)
        start = choose.randrange(len(text))
        assert isinstance(extract(text[start : start + choose.randrange(1, 60)], published=2024), pd.DataFrame)


def test_extraction_is_faster_than_tagging(paragraphs):
    texts = [text for table in paragraphs.values() for text in table["text"]]
    jieba.posseg.lcut("热身")
    extract("长40公里。")
    begin = time.process_time()
    for text in texts:
        extract(text)
    middle = time.process_time()
    for text in texts:
        jieba.posseg.lcut(text)
    # Six times as fast on a quiet machine; half of that leaves room for a busy one.
    assert (time.process_time() - middle) / (middle - begin) > 3


def test_lexica_are_complete_and_unique():
    assert len(indicators._units()) > 70
    assert set(indicators._directions().values()) == {"rise", "fall", "compare"}
    assert len(indicators._places()) > 300
