"""Widgets to turn the knobs of a table: search, filters, download; what they show first is there without a kernel."""

from base64 import b64encode
from html import escape

import ipywidgets as widgets

from helpers import topics
from helpers.frequency import count, keyness
from helpers.notebooks import show
from helpers.sources import CorpusError
from helpers.words import content_words, glossed

ROWS = 20
GROUPS = {
    "all together": None,
    "policy field": "field",
    "author's office": "office",
    "section": "section",
    "source": "source_id",
}
KINDS = {"content words": "content", "nouns and names": "n", "verbs": "v", "adjectives": "a", "everything": ""}

TOPIC_KINDS = {"default": topics.PARTS, "nouns": ("n", "nz", "j"), "nouns, verbs, adjectives": (*topics.PARTS, "a")}


class Panel(widgets.VBox):
    """Controls over a table, with a static picture of their default state for pages without a kernel."""

    static = ""

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs) or {}
        return bundle | {"text/html": self.static, "text/plain": "An interactive table; run the cell to use it."}


def _download(table, name):
    """Return a link that holds the whole table as CSV, with the mark by which spreadsheets know UTF-8."""
    data = b64encode(table.to_csv(index=False).encode("utf-8-sig")).decode()
    link = f'<a download="{escape(name)}.csv" href="data:text/csv;charset=utf-8;base64,{data}">'
    return f"{link}all {len(table):,} rows as CSV</a>"


def found(table, search):
    """Keep the rows whose word or gloss holds a text.

    table: DataFrame with word and gloss. search: text, in any case; all rows where it is empty.
    Returns a DataFrame, rows in the given order.
    """
    texts = table[["word", "gloss"]].agg("\n".join, axis=1)
    hits = texts.str.contains(search.strip(), case=False, regex=False)
    return table[hits].reset_index(drop=True)


def panel(controls, compute, *, name, rows=ROWS):
    """Put controls over the table that they determine.

    controls: dict of name -> widget with a value. compute: function of these values by name -> DataFrame.
    name: of the file to download. rows: shown at first.
    Returns a Panel. A CorpusError of compute is shown in the table's place.
    """
    output = widgets.HTML()

    def refresh(_=None):
        try:
            table = compute(**{key: control.value for key, control in controls.items()})
        except CorpusError as error:
            output.value = f"<p><b>{escape(str(error))}</b></p>"
            return
        output.value = show(table.head(rows)).data + _download(table, name)

    refresh()
    for control in controls.values():
        control.observe(refresh, names="value")
    result = Panel([widgets.HBox(list(controls.values()), layout={"flex_flow": "row wrap"}), output])
    result.static = output.value.rpartition("<a download")[0] or output.value
    return result


def frequency_table(words, *, search="", by=None, kind="content", least=1):
    """Count words for `explore_frequency`.

    words: DataFrame as `Corpus.words`. search: text in the word or its gloss. by: column to count by, or None.
    kind: "content", the beginning of a part-of-speech tag, or "" for everything. least: fewest occurrences.
    Returns the columns of `count`, with gloss after word; one row per word (per group). Raises CorpusError as it does.
    """
    table = count(words, by=by, pos=None if kind == "content" else kind, least=least)
    if kind == "content":
        table = table[table["word"].isin(content_words(words))]
    return found(glossed(table), search)


def explore_frequency(corpus):
    """Explore which words a corpus uses how often: search, group, kind of word, fewest occurrences, download.

    corpus: Corpus. Returns a Panel that a notebook displays; without a kernel its default state is shown.
    """
    words = corpus.words
    controls = {
        "search": widgets.Text(placeholder="word or English", description="search"),
        "by": widgets.Dropdown(options=GROUPS, description="by"),
        "kind": widgets.Dropdown(options=KINDS, description="kind"),
        "least": widgets.IntSlider(5, 1, 100, description="at least", continuous_update=False),
    }
    return panel(controls, lambda **values: frequency_table(words, **values), name="frequency")


def _groups(words):
    columns = {label: column for label, column in GROUPS.items() if column}
    return {
        f"{label}: {value}": (column, value)
        for label, column in columns.items()
        for value in sorted(set(words[column]) - {""})
        if words[column].nunique() > 1
    }


def keyness_table(words, *, target, search="", least=10, draws=200):
    """Compare one group of articles with all others for `explore_keyness`.

    words: DataFrame as `Corpus.words`. target: (column, value) of the group. search: text in the word or its gloss.
    least: fewest occurrences in both. draws: of the bootstrap.
    Returns word, gloss, target_count, reference_count, target_articles, log_ratio, low, high, z, q; from the
    target's words to the others'; one row per word. Raises CorpusError as `keyness` does.
    """
    column, value = target
    inside = words[column] == value
    table = keyness(words[inside], words[~inside], words=content_words(words), least=least, draws=draws)
    columns = ["word", "target_count", "reference_count", "target_articles", "log_ratio", "low", "high", "z", "q"]
    return found(glossed(table[columns]), search)


def explore_keyness(corpus):
    """Explore which words a field, office, section or source uses more than all others: search, filter, download.

    corpus: Corpus. Returns a Panel that a notebook displays; without a kernel its default state is shown.
    """
    words = corpus.words
    groups = _groups(words)
    # The group nearest to half of the articles is the one of which most can be known.
    size = {name: words.loc[words[column] == value, "article_id"].nunique() for name, (column, value) in groups.items()}
    first = min(groups, key=lambda name: (abs(size[name] - len(corpus.articles) / 2), name))
    controls = {
        "target": widgets.Dropdown(options=groups, value=groups[first], description="target"),
        "search": widgets.Text(placeholder="word or English", description="search"),
        "least": widgets.IntSlider(10, 2, 100, description="at least", continuous_update=False),
    }
    return panel(controls, lambda **values: keyness_table(words, **values), name="keyness")


def topic_table(words, *, k=topics.K, method="nmf", kind="default"):
    """Fit topics for `explore_topics`.

    words: DataFrame as `Corpus.words`. k, method: as for `helpers.topics.fit`. kind: parts of speech, a key of
    TOPIC_KINDS.
    Returns a DataFrame with topic, words (its first eight), gloss (of the first three), share, npmi; one row per topic.
    Raises CorpusError as `fit` does.
    """
    vocabulary = topics.vocabulary(words, pos=TOPIC_KINDS[kind])
    model = topics.fit(words, k=k, method=method, words=vocabulary)
    shown = topics.top_words(model, top=8).groupby("topic")["word"].agg(" ".join)
    table = topics.labels(model, path=None)[["topic", "gloss"]]
    table.insert(1, "words", table["topic"].map(shown))
    table["share"] = table["topic"].map(model.passages.groupby("topic")["share"].mean())
    return table.merge(topics.coherence(model, words), on="topic")


def explore_topics(corpus):
    """Explore which topics other settings give: their number, the method, the parts of speech; download.

    corpus: Corpus. Returns a Panel that a notebook displays; without a kernel its default state is shown.
    """
    words = corpus.words
    controls = {
        "k": widgets.IntSlider(topics.K, 2, 20, description="topics", continuous_update=False),
        "method": widgets.Dropdown(options={"NMF": "nmf", "LDA": "lda"}, description="method"),
        "kind": widgets.Dropdown(options=list(TOPIC_KINDS), description="words"),
    }
    return panel(controls, lambda **values: topic_table(words, **values), name="topics")
