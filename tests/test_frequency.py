"""Counts and measures by hand on ten-word corpora, against second implementations, shuffled, filtered and refused."""

import math
from collections import Counter
from itertools import pairwise

import corpus_dispersion
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.metrics import BigramAssocMeasures
from nltk.util import ngrams
from scattertext.dispersion.dispersion import Dispersion
from scattertext.termsignificance.LogOddsRatioInformativeDirichletPiror import LogOddsRatioInformativeDirichletPrior
from scipy.sparse import csr_matrix
from scipy.stats import chi2_contingency
from sklearn.metrics.pairwise import cosine_similarity
from statsmodels.stats.multitest import multipletests

from helpers import CorpusError, frequency, load
from helpers.notebooks import show
from helpers.words import content_words, lexicon, stop_words

EXACT = {"rel": 1e-9, "abs": 1e-9}
# Two articles of five words each; a has two passages.
TOKENS = pd.DataFrame(
    [
        ("a1", "a", "河", "n", 2, "water"), ("a1", "a", "水", "n", 1, "water"), ("a2", "a", "河", "n", 1, "water"),
        ("a2", "a", "过", "v", 1, "water"), ("b1", "b", "水", "n", 4, "bridge"), ("b1", "b", "桥", "nz", 1, "bridge"),
    ],
    columns=["passage_id", "article_id", "word", "pos", "count", "field"],
)  # fmt: skip
WATER, BRIDGE = (TOKENS[TOKENS["field"] == name] for name in ("water", "bridge"))


def _corpus(articles, words=8, seed=1):
    """A made-up corpus of numbered words: every article has every second word at random."""
    rng = np.random.default_rng(seed)
    rows = [
        (f"p{article}-{part}", f"p{article}", f"w{word}", int(number))
        for article in range(articles)
        for part in range(2)
        for word, number in enumerate(rng.integers(0, 9, words))
        if number
    ]
    return pd.DataFrame(rows, columns=["passage_id", "article_id", "word", "count"])


def test_count_by_hand():
    table = frequency.count(TOKENS)
    assert list(table.columns) == ["word", "count", "share", "articles", "of_articles"]
    assert table.to_numpy().tolist() == [
        ["水", 5, 5000.0, 2, 2], ["河", 3, 3000.0, 1, 2], ["桥", 1, 1000.0, 1, 2], ["过", 1, 1000.0, 1, 2],
    ]  # fmt: skip


def test_count_by_a_column_shares_within_the_group():
    table = frequency.count(TOKENS, by="field")
    assert table.to_numpy().tolist() == [
        ["bridge", "水", 4, 8000.0, 1, 1], ["bridge", "桥", 1, 2000.0, 1, 1],
        ["water", "河", 3, 6000.0, 1, 1], ["water", "水", 1, 2000.0, 1, 1], ["water", "过", 1, 2000.0, 1, 1],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"pos": "v"}, ["过"]),
        ({"pos": "n"}, ["水", "河", "桥"]),
        ({"pos": ["nz", "v"]}, ["桥", "过"]),
        ({"without": ["水"]}, ["河", "桥", "过"]),
        ({"least": 3}, ["水", "河"]),
        ({"least": 4, "pos": "n"}, ["水"]),
    ],
)
def test_filters_leave_shares_of_all_words(filters, words):
    table = frequency.count(TOKENS, **filters)
    assert list(table["word"]) == words
    assert (table["share"] == table["count"] * 1000).all()


def test_classes_are_those_of_the_lexicon(shipped):
    table = frequency.count(shipped.words, classes=["person"])
    terms = lexicon()
    assert len(table)
    assert set(table["word"]) <= set(terms.loc[terms["class"] == "person", "term"])


