"""Segmentation and part of speech: jieba with a tokenizer of our own and our lexicon; the stop list."""

import re
from collections import Counter
from functools import cache

import jieba
import jieba.posseg
import pandas as pd

from helpers.cleaning import dictionary
from helpers.sources import CORPUS, read_table, refuse

TERM_COLUMNS = ("term", "pos", "class", "gloss")
# High enough for a term to win against its parts, low enough to leave the words around it as they are:
# the rank of a common two-character word in jieba's dictionary.
TERM_FREQUENCY = 20_000
WORD = re.compile(r"[^\W_]")
# jieba's tags of conjunctions, particles, directions, affixes, numerals, measures, pronouns, prepositions, digits.
FUNCTION_TAG = re.compile(r"(?:c|e|f|h|k|m|mq|o|p|q|r|u[a-z]?|w|x|y)")
NUMBER = re.compile(r"[\d.,%]+")
# jieba cuts its input at everything else before it looks anything up.
JIEBA_BLOCK = re.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+")


@cache
def lexicon():
    """Return the lexicon of the field.

    Returns a DataFrame with term, pos (jieba's tag set), class, gloss (English); one row per term.
    """
    return read_table(CORPUS / "lexicon" / "terms.csv", TERM_COLUMNS)


@cache
def stop_words():
    """Return our stop list as a frozenset of str; function words only, so that content words are never lost."""
    lines = (CORPUS / "lexicon" / "stopwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@cache
def glosses():
    """Return the English glosses of the lexicon and of the frequent content words.

    Returns a Series of gloss (str) indexed by word; one entry per word. A word without a gloss is not in it.
    """
    general = read_table(CORPUS / "lexicon" / "glosses.csv", ("word", "gloss")).set_index("word")["gloss"]
    return pd.concat([lexicon().set_index("term")["gloss"], general])


def glossed(table):
    """Put the English gloss of each word beside it.

    table: DataFrame with word, which is not changed. Returns it with the column gloss after word, "" where the lexicon
    has none; rows as given.
    """
    gloss = table["word"].map(glosses()).fillna("")
    place = table.columns.get_loc("word") + 1
    return pd.concat([table.iloc[:, :place], gloss.rename("gloss"), table.iloc[:, place:]], axis=1)


def content_words(tokens, *, stop=None):
    """Keep the content words of a table of tokens.

    tokens: DataFrame with word and pos (jieba's tag set). stop: words to leave out, `stop_words()` by default.
    Returns a sorted list of words that have a content tag somewhere: no stop word, number or function word.
    Misuse: the tags of another segmenter are not jieba's; with those, filter by the stop list alone.
    """
    stop = stop_words() if stop is None else frozenset(stop)
    seen = tokens[["word", "pos"]].drop_duplicates()
    return sorted(
        {
            row.word
            for row in seen.itertuples()
            if row.word not in stop and not FUNCTION_TAG.fullmatch(row.pos) and not NUMBER.fullmatch(row.word)
        }
    )


def is_word(token):
    """Say whether a token (str) holds a letter, a digit or a Han character; punctuation and spaces do not."""
    return WORD.search(token) is not None


def _own_tokenizer(terms):
    """Return a tokenizer with jieba's dictionary and these terms, which shares nothing with any other."""
    tokenizer = jieba.Tokenizer()
    # A copy of the loaded dictionary takes a hundredth of the time of loading it again.
    tokenizer.FREQ, tokenizer.total = dict(dictionary().FREQ), dictionary().total
    tokenizer.initialized = True
    for row in terms.itertuples():
        tokenizer.add_word(row.term, TERM_FREQUENCY, row.pos)
    return tokenizer


class _Tagger(jieba.posseg.POSTokenizer):
    """jieba's tagger with a tokenizer of our own and a copy of the tags that jieba has loaded already."""

    def load_word_tag(self, file):
        file.close()
        self.word_tag_tab = dict(jieba.posseg.dt.word_tag_tab)


def _tagger(tokenizer, terms):
    """Return a function word -> tag: the lexicon's, else the dictionary's, else that of jieba's hidden Markov model."""
    known = jieba.posseg.dt.word_tag_tab | dict(zip(terms["term"], terms["pos"], strict=True))
    guess = _Tagger(tokenizer)

    @cache
    def tag(word):
        if word in known:
            return known[word]
        # The model may split what the segmenter joined; the last part is the head of a Chinese compound.
        return guess.lcut(word)[-1].flag

    return tag


def jieba_segmenter(terms=None):
    """Make a segmenter from jieba with a tokenizer of its own, so that no other user of jieba is touched.

    terms: DataFrame with term and pos, our lexicon by default; an empty one gives jieba's bare dictionary.
    Returns a function str -> list of (word, part of speech), punctuation included, in reading order.
    A term with marks that jieba cuts at (滨海—中关村科技园) is kept whole too.
    Misuse: tags come from the dictionary, one per word, whatever the sentence; do not read them as parsed.
    """
    terms = lexicon() if terms is None else terms
    plain = terms["term"].map(lambda term: JIEBA_BLOCK.fullmatch(term) is not None).astype(bool)
    tokenizer = _own_tokenizer(terms[plain])
    tag = _tagger(tokenizer, terms)
    marked = dict(zip(terms.loc[~plain, "term"], terms.loc[~plain, "pos"], strict=True))
    split = re.compile("(" + "|".join(map(re.escape, sorted(marked, key=len, reverse=True))) + ")") if marked else None

    def segment(text):
        tokens = []
        for part in split.split(text) if split else [text]:
            if part in marked:
                tokens.append((part, marked[part]))
            elif part:
                tokens += [(word, tag(word)) for word in tokenizer.cut(part)]
        return tokens

    return segment


@cache
def default_segmenter():
    """Return the segmenter that the shipped features were made with: `jieba_segmenter()`, loaded once."""
    return jieba_segmenter()


def icu_segmenter():
    """Make a segmenter from the dictionary of ICU, which browsers, Voyant and quanteda cut Chinese with.

    Returns a function str -> list of (word, "x"), punctuation included, in reading order; ICU has no parts of speech.
    Raises CorpusError where the optional package icu4py is not installed.
    """
    try:
        from icu4py.breakers import WordBreaker
    except ImportError:
        raise refuse(
            "the package icu4py is not installed",
            expected="the extra segmentation",
            repair='run pip install -e ".[segmentation]"',
        ) from None
    return lambda text: [(word, "x") for word in WordBreaker(text, "zh")]


def words_of(text, *, segment=None):
    """Segment a clean text and leave punctuation out.

    text: str. segment: function str -> list of (word, part of speech), `default_segmenter()` by default.
    Returns a list of (word, part of speech) in reading order. Raises CorpusError where the segmenter returns
    something else, or loses or adds characters.
    """
    tokens = (segment or default_segmenter())(text)
    try:
        spelled = "".join(word for word, _ in tokens)
    except (TypeError, ValueError):
        raise refuse(
            f"the segmenter returned {tokens!r:.80}",
            expected="a list of (word, part of speech)",
            repair="wrap it, for example lambda text: [(word, 'x') for word in cut(text)]",
        ) from None
    if re.sub(r"\s", "", spelled) != re.sub(r"\s", "", text):
        raise refuse(
            f"the segmenter turned {text[:20]!r}… into other characters",
            expected="tokens that spell the text",
            repair="use a segmenter that neither drops nor normalises characters",
        )
    return [(word, pos) for word, pos in tokens if is_word(word)]


def count_words(passages):
    """Count the words of passages by form and part of speech.

    passages: dict passage_id -> list of (word, part of speech).
    Returns a DataFrame with passage_id, word, pos, count; one row per word and part of speech per passage,
    passages in the given order and words sorted, so that nothing is left of their order in the text.
    """
    rows = [
        (passage_id, word, pos, count)
        for passage_id, words in passages.items()
        for (word, pos), count in sorted(Counter(words).items())
    ]
    return pd.DataFrame(rows, columns=["passage_id", "word", "pos", "count"])
