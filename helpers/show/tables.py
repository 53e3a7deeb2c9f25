"""Tables as a reader sees them: plain numbers, text to the left, nothing where nothing is known."""

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from types import MappingProxyType
from urllib.parse import quote

import numpy as np
import pandas as pd
from IPython.display import HTML

from helpers.files import checksum
from helpers.show.escaped import as_html

# Names of columns as a reader says them; of all others the underscores are taken away.
HEADS = {
    "article_id": "article", "source_id": "source", "figure_id": "figure", "title_gloss": "title in English",
    "gloss": "in English", "chinese": "in Chinese", "dp_norm": "DP_norm (0 even, 1 clumped)",
    "juilland_d": "Juilland's D (1 even)", "range": "articles", "share": "per 10,000 words", "low": "interval from",
    "high": "to", "in_three": "share in three articles", "own": "outside longer ones", "log_dice": "logDice",
    "pmi": "PMI", "t": "t-score", "spearman": "Spearman's rho", "spearman_shared": "rho of shared words",
    "target_count": "times in the group", "reference_count": "times elsewhere",
    "target_articles": "articles of the group with it", "group_articles": "articles of the group",
    "log_ratio": "log ratio", "p_chance": "p against chance", "sure_by_chance": "sure by chance",
    "single": "p < 0.01 singly", "single_by_chance": "singly by chance", "single_most": "at most by chance",
    "npmi": "NPMI", "npmi_weight": "NPMI by weight", "kept": "words kept", "error": "standard error",
    "carried": "carried by", "three": "share of three articles",
}  # fmt: skip


def plain(value: float) -> str:
    """Return a number (value) as text, its thousands parted, and four digits where it is below a thousand."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"


def probability(value: float) -> str:
    """Return a probability (value) as text, with three digits, and below the last of them only that it is."""
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def _cell(value: object) -> str:
    """Write a cell: numbers plain, yes or no, nothing for what is missing."""
    if pd.isna(value):
        return ""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, float):
        return plain(value)
    return f"{value:,}" if isinstance(value, int | np.integer) else str(value)


def _link(name: object) -> str:
    """Link to a file beside the page; of a name that would lead elsewhere the signs that do so are quoted."""
    return f'<a href="{as_html(quote(str(name), safe=""))}">{as_html(PurePath(str(name)).stem)}</a>'


def show(
    table: pd.DataFrame,
    *,
    links: Iterable[str] = (),
    right: Iterable[str] = (),
    heads: Mapping[str, str] = MappingProxyType({}),
) -> HTML:
    """Show a table in a notebook: thousands parted, text to the left, years plain, no index, nothing for missing cells.

    table: DataFrame, whose text may hold anything and is shown as it is. links: columns that hold names of files beside
    the notebook, to which they lead. right: text columns set to the right, such as the left side of a concordance.
    heads: headings of columns by their names, where these are not those of HEADS.
    Returns an object that the notebook displays; its ids are the same wherever the same is shown.
    """
    text = [name for name in table.columns if not pd.api.types.is_numeric_dtype(table[name])]
    years = [name for name in table.columns if "year" in str(name)]
    # The index is not shown, and tables put together may have one twice.
    style = table.reset_index(drop=True).style.hide(axis="index").format(lambda value: as_html(_cell(value)))
    style = style.format(lambda value: "" if pd.isna(value) else as_html(value), subset=years)
    style = style.format(_link, subset=list(links))
    chances = [name for name in table.columns if str(name).startswith("p_")]
    style = style.format(lambda value: "" if pd.isna(value) else as_html(probability(value)), subset=chances)
    named = HEADS | dict(heads)
    style = style.format_index(lambda name: as_html(named.get(name, str(name).replace("_", " "))), axis="columns")
    style = style.set_properties(subset=text, **{"text-align": "left"})
    style = style.set_properties(subset=list(right), **{"text-align": "right"})
    style = style.set_table_styles([{"selector": "th", "props": "text-align: left"}])
    # The style sheet of one table must not reach another of the same page, and its id must be the same on every
    # machine, so it is made from what is shown and not from the numbers behind it.
    own = checksum(style.set_uuid("table").to_html().encode())[:8]
    return HTML(style.set_uuid(f"t{own}").to_html())  # type: ignore[no-untyped-call]
