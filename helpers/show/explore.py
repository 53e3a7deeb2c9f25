"""Panels over words, keyness, topics and figures: their tables, which a call makes too, and their pictures."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import ipywidgets as widgets
import pandas as pd
from matplotlib.axes import Axes

from helpers.corpus import Corpus
from helpers.counting.counts import count
from helpers.counting.dispersion import dispersion
from helpers.counting.keyness import keyness
from helpers.counting.reuse import who_repeats_whom
from helpers.counting.tokens import some
from helpers.counting.topic_quality import coherence
from helpers.counting.topic_reading import labels
from helpers.counting.topics import PARTS, K, Topics, fit, top_words, vocabulary
from helpers.counting.words import content_words
from helpers.files import refuse
from helpers.lexicon import Lexicon, glossed
from helpers.show.amounts import NAMES, amount, when
from helpers.show.panels import Panel, View, choice, panel, search_box, whole_number
from helpers.show.plots_figures import concept_timelines, documented
from helpers.show.plots_places import place_map
from helpers.show.plots_topics import word_cards
from helpers.show.plots_words import keyness_plot
from helpers.show.style import short

# What a notebook calls the tables that a panel counts and filters.
WORDS, FIGURES = "corpus.words, corpus.lexicon", "figures, corpus.articles"
REUSE = "corpus.reuse, corpus.articles"
PLACES = "corpus.with_articles(corpus.places), corpus.lexicon.places"
# What articles without a field, office or section are called.
NOT_STATED = "not stated"
GROUPS = {
    "all together": None,
    "policy field": "field",
    "author's office": "office",
    "section": "section",
    "source": "source_id",
}
KINDS = {"content words": "content", "nouns and names": "n", "verbs": "v", "adjectives": "a", "everything": ""}
# Words of a topic on its card.
CARD = 6
TOPIC_KINDS = {"default": PARTS, "nouns": ("n", "nz", "j"), "nouns, verbs, adjectives": (*PARTS, "a")}


def found(table: pd.DataFrame, search: str, *, columns: Sequence[str] = ("word", "gloss")) -> pd.DataFrame:
    """Keep the rows that hold a text.

    table: DataFrame of which the columns are text. search: text, in any case; all rows where it is empty. Latin letters
    are found where a word begins: rail in "railway", not in "trailblazer". columns: where to look.
    Returns a DataFrame, rows in the given order.
    """
    if table.empty:
        return table
    wanted = search.strip()
    begins = "(?<![A-Za-z])" if wanted[:1].isascii() and wanted[:1].isalpha() else ""
    texts = table[list(columns)].agg("\n".join, axis=1)
    hits = texts.str.contains(begins + re.escape(wanted), case=False, regex=True)
    return table[hits].reset_index(drop=True)


def frequency_table(
    words: pd.DataFrame,
    lexicon: Lexicon,
    *,
    search: str = "",
    by: str | None = None,
    kind: str = "content",
    least: int = 1,
) -> pd.DataFrame:
    """Count words for `explore_frequency`.

    words: DataFrame as `Corpus.words`. lexicon: Lexicon of the corpus. search: text in the word or its gloss. by:
    column to count by, or None. kind: "content", the beginning of a part-of-speech tag, or "" for everything. least:
    fewest occurrences.
    Returns the columns of `count`, with gloss after word; one row per word (per group), the first word of every group
    before the second of any; articles without a value are a group of their own. Raises CorpusError as `count` does.
    """
    named = words.replace({by: {"": NOT_STATED}}) if by else words
    table = count(named, by=by, pos=None if kind == "content" else kind, least=least)
    if kind == "content":
        table = table[table["word"].isin(content_words(words, lexicon.stop_words))]
    table = found(glossed(table, lexicon), search)
    return table.iloc[table.groupby(by).cumcount().argsort(kind="stable")] if by else table


def explore_frequency(corpus: Corpus) -> Panel:
    """Explore which words a corpus uses how often: search, group, kind of word, fewest occurrences, download.

    corpus: Corpus. Returns a Panel that a notebook displays; without a kernel its default state is shown.
    """
    controls = {
        "search": search_box(),
        "by": choice(GROUPS, "count by"),
        "kind": choice(KINDS, "kind of word"),
        "least": whole_number(5, "fewest occurrences"),
    }
    words = corpus.words

    def view(**values: Any) -> View:
        return View(frequency_table(words, corpus.lexicon, **values))

    return panel(controls, view, function="frequency_table", given=WORDS, name="frequency")


def _groups(words: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """List the groups of articles that there are as label -> (column, value), where a column has more than one."""
    return {
        f"{label}: {value}": (column, value)
        for label, column in GROUPS.items()
        if column and column in words and words[column].nunique() > 1
        for value in sorted(set(words[column]) - {""})
    }


def _nearest_half(words: pd.DataFrame, groups: dict[str, tuple[str, str]], n: int) -> tuple[str, str] | None:
    """Return the group nearest to half of the n articles, the one of which most can be known; None without groups."""
    size = {name: words.loc[words[column] == value, "article_id"].nunique() for name, (column, value) in groups.items()}
    return groups[min(groups, key=lambda name: (abs(size[name] - n / 2), name))] if groups else None


def keyness_table(
    words: pd.DataFrame,
    lexicon: Lexicon,
    *,
    target: tuple[str, str] | None,
    search: str = "",
    least: int = 10,
    draws: int = 200,
) -> pd.DataFrame:
    """Compare one group of articles with all others for `explore_keyness`.

    words: DataFrame as `Corpus.words`. lexicon: Lexicon of the corpus. target: (column, value) of the group, None where
    there is none. search: text in the word or its gloss. least: fewest occurrences in both. draws: of the bootstrap.
    Returns word, gloss, target_count, reference_count, target_articles, log_ratio, low, high, z, p_chance, sure; from
    the target's words to the others'; one row per word. Raises CorpusError as `keyness` does, and without a group.
    """
    if target is None:
        raise refuse(
            "the articles fall into no groups that could be compared",
            expected=f"two values of {', '.join(filter(None, GROUPS.values()))}",
            repair="give the articles a field, office or section in articles.csv",
        )
    column, value = target
    inside, tested = words[column] == value, content_words(words, lexicon.stop_words)
    table = keyness(words[inside], words[~inside], words=tested, least=least, draws=draws)
    counts, measures = ["target_count", "reference_count", "target_articles"], ["log_ratio", "low", "high", "z"]
    columns = ["word", *counts, *measures, "p_chance", "sure"]
    return found(glossed(table[columns], lexicon), search)


def explore_keyness(corpus: Corpus) -> Panel:
    """Explore which words a field, office, section or source uses more than all others: search, filter, download.

    corpus: Corpus. Returns a Panel that a notebook displays; without a kernel its default state is shown.
    """
    words = corpus.words
    groups = _groups(words)
    first = _nearest_half(words, groups, len(corpus.articles))
    controls = {
        "target": choice(groups, "group", value=first),
        "search": search_box(),
        "least": whole_number(10, "fewest occurrences"),
    }

    def view(**values: Any) -> View:
        table = keyness_table(words, corpus.lexicon, **values)
        group = values["target"][1]
        draw = partial(keyness_plot, table, target=short(group, 40), reference="the others", words=8)
        return View(table, draw, f"Bars of the words that {group} uses more, and less, than the other articles.")

    return panel(controls, view, function="keyness_table", given=WORDS, name="keyness")


def place_table(
    places: pd.DataFrame,
    gazetteer: pd.DataFrame,
    *,
    group: tuple[str, str] | None = None,
    search: str = "",
    least: int = 1,
) -> pd.DataFrame:
    """Count the places that a group of articles names for `explore_places`.

    places: DataFrame as `Corpus.with_articles` returns it for Corpus.places. gazetteer: `Lexicon.places`. group:
    (column, value), None for all articles. search: text in the name of the place, its gloss, kind or parent. least:
    fewest mentions.
    Returns a DataFrame with word (the place), gloss, kind, parent, count (mentions), share (per 10,000 mentions), range
    (articles), dp_norm; by count, ties by word; one row per place. Raises CorpusError where no place is left.
    """
    chosen = places if group is None else places[places[group[0]] == group[1]]
    spread = dispersion(some(chosen.rename(columns={"place": "word"}), {"group": group and group[1]}))
    table = spread.merge(gazetteer.rename(columns={"place": "word"}), on="word", how="left")
    table = table.loc[
        table["count"] >= least, ["word", "gloss", "kind", "parent", "count", "share", "range", "dp_norm"]
    ]
    return found(table, search, columns=("word", "gloss", "kind", "parent"))


def explore_places(corpus: Corpus) -> Panel:
    """Explore which places a field, office, section or source names: search, filter, a map, download.

    corpus: Corpus. Returns a Panel that a notebook displays; without a kernel its default state is shown.
    """
    places, gazetteer = corpus.with_articles(corpus.places), corpus.lexicon.places
    n = places["article_id"].nunique()
    controls = {
        "group": choice({"all articles": None} | _groups(places), "group"),
        "search": search_box(),
        "least": whole_number(2, "fewest mentions"),
    }

    def view(**values: Any) -> View:
        table = place_table(places, gazetteer, **values)
        return View(
            table,
            partial(place_map, table, gazetteer, n=n, labels=10),
            "Map of the places of the table, the larger the more often they are named.",
        )

    return panel(controls, view, function="place_table", given=PLACES, name="places")


def reuse_table(pairs: pd.DataFrame, articles: pd.DataFrame, *, article: str = "", least: int = 13) -> pd.DataFrame:
    """List what articles repeat of earlier ones for `explore_reuse`.

    pairs: `Corpus.reuse`. articles: `Corpus.articles`. article: article_id on either side, "" for all. least: fewest
    Han characters of a place.
    Returns the columns of `helpers.counting.reuse.who_repeats_whom` with title and other_title (English, where there is
    one); one row per two articles.
    """
    table = who_repeats_whom(pairs[pairs["letters"] >= least], articles)
    titles = articles.set_index("article_id")
    titles = titles["title_gloss"].where(titles["title_gloss"] != "", titles["title"])
    table = table.assign(title=table["article_id"].map(titles), other_title=table["other_id"].map(titles))
    return table if not article else table[(table[["article_id", "other_id"]] == article).any(axis=1)]


def explore_reuse(corpus: Corpus) -> Panel:
    """Explore which articles repeat which: one article, or only long places, download.

    corpus: Corpus. Returns a Panel that a notebook displays; without a kernel its default state is shown.
    """
    titles = corpus.articles.sort_values("article_id")[["article_id", "title_gloss"]].itertuples(index=False)
    known = {short(f"{name} {title}", 60): name for name, title in titles}
    controls = {
        "article": choice({"all articles": ""} | known, "article"),
        "least": whole_number(13, "fewest characters"),
    }

    def view(**values: Any) -> View:
        return View(reuse_table(corpus.reuse, corpus.articles, **values).reset_index(drop=True))

    return panel(controls, view, function="reuse_table", given=REUSE, name="reuse")


def topic_table(
    words: pd.DataFrame, lexicon: Lexicon, *, k: int = K, method: str = "nmf", kind: str = "default"
) -> pd.DataFrame:
    """Fit topics for `explore_topics`.

    words: DataFrame as `Corpus.words`. lexicon: Lexicon of the corpus. k, method: as for `helpers.counting.topics.fit`.
    kind: parts of speech, a key of TOPIC_KINDS.
    Returns a DataFrame with topic, words (its first eight), gloss (of the first three), share, npmi; one row per topic.
    Raises CorpusError as `fit` does.
    """
    return _topics(_fitted(words, lexicon, k=k, method=method, kind=kind), words, lexicon)


def _fitted(words: pd.DataFrame, lexicon: Lexicon, *, k: int, method: str, kind: str) -> Topics:
    return fit(words, words=vocabulary(words, lexicon, pos=TOPIC_KINDS[kind]), k=k, method=method)


def _topics(model: Topics, words: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    shown = top_words(model, top=8).groupby("topic")["word"].agg(" ".join)
    table = labels(model, lexicon, named=False)[["topic", "gloss"]]
    table.insert(1, "words", table["topic"].map(shown))
    table["share"] = table["topic"].map(model.passages.groupby("topic")["share"].mean())
    return table.merge(coherence(model, words), on="topic")


def explore_topics(corpus: Corpus) -> Panel:
    """Explore which topics other settings give: their number, the method, the parts of speech; download.

    corpus: Corpus. Returns a Panel that a notebook displays; without a kernel its default state is shown.
    """
    controls = {
        "k": whole_number(K, "topics"),
        "method": choice({"NMF": "nmf", "LDA": "lda"}, "method"),
        "kind": choice(list(TOPIC_KINDS), "words"),
    }
    words, lexicon = corpus.words, corpus.lexicon

    def view(**values: Any) -> View:
        model = _fitted(words, lexicon, **values)
        table = _topics(model, words, lexicon)
        draw = partial(word_cards, glossed(top_words(model, top=CARD), lexicon), table)
        return View(table, draw, f"The first words of {len(table)} topics with their weights, a card for each.")

    return panel(controls, view, function="topic_table", given=WORDS, name="topics")


LEDGER_COLUMNS = ("figure_id", "region", "gloss", "indicator", "amount", "kind", "when", "basis", "article_id")
EVERYTHING = "(all)"
# Concepts whose timelines are drawn.
TIMELINES = 4


def ledger_table(figures: pd.DataFrame, articles: pd.DataFrame, *, search: str = "", **chosen: str) -> pd.DataFrame:
    """Filter a ledger for `explore_ledger`.

    figures: ledger; one row per figure. articles: DataFrame with article_id, field; one row per article. search: text
    in the label, its gloss or the region, as for `found`. chosen: a value for each of concept, region, field, year,
    kind, article_id; EVERYTHING for all.
    Returns a DataFrame with LEDGER_COLUMNS, amounts and periods in words; one row per figure, in reading order.
    """
    return _told(_filtered(_with_fields(figures, articles), search=search, **chosen))


def _with_fields(figures: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Put the field of its article and its last year, as text, beside each figure."""
    known = figures.merge(articles[["article_id", "field"]], on="article_id", validate="many_to_one")
    return known.assign(year=_years(known))


