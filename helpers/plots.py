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

LEDGER_NOTE = "Source: corpus/indicators.csv, the ledger of figures extracted from the texts."


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


KIND_STYLE = {"level": (BLUE, "o"), "change": ("#E69F00", "s"), "target": ("#009E73", "^")}


def figure_counts(ledger, articles, *, ax=None):
    """Draw how many figures each policy field reports, told apart by kind.

    ledger: DataFrame with article_id, kind; one row per figure. articles: DataFrame with article_id, field; one row
    per article. ax: Axes to draw on, a new one by default. Returns the Axes.
    """
    merged = ledger.merge(articles[["article_id", "field"]], on="article_id", validate="many_to_one")
    table = merged.groupby(["field", "kind"]).size().unstack(fill_value=0)
    table = table.loc[table.sum(axis=1).sort_values().index, [kind for kind in KIND_STYLE if kind in table]]
    ax = ax or plt.subplots(figsize=(8.5, 0.36 * len(table) + 1.4))[1]
    left = np.zeros(len(table))
    for kind in table.columns:
        ax.barh(
            table.index, table[kind], left=left, color=KIND_STYLE[kind][0], label=kind, height=0.7, edgecolor="white"
        )
        left = left + table[kind].to_numpy()
    for place, total in enumerate(left):
        ax.text(total + 2, place, f"{int(total)}", va="center", fontsize=8, color=GREY)
    ax.legend(frameon=False, loc="lower right", fontsize=9)
    ax.set_xlabel("figures")
    ax.set_title(
        f"{len(ledger)} figures in {ledger['article_id'].nunique()} articles, by policy field and kind", fontsize=11
    )
    _caption(ax, LEDGER_NOTE, down=34)
    return ax


def _plain(value):
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"


def _apart(heights, gap):
    """Move label heights (ascending) up until each is a gap above the one below."""
    placed = []
    for height in heights:
        placed.append(max(height, placed[-1] + gap) if placed else height)
    return placed


def _name_regions(ax, rows, top):
    """Name the last point of each region, at the right margin, where names do not overlap."""
    last = rows.sort_values(["year", "shown"]).drop_duplicates("region", keep="last").sort_values("shown")
    edge = rows["year"].max() + 0.5
    for row, height in zip(last.itertuples(), _apart(list(last["shown"]), top * 0.11), strict=True):
        line = {"arrowstyle": "-", "color": LIGHT, "linewidth": 0.7}
        ax.annotate(row.region, (row.year, row.shown), (edge, height), fontsize=7, va="center", arrowprops=line)


def _timeline(ax, rows, title, unit):
    scales = ((1e8, "100 million "), (1e4, "10,000 "))
    scale, name = next(((scale, name) for scale, name in scales if rows["value"].max() >= 10 * scale), (1, ""))
    rows = rows.assign(shown=rows["value"] / scale)
    for kind, of_kind in rows.groupby("kind"):
        colour, marker = KIND_STYLE[kind]
        ax.scatter(of_kind["year"], of_kind["shown"], color=colour, marker=marker, alpha=0.65, s=32)
    top = rows["shown"].max() * 1.2
    _name_regions(ax, rows, top)
    ax.set_title(title, fontsize=9)
    ax.set_ylabel(f"{name}{unit}", fontsize=7.5)
    ax.tick_params(labelsize=7.5)
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.set_xlim(rows["year"].min() - 1, rows["year"].max() + 2.5)
    ax.set_ylim(0, top)


