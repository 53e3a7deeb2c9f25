"""Which words share passages with given ones."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from helpers.counting.tokens import need
from helpers.files import refuse


def _pairs(present: pd.DataFrame, nodes: list[str], words: Iterable[str] | None) -> pd.DataFrame:
    """Count the passages and articles that each node shares with each other word; one row per pair."""
    left = present[present["word"].isin(nodes)].rename(columns={"word": "node"})
    right = present if words is None else present[present["word"].isin(set(words))]
    pairs = left.merge(right[["passage_id", "word"]], on="passage_id").query("node != word").groupby(["node", "word"])
    return pairs.agg(together=("passage_id", "size"), articles=("article_id", "nunique")).reset_index()


def _measured(pairs: pd.DataFrame, passages: pd.Series, n: int) -> pd.DataFrame:
    """Add the passages (of n) of each word of a pair, and how far the two belong together."""
    x, y, xy = pairs["node"].map(passages), pairs["word"].map(passages), pairs["together"]
    return pairs.assign(
        node_passages=x,
        word_passages=y,
        log_dice=14 + np.log2(2 * xy / (x + y)),
        pmi=np.log2(xy * n / (x * y)),
        t=(xy - x * y / n) / np.sqrt(xy),
    )


def collocations(
    tokens: pd.DataFrame, nodes: Iterable[str], *, words: Iterable[str] | None = None, least: int = 3
) -> pd.DataFrame:
    """Measure which words share passages with given words.

    tokens: DataFrame with passage_id, article_id, word, count. nodes: list of words to look around. words: the
    words that may be collocates, all by default. least: passages that the two share at least.
    Returns a DataFrame with node, word, together (passages with both), articles (with such a passage), node_passages,
    word_passages, log_dice (at most 14), pmi (binary), t; by node in the given order, then log_dice; one row per pair.
    Raises CorpusError for a node that no passage has. Misuse: a passage has some 200 words, so this is what is
    spoken of together, not what stands beside; with few passages PMI favours rare words.
    Source: Rychlý (2008) for logDice; Church and Hanks (1990) for PMI; Church et al. (1991) for t.

    >>> rows = [("1", "河"), ("1", "水"), ("2", "河"), ("2", "水"), ("3", "桥")]
    >>> tokens = pd.DataFrame(rows, columns=["passage_id", "word"]).assign(article_id="a", count=1)
    >>> collocations(tokens, ["河"], least=2)[["node", "word", "together", "log_dice"]]
      node word  together  log_dice
    0    河    水         2      14.0
    """
    need(tokens, "passage_id", "article_id", "word")
    rank = {node: place for place, node in enumerate(nodes)}
    present = tokens[["passage_id", "article_id", "word"]].drop_duplicates()
    passages = present.groupby("word").size()
    unknown = [node for node in rank if node not in passages.index]
    if unknown:
        raise refuse(f"no passage has the word {unknown[0]!r}", expected="words of the corpus", repair="see count()")
    pairs = _pairs(present, list(rank), words)
    table = _measured(pairs[pairs["together"] >= least], passages, tokens["passage_id"].nunique())
    order = table.assign(rank=table["node"].map(rank)).sort_values(
        ["rank", "log_dice", "word"], ascending=[True, False, True]
    )
    return order.drop(columns="rank").reset_index(drop=True)
