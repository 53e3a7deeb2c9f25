"""How far topics can be trusted: coherence, and what is left of them with other articles or another start."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csc_array, csr_array, hstack

from helpers.counting.arrays import blocks, dense
from helpers.counting.factors import factor, passage_counts, top_columns
from helpers.counting.tokens import Tokens
from helpers.counting.topic_reading import agreement
from helpers.counting.topics import TOP, Topics, fit, top_words
from helpers.files import progress, refuse

# At which the fits to samples stop: their first words are the same as at a tenth of it, in half of the time.
ROUGH = 1e-3
# How many models of shuffled words the level of noise is taken from, and in how many of its topics it lies below.
SHUFFLES, NOISE = 4, 0.95
# A topic is firm where the interval of how often it returns lies above one half; what it leaves open is grey.
RETURNS = 0.5


def coherence(topics: Topics, tokens: Tokens, *, top: int = TOP) -> pd.DataFrame:
    """Measure how often the words of a topic share passages (NPMI).

    topics: Topics. tokens: the table they were fitted on, or another reference. top: words of each topic.
    Returns a DataFrame with topic, npmi (mean over pairs, in [-1, 1]; the window is the passage, the reference all
    passages of tokens; pairs that never meet count -1); one row per topic.
    Misuse: in its own reference it compares models and certifies none; rarer words raise it.
    Source: Bouma (2009); Röder, Both and Hinneburg (2015).
    """
    lists = top_words(topics, top=top).groupby("topic")["word"]
    words = sorted({word for _, chosen in lists for word in chosen})
    present = (passage_counts(tokens, words)[0] > 0).astype(float)
    joint = pd.DataFrame((present.T @ present).toarray() / present.shape[0], index=words, columns=words)
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
    topics: Topics, tokens: Tokens, words: list[str], draws: int, over: str, seed: int
) -> Iterator[np.ndarray]:
    """Fit the model so many times more on these words; yields its components (topics x words)."""
    counts, passages = passage_counts(tokens, words)
    k, rng = topics.terms["topic"].nunique(), np.random.default_rng(seed)
    for draw in range(draws):
        if over == "articles":
            yield factor(_drawn(counts, passages, rng), k, topics.method, 0, tolerance=ROUGH)[1]
        else:
            yield factor(counts, k, topics.method, draw, init="random", tolerance=ROUGH)[1]


def _kept(
    topics: Topics, tokens: Tokens, draws: int, *, over: str = "articles", top: int = TOP, seed: int = 0
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
    topics: Topics, tokens: Tokens, *, draws: int = 20, over: str = "articles", top: int = TOP, seed: int = 0
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


def _dealt_anew(counts: csr_array, rng: np.random.Generator) -> csr_array:
    """Return counts with those of each word dealt to the passages at random, some words at a time."""
    by_column = counts.tocsc()
    parts = [csc_array(rng.permuted(dense(by_column, columns), axis=0)) for columns in blocks(*counts.shape[::-1])]
    return hstack(parts, format="csr")


def kept_by_noise(topics: Topics, tokens: Tokens, *, draws: int = 20, top: int = TOP, seed: int = 0) -> np.ndarray:
    """Measure how many of its words a topic keeps that is no theme: of passages whose words were dealt anew.

    topics: Topics, for its words, number of topics and method. tokens: the table they were fitted on. draws: samples of
    articles in all. top: words of each topic. seed: of the dealing and the draws.
    Returns an array of shares of words kept, in [0, 1], one per topic of shuffled words and draw.
    """
    words = sorted(topics.terms["word"].unique())
    counts, passages = passage_counts(tokens, words)
    k, rng = topics.terms["topic"].nunique(), np.random.default_rng(seed)
    kept = []
    for _ in range(SHUFFLES):
        shuffled = _dealt_anew(counts, rng)
        reference = top_columns(factor(shuffled, k, topics.method, 0, tolerance=ROUGH)[1], top)
        for _ in range(-(-draws // SHUFFLES)):
            components = factor(_drawn(shuffled, passages, rng), k, topics.method, 0, tolerance=ROUGH)[1]
            kept.append(matched(reference, top_columns(components, top), top))
    return np.concatenate(kept)


def _interval(share: pd.Series, n: int) -> tuple[pd.Series, pd.Series]:
    """Return the interval of 95 % of a share of n draws. Source: Wilson (1927)."""
    z = 1.96
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return middle - half, middle + half


def quality(topics: Topics, tokens: Tokens, *, draws: int = 200, top: int = TOP) -> pd.DataFrame:
    """Judge each topic, and not only their mean.

    topics: Topics. tokens: the table they were fitted on. draws: samples of articles; a tenth of them, at least four,
    is taken for other seeds and for shuffled words. top: words of each topic.
    Returns a DataFrame with topic, share (of all passages), npmi, npmi_weight (of the words with the highest weight
    alone), exclusivity (mean of its top words), seeds, kept (mean share of words kept with other seeds, other
    articles), error (standard error of kept), noise (what 95 of a hundred topics of shuffled words do not exceed),
    returns (share of the samples in which the topic keeps more than noise), low, high (interval of 95 % of returns),
    firm (bool: low above one half); one row per topic.
    Misuse: the number of topics was chosen on the same articles, so all of this is a little too good.
    """
    few = max(4, draws // 10)
    drawn = stability(topics, tokens, draws=draws, top=top)
    noise = float(np.quantile(kept_by_noise(topics, tokens, draws=few, top=top), NOISE))
    kept = drawn.groupby("topic")["kept"]
    returns = (drawn["kept"] > noise).groupby(drawn["topic"]).mean()
    low, high = _interval(returns, draws)
    measures = {
        "share": topics.passages.groupby("topic")["share"].mean(),
        "npmi_weight": coherence(_by_weight(topics), tokens, top=top).set_index("topic")["npmi"],
        "exclusivity": top_words(topics, top=top).groupby("topic")["exclusivity"].mean(),
        "seeds": stability(topics, tokens, draws=few, over="seeds", top=top).groupby("topic")["kept"].mean(),
        "kept": kept.mean(),
        "error": kept.std() / np.sqrt(draws),
    }
    table = coherence(topics, tokens, top=top).set_index("topic").assign(**measures, noise=noise, returns=returns)
    return table.assign(low=low, high=high, firm=low > RETURNS).reset_index()


def _by_weight(topics: Topics) -> Topics:
    """Return the topics with their words by weight alone, not by weight and exclusivity."""
    terms = topics.terms.sort_values(["topic", "weight", "word"], ascending=[True, False, True])
    return replace(topics, terms=terms.reset_index(drop=True))


def compare_k(
    tokens: Tokens,
    ks: Iterable[int],
    *,
    words: Iterable[str],
    method: str = "nmf",
    draws: int = 10,
    seed: int = 0,
    articles: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Compare numbers of topics by coherence and by stability over articles.

    tokens, words, method, seed: as for `fit`. ks: numbers of topics. draws: bootstrap samples for each. articles: with
    their field, as for `agreement`; without them agreement is missing.
    Returns a DataFrame with k, npmi (mean over topics), stability (mean over topics and draws), low, high (of the mean
    stability over draws, 95 %), product (npmi x stability), agreement (adjusted mutual information of the largest
    topics of articles with their fields); one row per k.
    """
    words, rows = list(words), []
    for k in progress(list(ks), "numbers of topics"):
        topics = fit(tokens, k=k, method=method, words=words, seed=seed)
        means = pd.concat(_kept(topics, tokens, draws, seed=seed)).groupby("draw")["kept"].mean()
        npmi = coherence(topics, tokens)["npmi"].mean()
        agreed = np.nan if articles is None else agreement(topics, articles)[0]
        rows.append((k, npmi, means.mean(), *np.quantile(means, [0.025, 0.975]), npmi * means.mean(), agreed))
    return pd.DataFrame(rows, columns=["k", "npmi", "stability", "low", "high", "product", "agreement"])
