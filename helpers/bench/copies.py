"""Copies of a corpus as a folder of texts of one's own, each a little other than the next."""

import random
import re
from pathlib import Path

import pandas as pd

from helpers.catalogue import of_source
from helpers.corpus import Corpus
from helpers.files import to_bytes

# So many digits of a hundred become others, so that no two files are equal and figures differ.
CHANGED = 30
KEPT = ("title", "section", "field", "published", "first_published", "on_topic")


def _raw(corpus: Corpus, article: pd.Series) -> str:
    """Return the raw text of an article, dirt and all, from where it begins in its file to where it ends."""
    markup = of_source(corpus.markup, article["source_id"])
    place = markup[(markup["kind"] == "article") & (markup["text"] == article["article_id"])]
    text = corpus.raw_text(article["article_id"])
    return text[place["start"].iloc[0] : place["end"].iloc[0]] if len(place) else text


def _changed(text: str, rng: random.Random) -> str:
    return re.sub("[0-9]", lambda found: rng.choice("123456789") if rng.randrange(100) < CHANGED else found[0], text)


def write_copies(corpus: Corpus, folder: Path, *, number: int) -> pd.DataFrame:
    """Write copies of the articles of a corpus, one file each, and a catalogue of them.

    corpus: Corpus with its texts at hand. folder: that is made for them. number: of copies.
    Returns the catalogue, a DataFrame with article_id, source_id and what is known of each article; one row per file.
    """
    folder.mkdir(parents=True)
    rng, rows = random.Random(number), []
    for _, article in corpus.articles.iterrows():
        text = _raw(corpus, article)
        for copy in range(number):
            name = f"{article['article_id']}-{copy:05}"
            (folder / f"{name}.txt").write_text(f"{_changed(text, rng)}\n第{copy + 1}份。\n", encoding="utf-8")
            rows.append({"article_id": name, "source_id": name, **{column: article[column] for column in KEPT}})
    table = pd.DataFrame(rows)
    (folder / "articles.csv").write_bytes(to_bytes(table))
    return table