@pytest.mark.parametrize("name", ["count", "dispersion", "intervals", "keyness", "collocations", "similarity"])
def test_order_of_rows_does_not_matter_and_nothing_is_changed(name):
    tokens = _corpus(5)
    before = tokens.copy()
    arguments = {
        "intervals": {"words": ["w1", "w2"]}, "collocations": {"nodes": ["w1"]}, "similarity": {"words": ["w1", "w2", "w3"]},
    }.get(name, {})  # fmt: skip

    def run(table):
        if name == "keyness":
            sides = table["article_id"].isin(["p0", "p1"])
            return frequency.keyness(table[sides], table[~sides], draws=20)
        return getattr(frequency, name)(table, **arguments)

    pd.testing.assert_frame_equal(run(tokens.sample(frac=1, random_state=3)), run(tokens))
    pd.testing.assert_frame_equal(tokens, before)


def test_ties_are_ordered_by_word():
    tokens = pd.DataFrame({"article_id": "a", "word": ["c", "a", "b"], "count": 1})
    assert list(frequency.count(tokens)["word"]) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"pos": "q"}, "pos = q"),
        ({"classes": ["no class"]}, "classes = no class"),
        ({"least": 99}, "least = 99"),
        ({"without": ["水", "河", "桥", "过"]}, "without = "),
    ],
)
def test_an_empty_selection_names_its_filter(filters, message):
    with pytest.raises(CorpusError, match=f"no word is left after .*{message}"):
        frequency.count(TOKENS, **filters)


def test_a_missing_column_is_named():
    with pytest.raises(CorpusError, match="no column 'section'"):
        frequency.count(TOKENS, by="section")
    with pytest.raises(CorpusError, match="no column 'article_id'"):
        frequency.dispersion(TOKENS.drop(columns="article_id"))


def test_shares_of_the_shipped_corpus_add_up(shipped):
    table = frequency.count(shipped.words)
    assert table["share"].sum() == pytest.approx(10_000)
    assert table["count"].sum() == shipped.passages["words"].sum()
    assert frequency.count(shipped.words, by="office")["count"].sum() == table["count"].sum()
    assert table["articles"].between(1, len(shipped.articles)).all()


def test_dispersion_by_hand():
    table = frequency.dispersion(TOKENS).set_index("word")
    # 河: shares of the word 1 and 0, of the parts 1/2 and 1/2, so DP = (1/2 + 1/2) / 2; rates 3/5 and 0, V = 1, D = 0.
    assert table.loc["河", ["dp", "dp_norm", "juilland_d"]].tolist() == pytest.approx([0.5, 1.0, 0.0])
    # 水: shares 1/5 and 4/5, DP = 3/10; rates 1/5 and 4/5, mean 1/2, deviation 3/10, V = 3/5, D = 2/5.
    assert table.loc["水", ["dp", "dp_norm", "juilland_d"]].tolist() == pytest.approx([0.3, 0.6, 0.4])
    assert table.loc["水", ["range", "of_parts"]].tolist() == [2, 2]


def test_a_word_spread_like_the_parts_is_even_and_one_part_tells_nothing():
    even = pd.DataFrame({"article_id": ["a", "a", "b", "b"], "word": ["x", "y", "x", "y"], "count": [2, 4, 1, 2]})
    row = frequency.dispersion(even).set_index("word").loc["x"]
    assert row[["dp", "dp_norm", "juilland_d"]].tolist() == pytest.approx([0, 0, 1], abs=1e-12)
    alone = frequency.dispersion(even[even["article_id"] == "a"])
    assert alone[["dp_norm", "juilland_d"]].isna().all(axis=None)


