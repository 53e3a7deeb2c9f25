"""Parts of speech of words, by the lexicon, by jieba's dictionary and by its hidden Markov model."""

from collections.abc import Callable
from functools import cache
from typing import IO

import jieba
import jieba.posseg
import pandas as pd


class _Tagger(jieba.posseg.POSTokenizer):
    """jieba's tagger with a tokenizer of our own and a copy of the tags that jieba has loaded already."""

    def load_word_tag(self, file: IO[bytes]) -> None:
        file.close()
        self.word_tag_tab = dict(jieba.posseg.dt.word_tag_tab)


def tagger(tokenizer: jieba.Tokenizer, terms: pd.DataFrame) -> Callable[[str], str]:
    """Make a tagger of single words.

    tokenizer: of jieba, with the words that it knows. terms: DataFrame with term and pos, such as `Lexicon.terms`.
    Returns a function word -> tag: the lexicon's, else the dictionary's, else that of jieba's hidden Markov model.
    """
    known = jieba.posseg.dt.word_tag_tab | dict(zip(terms["term"], terms["pos"], strict=True))
    guess = _Tagger(tokenizer)

    @cache
    def tag(word: str) -> str:
        if word in known:
            return known[word]
        # The model may split what the segmenter joined; the last part is the head of a Chinese compound.
        return guess.lcut(word)[-1].flag

    return tag
