"""Counts, shares, dispersion, keyness, collocations; phrases and concordances where the texts are at hand."""

import re
from unicodedata import east_asian_width

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import leaves_list, linkage
from scipy.spatial.distance import pdist, squareform
from scipy.special import xlogy
from scipy.stats import chi2, false_discovery_control
from sklearn.feature_extraction.text import TfidfTransformer

from helpers.sources import CORPUS, read_table, refuse, to_bytes, write_whole
from helpers.words import (
    NUMBER,
    default_segmenter,
    icu_segmenter,
    is_word,
    jieba_segmenter,
    lexicon,
    stop_words,
    words_of,
)

PER = 10_000
# Samples drawn from one or two articles hardly differ from each other, so their narrow interval would mislead.
LEAST_ARTICLES = 3
# What a phrase may run over: marks that quote, not marks that end.
QUOTES = frozenset("“”‘’\"'《》〈〉「」『』")
PHRASES = CORPUS / "phrases.csv"
SEGMENTATIONS = CORPUS / "segmentations.csv"
PHRASE_COLUMNS = ("phrase", "words", "count", "own", "articles", "first")
SEGMENTERS = ("lexicon", "jieba", "icu")


def _need(table, *columns):
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise refuse(
            f"the table has no column {missing[0]!r}",
            expected=f"the columns {', '.join(columns)}",
            repair="start from Corpus.words",
        )


def _some(table, filters):
    """Return the table, or refuse with the names of the filters that left nothing of it."""
    if len(table):
        return table
    named = ", ".join(f"{name} = {_shown(value)}" for name, value in filters.items() if value)
    raise refuse(
        f"no word is left after {named or 'no filter at all'}",
        expected="at least one word",
        repair="widen the filter that is named, or check its spelling",
    )


def _shown(value):
    if isinstance(value, str | int):
        return str(value)
    names = sorted(value)
    return ", ".join(names[:5]) + (f" … ({len(names)})" if len(names) > 5 else "")


def _listed(value):
    return [value] if isinstance(value, str) else list(value)


def _kept(tokens, pos, classes, without):
    keep = pd.Series(True, index=tokens.index)
    if pos:
        keep &= tokens["pos"].str.startswith(tuple(_listed(pos)))
    if classes:
        terms = lexicon()
        keep &= tokens["word"].isin(set(terms.loc[terms["class"].isin(_listed(classes)), "term"]))
    return tokens[keep & ~tokens["word"].isin(set(_listed(without)))]


def count(tokens, *, by=None, pos=None, classes=None, without=(), least=1):
    """Count words over all articles, or over each group of them.

    tokens: DataFrame with article_id, word, count (and pos, and the column of by), such as `Corpus.words`.
    by: a column, such as field, section, office, source_id or published; None for all together. pos: beginnings of
    part-of-speech tags ("n" takes nouns and names). classes: classes of the lexicon. without: words to leave out,
    such as `stop_words()`. least: occurrences that a word has at least in its group.
    Returns a DataFrame with by (if any), word, count, share (per 10,000 running words of the group, whatever the
    filters), articles (with the word), of_articles (of the group); most frequent first, ties by word; one row
    per word, or per group and word. Raises CorpusError where nothing is left, naming the filters.
    Misuse: a count without the number of articles mistakes one article's word for everybody's.
    """
    _need(tokens, "article_id", "word", "count", *([by] if by else []), *(["pos"] if pos else []))
    group = [by] if by else []
    kept = _kept(tokens, pos, classes, without)
    table = kept.groupby([*group, "word"]).agg(count=("count", "sum"), articles=("article_id", "nunique")).reset_index()
    filters = {"pos": pos, "classes": classes, "without": without, "least": least}
    table = _some(table[table["count"] >= least], filters).assign(of_articles=tokens["article_id"].nunique())
    size = tokens["count"].sum()
    if by:
        whole = tokens.groupby(by).agg(size=("count", "sum"), articles=("article_id", "nunique"))
        size = table[by].map(whole["size"])
        table["of_articles"] = table[by].map(whole["articles"])
    table.insert(table.columns.get_loc("articles"), "share", table["count"] / size * PER)
    order = [*group, "count", "word"]
    return table.sort_values(order, ascending=[name != "count" for name in order]).reset_index(drop=True)


