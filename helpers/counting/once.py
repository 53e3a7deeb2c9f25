"""Words counted once: rankings and keyness again, without what an article repeats of an earlier one."""

from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path

import pandas as pd

from helpers.cells import POSITION, VALUE, one_of, optional
from helpers.counting.keyness import keyness_by
from helpers.counting.reuse import merged, repeated
from helpers.counting.words import Readable, Segment, is_word, tokens_of
from helpers.made import read_made

RANKINGS = ("word", "count", "rank", "once", "rank_once")
KEYNESS = ("by", "group", "word", "log_ratio", "sure", "log_ratio_once", "sure_once")
# Rankings of so many words are shipped, which no text can be put together from.
TOP = 100


def _placed_words(paragraphs: Iterable[str], segment: Segment) -> Iterator[tuple[str, str, int, int]]:
    """Yield the words of an article with their tags and places, white space not counted."""
    at = 0
    for paragraph in paragraphs:
        tokens = tokens_of(paragraph, segment)
        ends = list(accumulate((len("".join(token.split())) for token, _ in tokens), initial=at))
        for (word, pos), start, end in zip(tokens, ends, ends[1:], strict=False):
            if is_word(word):
                yield word, pos, start, end
        at = ends[-1]


def repeated_words(corpus: Readable, pairs: pd.DataFrame) -> pd.DataFrame:
    """Count in each article the words that lie in what an earlier article has too, which needs the texts.

    corpus: Corpus with raw files at hand. pairs: text that its articles share, as `helpers.counting.reuse.reuse`
    returns it for texts without white space. Returns a DataFrame with article_id, word, pos, count; one row per word
    and part of speech per article. Raises CorpusError where a raw file is not at hand.
    """
    spans = merged(repeated(pairs, corpus.articles))
    rows = [
        (article, word, pos)
        for article, places in spans.groupby("article_id")
        for word, pos, start, end in _placed_words(corpus.paragraphs(str(article))["text"], corpus.segment)
        if ((places["start"] <= start) & (end <= places["end"])).any()
    ]
    table = pd.DataFrame(rows, columns=["article_id", "word", "pos"])
    return table.groupby(["article_id", "word", "pos"]).size().rename("count").reset_index()


def counted_once(words: pd.DataFrame, again: pd.DataFrame) -> pd.DataFrame:
    """Take from the words of articles those that they repeat.

    words: DataFrame with article_id, word, pos, count and what is known of the articles, such as `Corpus.words`.
    again: as `repeated_words` returns it. Returns a DataFrame with the columns of words but those of passages; one row
    per word and part of speech per article, without those that are left out altogether.
    """
    known = words.drop(columns=["passage_id", "word", "pos", "count"], errors="ignore").drop_duplicates("article_id")
    keys = ["article_id", "word", "pos"]
    left = words.groupby(keys)["count"].sum().sub(again.set_index(keys)["count"], fill_value=0)
    table = left[left > 0].astype(int).rename("count").reset_index()
    return table.merge(known, on="article_id", validate="many_to_one")


def _ranks(words: pd.DataFrame, chosen: Iterable[str]) -> pd.DataFrame:
    counts = words[words["word"].isin(set(chosen))].groupby("word")["count"].sum().reindex(sorted(chosen), fill_value=0)
    return pd.DataFrame({"count": counts, "rank": counts.rank(ascending=False, method="min").astype(int)})


def rankings(words: pd.DataFrame, once: pd.DataFrame, chosen: Iterable[str], *, top: int = TOP) -> pd.DataFrame:
    """Rank words by all their occurrences and by those that are no repetition.

    words, once: DataFrames with word, count, the latter as `counted_once` returns it. chosen: words to rank, such as
    content words. top: how many, by either ranking.
    Returns a DataFrame with word, count, rank (1 the most frequent, equal ones the same), once, rank_once; by rank,
    ties by word; one row per word.
    """
    chosen = list(chosen)
    table = _ranks(words, chosen).join(_ranks(once, chosen).set_axis(["once", "rank_once"], axis=1)).reset_index()
    table = table[(table["rank"] <= top) | (table["rank_once"] <= top)]
    return table.sort_values(["rank", "word"], ignore_index=True)[list(RANKINGS)]


