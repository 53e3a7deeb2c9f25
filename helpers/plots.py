"""One style for every figure: a Chinese font that comes inside a package, colours that survive colour-blindness."""

from importlib.util import find_spec
from itertools import combinations
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib import font_manager
from matplotlib.colors import LogNorm, Normalize, to_hex
from matplotlib.text import Text
from matplotlib.ticker import NullFormatter
from matplotlib.transforms import Bbox
from wordcloud import WordCloud

# Okabe and Ito's blue; the greys are for what stands back.
BLUE, GREY, LIGHT, ORANGE = "#0072B2", "#6E6E6E", "#BDBDBD", "#D55E00"
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


def word_cloud(words, *, n, what="words", ax=None):
    """Draw words with their size by share and their colour by how evenly the articles use them.

    words: DataFrame with word, share (per 10,000), dp_norm (0 even to 1 clumped); one row per word. n: articles of the
    corpus. what: what the words are, for the title. ax: Axes to draw on, a new one by default.
    Returns the Axes. The same words give the same cloud.
    Misuse: a cloud ranks roughly and hides the numbers; show the table beside it.
    """
    ax = ax or plt.subplots(figsize=(9.5, 5.2))[1]
    clumped = words.set_index("word")["dp_norm"]
    shades = plt.get_cmap("cividis_r")

    def colour(word, **_):
        return to_hex(shades(0.25 + 0.75 * (1 - clumped[word])))

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
    ax.imshow(cloud.generate_from_frequencies(words.set_index("word")["share"].to_dict()), interpolation="bilinear")
    ax.set_axis_off()
    ax.set_title(f"The {len(words)} most frequent {what} in {n} articles", fontsize=12)
    size = f"Size: share ({words['share'].min():.1f} to {words['share'].max():.1f} per 10,000 words). "
    shade = f"Darkness: evenness (DP_norm {clumped.max():.2f} to {clumped.min():.2f})."
    _caption(ax, f"{size}{shade}\n{SOURCE_NOTE}", down=8)
    return ax


def _named(table):
    """Write words with their glosses, in one line."""
    return [f"{row.word}  {_short(row.gloss, 30)}" for row in table.itertuples()]


def share_bars(table, *, n, ax=None):
    """Draw the shares of words as bars with their bootstrap intervals.

    table: DataFrame with word, gloss, share, low, high (per 10,000 words); one row per word, drawn from above.
    n: articles that were resampled. ax: Axes to draw on, a new one by default. Returns the Axes.
    """
    ax = ax or plt.subplots(figsize=(8.5, 0.26 * len(table) + 1.3))[1]
    places = np.arange(len(table))
    ax.barh(places, table["share"], color=BLUE, height=0.7, alpha=0.75)
    ax.hlines(places, table["low"], table["high"], color="black", linewidth=1.1)
    ax.set_yticks(places, _named(table), fontsize=8.5)
    ax.invert_yaxis()
    ax.margins(y=0.01)
    ax.set_xlim(0, table["high"].max() * 1.05)
    ax.set_xlabel("occurrences per 10,000 words; line: 95 % bootstrap interval over articles")
    ax.set_title(f"Shares of {len(table)} words in {n} articles", fontsize=11)
    _caption(ax, SOURCE_NOTE, down=40)
    return ax


def _spots():
    """Yield places for a label beside its point, in points of print, the nearest first."""
    for radius in (6, 14, 24, 36, 50, 66, 84):
        for angle in (0, 180, 60, 300, 120, 240, 90, 270, 30, 330, 150, 210):
            yield radius * np.cos(np.radians(angle)), radius * np.sin(np.radians(angle))


def _label(ax, x, y, text, taken, renderer):
    """Write a label where it covers nothing that is taken; returns its box, or None where there is no room."""
    for dx, dy in _spots():
        side = "left" if dx > 1 else "right" if dx < -1 else "center"
        line = {"arrowstyle": "-", "color": LIGHT, "linewidth": 0.6} if np.hypot(dx, dy) > 10 else None
        note = ax.annotate(
            text, (x, y), (dx, dy), textcoords="offset points", ha=side, va="center", fontsize=8, arrowprops=line
        )
        note.update_positions(renderer)
        # The text alone: the line to the point may cross other lines.
        box = Text.get_window_extent(note, renderer).padded(1)
        inside = ax.bbox.contains(box.x0, box.y0) and ax.bbox.contains(box.x1, box.y1)
        if inside and not any(box.overlaps(other) for other in taken):
            return box
        note.remove()
    return None


