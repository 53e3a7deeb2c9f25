"""The quicker tokenizer against jieba's own: the same dictionary, the same words, the same sums."""

import jieba
from hypothesis import given
from hypothesis import strategies as st

from helpers.texts.mojibake import dictionary
from helpers.texts.tokenizer import Tokenizer

# Characters of words that overlap (长江大桥), rare ones, one that begins words but is none itself, and what is not Han.
CHARACTERS = "南京市长江大桥研究生命起源的确实在理水堤岸𠀀龘丆A1.5%，。 \n"


def _with(kind, frequencies):
    tokenizer = kind()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = frequencies, sum(frequencies.values()), True
    return tokenizer


PLAIN = _with(jieba.Tokenizer, dictionary().FREQ)


def test_the_dictionary_is_read_as_jieba_reads_it():
    plain = jieba.Tokenizer()
    assert (dictionary().FREQ, dictionary().total) == plain.gen_pfdict(plain.get_dict_file())


@given(st.text(CHARACTERS, max_size=30))
def test_words_are_those_of_jieba(text):
    assert list(_with(Tokenizer, PLAIN.FREQ).cut(text)) == list(PLAIN.cut(text))


@given(
    st.text("甲乙", min_size=1, max_size=8), st.dictionaries(st.text("甲乙", min_size=1, max_size=4), st.integers(0, 2))
)
def test_the_likeliest_cut_is_jieba_s_to_the_last_tie(text, frequencies):
    begun = {word[:size]: 0 for word in frequencies for size in range(1, len(word))}
    known, found, expected = begun | frequencies | {"丙": 9}, {}, {}
    quick, plain = _with(Tokenizer, known), _with(jieba.Tokenizer, known)
    quick.calc(text, quick.get_DAG(text), found)
    plain.calc(text, plain.get_DAG(text), expected)
    assert found == expected


def test_a_word_that_is_added_counts_at_once():
    quick, plain = (_with(kind, dict(PLAIN.FREQ)) for kind in (Tokenizer, jieba.Tokenizer))
    before = list(quick.cut("河水堤岸"))
    for tokenizer in (quick, plain):
        tokenizer.add_word("水堤岸", 20_000)
    assert list(quick.cut("河水堤岸")) == list(plain.cut("河水堤岸")) == ["河", "水堤岸"] != before
