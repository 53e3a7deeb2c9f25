"""Segmentation and part of speech: jieba or rjieba with words of our own and the terms of a lexicon, ICU beside it."""

import re
from collections import ChainMap, Counter
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from functools import lru_cache, reduce
from itertools import chain
from threading import Lock
from typing import Protocol

import jieba
import pandas as pd
import pyarrow as pa

from helpers.counting.tags import given_up, tagger
from helpers.counting.tokens import Tokens, in_parts
from helpers.files import missing_extra, refuse
from helpers.lexicon import Lexicon
from helpers.texts.dictionary import dictionary, entries, held_frequencies

# A text to its (word, part of speech), punctuation included, in reading order.
Segment = Callable[[str], list[tuple[str, str]]]
# A text to its words, and each of these to the words that it is cut into again.
Cuts = tuple[Callable[[str], Iterable[str]], Callable[[str], Iterable[str]]]
# Of so many words is kept what was found out about them; most words of a text are among those before it.
KEPT = 2**16
# One thread of a process loads dictionaries; another one would find modules half imported, or load them again.
LOADING = Lock()
# High enough for a term to win against its parts, low enough to leave the words around it as they are:
# the rank of a common two-character word in jieba's dictionary.
TERM_FREQUENCY = 20_000
WORD = re.compile(r"[^\W_]")
# jieba's tags of conjunctions, particles, directions, affixes, numerals, measures, pronouns, prepositions, digits.
FUNCTION_TAG = re.compile(r"(?:c|e|f|h|k|m|mq|o|p|q|r|u[a-z]?|w|x|y)")
NUMBER = re.compile(r"[\d.,%]+")
# jieba cuts its input at everything else before it looks anything up.
JIEBA_BLOCK = re.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+")
# Of these alone both engines make the same words where the dictionary has none: by the same hidden Markov model.
JIEBA_HAN = re.compile(r"[\u4E00-\u9FD5]+")


class Readable(Protocol):
    """What is needed of a `Corpus` to go through its texts."""

    @property
    def articles(self) -> pd.DataFrame: ...

    @property
    def segment(self) -> Segment: ...

    def text(self, article_id: str) -> str: ...

    def paragraphs(self, article_id: str) -> pd.DataFrame: ...


def content_words(tokens: Tokens, stop_words: Iterable[str]) -> list[str]:
    """Keep the content words of a table of tokens.

    tokens: Tokens with word and pos (jieba's tag set). stop_words: words to leave out, such as `Lexicon.stop_words`.
    Returns a sorted list of words that have a content tag somewhere: no stop word, number or function word.
    Misuse: the tags of another segmenter are not jieba's; with those, filter by the stop list alone.
    """
    left_out = frozenset(stop_words)
    parts = (part[["word", "pos"]].drop_duplicates() for part in in_parts(tokens, "word", "pos"))
    seen = reduce(lambda one, other: pd.concat([one, other]).drop_duplicates(), parts)
    return sorted(
        {
            row.word
            for row in seen.itertuples()
            if row.word not in left_out and not FUNCTION_TAG.fullmatch(row.pos) and not NUMBER.fullmatch(row.word)
        }
    )


@lru_cache(maxsize=KEPT)
def is_word(token: str) -> bool:
    """Say whether a token (str) holds a letter, a digit or a Han character; punctuation and spaces do not."""
    return WORD.search(token) is not None


def _own_tokenizer(terms: pd.DataFrame, frequencies: MutableMapping[str, int]) -> jieba.Tokenizer:
    """Return a tokenizer with jieba's dictionary, as these frequencies of its own have it, and these terms."""
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = frequencies, dictionary().total
    tokenizer.initialized = True
    for row in terms.itertuples():
        tokenizer.add_word(row.term, TERM_FREQUENCY, row.pos)
    return tokenizer


def _cut(tokenizer: jieba.Tokenizer) -> Cuts:
    return tokenizer.cut, lambda word: (word,)


