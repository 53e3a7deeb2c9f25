"""Counts, shares and ranges of words over a corpus."""

from helpers.sources import refuse

PER = 10_000


def count(tokens, passages):
    """Count words over a corpus.

    tokens: DataFrame with passage_id, word, count; one row per word (and part of speech) per passage.
    passages: DataFrame with passage_id, article_id; one row per passage.
    Returns a DataFrame with word, count, share (per 10,000 words), articles (number of articles with the word),
    most frequent first, ties by word; one row per word. Raises CorpusError where a passage of the tokens is
    not among the passages.
    Misuse: a count without the number of articles mistakes one article's word for everybody's.
    """
    merged = tokens.merge(passages[["passage_id", "article_id"]], on="passage_id", how="left", validate="many_to_one")
    lost = merged.loc[merged["article_id"].isna(), "passage_id"]
    if len(lost):
        raise refuse(
            f"the passage {lost.iloc[0]} of the tokens is not among the passages",
            expected="tokens and passages of one corpus",
            repair="select both by Corpus.select",
        )
    table = merged.groupby("word").agg(count=("count", "sum"), articles=("article_id", "nunique")).reset_index()
    table.insert(2, "share", table["count"] / table["count"].sum() * PER)
    return table.sort_values(["count", "word"], ascending=[False, True]).reset_index(drop=True)
