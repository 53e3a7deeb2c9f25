"""Topics: planted ones are found, measures by hand and against a second implementation, moved labels refused."""

import math
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from gensim.corpora import Dictionary
from gensim.models import CoherenceModel

from helpers import CorpusError, topics

THEMES = [["河水", "堤坝", "船只"], ["学校", "教师", "课本"], ["铁路", "车站", "列车"]]


def _planted(articles=12, seed=0):
    """Articles of two passages each on one of three themes, with a word of another theme now and then."""
    rng, rows = np.random.default_rng(seed), []
    for number in range(articles):
        for part in range(2):
            for theme, words in enumerate(THEMES):
                for word in words:
                    count = int(rng.integers(2, 6)) if theme == number % 3 else int(rng.random() < 0.1)
                    rows += [(f"a{number:02}-{part}", f"a{number:02}", word, "n", count)] if count else []
    return pd.DataFrame(rows, columns=["passage_id", "article_id", "word", "pos", "count"])


WORDS = sorted(word for theme in THEMES for word in theme)
TOKENS = _planted()
FIELDS = pd.DataFrame(
    {"article_id": [f"a{number:02}" for number in range(12)], "field": ["water", "school", "rail"] * 4}
)


@pytest.fixture(scope="module")
def model():
    """Three topics of the planted corpus."""
    return topics.fit(TOKENS, k=3, words=WORDS)


@pytest.fixture(scope="module")
def words(shipped):
    """The words of the articles on topic."""
    return shipped.select().words


@pytest.fixture(scope="module")
def real(words):
    """The topics of the notebook."""
    return topics.fit(words)


@pytest.mark.parametrize("method", ["nmf", "lda"])
def test_planted_themes_are_found(method):
    tokens = _planted(30)
    model = topics.fit(tokens, k=3, method=method, words=WORDS)
    found = model.terms.groupby("topic")["word"].apply(lambda rows: frozenset(rows.head(3)))
    assert set(found) == {frozenset(theme) for theme in THEMES}
    groups = topics.dominant(model).groupby(lambda row: row % 3)["topic"].nunique()
    assert groups.tolist() == [1, 1, 1]


@pytest.mark.parametrize("method", ["nmf", "lda"])
def test_shares_add_up_and_scores_are_products(method):
    model = topics.fit(TOKENS, k=3, method=method, words=WORDS)
    assert model.terms.groupby("topic")["weight"].sum().to_numpy() == pytest.approx(1)
    assert model.terms.groupby("word")["exclusivity"].sum().to_numpy() == pytest.approx(1)
    assert (model.terms["score"] == model.terms["weight"] * model.terms["exclusivity"]).all()
    assert model.passages.groupby("passage_id")["share"].sum().to_numpy() == pytest.approx(1)
    assert model.articles.groupby("article_id")["share"].sum().to_numpy() == pytest.approx(1)
    sizes = model.passages.groupby("topic")["share"].sum()
    assert sizes.is_monotonic_decreasing


def test_planted_themes_agree_with_their_fields(model):
    assert topics.agreement(model, FIELDS)[0] == pytest.approx(1)
    assert topics.agreement(model, FIELDS)[1].to_numpy().sum() == 12


def test_an_article_has_the_mean_of_its_passages(model):
    mean = model.passages.groupby(["article_id", "topic"])["share"].mean().reset_index()
    pd.testing.assert_frame_equal(model.articles, mean)


def test_rows_in_another_order_give_the_same_topics_to_the_last_digit(model):
    again = topics.fit(TOKENS.sample(frac=1, random_state=5), k=3, words=WORDS)
    for name in ("terms", "passages", "articles"):
        pd.testing.assert_frame_equal(getattr(model, name), getattr(again, name), check_exact=True)


def test_vocabulary_keeps_its_bounds():
    rows = [("p1", "a", "河水", "n"), ("p2", "b", "河水", "n"), ("p3", "c", "学校", "n"), ("p1", "a", "学校", "n")]
    rows += [("p2", "b", "北京", "ns"), ("p1", "a", "北京", "ns"), ("p3", "c", "修", "v"), ("p1", "a", "的话", "u")]
    rows += [(f"p{n}", name, word, "n") for word in ("处处", "列车") for n, name in ((1, "a"), (2, "b"), (3, "c"))][:4]
    tokens = pd.DataFrame(rows, columns=["passage_id", "article_id", "word", "pos"])
    assert topics.vocabulary(tokens, min_articles=2, max_share=0.7) == ["学校", "河水"]
    assert "处处" in topics.vocabulary(tokens, min_articles=2, max_share=1)
    assert "列车" in topics.vocabulary(tokens, min_articles=1, max_share=1)
    assert "北京" not in topics.vocabulary(tokens, pos=("n", "ns"), min_articles=1, max_share=1)
    assert "北京" in topics.vocabulary(tokens, pos=("n", "ns"), without=(), min_articles=1, max_share=1)
    with pytest.raises(CorpusError, match="0 words are left with pos n.*min_articles 9"):
        topics.vocabulary(tokens, min_articles=9)


@pytest.mark.parametrize(
    ("options", "message"),
    [({"method": "lsa"}, "method is 'lsa'"), ({"k": 1}, "k is 1.*2 to 9"), ({"k": 10}, "k is 10")],
)
def test_settings_that_cannot_be_are_refused(options, message):
    with pytest.raises(CorpusError, match=message):
        topics.fit(TOKENS, words=WORDS, **{"k": 3, **options})