@pytest.mark.parametrize("parts", ["article_id", "passage_id"])
def test_dispersion_equals_two_other_implementations(shipped, parts):
    tokens = shipped.select().words
    ours = frequency.dispersion(tokens, parts=parts).sort_values("word").reset_index(drop=True)
    matrix = tokens.pivot_table(index=parts, columns="word", values="count", aggfunc="sum", fill_value=0)
    sizes = matrix.sum(axis=1).to_numpy(float)
    # On whole numbers the other library truncates deviations of rates.
    theirs = Dispersion(term_doc_mat=csr_matrix(matrix.to_numpy(float)))
    assert list(ours["word"]) == list(matrix.columns)
    assert ours["range"].to_numpy() == pytest.approx(theirs.dispersion_range())
    assert ours["dp"].to_numpy() == pytest.approx(theirs.dp(), **EXACT)
    assert ours["dp_norm"].to_numpy() == pytest.approx(np.asarray(theirs.dp_norm()).ravel(), **EXACT)
    assert ours["juilland_d"].to_numpy() == pytest.approx(np.asarray(theirs.jullands_d()).ravel(), **EXACT)
    for row in ours.head(300).itertuples():
        analyzer = corpus_dispersion.CorpusWordAnalyzer(matrix[row.word].to_list(), sizes.tolist(), sizes.sum())
        assert (row.dp, row.dp_norm, row.juilland_d) == pytest.approx(
            (analyzer.get_dp(), analyzer.get_dp_norm(), analyzer.get_juilland_d()), **EXACT
        )


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz"), st.integers(1, 50)), min_size=1))
def test_measures_of_dispersion_keep_their_bounds(rows):
    tokens = pd.DataFrame(rows, columns=["article_id", "word", "count"])
    table = frequency.dispersion(tokens)
    assert table["dp"].between(0, 1).all()
    assert table["dp_norm"].dropna().between(-1e-9, 1 + 1e-9).all()
    assert (table["juilland_d"].dropna() <= 1 + 1e-9).all()
    assert (table["juilland_d"].dropna() >= -1e-9).all()
    assert table["count"].sum() == tokens["count"].sum()


def test_dispersion_of_some_words_measures_against_all():
    some = frequency.dispersion(TOKENS, words=["水"])
    everything = frequency.dispersion(TOKENS)
    pd.testing.assert_frame_equal(some, everything[everything["word"] == "水"].reset_index(drop=True))
    with pytest.raises(CorpusError, match="words = 云"):
        frequency.dispersion(TOKENS, words=["云"])


def test_intervals_by_hand_and_of_too_few_articles():
    three = pd.concat([TOKENS, WATER.assign(article_id="c")])
    table = frequency.intervals(three, words=["水"], draws=4000).iloc[0]
    # Of three articles with 1, 4 and 1 in 5 a sample has only 1 in 5 eight times of 27, only 4 in 5 once of 27.
    assert table[["share", "low", "high"]].tolist() == [4000.0, 2000.0, 8000.0]
    middle = frequency.intervals(three, words=["水"], draws=4000, level=0.2).iloc[0]
    assert middle[["low", "high"]].tolist() == [4000.0, 4000.0]
    few = frequency.intervals(TOKENS, words=["水"]).iloc[0]
    assert few["share"] == 5000
    assert few[["low", "high"]].isna().all()


def test_intervals_repeat_with_their_seed_and_hold_the_share():
    tokens = _corpus(12)
    first, again, other = (frequency.intervals(tokens, words=["w1", "w5"], seed=seed) for seed in (0, 0, 1))
    pd.testing.assert_frame_equal(first, again)
    assert not first.equals(other)
    assert (first["low"] < first["share"]).all()
    assert (first["share"] < first["high"]).all()


def test_keyness_by_hand():
    table = frequency.keyness(WATER, BRIDGE).set_index("word")
    row = table.loc["水"]
    # 1 of 5 against 4 of 5, expected 2.5 and 2.5 with and without: G2 = 4 x (1 ln 0.4 + 4 ln 1.6).
    assert row["log_likelihood"] == pytest.approx(4 * (math.log(0.4) + 4 * math.log(1.6)))
    assert row["p"] == pytest.approx(math.erfc(math.sqrt(row["log_likelihood"] / 2)))
    assert (row["log_ratio"], row["percent_diff"]) == pytest.approx((-2, -75))
    assert (row["target_share"], row["reference_share"]) == (2000, 8000)
    assert (row["target_articles"], row["reference_articles"]) == (1, 1)
    assert table.loc["河", "log_ratio"] == pytest.approx(math.log2(6))
    assert table.loc["河", "percent_diff"] == math.inf
    assert table[["low", "high"]].isna().all(axis=None)


