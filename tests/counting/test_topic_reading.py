"""Topics held against editors, named by hand with a check, and made into a test for readers."""

from dataclasses import replace

import pandas as pd
import pytest
from made_corpora import FIELDS, PLANTED, WORDS

from helpers import CorpusError
from helpers.counting.topic_reading import agreement, intrusion_sheet, labels
from helpers.counting.topics import K, Topics, fit, top_words, vocabulary


@pytest.fixture(scope="module")
def model():
    """Three topics of the planted corpus."""
    return fit(PLANTED, k=3, words=WORDS)


@pytest.fixture(scope="module")
def words(shipped):
    """The words of the articles on topic."""
    return shipped.select().words


@pytest.fixture(scope="module")
def real(words, shipped):
    """The topics of the notebook."""
    return fit(words, words=vocabulary(words, shipped.lexicon))


def test_planted_themes_agree_with_their_fields(model):
    assert agreement(model, FIELDS)[0] == pytest.approx(1)
    assert agreement(model, FIELDS)[1].to_numpy().sum() == 12


def test_agreement_leaves_out_what_is_no_subject(model):
    articles = FIELDS.assign(field=["strategy", "", *FIELDS["field"].iloc[2:]])
    value, table = agreement(model, articles)
    assert value == pytest.approx(1)
    assert table.to_numpy().sum() == 10
    assert list(table.columns) == [1, 2, 3]
    assert agreement(model, FIELDS.assign(field="same"))[0] == pytest.approx(0)


def test_the_notebook_reaches_the_agreement_it_states(real, shipped):
    assert agreement(real, shipped.articles)[0] >= 0.60


def _named(lexicon, label, words):
    return replace(lexicon, topics=pd.DataFrame({"topic": ["1"], "label": [label], "words": [words]}))


def test_labels_by_hand_are_checked_against_the_words(model, real, shipped):
    lexicon = shipped.lexicon
    assert labels(real, lexicon)["label"].is_unique
    assert labels(model, lexicon, named=False, top=3)["label"].str.split().str.len().eq(3).all()
    first = top_words(model, top=3).iloc[0]["word"]
    assert labels(model, _named(lexicon, "by hand", first), top=3)["label"].iloc[0] == "by hand"
    moved = labels(model, _named(lexicon, "by hand", f"{first} 云彩"), top=3).iloc[0]
    assert moved["label"] == moved["words"]


def test_every_name_given_by_hand_is_still_that_of_its_topic(real, shipped):
    assert labels(real, shipped.lexicon)["label"].tolist() == shipped.lexicon.topics["label"].tolist()


def test_another_number_of_topics_has_a_name_for_each(shipped):
    words = shipped.select().words
    for k in (2, 5, 14):
        table = labels(fit(words, k=k, words=vocabulary(words, shipped.lexicon)), shipped.lexicon)
        assert len(table) == k
        assert table["label"].str.len().gt(0).all()


def test_topics_of_a_corpus_without_names_are_called_by_their_words(model, shipped):
    table = labels(model, replace(shipped.lexicon, topics=shipped.lexicon.topics.head(0)))
    assert (table["label"] == table["words"]).all()
    assert list(table.columns) == ["topic", "label", "words", "gloss"]


def test_intrusion_sheet_has_a_key_that_fits(real):
    sheet = intrusion_sheet(real)
    top = top_words(real).groupby("topic")["word"].apply(list)
    assert sorted(sheet["topic"]) == list(range(1, K + 1))
    for row in sheet.itertuples():
        words = row.words.split()
        assert len(set(words)) == 6
        assert set(words) - {row.intruder} == set(top[row.topic][:5])
        assert row.intruder not in top[row.topic]
    pd.testing.assert_frame_equal(sheet, intrusion_sheet(real))
    assert not sheet.equals(intrusion_sheet(real, seed=1))


def test_no_intruder_is_made_up_where_topics_share_their_words(model):
    terms = model.terms.assign(exclusivity=1 / 3)
    with pytest.raises(CorpusError, match="has a part in the first words of every other topic"):
        intrusion_sheet(Topics("nmf", terms, model.passages, model.articles))
