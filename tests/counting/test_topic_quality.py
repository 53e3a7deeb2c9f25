"""Measures of topics by hand and against a second implementation, on planted topics, on noise and on the real ones."""

import math
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from gensim.corpora import Dictionary
from gensim.models import CoherenceModel
from made_corpora import PLANTED, WORDS
from statsmodels.stats.proportion import proportion_confint

from helpers import CorpusError
from helpers.counting.topic_quality import (
    _interval,
    coherence,
    compare_k,
    matched,
    quality,
    stability,
)
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


def test_npmi_by_hand():
    tokens = pd.DataFrame(
        [("1", "x"), ("1", "y"), ("2", "x"), ("2", "y"), ("3", "x"), ("4", "z")], columns=["passage_id", "word"]
    ).assign(article_id="a", count=1)
    terms = pd.DataFrame({"topic": 1, "word": ["x", "y", "z"], "score": [3, 2, 1]})
    model = Topics("nmf", terms, None, None)
    # x in 3 of 4 passages, y in 2, both in 2; z never with either.
    xy = math.log(0.5 / (0.75 * 0.5)) / -math.log(0.5)
    assert coherence(model, tokens, top=2)["npmi"].tolist() == pytest.approx([xy])
    assert coherence(model, tokens, top=3)["npmi"].tolist() == pytest.approx([(xy - 1 - 1) / 3])


def test_npmi_equals_another_implementation(words, real):
    """gensim's boolean document window, for pairs that meet (it counts those that never do as nearly -1)."""
    table = top_words(real)
    texts = words.groupby("passage_id")["word"].apply(lambda rows: sorted(set(rows))).tolist()
    lists = [rows["word"].tolist() for _, rows in table.groupby("topic")]
    present = [set(text) for text in texts]
    met = [pair for found in lists for pair in combinations(found, 2) if any(set(pair) <= text for text in present)]
    theirs = CoherenceModel(
        topics=[list(pair) for pair in met],
        texts=texts,
        dictionary=Dictionary(texts),
        coherence="c_npmi",
        window_size=10**6,
    )
    counts = dict(zip(met, theirs.get_coherence_per_topic(), strict=True))
    ours = coherence(real, words).set_index("topic")["npmi"]
    for number, found in enumerate(lists, start=1):
        values = [counts.get(pair, -1.0) for pair in combinations(found, 2)]
        assert ours[number] == pytest.approx(np.mean(values), abs=1e-9)


def test_stability_of_planted_topics_is_perfect_and_of_noise_is_not(model):
    for over in ("articles", "seeds"):
        kept = stability(model, PLANTED, draws=5, over=over, top=3)
        assert len(kept) == 15
        assert (kept["kept"] == 1).all()
    rng = np.random.default_rng(1)
    noise = PLANTED.assign(word=rng.permutation(PLANTED["word"]))
    shuffled = noise.groupby(["passage_id", "article_id", "word", "pos"])["count"].sum().reset_index()
    kept = stability(fit(shuffled, k=3, words=WORDS), shuffled, draws=10, top=3)["kept"]
    assert 0 < kept.mean() < 0.95


def test_topics_are_matched_by_their_words_not_their_numbers():
    one, two = [{1, 2}, {3, 4}, {5, 6}], [{5, 6}, {1, 9}, {3, 4}]
    assert matched(one, two, 2).tolist() == [0.5, 1, 1]


def test_stability_refuses_another_kind_of_draw(model):
    with pytest.raises(CorpusError, match="over is 'words'"):
        stability(model, PLANTED, over="words")


def test_quality_greys_what_does_not_hold(words, real):
    table = quality(real, words, draws=8)
    assert list(table["topic"]) == list(range(1, K + 1))
    assert (table["firm"] == (table["low"] > 0.5)).all()
    assert table[["npmi", "npmi_weight"]].apply(lambda column: column.between(-1, 1)).all(axis=None)
    shares = table[["exclusivity", "seeds", "kept", "noise", "returns", "low", "high"]]
    assert shares.apply(lambda column: column.between(0, 1)).all(axis=None)
    assert (table["low"] < table["returns"]).all() or (table["returns"] == 0).any()
    drawn = stability(real, words, draws=8)
    assert table.set_index("topic")["kept"].to_dict() == pytest.approx(drawn.groupby("topic")["kept"].mean().to_dict())
    error = drawn.groupby("topic")["kept"].std() / math.sqrt(8)
    assert table.set_index("topic")["error"].to_dict() == pytest.approx(error.to_dict())
    assert table["share"].sum() == pytest.approx(1)


def test_planted_topics_return_and_topics_of_shuffled_words_keep_less():
    rng, themes = np.random.default_rng(0), np.repeat(np.arange(3), 14)
    rates = np.where(np.arange(120) // 40 == themes[:, None], 1.5, 0.1)
    rows = [
        (f"p{article}", f"a{article:02}", f"w{word:03}", count)
        for article, counts in enumerate(rng.poisson(rates))
        for word, count in enumerate(counts)
        if count
    ]
    tokens = pd.DataFrame(rows, columns=["passage_id", "article_id", "word", "count"])
    table = quality(fit(tokens, k=3, words=sorted(set(tokens["word"]))), tokens, draws=40)
    assert table["firm"].all()
    assert table["returns"].min() > 0.7
    assert table["noise"].iloc[0] < table["kept"].min()


def test_interval_of_a_share_equals_another_implementation():
    low, high = _interval(pd.Series([0.0, 0.31, 1.0]), 200)
    for at, count in enumerate((0, 62, 200)):
        wanted = proportion_confint(count, 200, method="wilson")
        assert (low[at], high[at]) == pytest.approx(wanted, abs=1e-4)


def test_numbers_of_topics_are_compared_by_the_same_measures(words, shipped):
    chosen = vocabulary(words, shipped.lexicon)
    table = compare_k(words, [4, 6], words=chosen, draws=2).set_index("k")
    six = fit(words, k=6, words=chosen)
    assert table.loc[6, "npmi"] == pytest.approx(coherence(six, words)["npmi"].mean())
    assert table.loc[6, "stability"] == pytest.approx(stability(six, words, draws=2)["kept"].mean())
    assert (table["product"] == table["npmi"] * table["stability"]).all()
    assert (table["low"] <= table["stability"]).all()


def test_the_notebook_reaches_the_coherence_it_states(words, real):
    assert coherence(real, words)["npmi"].mean() >= 0.36