def _per_part(tokens, parts, words):
    """Sum counts by part and word; returns them with the size of each part, and the sizes of all parts."""
    _need(tokens, parts, "word", "count")
    sizes = tokens.groupby(parts)["count"].sum()
    chosen = tokens if words is None else tokens[tokens["word"].isin(set(words))]
    table = _some(chosen, {"words": words}).groupby([parts, "word"])["count"].sum().reset_index()
    return table.assign(size=table[parts].map(sizes)), sizes


def dispersion(tokens, *, parts="article_id", words=None):
    """Measure how evenly words are spread over the parts of a corpus.

    tokens: DataFrame with word, count and the column of parts. parts: "article_id" or "passage_id". words: the
    words to measure, all by default; the sizes of the parts are of all words in any case.
    Returns a DataFrame with word, count, share (per 10,000), range (parts with the word), of_parts, dp (Gries'
    deviation of proportions, 0 even to nearly 1 clumped), dp_norm (the same on 0 to 1), juilland_d (1 even, 0 all
    in one part); by count, ties by word; one row per word. In a corpus of one part dp_norm and juilland_d are NaN.
    Misuse: of rare words every measure says clumped; compare words of like frequency.
    Source: Gries, Analyzing dispersion (2020), with D over shares, as parts differ in size.
    """
    table, sizes = _per_part(tokens, parts, words)
    total, n = sizes.sum(), len(sizes)
    frequency = table.groupby("word")["count"].transform("sum")
    expected, rate = table["size"] / total, table["count"] / table["size"]
    mean = rate.groupby(table["word"]).transform("sum") / n
    # A part without the word adds its expected share to DP and the squared mean to the variance.
    gaps = (table["count"] / frequency - expected).abs() - expected
    squares = (rate - mean) ** 2 - mean**2
    sums = table[["word", "count"]].assign(gaps=gaps, squares=squares, mean=mean)
    result = sums.groupby("word").agg(
        count=("count", "sum"),
        range=("count", "size"),
        gaps=("gaps", "sum"),
        squares=("squares", "sum"),
        mean=("mean", "first"),
    )
    result["dp"] = ((1 + result["gaps"]) / 2).clip(0, 1)
    spread = 1 - sizes.min() / total
    result["dp_norm"] = result["dp"] / spread if spread > 0 else np.nan
    deviation = np.sqrt((result["squares"] / n + result["mean"] ** 2).clip(lower=0))
    result["juilland_d"] = 1 - deviation / result["mean"] / np.sqrt(n - 1) if n > 1 else np.nan
    result = result.assign(share=result["count"] / total * PER, of_parts=n).reset_index()
    columns = ["word", "count", "share", "range", "of_parts", "dp", "dp_norm", "juilland_d"]
    return result.sort_values(["count", "word"], ascending=[False, True])[columns].reset_index(drop=True)


def _matrix(tokens, words):
    """Return counts as an array (articles x words), articles sorted, and the size of each article."""
    sizes = tokens.groupby("article_id")["count"].sum()
    table = tokens[tokens["word"].isin(set(words))].pivot_table(
        index="article_id", columns="word", values="count", aggfunc="sum", fill_value=0
    )
    return table.reindex(index=sizes.index, columns=words, fill_value=0).to_numpy(float), sizes.to_numpy(float)


def _resampled(tokens, words, draws, rng):
    """Return counts (draws x words) and sizes (draws) of corpora whose articles are drawn with replacement."""
    counts, sizes = _matrix(tokens, words)
    n = len(sizes)
    weights = rng.multinomial(n, np.full(n, 1 / n), size=draws)
    return weights @ counts, weights @ sizes


def _ends(values, level):
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high


