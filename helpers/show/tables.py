"""Tables as a reader sees them: plain numbers, text to the left, nothing where nothing is known."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from IPython.display import HTML

from helpers.files import checksum


def plain(value: float) -> str:
    """Return a number (value) as text, its thousands parted, and four digits where it is below a thousand."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"


def _cell(value: object) -> str:
    """Write a cell: numbers plain, nothing for what is missing."""
    if pd.isna(value):
        return ""
    if isinstance(value, float):
        return plain(value)
    return f"{value:,}" if isinstance(value, int | np.integer) and not isinstance(value, bool) else str(value)


def show(table: pd.DataFrame, *, links: Iterable[str] = (), right: Iterable[str] = ()) -> HTML:
    """Show a table in a notebook: thousands parted, text to the left, years plain, no index, nothing for missing cells.

    table: DataFrame, whose text may hold anything. links: columns that hold HTML links, all else is escaped.
    right: text columns set to the right, such as the left side of a concordance.
    Returns an object that the notebook displays; its ids are the same wherever the same is shown.
    """
    text = [name for name in table.columns if not pd.api.types.is_numeric_dtype(table[name])]
    years = [name for name in table.columns if "year" in str(name)]
    style = table.style.hide(axis="index").format(_cell, escape="html")
    style = style.format(lambda value: "" if pd.isna(value) else f"{value}", subset=years)
    style = style.format(str, subset=list(links))
    style = style.set_properties(subset=text, **{"text-align": "left"})
    style = style.set_properties(subset=list(right), **{"text-align": "right"})
    style = style.set_table_styles([{"selector": "th", "props": "text-align: left"}])
    # The style sheet of one table must not reach another of the same page, and its id must be the same on every
    # machine, so it is made from what is shown and not from the numbers behind it.
    own = checksum(style.set_uuid("table").to_html().encode())[:8]
    return HTML(style.set_uuid(f"t{own}").to_html())  # type: ignore[no-untyped-call]
