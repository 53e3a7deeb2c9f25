"""Two engines that cut words, jieba and rjieba: how far they agree, on texts of our own and on the corpus."""

import json
import random
from collections import Counter

import pytest

from helpers import build, load, verify
from helpers.counting.words import segmenter
from helpers.lexicon import shipped as shipped_lexicon
from helpers.storage import engine_of
from helpers.texts.dictionary import held_frequencies

pytest.importorskip("rjieba", reason='the extra fast is not installed: pip install -e ".[fast]"')

LEXICON = shipped_lexicon()
# Measured: 1 in the corpus (60,784 tokens), the sample and the sentences below. Each difference is one too many to be
# overlooked in a text of this length, and rare enough not to move a count in a longer one.
SPANS, TAGS = 0.9995, 1
# Measured: 0.99997 of words drawn at random. Where two ways to cut are all but equally likely, the sums of logarithms
# differ in their last digits, and jieba counts a term twice in its total where the dictionary has the word.
RANDOM_SPANS = 0.9999
SENTENCES = [
    "去 河边\n\n看\r\n水\u3000好\t了。雄安新区承接北京非首都功能，PM2.5下降3.5%。",
    "2015-2017年，I-III类水占10.5-11.2%，共1,100亩；见www.abc.com与e-mail，a.b、x_y、C++、T恤、卡拉OK、5G网。",
    "𠀀𪚥河水、㐀㐁河、鿕鿖鿰、😀河、ﬁ河、α干扰素、ⅠⅡ级、１２３、河\u200b水……——“三城”（共用一条河）",
    "滨海—中关村科技园与轨道上的京津冀，专精特新企业，白渡机械厂的周老师傅说：三城共用一条河。",
]


@pytest.fixture(scope="module")
def engines():
    """What cuts with each engine, by its name."""
    return {name: segmenter(LEXICON, engine=name) for name in ("jieba", "rjieba")}


def _spans(tokens):
    found, at = {}, 0
    for word, pos in tokens:
        found[at, at := at + len(word)] = pos
    return found


def agreement(texts, engines):
    """Return the share of jieba's tokens that rjieba has too, of these the share with the same tag, and the others."""
    tokens = same = tagged = 0
    differ = Counter()
    for text in texts:
        slow, fast = (_spans(engines[name](text)) for name in ("jieba", "rjieba"))
        shared = slow.keys() & fast.keys()
        tokens, same = tokens + len(slow), same + len(shared)
        tagged += sum(slow[span] == fast[span] for span in shared)
        differ += Counter(f"{text[span[0] : span[1]]}/{slow[span]}" for span in slow.keys() - fast.keys())
        differ += Counter(f"{text[at:end]}/{slow[at, end]}" for at, end in shared if slow[at, end] != fast[at, end])
    return same / tokens, tagged / same, differ.most_common(20)


def _agree(texts, engines, spans=SPANS):
    same, tagged, differ = agreement(texts, engines)
    assert same >= spans, (same, differ)
    assert tagged >= TAGS, (tagged, differ)


def test_both_engines_cut_and_tag_our_sentences_and_the_sample_alike(engines, sample):
    corpus = load(sample)
    texts = [corpus.text(article_id) for article_id in corpus.articles["article_id"]]
    for text in [*SENTENCES, *texts]:
        assert engines["rjieba"](text) == engines["jieba"](text)


def test_both_engines_cut_words_drawn_at_random_all_but_alike(engines):
    chance, known = random.Random(1), held_frequencies()
    words = [word for word, frequency in known.items() if frequency]
    common = chance.choices(words, [known[word] for word in words], k=20_000)
    drawn = common + chance.sample(words, 10_000)
    _agree(["".join(drawn[at : at + 30]) for at in range(0, len(drawn), 30)], engines, RANDOM_SPANS)


def test_both_engines_cut_and_tag_the_corpus_alike(paragraphs, engines):
    _agree([text for table in paragraphs.values() for text in table["text"]], engines)


def test_every_term_keeps_its_part_of_speech(engines):
    cut = {name: [segment(term) for term in LEXICON.terms["term"]] for name, segment in engines.items()}
    assert cut["rjieba"] == cut["jieba"]
    pairs = list(LEXICON.terms[["term", "pos"]].itertuples(index=False, name=None))
    whole = [pair for pair, tokens in zip(pairs, cut["rjieba"], strict=True) if len(tokens) == 1]
    assert [tokens[0] for tokens in cut["rjieba"] if len(tokens) == 1] == whole
    assert len(whole) > 0.99 * len(pairs)


def test_a_corpus_is_built_verified_and_read_with_the_engine_it_names(sample):
    build(sample, segment="rjieba")
    assert engine_of(sample) == "rjieba"
    corpus = load(sample)
    assert corpus.segment is segmenter(corpus.lexicon, engine="rjieba") is not segmenter(corpus.lexicon)
    assert corpus.select().segment is corpus.segment
    assert verify(sample)["equal"].all()


def test_a_corpus_keeps_its_engine_until_another_is_asked_for(sample):
    for asked, engine in ((None, "jieba"), ("rjieba", "rjieba"), (None, "rjieba"), ("jieba", "jieba")):
        build(sample, segment=asked)
        assert engine_of(sample) == engine
    assert "engine" not in json.loads((sample / "features" / "manifest.json").read_bytes())