def intervals(tokens, *, words, draws=1000, level=0.95, seed=0):
    """Estimate how far the share of words would move had other articles of this kind been collected.

    tokens: DataFrame with article_id, word, count. words: list of words. draws: bootstrap samples of articles.
    level: of the interval. seed: of the generator.
    Returns a DataFrame with word, share, low, high (per 10,000, percentiles of the bootstrap over articles), in the
    order of words; one row per word. Of fewer than three articles low and high are NaN: they tell too little of others.
    """
    _need(tokens, "article_id", "word", "count")
    words = list(words)
    counts, sizes = _matrix(_some(tokens, {"words": words}), words)
    drawn, size = _resampled(tokens, words, draws, np.random.default_rng(seed))
    low, high = _ends(drawn / size[:, None] * PER, level)
    known = len(sizes) >= LEAST_ARTICLES
    return pd.DataFrame(
        {
            "word": words,
            "share": counts.sum(axis=0) / sizes.sum() * PER,
            "low": low if known else np.nan,
            "high": high if known else np.nan,
        }
    )


def _log_ratio(target, target_size, reference, reference_size):
    """Return the binary logarithm of the ratio of shares, with half an occurrence for none."""
    shares = np.where(target > 0, target, 0.5) / target_size, np.where(reference > 0, reference, 0.5) / reference_size
    return np.log2(shares[0]) - np.log2(shares[1])


def _log_likelihood(a, b, n1, n2):
    """Return G2 of the fourfold tables word or not, target or reference."""
    cells = ((a, n1), (b, n2), (n1 - a, n1), (n2 - b, n2))
    columns = (a + b, a + b, n1 + n2 - a - b, n1 + n2 - a - b)
    terms = (
        xlogy(cell, cell * (n1 + n2) / np.where(cell > 0, row * column, 1))
        for (cell, row), column in zip(cells, columns, strict=True)
    )
    return np.maximum(2 * sum(terms), 0)


def _log_odds(a, b, n1, n2, pseudo, strength):
    """Return the log-odds ratio and its z under a Dirichlet prior of these pseudo-counts, strength in all."""
    odds = [(x + pseudo, n + strength - x - pseudo) for x, n in ((a, n1), (b, n2))]
    delta = np.log(odds[0][0] / odds[0][1]) - np.log(odds[1][0] / odds[1][1])
    variance = sum(1 / yes + 1 / no for yes, no in odds)
    return delta, delta / np.sqrt(variance)


def _bootstrap_ratio(target, reference, words, draws, level, seed):
    rng = np.random.default_rng(seed)
    (a, n1), (b, n2) = (_resampled(tokens, words, draws, rng) for tokens in (target, reference))
    low, high = _ends(_log_ratio(a, n1[:, None], b, n2[:, None]), level)
    known = min(tokens["article_id"].nunique() for tokens in (target, reference)) >= LEAST_ARTICLES
    return (low, high) if known else (np.nan, np.nan)


def keyness(target, reference, *, words=None, least=1, prior=1000, draws=1000, level=0.95, seed=0):
    """Measure which words a target uses more, or less, than a reference, and how sure that is.

    target, reference: DataFrames with article_id, word, count, such as two parts of `Corpus.words`. words: the
    words to test, all by default. least: occurrences in both together. prior: words that the prior of the log-odds
    weighs, spread like both together. draws, level, seed: of the bootstrap over articles.
    Returns a DataFrame with word, target_count, reference_count, target_share, reference_share (per 10,000),
    target_articles, reference_articles, log_likelihood (G2 of the fourfold table, at least 0), p, q (by Benjamini and
    Hochberg over the words tested), log_ratio (binary, none counted as half), percent_diff, log_odds, z (under the
    informative Dirichlet prior), low, high (of log_ratio over resampled articles; NaN where a side has fewer
    than three); by z from most to least, ties by word; one row per word. Positive means more in the target.
    Raises CorpusError for a side without words and for words that neither side has.
    Misuse: p and z take words for independent draws, which words of one article are not; believe low and high.
    Source: Dunning (1993); Hardie (2014); Gabrielatos (2018); Monroe, Colaresi and Quinn (2008).
    """
    for tokens, name in ((target, "target"), (reference, "reference")):
        _need(tokens, "article_id", "word", "count")
        _some(tokens, {name: "its articles"})
    both = pd.concat([target, reference])
    known = both.groupby("word")["count"].sum()
    chosen = known if words is None else known[known.index.isin(set(words))]
    chosen = sorted(_some(chosen[chosen >= least], {"words": words, "least": least}).index)
    (first, sizes1), (second, sizes2) = (_matrix(tokens, chosen) for tokens in (target, reference))
    a, b, n1, n2 = first.sum(axis=0), second.sum(axis=0), sizes1.sum(), sizes2.sum()
    table = pd.DataFrame({"word": chosen, "target_count": a.astype(int), "reference_count": b.astype(int)})
    table = table.assign(target_share=a / n1 * PER, reference_share=b / n2 * PER)
    table = table.assign(target_articles=(first > 0).sum(axis=0), reference_articles=(second > 0).sum(axis=0))
    table["log_likelihood"] = _log_likelihood(a, b, n1, n2)
    table["p"] = chi2.sf(table["log_likelihood"], 1)
    table["q"] = false_discovery_control(table["p"])
    table["log_ratio"] = _log_ratio(a, n1, b, n2)
    with np.errstate(divide="ignore"):
        table["percent_diff"] = (a / n1 - b / n2) / (b / n2) * 100
    table["log_odds"], table["z"] = _log_odds(a, b, n1, n2, prior * (a + b) / (n1 + n2), prior)
    table["low"], table["high"] = _bootstrap_ratio(target, reference, chosen, draws, level, seed)
    return table.sort_values(["z", "word"], ascending=[False, True]).reset_index(drop=True)