@pytest.fixture(scope="module")
def sides(shipped):
    """The words of the articles by Beijing officials, and those of the others on topic."""
    words = shipped.select().words
    beijing = words["office"] == "Beijing official"
    return words[beijing], words[~beijing]


def test_keyness_equals_other_implementations(sides):
    target, reference = sides
    table = frequency.keyness(target, reference, prior=1000, draws=5)
    a, b = table["target_count"].to_numpy(float), table["reference_count"].to_numpy(float)
    theirs = LogOddsRatioInformativeDirichletPrior(a + b, 1000, "word").get_zeta_i_j_given_separate_counts(a, b)
    assert table["z"].to_numpy() == pytest.approx(theirs, **EXACT)
    n1, n2 = a.sum(), b.sum()
    for row in table.iloc[:: len(table) // 200].itertuples():
        x, y = row.target_count, row.reference_count
        result = chi2_contingency([[x, n1 - x], [y, n2 - y]], correction=False, lambda_="log-likelihood")
        assert (row.log_likelihood, row.p) == pytest.approx((result.statistic, result.pvalue), **EXACT)
    assert table["q"].to_numpy() == pytest.approx(multipletests(table["p"], method="fdr_bh")[1], **EXACT)


def test_keyness_of_two_halves_turns_round(sides):
    target, reference = sides
    words = content_words(pd.concat(sides))
    one = frequency.keyness(target, reference, words=words, least=20, draws=5).set_index("word").sort_index()
    two = frequency.keyness(reference, target, words=words, least=20, draws=5).set_index("word").sort_index()
    for column in ("z", "log_odds", "log_ratio"):
        assert one[column].to_numpy() == pytest.approx(-two[column].to_numpy())
    assert one["log_likelihood"].to_numpy() == pytest.approx(two["log_likelihood"].to_numpy())


def test_bootstrap_is_over_articles_not_words():
    # One article of ten has all occurrences: whatever the counts, another sample may have none of them.
    rows = [(f"a{number}", "x" if number == 0 else "y", 500) for number in range(10)]
    target = pd.DataFrame(rows, columns=["article_id", "word", "count"])
    reference = pd.DataFrame({"article_id": ["r1", "r2", "r3"], "word": ["y", "x", "x"], "count": [5000, 25, 25]})
    row = frequency.keyness(target, reference).set_index("word").loc["x"]
    assert row["p"] < 1e-9
    assert row["low"] < 0 < row["high"]
    fewer = frequency.keyness(target, reference.tail(2))
    assert fewer[["low", "high"]].isna().all(axis=None)


def test_keyness_by_group_is_keyness_of_each_against_the_rest():
    tokens = _corpus(9).assign(group=lambda rows: rows["article_id"].str[1].astype(int) // 3)
    tokens = tokens.assign(group=tokens["group"].map({0: "x", 1: "y", 2: "z"}))
    table = frequency.keyness_by(tokens, "group", draws=50)
    inside = tokens["group"] == "y"
    alone = frequency.keyness(tokens[inside], tokens[~inside], draws=50)
    part = table[table["group"] == "y"].reset_index(drop=True)
    pd.testing.assert_frame_equal(part[alone.columns], alone)
    assert (table["group_articles"] == 3).all()
    assert (part["sure"] == ((alone["low"] > 0) | (alone["high"] < 0))).all()


def test_keyness_refuses_what_it_cannot_compare():
    with pytest.raises(CorpusError, match="no word is left after target"):
        frequency.keyness(WATER.head(0), BRIDGE)
    with pytest.raises(CorpusError, match="least = 50"):
        frequency.keyness(WATER, BRIDGE, least=50)


def test_collocations_by_hand():
    table = frequency.collocations(TOKENS, ["河"], least=1).set_index("word")
    # Of three passages 河 has two, 水 two, both one.
    assert table.loc["水", ["together", "node_passages", "word_passages", "articles"]].tolist() == [1, 2, 2, 1]
    assert table.loc["水", "log_dice"] == pytest.approx(14 + math.log2(2 * 1 / (2 + 2)))
    assert table.loc["水", "pmi"] == pytest.approx(math.log2(1 * 3 / (2 * 2)))
    assert table.loc["水", "t"] == pytest.approx(1 - 4 / 3)
    with pytest.raises(CorpusError, match="no passage has the word '云'"):
        frequency.collocations(TOKENS, ["云"])


def test_collocations_equal_another_implementation(shipped):
    words = shipped.select().words
    table = frequency.collocations(words, ["疏解", "北京"], least=2)
    n = words["passage_id"].nunique()
    assert set(table["node"]) == {"疏解", "北京"}
    for row in table.itertuples():
        marginals = (row.together, (row.node_passages, row.word_passages), n)
        assert row.pmi == pytest.approx(BigramAssocMeasures.pmi(*marginals), **EXACT)
        assert row.t == pytest.approx(BigramAssocMeasures.student_t(*marginals), **EXACT)
        assert row.log_dice == pytest.approx(14 + math.log2(BigramAssocMeasures.dice(*marginals)), **EXACT)
    assert table["log_dice"].max() <= 14


def test_similarity_equals_another_implementation_and_orders_like_with_like():
    rows = [("a", "x", 3), ("a", "y", 2), ("b", "z", 3), ("c", "x", 2), ("c", "y", 3), ("d", "z", 1), ("d", "y", 1)]
    tokens = pd.DataFrame(rows, columns=["article_id", "word", "count"])
    table = frequency.similarity(tokens, words=["x", "y", "z"])
    # Document frequencies of x, y, z in four articles: 2, 3, 2.
    idf = np.log(np.array([5 / 3, 5 / 4, 5 / 3])) + 1
    vectors = np.array([[3, 2, 0], [0, 0, 3], [2, 3, 0], [0, 1, 1]]) * idf
    expected = pd.DataFrame(cosine_similarity(vectors), index=list("abcd"), columns=list("abcd"))
    pd.testing.assert_frame_equal(table, expected.loc[table.index, table.columns])
    places = {name: place for place, name in enumerate(table.index)}
    assert abs(places["a"] - places["c"]) == 1
    assert abs(places["b"] - places["d"]) == 1


def test_an_article_with_none_of_the_words_is_like_no_other():
    tokens = pd.DataFrame([("a", "x", 3), ("b", "x", 1), ("c", "q", 2)], columns=["article_id", "word", "count"])
    table = frequency.similarity(tokens, words=["x", "y"])
    assert table.loc["c", ["a", "b"]].tolist() == [0, 0]
    assert table.loc["a", "b"] == pytest.approx(1)


def _sequence(*texts):
    """Make sequences of texts in which a letter is a word and a stroke ends a stretch."""
    rows, stretch = [], 0
    for number, text in enumerate(texts):
        for part in text.split("|"):
            stretch += 1
            rows += [(f"t{number}", stretch, letter) for letter in part]
    return pd.DataFrame(rows, columns=["article_id", "stretch", "word"])


DATES = pd.DataFrame({"article_id": ["t0", "t1", "t2"], "published": ["2024-02", "", "2023-05"]})


def test_phrases_by_hand():
    # bc stands five times, four of them inside abcd; cd never alone; the stroke parts e from f.
    table = frequency.phrases(_sequence("abcd|abcd|e", "abcd|bcx", "abcd|e|f"), DATES, without=[])
    assert table.to_numpy().tolist() == [["abcd", 4, 4, 4, 3, "2023-05"]]


def test_a_nested_phrase_is_kept_where_it_stands_alone_often_enough():
    sequence = _sequence("abcd|abcd|ab|ab", "abcd|ab", "x")
    table = frequency.phrases(sequence, DATES, without=[]).set_index("phrase")
    assert table.loc["ab", ["count", "own", "articles", "first"]].tolist() == [6, 3, 2, "2024-02"]
    assert "cd" not in table.index


@pytest.mark.parametrize(
    ("texts", "phrases"),
    [
        (("ab|ab", "x"), []),  # twice only
        (("ab|ab|ab", "x"), []),  # in one article only
        (("ab|ab", "ab"), ["ab"]),
        (("a|b|ab", "ab"), []),
        (("xab|xab", "xab"), ["ab"]),  # no phrase begins with a stop word
        (("12|12", "12"), []),
        (("abcdefghij|abcdefghij", "abcdefghij"), ["abcdefgh", "ij"]),
        (("yabcdefgh|yabcdefgh", "yabcdefgh"), ["abcdefgh"]),  # ya overlaps it
        (("aaa", "aaa", "aaa"), ["aaa"]),
    ],
)
def test_rule_of_release_for_phrases(texts, phrases):
    table = frequency.phrases(_sequence(*texts), DATES, without=["x"])
    assert sorted(table["phrase"]) == phrases


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("abc|", max_size=30), min_size=1, max_size=3))
def test_counts_of_phrases_equal_those_of_plain_ngrams(texts):
    sequence = _sequence(*texts)
    table = frequency.phrases(sequence, DATES, without=[])
    parts = ["".join(part["word"]) for _, part in sequence.groupby("stretch")]
    for row in table.itertuples():
        plain = Counter("".join(gram) for part in parts for gram in ngrams(part, row.words))
        assert row.count == plain[row.phrase]
        assert 3 <= row.own <= row.count


