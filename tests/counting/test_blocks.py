"""A corpus in parts and words in blocks: the same to the last digit as one table and all words at once."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_corpora import BRIDGE, PLANTED, TOKENS, WATER, WORDS, Read, cut, numbered
from scipy.sparse import csc_array
from scipy.stats import rankdata

from helpers import CorpusError
from helpers.counting import arrays
from helpers.counting import dispersion as dispersion_module
from helpers.counting.arrays import article_counts, blocks, counted, product
from helpers.counting.bootstrap import coverage, intervals, neighbours
from helpers.counting.chance import dealt, rank_sums, verdict
from helpers.counting.counts import count
from helpers.counting.dispersion import dispersion
from helpers.counting.factors import passage_counts
from helpers.counting.keyness import against_chance, keyness, keyness_by
from helpers.counting.similarity import similarity
from helpers.counting.tokens import Repeatable, added, in_parts, need, some, where
from helpers.counting.topic_quality import coherence, kept_by_noise, stability
from helpers.counting.topics import fit, vocabulary
from helpers.counting.words import content_words

ROWS = st.tuples(st.sampled_from("abcdef"), st.sampled_from("xyz"), st.sampled_from("河水桥路"), st.integers(1, 50))


@st.composite
def corpora(draw):
    """A corpus of up to six articles of up to three passages each, and the same in parts."""
    rows = pd.DataFrame(draw(st.lists(ROWS, min_size=1, max_size=40)), columns=["article_id", "part", "word", "count"])
    tokens = rows.assign(
        passage_id=rows["article_id"] + rows["part"],
        pos=rows["word"].map({"河": "n", "水": "n", "桥": "nz", "路": "v"}),
        field=rows["article_id"].map(dict(zip("abcdef", "uvwuvw", strict=True))),
    )
    return tokens, cut(tokens, draw(st.integers(1, 6)), draw(st.integers(0, 99)))


def equal(one, other):
    pd.testing.assert_frame_equal(one, other, check_exact=True)


@pytest.fixture(scope="module")
def real(shipped):
    """The words of the articles on topic, and the same in nine parts."""
    words = shipped.select().words
    return words, Read(cut(words, 9, seed=4))


@settings(max_examples=15)
@given(corpora(), st.sampled_from([None, "field", "pos", "passage_id"]), st.sampled_from([(), "路", ["河", "水"]]))
def test_counts_of_parts_are_those_of_one_table(corpus, by, without):
    tokens, parts = corpus
    equal(count(parts, by=by), count(tokens, by=by))
    for filters in ({"pos": "n"}, {"without": without}, {"least": 20}):
        try:
            whole = count(tokens, by=by, **filters)
        except CorpusError as error:
            with pytest.raises(CorpusError) as again:
                count(parts, by=by, **filters)
            assert str(again.value) == str(error)
        else:
            equal(count(parts, by=by, **filters), whole)


@settings(max_examples=40)
@given(corpora(), st.sampled_from(["article_id", "passage_id"]), st.sampled_from([None, ["河", "水", "桥", "路"]]))
def test_dispersion_of_parts_is_that_of_one_table(corpus, units, words):
    tokens, parts = corpus
    equal(dispersion(parts, parts=units, words=words), dispersion(tokens, parts=units, words=words))


@pytest.mark.parametrize("rows", [1, 7, 1000])
@pytest.mark.parametrize("units", ["article_id", "passage_id"])
def test_dispersion_is_the_same_whatever_is_taken_at_once(monkeypatch, rows, units):
    tokens = numbered(20, words=30)
    whole = dispersion(tokens, parts=units)
    monkeypatch.setattr(dispersion_module, "ROWS", rows)
    equal(dispersion(cut(tokens, 3), parts=units), whole)


def test_the_shipped_corpus_in_parts_counts_as_a_whole(real, shipped):
    words, parts = real
    lexicon = shipped.lexicon
    content = content_words(words, lexicon.stop_words)
    assert content_words(parts, lexicon.stop_words) == content
    for by in (None, "field", "office", "published"):
        equal(count(parts, by=by, pos="n", least=2), count(words, by=by, pos="n", least=2))
        equal(
            count(parts, by=by, classes="place", terms=lexicon.terms),
            count(words, by=by, classes="place", terms=lexicon.terms),
        )
    for units in ("article_id", "passage_id"):
        equal(dispersion(parts, parts=units), dispersion(words, parts=units))
        equal(dispersion(parts, parts=units, words=content), dispersion(words, parts=units, words=content))
    equal(intervals(parts, words=content[:40]), intervals(words, words=content[:40]))
    equal(neighbours(parts, content[:40]), neighbours(words, content[:40]))
    equal(coverage(parts, content[:40], samples=3), coverage(words, content[:40], samples=3))


def test_a_part_in_which_a_filter_leaves_nothing_still_has_its_running_words():
    table = count([WATER, BRIDGE], pos="v")
    assert table.to_numpy().tolist() == [["过", 1, 1000.0, 1, 2]]
    equal(count([BRIDGE, WATER], pos="v"), table)
    with pytest.raises(CorpusError, match="no word is left after pos = q"):
        count([WATER, BRIDGE], pos="q")
    assert dispersion([WATER, BRIDGE], words=["桥"])["of_parts"].tolist() == [2]


def test_a_part_without_any_row_changes_nothing():
    empty, tokens = TOKENS.head(0), numbered(12)
    for parts in ([empty, WATER, BRIDGE], [WATER, empty, BRIDGE, empty]):
        equal(count(parts, by="field"), count(TOKENS, by="field"))
        equal(dispersion(parts), dispersion(TOKENS))
        equal(dispersion(parts, parts="passage_id"), dispersion(TOKENS, parts="passage_id"))
    early, late = tokens[tokens["article_id"] < "p4"], tokens[tokens["article_id"] >= "p4"]
    equal(
        keyness([tokens.head(0), early], [late, tokens.head(0)], permutations=50), keyness(early, late, permutations=50)
    )


def test_each_article_may_be_a_group():
    tokens = numbered(6)
    table = keyness_by(cut(tokens, 2), "article_id", draws=5)
    inside = tokens["article_id"] == "p3"
    alone = keyness(tokens[inside], tokens[~inside], draws=5)
    equal(table.loc[table["article_id"] == "p3", alone.columns].reset_index(drop=True), alone)
    assert (table["group_articles"] == 1).all()


@settings(max_examples=40)
@given(corpora())
def test_counts_of_articles_stand_in_sorted_rows_whatever_the_parts(corpus):
    tokens, parts = corpus
    words = ["桥", "云", "河", "桥"]
    counts, sizes = article_counts(parts, words)
    names = sorted(tokens["article_id"].unique())
    total = tokens.groupby(["article_id", "word"])["count"].sum()
    assert counts.tolist() == [[total.get((name, word), 0) for word in words] for name in names]
    assert sizes.tolist() == tokens.groupby("article_id")["count"].sum().tolist()


def test_all_words_are_counted_sorted_and_rows_are_of_units():
    table = counted([BRIDGE, WATER], units=["article_id", "pos"])
    assert table.words == sorted("河水过桥")
    assert table.units.to_numpy().tolist() == [["a", "n"], ["a", "v"], ["b", "n"], ["b", "nz"]]
    assert table.counts.toarray().tolist() == [[0, 1, 3, 0], [0, 0, 0, 1], [0, 4, 0, 0], [1, 0, 0, 0]]
    assert table.sizes.tolist() == [4, 1, 4, 1]


def test_sums_of_parts_are_added_by_value():
    one = pd.DataFrame({"count": [2, 1]}, index=pd.Index(["水", "河"], name="word"))
    two = pd.DataFrame({"count": [4]}, index=pd.Index(["河"], name="word"))
    assert added(pd.DataFrame(), one) is one
    assert added(one, two)["count"].to_dict() == {"水": 2, "河": 5}


def test_rows_are_chosen_anew_each_time():
    parts = Read([WATER, BRIDGE])
    chosen = where(parts, lambda part: part["word"] == "水")
    assert parts.times == 0
    for times in (1, 2):
        assert [part["count"].tolist() for part in in_parts(chosen)] == [[1], [4]]
        assert parts.times == times
    equal(where(TOKENS, lambda part: part["field"] == "water"), WATER)


def test_tables_that_can_be_repeated_are_asked_for_no_more_columns_than_are_needed():
    asked = []

    def begin(columns):
        asked.append(columns)
        return iter([TOKENS[list(columns or TOKENS)]])

    parts = Repeatable(begin)
    equal(count(parts, by="field", pos="n"), count(TOKENS, by="field", pos="n"))
    assert asked == [("article_id", "word", "count", "field", "pos")]
    assert content_words(parts, []) == content_words(TOKENS, [])
    assert asked[-1] == ("word", "pos")
    equal(next(iter(where(parts, lambda part: part["field"] == "water"))), WATER)
    assert asked[-1] == ()


def test_a_corpus_gives_of_its_words_the_columns_that_are_asked_for(shipped):
    whole = next(iter(shipped.words_by_part))
    equal(whole, shipped.words)
    narrow = next(iter(shipped.words_by_part.only("word", "count", "field")))
    equal(narrow, whole[["passage_id", "word", "count", "article_id", "field"]])


def test_what_cannot_be_parts_is_refused():
    with pytest.raises(CorpusError, match="only once.*pass the list"):
        count(part for part in [WATER, BRIDGE])
    with pytest.raises(CorpusError, match="article a lies in two parts"):
        count([TOKENS.head(2), TOKENS.tail(4)])
    with pytest.raises(CorpusError, match="no part"):
        dispersion([])
    with pytest.raises(CorpusError, match="no column pos"):
        count([WATER, BRIDGE.drop(columns="pos")], pos="n")
    with pytest.raises(CorpusError, match="no column field"):
        need([WATER.drop(columns="field"), BRIDGE], "field")
    with pytest.raises(CorpusError, match="after target = its articles"):
        some([WATER.head(0), BRIDGE.head(0)], {"target": "its articles"})
    assert some([WATER.head(0), BRIDGE], {})[1] is BRIDGE


@pytest.mark.parametrize("words", [1, 2, 3, 4, 5, 7, 8, 100, 101])
@pytest.mark.parametrize("height", [1, 30, 100, 1000])
def test_blocks_have_all_columns_in_order_and_none_stands_alone(monkeypatch, words, height):
    monkeypatch.setattr(arrays, "NUMBERS", 300)
    cut_up = blocks(words, height)
    assert np.concatenate(cut_up).tolist() == list(range(words))
    assert min(map(len, cut_up)) >= min(words, 2)
    assert max(map(len, cut_up)) <= max(300 // height, 3)


def test_products_of_samples_are_the_same_some_rows_at_a_time(monkeypatch):
    rng = np.random.default_rng(0)
    samples, columns = rng.integers(0, 9, (50, 20), dtype=np.uint8), rng.integers(-99, 99, (20, 6)) / 2
    monkeypatch.setattr(arrays, "NUMBERS", 60)
    assert (product(samples, columns) == (samples[:, :, None] * columns[None]).sum(axis=1)).all()
    monkeypatch.setattr(arrays, "EXACT", 0)
    assert (product(samples, columns) == (samples[:, :, None] * columns[None]).sum(axis=1)).all()
    bits = samples % 2
    assert (product(np.packbits(bits, axis=1), columns, packed=True) == product(bits, columns)).all()


def test_sums_too_great_for_short_floats_are_exact_too():
    columns = np.array([[2.0**23 - 0.5, 2.0**24], [0.0, 0.5], [0.5, 0.5]])
    samples = np.array([[1, 0, 0], [1, 1, 1], [1, 0, 1], [3, 1, 0]], dtype=np.uint8)
    wanted = [[2**23 - 0.5, 2**24], [2**23, 2**24 + 1], [2**23, 2**24 + 0.5], [3 * 2**23 - 1.5, 3 * 2**24 + 0.5]]
    assert product(samples, columns).tolist() == wanted
    assert product(samples[:, :1], columns[:1]).tolist() == [
        [row[0] * value for value in columns[0]] for row in samples
    ]


def test_numbers_that_are_no_halves_keep_all_their_digits():
    rng = np.random.default_rng(2)
    samples, columns = rng.integers(0, 3, (40, 9), dtype=np.uint8), rng.random((9, 4))
    assert product(samples, columns) == pytest.approx(samples.astype(float) @ columns, rel=1e-14)


def _at_once(counts, sizes, inside, permutations, level, seed):
    """The verdict from arrays of all labelings and all words, as formulas have it."""
    rng = np.random.default_rng(seed)
    labels = np.vstack([inside, rng.permuted(np.tile(inside, (permutations, 1)), axis=1)]).astype(float)
    ranks = rankdata(counts / sizes[:, None], axis=0)
    sums = labels @ (ranks - ranks.mean(axis=0))
    spread = sums.std(axis=0)
    sums = np.divide(sums - sums.mean(axis=0), spread, out=np.zeros_like(sums), where=spread > 1e-9)
    extreme, present = np.abs(sums), (counts > 0).astype(float)
    target = labels @ present
    known = np.where(sums > 0, target, present.sum(axis=0) - target) >= 3
    order = np.argsort(-extreme[0], kind="stable")
    greatest = np.maximum.accumulate(extreme[1:][:, order][:, ::-1], axis=1)[:, ::-1]
    p = np.empty(len(order))
    p[order] = np.maximum.accumulate((1 + (greatest >= extreme[0][order]).sum(axis=0)) / (1 + permutations))
    line = np.quantile(extreme[1:].max(axis=1), 1 - level)
    singly = (extreme >= np.quantile(extreme[1:], 0.99, axis=0)) & (extreme > 0) & known
    at_random = singly[1:].sum(axis=1)
    by_chance = ((extreme > line) & known)[1:].sum(axis=1).mean()
    sure = (p < level) & known[0]
    return p, sure, by_chance, singly[0].sum(), at_random.mean(), np.quantile(at_random, 0.95)


@pytest.mark.parametrize("numbers", [1, 4000, 10**6])
@pytest.mark.parametrize("words", [1, 2, 40])
def test_the_verdict_in_blocks_is_the_one_of_all_words_at_once(monkeypatch, numbers, words):
    rng = np.random.default_rng(words)
    counts = rng.poisson(rng.gamma(0.5, 4, (24, words))).astype(float)
    sizes, inside = counts.sum(axis=1) + rng.integers(90, 300, 24), rng.permutation(24) < 9
    counts[inside, 0] += 9
    monkeypatch.setattr(arrays, "NUMBERS", numbers)
    for table in (counts, csc_array(counts)):
        found = verdict(table, sizes, inside, permutations=400, level=0.1, seed=3)
        for one, other in zip(found, _at_once(counts, sizes, inside, 400, 0.1, 3), strict=True):
            assert (one == other).all()
    assert found.sure[0]


def test_ranks_of_columns_do_not_hang_on_their_neighbours():
    rng = np.random.default_rng(1)
    counts, sizes = rng.poisson(2, (30, 50)).astype(float), rng.integers(50, 90, 30).astype(float)
    labels = dealt(np.arange(30) < 11, 999, rng)
    together = rank_sums(counts, sizes, labels)
    for columns in ([4, 3], [49, 0, 7], range(20, 50)):
        assert (rank_sums(counts[:, columns], sizes, labels) == together[:, columns]).all()


@pytest.mark.parametrize("numbers", [500, 10**6])
def test_keyness_of_sides_in_parts_is_that_of_tables(monkeypatch, real, numbers):
    words, parts = real
    inside = words["office"] == "Beijing official"
    options = {"least": 40, "draws": 60, "permutations": 100}
    whole = keyness(words[inside], words[~inside], **options)
    monkeypatch.setattr(arrays, "NUMBERS", numbers)
    target, reference = (
        where(parts, lambda part, is_target=is_target: (part["office"] == "Beijing official") == is_target)
        for is_target in (True, False)
    )
    equal(keyness(target, reference, **options), whole)


def test_groups_of_parts_are_those_of_one_table_and_parts_are_read_twice(real):
    words, parts = real
    options = {"least": 60, "permutations": 100}
    for by in ("office", "pos"):
        chosen = words[words["pos"].isin(["n", "v", "nz"])]
        pieces = Read([part[part["pos"].isin(["n", "v", "nz"])] for part in parts.parts])
        table = keyness_by(pieces, by, draws=40, **options)
        assert pieces.times <= 3
        equal(table, keyness_by(chosen, by, draws=40, **options))
        equal(against_chance(pieces, by, **options), against_chance(chosen, by, **options))
        group = table[by].iloc[-1]
        inside = chosen[by] == group
        alone = keyness(chosen[inside], chosen[~inside], draws=40, **options)
        equal(table.loc[table[by] == group, alone.columns].reset_index(drop=True), alone)


def test_a_single_group_has_nothing_to_be_compared_with():
    with pytest.raises(CorpusError, match="after reference = its articles"):
        keyness_by([WATER], "field")
    with pytest.raises(CorpusError, match="after target = its articles"):
        keyness([WATER.head(0)], [BRIDGE])


@given(corpora())
@settings(max_examples=30)
def test_counts_of_passages_are_those_of_one_table(corpus):
    tokens, parts = corpus
    words = ["水", "云", "河"]
    counts, passages = passage_counts(parts, words)
    total = tokens.groupby(["passage_id", "word"])["count"].sum()
    names = sorted(tokens["passage_id"].unique())
    assert passages["passage_id"].tolist() == names
    assert passages["article_id"].tolist() == [name[0] for name in names]
    assert counts.toarray().tolist() == [[total.get((name, word), 0) for word in words] for name in names]


def test_topics_of_parts_are_those_of_one_table(monkeypatch, real, shipped):
    words, parts = real
    chosen = vocabulary(words, shipped.lexicon)
    assert vocabulary(parts, shipped.lexicon) == chosen
    pieces = cut(PLANTED, 4)
    model, again = fit(PLANTED, k=3, words=WORDS), fit(pieces, k=3, words=WORDS)
    for name in ("terms", "passages", "articles"):
        equal(getattr(again, name), getattr(model, name))
    equal(coherence(model, pieces, top=4), coherence(model, PLANTED, top=4))
    equal(stability(model, pieces, draws=2, top=4), stability(model, PLANTED, draws=2, top=4))
    noise = kept_by_noise(model, PLANTED, draws=2, top=4)
    monkeypatch.setattr(arrays, "NUMBERS", 80)
    assert (kept_by_noise(model, pieces, draws=2, top=4) == noise).all()


def test_likeness_of_parts_is_that_of_one_table(real):
    words, parts = real
    common = dispersion(words).query("range > 9")["word"]
    equal(similarity(parts, words=common), similarity(words, words=common))