def keyness_by(tokens, by, **options):
    """Compare each group of articles with all the others.

    tokens: as for `keyness`, with the column by. by: column whose values are the groups. options: of `keyness`.
    Returns a DataFrame with by, group_articles (articles of the group), sure (bool: low and high lie on one side of
    no difference) and the columns of `keyness`; groups sorted, words from more to less; one row per group and word.
    Raises CorpusError as `keyness` does. q is corrected within a group.
    Misuse: in a group of one or two articles nothing is sure; its words are those articles'.
    """
    _need(tokens, by)
    tables = []
    for value in sorted(set(tokens[by]) - {""}):
        inside = tokens[by] == value
        table = keyness(tokens[inside], tokens[~inside], **options)
        sure = (table["low"] > 0) | (table["high"] < 0)
        known = {by: value, "group_articles": tokens.loc[inside, "article_id"].nunique(), "sure": sure}
        tables.append(table.assign(**known)[[*known, *table.columns]])
    return pd.concat(tables, ignore_index=True)


def collocations(tokens, nodes, *, words=None, least=3):
    """Measure which words share passages with given words.

    tokens: DataFrame with passage_id, article_id, word, count. nodes: list of words to look around. words: the
    words that may be collocates, all by default. least: passages that the two share at least.
    Returns a DataFrame with node, word, together (passages with both), articles (with such a passage), node_passages,
    word_passages, log_dice (at most 14), pmi (binary), t; by node in the given order, then log_dice; one row per pair.
    Raises CorpusError for a node that no passage has. Misuse: a passage has some 200 words, so this is what is
    spoken of together, not what stands beside; with few passages PMI favours rare words.
    Source: Rychlý (2008) for logDice; Church and Hanks (1990) for PMI; Church et al. (1991) for t.
    """
    _need(tokens, "passage_id", "article_id", "word")
    nodes, n = list(nodes), tokens["passage_id"].nunique()
    present = tokens[["passage_id", "article_id", "word"]].drop_duplicates()
    passages = present.groupby("word").size()
    unknown = [node for node in nodes if node not in passages.index]
    if unknown:
        raise refuse(f"no passage has the word {unknown[0]!r}", expected="words of the corpus", repair="see count()")
    left = present[present["word"].isin(nodes)].rename(columns={"word": "node"})
    right = present if words is None else present[present["word"].isin(set(words))]
    pairs = left.merge(right[["passage_id", "word"]], on="passage_id").query("node != word")
    table = pairs.groupby(["node", "word"]).agg(together=("passage_id", "size"), articles=("article_id", "nunique"))
    table = table[table["together"] >= least].reset_index()
    table["node_passages"], table["word_passages"] = table["node"].map(passages), table["word"].map(passages)
    x, y, xy = table["node_passages"], table["word_passages"], table["together"]
    table = table.assign(
        log_dice=14 + np.log2(2 * xy / (x + y)), pmi=np.log2(xy * n / (x * y)), t=(xy - x * y / n) / np.sqrt(xy)
    )
    rank = table["node"].map({node: place for place, node in enumerate(nodes)})
    order = table.assign(rank=rank).sort_values(["rank", "log_dice", "word"], ascending=[True, False, True])
    return order.drop(columns="rank").reset_index(drop=True)


