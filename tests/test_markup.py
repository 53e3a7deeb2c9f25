"""Stand-off markup: applied to ten-line texts, refused with the row number where it is wrong."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.markup import COLUMNS, KINDS, apply_markup, cut_passages, plain_lines, read_markup
from helpers.sources import CorpusError

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
    table = apply_markup(TEXT, MARKUP)
    assert list(table["text"]) == ["水清了，人也回来了。", "看路。", "完"]
    assert list(table["part"]) == ["body", "body", "heading"]
    assert list(table["paragraph"]) == [1, 2, 3]
    assert set(table["article_id"]) == {"a1"}


def test_paragraphs_keep_their_raw_positions():
    table = apply_markup(TEXT, MARKUP)
    for row in table.itertuples():
        assert TEXT[row.start] == row.text[0]
        assert TEXT[row.end - 1] == row.text[-1]


def test_removed_kinds_vanish_and_labels_stay():
    for kind in sorted(KINDS - {"article", "join", "break", "emend"}):
        table = apply_markup("甲乙\n丙", _rows((0, 4, "article", "a", ""), (0, 2, kind, "", "")))
        kept = kind in ("lead", "heading")
        assert list(table["text"]) == (["甲乙", "丙"] if kept else ["丙"])
        assert list(table["part"]) == ([kind, "body"] if kept else ["body"])


def test_edits_inside_removed_spans_do_nothing():
    rows = _rows((0, 5, "article", "a", ""), (0, 3, "caption", "", ""), (1, 2, "emend", "错", ""))
    assert list(apply_markup("甲乙丙\n丁", rows)["text"]) == ["丁"]


def test_join_may_carry_glue():
    rows = _rows((0, 5, "article", "a", ""), (2, 3, "join", " ", ""))
    assert list(apply_markup("修路\n办厂", rows)["text"]) == ["修路 办厂"]


def test_order_of_rows_does_not_matter():
    pd.testing.assert_frame_equal(
        apply_markup(TEXT, MARKUP), apply_markup(TEXT, MARKUP.sample(frac=1, random_state=1).reset_index(drop=True))
    )


def test_plain_lines_are_one_article():
    table = plain_lines("\n 甲 \n\n乙", "page")
    assert table[["article_id", "part", "start", "end", "text"]].to_numpy().tolist() == [
        ["page", "body", 2, 3, "甲"],
        ["page", "body", 6, 7, "乙"],
    ]


@pytest.mark.parametrize(
    ("words", "least", "expected"),
    [
        ([], 5, []),
        ([4], 5, [0]),
        ([5], 5, [1]),
        ([2, 2], 5, [0, 0]),
        ([3, 3, 2], 5, [1, 1, 1]),
        ([3, 3, 2, 3], 5, [1, 1, 2, 2]),
        ([9, 9], 5, [1, 2]),
        ([9, 0], 5, [1, 1]),
        ([0, 9, 1, 9], 5, [1, 1, 2, 2]),
    ],
)
def test_cut_passages(words, least, expected):
    assert cut_passages(words, least=least) == expected


@settings(max_examples=500, derandomize=True)
@given(st.lists(st.integers(0, 40)), st.integers(1, 60))
def test_no_passage_is_shorter_than_the_least(words, least):
    numbers = cut_passages(words, least=least)
    assert numbers == sorted(numbers)
    sizes = pd.Series(words, dtype=int).groupby(numbers).sum()
    assert all(size >= least for number, size in sizes.items() if number > 0)
    assert sum(words) < least or 0 not in numbers


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
    ("s,1,3,join,,\ns,2,4,emend,x,", "row 4 .*overlaps the join at 1-3"),
]


@pytest.mark.parametrize(("rows", "words"), BAD)
def test_bad_markup_is_refused_by_row_number(tmp_path, rows, words):
    path = tmp_path / "markup.csv"
    path.write_text(",".join(COLUMNS) + "\n" + GOOD + rows + "\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=words):
        read_markup(path, {"s": 10})


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
