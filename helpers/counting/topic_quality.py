"""How far topics can be trusted: coherence, and what is left of them with other articles or another start."""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array

from helpers.counting.factors import factor, passage_counts, top_columns
from helpers.counting.topics import TOP, Topics, fit, top_words
from helpers.files import progress, refuse

# A topic that keeps fewer than four of its ten words when other articles are drawn is drawn grey everywhere.
FIRM = 0.4


def coherence(topics: Topics, tokens: pd.DataFrame, *, top: int = TOP) -> pd.DataFrame:
    """Measure how often the words of a topic share passages (NPMI).

    topics: Topics. tokens: the table they were fitted on, or another reference. top: words of each topic.
    Returns a DataFrame with topic, npmi (mean over pairs, in [-1, 1]; the window is the passage, the reference all
    passages of tokens; pairs that never meet count -1); one row per topic.
    Misuse: in its own reference it compares models and certifies none; rarer words raise it.
    Source: Bouma (2009); Röder, Both and Hinneburg (2015).
    """
    lists = top_words(topics, top=top).groupby("topic")["word"]
    words = sorted({word for _, chosen in lists for word in chosen})
    present = (passage_counts(tokens, words)[0].toarray() > 0).astype(float)
    joint = pd.DataFrame(present.T @ present / len(present), index=words, columns=words)
    rows = [(topic, _npmi(joint.loc[chosen, chosen].to_numpy())) for topic, chosen in lists]
    return pd.DataFrame(rows, columns=["topic", "npmi"])


def _npmi(joint: np.ndarray) -> float:
    """Return the mean NPMI of all pairs from their joint shares, whose diagonal has the single ones."""
    single = np.diag(joint)
    one, two = np.triu_indices(len(joint), 1)
    both, apart = joint[one, two], single[one] * single[two]
    # Pairs in every passage have 1, pairs in none -1; for all others the logarithm is finite and not 0.
    values = np.where(both >= 1, 1.0, -1.0)
    met = (both > 0) & (both < 1)
    values[met] = np.log(both[met] / apart[met]) / -np.log(both[met])
    return float(values.mean())


def _drawn(counts: csr_array, passages: pd.DataFrame, rng: np.random.Generator) -> csr_array:
    """Return the passages of as many articles as there are, drawn with replacement."""
    places = passages.groupby("article_id").indices
    names = sorted(places)
    return counts[np.concatenate([places[names[number]] for number in rng.integers(0, len(names), len(names))])]


def matched(reference: list[set[int]], others: list[set[int]], top: int) -> np.ndarray:
    """Match topics by their words, whatever their numbers.

    reference, others: lists of sets of words (columns), one per topic. top: words of each topic.
    Returns an array of the share of words that each topic of reference keeps in the one that the assignment gives it.
    """
    overlap = np.array([[len(one & two) / top for two in others] for one in reference])
    rows, columns = linear_sum_assignment(overlap, maximize=True)
    return overlap[rows, columns]


def _fitted_anew(
    topics: Topics, tokens: pd.DataFrame, words: list[str], draws: int, over: str, seed: int
) -> Iterator[np.ndarray]:
    """Fit the model so many times more on these words; yields its components (topics x words)."""
    counts, passages = passage_counts(tokens, words)
    k, rng = topics.terms["topic"].nunique(), np.random.default_rng(seed)
    for draw in range(draws):
        if over == "articles":
            yield factor(_drawn(counts, passages, rng), k, topics.method, 0)[1]
        else:
            yield factor(counts, k, topics.method, draw, init="random")[1]