def similarity(tokens, *, words):
    """Measure how alike the vocabulary of articles is.

    tokens: DataFrame with article_id, word, count. words: list of words to compare by.
    Returns a square DataFrame (articles x articles) of cosines of tf-idf vectors in [0, 1], 1 on the diagonal, index
    and columns article_id, ordered so that like articles stand together (average linkage, optimal leaves).
    Misuse: short articles are unlike everything; compare with their length in view.
    """
    _need(tokens, "article_id", "word", "count")
    counts, sizes = _matrix(tokens, list(words))
    names = sorted(tokens["article_id"].unique())
    vectors = TfidfTransformer().fit_transform(counts).toarray()
    # An article with none of the words has no direction, so it is like no other.
    distances = np.clip(np.nan_to_num(pdist(vectors, "cosine"), nan=1), 0, 1)
    table = pd.DataFrame(1 - squareform(distances), index=names, columns=names)
    if len(sizes) < 3:
        return table
    order = [names[leaf] for leaf in leaves_list(linkage(distances, "average", optimal_ordering=True))]
    return table.loc[order, order]


def sequences(corpus, *, segment=None):
    """List the words of a corpus in reading order, which needs its texts.

    corpus: Corpus with raw files at hand. segment: as for `helpers.words.words_of`.
    Returns a DataFrame with article_id, stretch (number of a run of words without a mark that ends it; quotation
    marks do not), word; one row per word. Raises CorpusError where a raw file is not at hand.
    """
    segment, rows, stretch = segment or default_segmenter(), [], 0
    for article_id in corpus.articles["article_id"]:
        for paragraph in corpus.text(article_id).split("\n"):
            stretch += 1
            for word, _ in segment(paragraph):
                if is_word(word):
                    rows.append((article_id, stretch, word))
                elif word not in QUOTES:
                    stretch += 1
    return pd.DataFrame(rows, columns=["article_id", "stretch", "word"])


def _candidates(words, stretches, length, characters, edges):
    """Return where each run of so many words may be a phrase: dict of words -> list of positions."""
    found = {}
    for at in range(len(words) - length + 1):
        run = tuple(words[at : at + length])
        if stretches[at] != stretches[at + length - 1] or run[0] in edges or run[-1] in edges:
            continue
        if sum(map(len, run)) <= characters and not NUMBER.fullmatch(run[-1]):
            found.setdefault(run, []).append(at)
    return found


def _free(places, length, taken):
    """Keep the places that neither a longer phrase nor an earlier one of these has taken."""
    free, end = [], -1
    for at in places:
        if at >= end and not taken[at : at + length].any():
            free.append(at)
            end = at + length
    return free


def phrases(sequences, articles, *, least=3, in_articles=2, words=(2, 8), characters=16, without=None):
    """Find formulations that several articles repeat, nested ones folded into the longest.

    sequences: DataFrame as `sequences` returns. articles: DataFrame with article_id, published. least, in_articles:
    occurrences and articles that a phrase has at least outside longer ones. words: its fewest and most words.
    characters: its most characters. without: words that it neither begins nor ends with, the stop list by default.
    Returns a DataFrame with phrase, words, count (all occurrences), own (those outside longer phrases), articles,
    first (earliest known date of publication); by count, ties by phrase; one row per phrase.
    Misuse: least and in_articles below 3 and 2, or more characters, may let a text be put together again.
    """
    edges = stop_words() if without is None else frozenset(without)
    tokens, stretches = sequences["word"].tolist(), sequences["stretch"].tolist()
    owners, taken, rows = sequences["article_id"].to_numpy(), np.zeros(len(tokens), bool), []
    for length in range(words[1], words[0] - 1, -1):
        found = _candidates(tokens, stretches, length, characters, edges)
        for run in sorted(found, key=lambda run: (-len(found[run]), run)):
            free = _free(found[run], length, taken) if len(found[run]) >= least else []
            if len(free) >= least and len(set(owners[free])) >= in_articles:
                for at in free:
                    taken[at : at + length] = True
                rows.append(("".join(run), length, len(found[run]), len(free), set(owners[found[run]])))
    return _dated(rows, articles)


