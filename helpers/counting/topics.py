"""Topic models on passages: which words are modelled, what is fitted, which words stand for a topic."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.counting.factors import divided, factor, passage_counts, scores
from helpers.counting.tokens import Tokens, added, in_parts
from helpers.counting.words import content_words
from helpers.files import refuse
from helpers.lexicon import Lexicon

K = 9
TOP = 10
PARTS = ("n", "nz", "j", "vn", "v")
NAMES = ("place", "organisation", "person")


@dataclass(frozen=True, eq=False)
class Topics:
    """A fitted topic model.

    method: "nmf" or "lda". terms: topic (from 1, the largest first), word, weight (share of the topic, sums to 1),
    exclusivity (share of the word's weight that this topic has), score (weight x exclusivity); by topic and score; one
    row per word per topic. passages: passage_id, article_id, topic, share; one row per topic per passage.
    articles: article_id, topic, share (mean of its passages); one row per topic per article.
    """

    method: str
    terms: pd.DataFrame
    passages: pd.DataFrame
    articles: pd.DataFrame


def vocabulary(
    tokens: Tokens,
    lexicon: Lexicon,
    *,
    pos: Sequence[str] = PARTS,
    without: Iterable[str] = NAMES,
    min_articles: int = 5,
    max_share: float = 0.2,
) -> list[str]:
    """Choose the words that topics are made of.

    tokens: Tokens with passage_id, article_id, word, pos. lexicon: Lexicon of the corpus, for its stop words and
    the classes of its terms. pos: tags taken, exactly. without: classes left out, by default names, which tell who
    writes and not of what. min_articles: articles a word stands in at least, so that no topic is one article's
    vocabulary. max_share: passages it stands in at most, as a share.
    Returns a sorted list of words of two or more characters. Raises CorpusError where fewer than two are left.
    Terms of the lexicon, set phrases among them, are single words here, since the segmenter keeps them whole.
    """
    names = set(lexicon.terms.loc[lexicon.terms["class"].isin(without), "term"])
    spread, content, passages = pd.DataFrame(), set[str](), 0
    for part in in_parts(tokens, "passage_id", "article_id", "word", "pos"):
        wanted = part[part["pos"].isin(pos) & (part["word"].str.len() > 1) & ~part["word"].isin(names)]
        groups = wanted.groupby("word")
        spread = added(spread, groups.agg(articles=("article_id", "nunique"), passages=("passage_id", "nunique")))
        content |= set(content_words(wanted, lexicon.stop_words))
        passages += part["passage_id"].nunique()
    within = (spread["articles"] >= min_articles) & (spread["passages"] <= max_share * passages)
    words = sorted(content & set(spread[within].index))
    if len(words) < 2:
        raise refuse(
            f"{len(words)} words are left with pos {', '.join(pos)}, min_articles {min_articles}, "
            f"max_share {max_share}",
            expected="a vocabulary of many words",
            repair="lower min_articles, raise max_share, or take more parts of speech",
        )
    return words


def _check(k: int, method: str, most: int) -> None:
    if method not in ("nmf", "lda"):
        raise refuse(f"method is {method!r}", expected="'nmf' or 'lda'", repair="pass one of the two")
    if not 2 <= k <= most:
        raise refuse(
            f"k is {k}",
            expected=f"2 to {most}, the passages or words at hand",
            repair="take fewer topics or more texts",
        )


def fit(tokens: Tokens, *, words: Iterable[str], k: int = K, method: str = "nmf", seed: int = 0) -> Topics:
    """Fit a topic model on passages.

    tokens: Tokens with passage_id, article_id, word, count, such as `Corpus.words`. words: the words to model, such
    as `vocabulary` returns. k: topics. method: "nmf" on tf-idf with a start that needs no chance (nndsvda), or "lda" on
    counts. seed: of the solver. Returns Topics, ordered by share, the largest first.
    Raises CorpusError for another method and for a k that the passages or words do not allow.
    Misuse: a topic is a list of words that occur together; whether it is a theme, stability and readers must say.
    """
    words = list(words)
    counts, passages = passage_counts(tokens, words)
    _check(k, method, min(counts.shape))
    of_passages, components = factor(counts, k, method, seed)
    shares = divided(of_passages * components.sum(axis=1) if method == "nmf" else of_passages, axis=1)
    order = np.argsort(-shares.sum(axis=0), kind="stable")
    by_passage = _shares(shares[:, order], passages)
    by_article = by_passage.groupby(["article_id", "topic"])["share"].mean().reset_index()
    return Topics(method, _terms(components[order], words), by_passage, by_article)


def _shares(shares: np.ndarray, passages: pd.DataFrame) -> pd.DataFrame:
    """Return shares (passages x topics) as a table with passage_id, article_id, topic, share."""
    table = passages.join(pd.DataFrame(shares, columns=range(1, shares.shape[1] + 1)))
    table = table.melt(["passage_id", "article_id"], var_name="topic", value_name="share").astype({"topic": int})
    return table.sort_values(["passage_id", "topic"]).reset_index(drop=True)


def _terms(components: np.ndarray, words: list[str]) -> pd.DataFrame:
    """Return the scores of words (topics x words) as a table, by topic and score."""
    k, columns = len(components), ("weight", "exclusivity", "score")
    table = pd.DataFrame({"topic": np.repeat(np.arange(1, k + 1), len(words)), "word": words * k})
    table = table.assign(**{name: values.ravel() for name, values in zip(columns, scores(components), strict=True)})
    return table.sort_values(["topic", "score", "word"], ascending=[True, False, True]).reset_index(drop=True)


def top_words(topics: Topics, *, top: int = TOP) -> pd.DataFrame:
    """List the words of each topic with the highest weight x exclusivity (FREX).

    topics: Topics. top: words of each. Returns the rows of terms, by topic and score; one row per word per topic.
    Source: after Bischof and Airoldi (2012), as a product.
    """
    return topics.terms.groupby("topic").head(top).reset_index(drop=True)
