"""Sentences that name a lack (不足, 差距, 短板), counted without their text, and which group of articles has them."""

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from helpers.counting.chance import PERMUTATIONS, verdict
from helpers.counting.tokens import need

SENTENCE = re.compile("[^。！？]+[。！？]?")
# 不足1小时 and 不足半数 are bounds.
NO_NUMBER = "(?![\\d一二三四五六七八九十百千万亿半])"


def count_lacks(texts: Iterable[str], words: Iterable[str]) -> tuple[int, int]:
    """Count the sentences of some texts, and those that name a lack.

    texts: of str, such as the paragraphs of an article. words: that name one, such as `Lexicon.lacks`.
    Returns (sentences, sentences with one of the words before no number).
    Misuse: 补齐短板 says that a lack is made good and counts too; a lack told in other words does not.

    >>> count_lacks(["路修好了。两地差距仍大！步行不足10分钟。"], ["差距", "不足"])
    (3, 1)
    """
    named = re.compile(f"(?:{'|'.join(map(re.escape, words)) or '(?!)'}){NO_NUMBER}")
    sentences = [sentence for text in texts for sentence in SENTENCE.findall(text)]
    return len(sentences), sum(named.search(sentence) is not None for sentence in sentences)


def lacks_by(
    sizes: pd.DataFrame,
    articles: pd.DataFrame,
    by: str,
    *,
    permutations: int = PERMUTATIONS,
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Count the sentences that name a lack in each group of articles, beside what chance would give.

    sizes: DataFrame with article_id, sentences, lacks. articles: DataFrame with article_id and by. by: a column of
    articles; rows without a value are in no group. permutations, level, seed: as for `helpers.counting.chance.verdict`.
    Returns a DataFrame with by, articles, sentences, lacks, share (of sentences, in [0, 1]), p_chance (in (0, 1], by
    ranks of the shares of articles against labels dealt at random), sure (bool); highest share first; one row per
    group. p_chance is missing, and sure False, where the group or the rest has fewer than five articles.
    Misuse: p is not corrected over the groups; with many of them one is below 0.05 by chance.
    """
    need(sizes, "article_id", "sentences", "lacks")
    known = articles[["article_id", by]].merge(sizes, on="article_id", validate="one_to_one")
    known = known[known["sentences"] > 0]
    rows = [
        (value, *group[["sentences", "lacks"]].sum(), *_chance(known, known[by] == value, permutations, level, seed))
        for value, group in known[known[by] != ""].groupby(by)
    ]
    table = pd.DataFrame(rows, columns=[by, "sentences", "lacks", "p_chance", "sure"])
    table.insert(1, "articles", table[by].map(known[by].value_counts()))
    table.insert(4, "share", table["lacks"] / table["sentences"])
    return table.sort_values(["share", by], ascending=[False, True], ignore_index=True)


def _chance(known: pd.DataFrame, inside: pd.Series, permutations: int, level: float, seed: int) -> tuple[float, bool]:
    """Return p of a group against groups of as many articles at random, and whether it is sure."""
    counts, sizes = known[["lacks"]].to_numpy(), known["sentences"].to_numpy()
    found = verdict(counts, sizes, inside.to_numpy(), permutations=permutations, level=1 - level, seed=seed)
    return (np.nan, False) if found is None else (float(found.p[0]), bool(found.sure[0]))
