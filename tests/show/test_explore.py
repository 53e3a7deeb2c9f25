"""Widgets: their tables by hand, their answer to a turned knob, and what a reader without a kernel sees."""

import io
import re
import subprocess
import sys
from base64 import b64decode
from dataclasses import replace
from html import unescape

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from helpers import ledger, load
from helpers.files import to_bytes
from helpers.show import explore
from helpers.show.style import use_style


@pytest.fixture(scope="module", autouse=True)
def style():
    """The style of the notebooks, whose font has Chinese characters."""
    with plt.rc_context():
        use_style()
        yield


@pytest.fixture(scope="module")
def topics(corpus):
    """The panel of topics, which takes seconds to make; what a test turns it to, the next one does not mind."""
    return explore.explore_topics(corpus)


@pytest.fixture(scope="module")
def corpus(shipped):
    """The articles on topic."""
    return shipped.select()


def _csv(html):
    data = re.search(r'text/csv[^,]*,([^"]+)"', html)[1]
    return b64decode(data)


def _value(result):
    """What a panel shows now."""
    return result.children[2].value


def _controls(result):
    """The controls of a panel by their accessible names; the last child is the button."""
    return {control.description: control for control in result.children[0].children[:-1]}


def test_found_searches_word_and_gloss():
    table = pd.DataFrame({"word": ["河", "水运", "桥"], "gloss": ["river", "Water transport", "bridge"]})
    assert list(explore.found(table, " water ")["word"]) == ["水运"]
    assert list(explore.found(table, "河")["word"]) == ["河"]
    assert list(explore.found(table, "")["word"]) == ["河", "水运", "桥"]
    assert explore.found(table, "r.v").empty
    assert explore.found(table.head(0), "r").empty


GLOSSES = ["railway", "trailblazer", "light-rail", "G5", "railroad (new)"]
SEARCHES = [
    ("rail", ["railway", "light-rail", "railroad (new)"]),
    (" RAIL ", ["railway", "light-rail", "railroad (new)"]),
    ("blazer", []),
    ("(n", ["railroad (new)"]),
    ("r.i", []),
    ("5", ["G5"]),
    ("路", GLOSSES),
]


@pytest.mark.parametrize(("search", "expected"), SEARCHES)
def test_latin_letters_are_found_where_a_word_begins(search, expected):
    assert list(explore.found(pd.DataFrame({"word": "路", "gloss": GLOSSES}), search)["gloss"]) == expected


def test_reading_does_not_wait_for_what_only_publishing_needs():
    ask = "import sys, helpers.show.explore; print({'nbconvert', 'nbclient', 'nbformat'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", ask], capture_output=True, check=True, text=True)
    assert told.stdout.strip() == "set()"


def test_tables_are_made_with_the_lexicon_of_the_corpus(corpus):
    own = replace(corpus.lexicon, stop_words=frozenset({"发展"}), glosses=pd.Series({"北京": "a town"}))
    table = explore.frequency_table(corpus.words, own, least=50).set_index("word")["gloss"]
    assert "发展" in set(explore.frequency_table(corpus.words, corpus.lexicon, least=50)["word"])
    assert "发展" not in table
    assert table["北京"] == "a town"
    assert table["天津"] == ""
    target = ("field", "tourism")
    assert "发展" not in set(explore.keyness_table(corpus.words, own, target=target, draws=2)["word"])
    assert not explore.topic_table(corpus.words, own, k=3)["words"].str.contains(r"\b发展\b").any()


def test_every_group_is_seen_before_the_second_word_of_any(corpus):
    offices = set(corpus.words["office"]) - {""} | {explore.NOT_STATED}
    table = explore.frequency_table(corpus.words, corpus.lexicon, by="office", least=2)
    first = table.head(len(offices))
    assert set(first["office"]) == offices
    for row in first.itertuples():
        assert row.share == table.loc[table["office"] == row.office, "share"].max()


def test_a_text_alone_is_shown_or_it_is_said_in_place_why_not(folder):
    (folder / "short.txt").unlink()
    one = load(folder)
    assert "看水" in explore.explore_frequency(one).static
    assert "no groups that could be compared" in explore.explore_keyness(one).static
    assert "field, office, section, source_id" in explore.explore_keyness(one).static
    assert "Repair" in explore.explore_topics(one).static


def test_explore_frequency_counts_what_it_is_asked_for(corpus):
    result = explore.explore_frequency(corpus)
    controls = _controls(result)
    assert "京津冀" in result.static
    controls["search"].value = "tourism"
    table = pd.read_csv(io.BytesIO(_csv(_value(result))))
    assert table["word"].iloc[0] == "旅游"
    controls["count by"].value = "field"
    table = pd.read_csv(io.BytesIO(_csv(_value(result))))
    assert table.loc[table["word"] == "旅游"].sort_values("share")["field"].iloc[-1] == "tourism"
    controls["search"].value, controls["kind of word"].value, controls["fewest occurrences"].value = "", "v", 50
    table = pd.read_csv(io.BytesIO(_csv(_value(result))))
    assert (table["count"] >= 50).all()
    assert "推进" in set(table["word"])
    assert "京津冀" not in set(table["word"])


