"""The features of a corpus as extracted-features files of the HathiTrust Research Center, one for each article."""

import bz2
import json
import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from helpers.catalogue import FIRST
from helpers.corpus import Corpus
from helpers.files import checksum

SCHEMAS = "https://schemas.hathitrust.org/EF_Schema"
CONTEXT = "https://schemas.hathitrust.org/Context_EF_v_3.0"
# What an article, and a text, is called in the vocabularies that these files use.
GENRE = "http://id.loc.gov/vocabulary/marcgt/art"
TEXT = "http://id.loc.gov/ontologies/bibframe/Text"
PLAIN_NAME = re.compile("[a-z0-9][a-z0-9-]{0,60}")


def file_name(article_id: str) -> str:
    """Return a name for the file of an article (article_id, whatever it holds) that leaves no folder, on any system.

    A name that is not plain gets a part of its checksum, so that no two articles share a file.
    """
    if PLAIN_NAME.fullmatch(article_id):
        return f"{article_id}.json.bz2"
    plain = re.sub(r"\W+", "-", article_id)[:40].strip("-")
    return f"{plain or 'article'}-{checksum(article_id.encode(errors='surrogatepass'))[:10]}.json.bz2"


def _said(**known: Any) -> dict[str, Any]:
    """Leave out what is not known."""
    return {name: value for name, value in known.items() if value not in ("", None, [])}


def _bibliography(article: dict[str, Any], source: dict[str, Any]) -> dict[str, Any]:
    date = article.get(FIRST) or article["published"] or source.get("published", "")
    authors = [{"type": "Person", "name": name} for name in map(str.strip, article["authors"].split(";")) if name]
    inside = _said(
        title=source.get("publication", ""), alternateTitle=source.get("gloss", ""), date=article["published"]
    )
    return _said(
        schemaVersion=f"{SCHEMAS}_MetadataSubSchema_v_3.0",
        id=article["article_id"],
        type=["DataFeedItem", "CreativeWork"],
        title=article["title"] or article["article_id"],
        alternateTitle=article["title_gloss"],
        contributor=authors,
        pubDate=int(date[:4]) if date else None,
        language="chi",
        genre=[GENRE],
        typeOfResource=TEXT,
        category=article["field"],
        isPartOf={"type": "PublicationIssue", **inside} if inside else None,
    )


def _page(number: int, passage: dict[str, Any], tokens: pd.DataFrame) -> dict[str, Any]:
    """Return a passage as a page: each paragraph is a line; what is not counted here is null."""
    words: dict[str, dict[str, int]] = {}
    for word, pos, count in zip(tokens["word"], tokens["pos"], tokens["count"], strict=True):
        words.setdefault(word, {})[pos] = int(count)
    sizes = {"tokenCount": int(passage["words"]), "lineCount": int(passage["paragraphs"]), "emptyLineCount": 0}
    unknown = dict.fromkeys(("sentenceCount", "capAlphaSeq", "beginCharCount", "endCharCount"))
    body = {**sizes, **unknown, "tokenPosCount": words}
    around = {"header": None, "body": body, "footer": None}
    return {"seq": f"{number:08}", **sizes, "sentenceCount": None, **around, "calculatedLanguage": "zh"}


def volume(corpus: Corpus, article_id: str) -> dict[str, Any]:
    """Return the features of one article in the schema of the extracted features 2.0.

    corpus: Corpus. article_id: of it. The passages stand as pages, each with the counts of its words by part of speech.
    """
    article = corpus.articles[corpus.articles["article_id"] == article_id].iloc[0].to_dict()
    source = corpus.sources[corpus.sources["source_id"] == article["source_id"]].iloc[0].to_dict()
    passages = corpus.passages[corpus.passages["article_id"] == article_id].to_dict("records")
    counts = corpus.tokens[corpus.tokens["passage_id"].isin(passage["passage_id"] for passage in passages)]
    tokens = dict(list(counts.groupby("passage_id")))
    pages = [_page(number, one, tokens[one["passage_id"]]) for number, one in enumerate(passages, start=1)]
    return {
        "@context": CONTEXT,
        "schemaVersion": f"{SCHEMAS}_v_3.0",
        "id": article_id,
        "htid": article_id,
        "type": "DataFeed",
        "metadata": _bibliography(article, source),
        "features": {
            "type": "DataFeedItem",
            "id": article_id,
            "schemaVersion": f"{SCHEMAS}_FeaturesSubSchema_v_3.0",
            "pageCount": len(pages),
            "pages": pages,
        },
    }


def volumes(corpus: Corpus) -> Iterator[tuple[str, bytes]]:
    """Write the features of every article that has a passage, as their readers expect it: JSON, packed with bzip2.

    corpus: Corpus. Yields pairs of the name of a file and its bytes.
    """
    for article_id in corpus.passages["article_id"].unique():
        yield file_name(article_id), bz2.compress(json.dumps(volume(corpus, article_id), ensure_ascii=False).encode())