def _dated(rows, articles):
    dates = dict(zip(articles["article_id"], articles["published"], strict=True))
    table = pd.DataFrame(
        [(*row, len(names), min((dates[name] for name in names if dates[name]), default="")) for *row, names in rows],
        columns=list(PHRASE_COLUMNS),
    )
    return table.sort_values(["count", "phrase"], ascending=[False, True]).reset_index(drop=True)


def read_phrases(path=PHRASES):
    """Read the shipped phrases of the articles on topic.

    path: of the CSV. Returns a DataFrame with the columns that `phrases` returns, numbers as int; one row per phrase.
    """
    table = read_table(path, PHRASE_COLUMNS)
    return table.astype(dict.fromkeys(["words", "count", "own", "articles"], int))


def segmentations(corpus, *, least=10):
    """Count the words of a corpus as three segmenters cut them, which needs its texts.

    corpus: Corpus with raw files at hand. least: occurrences that a word has at least under one of them.
    Returns a DataFrame with word, lexicon (jieba with our lexicon), jieba (its bare dictionary), icu (counts);
    sorted by word; one row per word. Raises CorpusError without the texts or without icu4py.
    """
    segmenters = (default_segmenter(), jieba_segmenter(lexicon().head(0)), icu_segmenter())
    texts = [corpus.text(article_id) for article_id in corpus.articles["article_id"]]
    counts = {
        name: pd.Series([word for text in texts for word, _ in words_of(text, segment=segment)]).value_counts()
        for name, segment in zip(SEGMENTERS, segmenters, strict=True)
    }
    table = pd.DataFrame(counts).fillna(0).astype(int)
    return table[table.max(axis=1) >= least].sort_index().rename_axis("word").reset_index()


def read_segmentations(path=SEGMENTATIONS):
    """Read the shipped counts under three segmenters.

    path: of the CSV. Returns a DataFrame with word, lexicon, jieba, icu (counts); one row per word.
    """
    table = read_table(path, ("word", *SEGMENTERS))
    return table.astype(dict.fromkeys(SEGMENTERS, int))


def _ranks(counts, without):
    """Drop what no ranking of words shows, stop words, numbers and single characters, and rank the rest."""
    plain = ~counts["word"].isin(set(without)) & ~counts["word"].str.fullmatch(NUMBER) & (counts["word"].str.len() > 1)
    ranked = counts[plain].set_index("word")[list(SEGMENTERS)]
    return ranked, ranked.rank(ascending=False, method="min").astype(int)


def rank_agreement(counts, *, top=100, without=None):
    """Compare rankings of words under each pair of segmenters.

    counts: DataFrame as `segmentations` returns. top: length of the rankings. without: words left out, the stop list
    by default; single characters and numbers always are.
    Returns a DataFrame with first, second (segmenters), shared (words in both rankings), words (in either), spearman
    (rank correlation over the words in either, in [-1, 1]), spearman_shared (over those in both); one row per pair.
    Misuse: a word that a segmenter never cuts out has the rank of none there, which is what pulls the first down.
    """
    ranked, ranks = _ranks(counts, stop_words() if without is None else without)
    rows = []
    for first, second in (("lexicon", "jieba"), ("lexicon", "icu"), ("jieba", "icu")):
        either, both = (ranks[[first, second]] <= top).any(axis=1), (ranks[[first, second]] <= top).all(axis=1)
        values = [ranked[which][[first, second]].corr(method="spearman").iloc[0, 1] for which in (either, both)]
        rows.append((first, second, int(both.sum()), int(either.sum()), *values))
    return pd.DataFrame(rows, columns=["first", "second", "shared", "words", "spearman", "spearman_shared"])


