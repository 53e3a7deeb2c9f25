"""Flows between places: what a label says of where something comes from and goes to, and which figure of it counts."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_ledgers import at, ledger

from helpers import CorpusError
from helpers.audit.flows import BODIES, COLUMNS, GOODS, MONEY, PEOPLE, PROJECTS, flows, latest
from helpers.ledger import read
from helpers.lexicon import shipped

LEXICON = shipped()
PARK = "固安国际商贸城"


def _ledger(*rows):
    return ledger(*({"as_of": ""} | row for row in rows))


def _found(*rows):
    return flows(_ledger(*rows), LEXICON)


def _ends(indicator, region, unit="家", **more):
    table = _found({"indicator": indicator, "region": region, "unit": unit} | more)
    return [tuple(row) for row in table[["sender", "receiver"]].itertuples(index=False)]


STATED = [
    # The label names both ends, whatever the region of the figure is.
    ("北京流向津冀专利许可额", "北京", "元", "北京", "津冀"),
    ("北京向天津输出专利许可额", "天津", "元", "北京", "天津"),
    ("唐山对保定投资额", "京津冀", "元", "唐山", "保定"),
    ("天津纺织企业迁至沧州", "京津冀", "家", "天津", "沧州"),
    ("由北京转移到邯郸的企业", "邯郸", "家", "北京", "邯郸"),
    ("获补助天津来冀企业", "河北", "家", "天津", "河北"),
    ("唐山高校在天津设立分校", "唐山", "所", "唐山", "天津"),
    # It names who gains; what gives is the region.
    ("搬迁至保定的印刷厂", "天津", "家", "天津", "保定"),
    ("转出至津冀的公积金账户人数", "北京", "人", "北京", "津冀"),
    ("向北京输送绿电量", "张家口", "千瓦时", "张家口", "北京"),
    ("对唐山企业新增出资注册资本", "天津", "元", "天津", "唐山"),
    ("赴京进修护士", "承德", "名", "承德", "北京"),
    ("每年来津实习学生", "衡水", "人", "衡水", "天津"),
    ("在京务工人员", "保定市", "人", "保定", "北京"),
    ("在唐山备案的检测机构", "天津", "家", "天津", "唐山"),
    ("落户雄安新区的设计院", "北京", "家", "北京", "雄安新区"),
    ("对口支援承德的医院", "天津", "家", "天津", "承德"),
    ("一对一帮扶通州的中学", "北京", "所", "北京", "通州区"),
    ("赴环京考察企业", "北京", "家", "北京", "环京"),
    # It names who gives; what gains is the region.
    ("由天津转入参保人数", "河北", "人", "天津", "河北"),
    ("来自北京的入园商户", PARK, "家", "北京", PARK),
    ("累计承接北京、天津转移企业数量", "唐山市", "家", "京津", "唐山"),
    ("引进京津科研成果", "廊坊", "项", "京津", "廊坊"),
    ("吸引北京通州区企业", "廊坊北三县", "家", "通州区", "北三县"),
    ("园区入驻天津企业", PARK, "家", "天津", PARK),
    ("入驻的中关村服务机构", "保定", "家", "中关村", "保定"),
    ("实施北京项目", "曹妃甸", "个", "北京", "曹妃甸区"),
    ("北京家电企业总投资", PARK, "元", "北京", PARK),
    ("保定企业设立分公司", "天津", "家", "保定", "天津"),
    # One end is not named.
    ("承接产业转移项目", "沧州", "个", "", "沧州"),
    ("首批迁入机关部门", "北京城市副中心", "个", "", "北京城市副中心"),
    ("市属机关迁至城市副中心人数", "北京城市副中心", "人", "", "北京城市副中心"),
    ("对承德医院拨付补贴", "承德", "元", "", "承德"),
    ("疏解功能资源在津新设公司", "天津", "家", "", "天津"),
    ("迁出天津的总部", "天津", "家", "天津", ""),
    ("累计外迁企业户数", "天津", "户", "天津", ""),
    ("疏解高耗能印染企业", "天津", "家", "天津", ""),
]  # fmt: skip


@pytest.mark.parametrize(("indicator", "region", "unit", "sender", "receiver"), STATED)
def test_labels_say_from_where_to_where(indicator, region, unit, sender, receiver):
    assert _ends(indicator, region, unit) == [(sender, receiver)]


NONE = [
    ("注册企业", "天津", "家"),
    ("入驻企业", PARK, "家"),
    ("搬迁安置居民", "迁安", "户"),
    ("整体搬迁的学院", "良乡大学城", "个"),
    ("北京与河北合作项目", "京冀", "个"),
    ("吸引北京大学毕业生", "保定", "人"),
    # Nothing goes from a place to itself, to what contains it, or into a part of it by drawing it in.
    ("吸引北京企业", "北京", "家"),
    ("吸引北京企业", "通州区", "家"),
    ("承接京津冀协同项目", "唐山", "个"),
    ("承接京津转移项目", "天津", "个"),
    ("赴京培训教师", "通州区", "名"),
    ("来京旅游人次", "北京", "人次"),
    ("在津注册企业", "天津", "家"),
    ("在津注册企业", "滨海—中关村科技园", "家"),
    ("北京流向京津冀专利许可额", "北京", "元"),
    # What could be read either way.
    ("落户北京企业", "天津", "家"),
    ("实施雄安新区项目", "北京", "个"),
    ("支持北京企业的专项资金", "天津", "元"),
    ("疏解企业", "雄安新区", "家"),
    ("疏解中央企业总部", "雄安新区", "家"),
    ("确定选址的疏解高校", "北京", "所"),
    # A part of these stays, or they close.
    ("疏解提升区域性专业批发市场", "北京", "个"),
    ("退出印染企业", "天津", "家"),
    # What is no amount of anything that goes.
    ("搬迁到保定距离", "北京", "公里"),
    ("净菜供应北京比例", "河北", "%"),
    ("赴环京洽谈次数", "北京", "次"),
    ("赴京推介活动", "河北", "场"),
    ("承接京津产业转移平台", "河北", "个"),
    ("迁入北京企业产值", "唐山", "元"),
    ("引进京津技术价格", "唐山", "元/吨"),
    ("承接京津转移事项", "唐山", "个"),
    # Who gives is no place that is known.
    ("赴京进修护士", "", "名"),
    ("来自北京的员工", "云河科技", "人"),
    ("迁出企业", "云河科技", "户"),
    ("", "北京", "家"),
]


@pytest.mark.parametrize(("indicator", "region", "unit"), NONE)
def test_what_is_no_flow_is_left_out(indicator, region, unit):
    assert _ends(indicator, region, unit) == []


@pytest.mark.parametrize("kind", ["change", "target"])
def test_only_levels_are_read(kind):
    assert _ends("赴京进修护士", "承德", "名", kind=kind) == []


@pytest.mark.parametrize(
    ("indicator", "unit", "group"),
    [
        ("引进北京投资额", "元", MONEY),
        ("引进北京专家", "名", PEOPLE),
        ("引进北京企业", "个", BODIES),
        ("引进北京养老项目", "家", PROJECTS),
        ("引进北京养老院", "家", BODIES),
        ("引进北京技术合同数", "项", PROJECTS),
        ("由北京引入再生水", "立方米", GOODS),
    ],
)
def test_flows_are_grouped_by_what_they_count(indicator, unit, group):
    assert _found({"indicator": indicator, "region": "唐山", "unit": unit})["group"].to_list() == [group]


def test_flows_have_what_the_ledger_has_and_the_ledger_stays():
    figures = _ledger(
        at(2022, 3.0, indicator="产值"), at(2023, 5.0, indicator="吸引北京企业", region="唐山市", unit="家")
    )
    before = figures.copy()
    (row,) = flows(figures, LEXICON).to_dict("records")
    assert list(row) == list(COLUMNS)
    assert {name: row[name] for name in ("figure_id", "value", "year_to", "way")} == {
        "figure_id": "f1", "value": 5.0, "year_to": 2023, "way": "received there"
    }  # fmt: skip
    pd.testing.assert_frame_equal(figures, before)


def test_a_table_without_labels_is_refused():
    with pytest.raises(CorpusError, match="indicator"):
        flows(_ledger({}).drop(columns="indicator"), LEXICON)


@given(st.text(st.sampled_from("北京津冀唐山企业来自赴在向对的迁至承接疏解、环\ue000"), max_size=20))
def test_no_label_is_a_flow_from_a_place_to_itself(indicator):
    for sender, receiver in _ends(indicator, "唐山"):
        assert sender != receiver


def _flow(value, year=None, **more):
    years = {"year_from": year, "year_to": year}
    return {"indicator": "吸引北京企业", "region": "唐山", "unit": "家", "value": value} | years | more


def _latest(*rows):
    return latest(_found(*rows))


ONE = [
    # The year that is last, and of two in it the one that ends later.
    ([_flow(9, 2021), _flow(5, 2023)], 5),
    ([_flow(9, 2023, month_from=1, month_to=9), _flow(5, 2023)], 5),
    # Without a date of its own, a figure is of when it was published.
    ([_flow(5, as_of="2024-02"), _flow(9, 2022)], 5),
    # Of one date, what most articles state; else the largest.
    ([_flow(9), _flow(5, article_id="b"), _flow(5, article_id="c")], 5),
    ([_flow(9), _flow(5, article_id="b")], 9),
    # A total since some year is as large as it is anywhere; what is of one year is no total.
    ([_flow(9, basis="累计", as_of="2023-05"), _flow(5, basis="累计", as_of="2024-02")], 9),
    ([_flow(4, year_from=2014), _flow(5, as_of="2024-02"), _flow(9, 2022)], 5),
]


@pytest.mark.parametrize(("rows", "value"), ONE)
def test_one_figure_of_each_flow_counts(rows, value):
    (row,) = _latest(*rows).itertuples()
    assert row.value == value
    assert row.figures == " ".join(f"f{number}" for number in range(len(rows)))


def test_of_equal_totals_the_one_with_a_period_is_told():
    rows = [_flow(5, basis="累计"), _flow(5, year_from=2014, year_to=2022, article_id="b")]
    (row,) = _latest(*rows).itertuples()
    assert (row.year_from, row.year_to, row.articles) == (2014, 2022, 2)


def test_articles_are_those_that_state_the_value():
    rows = [_flow(9), _flow(5, article_id="b", year_to=2023), _flow(5, article_id="b", year_to=2023)]
    assert _latest(*rows)["articles"].to_list() == [1]


def test_flows_differ_by_places_concept_and_unit():
    rows = [
        _flow(5), _flow(5, region="保定"), _flow(5, concept="d"), _flow(5, unit="户"), _flow(5, indicator="吸引天津企业"),
    ]  # fmt: skip
    assert len(_latest(*rows)) == len(rows)
    assert len(_latest(_flow(5, concept=""), _flow(6, concept="", indicator="承接北京企业"))) == 2


def test_a_figure_without_a_concept_belongs_to_the_flow_that_it_repeats():
    own = {"region": "津冀", "unit": "家", "value": 5}
    rows = [
        own | {"indicator": "中关村企业设立分公司", "concept": "branches", "gloss": "branches"},
        own | {"indicator": "中关村示范区企业设立分公司", "concept": "", "article_id": "b"},
        own | {"indicator": "中关村示范区企业设立分公司", "concept": "", "value": 7},
    ]
    table = _latest(*rows)
    assert table[["value", "sender", "articles", "gloss"]].to_numpy().tolist() == [
        [7.0, "中关村国家自主创新示范区", 1, ""], [5.0, "中关村", 2, "branches"]
    ]  # fmt: skip


def test_flows_stand_by_group_the_largest_first_and_none_is_no_error():
    rows = [_flow(2), _flow(9, region="保定"), _flow(1, unit="元", indicator="引进北京资金")]
    assert _latest(*rows)["value"].to_list() == [1.0, 9.0, 2.0]
    assert _latest(_flow(2, indicator="产值")).empty


def test_of_the_shipped_ledger_who_gives_and_who_gains(shipped):
    found = flows(read(shipped.folder), shipped.lexicon)
    assert len(found) > 55
    ends = set(zip(found["sender"], found["receiver"], strict=True))
    assert {("北京", "津冀"), ("津冀", "北京"), ("京津", "河北"), ("北京", "雄安新区"), ("北京", "")} <= ends
    assert not [pair for pair in ends if pair[0] == pair[1]]