def test_shipped_phrases_keep_the_rule_of_release(shipped):
    table = frequency.read_phrases()
    assert table["phrase"].is_unique
    assert table["phrase"].str.len().max() <= 16
    assert (table["own"] >= 3).all()
    assert (table["articles"] >= 2).all()
    assert table["words"].between(2, 8).all()
    folded = table.set_index("phrase")["words"]
    assert "疏解北京非首都功能这个牛鼻子" in folded.index
    assert "牛鼻子" not in folded.index


def test_shipped_phrases_and_segmentations_equal_new_ones(raw):
    for path, table in frequency.compute_tables(raw.select()).items():
        assert path.read_bytes() == frequency.to_bytes(table), path.name


def test_tables_are_written_where_they_are_asked_for(sample, tmp_path):
    corpus = load(sample)
    paths = tmp_path / "p.csv", tmp_path / "s.csv"
    frequency.build_tables(corpus, phrases_path=paths[0], segmentations_path=paths[1])
    pd.testing.assert_frame_equal(
        frequency.read_phrases(paths[0]),
        frequency.phrases(frequency.sequences(corpus), corpus.articles),
        check_dtype=False,
    )
    assert len(frequency.read_segmentations(paths[1])) > 3


def test_sequences_end_at_marks_but_not_at_quotes(tmp_path):
    (tmp_path / "page.txt").write_text("修“好”堤，看水。\n看水", encoding="utf-8")
    table = frequency.sequences(load(tmp_path), segment=lambda text: [(char, "x") for char in text])
    stretches = ["".join(part["word"]) for _, part in table.groupby("stretch")]
    assert stretches == ["修好堤", "看水", "看水"]


