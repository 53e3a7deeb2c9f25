"""Figures of what articles share: the earlier before the later, what is not known said, and all of it can be read."""

import numpy as np
import pandas as pd
import pytest
from faults import faults
from matplotlib.colors import to_hex
from pictures import draw, style, told  # noqa: F401 (style is a fixture)

from helpers.counting.formulations import read_formulations
from helpers.counting.reuse import who_repeats_whom
from helpers.files import CorpusError
from helpers.show import plots_reuse
from helpers.show.plots_texts import article_names
from helpers.show.sheet import WIDE
from helpers.show.style import BLUE, GREY, LIGHT

ARTICLES = pd.DataFrame(
    {
        "article_id": ["late", "law", "speech", "report", "other"],
        "first_published": ["2024-02", "", "2019-05-06", "2019-05", "2024-02"],
    }
)
NAMES = {"late": "生态 A late one", "law": "法律 The law", "speech": "战略 The speech", "report": "战略 The report"}
# The later, the earlier, characters.
TIES = [("law", "speech", 120), ("late", "speech", 90), ("report", "speech", 60), ("other", "late", 30), ("late", "report", 20)]  # fmt: skip
WHO = pd.DataFrame(TIES, columns=["article_id", "other_id", "characters"]).assign(places=1, longest=13)
FOUND = pd.DataFrame(
    [("守好一河清水两岸青山", "speech", 2, 0), ("守好一河清水两岸青山", "late", 1, 3), ("守好一河清水两岸青山", "law", 0, 1),
     ("年年修堤岁岁看水", "late", 1, 0), ("年年修堤月月看水", "late", 1, 0), ("三城共用一条大河", "law", 0, 2)],
    columns=["phrase", "article_id", "exact", "near"],
).assign(closest=1.0)  # fmt: skip
GLOSS = {"守好一河清水两岸青山": "keep the river clear (and its banks)"}


def _texts(ax):
    return [text.get_text() for text in ax.texts]


def test_the_matrix_has_the_later_in_rows_and_the_earlier_in_columns():
    ax = plots_reuse.reuse_matrix(WHO, ARTICLES, NAMES)
    assert faults(ax) == []
    # A day stands before its month, articles of one month as catalogued, what has no date last.
    heads = ["2019-05-06", "1 战略 The speech", "2019-05", "2 战略 The report"]
    heads += ["2024-02", "3 生态 A late one", "4 other", "no date", "5 法律 The law"]
    assert _texts(ax) == ["0", "120", *"1234", *heads, "60", "90", "20", "30", "120"]
    values = ax.collections[1].get_array().reshape(5, 4)
    expected = [[0, 0, 0, 0], [60, 0, 0, 0], [90, 20, 0, 0], [0, 0, 30, 0], [120, 0, 0, 0]]
    assert values.tolist() == expected


def test_who_was_first_is_claimed_only_where_the_dates_tell():
    title, under, _ = told(plots_reuse.reuse_matrix(WHO, ARTICLES, NAMES))
    assert title == "法律 The law and 战略 The speech share most: 120 characters"
    assert "5 of 5 articles" in under and "which was first is not known" in under
    dated = WHO[WHO["article_id"] != "law"]
    assert told(plots_reuse.reuse_matrix(dated, ARTICLES, NAMES))[0] == (
        "生态 A late one repeats 90 characters of 战略 The speech"
    )


@pytest.mark.parametrize(
    ("later", "earlier", "known"),
    [
        ("2024-02", "2019-05-06", True),
        ("2024-02-03", "2024-02-02", True),
        ("2024-02", "2024-02-02", False),
        ("2024-02-02", "2024-02", False),
        ("2024", "2023-12", True),
        ("2024-02-02", "2024-02-02", False),
        ("", "2024-02", False),
        ("2024-02", "", False),
    ],
)
def test_dates_are_compared_as_far_as_both_are_told(later, earlier, known):
    articles = pd.DataFrame({"article_id": ["a", "b"], "first_published": [later, earlier]})
    who = pd.DataFrame({"article_id": ["a"], "other_id": ["b"]})
    assert plots_reuse._is_known(who, articles).tolist() == [known]


def _many(count, characters):
    names = [f"article-{at:02}" for at in range(count)]
    articles = pd.DataFrame({"article_id": names, "first_published": [f"20{at:02}-01" for at in range(count)]})
    pairs = [(names[later], names[earlier]) for later in range(count) for earlier in range(later)]
    who = pd.DataFrame(pairs, columns=["article_id", "other_id"])
    return who.assign(characters=characters, places=1, longest=13), articles


