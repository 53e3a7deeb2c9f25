"""Topics: planted ones are found, shares add up, settings that cannot be are refused."""

import pandas as pd
import pytest
from made_corpora import PLANTED, THEMES, WORDS, planted

from helpers import CorpusError
from helpers.counting.topic_reading import dominant
from helpers.counting.topics import fit, top_words, vocabulary
from helpers.lexicon import glossed


@pytest.fixture(scope="module")
def model():
    """Three topics of the planted corpus."""
    return fit(PLANTED, k=3, words=WORDS)


@pytest.mark.parametrize("method", ["nmf", "lda"])
def test_planted_themes_are_found(method):
    tokens = planted(30)
    model = fit(tokens, k=3, method=method, words=WORDS)
    found = model.terms.groupby("topic")["word"].apply(lambda rows: frozenset(rows.head(3)))
    assert set(found) == {frozenset(theme) for theme in THEMES}
    groups = dominant(model).groupby(lambda row: row % 3)["topic"].nunique()
    assert groups.tolist() == [1, 1, 1]


@pytest.mark.parametrize("method", ["nmf", "lda"])
def test_shares_add_up_and_scores_are_products(method):
    model = fit(PLANTED, k=3, method=method, words=WORDS)
    assert model.terms.groupby("topic")["weight"].sum().to_numpy() == pytest.approx(1)
    assert model.terms.groupby("word")["exclusivity"].sum().to_numpy() == pytest.approx(1)
    assert (model.terms["score"] == model.terms["weight"] * model.terms["exclusivity"]).all()
    assert model.passages.groupby("passage_id")["share"].sum().to_numpy() == pytest.approx(1)
    assert model.articles.groupby("article_id")["share"].sum().to_numpy() == pytest.approx(1)
    sizes = model.passages.groupby("topic")["share"].sum()
    assert sizes.is_monotonic_decreasing


def test_an_article_has_the_mean_of_its_passages(model):
    mean = model.passages.groupby(["article_id", "topic"])["share"].mean().reset_index()
    pd.testing.assert_frame_equal(model.articles, mean)


def test_rows_in_another_order_give_the_same_topics_to_the_last_digit(model):
    again = fit(PLANTED.sample(frac=1, random_state=5), k=3, words=WORDS)
    for name in ("terms", "passages", "articles"):
        pd.testing.assert_frame_equal(getattr(model, name), getattr(again, name), check_exact=True)


def test_vocabulary_keeps_its_bounds(shipped):
    rows = [("p1", "a", "河水", "n"), ("p2", "b", "河水", "n"), ("p3", "c", "学校", "n"), ("p1", "a", "学校", "n")]
    rows += [("p2", "b", "北京", "ns"), ("p1", "a", "北京", "ns"), ("p3", "c", "修", "v"), ("p1", "a", "的话", "u")]
    rows += [(f"p{n}", name, word, "n") for word in ("处处", "列车") for n, name in ((1, "a"), (2, "b"), (3, "c"))][:4]
    tokens = pd.DataFrame(rows, columns=["passage_id", "article_id", "word", "pos"])
    assert vocabulary(tokens, shipped.lexicon, min_articles=2, max_share=0.7) == ["学校", "河水"]
    assert "处处" in vocabulary(tokens, shipped.lexicon, min_articles=2, max_share=1)
    assert "列车" in vocabulary(tokens, shipped.lexicon, min_articles=1, max_share=1)
    assert "北京" not in vocabulary(tokens, shipped.lexicon, pos=("n", "ns"), min_articles=1, max_share=1)
    assert "北京" in vocabulary(tokens, shipped.lexicon, pos=("n", "ns"), without=(), min_articles=1, max_share=1)
    with pytest.raises(CorpusError, match="0 words are left with pos n.*min_articles 9"):
        vocabulary(tokens, shipped.lexicon, min_articles=9)


@pytest.mark.parametrize(
    ("options", "message"),
    [({"method": "lsa"}, "method is 'lsa'"), ({"k": 1}, "k is 1.*2 to 9"), ({"k": 10}, "k is 10")],
)
def test_settings_that_cannot_be_are_refused(options, message):
    with pytest.raises(CorpusError, match=message):
        fit(PLANTED, words=WORDS, **{"k": 3, **options})


def test_every_word_of_a_topic_is_glossed(shipped):
    words = shipped.select().words
    real = fit(words, words=vocabulary(words, shipped.lexicon))
    assert (glossed(top_words(real), shipped.lexicon)["gloss"] != "").all()