def keyness_once(
    words: pd.DataFrame, once: pd.DataFrame, *, by: Iterable[str], chosen: Iterable[str], least: int = 10
) -> pd.DataFrame:
    """List the words that a group of articles surely uses more or less, with repetition or without.

    words, once: as for `rankings`, with article_id and the columns by. by: columns whose values are the groups;
    one of a single value has none. chosen:
    words to test. least: occurrences of a word, as for `helpers.counting.keyness.keyness`.
    Returns a DataFrame with by, group, word, log_ratio, sure, log_ratio_once, sure_once; by by, group, word; one row
    per word of a group that is sure in either count. log_ratio_once is missing where the word is too rare by then.
    """
    grouped = [column for column in by if words[column].nunique() > 1]
    tables = [_compared(words, once, column, list(chosen), least) for column in grouped]
    return pd.concat([pd.DataFrame(columns=list(KEYNESS)), *tables], ignore_index=True)[list(KEYNESS)]


def _sure(words: pd.DataFrame, by: str, chosen: list[str], least: int) -> pd.DataFrame:
    """Return the keyness of each group, without rows where no word is frequent enough to be tested."""
    frequent = words[words["word"].isin(set(chosen))].groupby("word")["count"].sum().max() >= least
    if not frequent or words[by].nunique() < 2:
        return pd.DataFrame(columns=[by, "word", "log_ratio", "sure"])
    # Only the labels dealt at random decide; the fewest draws are made for the intervals, which are not used.
    return keyness_by(words, by, words=chosen, least=least, draws=2)


def _compared(words: pd.DataFrame, once: pd.DataFrame, by: str, chosen: list[str], least: int) -> pd.DataFrame:
    one, two = (_sure(table, by, chosen, least) for table in (words, once))
    wanted = [by, "word", "log_ratio", "sure"]
    both = one[wanted].merge(two[wanted], on=[by, "word"], how="outer", suffixes=("", "_once"))
    both = both.assign(sure=both["sure"].eq(True), sure_once=both["sure_once"].eq(True))
    both = both[both["sure"] | both["sure_once"]].rename(columns={by: "group"}).assign(by=by)
    return both.sort_values(["group", "word"], ignore_index=True)


def read_rankings(folder: Path | str) -> pd.DataFrame:
    """Read the rankings of a corpus with repeated text counted once, made when its texts were at hand.

    folder: of the corpus, with rankings_once.csv. Returns a DataFrame as `rankings` does. Raises CorpusError as
    `helpers.made.read_made` does.
    """
    numbers = dict.fromkeys(RANKINGS[1:], POSITION)
    return read_made(Path(folder), "rankings_once.csv", RANKINGS, rules=numbers).astype(dict.fromkeys(numbers, int))


def read_keyness(folder: Path | str) -> pd.DataFrame:
    """Read the sure words of groups with and without repeated text, made when the texts of a corpus were at hand.

    folder: of the corpus, with keyness_once.csv. Returns a DataFrame as `keyness_once` does. Raises CorpusError as
    `helpers.made.read_made` does.
    """
    ratios, verdicts = ("log_ratio", "log_ratio_once"), ("sure", "sure_once")
    rules = dict.fromkeys(ratios, optional(VALUE)) | dict.fromkeys(verdicts, one_of("True", "False"))
    table = read_made(Path(folder), "keyness_once.csv", KEYNESS, rules=rules)
    numbers = {name: pd.to_numeric(table[name]) for name in ratios}
    return table.assign(**numbers, **{name: table[name] == "True" for name in verdicts})