@pytest.mark.parametrize(("characters", "rows"), [(99, 14), (346, 14), (12_345, 8)])
def test_a_matrix_has_no_more_columns_than_have_room_for_their_numbers(characters, rows):
    who, articles = _many(30, characters)
    ax = plots_reuse.reuse_matrix(who, articles, {})
    assert faults(ax) == []
    assert ax.collections[1].get_array().shape[0] == rows


def test_those_that_later_ones_repeat_most_are_always_in_the_matrix():
    who, articles = _many(30, 50)
    who.loc[who["other_id"] == "article-00", "characters"] = 60
    ax = plots_reuse.reuse_matrix(who, articles, {}, top=3)
    assert "1 article-00" in _texts(ax)


def _arcs(ax):
    return [line for line in ax.lines if len(line.get_xdata()) > 2]


def test_arcs_lead_from_the_earlier_down_to_the_later_and_are_blue_where_the_dates_tell():
    ax = plots_reuse.reuse_network(WHO, ARTICLES, NAMES)
    assert faults(ax) == []
    arcs = _arcs(ax)
    # The strongest is drawn last.
    assert [to_hex(arc.get_color()).upper() for arc in arcs] == [BLUE, GREY, GREY, BLUE, GREY]
    widths = [arc.get_linewidth() for arc in arcs]
    assert widths == sorted(widths) and widths[-1] == plots_reuse.THICK
    points = {marker.get_ydata()[0]: marker for marker in ax.lines if marker.get_marker() == "o"}
    assert sorted(points) == list(points)
    for arc in arcs:
        top, foot = arc.get_ydata()[[0, -1]]
        assert top < foot and {round(top, 6), round(foot, 6)} <= {round(at, 6) for at in points}
        assert arc.get_xdata().min() >= plots_reuse.THICK - 1e-9
    # Long arcs reach further than short ones.
    reach = [(np.ptp(arc.get_ydata()), np.ptp(arc.get_xdata())) for arc in arcs]
    assert [wide for _, wide in sorted(reach)] == sorted(wide for _, wide in reach)


def test_sources_are_blue_with_what_later_articles_repeat_of_them():
    ax = plots_reuse.reuse_network(WHO, ARTICLES, NAMES, sources=1)
    blue = [text.get_text() for text in ax.texts if text.get_color() == BLUE]
    assert blue == ["战略 The speech"]
    # Of the report and of the law it is not known whether they were later.
    assert "90 characters in 1 later article" in _texts(ax)
    title, under, _ = told(ax)
    assert title == "战略 The speech is repeated most, by 1 later article"
    assert "20 to 120 characters" in under and "5 of 5 ties: the strongest" in under


def test_a_network_draws_the_strongest_and_of_each_source_one():
    ax = plots_reuse.reuse_network(WHO, ARTICLES, NAMES, ties=3)
    assert len(_arcs(ax)) == 3
    # The weakest is the only tie by which the report is known to be repeated.
    assert {"20 characters in 1 later article", "90 characters in 1 later article"} <= set(_texts(ax))


def test_without_dates_nobody_is_said_to_repeat_anybody():
    ax = plots_reuse.reuse_network(WHO, ARTICLES.assign(first_published=""), NAMES)
    assert faults(ax) == []
    assert told(ax)[0] == "Of no two articles that share a text do the dates tell which was first"
    assert {to_hex(arc.get_color()).upper() for arc in _arcs(ax)} == {GREY}


def _cells(ax, face):
    """The places of the cells of a colour, those of the key left out."""
    drawn = [part for part in ax.collections[3:] if to_hex(part.get_facecolor()[0]).upper() == face]
    return [tuple(np.round(at, 3)) for part in drawn for at in part.get_offsets()]


def test_cells_are_filled_hollow_or_a_dot():
    ax = plots_reuse.formulation_map(FOUND, ARTICLES, GLOSS, NAMES)
    assert faults(ax) == []
    texts = _texts(ax)
    # One of the two phrases that are near each other; none that no article has word for word.
    assert [text for text in texts if "看水" in text] == ["年年修堤岁岁看水"]
    assert not [text for text in texts if "三城" in text]
    assert "守好一河清水两岸青山 keep the river clear" in texts
    assert texts.index("2 + 1") < texts.index("1 + 0")
    columns = sorted({x for x, _ in _cells(ax, BLUE) + _cells(ax, "#FFFFFF") + _cells(ax, LIGHT)})
    assert len(columns) == 5
    first = min(y for _, y in _cells(ax, BLUE))
    # speech, report, late, other, law
    assert [columns.index(x) for x, y in _cells(ax, BLUE) if y == first] == [0, 2]
    assert [columns.index(x) for x, y in _cells(ax, "#FFFFFF") if y == first] == [4]
    assert len(_cells(ax, LIGHT)) == 10 - 4
    title, under, _ = told(ax)
    assert title == "2 of 2 formulations stand word for word in 生态 A late one"
    assert "5 articles" in under and "three quarters" in under


