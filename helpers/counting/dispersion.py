"""How evenly words are spread over the articles or passages of a corpus."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from helpers.counting.tokens import PER, need, some

# A word that has most of its occurrences in so many parts is these parts' own.
FEW = 3


def _per_part(tokens: pd.DataFrame, parts: str, words: Iterable[str] | None) -> tuple[pd.DataFrame, pd.Series]:
    """Sum counts by part and word; returns them with the size of each part, and the sizes of all parts."""
    need(tokens, parts, "word", "count")
    sizes = tokens.groupby(parts)["count"].sum()
    chosen = tokens if words is None else tokens[tokens["word"].isin(set(words))]
    table = some(chosen, {"words": words}).groupby([parts, "word"])["count"].sum().reset_index()
    return table.assign(size=table[parts].map(sizes)), sizes


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


def dispersion(tokens: pd.DataFrame, *, parts: str = "article_id", words: Iterable[str] | None = None) -> pd.DataFrame:
    """Measure how evenly words are spread over the parts of a corpus.

    tokens: DataFrame with word, count and the column of parts. parts: "article_id" or "passage_id". words: the
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
    table, sizes = _per_part(tokens, parts, words)
    total, n = sizes.sum(), len(sizes)
    sums = _sums(table, total, n)
    dp, spread = ((1 + sums["gaps"]) / 2).clip(0, 1), 1 - sizes.min() / total
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
