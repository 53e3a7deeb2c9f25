"""What is wrong with a figure to the eye: what is cut, covered, too small, too pale or too like another colour.

Apart from `pictures`, since kernels of notebooks import it, and nothing here may touch the backend.
"""

from contextlib import contextmanager
from itertools import combinations

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex, to_rgba
from matplotlib.text import Text

from helpers.show.style import WIDTH

# Pixels of the text of a page on a phone of 390; what is smaller than so many points, or pixels there, is not read.
PHONE, LEAST, LEAST_THERE = 358, 8, 8
# The contrast that WCAG 2.2 (1.4.3) asks of text.
CONTRAST = 4.5
# How far apart colours must be that part categories, in CIE 1976 L*a*b*, for whatever eyes; the two of Okabe and Ito's
# colours that are least apart are 16.
APART = 15
# Machado, Oliveira and Fernandes, A Physiologically-based Model for Simulation of Color Vision Deficiency (2009),
# severity 1.0, for linear RGB.
EYES = {
    "all cones": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
# IEC 61966-2-1: from linear RGB to XYZ, whose white is that of D65.
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def _linear(rgb):
    rgb = np.asarray(rgb, dtype=float)
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def _lab(linear):
    x, y, z = XYZ @ np.clip(linear, 0, 1) / XYZ.sum(axis=1)
    fx, fy, fz = (np.cbrt(part) if part > (6 / 29) ** 3 else part * (29 / 6) ** 2 / 3 + 4 / 29 for part in (x, y, z))
    return np.array([116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)])


def distance(one, two, eyes):
    """How far apart two colours are for some eyes, in L*a*b*."""
    return float(np.hypot.reduce(_lab(EYES[eyes] @ _linear(one)) - _lab(EYES[eyes] @ _linear(two))))


def contrast(one, two):
    """The contrast ratio of two colours, or of one and each of many, as WCAG defines it."""
    light, dark = (_linear(colour)[..., :3] @ XYZ[1] + 0.05 for colour in (one, two))
    return np.maximum(light / dark, dark / light)


@contextmanager
def _recorded():
    """Gives the list of the texts that are drawn meanwhile."""
    drawn, draw = [], Text.draw

    def record(text, renderer, *more, **options):
        if text.get_visible() and text.get_text().strip():
            drawn.append(text)
        return draw(text, renderer, *more, **options)

    Text.draw = record
    try:
        yield drawn
    finally:
        Text.draw = draw


def _drawn(figure):
    """Draw a figure; returns the texts in it, each once, with the box of each."""
    with _recorded() as texts:
        figure.canvas.draw()
    return [(text, Text.get_window_extent(text)) for text in dict.fromkeys(texts)]


def _ground(figure, texts):
    """The pixels of a figure without its texts, but with the boxes behind them and the lines to them."""
    engine, alphas = figure.get_layout_engine(), [text.get_alpha() for text in texts]
    figure.set_layout_engine("none")
    for text in texts:
        text.set_visible(text.get_bbox_patch() is not None or getattr(text, "arrow_patch", None) is not None)
        text.set_alpha(0)
    figure.canvas.draw()
    pixels = np.array(figure.canvas.buffer_rgba())[..., :3] / 255
    for text, alpha in zip(texts, alphas, strict=True):
        text.set_visible(True)
        text.set_alpha(alpha)
    figure.set_layout_engine(engine)
    return pixels


def _named(text):
    return repr(text.get_text()[:40])


def _covered(drawn):
    boxes = [(text, box.padded(-1)) for text, box in drawn]
    return [
        f"{_named(one)} and {_named(two)} overlap"
        for (one, left), (two, right) in combinations(boxes, 2)
        if left.overlaps(right)
    ]


def _outside(figure, box):
    whole = figure.bbox.padded(1)
    return not (whole.contains(box.x0, box.y0) and whole.contains(box.x1, box.y1))


def _cut(figure, drawn):
    found = [f"{_named(text)} is outside the canvas" for text, box in drawn if _outside(figure, box)]
    marks = [
        artist
        for ax in figure.axes
        for artist in [*ax.patches, *ax.lines, *ax.collections, *ax.images, *filter(None, [ax.get_legend()])]
    ]
    boxes = [(mark, mark.get_tightbbox(figure.canvas.get_renderer())) for mark in marks if mark.get_visible()]
    return found + [
        f"{type(mark).__name__} is outside the canvas"
        for mark, box in boxes
        if box is not None and np.isfinite(box.extents).all() and (box.width or box.height) and _outside(figure, box)
    ]


def _small(figure, drawn):
    points = {text: text.get_fontsize() for text, _ in drawn}
    there = PHONE / (figure.get_figwidth() * 72)
    return [
        f"{_named(text)} has {size:g} points, {size * there:.1f} pixels on a phone"
        for text, size in points.items()
        if size < LEAST or size * there < LEAST_THERE
    ]


def _pale(figure, drawn):
    pixels, found = _ground(figure, [text for text, _ in drawn]), []
    high = pixels.shape[0]
    for text, box in ((text, box.padded(-1)) for text, box in drawn):
        rows, columns = (
            slice(max(0, int(low)), max(0, int(top) + 1))
            for low, top in ((high - box.y1, high - box.y0), (box.x0, box.x1))
        )
        ground = pixels[rows, columns]
        *ink, alpha = to_rgba(text.get_color(), text.get_alpha())
        worst = _worst(contrast(alpha * np.array(ink) + (1 - alpha) * ground, ground))
        found += [f"{_named(text)} has a contrast of {worst:.1f} with its ground"] if worst < CONTRAST else []
    return found


def _worst(ratios):
    """The contrast of a text, of whose box a corner may reach over an edge, but no line may go through it."""
    if not ratios.size:
        return CONTRAST
    return min(np.quantile(ratios, 0.05), ratios.max(axis=0).min(), ratios.max(axis=1).min())


def _on_white(colour):
    *rgb, alpha = to_rgba(colour)
    return tuple(np.round(alpha * np.array(rgb) + 1 - alpha, 3))


def _colours(ax):
    """The colours of marks that part categories: of bars, points and lines, not of a scale of shades."""
    yield from (patch.get_facecolor() for patch in ax.patches if patch.get_visible() and patch.get_fill())
    for points in ax.collections:
        if isinstance(points, PathCollection) and points.get_array() is None:
            faces = points.get_facecolor() if len(points.get_facecolor()) else points.get_edgecolor()
            yield from faces if len(points.get_offsets()) else []
    yield from (line.get_color() for line in ax.lines if line.get_linestyle() != "None" and line.get_linewidth() >= 1)


def _alike(figure):
    colours = sorted({_on_white(colour) for ax in figure.axes for colour in _colours(ax)})
    pairs = [(one, two, eyes, distance(one, two, eyes)) for one, two in combinations(colours, 2) for eyes in EYES]
    return [
        f"{to_hex(one)} and {to_hex(two)} are {apart:.0f} apart for {eyes}"
        for one, two, eyes, apart in pairs
        if apart < APART
    ]


def faults(figure):
    """Name what is wrong with a figure, or with that of an Axes, as drawn: a list of str, empty where nothing is."""
    figure = figure.figure
    drawn = _drawn(figure)
    wide = [f"{figure.get_figwidth():.2f} inches wide"] if figure.get_figwidth() > WIDTH + 1e-6 else []
    return [
        *wide,
        *_covered(drawn),
        *_cut(figure, drawn),
        *_small(figure, drawn),
        *_pale(figure, drawn),
        *_alike(figure),
    ]
