"""Shades: numbers that can be read on them, and a scale that says what is darkest."""

import numpy as np
import pytest
from pictures import faults, style  # noqa: F401 (style is a fixture)

from helpers.show import shades
from helpers.show.sheet import cut, sheet
from helpers.show.style import finish


def test_numbers_in_cells_stand_out_from_their_shade():
    assert shades._ink(0.0) == "black"
    assert shades._ink(1.0) == "white"


@pytest.mark.parametrize(
    ("values", "written"),
    [([[3, 0], [1, 12]], ["3", "1", "12", "0", "12"]), ([[0.5, 0.04], [0.05, 1.0]], ["50", "5", "100", "0", "100%"])],
)
def test_counts_are_written_as_they_are_and_shares_in_per_cent(values, written):
    ax, edges = sheet(), np.array([20.0, 60, 100])
    shades.cells(ax, np.array(values, dtype=float), edges, edges)
    cut(ax, shades.scale(ax, np.array(values, dtype=float), 120))
    assert [text.get_text() for text in ax.texts] == written
    assert faults(finish(ax, title="Of four cells", source="made up")) == []
