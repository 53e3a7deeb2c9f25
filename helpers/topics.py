"""Topic models on passages, and how far they can be trusted: coherence, stability, agreement with the editors."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_array
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics import adjusted_mutual_info_score

from helpers.sources import CORPUS, read_table, refuse
from helpers.words import content_words, glossed, lexicon

K = 9
TOP = 10
# A topic that keeps fewer than four of its ten words when other articles are drawn is drawn grey everywhere.
FIRM = 0.4
PARTS = ("n", "nz", "j", "vn", "v")
NAMES = ("place", "organisation", "person")
LABELS = CORPUS / "lexicon" / "topics.csv"


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


def vocabulary(tokens, *, pos=PARTS, without=NAMES, min_articles=5, max_share=0.2):
    """Choose the words that topics are made of.

    tokens: DataFrame with passage_id, article_id, word, pos. pos: tags taken, exactly. without: classes of the lexicon
    left out, by default names, which tell who writes and not of what. min_articles: articles a word stands in at
    least, so that no topic is one article's vocabulary. max_share: passages it stands in at most, as a share.
    Returns a sorted list of words of two or more characters. Raises CorpusError where fewer than two are left.
    Terms of the lexicon, set phrases among them, are single words here, since the segmenter keeps them whole.
    """
    terms = lexicon()
    names = set(terms.loc[terms["class"].isin(without), "term"])
    wanted = tokens[tokens["pos"].isin(pos) & (tokens["word"].str.len() > 1) & ~tokens["word"].isin(names)]
    wanted = wanted[wanted["word"].isin(content_words(wanted))]
    spread = wanted.groupby("word").agg(articles=("article_id", "nunique"), passages=("passage_id", "nunique"))
    most = max_share * tokens["passage_id"].nunique()
    words = sorted(spread[(spread["articles"] >= min_articles) & (spread["passages"] <= most)].index)
    if len(words) < 2:
        raise refuse(
            f"{len(words)} words are left with pos {', '.join(pos)}, min_articles {min_articles}, "
            f"max_share {max_share}",
            expected="a vocabulary of many words",
            repair="lower min_articles, raise max_share, or take more parts of speech",
        )
    return words


def _matrix(tokens, words):
    """Return a sparse array of counts (passages x words) and the passages as a table, sorted by passage."""
    passages = tokens[["passage_id", "article_id"]].drop_duplicates().sort_values("passage_id").reset_index(drop=True)
    chosen = tokens[tokens["word"].isin(set(words))]
    rows = pd.Index(passages["passage_id"]).get_indexer(chosen["passage_id"])
    columns = pd.Index(words).get_indexer(chosen["word"])
    shape = len(passages), len(words)
    return coo_array((chosen["count"].to_numpy(float), (rows, columns)), shape=shape).tocsr(), passages


def _factor(counts, k, method, seed, *, init="nndsvda"):
    """Return (passages x topics) and (topics x words), both of them not negative."""
    if method == "nmf":
        weighted = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
        model = NMF(k, init=init, random_state=seed, max_iter=1000)
        return model.fit_transform(weighted), model.components_
    model = LatentDirichletAllocation(k, random_state=seed, max_iter=30, learning_method="batch")
    return model.fit_transform(counts), model.components_


def _divided(table, sums):
    return np.divide(table, sums, out=np.zeros_like(table), where=sums > 0)


def _scores(components):
    """Return weight (rows sum to 1), exclusivity (columns sum to 1) and their product."""
    weight = _divided(components, components.sum(axis=1, keepdims=True))
    exclusivity = _divided(weight, weight.sum(axis=0, keepdims=True))
    return weight, exclusivity, weight * exclusivity


def _top(components, top):
    """Return the columns of the highest scores of each topic, ties by column: list of sets."""
    scores = _scores(components)[2]
    return [set(np.argsort(-row, kind="stable")[:top]) for row in scores]


def _check(k, method, counts):
    if method not in ("nmf", "lda"):
        raise refuse(f"method is {method!r}", expected="'nmf' or 'lda'", repair="pass one of the two")
    most = min(counts.shape)
    if not 2 <= k <= most:
        raise refuse(
            f"k is {k}",
            expected=f"2 to {most}, the passages or words at hand",
            repair="take fewer topics or more texts",
        )


def fit(tokens, *, k=K, method="nmf", words=None, seed=0):
    """Fit a topic model on passages.

    tokens: DataFrame with passage_id, article_id, word, pos, count, such as `Corpus.words`. k: topics. method: "nmf" on
    tf-idf with a start that needs no chance (nndsvda), or "lda" on counts. words: vocabulary, `vocabulary(tokens)` by
    default. seed: of the solver. Returns Topics, ordered by share, the largest first.
    Raises CorpusError for another method and for a k that the passages or words do not allow.
    Misuse: a topic is a list of words that occur together; whether it is a theme, stability and readers must say.
    """
    words = vocabulary(tokens) if words is None else list(words)
    counts, passages = _matrix(tokens, words)
    _check(k, method, counts)
    of_passages, components = _factor(counts, k, method, seed)
    shares = of_passages * components.sum(axis=1) if method == "nmf" else of_passages
    shares = _divided(shares, shares.sum(axis=1, keepdims=True))
    order = np.argsort(-shares.sum(axis=0), kind="stable")
    shares, components = shares[:, order], components[order]
    by_passage = passages.join(pd.DataFrame(shares, columns=range(1, k + 1)))
    by_passage = by_passage.melt(["passage_id", "article_id"], var_name="topic", value_name="share")
    by_passage = by_passage.astype({"topic": int}).sort_values(["passage_id", "topic"]).reset_index(drop=True)
    by_article = by_passage.groupby(["article_id", "topic"])["share"].mean().reset_index()
    return Topics(method, _terms(components, words), by_passage, by_article)


def _terms(components, words):
    weight, exclusivity, score = _scores(components)
    k = len(components)
    table = pd.DataFrame(
        {
            "topic": np.repeat(np.arange(1, k + 1), len(words)),
            "word": list(words) * k,
            "weight": weight.ravel(),
            "exclusivity": exclusivity.ravel(),
            "score": score.ravel(),
        }
    )
    return table.sort_values(["topic", "score", "word"], ascending=[True, False, True]).reset_index(drop=True)


def top_words(topics, *, top=TOP):
    """List the words of each topic with the highest weight x exclusivity (FREX).

    topics: Topics. top: words of each. Returns the rows of terms with gloss (English, "" where the lexicon has none),
    by topic and score; one row per word per topic. Source: after Bischof and Airoldi (2012), as a product.
    """
    table = topics.terms.groupby("topic").head(top).reset_index(drop=True)
    return glossed(table)


def coherence(topics, tokens, *, top=TOP):
    """Measure how often the words of a topic share passages (NPMI).

    topics: Topics. tokens: the table they were fitted on, or another reference. top: words of each topic.
    Returns a DataFrame with topic, npmi (mean over pairs, in [-1, 1]; the window is the passage, the reference all
    passages of tokens; pairs that never meet count -1); one row per topic.
    Misuse: in its own reference it compares models and certifies none; rarer words raise it.
    Source: Bouma (2009); Röder, Both and Hinneburg (2015).
    """
    lists = topics.terms.groupby("topic").head(top).groupby("topic")["word"]
    words = sorted({word for _, chosen in lists for word in chosen})
    present = (_matrix(tokens, words)[0].toarray() > 0).astype(float)
    joint = pd.DataFrame(present.T @ present / len(present), index=words, columns=words)
    rows = [(topic, _npmi(joint.loc[chosen, chosen].to_numpy())) for topic, chosen in lists]
    return pd.DataFrame(rows, columns=["topic", "npmi"])


def _npmi(joint):
    """Return the mean NPMI of all pairs from their joint shares, whose diagonal has the single ones."""
    single = np.diag(joint)
    one, two = np.triu_indices(len(joint), 1)
    both, apart = joint[one, two], single[one] * single[two]
    values = np.full(len(one), -1.0)
    met = both > 0
    always = both >= 1
    values[met & ~always] = np.log(both[met & ~always] / apart[met & ~always]) / -np.log(both[met & ~always])
    values[always] = 1.0
    return float(values.mean())


def _drawn(counts, passages, rng):
    """Return the passages of as many articles as there are, drawn with replacement."""
    places = passages.groupby("article_id").indices
    names = sorted(places)
    return counts[np.concatenate([places[names[number]] for number in rng.integers(0, len(names), len(names))])]


def _matched(reference, others, top):
    """Return the share of words that each topic keeps in the topic that the assignment gives it."""
    overlap = np.array([[len(one & two) / top for two in others] for one in reference])
    rows, columns = linear_sum_assignment(overlap, maximize=True)
    return overlap[rows, columns]


def stability(topics, tokens, *, draws=20, over="articles", top=TOP, seed=0):
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
    words = sorted(topics.terms["word"].unique())
    counts, passages = _matrix(tokens, words)
    k, rng = topics.terms["topic"].nunique(), np.random.default_rng(seed)
    lists = topics.terms.groupby("topic").head(top)
    place = {word: number for number, word in enumerate(words)}
    reference = [{place[word] for word in rows["word"]} for _, rows in lists.groupby("topic")]
    tables = []
    for draw in range(draws):
        if over == "articles":
            _, components = _factor(_drawn(counts, passages, rng), k, topics.method, 0)
        else:
            _, components = _factor(counts, k, topics.method, draw, init="random")
        kept = _matched(reference, _top(components, top), top)
        tables.append(pd.DataFrame({"draw": draw, "topic": range(1, k + 1), "kept": kept}))
    return pd.concat(tables, ignore_index=True)


def quality(topics, tokens, *, draws=20, top=TOP):
    """Judge each topic, and not only their mean.

    topics: Topics. tokens: the table they were fitted on. draws: fits of each kind of stability. top: words of each
    topic.
    Returns a DataFrame with topic, share (of all passages), npmi, exclusivity (mean of its top words), seeds, articles
    (mean stability), low, high (quartiles of the stability over articles), firm (bool, articles at least 0.4);
    one row per topic.
    """
    words = top_words(topics, top=top)
    table = coherence(topics, tokens, top=top)
    drawn = stability(topics, tokens, draws=draws, top=top).groupby("topic")["kept"]
    seeds = stability(topics, tokens, draws=draws, over="seeds", top=top).groupby("topic")["kept"].mean()
    table.insert(1, "share", table["topic"].map(topics.passages.groupby("topic")["share"].mean()))
    table["exclusivity"] = table["topic"].map(words.groupby("topic")["exclusivity"].mean())
    table["seeds"], table["articles"] = table["topic"].map(seeds), table["topic"].map(drawn.mean())
    table["low"], table["high"] = table["topic"].map(drawn.quantile(0.25)), table["topic"].map(drawn.quantile(0.75))
    return table.assign(firm=table["articles"] >= FIRM)


def compare_k(tokens, ks, *, method="nmf", words=None, draws=10, seed=0):
    """Compare numbers of topics by coherence and by stability over articles.

    tokens, method, words, seed: as for `fit`. ks: numbers of topics. draws: bootstrap samples for each.
    Returns a DataFrame with k, npmi (mean over topics), stability (mean over topics and draws), low, high (of the mean
    stability over draws, 95 %), product (npmi x stability); one row per k.
    """
    words = vocabulary(tokens) if words is None else words
    rows = []
    for k in ks:
        topics = fit(tokens, k=k, method=method, words=words, seed=seed)
        means = stability(topics, tokens, draws=draws, seed=seed).groupby("draw")["kept"].mean()
        npmi = coherence(topics, tokens)["npmi"].mean()
        rows.append((k, npmi, means.mean(), *np.quantile(means, [0.025, 0.975]), npmi * means.mean()))
    return pd.DataFrame(rows, columns=["k", "npmi", "stability", "low", "high", "product"])


def dominant(topics):
    """Find the topic with the largest share of each article.

    topics: Topics. Returns a DataFrame with article_id, topic, share, ties by topic; one row per article.
    """
    order = topics.articles.sort_values(["article_id", "share", "topic"], ascending=[True, False, True])
    return order.drop_duplicates("article_id").reset_index(drop=True)


def agreement(topics, articles, *, by="field", without=("strategy",)):
    """Hold the dominant topics of articles against what editors say of these.

    topics: Topics. articles: DataFrame with article_id and by. by: field or section. without: values that are no
    subject of their own, such as the field strategy, whose articles treat several.
    Returns the adjusted mutual information (1 the same grouping, 0 what chance gives) and the table of articles
    (values of by x topics), as a pair. Misuse: with one or two articles a field, one article moves it much.
    Source: Vinh, Epps and Bailey (2010).
    """
    both = dominant(topics).merge(articles[["article_id", by]], on="article_id", validate="one_to_one")
    both = both[~both[by].isin([*without, ""])]
    k = topics.terms["topic"].nunique()
    table = pd.crosstab(both[by], both["topic"]).reindex(columns=range(1, k + 1), fill_value=0)
    return float(adjusted_mutual_info_score(both[by], both["topic"])), table


def labels(topics, *, path=LABELS, top=TOP):
    """Name topics: by hand where the label file fits, else by their first words.

    topics: Topics. path: of a CSV with topic, label, words (parted by spaces), or None. top: words a topic shows.
    Returns a DataFrame with topic, label, words (the first three), gloss (of these); one row per topic.
    Raises CorpusError where a word that a label was given for is no longer among the top words of its topic.
    """
    words = top_words(topics, top=top)
    shown = words.groupby("topic").head(3).groupby("topic").agg(words=("word", " ".join), gloss=("gloss", "; ".join))
    given = {} if path is None else _given(words, path)
    table = shown.reset_index()
    table.insert(1, "label", [given.get(row.topic, row.words) for row in table.itertuples()])
    return table


def _given(words, path):
    table = read_table(path, ("topic", "label", "words"))
    for row in table.itertuples():
        top = set(words.loc[words["topic"] == int(row.topic), "word"])
        lost = [word for word in row.words.split() if word not in top]
        if lost:
            raise refuse(
                f"{path.name}: topic {row.topic} is called {row.label!r}, but {lost[0]} is not among its words",
                expected=f"words of {', '.join(sorted(top)) or 'a topic that exists'}",
                repair="read the topics anew and correct the label file, or pass path=None",
            )
    return dict(zip(table["topic"].astype(int), table["label"], strict=True))


def intrusion_sheet(topics, *, seed=0):
    """Make a word-intrusion test: five words of each topic and one of another, to be found by a reader.

    topics: Topics. seed: of the shuffling. Returns a DataFrame with topic, words (six, shuffled, parted by two spaces),
    intruder (the key); topics shuffled; one row per topic. The intruder is the first word of another topic that has
    less than half a fair share of it in this one. Raises CorpusError where there is none.
    Source: Chang et al. (2009).
    """
    rng, table = np.random.default_rng(seed), topics.terms
    k = table["topic"].nunique()
    first = table.groupby("topic").head(TOP)
    rows = []
    for topic in rng.permutation(np.arange(1, k + 1)):
        own = table[table["topic"] == topic]
        foreign = set(own.loc[own["exclusivity"] < 0.5 / k, "word"])
        others = [word for word in first.loc[first["topic"] != topic, "word"] if word in foreign]
        if not others:
            raise refuse(
                f"topic {topic} has a part in the first words of every other topic",
                expected="topics with words of their own",
                repair="fit more topics or take a larger vocabulary",
            )
        intruder = others[int(rng.integers(len(others)))]
        words = rng.permutation([*own["word"].head(5), intruder])
        rows.append((int(topic), "  ".join(words), intruder))
    return pd.DataFrame(rows, columns=["topic", "words", "intruder"])