def concept_timelines(ledger, names, *, axes=None):
    """Draw the dated levels and targets of concepts over the years, one panel each.

    ledger: DataFrame with concept, gloss, article_id, region, value, unit, kind, year_to; one row per figure.
    names: the concepts to draw, in order. axes: as many Axes, new ones by default.
    Returns the Axes. Every point is one figure of one article; the last of each region is named.
    """
    if axes is None:
        axes = plt.subplots(-(-len(names) // 2), 2, figsize=(9.5, 2.1 * -(-len(names) // 2)), layout="constrained")[
            1
        ].flat
    dated = ledger[ledger["year_to"].notna() & (ledger["kind"] != "change")].assign(
        year=lambda rows: rows["year_to"].astype(int)
    )
    shown = dated[dated["concept"].isin(names)]
    for ax, name in zip(axes, names, strict=False):
        rows = shown[shown["concept"] == name]
        unit = rows["unit"].mode().iloc[0]
        _timeline(ax, rows[rows["unit"] == unit], rows["gloss"].iloc[0], unit)
    note = f"{len(shown)} dated figures of {shown['article_id'].nunique()} articles; circle: level, triangle: target"
    ax.figure.suptitle(f"{note}. Source: corpus/indicators.csv", fontsize=9, color=GREY)
    return axes


def claims_plot(claims, *, ax=None):
    """Draw what was stated against what follows from the stated values, for every claim that could be checked.

    claims: DataFrame with figure_id, rule, stated, unit, recomputed, low, high, verdict; one row per claim.
    ax: Axes to draw on, a new one by default. Returns the Axes. The two are drawn as a share of the recomputed value.
    """
    checked = claims[claims["verdict"] != "cannot be checked"].reset_index(drop=True)
    ax = ax or plt.subplots(figsize=(8.5, 0.4 * len(checked) + 1.6))[1]
    for place, row in enumerate(checked.itertuples()):
        ends = np.array([row.low, row.high]) / row.recomputed
        ax.plot(ends, [place, place], color=LIGHT, linewidth=7, solid_capstyle="butt")
        fits = row.verdict == "follows"
        style = {"color": BLUE, "marker": "o"} if fits else {"color": "#D55E00", "marker": "X"}
        ax.scatter(row.stated / row.recomputed, place, s=48, zorder=3, **style)
        ax.text(
            1.02,
            place,
            f"stated {row.stated:g}, gives {row.recomputed:.4g} {row.unit}",
            transform=ax.get_yaxis_transform(),
            fontsize=8,
            va="center",
        )
    ax.axvline(1, color=GREY, linewidth=0.8)
    ax.set_yticks(range(len(checked)), checked["figure_id"] + "  " + checked["rule"], fontsize=8)
    ax.invert_yaxis()
    ax.set_xlabel("stated value as a share of the recomputed one; grey: what rounding allows")
    ax.set_title(f"{len(checked)} claims checked: dot, follows; cross, outside rounding", fontsize=11)
    _caption(ax, LEDGER_NOTE, down=34)
    return ax


def spread_plot(groups, *, ax=None):
    """Draw the lowest and highest value that articles state for the same thing, as a share of the highest.

    groups: DataFrame with gloss, region, low, high, unit, reason; one row per group that differs.
    ax: Axes to draw on, a new one by default. Returns the Axes.
    """
    ax = ax or plt.subplots(figsize=(8.5, 0.32 * len(groups) + 1.4))[1]
    for place, row in enumerate(groups.itertuples()):
        colour = "#D55E00" if row.reason == "none found" else BLUE
        ax.plot([row.low / row.high, 1], [place, place], color=colour, marker="o", markersize=5, linewidth=1.5)
        ax.text(1.02, place, f"{_plain(row.low)} to {_plain(row.high)} {row.unit}", fontsize=7.5, va="center")
    ax.set_yticks(range(len(groups)), groups["gloss"] + ", " + groups["region"], fontsize=8)
    ax.invert_yaxis()
    ax.set_xlim(min(0.5, (groups["low"] / groups["high"]).min() - 0.05), 1.0)
    ax.set_xlabel("lowest stated value as a share of the highest")
    ax.set_title(f"{len(groups)} things on which articles differ; orange: no reason found", fontsize=11)
    _caption(ax, LEDGER_NOTE, down=34)
    return ax
