"""Parts of speech of words, by the lexicon, by jieba's dictionary and by its hidden Markov model."""

import io
import sys
from collections import ChainMap
from collections.abc import Callable
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

import jieba
import pandas as pd

from helpers.texts.dictionary import Tags


class _Bare:
    """What jieba.posseg asks of a tokenizer when it is imported, of one without a dictionary."""

    get_dict_file = io.BytesIO


def given_up(name: str) -> ModuleType:
    """Import a module of somebody else's and give it up, as what it keeps beside its classes takes much memory.

    name: of the module. Returns it, as it is where it was imported before; whoever imports it next gets it anew. Raises
    ImportError where it is not installed.
    """
    known = sys.modules.get(name)
    if known:
        return known
    import_module(name)
    package, _, own = name.rpartition(".")
    if package:
        delattr(sys.modules[package], own)
    return sys.modules.pop(name)


@cache
def _posseg() -> ModuleType:
    """Import jieba.posseg without what takes most of its memory: a dict of the tags, which Tags has."""
    whole, jieba.dt = jieba.dt, _Bare()
    try:
        return given_up("jieba.posseg")
    finally:
        jieba.dt = whole


def tagger(tokenizer: jieba.Tokenizer, terms: pd.DataFrame) -> Callable[[str], str]:
    """Make a tagger of single words.

    tokenizer: of jieba, with the words that it knows. terms: DataFrame with term and pos, such as `Lexicon.terms`.
    Returns a function word -> tag: the lexicon's, else the dictionary's, else that of jieba's hidden Markov model.
    """
    # Only read; what is written goes to the dict before it. No union of both, which would be as large as jieba's.
    common: Any = Tags()
    tags = ChainMap(dict(zip(terms["term"], terms["pos"], strict=True)), common)
    guess = _posseg().POSTokenizer(_Bare())
    guess.tokenizer, guess.word_tag_tab = tokenizer, ChainMap({}, common)

    def tag(word: str) -> str:
        known = tags.get(word)
        if known is not None:
            return known
        # The model may split what the segmenter joined; the last part is the head of a Chinese compound.
        return str(guess.lcut(word)[-1].flag)

    return tag
