"""The scorer, by hand, and annotated paragraphs as it reads them."""

import json

import pandas as pd
import pytest

from helpers import CorpusError
from helpers.evaluation.gold import read_annotated
from helpers.evaluation.score import score, score_annotated
from helpers.figures.rows import YEARS


def _figures(*rows):
    names = ["source_id", "start", "end", "value", "unit", "bound", "kind", "region", "indicator", "optional"]
    table = pd.DataFrame(rows, columns=names).assign(year_from=None, year_to=2022, base_year=None)
    return table.astype(dict.fromkeys(YEARS, "Int64"))


def test_score_by_hand():
    gold = _figures(
        ("s", 10, 14, 5.0, "家", "=", "level", "北京", "新建学校", False),
        ("s", 20, 24, 7.0, "家", "=", "level", "北京", "新建医院", False),
        ("s", 30, 34, 9.0, "年", "=", "level", "北京", "时间", True),
    )
    found = _figures(
        ("s", 11, 15, 5.0, "家", "=", "level", "北京", "学校", False),
        ("s", 20, 24, 8.0, "家", "=", "level", "北京", "新建医院", False),
        ("s", 30, 34, 9.0, "年", "=", "level", "天津", "时间", False),
    )
    table = score(found, gold).set_index("measure")
    # Found of two: one; predicted within the paragraph and not optional: two.
    assert table.loc["quantity", ["precision", "recall", "f1"]].to_list() == pytest.approx([0.5, 0.5, 0.5])
    # 学校 shares one of four pairs of characters' places with 新建学校: 2 * 1 / (3 + 1) is just enough.
    assert table.loc["full row", "f1"] == pytest.approx(0.5)


TEXT = "青河去年新建学校43所，占全市的三分之一。"
PARAGRAPH = {
    "article": "a",
    "para": 3,
    "published": 2024,
    "text": TEXT,
    "rows": [
        {"quote": "43所", "indicator": "新建学校", "region": "北京市", "value": 43, "unit": "所", "bound": "=", "kind": "level",
         "from": 2023, "to": 2023, "base": None},
        {"quote": "一", "nth": 0, "indicator": "没有", "region": None, "value": 7, "unit": "TEU", "bound": "=", "kind": "level",
         "from": None, "to": None, "base": None, "optional": True},
    ],
}  # fmt: skip


def test_annotated_paragraphs_are_read_with_places_and_bare_forms(tmp_path):
    (tmp_path / "gold.jsonl").write_text(json.dumps(PARAGRAPH, ensure_ascii=False) + "\n", encoding="utf-8")
    figures, texts = read_annotated(tmp_path / "gold.jsonl")
    assert figures[["source_id", "start", "end", "region", "unit", "optional"]].to_numpy().tolist() == [
        ["a:3", 8, 11, "北京", "所", False],
        ["a:3", 19, 20, "", "标准箱", True],
    ]
    assert texts["published"].to_list() == [2024]
    table = score_annotated(tmp_path / "gold.jsonl").set_index("measure")
    # The school is found, the third is one too many; the place was read from nowhere.
    assert table.loc["quantity", ["precision", "recall"]].to_list() == [0.5, 1.0]
    assert table.loc["region", "f1"] == 0
    assert table.loc["label", "f1"] == 1


def test_a_missing_file_of_annotations_is_refused(tmp_path):
    with pytest.raises(CorpusError, match=r"there is no file .*gold\.jsonl"):
        read_annotated(tmp_path / "gold.jsonl")
