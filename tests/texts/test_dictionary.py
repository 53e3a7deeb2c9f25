"""jieba's dictionary as a table says what jieba's own dicts of it say, and nothing of jieba is changed by it."""

import subprocess
import sys

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.texts.dictionary import Frequencies, Tags, dictionary, entries, held_frequencies

MISSING = ["", "\0", "\ud800", "河\ud800", "河\0", "青河渡桥", "zzz", "\U0010ffff"]


def test_every_word_and_beginning_has_the_frequency_that_jieba_gives_it():
    asked, known = Frequencies(), held_frequencies()
    assert {word: asked[word] for word in known} == known
    assert dict(entries()) == {word: frequency for word, frequency in known.items() if frequency}
    assert dictionary().total == jieba.Tokenizer().gen_pfdict(jieba.Tokenizer().get_dict_file())[1]


def test_every_word_has_the_tag_that_jieba_gives_it():
    tokenizer = jieba.Tokenizer()
    with tokenizer.get_dict_file() as file:
        known = dict(line.decode().split()[::2] for line in file)
    asked = Tags()
    assert {word: asked[word] for word in known} == known
    assert len(asked) == len(known) and sorted(known) == list(asked)


@pytest.mark.parametrize("word", MISSING)
@pytest.mark.parametrize("asked", [Frequencies(), Tags()])
def test_what_is_no_word_is_missing(asked, word):
    assert word not in asked and asked.get(word) is None
    with pytest.raises(KeyError):
        asked[word]


def test_the_beginning_of_a_word_has_no_frequency_and_no_tag():
    beginnings = [word for word, frequency in held_frequencies().items() if not frequency]
    assert len(beginnings) > 100_000 and not any(map(Frequencies().__getitem__, beginnings))
    assert not any(beginning in Tags() for beginning in beginnings[:1000])


@given(st.text(alphabet="阿姆斯特丹北京天津河水的中华人民", max_size=8))
def test_a_tokenizer_that_asks_cuts_as_one_that_holds_a_dict(text):
    held = jieba.Tokenizer()
    held.FREQ, held.total, held.initialized = held_frequencies(), dictionary().total, True
    assert dictionary().lcut(text) == held.lcut(text)
    assert dictionary().lcut(text, HMM=False) == held.lcut(text, HMM=False)


# In processes of their own, since modules that are imported elsewhere would hide what is looked for.
BEFORE = """
import sys, jieba
from helpers.counting.words import segmenter
from helpers.files import SHIPPED
from helpers.lexicon import read_lexicon
whole = jieba.dt
"""
AFTER = """
segment = segmenter(read_lexicon(SHIPPED), engine=sys.argv[1])
assert segment("我去。") == [("我", "r"), ("去", "v"), ("。", "x")]
assert jieba.dt is whole and not jieba.dt.initialized
"""
KEPT_NOT = (
    AFTER
    + """
assert not {"jieba.posseg", "rjieba"} & set(sys.modules) and not hasattr(jieba, "posseg")
import jieba.posseg, rjieba
assert jieba.posseg.dt.tokenizer is jieba.dt and rjieba.has_word("河水")
assert type(jieba.posseg.dt.word_tag_tab) is dict and len(jieba.posseg.dt.word_tag_tab) > 300_000
"""
)
KEPT = (
    "import jieba.posseg, rjieba; before = jieba.posseg, rjieba"
    + AFTER
    + "assert (sys.modules['jieba.posseg'], sys.modules['rjieba']) == before"
)


@pytest.mark.parametrize("engine", ["jieba", "rjieba"])
@pytest.mark.parametrize("after", [KEPT_NOT, KEPT])
def test_others_who_use_these_libraries_find_them_as_they_are(engine, after):
    done = subprocess.run([sys.executable, "-c", BEFORE + after, engine], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
