"""Parts of speech of words, by the lexicon, by jieba's dictionary and by its hidden Markov model."""

from collections import ChainMap
from collections.abc import Callable
from typing import IO

import jieba
import jieba.posseg
import pandas as pd


class _Tagger(jieba.posseg.POSTokenizer):
    """jieba's tagger with a tokenizer of our own, whose tags are put before those that jieba has loaded already."""

    def load_word_tag(self, file: IO[bytes]) -> None:
        file.close()
        self.word_tag_tab = ChainMap({}, jieba.posseg.dt.word_tag_tab)


def tagger(tokenizer: jieba.Tokenizer, terms: pd.DataFrame) -> Callable[[str], str]:
    """Make a tagger of single words.

    tokenizer: of jieba, with the words that it knows. terms: DataFrame with term and pos, such as `Lexicon.terms`.
    Returns a function word -> tag: the lexicon's, else the dictionary's, else that of jieba's hidden Markov model.
    """
    # Two dictionaries and no union of them, which would be a copy of the large one.
    own, common = dict(zip(terms["term"], terms["pos"], strict=True)), jieba.posseg.dt.word_tag_tab
    guess = _Tagger(tokenizer)

    def tag(word: str) -> str:
        known = own.get(word, common.get(word))
        if known is not None:
            return known
        # The model may split what the segmenter joined; the last part is the head of a Chinese compound.
        return guess.lcut(word)[-1].flag

    return tag
