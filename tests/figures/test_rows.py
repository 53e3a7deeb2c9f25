"""Rows of figures: a table of cases for every column, properties, speed, and random pieces of the corpus."""

import random

import jieba.posseg
import pandas as pd
import pytest
from conftest import seconds
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.figures.rows import COLUMNS, READING, extract, read

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
        assert list(table.columns) == [*COLUMNS, *READING]
        nullable = ["year_from", "year_to", "base_year", "ratio", "part_of"]
        assert table.dtypes[nullable].astype(str).to_list() == ["Int64"] * 5


def test_spans_hold_the_number_and_are_in_reading_order():
    text = "约3000家企业，近百名校长，70%以上的人。"
    table = extract(text)
    assert [text[row.start : row.end] for row in table.itertuples()] == ["约3000家", "近百名", "70%以上"]
    assert table["start"].is_monotonic_increasing


PARTS = (
    "12 3.5 1,100 万 亿 元 % 个百分点 近 超 以上 2023年 至 由 从 增长 下降 三地 北京 天津 河北 分别 、 ， 。 ； 比 是 "
    "的 倍 翻一番 半小时 到 六成 分之 三 — : “ ） 截至 目前 同比 占 家 个 企业"
).split()


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PARTS), max_size=16).map("".join) | st.text(max_size=40))
def test_any_text_gives_a_table(text):
    table = extract(text, published=2024)
    assert (table["start"] < table["end"]).all()
    assert table["bound"].isin(["=", ">", "<", "~"]).all()
    assert table["kind"].isin(["level", "change", "target"]).all()
    assert (table.loc[table["kind"] != "change", "value"] >= 0).all()
    # A whole stands before its part; what is in 倍 is growth or a ratio, and nothing else is.
    assert table.loc[table["part_of"].notna(), "part_of"].isin(table["start"]).all()
    assert (table["part_of"].dropna() < table.loc[table["part_of"].notna(), "start"]).all()
    assert ((table["multiple"] != "") == (table["unit"] == "倍")).all()


