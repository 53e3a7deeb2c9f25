"""Topics before readers: their names, the articles they fit, the judgement of editors, words to tell apart."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from helpers.counting.topics import TOP, Topics, top_words
from helpers.files import refuse
from helpers.lexicon import Lexicon, glossed


def dominant(topics: Topics) -> pd.DataFrame:
    """Find the topic with the largest share of each article.

    topics: Topics. Returns a DataFrame with article_id, topic, share, ties by topic; one row per article.
    """
    order = topics.articles.sort_values(["article_id", "share", "topic"], ascending=[True, False, True])
    return order.drop_duplicates("article_id").reset_index(drop=True)


def agreement(
    topics: Topics, articles: pd.DataFrame, *, by: str = "field", without: Iterable[str] = ("strategy",)
) -> tuple[float, pd.DataFrame]:
    """Hold the dominant topics of articles against what editors say of these.

    topics: Topics. articles: DataFrame with article_id and by. by: field or section. without: values that are no
    subject of their own, such as the field strategy, whose articles treat several.
    Returns the adjusted mutual information (1 the same grouping, 0 what chance gives) and the table of articles
    (values of by x topics), as a pair. Misuse: with one or two articles a field, one article moves it much.
    Source: Vinh, Epps and Bailey (2010).
    """
    # Imported here for the same reason as in `helpers.counting.factors.factor`.
    from sklearn.metrics import adjusted_mutual_info_score

    both = dominant(topics).merge(articles[["article_id", by]], on="article_id", validate="one_to_one")
    both = both[~both[by].isin([*without, ""])]
    k = topics.terms["topic"].nunique()
    table = pd.crosstab(both[by], both["topic"]).reindex(columns=range(1, k + 1), fill_value=0)
    return float(adjusted_mutual_info_score(both[by], both["topic"])), table


def labels(topics: Topics, lexicon: Lexicon, *, named: bool = True, top: int = TOP) -> pd.DataFrame:
    """Name topics: by hand where the lexicon has a name for these words, else by their first words.

    topics: Topics. lexicon: Lexicon of the corpus, for its glosses and for its topics (topic, label, words, parted by
    spaces). named: whether these names are taken. top: words a topic shows.
    Returns a DataFrame with topic, label, words (the first three), gloss (of these); one row per topic.
    A name is a topic's only where the words that it was given for are all among the top words of the topic of this
    number; so with another number of topics most are called by their words.
    """
    words = glossed(top_words(topics, top=top), lexicon)
    shown = words.groupby("topic").head(3).groupby("topic").agg(words=("word", " ".join), gloss=("gloss", "; ".join))
    given = _given(words, lexicon.topics) if named else {}
    table = shown.reset_index()
    table.insert(1, "label", [given.get(row.topic, row.words) for row in table.itertuples()])
    return table


def _given(words: pd.DataFrame, names: pd.DataFrame) -> dict[int, str]:
    """Return the names given to topics by number, where the words that they were given for are still there."""
    top = words.groupby("topic")["word"].agg(set).to_dict()
    return {
        int(row.topic): row.label
        for row in names.itertuples()
        if set(row.words.split()) <= top.get(int(row.topic), set())
    }


def _intruders(terms: pd.DataFrame, topic: int) -> list[str]:
    """Return the first words of other topics that have less than half a fair share of their weight in this one."""
    first = terms.groupby("topic").head(TOP)
    foreign = terms.loc[(terms["topic"] == topic) & (terms["exclusivity"] < 0.5 / terms["topic"].nunique()), "word"]
    words = first.loc[(first["topic"] != topic) & first["word"].isin(foreign), "word"].tolist()
    if not words:
        raise refuse(
            f"topic {topic} has a part in the first words of every other topic",
            expected="topics with words of their own",
            repair="fit more topics or take a larger vocabulary",
        )
    return words


def intrusion_sheet(topics: Topics, *, seed: int = 0) -> pd.DataFrame:
    """Make a word-intrusion test: five words of each topic and one of another, to be found by a reader.

    topics: Topics. seed: of the shuffling. Returns a DataFrame with topic, words (six, shuffled, parted by two spaces),
    intruder (the key); topics shuffled; one row per topic. The intruder is the first word of another topic that has
    less than half a fair share of it in this one. Raises CorpusError where there is none.
    Source: Chang et al. (2009).
    """
    rng, terms, rows = np.random.default_rng(seed), topics.terms, []
    for topic in rng.permutation(np.arange(1, terms["topic"].nunique() + 1)):
        others = _intruders(terms, topic)
        intruder = others[int(rng.integers(len(others)))]
        words = rng.permutation([*terms.loc[terms["topic"] == topic, "word"].head(5), intruder])
        rows.append((int(topic), "  ".join(words), intruder))
    return pd.DataFrame(rows, columns=["topic", "words", "intruder"])
