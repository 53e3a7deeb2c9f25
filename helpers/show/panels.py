"""Panels: controls over a table and its picture, the call that makes the table, and what a page shows without them."""

import codecs
from base64 import b64encode
from collections.abc import Callable, Sequence
from typing import NamedTuple

import ipywidgets as widgets
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from helpers.files import CorpusError, to_bytes
from helpers.show.escaped import as_html
from helpers.show.export import as_picture
from helpers.show.style import figure_of
from helpers.show.tables import show

ROWS = 20
Draw = Callable[[], Axes | Sequence[Axes]]
# What stands under a table on a page that has no kernel to answer.
ELSEWHERE = "The first rows. In JupyterLab (<code>make lab</code>) controls choose others."


class View(NamedTuple):
    """What a panel shows under one setting of its controls.

    table: DataFrame. draw: function without arguments that draws it, or None. alt: the picture in a sentence, for those
    who do not see it.
    """

    table: pd.DataFrame
    draw: Draw | None = None
    alt: str = ""


class Panel(widgets.VBox):
    """Controls over a table, with the first state of the table for pages without a kernel."""

    static = ""

    def _repr_mimebundle_(self, **kwargs: object) -> dict[str, object]:
        bundle = super()._repr_mimebundle_(**kwargs) or {}
        return bundle | {"text/html": self.static, "text/plain": "An interactive table; run the cell to use it."}


def search_box() -> widgets.Text:
    """Return the control for a text to look for; it answers when the reader has finished writing."""
    return widgets.Text(placeholder="word or English", description="search", continuous_update=False, style=WHOLE)


def choice(options: object, description: str, **more: object) -> widgets.Dropdown:
    """Return a control that offers a choice.

    options: list, or dict of label -> value. description: its name. more: other traits, such as its value.
    Returns a Dropdown.
    """
    return widgets.Dropdown(options=options, description=description, style=WHOLE, **more)


def whole_number(value: int, description: str) -> widgets.IntText:
    """Return a control for a whole number (value at first), named by its description.

    It takes any number, so that one that makes no sense is answered and not silently changed.
    """
    layout = {"width": "14em"}
    return widgets.IntText(value, description=description, continuous_update=False, style=WHOLE, layout=layout)


# A description is the accessible name of its control, and is not cut.
WHOLE = {"description_width": "initial"}


def download(table: pd.DataFrame, name: str) -> str:
    """Return a link that holds the whole table as CSV, with the mark by which spreadsheets know UTF-8.

    table: DataFrame. name: of the file, without its ending. Returns HTML.
    """
    data = b64encode(codecs.BOM_UTF8 + to_bytes(table)).decode()
    link = f'<a download="{as_html(name)}.csv" href="data:text/csv;charset=utf-8;base64,{data}">'
    return f"<p>{link}all {len(table):,} rows as CSV</a></p>"


def picture(draw: Draw, alt: str) -> str:
    """Return a drawing as an HTML picture, as wide as its figure but never wider than the page, with twice the pixels.

    draw: function that draws on new Axes and returns them. alt: what the picture shows. Returns HTML.
    """
    axes = draw()
    figure = figure_of(axes)
    data = b64encode(as_picture(axes, "png")).decode()
    plt.close(figure)
    wide = round(figure.get_figwidth() * figure.dpi)
    size = f"width: {wide}px; max-width: 100%; height: auto"
    return f'<img alt="{as_html(alt)}" src="data:image/png;base64,{data}" style="{size}">'


def _sentence(text: str) -> str:
    return f"<p><b>{as_html(text)}</b></p>"


def _drawn(view: View) -> str:
    try:
        return picture(view.draw, view.alt) if view.draw else ""
    except CorpusError as error:
        return _sentence(f"No picture: {error}")


def _answer(compute: Callable[[], View], *, rows: int, name: str) -> tuple[str, str, str]:
    """Return picture, table and download as HTML, or in the place of the table what keeps it from being shown."""
    try:
        view = compute()
    except CorpusError as error:
        return "", _sentence(str(error)), ""
    if view.table.empty:
        return "", _sentence("Nothing fits these choices together. Take one of them back."), ""
    return _drawn(view), show(view.table.head(rows)).data, download(view.table, name)


def call_of(function: str, given: str, values: dict[str, object]) -> str:
    """Write the call that makes the table of a panel.

    function: name in `helpers.show.explore`. given: its first arguments, as the notebook writes them. values: of the
    controls, by the names of the other arguments. Returns a line of Python.
    """
    return f"{function}({', '.join([given, *(f'{name}={value!r}' for name, value in values.items())])})"


def panel(
    controls: dict[str, widgets.Widget],
    compute: Callable[..., View],
    *,
    function: str,
    given: str,
    name: str,
    rows: int = ROWS,
) -> Panel:
    """Put controls over the table and the picture that they determine, and a button that shows the call for both.

    controls: dict of name -> widget with a value. compute: function of these values by name -> View. function, given:
    as for `call_of`. name: of the file to download. rows: shown at first.
    Returns a Panel. A CorpusError of compute, or that nothing is left, is said in the table's place.
    """
    output, code = widgets.HTML(), widgets.HTML(layout={"display": "none"})
    button = widgets.ToggleButton(description="Show the call", tooltip="the line of Python that makes this table")

    def refresh(_: object = None) -> tuple[str, str, str]:
        values = {key: control.value for key, control in controls.items()}
        answer = _answer(lambda: compute(**values), rows=rows, name=name)
        output.value = "".join(answer)
        call = f"from helpers.show.explore import {function}\n{call_of(function, given, values)}"
        code.value = f"<pre>{as_html(call)}</pre>"
        return answer

    def turn(change: dict[str, object]) -> None:
        code.layout.display = "block" if change["new"] else "none"

    _, table, _ = refresh()
    for control in controls.values():
        control.observe(refresh, names="value")
    button.observe(turn, names="value")
    row = widgets.HBox([*controls.values(), button], layout={"flex_flow": "row wrap"})
    result = Panel([row, code, output])
    # The download is as long as the corpus, and the picture is drawn in the notebook already.
    result.static = f"{table}<p>{ELSEWHERE}</p>"
    return result
