"""Panels to turn the knobs of a table: search, filters, download; what they show first is there without a kernel."""

import codecs
from base64 import b64encode
from collections.abc import Callable, Iterable
from html import escape

import ipywidgets as widgets
import pandas as pd

from helpers.corpus import Corpus
from helpers.counting.counts import count
from helpers.counting.keyness import keyness
from helpers.counting.topic_quality import coherence
from helpers.counting.topic_reading import labels
from helpers.counting.topics import PARTS, K, fit, top_words, vocabulary
from helpers.counting.words import content_words
from helpers.files import CorpusError, refuse, to_bytes
from helpers.lexicon import Lexicon, glossed
from helpers.show.amounts import amount, when
from helpers.show.tables import show

ROWS = 20
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
TOPIC_KINDS = {"default": PARTS, "nouns": ("n", "nz", "j"), "nouns, verbs, adjectives": (*PARTS, "a")}


class Panel(widgets.VBox):
    """Controls over a table, with a static picture of their default state for pages without a kernel."""

    static = ""

    def _repr_mimebundle_(self, **kwargs: object) -> dict[str, object]:
        bundle = super()._repr_mimebundle_(**kwargs) or {}
        return bundle | {"text/html": self.static, "text/plain": "An interactive table; run the cell to use it."}


def _download(table: pd.DataFrame, name: str) -> str:
    """Return a link that holds the whole table as CSV, with the mark by which spreadsheets know UTF-8."""
    data = b64encode(codecs.BOM_UTF8 + to_bytes(table)).decode()
    link = f'<a download="{escape(name)}.csv" href="data:text/csv;charset=utf-8;base64,{data}">'
    return f"{link}all {len(table):,} rows as CSV</a>"


def _shown(compute: Callable[[], pd.DataFrame], *, name: str, rows: int) -> str:
    """Return the first rows of a computed table with its download as HTML, or what keeps it from being computed."""
    try:
        table = compute()
    except CorpusError as error:
        return f"<p><b>{escape(str(error))}</b></p>"
    return show(table.head(rows)).data + _download(table, name)


def found(table: pd.DataFrame, search: str) -> pd.DataFrame:
    """Keep the rows whose word or gloss holds a text.

    table: DataFrame with word and gloss. search: text, in any case; all rows where it is empty.
    Returns a DataFrame, rows in the given order.
    """
    texts = table[["word", "gloss"]].agg("\n".join, axis=1)
    hits = texts.str.contains(search.strip(), case=False, regex=False)
    return table[hits].reset_index(drop=True)


def panel(
    controls: dict[str, widgets.Widget], compute: Callable[..., pd.DataFrame], *, name: str, rows: int = ROWS
) -> Panel:
    """Put controls over the table that they determine.

    controls: dict of name -> widget with a value. compute: function of these values by name -> DataFrame.
    name: of the file to download. rows: shown at first.
    Returns a Panel. A CorpusError of compute is shown in the table's place.
    """
    output = widgets.HTML()

    def refresh(_: object = None) -> None:
        values = {key: control.value for key, control in controls.items()}
        output.value = _shown(lambda: compute(**values), name=name, rows=rows)

    refresh()
    for control in controls.values():
        control.observe(refresh, names="value")
    result = Panel([widgets.HBox(list(controls.values()), layout={"flex_flow": "row wrap"}), output])
    # A page without a kernel shows the table and leaves the download, which is as long as the corpus, out.
    result.static = output.value.rpartition("<a download")[0] or output.value
    return result


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
        "search": widgets.Text(placeholder="word or English", description="search"),
        "by": widgets.Dropdown(options=GROUPS, description="by"),
        "kind": widgets.Dropdown(options=KINDS, description="kind"),
        "least": widgets.IntSlider(5, 1, 100, description="at least", continuous_update=False),
    }
    words = corpus.words
    return panel(controls, lambda **values: frequency_table(words, corpus.lexicon, **values), name="frequency")


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
        "target": widgets.Dropdown(options=groups, value=first, description="target"),
        "search": widgets.Text(placeholder="word or English", description="search"),
        "least": widgets.IntSlider(10, 2, 100, description="at least", continuous_update=False),
    }
    return panel(controls, lambda **values: keyness_table(words, corpus.lexicon, **values), name="keyness")


