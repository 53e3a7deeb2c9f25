"""What hangs on the segmenter: counts and rankings of words as three of them cut the same texts."""

from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import pandas as pd

from helpers.cells import POSITION
from helpers.counting.words import NUMBER, Readable, icu_segmenter, jieba_segmenter, words_of
from helpers.files import progress
from helpers.made import read_made

SEGMENTERS = ("lexicon", "jieba", "icu")


def segmentations(corpus: Readable, *, least: int = 10) -> pd.DataFrame:
    """Count the words of a corpus as three segmenters cut them, which needs its texts.

    corpus: Corpus with raw files at hand. least: occurrences that a word has at least under one of them.
    Returns a DataFrame with word, lexicon (the corpus' own segmenter, jieba with its lexicon), jieba (its bare
    dictionary), icu (counts); sorted by word; one row per word. Raises CorpusError without the texts or icu4py.
    """
    segmenters = (corpus.segment, jieba_segmenter(pd.DataFrame(columns=["term", "pos"])), icu_segmenter())
    texts = [corpus.text(article_id) for article_id in progress(corpus.articles["article_id"], "reading")]
    counts = {
        name: pd.Series([word for text in progress(texts, name) for word, _ in words_of(text, segment)]).value_counts()
        for name, segment in zip(SEGMENTERS, segmenters, strict=True)
    }
    table = pd.DataFrame(counts).fillna(0).astype(int)
    return table[table.max(axis=1) >= least].sort_index().rename_axis("word").reset_index()


def read_segmentations(folder: Path | str) -> pd.DataFrame:
    """Read the counts under three segmenters of a corpus that were made when its texts were at hand.

    folder: of the corpus, with segmentations.csv. Returns a DataFrame with word, lexicon, jieba, icu (counts); one row
    per word. Raises CorpusError as `helpers.made.read_made` does.
    """
    table = read_made(
        Path(folder), "segmentations.csv", ("word", *SEGMENTERS), rules=dict.fromkeys(SEGMENTERS, POSITION)
    )
    return table.astype(dict.fromkeys(SEGMENTERS, int))


def _ranks(counts: pd.DataFrame, without: Iterable[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Drop what no ranking of words shows, stop words, numbers and single characters, and rank the rest."""
    plain = ~counts["word"].isin(set(without)) & ~counts["word"].str.fullmatch(NUMBER) & (counts["word"].str.len() > 1)
    ranked = counts[plain].set_index("word")[list(SEGMENTERS)]
    return ranked, ranked.rank(ascending=False, method="min").astype(int)


def rank_agreement(counts: pd.DataFrame, *, without: Iterable[str], top: int = 100) -> pd.DataFrame:
    """Compare rankings of words under each pair of segmenters.

    counts: DataFrame as `segmentations` returns. without: words left out, such as `Lexicon.stop_words`; single
    characters and numbers always are. top: length of the rankings.
    Returns a DataFrame with first, second (segmenters), shared (words in both rankings), words (in either), spearman
    (rank correlation over the words in either, in [-1, 1]), spearman_shared (over those in both); one row per pair.
    Misuse: a word that a segmenter never cuts out has the rank of none there, which is what pulls the first down.
    """
    ranked, ranks = _ranks(counts, without)
    rows = []
    for first, second in combinations(SEGMENTERS, 2):
        either, both = (ranks[[first, second]] <= top).any(axis=1), (ranks[[first, second]] <= top).all(axis=1)
        values = [ranked[which][[first, second]].corr(method="spearman").iloc[0, 1] for which in (either, both)]
        rows.append((first, second, int(both.sum()), int(either.sum()), *values))
    return pd.DataFrame(rows, columns=["first", "second", "shared", "words", "spearman", "spearman_shared"])


def moved_words(counts: pd.DataFrame, *, without: Iterable[str], top: int = 100) -> pd.DataFrame:
    """List the words that leave the ranking when another segmenter cuts the texts, or enter it.

    counts, without, top: as for `rank_agreement`.
    Returns a DataFrame with word, lexicon, jieba, icu (counts), lexicon_rank, jieba_rank, icu_rank; words in the
    ranking under one segmenter and not under another, those first that rank highest; one row per word.
    """
    ranked, ranks = _ranks(counts, without)
    table = ranked.join(ranks.add_suffix("_rank"))
    inside = ranks <= top
    table = table[inside.any(axis=1) & ~inside.all(axis=1)]
    return table.assign(best=ranks.min(axis=1)).sort_values(["best", "word"]).drop(columns="best").reset_index()