def test_columns_are_named_by_their_date_and_many_of_one_date_together():
    articles = pd.DataFrame(
        {"article_id": list("abcdefg"), "first_published": ["2014-01", *["2024-02"] * 5, "2025-01"]}
    )
    found = pd.DataFrame({"phrase": "年年修堤岁岁看水", "article_id": list("abg"), "exact": [1, 1, 0], "near": 1})
    ax = plots_reuse.formulation_map(found, articles, {}, {"a": "战略 The first"})
    assert faults(ax) == []
    assert {"2014-01 战略 The first", "2024-02: 5 articles", "2025-01 g"} <= set(_texts(ax))
    columns = sorted({x for face in (BLUE, "#FFFFFF", LIGHT) for x, _ in _cells(ax, face)})
    steps = np.diff(columns)
    assert steps[1:5] == pytest.approx(steps[1]) and steps[[0, -1]] == pytest.approx(steps[1] + plots_reuse.APART)
    assert columns[0] > 0 and columns[-1] < WIDE


def test_no_more_columns_than_asked_for_are_drawn_those_with_most():
    ax = plots_reuse.formulation_map(FOUND, ARTICLES, {}, NAMES, columns=2, rows=1)
    assert faults(ax) == []
    assert "2 of them drawn" in told(ax)[1]
    assert len(_cells(ax, BLUE)) == 2
    # The number tells of all articles.
    assert "2 + 1" in _texts(ax)


def test_where_there_is_nothing_to_draw_it_is_said():
    with pytest.raises(CorpusError, match="no text that two articles share"):
        plots_reuse.reuse_matrix(WHO.head(0), ARTICLES, NAMES)
    with pytest.raises(CorpusError, match="no text that two articles share"):
        plots_reuse.reuse_network(WHO, ARTICLES.head(1), NAMES)
    with pytest.raises(CorpusError, match="no formulation to draw"):
        plots_reuse.formulation_map(FOUND.assign(exact=0), ARTICLES, GLOSS, NAMES)


def test_two_articles_are_enough():
    for plot in (plots_reuse.reuse_matrix, plots_reuse.reuse_network):
        assert faults(plot(WHO.iloc[[1]], ARTICLES.iloc[[0, 2]], NAMES)) == []
    assert faults(plots_reuse.formulation_map(FOUND, ARTICLES.head(1), GLOSS, NAMES)) == []


def test_what_is_given_is_left_as_it_was():
    before = [table.copy() for table in (WHO, ARTICLES, FOUND)]
    plots_reuse.reuse_matrix(WHO, ARTICLES, NAMES)
    plots_reuse.reuse_network(WHO, ARTICLES, NAMES)
    plots_reuse.formulation_map(FOUND, ARTICLES, GLOSS, NAMES)
    for table, was in zip((WHO, ARTICLES, FOUND), before, strict=True):
        pd.testing.assert_frame_equal(table, was)


def test_hostile_names_are_drawn_without_a_warning():
    hostile = "$\\frac{a}$\x1b\n" * 200
    names = dict.fromkeys(ARTICLES["article_id"], hostile)
    draw(plots_reuse.reuse_matrix(WHO, ARTICLES, names))
    draw(plots_reuse.reuse_network(WHO, ARTICLES, names))
    draw(plots_reuse.formulation_map(FOUND, ARTICLES, dict.fromkeys(FOUND["phrase"], hostile), names))


def test_figures_of_the_shipped_corpus_have_no_fault_and_no_name_is_cut(shipped):
    corpus = shipped.select()
    names, who = article_names(corpus.articles, corpus.lexicon.fields), who_repeats_whom(corpus.reuse, corpus.articles)
    found = read_formulations(corpus.folder)
    axes = [
        plots_reuse.reuse_matrix(who, corpus.articles, names),
        plots_reuse.reuse_network(who, corpus.articles, names),
        plots_reuse.formulation_map(found, corpus.articles, corpus.lexicon.glosses, names),
    ]
    for ax in axes:
        assert faults(ax) == []
        assert not any(text.endswith("…") for text in [*_texts(ax), *told(ax)])
        # The three speeches that formulations come from.
        assert all(any(f"({year})" in text for text in _texts(ax)) for year in (2014, 2019, 2023))
    # Each phrase has its English beside it, or in the line below.
    drawn = [phrase for phrase in found["phrase"].unique() if any(text.startswith(phrase) for text in _texts(axes[2]))]
    assert len(drawn) >= 20
    assert all(phrase in corpus.lexicon.glosses for phrase in drawn if phrase in _texts(axes[2]))