@pytest.mark.parametrize("piece", ["7", "1,", "一", "3.5"])
def test_a_megabyte_of_digits_takes_ten_times_as_long_as_a_tenth_of_it(piece):
    texts = [piece * (length // len(piece)) for length in (100_000, 1_000_000)]
    # In turns, and the quicker of two, as where more processes run than the machine has cores one of them may be slowed.
    pairs = [[seconds(extract, text) for text in texts] for _ in range(2)]
    tenth, whole = map(min, zip(*pairs, strict=True))
    # A quadratic rule takes a hundred times as long.
    assert whole < 30 * max(tenth, 0.02)


@pytest.mark.slow
def test_random_pieces_of_the_corpus_raise_nothing(paragraphs):
    """Substrings begin and end anywhere: inside a number, a unit, a quotation."""
    texts = [text for table in paragraphs.values() for text in table["text"]]
    choose = random.Random(7)
    for _ in range(100_000):
        text = choose.choice(texts)
        start = choose.randrange(len(text))
        assert isinstance(extract(text[start : start + choose.randrange(1, 60)], published=2024), pd.DataFrame)


def test_extraction_is_faster_than_tagging(paragraphs):
    texts = [text for table in paragraphs.values() for text in table["text"]][::4]
    jieba.posseg.lcut("热身")
    extract("长40公里。")
    # In turns, so that what else the machine does slows both; the least of three, since a pause hits one.
    pairs = [[seconds(_of_each(work), texts) for work in (extract, jieba.posseg.lcut)] for _ in range(3)]
    reading, tagging = map(min, zip(*pairs, strict=True))
    # Five times as fast on a quiet machine; more than half of that leaves room for a busy one.
    assert tagging / reading > 3


def _of_each(work):
    return lambda texts: [work(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("2022年天津工业增加值同比增长3.4%。", 3.4, {"basis": "同比", "whole": ""}),
        ("三城产值由2013年的71.2亿元增长至2023年的748.7亿元，年均增长26.5%。", 26.5, {"basis": "年均"}),
        ("三城产值由2013年的71.2亿元增长至2023年的748.7亿元，年均增长26.5%。", 7.12e9, {"basis": ""}),
        ("2014—2022年，产值平均增速10.9%。", 10.9, {"basis": "年均"}),
        ("数字经济占地区生产总值比重达到40%。", 40, {"whole": "地区生产总值", "basis": ""}),
        ("三次产业比为6.2:35.7:58.1。", 35.7, {"ratio": 1}),
        ("企业100家，其中外企40家。", 40, {"part_of": 2, "multiple": ""}),
        ("产值增长近1.1倍。", 1.1, {"multiple": "growth"}),
    ],
)
def test_what_checks_need_is_kept(text, value, expected):
    row = extract(text, published=2024).set_index("value").loc[value]
    assert {name: row[name] for name in expected} == expected


def _last(text, *columns, **more):
    return extract(text, published=2023, **more)[list(columns)].astype(object).iloc[-1].to_list()


def test_the_place_that_the_caller_knows_is_used_for_our_city_and_nothing_else():
    assert _last("我市新建学校7所。", "region", region="南岭") == ["南岭"]
    assert extract("我市新建学校7所。")["region"].isna().all()
    assert _last("深圳新建学校7所。", "region", region="南岭") == ["深圳"]
    assert extract("新建学校7所。", region="南岭")["region"].isna().all()


PERIODS = [
    ("前三季度，深圳新建学校7所。广州新建学校8所。", [2023, 2023, 1, 9]),
    ("2022年，深圳新建学校7所。广州新建学校8所。", [2022, 2022, pd.NA, pd.NA]),
    ("深圳有桥。2022年，深圳新建学校7所。广州新建学校8所。", [2022, 2022, pd.NA, pd.NA]),
    ("2022年10月份，深圳新建学校7所。广州新建学校8所。", [2022, 2022, 10, 10]),
    # The day or month of an event, the year of one without a figure, or one that something is compared with do not.
    ("2021年6月，深圳新建学校7所。广州新建学校8所。", [pd.NA] * 4),
    ("深圳有桥。2022年，深圳新桥通车。广州新建学校8所。", [pd.NA] * 4),
    ("深圳新建学校7所（2021年新建5所）。广州新建学校8所。", [pd.NA] * 4),
    ("前三季度，深圳新建学校7所，比上半年多3所。广州新建学校8所。", [2023, 2023, 1, 9]),
    ("前三季度，深圳新建学校7所，上年同期新建5所。广州新建学校8所。", [2023, 2023, 1, 9]),
    ("前三季度，深圳新建学校比2019年多7所。广州新建学校8所。", [2023, 2023, 1, 9]),
    ("前三季度，深圳新建学校7所。目前，广州有学校8所。", [pd.NA] * 4),
    ("前三季度，深圳新建学校7所。截至2022年年底，广州有学校8所。", [pd.NA, 2022, pd.NA, pd.NA]),
]


@pytest.mark.parametrize(("text", "expected"), PERIODS)
def test_which_periods_hold_on(text, expected):
    found = _last(text, "year_from", "year_to", "month_from", "month_to")
    assert [str(value) for value in found] == [str(value) for value in expected]


CHANGES = [
    ("上半年产值50亿元，比上年同期增加3亿元。", [3e8, "change", 2022]),
    ("上半年产值50亿元，比上年同期减少3亿元。", [-3e8, "change", 2022]),
    ("上半年失业率5%，比上年高0.2个百分点。", [0.2, "change", 2022]),
    ("上半年失业率5%，比全国平均高0.2个百分点。", [0.2, "level", pd.NA]),
    ("上半年产值两年平均增幅达到4.3%。", [4.3, "change", pd.NA]),
    ("上半年，减少培训机构3家。", [3, "level", pd.NA]),
]


@pytest.mark.parametrize(("text", "expected"), CHANGES)
def test_by_how_much_more_or_less(text, expected):
    assert [str(value) for value in _last(text, "value", "kind", "base_year")] == [
        str(float(expected[0])), *map(str, expected[1:])
    ]  # fmt: skip


def test_growths_are_dealt_out_to_the_levels_before():
    table = extract("增值税12.8亿元、消费税9.5亿元，同比分别增长21.8%、29.5%。", published=2023)
    assert table["indicator"].to_list() == ["增值税", "消费税", "增值税", "消费税"]


def test_the_parts_of_the_sectors_have_their_names():
    table = extract("三次产业结构为6.2:35.7:58.1。")
    assert table["indicator"].to_list() == ["第一产业占比", "第二产业占比", "第三产业占比"]


# test_linear does the same with other shapes every day.
@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["比上年增加3家，", "北京、天津、河北、深圳、", "全市增长3.6%，", "天津、河北分别增长3.6%、2.0%、3.9%、"]
)
def test_a_text_twice_as_long_takes_about_twice_the_time(piece):
    def needed(length):
        return seconds(lambda text: extract(text, published=2023), (piece * length)[:length] + "3家")

    needed(100)
    # Four times the length: a quadratic rule takes sixteen times as long.
    short, long = (min(needed(length) for _ in range(5)) for length in (4_000, 16_000))
    assert long < 9 * max(short, 0.02)


PIECES = "0123456789.%年月日前三季度上半比上年同期增长至从由，。、；：（）“”倍家亿元全市北京深圳的了达近约占其中分别\ud800 \n"


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(st.sampled_from(PIECES), max_size=80))
def test_months_are_months_whatever_the_text(text):
    table = extract(text, published=2023, region="南岭")
    assert list(table.columns) == [*COLUMNS, *READING]
    assert table[["month_from", "month_to"]].stack().between(1, 12).all()


def test_rows_are_those_of_the_table_and_none_where_a_cell_is_missing():
    text = "2023年，全区新建学校43所，其中公办12所。"
    rows, table = read(text, published=2024), extract(text, published=2024)
    assert [list(row) for row in rows] == [list(table.columns)] * 2
    assert table.astype(object).where(table.notna(), None).to_dict("records") == rows
    assert [row["part_of"] for row in rows] == [None, text.index("43")]
    assert rows[0]["region"] is None
    assert read("三城共用一条河。") == []
