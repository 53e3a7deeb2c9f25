"""One style for every figure: a Chinese font that comes inside a package, colours that survive colour-blindness."""

from importlib.util import find_spec
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import font_manager
from matplotlib.colors import LogNorm, Normalize, to_hex
from wordcloud import WordCloud

# Okabe and Ito's blue; the greys are for what stands back.
BLUE, GREY, LIGHT = "#0072B2", "#6E6E6E", "#BDBDBD"
SOURCE_NOTE = "Source: texts catalogued in corpus/sources.csv; counts in corpus/features."


def font_path():
    """Return the path of Noto Sans SC inside zhplot, which is not imported, since that would restyle matplotlib."""
    return Path(find_spec("zhplot").origin).parent / "fonts" / "NotoSansSC-Regular.ttf"


def use_style():
    """Set matplotlib up for this collection: Noto Sans SC with DejaVu Sans behind it, light grid, no frame."""
    font_manager.fontManager.addfont(font_path())
    plt.rcParams.update(
        {
            "font.family": ["Noto Sans SC", "DejaVu Sans"],
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.titlelocation": "left",
            "axes.titlesize": 12,
            "axes.grid": False,
            "figure.dpi": 96,
            "savefig.bbox": "tight",
        }
    )


def _caption(ax, note, *, down):
    offset = (0, -down)
    ax.annotate(note, (0, 0), offset, "axes fraction", textcoords="offset points", fontsize=8, color=GREY, va="top")


def _short(title, width):
    return title if len(title) <= width else title[: width - 1] + "…"


def article_lengths(articles, *, ax=None):
    """Draw the length of every article, grouped by section or source.

    articles: DataFrame with article_id, title, group, field, on_topic (bool), characters; one row per article.
    ax: Axes to draw on, a new one by default.
    Returns the Axes. Groups stand in the order of their first article, articles in the given order.
    """
    ax = ax or plt.subplots(figsize=(9, 0.235 * len(articles) + 1.2))[1]
    order = articles.assign(rank=articles.groupby("group", sort=False).ngroup()).sort_values("rank", kind="stable")
    places = np.arange(len(order)) + order["rank"].to_numpy() * 0.8
    colours = order["on_topic"].map({True: BLUE, False: LIGHT})
    ax.barh(places, order["characters"], color=colours, height=0.75)
    ax.set_yticks(places, [_short(title, 24) for title in order["title"]], fontsize=8)
    for place, row in zip(places, order.itertuples(), strict=True):
        ax.text(row.characters + 40, place, f"{row.characters:,}, {row.field}", va="center", fontsize=7.5, color=GREY)
    for group, rows in order.assign(place=places).groupby("group", sort=False):
        ax.text(ax.get_xlim()[1] * 1.12, rows["place"].mean(), group, fontsize=9, va="center", ha="left")
    ax.invert_yaxis()
    ax.margins(y=0.01)
    ax.set_xlim(0, articles["characters"].max() * 1.22)
    ax.set_xlabel("characters of the clean text, without spaces")
    ax.set_title(f"{len(articles)} articles, {articles['characters'].sum():,} characters; grey: off topic", fontsize=11)
    _caption(ax, SOURCE_NOTE, down=34)
    return ax


def _count_matrix(ax, table, title):
    """Draw a table of counts whose shade is the logarithm of the count."""
    ax.imshow(np.ma.masked_equal(table.to_numpy(), 0), aspect="auto", cmap="Blues", norm=LogNorm(1, 10_000))
    for (row, place), number in np.ndenumerate(table.to_numpy()):
        colour = "white" if number > 300 else "black" if number else GREY
        ax.text(place, row, f"{number:,}", ha="center", va="center", fontsize=8, color=colour)
    ax.set_xticks(range(table.shape[1]), table.columns, rotation=35, ha="right", fontsize=8)
    ax.set_yticks(range(table.shape[0]), table.index, fontsize=8.5)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    ax.set_title(title, fontsize=11)


def dirt_before_and_after(dirt, *, axes=None):
    """Draw how often each kind of dirt occurs in each source, before and after cleaning.

    dirt: DataFrame with source_id, kind, before, after (places); one row per source and kind.
    axes: two Axes side by side, new ones by default. Returns the two Axes.
    """
    if axes is None:
        axes = plt.subplots(1, 2, figsize=(10.5, 6.4), sharey=True, gridspec_kw={"wspace": 0.06})[1]
    kinds, sources = dirt["kind"].drop_duplicates(), dirt["source_id"].drop_duplicates()
    for ax, column in zip(axes, ("before", "after"), strict=True):
        table = dirt.pivot(index="kind", columns="source_id", values=column).loc[kinds, sources].astype(int)
        _count_matrix(ax, table, f"{column} cleaning: {table.to_numpy().sum():,} places")
    _caption(axes[0], "Places per kind and source; the darker, the more (logarithmic). " + SOURCE_NOTE, down=58)
    return axes


def word_cloud(words, *, n, ax=None):
    """Draw words with their size by count and their colour by the number of articles that use them.

    words: DataFrame with word, count, articles (number of articles with the word); one row per word.
    n: articles of the corpus. ax: Axes to draw on, a new one by default.
    Returns the Axes. The same words give the same cloud.
    Misuse: a cloud ranks roughly and hides the numbers; show the table beside it.
    """
    ax = ax or plt.subplots(figsize=(9.5, 5.2))[1]
    spread = words.set_index("word")["articles"]
    scale, shades = Normalize(0, n), plt.get_cmap("cividis_r")

    def colour(word, **_):
        return to_hex(shades(0.3 + 0.7 * scale(spread[word])))

    cloud = WordCloud(
        font_path=str(font_path()),
        width=1600,
        height=800,
        background_color="white",
        random_state=0,
        prefer_horizontal=1,
        color_func=colour,
        relative_scaling=0.5,
    )
    ax.imshow(cloud.generate_from_frequencies(words.set_index("word")["count"].to_dict()), interpolation="bilinear")
    ax.set_axis_off()
    ax.set_title(f"The {len(words)} most frequent names and set terms in {n} articles", fontsize=12)
    note = f"Size: count ({words['count'].min():,} to {words['count'].max():,}). Darkness: articles with the term "
    _caption(ax, note + f"({spread.min()} to {spread.max()}). " + SOURCE_NOTE, down=8)
    return ax
