"""Figures of texts: every Chinese character has its glyph, every article its part of a bar, every kind its count."""

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from pictures import draw, faults, style, told  # noqa: F401 (style is a fixture)

from helpers.show import plots_texts
from helpers.show.style import BLUE, LIGHT

ARTICLES = pd.DataFrame(
    {
        "group": ["专稿 feature", "专稿 feature", "web page"],
        "on_topic": [True, True, False],
        "characters": [222, 471, 54],
    }
)
DIRT = pd.DataFrame(
    {
        "source_id": ["t", "t", "t", "s", "s", "s"],
        "kind": ["pinyin gloss", "LaTeX", "end mark"] * 2,
        "before": [429, 0, 1200, 3, 0, 0],
        "after": 0,
    }
)


def test_a_missing_glyph_is_an_error():
    ax = plots_texts.article_lengths(ARTICLES.assign(group="字\ue854"))
    with pytest.raises(UserWarning, match="Glyph"):
        draw(ax)


def test_every_article_is_a_part_of_the_bar_of_its_group_the_longest_first():
    ax = plots_texts.article_lengths(ARTICLES.iloc[[0, 2, 1]])
    draw(ax)
    bars = [(bar.get_x(), bar.get_width(), to_hex(bar.get_facecolor()).upper()) for bar in ax.patches]
    assert bars == [(0, 471, BLUE), (471, 222, BLUE), (0, 54, LIGHT)]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["专稿 feature", "web page"]
    assert [text.get_text() for text in ax.texts] == ["693\n2 articles", "54\n1 article"]
    assert told(ax)[0] == "专稿 feature has 93% of all characters"
    assert told(ax)[1] == "Each part of a bar is one of 3 articles. Characters without spaces, 747 in all."


def test_sources_are_named_in_both_languages():
    sources = pd.DataFrame(
        {
            "source_id": list("abcdefg"),
            "publication": ["河报", "daily (name lost)", "", "River Daily", "", "", ""],
            "gloss": ["River Daily", "a daily", "a page", "", "", "sample", "sample"],
        }
    )
    names = {"a": "河报 River Daily", "b": "a daily", "c": "a page", "d": "River Daily", "e": "e"}
    names |= {"f": "sample (f)", "g": "sample (g)"}
    assert plots_texts.source_names(sources) == names


def test_articles_are_named_by_the_chinese_field_and_the_english_title():
    articles = pd.DataFrame(
        {
            "article_id": list("abc"),
            "title": ["桥", "河", ""],
            "title_gloss": ["Bridges", "", ""],
            "field": ["ecology", "towns", ""],
        }
    )
    fields = pd.DataFrame({"field": ["ecology"], "chinese": ["生态"]})
    assert plots_texts.article_names(articles, fields) == {"a": "生态 Bridges", "b": "河", "c": "c"}


def test_dirt_stands_under_its_source_with_both_counts():
    ax = plots_texts.dirt_before_and_after(DIRT, names={"s": "河报 River Daily"})
    draw(ax)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["end mark", "pinyin gloss", "pinyin gloss"]
    counts = [text.get_text() for text in ax.texts if "→" in text.get_text()]
    assert counts == ["1,200 → 0", "429 → 0", "3 → 0"]
    assert [text.get_text() for text in ax.texts if "→" not in text.get_text()] == ["t", "河报 River Daily"]
    assert [bar.get_width() for bar in ax.patches] == [1200, 429, 3, 0, 0, 0]
    title, above, _ = told(ax)
    assert title == "1,632 dirty places before cleaning, none after"
    assert above.endswith("3 kinds were looked for in 2 sources; those found are drawn.")


def test_what_is_left_is_counted_in_the_title():
    ax = plots_texts.dirt_before_and_after(DIRT.assign(after=[0, 7, 0, 0, 0, 0]))
    assert told(ax)[0] == "1,632 dirty places before cleaning, 7 after"
    assert "0 → 7" in [text.get_text() for text in ax.texts]


def test_sources_without_dirt_have_all_kinds():
    ax = plots_texts.dirt_before_and_after(DIRT.assign(before=0))
    assert len(ax.get_yticklabels()) == 6
    assert faults(ax.figure) == []


ODD = "$\\href{x}{河}$\n\x1b\u202e" + "河" * 300


def test_figures_of_texts_have_no_fault():
    assert faults(plots_texts.article_lengths(ARTICLES).figure) == []
    assert faults(plots_texts.dirt_before_and_after(DIRT).figure) == []


def test_whatever_a_name_holds_is_drawn_inside():
    for ax in (
        plots_texts.article_lengths(ARTICLES.assign(group=ODD)),
        plots_texts.dirt_before_and_after(DIRT, names={"s": ODD}),
    ):
        assert [fault for fault in faults(ax.figure) if "outside" in fault] == []
