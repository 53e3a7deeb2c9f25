"""Words of a group against groups at random: by hand, by a second way, planted differences found and none invented."""

import numpy as np
import pytest
from scipy.stats import mannwhitneyu, norm

from helpers.counting.chance import dealt, exceeded, rank_sums, stepped_down, verdict


def test_labels_are_dealt_to_as_many_articles_and_the_first_is_the_group_itself():
    inside = np.array([True, True, False, False, False])
    labels = np.unpackbits(dealt(inside, 300, np.random.default_rng(0)), axis=1, count=5)
    assert (labels[0] == inside).all()
    assert (labels.sum(axis=1) == 2).all()
    assert len(np.unique(labels, axis=0)) == 10


def test_corrected_p_by_hand():
    # At random: greatest of all three 5, 1, 3, 2; without the first 1, 1, 3, 2; of the last alone 1, 0, 0, 2.
    at_random = np.array([[5.0, 1, 1], [0, 1, 0], [1, 3, 0], [0, 0, 2]])
    counts, greatest = exceeded(np.array([4.0, 2.5, 1.0]), at_random, np.zeros(4))
    assert counts.tolist() == [1, 1, 2]
    assert greatest.tolist() == [5, 1, 3, 2]
    assert stepped_down(counts, 4) == pytest.approx([2 / 5, 2 / 5, 3 / 5])
    # Two tests first and one after them, from the end: what comes later is known by its greatest alone.
    last, after = exceeded(np.array([1.0]), at_random[:, 2:], np.zeros(4))
    first, all_of_them = exceeded(np.array([4.0, 2.5]), at_random[:, :2], after)
    assert [*first, *last] == counts.tolist()
    assert (all_of_them == greatest).all()


def test_corrected_p_equals_a_plain_loop():
    rng = np.random.default_rng(1)
    observed, at_random = np.abs(rng.normal(size=12)), np.abs(rng.normal(size=(99, 12)))
    order, last, wanted = np.argsort(-observed), 0.0, np.empty(12)
    for place, word in enumerate(order):
        rest = order[place:]
        reached = sum(max(row[rest]) >= observed[word] for row in at_random)
        last = max(last, (1 + reached) / 100)
        wanted[word] = last
    counts, _ = exceeded(observed[order], at_random[:, order], np.zeros(99))
    assert stepped_down(counts, 99) == pytest.approx(wanted[order])


def test_rank_sums_are_those_of_mann_and_whitney():
    rng = np.random.default_rng(2)
    counts, sizes = rng.poisson(4, (20, 30)).astype(float), np.full(20, 500.0)
    labels = dealt(np.arange(20) < 8, 4000, rng)
    for word, value in enumerate(rank_sums(counts, sizes, labels)[0]):
        test = mannwhitneyu(counts[:8, word], counts[8:, word], method="asymptotic", use_continuity=False)
        sign = 1 if test.statistic > 48 else -1
        assert value == pytest.approx(sign * norm.isf(test.pvalue / 2), abs=0.12)


def _made(rng, articles=24, words=60):
    """Return counts of words without any difference between articles, some of them clumped, and the sizes."""
    sizes = rng.integers(300, 900, articles).astype(float)
    rates = rng.gamma(0.3, 1 / 0.3, (articles, words)) * np.linspace(0.002, 0.02, words)
    rates[:, ::2] = np.linspace(0.002, 0.02, words)[::2]
    return rng.poisson(rates * sizes[:, None]).astype(float), sizes


def test_random_labelings_find_nothing_more_often_than_they_say():
    """200 groups at random of five and of ten articles: one in twenty, and two points more, may find any word."""
    rng = np.random.default_rng(3)
    for size in (5, 10):
        counts, sizes = _made(rng)
        found = 0
        for seed in range(200):
            inside = np.zeros(len(sizes), dtype=bool)
            inside[rng.choice(len(sizes), size, replace=False)] = True
            found += verdict(counts, sizes, inside, permutations=300, seed=seed).sure.any()
        assert found / 200 <= 0.07


def test_a_planted_difference_is_found_and_a_word_of_one_article_is_not():
    rng = np.random.default_rng(4)
    counts, sizes = _made(rng)
    inside = np.arange(len(sizes)) < 10
    counts[inside, 0] += 12
    counts[~inside, 2] += 12
    counts[0, 4] += 400
    found = verdict(counts, sizes, inside)
    assert found.sure[[0, 2]].all()
    assert not np.delete(found.sure, [0, 2]).any()
    assert found.by_chance < 0.2
    assert found.single >= 2
    assert 0 < found.single_by_chance <= found.single_most


def test_a_word_of_two_articles_is_never_sure():
    counts = np.zeros((40, 2))
    counts[:, 0] = 50
    counts[:2, 1] = 9
    found = verdict(counts, counts.sum(axis=1), np.arange(40) < 20)
    assert not found.sure.any()


@pytest.mark.parametrize("size", [1, 4, 16, 19])
def test_a_small_group_or_rest_gets_no_verdict(size):
    counts, sizes = _made(np.random.default_rng(5), articles=20)
    assert verdict(counts, sizes, np.arange(20) < size) is None
