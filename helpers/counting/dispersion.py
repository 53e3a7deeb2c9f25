"""How evenly words are spread over the articles or passages of a corpus."""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from helpers.counting.arrays import Counted, counted
from helpers.counting.tokens import PER, Tokens, some

# A word that has most of its occurrences in so many parts is these parts' own.
FEW = 3
# So many rows, one per part and word, are taken at once: some ten columns of sums of these hold 20 MB, and the time
# that pandas takes to begin is little against what it takes for them.
ROWS = 200_000


def _blocks(found: Counted) -> Iterator[pd.DataFrame]:
    """Yield how often each part has each word, with the size of the part; all rows of a word are in one table.

    The first row of a table is of no word. Rows whose words come in order pandas would add up by another way, which
    rounds otherwise, and how a word is rounded must not hang on the words that stand beside it.
    """
    none, starts = len(found.words), found.counts.indptr[:-1] // ROWS
    for columns in np.split(np.arange(none), np.flatnonzero(np.diff(starts)) + 1):
        # Sorted by part, so that the rows of a word are added in one order, however the tokens were cut.
        block = found.counts[:, columns].tocsr().tocoo()
        table = pd.DataFrame({"word": columns[block.col], "count": block.data, "size": found.sizes[block.row]})
        yield pd.concat(
            [pd.DataFrame({"word": [none], "count": 1, "size": 1.0}).astype(table.dtypes), table], ignore_index=True
        )


def _sums(table: pd.DataFrame, total: int, n: int) -> pd.DataFrame:
    """Sum by word, over all n parts, what DP and D are made of, from the rows of the parts that have it.

    Returns a DataFrame with count, range, gaps, squares (of deviations of rates), mean (rate), in_three, by word.
    """
    frequency = table.groupby("word")["count"].transform("sum")
    expected, rate = table["size"] / total, table["count"] / table["size"]
    mean = rate.groupby(table["word"]).transform("sum") / n
    # A part without the word adds its expected share to DP and the squared mean to the variance.
    gaps = (table["count"] / frequency - expected).abs() - expected
    squares = (rate - mean) ** 2 - mean**2
    sums = table[["word", "count"]].assign(range=1, gaps=gaps, squares=squares).groupby("word").sum()
    most = table.sort_values("count", ascending=False).groupby("word")["count"].head(FEW)
    in_three = most.groupby(table.loc[most.index, "word"]).sum() / sums["count"]
    return sums.assign(mean=mean.groupby(table["word"]).first(), in_three=in_three)


def dispersion(tokens: Tokens, *, parts: str = "article_id", words: Iterable[str] | None = None) -> pd.DataFrame:
    """Measure how evenly words are spread over the parts of a corpus.

    tokens: Tokens with word, count and the column of parts. parts: "article_id" or "passage_id". words: the
    words to measure, all by default; the sizes of the parts are of all words in any case.
    Returns a DataFrame with word, count, share (per 10,000), range (parts with the word), in_three (share of its
    occurrences in the three parts that have most), of_parts, dp (Gries'
    deviation of proportions, 0 even to nearly 1 clumped), dp_norm (the same on 0 to 1), juilland_d (1 even, 0 all
    in one part); by count, ties by word; one row per word. In a corpus of one part dp_norm and juilland_d are NaN.
    Misuse: of rare words every measure says clumped; compare words of like frequency.
    Source: Gries, Analyzing dispersion (2020), with D over shares, as parts differ in size.

    >>> tokens = pd.DataFrame({"article_id": ["a", "a", "b"], "word": ["河", "水", "水"], "count": [2, 2, 4]})
    >>> dispersion(tokens)[["word", "range", "dp_norm", "juilland_d"]].round(2)
      word  range  dp_norm  juilland_d
    0    水      2     0.33        0.67
    1    河      1     1.00        0.00
    """
    words = None if words is None else set(words)
    found = counted(tokens, words, units=[parts])
    some(pd.DataFrame(index=range(found.counts.nnz)), {"words": words})
    total, n = found.sizes.sum(), len(found.sizes)
    sums = pd.concat([_sums(block, total, n) for block in _blocks(found)]).drop(len(found.words))
    sums.index = pd.Index(found.words, name="word")[sums.index]
    dp, spread = ((1 + sums["gaps"]) / 2).clip(0, 1), 1 - found.sizes.min() / total
    deviation = np.sqrt((sums["squares"] / n + sums["mean"] ** 2).clip(lower=0))
    result = sums[["count"]].assign(
        share=sums["count"] / total * PER,
        range=sums["range"],
        in_three=sums["in_three"],
        of_parts=n,
        dp=dp,
        dp_norm=dp / spread if spread > 0 else np.nan,
        juilland_d=1 - deviation / sums["mean"] / np.sqrt(n - 1) if n > 1 else np.nan,
    )
    return result.reset_index().sort_values(["count", "word"], ascending=[False, True]).reset_index(drop=True)