def test_npmi_by_hand():
    tokens = pd.DataFrame(
        [("1", "x"), ("1", "y"), ("2", "x"), ("2", "y"), ("3", "x"), ("4", "z")], columns=["passage_id", "word"]
    ).assign(article_id="a", count=1)
    terms = pd.DataFrame({"topic": 1, "word": ["x", "y", "z"], "score": [3, 2, 1]})
    model = topics.Topics("nmf", terms, None, None)
    # x in 3 of 4 passages, y in 2, both in 2; z never with either.
    xy = math.log(0.5 / (0.75 * 0.5)) / -math.log(0.5)
    assert topics.coherence(model, tokens, top=2)["npmi"].tolist() == pytest.approx([xy])
    assert topics.coherence(model, tokens, top=3)["npmi"].tolist() == pytest.approx([(xy - 1 - 1) / 3])


def test_npmi_equals_another_implementation(words, real):
    """gensim's boolean document window, for pairs that meet (it counts those that never do as nearly -1)."""
    table = topics.top_words(real)
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
    ours = topics.coherence(real, words).set_index("topic")["npmi"]
    for number, found in enumerate(lists, start=1):
        values = [counts.get(pair, -1.0) for pair in combinations(found, 2)]
        assert ours[number] == pytest.approx(np.mean(values), abs=1e-9)


def test_stability_of_planted_topics_is_perfect_and_of_noise_is_not(model):
    for over in ("articles", "seeds"):
        kept = topics.stability(model, TOKENS, draws=5, over=over, top=3)
        assert len(kept) == 15
        assert (kept["kept"] == 1).all()
    rng = np.random.default_rng(1)
    noise = TOKENS.assign(word=rng.permutation(TOKENS["word"]))
    shuffled = noise.groupby(["passage_id", "article_id", "word", "pos"])["count"].sum().reset_index()
    kept = topics.stability(topics.fit(shuffled, k=3, words=WORDS), shuffled, draws=10, top=3)["kept"]
    assert 0 < kept.mean() < 0.95


def test_topics_are_matched_by_their_words_not_their_numbers():
    one, two = [{1, 2}, {3, 4}, {5, 6}], [{5, 6}, {1, 9}, {3, 4}]
    assert topics._matched(one, two, 2).tolist() == [0.5, 1, 1]


def test_stability_refuses_another_kind_of_draw(model):
    with pytest.raises(CorpusError, match="over is 'words'"):
        topics.stability(model, TOKENS, over="words")


def test_quality_greys_what_does_not_hold(words, real):
    table = topics.quality(real, words, draws=4)
    assert list(table["topic"]) == list(range(1, topics.K + 1))
    assert (table["firm"] == (table["articles"] >= 0.4)).all()
    assert table["npmi"].between(-1, 1).all()
    assert table[["exclusivity", "seeds", "articles"]].apply(lambda column: column.between(0, 1)).all(axis=None)
    assert (table["low"] <= table["high"]).all()
    assert table["share"].sum() == pytest.approx(1)


def test_numbers_of_topics_are_compared_by_the_same_measures(words):
    table = topics.compare_k(words, [4, 6], draws=2).set_index("k")
    six = topics.fit(words, k=6)
    assert table.loc[6, "npmi"] == pytest.approx(topics.coherence(six, words)["npmi"].mean())
    assert table.loc[6, "stability"] == pytest.approx(topics.stability(six, words, draws=2)["kept"].mean())
    assert (table["product"] == table["npmi"] * table["stability"]).all()
    assert (table["low"] <= table["stability"]).all()


def test_agreement_leaves_out_what_is_no_subject(model):
    articles = FIELDS.assign(field=["strategy", "", *FIELDS["field"].iloc[2:]])
    value, table = topics.agreement(model, articles)
    assert value == pytest.approx(1)
    assert table.to_numpy().sum() == 10
    assert list(table.columns) == [1, 2, 3]
    assert topics.agreement(model, FIELDS.assign(field="same"))[0] == pytest.approx(0)


def test_what_the_notebook_states_is_reached(words, real, shipped):
    assert topics.coherence(real, words)["npmi"].mean() >= 0.36
    assert topics.agreement(real, shipped.articles)[0] >= 0.60


def test_labels_by_hand_are_checked_against_the_words(model, real, tmp_path):
    assert topics.labels(real)["label"].is_unique
    assert topics.labels(model, path=None, top=3)["label"].str.split().str.len().eq(3).all()
    first = topics.top_words(model, top=3).iloc[0]["word"]
    path = tmp_path / "labels.csv"
    path.write_text(f"topic,label,words\n1,by hand,{first}\n", encoding="utf-8")
    assert topics.labels(model, path=path, top=3)["label"].iloc[0] == "by hand"
    path.write_text("topic,label,words\n1,by hand,云彩\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="topic 1 is called 'by hand', but 云彩 is not among its words"):
        topics.labels(model, path=path)


def test_every_word_of_a_topic_is_glossed(real):
    assert (topics.top_words(real)["gloss"] != "").all()


def test_intrusion_sheet_has_a_key_that_fits(real):
    sheet = topics.intrusion_sheet(real)
    top = topics.top_words(real).groupby("topic")["word"].apply(list)
    assert sorted(sheet["topic"]) == list(range(1, topics.K + 1))
    for row in sheet.itertuples():
        words = row.words.split()
        assert len(set(words)) == 6
        assert set(words) - {row.intruder} == set(top[row.topic][:5])
        assert row.intruder not in top[row.topic]
    pd.testing.assert_frame_equal(sheet, topics.intrusion_sheet(real))
    assert not sheet.equals(topics.intrusion_sheet(real, seed=1))


def test_no_intruder_is_made_up_where_topics_share_their_words(model):
    terms = model.terms.assign(exclusivity=1 / 3)
    with pytest.raises(CorpusError, match="has a part in the first words of every other topic"):
        topics.intrusion_sheet(topics.Topics("nmf", terms, model.passages, model.articles))