SEGMENTED = pd.DataFrame(
    {"word": ["甲乙", "丙丁", "戊己", "的确", "2023", "一"], "lexicon": [9, 5, 1, 9, 9, 9], "jieba": [9, 1, 5, 9, 9, 9], "icu": [9, 5, 0, 9, 9, 9]}
)  # fmt: skip


def test_rank_agreement_by_hand():
    table = frequency.rank_agreement(SEGMENTED, top=2, without=["的确"]).set_index(["first", "second"])
    # lexicon 1 2 3, jieba 1 3 2: rho = 1 - 6 x 2 / (3 x 8).
    assert table.loc[("lexicon", "jieba"), ["shared", "words", "spearman"]].tolist() == [1, 3, 0.5]
    assert table.loc[("lexicon", "icu"), ["shared", "words", "spearman"]].tolist() == pytest.approx([2, 2, 1.0])
    moved = frequency.moved_words(SEGMENTED, top=2, without=["的确"])
    assert list(moved["word"]) == ["丙丁", "戊己"]
    assert moved.iloc[0][["lexicon_rank", "jieba_rank", "icu_rank"]].tolist() == [2, 3, 2]


def test_three_segmenters_spell_the_same_characters(shipped):
    table = frequency.read_segmentations()
    ours = frequency.count(shipped.select().words).set_index("word")["count"]
    assert (table[["lexicon", "jieba", "icu"]].max(axis=1) >= 10).all()
    # The features leave out the articles' rests that are too short for a passage; none of those on topic has one.
    assert table.loc[table["word"] == "京津冀", "lexicon"].iloc[0] == ours["京津冀"]