def topic_table(
    words: pd.DataFrame, lexicon: Lexicon, *, k: int = K, method: str = "nmf", kind: str = "default"
) -> pd.DataFrame:
    """Fit topics for `explore_topics`.

    words: DataFrame as `Corpus.words`. lexicon: Lexicon of the corpus. k, method: as for `helpers.counting.topics.fit`.
    kind: parts of speech, a key of TOPIC_KINDS.
    Returns a DataFrame with topic, words (its first eight), gloss (of the first three), share, npmi; one row per topic.
    Raises CorpusError as `fit` does.
    """
    model = fit(words, words=vocabulary(words, lexicon, pos=TOPIC_KINDS[kind]), k=k, method=method)
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
        "k": widgets.IntSlider(K, 2, 20, description="topics", continuous_update=False),
        "method": widgets.Dropdown(options={"NMF": "nmf", "LDA": "lda"}, description="method"),
        "kind": widgets.Dropdown(options=list(TOPIC_KINDS), description="words"),
    }
    words = corpus.words
    return panel(controls, lambda **values: topic_table(words, corpus.lexicon, **values), name="topics")


LEDGER_COLUMNS = ("figure_id", "region", "gloss", "indicator", "amount", "kind", "when", "basis", "article_id")
EVERYTHING = "(all)"


def ledger_table(figures: pd.DataFrame, *, search: str = "", **chosen: str) -> pd.DataFrame:
    """Filter a ledger for `explore_ledger`.

    figures: ledger with field; one row per figure. search: text in the label, its gloss or the region, in any case.
    chosen: a value for each of concept, region, field, year, kind, article_id; EVERYTHING for all.
    Returns a DataFrame with LEDGER_COLUMNS, amounts and periods in words; one row per figure, in reading order.
    """
    kept = figures.assign(year=_years(figures))
    for column, value in chosen.items():
        kept = kept if value == EVERYTHING else kept[kept[column] == value]
    texts = kept[["indicator", "gloss", "region"]].agg("\n".join, axis=1) if len(kept) else kept["indicator"]
    kept = kept[texts.str.contains(search.strip(), case=False, regex=False)]
    rows = list(kept.itertuples())
    told = kept.assign(amount=[amount(row) for row in rows], when=[when(row) for row in rows])
    return told[list(LEDGER_COLUMNS)].reset_index(drop=True)


def _years(figures: pd.DataFrame) -> pd.Series:
    """Return the last year of each figure as text, "" where it has none."""
    return figures["year_to"].map(lambda year: "" if pd.isna(year) else str(year)).astype(str)


def explore_ledger(figures: pd.DataFrame, articles: pd.DataFrame) -> Panel:
    """Explore a ledger: search, and filter by concept, region, field, year, kind and article; download.

    figures: ledger; one row per figure. articles: DataFrame with article_id, field; one row per article. Returns a
    Panel that a notebook displays; without a kernel its default state is shown.
    """
    known = figures.merge(articles[["article_id", "field"]], on="article_id", validate="many_to_one")

    def choice(column: str, values: Iterable[str]) -> widgets.Dropdown:
        return widgets.Dropdown(options=[EVERYTHING, *sorted(set(values) - {""})], description=column)

    controls: dict[str, widgets.Widget] = {"search": widgets.Text(description="search", continuous_update=False)}
    controls |= {name: choice(name, known[name]) for name in ("concept", "region", "field")}
    controls |= {"year": choice("year", _years(known)), "kind": choice("kind", known["kind"])}
    controls["article_id"] = choice("article", known["article_id"])
    return panel(controls, lambda **values: ledger_table(known, **values), name="figures")
