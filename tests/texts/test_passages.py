"""From raw text to clean paragraphs with their places, and from paragraphs to passages."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.texts.markup import COLUMNS
from helpers.texts.passages import cut_passages, paragraphs

RAW = "报头\n三城協(xié)同,共 1,100 亩；年底能通車,桥\n\n新桥 供图\n\n也修好了。✎\n"


def _markup(*rows):
    table = pd.DataFrame([("s", *row) for row in rows], columns=list(COLUMNS))
    return table.astype({"start": int, "end": int})


def test_paragraphs_are_edited_cleaned_and_know_where_they_come_from():
    caption = RAW.index("\n\n新桥"), RAW.index("也修")
    markup = _markup((3, len(RAW), "article", "a1", ""), (*caption, "join", "", ""))
    (row,) = paragraphs(RAW, "s", markup).to_dict("records")
    assert row["text"] == "三城协同，共1,100亩；年底能通车，桥也修好了。"
    assert (row["article_id"], row["paragraph"], row["part"]) == ("a1", 1, "body")
    assert RAW[row["start"] : row["end"]].startswith("三城")
    assert RAW[row["end"] - 1] == "✎"
    number = row["text"].index("1,100亩")
    places = row["places"][number : number + 6]
    assert "".join(RAW[place] for place in places) == "1,100亩"
    assert RAW[places[0] : places[-1] + 1] == "1,100 亩"
    assert RAW[row["places"][row["text"].index("桥") + 1]] == "也"


def test_a_text_without_markup_is_rejoined_across_a_caption():
    broken = "去年冬天，三城的人在河边开了一次长会，把修堤的钱和出工的人一项一项算清楚以后才"
    table = paragraphs(f"{broken}\n新桥 供图\n散去。\n", "page", _markup())
    assert list(table["text"]) == [f"{broken}散去。", "新桥 供图"]
    assert set(table["article_id"]) == {"page"}
    assert list(table["paragraph"]) == [1, 2]
    assert len(table["places"].iloc[0]) == len(table["text"].iloc[0])


def test_a_text_of_nothing_but_removed_lines_gives_no_paragraph():
    markup = _markup((0, 2, "article", "a1", ""), (0, 2, "title", "", ""))
    assert paragraphs("题目\n", "s", markup).empty


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


def test_markup_without_an_article_is_carried_out_on_the_whole_text():
    text = "第3版\n水清了。\n新桥\n路通了。"
    markup = pd.DataFrame(
        [("page", 0, 3, "furniture", "", ""), ("page", 9, 11, "heading", "", "")],
        columns=["source_id", "start", "end", "kind", "text", "note"],
    )
    table = paragraphs(text, "page", markup)
    assert table["text"].to_list() == ["水清了。", "新桥", "路通了。"]
    assert table["part"].to_list() == ["body", "heading", "body"]
    assert set(table["article_id"]) == {"page"}
