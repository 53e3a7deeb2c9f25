"""How alike the vocabulary of articles is."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import leaves_list, linkage
from scipy.spatial.distance import pdist, squareform
from sklearn.feature_extraction.text import TfidfTransformer

from helpers.counting.arrays import article_counts
from helpers.counting.tokens import need
from helpers.files import refuse


def similarity(tokens: pd.DataFrame, *, words: Iterable[str]) -> pd.DataFrame:
    """Measure how alike the vocabulary of articles is.

    tokens: DataFrame with article_id, word, count. words: list of words to compare by.
    Returns a square DataFrame (articles x articles) of cosines of tf-idf vectors in [0, 1], 1 on the diagonal, index
    and columns article_id, ordered so that like articles stand together (average linkage, optimal leaves).
    Raises CorpusError where no words are given.
    Misuse: short articles are unlike everything; compare with their length in view.
    """
    need(tokens, "article_id", "word", "count")
    words = list(words)
    if not words:
        raise refuse("no words to compare by", expected="words of two articles or more", repair="give other words")
    counts, sizes = article_counts(tokens, words)
    names = sorted(tokens["article_id"].unique())
    vectors = TfidfTransformer().fit_transform(counts).toarray()
    # An article with none of the words has no direction, so it is like no other.
    distances = np.clip(np.nan_to_num(pdist(vectors, "cosine"), nan=1), 0, 1)
    table = pd.DataFrame(1 - squareform(distances), index=names, columns=names)
    if len(sizes) < 3:
        return table
    order = [names[leaf] for leaf in leaves_list(linkage(distances, "average", optimal_ordering=True))]
    return table.loc[order, order]
