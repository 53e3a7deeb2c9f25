"""The style of figures: their font, how texts are parted into lines, and where title, subtitle and source stand."""

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib import font_manager
from pictures import boxes, draw, style, told, written  # noqa: F401 (style is a fixture)

from helpers.show import style as module
from helpers.show.style import LONGEST, SMALL, TITLE, WIDTH, cite, ems, finish, font_path, grid, short, wrapped

LAYOUTS = [None, "constrained", "tight"]
SOURCES = pd.DataFrame(
    {
        "publication": ["河报", "桥刊", "河报", "", "城"],
        "published": ["2024-02-26", "2023", "2024-03-01", "", "2024"],
        "gloss": ["River Daily", "", "River Daily", "", "Town"],
    }
)


@pytest.fixture(autouse=True)
def note(monkeypatch):
    """The note of figures whose sources nobody named."""
    monkeypatch.setattr(module, "_cited", ["Source: the texts of this corpus."])


def _labelled(ax, *, size, turned):
    ax.bar(["桥边的集市", "一条河", "三座城"], [1, 2, 3])
    ax.tick_params(axis="x", labelsize=size, labelrotation=turned)
    ax.set_yticks([1], ["a long name of a row that takes much"])


def test_the_font_comes_inside_a_package_and_has_the_characters():
    font = font_manager.get_font(str(font_path()))
    assert all(font.get_char_index(ord(char)) for char in "京津冀協發μ³℃‰−—“”")


def test_without_the_package_of_the_font_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr("helpers.show.style.find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match="zhplot.*install requirements.lock"):
        font_path()


def test_short_marks_what_it_cut():
    assert [short("一条河", 3), short("一条长河", 3)] == ["一条河", "一条…"]


def test_short_puts_a_text_into_one_line_and_names_what_is_hidden_in_it():
    assert short("一条\n河\u202e", 20) == "一条 河[U+202E]"


def test_no_letter_is_wider_than_it_is_said_to_be():
    figure = plt.figure(figsize=(20, 2))
    for text in ("京津冀，河", "the quick brown fox jumps over it", "1,234.5 (2023)", "河 river 12%"):
        (box,) = boxes([figure.text(0, 0, text, fontsize=10)])
        assert box.width * 72 / figure.dpi <= ems(text) * 10 + 0.5


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("a river", ["a river"]),
        ("a river runs by", ["a river", "runs by"]),
        ("一条河，三座城", ["一条河，", "三座城"]),
        ("x" * 30, ["x" * 24, "x" * 6]),
    ],
)
def test_a_text_is_parted_where_a_line_may_end(text, lines):
    assert wrapped(text, 4.2) == lines


def test_a_dollar_sign_in_a_title_opens_no_formula():
    ax = plt.subplots(figsize=(WIDTH, 3))[1]
    finish(ax, title="$\\href{x}$ 河\x1b", subtitle="$x$ " + "河" * 500, source="$y$")
    draw(ax)
    title, subtitle, source = told(ax)
    assert (title, source) == ("$\\href{x}$ 河[U+001B]", "$y$")
    assert len(subtitle.replace(" ", "")) == LONGEST - 1
    assert subtitle.endswith("…")


def test_a_grid_has_as_many_panels_as_asked_for_in_the_one_width():
    axes = grid(5, 3, height=2)
    assert axes[0].figure.axes == list(axes)
    assert axes[0].figure.get_size_inches().tolist() == [WIDTH, 4]
    draw(axes[0])
    assert len({round(ax.bbox.x0) for ax in axes}) == 3


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("size", "turned"), [(9, 0), (12, 0), (9, 35), (14, 90)])
def test_all_that_is_written_is_inside_and_none_over_another(layout, size, turned):
    ax = plt.subplots(figsize=(WIDTH, 3), layout=layout)[1]
    _labelled(ax, size=size, turned=turned)
    assert finish(ax, title="a long title " * 6, subtitle="what is drawn " * 8, source="a source " * 12) is ax
    ax.set_xlabel("one more line")
    draw(ax)
    assert len(written(ax)) >= 6
    lines, whole = boxes(written(ax)), ax.figure.bbox
    assert all(whole.x0 <= box.x0 and box.x1 <= whole.x1 and whole.y0 <= box.y0 and box.y1 <= whole.y1 for box in lines)
    assert all(above.y0 >= below.y1 - 2.5 for above, below in pairwise(lines))
    inner = ax.get_tightbbox()
    above = [box for text, box in zip(written(ax), lines, strict=True) if box.y0 > ax.bbox.y1]
    assert min(box.y0 for box in above) >= inner.y1 - 1
    assert max(box.y1 for box in lines if box not in above) <= inner.y0 + 1


def test_several_axes_have_one_title_above_and_one_note_below_all():
    axes = grid(4, 2, height=2)
    for ax in axes:
        ax.set_title("a panel")
    assert finish(axes, title="of all", subtitle="how to read it") is axes
    draw(axes[0])
    assert told(axes[0]) == ["of all", "how to read it", "Source: the texts of this corpus."]
    title, subtitle, source = boxes(written(axes[0]))
    assert title.y0 > subtitle.y1 - 1 > subtitle.y0 > max(ax.get_tightbbox().y1 for ax in axes)
    assert source.y1 < min(ax.get_tightbbox().y0 for ax in axes)


def test_what_is_drawn_keeps_its_height():
    ax = plt.subplots(figsize=(WIDTH, 3), layout="constrained")[1]
    finish(ax, title="河 " * 100, subtitle="x", source="y")
    drawn = ax.figure.get_layout_engine().get()["rect"]
    assert ax.figure.get_figheight() * drawn[3] == pytest.approx(3)
    assert ax.figure.get_figwidth() == WIDTH


def test_title_and_lines_have_their_sizes():
    ax = plt.subplots(figsize=(WIDTH, 2))[1]
    finish(ax, title="t", subtitle="s", source="n")
    assert [text.get_fontsize() for text in written(ax)] == [TITLE, SMALL, SMALL]


def test_the_note_names_outlets_and_years():
    cite(SOURCES)
    ax = finish(plt.subplots(figsize=(WIDTH, 2))[1], title="t")
    draw(ax)
    assert told(ax)[2] == "Source: River Daily 2024; 桥刊 2023; Town 2024."


@pytest.mark.parametrize(
    ("sources", "note"),
    [
        (pd.DataFrame({"source_id": ["a"]}), "Source: the texts of this corpus."),
        (
            pd.DataFrame({"publication": list("abcdefg"), "published": "2020"}),
            "Source: a 2020; b 2020; c 2020; d 2020; e 2020; 2 more.",
        ),
    ],
)
def test_the_note_counts_what_it_does_not_name(sources, note):
    cite(sources)
    assert module._cited == [note]


def test_pictures_in_a_notebook_have_twice_the_pixels(monkeypatch):
    called = {}
    monkeypatch.setattr(module, "get_ipython", lambda: object())
    monkeypatch.setattr(module, "set_matplotlib_formats", lambda *formats, **more: called.update(more, formats=formats))
    module.use_style()
    assert called == {"formats": ("retina",), "bbox_inches": None}
    assert np.isclose(plt.rcParams["figure.dpi"], 96)