def test_explore_keyness_compares_the_chosen_group(corpus):
    result = explore.explore_keyness(corpus)
    target = result.children[0].children[0]
    target.value = ("field", "tourism")
    table = pd.read_csv(io.BytesIO(_csv(_value(result))))
    assert table["word"].iloc[0] == "旅游"
    assert table["low"].isna().all()
    target.value = ("office", "Beijing official")
    assert "支持" in _value(result)


def test_explore_topics_fits_anew(topics):
    controls, result = _controls(topics), topics
    controls["topics"].value = 4
    table = pd.read_csv(io.BytesIO(_csv(_value(result))))
    assert list(table["topic"]) == [1, 2, 3, 4]
    before = table["words"].tolist()
    controls["method"].value = "lda"
    table = pd.read_csv(io.BytesIO(_csv(_value(result))))
    assert table["words"].tolist() != before


def test_explore_ledger_filters_by_every_control(corpus):
    figures = ledger.read(corpus.folder)
    figures = figures[figures["article_id"].isin(corpus.articles["article_id"])]
    result = explore.explore_ledger(figures, corpus.articles)
    controls = _controls(result)
    assert set(controls) == {"search", "concept", "region", "field", "year", "kind", "article"}

    def shown():
        return pd.read_csv(io.BytesIO(_csv(_value(result))))

    assert len(shown()) == len(figures)
    controls["region"].value, controls["year"].value = "京津冀", "2022"
    expected = figures[(figures["region"] == "京津冀") & (figures["year_to"] == 2022)]
    assert shown()["figure_id"].to_list() == expected["figure_id"].to_list()
    controls["search"].value = "pm2.5"
    assert shown()["indicator"].str.contains("PM2.5").all()
    controls["kind"].value = "target"
    assert "Nothing fits these choices together" in _value(result)


PANELS = {
    "frequency": lambda corpus, _: explore.explore_frequency(corpus),
    "keyness": lambda corpus, _: explore.explore_keyness(corpus),
    "places": lambda corpus, _: explore.explore_places(corpus),
    "reuse": lambda corpus, _: explore.explore_reuse(corpus),
    "ledger": lambda corpus, figures: explore.explore_ledger(figures, corpus.articles),
}


@pytest.mark.parametrize("name", ["topics", *PANELS])
def test_the_call_that_a_panel_shows_makes_its_table(corpus, topics, name):
    figures = ledger.read(corpus.folder)
    figures = figures[figures["article_id"].isin(corpus.articles["article_id"])]
    result = topics if name == "topics" else PANELS[name](corpus, figures)
    code = unescape(re.search("<pre>(.*)</pre>", result.children[1].value, flags=re.S)[1])
    imported, call = code.split("\n")
    space = {"corpus": corpus, "figures": figures}
    exec(imported, space)
    table = eval(call, space)
    assert to_bytes(table) == _csv(_value(result)).removeprefix(b"\xef\xbb\xbf")


@pytest.mark.parametrize("name", ["keyness", "topics", "ledger", "places"])
def test_a_panel_draws_what_it_shows_and_draws_it_anew(corpus, topics, name):
    figures = ledger.read(corpus.folder)
    figures = figures[figures["article_id"].isin(corpus.articles["article_id"])]
    result = topics if name == "topics" else PANELS[name](corpus, figures)
    turned = {"keyness": ("group", ("field", "tourism")), "topics": ("topics", 5), "ledger": ("region", "天津"),
              "places": ("group", ("field", "tourism"))}[name]  # fmt: skip
    before = re.search(r'<img alt="([^"]+)" src="([^"]+)"', _value(result))
    _controls(result)[turned[0]].value = turned[1]
    after = re.search(r'<img alt="([^"]+)" src="([^"]+)"', _value(result))
    assert len(before[1]) > 40
    assert before[2] != after[2]


def test_odd_choices_say_what_is_wrong(corpus, topics):
    frequency = explore.explore_frequency(corpus)
    _controls(topics)["topics"].value = 5000
    assert "k is 5000" in _value(topics)
    _controls(topics)["topics"].value = -1
    assert "k is -1" in _value(topics)
    _controls(frequency)["fewest occurrences"].value = 10**6
    assert "1000000" in _value(frequency)
    _controls(frequency)["fewest occurrences"].value = 5
    _controls(frequency)["search"].value = "no such word"
    assert "Nothing fits these choices together" in _value(frequency)


def test_explore_places_counts_the_places_of_a_group(corpus):
    result = explore.explore_places(corpus)
    controls = _controls(result)
    controls["group"].value = ("field", "tourism")
    controls["fewest mentions"].value = 1
    table = pd.read_csv(io.BytesIO(_csv(_value(result))))
    inside = corpus.with_articles(corpus.places).query("field == 'tourism'")
    assert table["count"].sum() == inside["count"].sum()
    controls["search"].value = "wetland"
    assert "Nothing fits" in _value(result) or "etland" in _value(result)


def test_explore_reuse_shows_one_article_on_either_side(corpus):
    result = explore.explore_reuse(corpus)
    controls = _controls(result)
    controls["article"].value = "tj-04"
    table = pd.read_csv(io.BytesIO(_csv(_value(result))))
    assert len(table) > 5 and (table[["article_id", "other_id"]] == "tj-04").any(axis=1).all()
    controls["fewest characters"].value = 60
    assert len(pd.read_csv(io.BytesIO(_csv(_value(result))))) < len(table)
