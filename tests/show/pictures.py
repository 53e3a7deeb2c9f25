"""What the tests of figures share: the style, and how a figure is drawn and looked at."""

import warnings

import matplotlib
import numpy as np
import pandas as pd
import pytest
from faults import faults

from helpers.show.style import TITLE, use_style

matplotlib.use("agg")
__all__ = ["WORDS", "boxes", "draw", "faults", "style", "told", "written"]
WORDS = pd.DataFrame(
    {
        "word": ["京津冀", "河", "PM2.5"],
        "gloss": ["the three", "river", "fine dust"],
        "share": [30.0, 20.0, 5.0],
        "low": [20.0, 10.0, 0.0],
        "high": [40.0, 30.0, 9.0],
        "dp_norm": [0.1, 0.5, 1.0],
        "range": [3, 2, 1],
    }
)


@pytest.fixture(autouse=True)
def style():
    """The style of the collection, with everything put back afterwards."""
    with matplotlib.rc_context():
        use_style()
        yield
        matplotlib.pyplot.close("all")


def draw(ax):
    """Draw the figure of an Axes, where a warning is an error; returns its pixels."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax.figure.canvas.draw()
    return np.asarray(ax.figure.canvas.buffer_rgba())


def written(ax):
    """The lines that `finish` wrote above and below the figure of an Axes, the title first."""
    return list(ax.figure.texts)


def told(ax):
    """What `finish` wrote, as text: the title, the lines under it and the note, each without its line ends."""
    texts = written(ax)
    titles = [text for text in texts if text.get_fontsize() == TITLE]
    rest = [text for text in texts if text not in titles]
    lowest = min(axes.get_position().y0 for axes in ax.figure.axes)
    above = [text for text in rest if text.get_position()[1] > lowest]
    below = [text for text in rest if text not in above]
    return [" ".join(text.get_text() for text in part) for part in (titles, above, below)]


def boxes(texts):
    """The boxes of texts alone, without the lines that lead from them."""
    return [matplotlib.text.Text.get_window_extent(text) for text in texts]