@pytest.fixture
def pages(tmp_path):
    """Two pages on one bridge and the city's wing of that name."""
    (tmp_path / "a.txt").write_text("我们在北京看桥。\n<b>北京城市副中心也有桥。", encoding="utf-8")
    (tmp_path / "b.txt").write_text("没有。", encoding="utf-8")
    return load(tmp_path)


def test_concordance_finds_whole_words_and_aligns_them(pages):
    table = frequency.concordance(pages, "北京", width=2)
    assert table[["article_id", "paragraph", "start", "left", "right"]].to_numpy().tolist() == [
        ["a", 1, 3, "们在", "看桥"]
    ]
    anywhere = frequency.concordance(pages, "北京", width=4, whole=False)
    assert list(anywhere["right"]) == ["看桥。", "城市副中"]
    assert anywhere["left"].iloc[0] == "\u3000我们在"
    assert frequency.concordance(pages, "云").empty
    with pytest.raises(CorpusError, match="the word is empty"):
        frequency.concordance(pages, "")


def test_concordance_is_escaped_and_aligned_for_a_page(tmp_path):
    (tmp_path / "a.txt").write_text("河<b>边看桥。", encoding="utf-8")
    table = frequency.concordance(load(tmp_path), "桥", width=5, whole=False)
    assert "<b>" in table["left"].iloc[0]
    html = show(table[["left", "word", "right"]], right=["left"]).data
    assert "&lt;b&gt;" in html
    assert "<b>" not in html
    assert "text-align: right" in html


def test_concordance_counts_what_the_features_count(raw):
    corpus = raw.select(field="ecology")
    ours = frequency.count(corpus.words).set_index("word")["count"]
    assert len(frequency.concordance(corpus, "生态环境")) == ours["生态环境"]


def test_without_raw_files_what_needs_them_says_so(tmp_path, monkeypatch, shipped):
    monkeypatch.setenv("HELPERS_RAW", "off")
    for act in (frequency.sequences, frequency.segmentations, lambda corpus: frequency.concordance(corpus, "京津冀")):
        with pytest.raises(CorpusError, match="not part of the repository"):
            act(shipped)


def test_stop_words_and_numbers_are_no_content_words():
    tokens = pd.DataFrame(
        {"word": ["河", "的", "2023", "3.5%", "在", "PM2.5"], "pos": ["n", "uj", "m", "x", "p", "eng"]}
    )
    assert content_words(tokens) == ["PM2.5", "河"]
    assert content_words(tokens, stop=["河"]) == ["PM2.5"]


def test_the_most_frequent_content_words_are_glossed(shipped):
    from helpers.words import glosses

    words = shipped.select().words
    table = frequency.count(words[words["word"].isin(content_words(words))])
    known = glosses()
    assert known.index.is_unique
    assert (known.str.len() > 0).all()
    assert [word for word in table["word"].head(300) if word not in known.index] == []
    assert len(stop_words() & set(known.index) - set(lexicon()["term"])) == 0


def test_pairs_of_phrases_are_in_order():
    table = frequency.read_phrases()
    rows = list(zip(-table["count"], table["phrase"], strict=True))
    assert all(first < second for first, second in pairwise(rows))
