"""The checker of figures: each planted fault is found, and named once, and a figure without faults has none."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from faults import EYES, contrast, distance
from matplotlib.colors import to_rgb
from pictures import faults, style  # noqa: F401 (style is a fixture)

from helpers.show.style import BLUE, GREY, LIGHT, ORANGE, SKY, WIDTH, finish


def _figure(*, width=WIDTH):
    """A figure without a fault: two bars with their names, a label on one of them, a title, a note."""
    ax = plt.subplots(figsize=(width, 2), layout="constrained")[1]
    ax.barh(["河 river", "桥 bridge"], [3, 2], color=[BLUE, ORANGE])
    ax.text(0.5, 0, "in white", color="white", va="center")
    return finish(ax, title="Rivers before bridges", subtitle="Metres.", source="Source: made up.")


def test_a_clean_figure_has_none():
    assert faults(_figure().figure) == []
    assert faults(_figure()) == []


def test_what_is_looked_at_is_left_as_it_was():
    ax = _figure()
    ax.figure.canvas.draw()
    before = np.array(ax.figure.canvas.buffer_rgba())
    faults(ax.figure)
    ax.figure.canvas.draw()
    assert (before == np.array(ax.figure.canvas.buffer_rgba())).all()


def _overlap(ax):
    ax.text(2.2, 1, "over the label", va="center")
    ax.text(2.3, 1, "one text", va="center")


def _tick_overlap(ax):
    ax.set_yticks([0, 0.05], ["河 river", "桥 bridge"])


def _text_outside(ax):
    ax.figure.text(0.9, 0.5, "over the right edge")


def _mark_outside(ax):
    ax.set_xlim(0, 3)
    (line,) = ax.plot([0, 9], [0.5, 0.5], color=BLUE, linewidth=3, clip_on=False)
    line.set_in_layout(False)


def _small(ax):
    ax.text(2.5, 1, "tiny", fontsize=7.5)


def _pale(ax):
    ax.text(2.5, 1, "pale", color=LIGHT)


def _faded(ax):
    ax.text(2.5, 1, "faded", color=GREY, alpha=0.6)


def _dark_on_bar(ax):
    ax.text(1.5, 0, "on a bar", color="black", va="center")


def _half_on_bar(ax):
    ax.text(2.9, 0, "half on it", color="black", va="center")


def _crossed(ax):
    ax.text(2.5, 1, "crossed out", va="center")
    ax.plot([2.2, 4], [1, 1], color="black", linewidth=3, scalex=False)


def _on_a_line(ax):
    ax.text(2.1, 1, "on a line", va="center")
    ax.axvline(2.25, color="black", linewidth=0.8)


def _under_the_line_to_another(ax):
    ax.text(2.1, 1, "under the line", va="center")
    ax.annotate("far", (2.1, 1), (2.9, 1), va="center", arrowprops={"arrowstyle": "-"})


def _in_a_box(ax):
    ax.text(2.4, 1, "boxed", color="white", va="center", bbox={"facecolor": SKY, "edgecolor": "none"})


def _alike_for_some(ax):
    ax.scatter([2.5], [1], color="#B3A000")


def _alike_lines(ax):
    ax.plot([2.5, 2.8], [0.9, 1.1], color="#0A7AB8", linewidth=2)


PLANTED = [
    (_overlap, "'over the label' and 'one text' overlap"),
    (_tick_overlap, "'河 river' and '桥 bridge' overlap"),
    (_text_outside, "'over the right edge' is outside the canvas"),
    (_mark_outside, "Line2D is outside the canvas"),
    (_small, "'tiny' has 7.5 points"),
    (_pale, "'pale' has a contrast of 1.9"),
    (_faded, "'faded' has a contrast of 2"),
    (_dark_on_bar, "'on a bar' has a contrast of 4.0"),
    (_half_on_bar, "'half on it' has a contrast of 4.0"),
    (_crossed, "'crossed out' has a contrast of 1.0"),
    (_on_a_line, "'on a line' has a contrast of"),
    (_under_the_line_to_another, "'under the line' has a contrast of"),
    (_in_a_box, "'boxed' has a contrast of 2.3"),
    (_alike_for_some, "apart for deuteranopia"),
    (_alike_lines, "apart for all cones"),
]


@pytest.mark.parametrize(("plant", "named"), PLANTED, ids=[plant.__name__ for plant, _ in PLANTED])
def test_a_planted_fault_is_found(plant, named):
    ax = _figure()
    plant(ax)
    found = faults(ax.figure)
    assert any(named in fault for fault in found), found


@pytest.mark.parametrize("plant", [_small, _pale, _crossed, _text_outside], ids=lambda plant: plant.__name__)
def test_nothing_else_is_named_beside_it(plant):
    ax = _figure()
    plant(ax)
    assert len(faults(ax.figure)) == 1


def test_a_figure_that_is_too_wide_is_named_and_so_are_its_letters_on_a_phone():
    found = faults(_figure(width=WIDTH * 1.4).figure)
    assert "7.56 inches wide" in found
    assert any("'Metres.' has 9 points, 5.9 pixels on a phone" in fault for fault in found)


def test_what_is_not_drawn_has_no_fault():
    ax = _figure()
    ax.text(1, 1, "hidden", fontsize=3).set_visible(False)
    ax.text(1, 1, " ", fontsize=3)
    assert faults(ax.figure) == []


def test_shades_of_a_scale_are_no_categories():
    ax = _figure()
    ax.scatter([2.5, 2.6], [1, 1], c=[0.1, 0.11], cmap="cividis")
    assert faults(ax.figure) == []


def test_contrast_is_that_of_the_standard():
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)
    # The grey that is just dark enough on white, as the standard's own pages say of it.
    assert contrast(to_rgb("#767676"), (1, 1, 1)) == pytest.approx(4.54, abs=0.01)


def test_eyes_without_a_cone_mix_up_what_they_are_known_to():
    red, green, blue, teal = map(to_rgb, ("#C00000", "#5A6B00", "#0072B2", "#00807A"))
    assert distance(red, green, "all cones") > 80
    assert distance(red, green, "protanopia") < distance(red, green, "all cones") / 2
    assert distance(blue, teal, "tritanopia") < distance(blue, teal, "all cones") / 2
    # White stays white: the rows of each matrix add up to one.
    assert all(np.allclose(matrix.sum(axis=1), 1, atol=1e-5) for matrix in EYES.values())
