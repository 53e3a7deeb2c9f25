"""The arithmetic under topics: counts of passages taken apart, and the scores of words in the parts."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from helpers.counting.arrays import counted
from helpers.counting.tokens import Tokens


def passage_counts(tokens: Tokens, words: Sequence[str]) -> tuple[csr_array, pd.DataFrame]:
    """Put counts into a sparse array.

    tokens: Tokens with passage_id, article_id, word, count. words: list of words, each once.
    Returns an array (passages x words) and the DataFrame of passages, passage_id and article_id, sorted by passage.
    """
    found = counted(tokens, words, units=["passage_id", "article_id"])
    return found.counts.tocsr().astype(float), found.units


def factor(
    counts: csr_array, k: int, method: str, seed: int, *, init: str = "nndsvda", tolerance: float = 1e-4
) -> tuple[np.ndarray, np.ndarray]:
    """Take counts apart into topics.

    counts: sparse array (passages x words). k: topics. method: "nmf", on tf-idf, or "lda". seed: of the solver. init:
    start of NMF. tolerance: at which NMF stops.
    Returns arrays (passages x topics) and (topics x words), both of them not negative.
    """
    # Imported here, as scikit-learn takes long to load, and most notebooks only draw a panel that could use it.
    from sklearn.decomposition import NMF, LatentDirichletAllocation
    from sklearn.feature_extraction.text import TfidfTransformer

    if method == "nmf":
        weighted = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
        model = NMF(k, init=init, random_state=seed, max_iter=1000, tol=tolerance)
        return model.fit_transform(weighted), model.components_
    model = LatentDirichletAllocation(k, random_state=seed, max_iter=30, learning_method="batch")
    return model.fit_transform(counts), model.components_


def divided(table: np.ndarray, *, axis: int) -> np.ndarray:
    """Divide a table by its sums, so that these are 1; what sums to nothing stays 0.

    table: array. axis: along which it is summed. Returns an array of the same shape.
    """
    sums = table.sum(axis=axis, keepdims=True)
    return np.divide(table, sums, out=np.zeros_like(table), where=sums > 0)


def scores(components: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Score words by how frequent they are in a topic, and how much its own.

    components: array (topics x words), not negative.
    Returns weight (rows sum to 1), exclusivity (columns sum to 1) and their product, each (topics x words).
    """
    weight = divided(components, axis=1)
    exclusivity = divided(weight, axis=0)
    return weight, exclusivity, weight * exclusivity


def top_columns(components: np.ndarray, top: int) -> list[set[int]]:
    """Find the words of each topic with the highest scores.

    components: array (topics x words). top: words of each topic.
    Returns a list of sets of columns, one per topic, ties by column.
    """
    return [set(np.argsort(-row, kind="stable")[:top]) for row in scores(components)[2]]
