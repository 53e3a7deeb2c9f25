"""The style of figures: their font, and where title, subtitle and source stand."""

import io

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib import font_manager
from matplotlib.text import Text
from pictures import boxes, draw, style, written  # noqa: F401 (style is a fixture)

from helpers.show.style import GAP, LEDGER_NOTE, LONGEST, SOURCE_NOTE, finish, font_path, grid, short

LAYOUTS = [None, "constrained", "tight"]


def _labelled(ax, *, size, turned):
    ax.bar(["桥边的集市", "一条河", "三座城"], [1, 2, 3])
    ax.tick_params(axis="x", labelsize=size, labelrotation=turned)
    ax.set_yticks([1], ["a long name of a row that takes much of the width"])


def _gap(note, axes):
    """How far a note stands below the lowest name or tick label, in points."""
    renderer = note.figure.canvas.get_renderer()
    lowest = min(ax.xaxis.get_tightbbox(renderer).y0 for ax in axes)
    return (lowest - boxes([note])[0].y1) * 72 / note.figure.dpi


def _title(ax):
    return ax.findobj(lambda text: isinstance(text, Text) and text.get_text() == ax.get_title("left"))


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


def test_a_dollar_sign_in_a_title_opens_no_formula():
    ax = plt.subplots()[1]
    finish(ax, title="$\\href{x}$ 河\x1b", subtitle="$x$ " + "河" * 500, source="$y$")
    draw(ax)
    assert ax.get_title("left") == "$\\href{x}$ 河[U+001B]"
    assert [len(note.get_text()) for note in written(ax)] == [LONGEST, 3]


def test_a_grid_has_as_many_panels_as_asked_for():
    axes = grid(5, 3, width=9, height=2)
    assert axes[0].figure.axes == list(axes)
    assert axes[0].figure.get_size_inches().tolist() == [9, 4]
    draw(axes[0])
    assert len({round(ax.bbox.x0) for ax in axes}) == 3


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("size", "turned"), [(6, 0), (20, 0), (9, 35), (14, 90)])
def test_the_note_keeps_its_distance_from_the_labels(layout, size, turned):
    ax = plt.subplots(layout=layout)[1]
    _labelled(ax, size=size, turned=turned)
    assert finish(ax, title="t", source=LEDGER_NOTE) is ax
    draw(ax)
    (note,) = written(ax)
    assert _gap(note, [ax]) == pytest.approx(GAP, abs=0.5)
    ax.set_xlabel("one more line")
    ax.tick_params(axis="x", labelsize=size + 5)
    draw(ax)
    assert _gap(note, [ax]) == pytest.approx(GAP, abs=0.5)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_several_axes_have_one_title_above_and_one_note_below_all(layout):
    axes = plt.subplots(2, 2, figsize=(14, 8), layout=layout)[1].ravel()
    for ax, turned in zip(axes, (0, 0, 20, 90), strict=True):
        _labelled(ax, size=8, turned=turned)
        ax.set_title("two\nlines")
    assert finish(axes, title="of all", subtitle="how to read it") is axes
    draw(axes[0])
    assert [text.get_text() for text in written(axes[0])] == ["of all", "how to read it", SOURCE_NOTE]
    title, subtitle, note = boxes(written(axes[0]))
    top = max(box.y1 for ax in axes for box in boxes(_title(ax)))
    assert title.y0 > subtitle.y1 - 1 > subtitle.y0 > top
    assert _gap(written(axes[0])[2], axes) == pytest.approx(GAP, abs=0.5)
    assert {round(box.x0) for box in (title, subtitle, note)} == {round(min(ax.bbox.x0 for ax in axes))}


def test_title_and_subtitle_of_one_axes_do_not_touch():
    ax = plt.subplots()[1]
    finish(ax, title="type and gap", subtitle="Type, gap")
    draw(ax)
    subtitle, note = written(ax)
    above, below = boxes([*_title(ax), subtitle])
    assert ax.get_title("left") == "type and gap"
    assert above.y0 >= below.y1 - 1
    assert below.y0 > ax.bbox.y1
    assert note.get_text() == SOURCE_NOTE


def test_a_wide_note_neither_shrinks_the_axes_nor_is_cut():
    plain, noted = (plt.subplots(figsize=(4, 3), layout="constrained")[1] for _ in range(2))
    for ax in (plain, noted):
        _labelled(ax, size=8, turned=0)
        ax.set_title("t", loc="left")
    finish(noted, title="t", source=LEDGER_NOTE * 2)
    draw(plain)
    draw(noted)
    assert noted.bbox.width == plain.bbox.width
    (box,) = boxes(written(noted))
    assert box.x1 > noted.figure.bbox.x1
    whole = noted.figure.get_tightbbox().x1 * noted.figure.dpi
    assert whole >= box.x1 - 1
    data = io.BytesIO()
    noted.figure.savefig(data, format="png")
    data.seek(0)
    picture = plt.imread(data)
    assert picture.shape[1] > noted.figure.bbox.width
    # The last letters are in the picture: some ink near its right edge, none at it.
    assert picture[-60:, -40:, :3].min() < 0.8
    assert np.all(picture[:, -2:, :3] == 1)