def _fast_cut(tokenizer: jieba.Tokenizer) -> Cuts:
    """Return what cuts a text as this tokenizer does, by rjieba with the same words and frequencies."""
    try:
        # With it comes a second dictionary, which the module keeps for itself.
        empty = given_up("rjieba").Jieba.empty
    except ImportError:
        raise missing_extra("rjieba", "fast") from None
    # Empty at first: where it has a dictionary of its own, it adds what a term brings to what it knows of it.
    fast, (own, common) = empty(), tokenizer.FREQ.maps
    # A term counts as it is told; the beginnings of terms, which jieba keeps with them, have no frequency.
    known = ((word, frequency) for word, frequency in entries() if word not in own)
    for word, frequency in chain(known, own.items()):
        if frequency:
            fast.add_word(word, frequency, "")

    def again(word: str) -> Iterable[str]:
        # 2015-2017 is one word to rjieba, and so are two rare characters.
        whole = len(word) == 1 or own.get(word) or common.get(word) or JIEBA_HAN.fullmatch(word)
        return (word,) if whole else tokenizer.cut(word)

    return fast.cut, again


def _with_terms(
    terms: pd.DataFrame, frequencies: MutableMapping[str, int], cutter: Callable[[jieba.Tokenizer], Cuts]
) -> Segment:
    """Make a segmenter of the words of jieba's dictionary and terms; the tags are the same whatever cuts."""
    plain = terms["term"].str.fullmatch(JIEBA_BLOCK).astype(bool)
    tokenizer = _own_tokenizer(terms[plain], frequencies)
    (cut, again), tag = cutter(tokenizer), tagger(tokenizer, terms)
    marked = dict(zip(terms.loc[~plain, "term"], terms.loc[~plain, "pos"], strict=True))
    longest_first = "|".join(map(re.escape, sorted(marked, key=len, reverse=True)))
    # Without such terms the pattern is one that matches nowhere.
    border = re.compile(f"({longest_first or '(?!)'})")

    @lru_cache(maxsize=KEPT)
    def tagged(word: str) -> tuple[tuple[str, str], ...]:
        return tuple((part, tag(part)) for part in again(word))

    def segment(text: str) -> list[tuple[str, str]]:
        tokens: list[tuple[str, str]] = []
        for part in border.split(text):
            tokens += [(part, marked[part])] if part in marked else chain.from_iterable(map(tagged, cut(part)))
        return tokens

    return segment


def jieba_segmenter(terms: pd.DataFrame) -> Segment:
    """Make a segmenter from jieba with a tokenizer of its own, so that no other user of jieba is touched.

    terms: DataFrame with term and pos, such as `Lexicon.terms`; an empty one gives jieba's bare dictionary.
    Returns a function str -> list of (word, part of speech), punctuation included, in reading order.
    A term with marks that jieba cuts at (滨海—中关村科技园) is kept whole too.
    Misuse: tags come from the dictionary, one per word, whatever the sentence; do not read them as parsed.

    >>> segment = jieba_segmenter(pd.DataFrame({"term": ["青河—白渡园"], "pos": ["nz"]}))
    >>> segment("去青河—白渡园。")
    [('去', 'v'), ('青河—白渡园', 'nz'), ('。', 'x')]
    """
    # A copy of the loaded dictionary takes a hundredth of the time of loading it again.
    return _with_terms(terms, dict(held_frequencies()), _cut)


def rjieba_segmenter(terms: pd.DataFrame) -> Segment:
    """Make a segmenter from rjieba, which cuts as jieba does in a small part of the time.

    terms: as for `jieba_segmenter`, whose dictionary, frequencies and tags it has.
    Returns a function as `jieba_segmenter` does. Raises CorpusError where the optional package rjieba is not installed.
    Misuse: two ways to cut that are all but equally likely may be chosen otherwise; a corpus keeps to one engine.
    """
    # jieba is asked for few words only, so that two dictionaries, one before the other, serve, and none is copied.
    return _with_terms(terms, ChainMap({}, dictionary().FREQ), _fast_cut)


JIEBA = "jieba"
ENGINES = {JIEBA: jieba_segmenter, "rjieba": rjieba_segmenter}


