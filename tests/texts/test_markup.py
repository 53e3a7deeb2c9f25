"""Stand-off markup: applied to ten-line texts, refused with the row number where it is wrong."""

import pandas as pd
import pytest

from helpers import CorpusError
from helpers.texts.markup import COLUMNS, KINDS, apply_markup, plain_lines, read_markup
from helpers.texts.passages import paragraphs

TEXT = "报头\n一条河\n文/编辑部\n水清了，人也\n\n新桥\n\n回来来了。看路。\n完"


def _rows(*rows):
    table = pd.DataFrame([("s", *row) for row in rows], columns=list(COLUMNS))
    return table.astype({"start": int, "end": int})


def _span(text, part):
    start = text.index(part)
    return start, start + len(part)


MARKUP = _rows(
    (3, len(TEXT), "article", "a1", ""),
    (*_span(TEXT, "一条河"), "title", "", ""),
    (*_span(TEXT, "文/编辑部"), "byline", "", ""),
    (19, 21, "join", "", ""),
    (*_span(TEXT, "新桥"), "caption", "", ""),
    (23, 25, "join", "", ""),
    (*_span(TEXT, "来来"), "emend", "来", "doubled"),
    (TEXT.index("看路"), TEXT.index("看路"), "break", "", ""),
    (*_span(TEXT, "完"), "heading", "", ""),
)


def test_apply_markup_by_hand():
    lines = apply_markup(TEXT, MARKUP)
    assert [line.text.text for line in lines] == ["水清了，人也回来了。", "看路。", "完"]
    assert [line.part for line in lines] == ["body", "body", "heading"]
    assert {line.article_id for line in lines} == {"a1"}


def test_every_character_keeps_its_raw_position():
    for line in apply_markup(TEXT, MARKUP):
        assert "".join(TEXT[place] for place in line.text.places) == line.text.text


def test_removed_kinds_vanish_and_labels_stay():
    for kind in sorted(KINDS - {"article", "join", "break", "emend"}):
        lines = apply_markup("甲乙\n丙", _rows((0, 4, "article", "a", ""), (0, 2, kind, "", "")))
        kept = kind in ("lead", "heading")
        assert [line.text.text for line in lines] == (["甲乙", "丙"] if kept else ["丙"])
        assert [line.part for line in lines] == ([kind, "body"] if kept else ["body"])


def test_edits_inside_removed_spans_do_nothing():
    rows = _rows((0, 5, "article", "a", ""), (0, 3, "caption", "", ""), (1, 2, "emend", "错", ""))
    assert [line.text.text for line in apply_markup("甲乙丙\n丁", rows)] == ["丁"]


def test_join_may_carry_glue():
    rows = _rows((0, 5, "article", "a", ""), (2, 3, "join", " ", ""))
    (line,) = apply_markup("修路\n办厂", rows)
    assert line.text.text == "修路 办厂"
    assert list(line.text.places) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\u2028"])
def test_a_line_end_of_any_kind_in_an_emendation_ends_a_line(end):
    rows = _rows((0, 3, "article", "a", ""), (1, 2, "emend", f"水{end}河", ""))
    assert list(paragraphs("甲乙丙", "s", rows)["text"]) == ["甲水", "河丙"]


def test_order_of_rows_does_not_matter():
    shuffled = apply_markup(TEXT, MARKUP.sample(frac=1, random_state=1).reset_index(drop=True))
    assert [line.text.text for line in shuffled] == [line.text.text for line in apply_markup(TEXT, MARKUP)]


def test_plain_lines_are_one_article():
    lines = plain_lines("\n 甲 \n\n乙", "page")
    assert [(line.article_id, line.part, line.text.text, list(line.text.places)) for line in lines] == [
        ("page", "body", "", []),
        ("page", "body", " 甲 ", [1, 2, 3]),
        ("page", "body", "", []),
        ("page", "body", "乙", [6]),
    ]


GOOD = "s,0,9,article,a1,\n"
BAD = [
    ("s,0,9,titel,,", "row 3 .*unknown kind 'titel'.*Expected: one of article, break.*Repair: correct the kind"),
    ("x,0,9,title,,", "row 3 .*unknown source 'x'.*Expected: one of s"),
    ("s,0,11,title,,", r"row 3 .*out of range.*within the 10 characters"),
    ("s,5,5,title,,", "row 3 .*out of range"),
    ("s,6,5,title,,", "row 3 .*out of range"),
    ("s,-1,5,title,,", "row 3 .*start is '-1'.*whole number"),
    ("s,two,5,title,,", "row 3 .*start is 'two'"),
    ("s,8,10,article,a2,", "row 3 .*overlaps the article at 0-9"),
    ("s,9,10,article,a1,", "row 3 .*the article_id a1 is taken"),
    ("s,9,10,article,,", "row 3 .*an article without an id"),
    ("s,1,3,title,,\ns,2,4,caption,,", "row 4 .*overlaps the title at 1-3"),
    ("s,8,10,caption,,", "row 3 .*crosses the border of the article a1.*Repair: cut it in two"),
    ("s,9,10,heading,,", "row 3 .*is in no article, so it does nothing.*Expected: a span inside an article"),
    (f"s,{'1' * 5000},9,title,,", "row 3 .*start is '1111"),
    ("s,1,3,join,,\ns,2,4,emend,x,", "row 4 .*overlaps the join at 1-3"),
]


@pytest.mark.parametrize(("rows", "words"), BAD)
def test_bad_markup_is_refused_by_row_number(tmp_path, rows, words):
    path = tmp_path / "markup.csv"
    path.write_text(",".join(COLUMNS) + "\n" + GOOD + rows + "\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=words):
        read_markup(path, {"s": 10})


@pytest.mark.parametrize("kind", ["furniture", "spam", "teaser", "note"])
def test_what_is_taken_out_may_be_outside_articles(tmp_path, kind):
    path = tmp_path / "markup.csv"
    path.write_text(",".join(COLUMNS) + "\n" + GOOD + f"s,9,10,{kind},,\n", encoding="utf-8")
    assert len(read_markup(path, {"s": 10})) == 2


def test_good_markup_is_read_with_numbers(tmp_path):
    path = tmp_path / "markup.csv"
    path.write_text(
        ",".join(COLUMNS) + "\n" + GOOD + "s,3,3,break,,\ns,1,3,heading,,\ns,1,2,emend,x,\n", encoding="utf-8"
    )
    table = read_markup(path, {"s": 10})
    assert list(table["start"]) == [0, 3, 1, 1]
    assert len(read_markup(path, {"s": None})) == 4


def test_a_missing_column_is_named(tmp_path):
    path = tmp_path / "markup.csv"
    path.write_text("source_id,start,end,text,note\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="no column kind"):
        read_markup(path, {})