def moved_words(counts, *, top=100, without=None):
    """List the words that leave the ranking when another segmenter cuts the texts, or enter it.

    counts, top, without: as for `rank_agreement`.
    Returns a DataFrame with word, lexicon, jieba, icu (counts), lexicon_rank, jieba_rank, icu_rank; words in the
    ranking under one segmenter and not under another, those first that rank highest; one row per word.
    """
    ranked, ranks = _ranks(counts, stop_words() if without is None else without)
    table = ranked.join(ranks.add_suffix("_rank"))
    inside = ranks <= top
    table = table[inside.any(axis=1) & ~inside.all(axis=1)]
    return table.assign(best=ranks.min(axis=1)).sort_values(["best", "word"]).drop(columns="best").reset_index()


def build_tables(corpus, *, phrases_path=PHRASES, segmentations_path=SEGMENTATIONS):
    """Write the phrases and the counts under three segmenters of a corpus, which needs its texts.

    corpus: Corpus with raw files at hand. phrases_path, segmentations_path: CSVs to write.
    Returns a dict of path -> DataFrame. Raises CorpusError as `sequences` and `segmentations` do.
    """
    tables = compute_tables(corpus, phrases_path=phrases_path, segmentations_path=segmentations_path)
    for path, table in tables.items():
        write_whole(path, to_bytes(table))
    return tables


def compute_tables(corpus, *, phrases_path=PHRASES, segmentations_path=SEGMENTATIONS):
    """Compute what `build_tables` writes.

    corpus, phrases_path, segmentations_path: as there. Returns a dict of path -> DataFrame.
    """
    return {phrases_path: phrases(sequences(corpus), corpus.articles), segmentations_path: segmentations(corpus)}


def _columns(char):
    return 2 if east_asian_width(char) in "WFA" else 1


def _cut(text, columns):
    """Keep as much of the beginning of a text as fits so many columns; returns it and the columns left."""
    kept = []
    for char in text:
        if columns < _columns(char):
            break
        columns -= _columns(char)
        kept.append(char)
    return "".join(kept), columns


def _context(paragraph, start, end, width):
    left, gap = _cut(paragraph[:start][::-1], 2 * width)
    right, _ = _cut(paragraph[end:], 2 * width)
    return "\u3000" * (gap // 2) + " " * (gap % 2) + left[::-1], right


def _borders(paragraph, segment):
    """Return the positions at which a segmenter cuts a paragraph."""
    borders = {0}
    for word, _ in segment(paragraph):
        borders.add(max(borders) + len(word))
    return borders


def concordance(corpus, word, *, width=20, whole=True, segment=None):
    """Show every occurrence of a word in its context (KWIC), which needs the texts.

    corpus: Corpus with raw files at hand. word: word or phrase. width: Chinese characters of context on each side.
    whole: whether it must begin and end where the segmenter cuts, so that 北京 is not found in 北京城市副中心.
    segment: as for `helpers.words.words_of`.
    Returns a DataFrame with article_id, paragraph, start (in the paragraph), left (padded to 2 x width columns of a
    fixed font), word, right; one row per occurrence, in reading order; empty where there is none.
    Raises CorpusError for an empty word, and without the raw files. `helpers.notebooks.show` escapes it for HTML.
    """
    if not word:
        raise refuse("the word is empty", expected="a word or phrase", repair="pass one")
    segment, rows = segment or default_segmenter(), []
    for article_id in corpus.articles["article_id"]:
        for paragraph in corpus.paragraphs(article_id).itertuples():
            hits = [match.start() for match in re.finditer(f"(?={re.escape(word)})", paragraph.text)]
            borders = _borders(paragraph.text, segment) if hits and whole else set(range(len(paragraph.text) + 1))
            for start in hits:
                if {start, start + len(word)} <= borders:
                    left, right = _context(paragraph.text, start, start + len(word), width)
                    rows.append((article_id, paragraph.paragraph, start, left, word, right))
    return pd.DataFrame(rows, columns=["article_id", "paragraph", "start", "left", "word", "right"])