@lru_cache(maxsize=4)
def _segmenter(lexicon: Lexicon, engine: str) -> Segment:
    if engine not in ENGINES:
        raise refuse(
            f"there is no engine {engine!r} that cuts words",
            expected=f"one of {', '.join(ENGINES)}",
            repair="name one of these; features are built with another one by python -m helpers build --engine NAME",
        )
    return ENGINES[engine](lexicon.terms)


def segmenter(lexicon: Lexicon, *, engine: str = JIEBA) -> Segment:
    """Return the segmenter of a lexicon.

    lexicon: Lexicon. engine: what cuts, one of ENGINES. Returns `jieba_segmenter` or `rjieba_segmenter` of its terms,
    the same function for the same object. Raises CorpusError for another engine, and one that is not installed.
    What is kept is a tokenizer, which may hold a copy of jieba's whole dictionary, and no file: the key is the object,
    not the folder that it was read from, so a lexicon that is read anew gets a segmenter of its own.
    """
    with LOADING:
        return _segmenter(lexicon, engine)


def icu_segmenter() -> Segment:
    """Make a segmenter from the dictionary of ICU, which browsers, Voyant and quanteda cut Chinese with.

    Returns a function str -> list of (word, "x"), punctuation included, in reading order; ICU has no parts of speech.
    Raises CorpusError where the optional package icu4py is not installed.
    """
    try:
        from icu4py.breakers import WordBreaker
    except ImportError:
        raise missing_extra("icu4py", "segmentation") from None
    return lambda text: [(word, "x") for word in WordBreaker(text, "zh")]


def tokens_of(text: str, segment: Segment) -> list[tuple[str, str]]:
    """Segment a clean text, punctuation and spaces included.

    text: str. segment: function str -> list of (word, part of speech), such as `segmenter` returns.
    Returns a list of (word, part of speech) in reading order. Raises CorpusError where the segmenter returns
    something else, or loses or adds characters.
    """
    tokens = segment(text)
    try:
        spelled = "".join([word for word, _ in tokens])
    except (TypeError, ValueError):
        raise refuse(
            f"the segmenter returned {tokens!r:.80}",
            expected="a list of (word, part of speech)",
            repair="wrap it, for example lambda text: [(word, 'x') for word in cut(text)]",
        ) from None
    if spelled != text and re.sub(r"\s", "", spelled) != re.sub(r"\s", "", text):
        raise refuse(
            f"the segmenter turned {text[:20]!r}… into other characters",
            expected="tokens that spell the text",
            repair="use a segmenter that neither drops nor normalises characters",
        )
    return tokens


def words_of(text: str, segment: Segment) -> list[tuple[str, str]]:
    """Segment a clean text and leave punctuation out.

    text, segment: as for `tokens_of`. Returns a list of (word, part of speech) in reading order. Raises as it does.

    >>> words_of("看水。", lambda text: [(char, "x") for char in text])
    [('看', 'x'), ('水', 'x')]
    """
    return [(word, pos) for word, pos in tokens_of(text, segment) if is_word(word)]


COUNTED = pa.schema([("passage_id", pa.string()), ("word", pa.string()), ("pos", pa.string()), ("count", pa.int64())])


def count_words(passages: Mapping[str, Iterable[tuple[str, str]]]) -> pd.DataFrame:
    """Count the words of passages by form and part of speech.

    passages: dict passage_id -> list of (word, part of speech).
    Returns a DataFrame with passage_id, word, pos, count; one row per word and part of speech per passage,
    passages in the given order and words sorted, so that nothing is left of their order in the text.
    """
    columns: dict[str, list] = {name: [] for name in COUNTED.names}
    for passage_id, words in passages.items():
        counted = Counter(words)
        # Sorted without their counts, which takes half the time.
        tokens = sorted(counted)
        columns["passage_id"] += [passage_id] * len(tokens)
        columns["word"] += [word for word, _ in tokens]
        columns["pos"] += [pos for _, pos in tokens]
        columns["count"] += [counted[token] for token in tokens]
    # By way of Arrow, which knows the types and takes a third of the time.
    return pa.table(columns, schema=COUNTED).to_pandas()