def label_points(ax, table, points, *, x, y):
    """Name points so that no label covers another label or a point.

    ax: Axes with its limits set. table: DataFrame with word and the columns x and y, those first that matter most.
    points: DataFrame with the columns x and y of every point drawn. x, y: names of these columns.
    Returns the list of words that found no room.
    """
    renderer = ax.figure.canvas.get_renderer()
    centres = ax.transData.transform(points[[x, y]].to_numpy())
    taken = [Bbox.from_bounds(left - 1.5, low - 1.5, 3, 3) for left, low in centres]
    homeless = []
    for row in table.to_dict("records"):
        box = _label(ax, row[x], row[y], row["word"], taken, renderer)
        taken += [box] if box else []
        homeless += [] if box else [row["word"]]
    return homeless


def dispersion_map(table, *, n, labels=36, ax=None):
    """Draw how frequent words are against how evenly the articles use them.

    table: DataFrame with word, share (per 10,000), dp_norm, range; one row per word, most frequent first. n: articles.
    labels: words to name, half the most frequent, half the most clumped. ax: Axes to draw on, a new one by default.
    Returns the Axes. Words of at most a tenth of the articles are drawn in orange: one article's words.
    """
    ax = ax or plt.subplots(figsize=(9.5, 6.6))[1]
    few = table["range"] <= n / 10
    for rows, colour, marker in ((table[~few], BLUE, "o"), (table[few], ORANGE, "^")):
        ax.scatter(rows["share"], rows["dp_norm"], color=colour, marker=marker, s=14, alpha=0.6, linewidths=0)
    ax.set_xscale("log")
    ax.set_xlim(table["share"].min() * 0.6, table["share"].max() * 1.5)
    ax.set_ylim(0, 1.12)
    ax.xaxis.set_major_formatter("{x:g}")
    ax.xaxis.set_minor_formatter(NullFormatter())
    chosen = pd.concat([table.head(labels // 2), table.sort_values(["dp_norm", "word"]).tail(labels // 2)])
    homeless = label_points(ax, chosen.drop_duplicates("word"), table, x="share", y="dp_norm")
    ax.set_xlabel("occurrences per 10,000 words (logarithmic)")
    ax.set_ylabel("DP_norm over articles: 0 even, 1 clumped")
    ax.set_title(f"{len(table)} words in {n} articles; orange triangles: in at most {int(n / 10)} of them", fontsize=11)
    _caption(ax, (f"No room for {', '.join(homeless)}. " if homeless else "") + SOURCE_NOTE, down=40)
    return ax


def keyness_plot(table, *, target, reference, words=12, ax=None):
    """Draw the words that two groups of articles use more than each other, with the interval of how much more.

    table: DataFrame with word, gloss, log_ratio, low, high; one row per word, from target to reference as `keyness`
    orders it. target, reference: names of the groups. words: of each side. ax: Axes to draw on, a new one by default.
    Returns the Axes. Pale bars: another sample of articles might turn them round, or the interval is not known.
    """
    rows = pd.concat([table.head(words), table.iloc[max(words, len(table) - words) :]])
    ax = ax or plt.subplots(figsize=(9, 0.26 * len(rows) + 1.4))[1]
    places = np.arange(len(rows))
    sure = (rows["low"] > 0) | (rows["high"] < 0)
    colours = np.where(rows["log_ratio"] > 0, BLUE, ORANGE)
    for place, value, colour, firm in zip(places, rows["log_ratio"], colours, sure, strict=True):
        ax.barh(place, value, color=colour, height=0.7, alpha=0.85 if firm else 0.3)
    ax.hlines(places, rows["low"], rows["high"], color="black", linewidth=0.9)
    ax.axvline(0, color=GREY, linewidth=0.8)
    ax.set_yticks(places, _named(rows), fontsize=8.5)
    ax.invert_yaxis()
    ax.margins(y=0.01)
    ax.set_xlabel("log ratio: +1 is twice the share, +2 four times; line: 95 % bootstrap interval over articles")
    ax.set_title(f"Above: more in {target}; below: more in {reference}. Pale: not sure", fontsize=11)
    _caption(ax, SOURCE_NOTE, down=40)
    return ax


def _pushed(places, sizes, fixed, rounds=300):
    """Move boxes apart until none covers another; those that are fixed stay."""
    places = places.copy()
    for _ in range(rounds):
        moved = False
        for one, two in combinations(range(len(places)), 2):
            gap = places[two] - places[one]
            overlap = (sizes[one] + sizes[two]) / 2 - np.abs(gap)
            if (overlap > 1e-9).all():
                axis = int(np.argmin(overlap))
                step = np.zeros(2)
                step[axis] = overlap[axis] * (0.5 if gap[axis] >= 0 else -0.5)
                share = fixed[two] - fixed[one]
                places[one] -= step * (1 + share)
                places[two] += step * (1 - share)
                moved = True
        if not moved:
            break
    return places


def _network_places(pairs, nodes):
    """Place nodes on a circle, words that several nodes share between these, and the others around their node."""
    angles = np.pi / 2 + 2 * np.pi * np.arange(len(nodes)) / len(nodes)
    centre = dict(zip(nodes, np.column_stack([np.cos(angles), np.sin(angles)]), strict=True))
    places = dict(centre)
    for word, rows in pairs.groupby("word"):
        if len(rows) > 1:
            places[word] = np.mean([centre[node] for node in rows["node"]], axis=0) * 0.8
    for node, angle in zip(nodes, angles, strict=True):
        own = [word for word in pairs.loc[pairs["node"] == node, "word"] if word not in places]
        for word, turn in zip(own, np.linspace(-1.3, 1.3, len(own)) if len(own) > 1 else [0], strict=True):
            places[word] = centre[node] + 0.62 * np.array([np.cos(angle + turn), np.sin(angle + turn)])
    return places


def collocation_network(pairs, gloss, *, n, ax=None):
    """Draw words and the words that share their passages as a network.

    pairs: DataFrame with node, word, log_dice; one row per pair. gloss: word -> English. n: passages. ax: Axes to draw
    on, a new one by default.
    Returns the Axes. A line is the wider the higher its logDice; words that two nodes share stand between them.
    """
    ax = ax or plt.subplots(figsize=(10.5, 9.5))[1]
    nodes = list(pairs["node"].drop_duplicates())
    places = _network_places(pairs[~pairs["word"].isin(nodes)], nodes)
    words = list(places)
    fixed = np.array([float(word in nodes) for word in words])
    named = {word: _short(gloss[word], 24) for word in words}
    sizes = np.array([[max(0.065 * len(word), 0.028 * len(named[word])) + 0.03, 0.15] for word in words])
    places = dict(zip(words, _pushed(np.array([places[word] for word in words]), sizes, fixed), strict=True))
    scale = Normalize(pairs["log_dice"].min() - 0.5, pairs["log_dice"].max())
    for row in pairs.itertuples():
        ends = np.array([places[row.node], places[row.word]])
        ax.plot(*ends.T, color=LIGHT, linewidth=0.5 + 3 * scale(row.log_dice), zorder=1)
    for word, (x, y) in places.items():
        ink, paper = ("white", BLUE) if word in nodes else ("black", "white")
        box = {"boxstyle": "round,pad=0.2", "facecolor": paper, "edgecolor": "none"}
        text = f"{word}\n{named[word]}"
        ax.text(x, y, text, ha="center", va="center", bbox=box, zorder=2, color=ink, fontsize=8.5, linespacing=1.1)
    ax.set_axis_off()
    ax.margins(0.08)
    ax.autoscale()
    title = f"{len(nodes)} key terms and {len(words) - len(nodes)} words that share their passages (n = {n} passages)"
    ax.set_title(title, fontsize=11)
    low, high = pairs["log_dice"].min(), pairs["log_dice"].max()
    _caption(ax, f"Width of a line: logDice, {low:.1f} to {high:.1f}. " + SOURCE_NOTE, down=8)
    return ax


def similarity_map(table, labels, *, ax=None):
    """Draw how alike articles are as an ordered heat map.

    table: square DataFrame (articles x articles) of similarities in [0, 1]. labels: dict article_id -> label.
    ax: Axes to draw on, a new one by default. Returns the Axes. The diagonal is left white.
    """
    ax = ax or plt.subplots(figsize=(9.5, 8.2))[1]
    values = table.to_numpy(copy=True)
    np.fill_diagonal(values, np.nan)
    image = ax.imshow(values, cmap="cividis_r", vmin=0)
    ax.set_yticks(range(len(table)), [_short(labels[name], 46) for name in table.index], fontsize=7.5)
    ax.set_xticks(range(len(table)), table.columns, rotation=90, fontsize=7)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.figure.colorbar(image, ax=ax, shrink=0.6, label="cosine of tf-idf vectors")
    ax.set_title(f"Likeness of {len(table)} articles, like ones side by side", fontsize=11)
    _caption(ax, SOURCE_NOTE, down=44)
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
        style = {"color": BLUE, "marker": "o"} if fits else {"color": ORANGE, "marker": "X"}
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
        colour = ORANGE if row.reason == "none found" else BLUE
        ax.plot([row.low / row.high, 1], [place, place], color=colour, marker="o", markersize=5, linewidth=1.5)
        ax.text(1.02, place, f"{_plain(row.low)} to {_plain(row.high)} {row.unit}", fontsize=7.5, va="center")
    ax.set_yticks(range(len(groups)), groups["gloss"] + ", " + groups["region"], fontsize=8)
    ax.invert_yaxis()
    ax.set_xlim(min(0.5, (groups["low"] / groups["high"]).min() - 0.05), 1.0)
    ax.set_xlabel("lowest stated value as a share of the highest")
    ax.set_title(f"{len(groups)} things on which articles differ; orange: no reason found", fontsize=11)
    _caption(ax, LEDGER_NOTE, down=34)
    return ax


def topic_cards(words, cards, *, top=8, axes=None):
    """Draw each topic as a card: its words with their weights, its name, its quality and the articles that carry it.

    words: DataFrame with topic, word, gloss, weight; by topic, the first words first. cards: DataFrame with topic,
    label, articles (stability in [0, 1]), npmi, firm (bool), carried (names of articles); one row per topic. top: words
    drawn. axes: as many Axes, new ones by default. Returns the Axes. Topics that are not firm are grey.
    """
    if axes is None:
        rows = -(-len(cards) // 3)
        axes = plt.subplots(rows, 3, figsize=(12.5, 3.1 * rows), layout="constrained")[1].ravel()
    for ax, card in zip(axes, cards.itertuples(), strict=False):
        shown = words[words["topic"] == card.topic].head(top)
        ax.barh(range(len(shown)), shown["weight"] * 100, color=BLUE if card.firm else LIGHT, height=0.75)
        ax.set_yticks(
            range(len(shown)), [f"{row.word}  {_short(row.gloss, 20)}" for row in shown.itertuples()], fontsize=8
        )
        ax.invert_yaxis()
        ax.tick_params(axis="x", labelsize=7)
        name = f"{card.topic}  {card.label}\nkept {card.articles:.0%} of its words, NPMI {card.npmi:.2f}"
        ax.set_title(name, fontsize=9, color="black" if card.firm else GREY)
        ax.set_xlabel(f"weight in %. Carried by {card.carried}", fontsize=7.5)
    for ax in list(axes)[len(cards) :]:
        ax.set_axis_off()
    axes[0].figure.suptitle("Blue: firm, grey: not. " + SOURCE_NOTE, fontsize=9, color=GREY)
    return axes


def topic_map(table, names, firm, *, title, ax=None):
    """Draw shares or counts of topics by article, field or office as a heat map with its numbers.

    table: DataFrame of numbers (groups x topics), in the order to draw; whole numbers are counts, others shares. names:
    dict topic -> label. firm: topics that are not drawn grey. title: of the figure. ax: Axes to draw on, a new one by
    default.
    Returns the Axes.
    """
    ax = ax or plt.subplots(figsize=(0.75 * table.shape[1] + 3.5, 0.27 * len(table) + 2.6))[1]
    values = table.to_numpy(float)
    ax.imshow(values, cmap="Blues", vmin=0, aspect="auto")
    whole = bool((values == values.round()).all())
    for (row, column), value in np.ndenumerate(values):
        text = f"{value:.0f}" if whole else f"{value * 100:.0f}"
        if value >= (1 if whole else 0.05):
            shade = "white" if value > values.max() * 0.6 else "black"
            ax.text(column, row, text, ha="center", va="center", fontsize=7.5, color=shade)
    ax.set_yticks(range(len(table)), [_short(str(name), 60) for name in table.index], fontsize=8)
    ax.set_xticks(range(table.shape[1]), [names[topic] for topic in table.columns], rotation=35, ha="right", fontsize=8)
    for label, topic in zip(ax.get_xticklabels(), table.columns, strict=True):
        label.set_color("black" if topic in firm else GREY)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set_title(title, fontsize=11)
    _caption(ax, "Names in grey: topics that are not firm. " + SOURCE_NOTE, down=84)
    return ax


def k_plot(table, chosen, *, axes=None):
    """Draw coherence and stability against the number of topics.

    table: DataFrame with k, npmi, stability, low, high, product; one row per k. chosen: the k to mark. axes: three
    Axes, new ones by default. Returns the Axes.
    """
    if axes is None:
        axes = plt.subplots(1, 3, figsize=(11, 3), layout="constrained")[1]
    for ax, column, name in zip(
        axes,
        ("npmi", "stability", "product"),
        ("NPMI, mean over topics", "share of words kept, bootstrap over articles", "product of the two"),
        strict=True,
    ):
        ax.plot(table["k"], table[column], color=BLUE, marker="o", markersize=4)
        if column != "npmi":
            scale = table["npmi"] if column == "product" else 1
            ax.fill_between(
                table["k"], table["low"] * scale, table["high"] * scale, color=BLUE, alpha=0.15, linewidth=0
            )
        ax.axvline(chosen, color=ORANGE, linewidth=1, linestyle="--")
        ax.set_ylim(0, None)
        ax.set_title(name, fontsize=9.5)
        ax.set_xlabel(f"topics; dashed: {chosen}", fontsize=8.5)
        ax.xaxis.get_major_locator().set_params(integer=True)
    axes[0].figure.suptitle("Band: 95 % of the draws. " + SOURCE_NOTE, fontsize=9, color=GREY)
    return axes
