"""The texts of a corpus, word by word, for whoever has them: vertical text and CoNLL-U."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.sax.saxutils import escape

import pandas as pd

from helpers.corpus import Corpus
from helpers.counting.words import Segment, tokens_of
from helpers.files import visible

END = re.compile("[。！？]$")
CLOSING = re.compile("[。！？…”’』」）》]+")
OF_ARTICLE = ("title", "authors", "section", "field", "published", "on_topic")


class Token(NamedTuple):
    """A word or mark, its part of speech, and whether the next one follows without a space."""

    form: str
    tag: str
    glued: bool


def _one_line(cell: object) -> str:
    """Return what a cell holds on one line, with nothing hidden in it."""
    return " ".join(visible(str(cell)).split())


def _tokens(text: str, segment: Segment) -> Iterator[Token]:
    """Yield the tokens of a paragraph; spaces are none, but part their neighbours."""
    before_space = [text[at + 1 : at + 2].isspace() for at, char in enumerate(text) if not char.isspace()]
    read = 0
    for word, tag in tokens_of(text, segment):
        read += len("".join(word.split()))
        if word.strip():
            yield Token(_one_line(word), _one_line(tag) or "_", read < len(before_space) and not before_space[read - 1])


def sentences(text: str, segment: Segment) -> list[list[Token]]:
    """Cut a paragraph into sentences of tokens.

    text: str. segment: function str -> list of (word, part of speech). Returns a list of lists of Token. A sentence
    ends with 。, ！ or ？ and the quotation marks and brackets that close after it.
    """
    found: list[list[Token]] = [[]]
    ended = False
    for token in _tokens(text, segment):
        if ended and not CLOSING.fullmatch(token.form):
            found.append([])
            ended = False
        found[-1].append(token)
        ended = ended or END.search(token.form) is not None
    return [sentence for sentence in found if sentence]


class Paragraph(NamedTuple):
    """A paragraph of an article: its number, its part (lead, heading, body), its sentences."""

    number: int
    part: str
    sentences: list[list[Token]]


def _paragraphs(corpus: Corpus, article_id: str) -> Iterator[Paragraph]:
    segment = corpus.segment
    for row in corpus.paragraphs(article_id).itertuples():
        yield Paragraph(row.paragraph, row.part, sentences(row.text, segment))


def _attributes(**values: object) -> str:
    quotes = {'"': "&quot;"}
    return "".join(f' {name}="{escape(_one_line(value), quotes)}"' for name, value in values.items())


def _articles(corpus: Corpus) -> pd.DataFrame:
    kept = [name for name in ("source_id", "publication") if name in corpus.sources]
    return corpus.articles.merge(corpus.sources[kept], on="source_id", how="left", validate="many_to_one")


def vertical(corpus: Corpus) -> Iterator[str]:
    """Write the texts of a corpus as vertical text, the form that Sketch Engine and CQPweb take in.

    corpus: Corpus with its texts at hand. Yields lines: of a token its word, tag and lemma, parted by tabs; structures
    doc, text (with an id of letters and digits, as CQPweb asks for), p and s. Chinese words are not inflected, so the
    lemma is the word. Raises CorpusError where a text is not at hand.
    """
    for number, article in enumerate(_articles(corpus).to_dict("records"), start=1):
        known = {name: article[name] for name in (*OF_ARTICLE, "source_id", "publication") if name in article}
        yield f"<doc{_attributes(id=article['article_id'], **known)}>"
        yield f"<text{_attributes(id=f'a{number:05}')}>"
        for paragraph in _paragraphs(corpus, article["article_id"]):
            yield f"<p{_attributes(number=paragraph.number, part=paragraph.part)}>"
            for sentence in paragraph.sentences:
                yield "<s>"
                yield from (f"{escape(form)}\t{escape(tag)}\t{escape(form)}" for form, tag, _ in sentence)
                yield "</s>"
            yield "</p>"
        yield "</text>"
        yield "</doc>"


def _text(sentence: list[Token]) -> str:
    return "".join(token.form + ("" if token.glued else " ") for token in sentence).rstrip()


def _row(number: int, token: Token) -> str:
    after = "SpaceAfter=No" if token.glued else "_"
    return "\t".join([str(number), token.form, token.form, "_", token.tag, "_", "_", "_", "_", after])


def conllu(corpus: Corpus) -> Iterator[str]:
    """Write the texts of a corpus as CoNLL-U.

    corpus: Corpus with its texts at hand. Yields lines. The tag of the segmenter is XPOS. UPOS is left open: a word has
    one tag here, whatever the sentence, and some tags (r, c, u, v) stand for several of UPOS, which only the sentence
    could tell apart. Nothing is parsed. Raises CorpusError where a text is not at hand.
    """
    for article_id in corpus.articles["article_id"]:
        name = _one_line(article_id)
        yield f"# newdoc id = {name}"
        for paragraph in _paragraphs(corpus, article_id):
            yield f"# newpar id = {name}-{paragraph.number}"
            for number, sentence in enumerate(paragraph.sentences, start=1):
                yield f"# sent_id = {name}-{paragraph.number}-{number}"
                yield f"# text = {_text(sentence)}"
                yield from (_row(place, token) for place, token in enumerate(sentence, start=1))
                yield ""
