"""The way of each figure: what was offered, what was chosen, and why, equal to the row that comes of it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.figures.explain import CLAUSES, COLUMNS, clauses, explain
from helpers.figures.rows import extract

TEXT = "2023年，河北承接京津项目252个，比2014年增长12.5%，占全省的三分之一。"


def _chosen(table, figure, layer):
    rows = table[(table["figure"] == figure) & (table["layer"] == layer) & table["chosen"]]
    return rows[["value", "source"]].to_numpy().tolist()


def test_the_chosen_reading_is_the_one_of_the_row_with_its_reason():
    table = explain(TEXT)
    assert list(table.columns) == list(COLUMNS)
    assert _chosen(table, "252个", "region") == [["河北", "its clause"]]
    assert _chosen(table, "12.5%", "region") == [["河北", "a clause before"]]
    assert _chosen(table, "12.5%", "kind") == [["change", "增长"]]
    assert _chosen(table, "12.5%", "years") == [[(2014, 2023, 2014), "against a year"]]
    assert _chosen(table, "12.5%", "label") == [["承接京津项目", "subject of the figure before"]]


def test_candidates_that_were_not_chosen_are_told():
    table = explain("天津有路，北京的路长40公里。")
    regions = table[table["layer"] == "region"]
    assert list(regions["chosen"]) == [True] + [False] * (len(regions) - 1)
    assert len(regions) > 1


def test_a_text_without_figures_has_no_way():
    assert explain("没有数字。").empty


def test_the_table_of_clauses_says_what_each_inherits_and_from_where():
    table = clauses("截至目前，北京从保定引进学生12人，占全市的5%。树多了。", published=2024)
    assert list(table.columns) == list(CLAUSES)
    assert table["clause"].tolist() == ["截至目前，", "北京从保定引进学生12人，", "占全市的5%。", "树多了。"]
    assert table["sentence"].tolist() == [1, 1, 1, 2]
    assert table["lead"].tolist() == ["截至目前", "", "", ""]
    assert table["roles"].tolist() == ["", "北京 subject, 保定 origin", "", ""]
    assert table["place"].tolist() == ["", "北京", "北京", "北京"]
    assert table["place_from"].fillna(0).tolist() == [0, 2, 2, 2]
    assert table.loc[2, ["subject", "predicate"]].tolist() == ["北京从保定引进学生", "12人"]


def test_a_clause_without_a_figure_has_its_place_as_subject():
    table = clauses("天津深化合作，产值增长5%。")
    assert table[["subject", "predicate"]].to_numpy().tolist() == [["天津", "深化合作"], ["产值", "增长5%"]]
    assert table["time"].tolist() == ["", ""]


def test_a_text_without_figures_has_no_clauses_to_show():
    assert clauses("没有数字。").empty


PARTS = "12 3.5 万 亿 元 % 个百分点 近 2023年 至 由 增长 下降 三地 北京 天津 河北 分别 、 ， 。 比 是 的 倍 到 六成 占 家 企业".split()


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PARTS), max_size=14).map("".join))
def test_what_is_explained_is_what_is_extracted(text):
    rows, table = extract(text, published=2024), explain(text, published=2024)
    for layer, column in (("label", "indicator"), ("region", "region"), ("kind", "kind")):
        chosen = table[(table["layer"] == layer) & table["chosen"]]["value"].tolist()
        expected = rows[column].astype(object).where(rows[column].notna(), None).tolist()
        assert chosen == [value for value in expected if value is not None], layer
    assert (table["layer"] == "quantity").sum() == len(rows)
