"""Widgets: their tables by hand, their answer to a turned knob, and what a reader without a kernel sees."""

import io
import re
import subprocess
import sys
from base64 import b64decode
from dataclasses import replace

import ipywidgets as widgets
import pandas as pd
import pytest

from helpers import ledger, load
from helpers.files import refuse
from helpers.show import explore


@pytest.fixture(scope="module")
def corpus(shipped):
    """The articles on topic."""
    return shipped.select()


def _csv(html):
    data = re.search(r'base64,([^"]+)"', html)[1]
    return b64decode(data)


def test_found_searches_word_and_gloss():
    table = pd.DataFrame({"word": ["河", "水运", "桥"], "gloss": ["river", "Water transport", "bridge"]})
    assert list(explore.found(table, " water ")["word"]) == ["水运"]
    assert list(explore.found(table, "河")["word"]) == ["河"]
    assert list(explore.found(table, "")["word"]) == ["河", "水运", "桥"]
    assert explore.found(table, "r.v").empty


def test_a_turned_knob_changes_the_table_and_the_download():
    knob = widgets.IntSlider(2, 1, 9)
    result = explore.panel({"n": knob}, lambda n: pd.DataFrame({"word": ["桥"] * n}), name="t", rows=5)
    before, output = result.static, result.children[1]
    assert "download" not in before
    assert output.value.startswith(before)
    knob.value = 7
    assert result.static == before
    raw = _csv(output.value)
    assert raw.startswith(b"\xef\xbb\xbf")
    assert len(pd.read_csv(io.BytesIO(raw))) == 7
    assert output.value.count("<td") == 5


def test_what_a_filter_leaves_empty_is_said_in_place_and_can_be_undone():
    def compute(n):
        if n > 5:
            raise refuse("no <word> is left", expected="one", repair="turn back")
        return pd.DataFrame({"word": ["桥"]})

    knob = widgets.IntSlider(1, 1, 9)
    result = explore.panel({"n": knob}, compute, name="t")
    knob.value = 9
    assert "no &lt;word&gt; is left" in result.children[1].value
    knob.value = 1
    assert "桥" in result.children[1].value


def test_a_panel_shows_its_default_state_without_a_kernel():
    result = explore.panel({"n": widgets.IntSlider(1)}, lambda n: pd.DataFrame({"word": ["桥"]}), name="t")
    bundle = result._repr_mimebundle_()
    assert "桥" in bundle["text/html"]
    assert "children" not in bundle["text/plain"]


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
    controls = {control.description: control for control in result.children[0].children}
    assert "京津冀" in result.static
    controls["search"].value = "tourism"
    table = pd.read_csv(io.BytesIO(_csv(result.children[1].value)))
    assert table["word"].iloc[0] == "旅游"
    controls["by"].value = "field"
    table = pd.read_csv(io.BytesIO(_csv(result.children[1].value)))
    assert table.loc[table["word"] == "旅游"].sort_values("share")["field"].iloc[-1] == "tourism"
    controls["search"].value, controls["kind"].value, controls["at least"].value = "", "v", 50
    table = pd.read_csv(io.BytesIO(_csv(result.children[1].value)))
    assert (table["count"] >= 50).all()
    assert "推进" in set(table["word"])
    assert "京津冀" not in set(table["word"])


def test_explore_keyness_compares_the_chosen_group(corpus):
    result = explore.explore_keyness(corpus)
    target = result.children[0].children[0]
    target.value = ("field", "tourism")
    table = pd.read_csv(io.BytesIO(_csv(result.children[1].value)))
    assert table["word"].iloc[0] == "旅游"
    assert table["low"].isna().all()
    target.value = ("office", "Beijing official")
    assert "支持" in result.children[1].value


def test_explore_topics_fits_anew(corpus):
    result = explore.explore_topics(corpus)
    controls = {control.description: control for control in result.children[0].children}
    controls["topics"].value = 4
    table = pd.read_csv(io.BytesIO(_csv(result.children[1].value)))
    assert list(table["topic"]) == [1, 2, 3, 4]
    before = table["words"].tolist()
    controls["method"].value = "lda"
    table = pd.read_csv(io.BytesIO(_csv(result.children[1].value)))
    assert table["words"].tolist() != before


def test_explore_ledger_filters_by_every_control(corpus):
    figures = ledger.read(corpus.folder)
    figures = figures[figures["article_id"].isin(corpus.articles["article_id"])]
    result = explore.explore_ledger(figures, corpus.articles)
    controls = {control.description: control for control in result.children[0].children}
    assert set(controls) == {"search", "concept", "region", "field", "year", "kind", "article"}

    def shown():
        return pd.read_csv(io.BytesIO(_csv(result.children[1].value)))

    assert len(shown()) == len(figures)
    controls["region"].value, controls["year"].value = "京津冀", "2022"
    expected = figures[(figures["region"] == "京津冀") & (figures["year_to"] == 2022)]
    assert shown()["figure_id"].to_list() == expected["figure_id"].to_list()
    controls["search"].value = "pm2.5"
    assert shown()["indicator"].str.contains("PM2.5").all()
    controls["kind"].value = "target"
    assert shown().empty