def _kept(
    topics: Topics, tokens: pd.DataFrame, draws: int, *, over: str = "articles", top: int = TOP, seed: int = 0
) -> Iterator[pd.DataFrame]:
    """Yield the part of the table of `stability` that each draw makes."""
    words = sorted(topics.terms["word"].unique())
    place = {word: number for number, word in enumerate(words)}
    lists = top_words(topics, top=top).groupby("topic")["word"]
    reference = [{place[word] for word in chosen} for _, chosen in lists]
    for draw, components in enumerate(_fitted_anew(topics, tokens, words, draws, over, seed)):
        kept = matched(reference, top_columns(components, top), top)
        yield pd.DataFrame({"draw": draw, "topic": range(1, len(reference) + 1), "kept": kept})


def stability(
    topics: Topics, tokens: pd.DataFrame, *, draws: int = 20, over: str = "articles", top: int = TOP, seed: int = 0
) -> pd.DataFrame:
    """Measure how many of its words each topic keeps when articles are drawn anew, or the start is random.

    topics: Topics. tokens: the table they were fitted on. draws: fits. over: "articles", bootstrap samples of
    articles with replacement, or "seeds", random starts on the same passages. top: words of each topic. seed: of the
    draws.
    Returns a DataFrame with draw, topic, kept (share of its top words, in [0, 1], in the topic matched to it by
    Hungarian assignment); one row per topic per draw. Raises CorpusError for another over.
    Misuse: seeds flatter; believe articles. Kept is an overlap share, not a Jaccard index, which is lower.
    """
    if over not in ("articles", "seeds"):
        raise refuse(f"over is {over!r}", expected="'articles' or 'seeds'", repair="pass one of the two")
    tables = _kept(topics, tokens, draws, over=over, top=top, seed=seed)
    return pd.concat(progress(tables, f"stability over {over}", total=draws), ignore_index=True)


def quality(topics: Topics, tokens: pd.DataFrame, *, draws: int = 20, top: int = TOP) -> pd.DataFrame:
    """Judge each topic, and not only their mean.

    topics: Topics. tokens: the table they were fitted on. draws: fits of each kind of stability. top: words of each
    topic.
    Returns a DataFrame with topic, share (of all passages), npmi, exclusivity (mean of its top words), seeds, articles
    (mean stability), low, high (quartiles of the stability over articles), firm (bool, articles at least 0.4);
    one row per topic.
    """
    drawn, seeds = (
        stability(topics, tokens, draws=draws, over=over, top=top).groupby("topic")["kept"]
        for over in ("articles", "seeds")
    )
    measures = {
        "exclusivity": top_words(topics, top=top).groupby("topic")["exclusivity"].mean(),
        "seeds": seeds.mean(),
        "articles": drawn.mean(),
        "low": drawn.quantile(0.25),
        "high": drawn.quantile(0.75),
    }
    table = coherence(topics, tokens, top=top)
    table.insert(1, "share", table["topic"].map(topics.passages.groupby("topic")["share"].mean()))
    table = table.assign(**{name: table["topic"].map(values) for name, values in measures.items()})
    return table.assign(firm=table["articles"] >= FIRM)


def compare_k(
    tokens: pd.DataFrame,
    ks: Iterable[int],
    *,
    words: Iterable[str],
    method: str = "nmf",
    draws: int = 10,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare numbers of topics by coherence and by stability over articles.

    tokens, words, method, seed: as for `fit`. ks: numbers of topics. draws: bootstrap samples for each.
    Returns a DataFrame with k, npmi (mean over topics), stability (mean over topics and draws), low, high (of the mean
    stability over draws, 95 %), product (npmi x stability); one row per k.
    """
    words, rows = list(words), []
    for k in progress(list(ks), "numbers of topics"):
        topics = fit(tokens, k=k, method=method, words=words, seed=seed)
        means = pd.concat(_kept(topics, tokens, draws, seed=seed)).groupby("draw")["kept"].mean()
        npmi = coherence(topics, tokens)["npmi"].mean()
        rows.append((k, npmi, means.mean(), *np.quantile(means, [0.025, 0.975]), npmi * means.mean()))
    return pd.DataFrame(rows, columns=["k", "npmi", "stability", "low", "high", "product"])
