"""Figures and tables as files for a report: PNG and SVG, CSV and Parquet."""

import codecs
import io
from collections.abc import Sequence
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from helpers.files import refuse, to_bytes, write_whole
from helpers.show.style import figure_of

# Pixels of a picture to those of a page, and what SVG makes its ids of, so that they are the same every time.
DENSITY, SALT = 2, "jingjinji"


def as_picture(axes: Axes | Sequence[Axes], kind: str) -> bytes:
    """Return a figure as a picture: all of its canvas, twice the pixels, without a date, letters of SVG as outlines.

    axes: as the plots return them, one or several of one figure. kind: png or svg. Returns bytes, the same for the same
    figure.
    """
    figure, stream = figure_of(axes), io.BytesIO()
    metadata = {"Software": None} if kind == "png" else {"Date": None, "Creator": None}
    with plt.rc_context({"svg.hashsalt": SALT, "svg.fonttype": "path"}):
        figure.savefig(stream, format=kind, dpi=DENSITY * figure.dpi, metadata=metadata, bbox_inches=None)
    return stream.getvalue()


def _parquet(table: pd.DataFrame) -> bytes:
    """Return a table as Parquet; raises CorpusError where a column holds what no one type of it holds."""
    stream = io.BytesIO()
    try:
        table.rename(columns=str).to_parquet(stream, index=False)
    except (TypeError, ValueError) as error:
        told = str(error.args[0] if error.args else error).split("\n")[0]
        repair = "make the column all texts or all numbers"
        raise refuse(
            f"the table does not go into Parquet ({told})", expected="one kind of value in a column", repair=repair
        ) from error
    return stream.getvalue()


def _beside(path: Path | str, endings: Sequence[str]) -> list[Path]:
    """Return a path with each of some endings; an ending of one of them is taken away first."""
    path = Path(path)
    folder = path.parent
    if not folder.is_dir():
        raise refuse(f"there is no folder {folder}", expected="a folder to write into", repair="make it first")
    stem = path.with_suffix("") if path.suffix in endings else path
    return [stem.with_name(stem.name + ending) for ending in endings]


def save_figure(axes: Axes | Sequence[Axes], path: Path | str) -> list[Path]:
    """Write a figure as PNG with twice the pixels of the page, and as SVG whose letters are outlines.

    axes: as the plots return them, one or several of one figure. path: of the files, with or without one of the endings
    .png and .svg. Returns the list of both paths. The same figure gives the same bytes.
    Raises CorpusError where the folder is not there or cannot be written to.
    """
    png, svg = _beside(path, (".png", ".svg"))
    # Both are made before one is written.
    for target, data in ((png, as_picture(axes, "png")), (svg, as_picture(axes, "svg"))):
        write_whole(target, data)
    return [png, svg]


def save_table(table: pd.DataFrame, path: Path | str) -> list[Path]:
    """Write a table as CSV that a spreadsheet opens as UTF-8 and runs nothing of, and as Parquet with its types.

    table: DataFrame, whose index is not written. path: of the files, with or without one of the endings .csv and
    .parquet. Returns the list of both paths. The same table gives the same bytes.
    Raises CorpusError where two columns have one name, a column holds values of several kinds, or the folder is not
    there or cannot be written to.
    """
    twice = sorted({str(name) for name in table.columns[table.columns.duplicated()]})
    if twice:
        raise refuse(f"the table has two columns {twice[0]!r}", expected="one of each name", repair="rename one")
    csv, parquet = _beside(path, (".csv", ".parquet"))
    for target, data in ((parquet, _parquet(table)), (csv, codecs.BOM_UTF8 + to_bytes(table))):
        write_whole(target, data)
    return [csv, parquet]
