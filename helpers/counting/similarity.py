"""How alike the vocabulary of articles is."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import leaves_list, linkage
from scipy.sparse import csr_array
from scipy.spatial.distance import pdist, squareform
from sklearn.feature_extraction.text import TfidfTransformer

from helpers.counting.arrays import NUMBERS, counted
from helpers.counting.tokens import Tokens, need
from helpers.files import refuse

# Up to so many articles neighbouring leaves of the tree are turned so that like ones meet, whose time grows faster than
# the square: four seconds of 1,000 articles are 107 of 4,000. Of more a tree cannot be read leaf by leaf anyway.
FEW = 1000
# A table of so many articles has 64 million numbers, 0.5 GB, and between three and four of its size are held at once.
MOST = 8000


def similarity(tokens: Tokens, *, words: Iterable[str]) -> pd.DataFrame:
    """Measure how alike the vocabulary of articles is.

    tokens: Tokens with article_id, word, count. words: list of words to compare by.
    Returns a square DataFrame (articles x articles) of cosines of tf-idf vectors in [0, 1], 1 on the diagonal, index
    and columns article_id, ordered so that like articles stand together (average linkage; optimal leaves up to 1,000
    articles, of more the leaves as they were joined).
    Raises CorpusError where no words are given, and for more than 8,000 articles, since memory grows with the square.
    Misuse: short articles are unlike everything; compare with their length in view.
    """
    need(tokens, "article_id", "word", "count")
    words = list(dict.fromkeys(words))
    if not words:
        raise refuse("no words to compare by", expected="words of two articles or more", repair="give other words")
    table = counted(tokens, words)
    names = _few_enough(table.units["article_id"])
    distances = _distances(TfidfTransformer().fit_transform(csr_array(table.counts, dtype=float)))
    order = np.arange(len(names))
    if len(names) >= 3:
        order = leaves_list(linkage(distances, "average", optimal_ordering=len(names) <= FEW))
    square = squareform(distances)
    np.subtract(1, square, out=square)
    return pd.DataFrame(square[np.ix_(order, order)], index=names[order], columns=names[order])


def _few_enough(names: pd.Series) -> pd.Index:
    if len(names) > MOST:
        raise refuse(
            f"{len(names):,} articles are {len(names) ** 2:,} pairs",
            expected=f"at most {MOST:,} articles, whose pairs fit into memory",
            repair="select fewer articles, or compare groups of them by keyness_by",
        )
    return pd.Index(names.array)


def _distances(vectors: csr_array) -> np.ndarray:
    """Return the distance of each pair of rows, 1 where one of them has none of the words and so no direction."""
    if vectors.shape[0] <= FEW:
        return np.clip(np.nan_to_num(pdist(vectors.toarray(), "cosine"), nan=1), 0, 1)
    # Products of sparse rows of length 1: an array of all articles and words would be larger than that of the pairs.
    step, total = max(NUMBERS // vectors.shape[0], 1), vectors.shape[0]
    square = np.vstack([(vectors[at : at + step] @ vectors.T).toarray() for at in range(0, total, step)])
    np.subtract(1, square, out=square)
    np.fill_diagonal(square, 0)
    return np.clip(squareform(square, checks=False), 0, 1)