def _filtered(figures: pd.DataFrame, *, search: str, **chosen: str) -> pd.DataFrame:
    kept = figures
    for column, value in chosen.items():
        kept = kept if value == EVERYTHING else kept[kept[column] == value]
    return found(kept, search, columns=("indicator", "gloss", "region"))


def _told(kept: pd.DataFrame) -> pd.DataFrame:
    rows = list(kept.itertuples())
    told = kept.assign(amount=[amount(row) for row in rows], when=[when(row) for row in rows])
    return told[list(LEDGER_COLUMNS)].reset_index(drop=True)


def _years(figures: pd.DataFrame) -> pd.Series:
    """Return the last year of each figure as text, "" where it has none."""
    return figures["year_to"].map(lambda year: "" if pd.isna(year) else str(year)).astype(str)


def _timelines(figures: pd.DataFrame, names: Mapping[str, str]) -> Axes:
    """Draw the concepts that are documented best among some figures; raises CorpusError where none is."""
    concepts = documented(figures, TIMELINES)
    if not concepts:
        raise refuse(
            "no concept has figures of two years among these",
            expected="a concept with figures of two years for one place",
            repair="choose another concept, or fewer filters",
        )
    return concept_timelines(figures, concepts, names=names)


def explore_ledger(figures: pd.DataFrame, articles: pd.DataFrame, *, names: Mapping[str, str] = NAMES) -> Panel:
    """Explore a ledger: search, and filter by concept, region, field, year, kind and article; timelines, download.

    figures: ledger; one row per figure. articles: DataFrame with article_id, field; one row per article. names: English
    names of regions, for the timelines.
    Returns a Panel that a notebook displays; without a kernel its default state is shown.
    """
    known = _with_fields(figures, articles)
    columns = {"concept": "concept", "region": "region", "field": "field", "year": "year", "kind": "kind"}
    controls: dict[str, widgets.Widget] = {"search": search_box()}
    for column, description in (columns | {"article_id": "article"}).items():
        controls[column] = choice([EVERYTHING, *sorted(set(known[column]) - {""})], description)

    def view(**values: Any) -> View:
        kept = _filtered(known, **values)
        alt = "Values over the years of the concepts with most years among these figures, a panel for each."
        return View(_told(kept), partial(_timelines, kept, names), alt)

    return panel(controls, view, function="ledger_table", given=FIGURES, name="figures")
