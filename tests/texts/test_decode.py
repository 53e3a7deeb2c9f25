"""Bytes become text: encodings accepted, bad input refused with value, expectation and repair."""

import pytest

from helpers import CorpusError
from helpers.texts.decode import decode

SIMPLIFIED = "三城的人都说，这条河是大家的，修堤的事也要大家来做，不能只看自己的一段。"
TRADITIONAL = "三城的人都說，這條河是大家的，修堤的事也要大家來做，不能只看自己的一段。"


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8-sig"),
        (SIMPLIFIED, "utf-16", "utf-16"),
        (SIMPLIFIED, "utf-32", "utf-32"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (TRADITIONAL, "gb18030", "gb18030"),
        (TRADITIONAL, "big5", "big5"),
        ("plain ASCII", "ascii", "utf-8"),
    ],
)
def test_decode_finds_the_encoding(text, encoding, named):
    assert decode(text.encode(encoding))[:2] == (text, named)


@pytest.mark.parametrize(("encoding", "sure"), [("utf-8", 1), ("utf-16", 1), ("gb18030", 0.8)])
def test_decode_says_how_sure_it_is(encoding, sure):
    assert sure <= decode(SIMPLIFIED.encode(encoding)).sure <= 1


@pytest.mark.parametrize("length", [6, 12, 20])
@pytest.mark.parametrize(("text", "encoding"), [(SIMPLIFIED, "gb18030"), (TRADITIONAL, "big5")])
def test_a_few_characters_are_enough(text, encoding, length):
    assert decode(text[:length].encode(encoding))[:2] == (text[:length], encoding)


@pytest.mark.parametrize(
    ("text", "encoding", "language"),
    [
        ("三つの町は一つの川を共に使い、毎年いっしょに堤を直し、水を見守ります。", "shift_jis", "Japanese"),
        ("三つの町は一つの川を共に使い、毎年いっしょに堤を直し、水を見守ります。", "euc_jp", "Japanese"),
        ("세 도시는 강 하나를 함께 쓰며 해마다 함께 둑을 고치고 물을 살핍니다.", "euc_kr", "Korean"),
    ],
)
def test_encodings_of_other_languages_are_refused_and_named(text, encoding, language):
    with pytest.raises(CorpusError, match=f"page.txt is {language} in .*Expected: Chinese text"):
        decode((text * 3).encode(encoding), name="page.txt")


def test_bytes_of_no_chinese_encoding_are_refused():
    with pytest.raises(CorpusError, match="which no encoding of Chinese explains"):
        decode("à côté, l'été a été très chaud à la forêt".encode("latin-1"))


def test_decode_big_endian_utf16():
    assert decode(b"\xfe\xff" + SIMPLIFIED.encode("utf-16-be"))[:2] == (SIMPLIFIED, "utf-16")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_decode_makes_line_ends_one(end):
    assert decode(f"上游{end}下游".encode())[0] == "上游\n下游"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", ["is empty", "Expected: some text", "Repair: fill it"]),
        (b" \n\t", ["is empty"]),
        (b"a\0b", ["0x00 at offset 1", "Expected: plain text", "Repair: export"]),
        (b"\x89PNG\x1a\n\x05rest", ["0x1A at offset 4"]),
        (b"abc \xff\xff\x80 def", ["0xFF at offset 4", "UTF-8, UTF-16", "Repair: save the file again"]),
        (b"\xef\xbb\xbf\xff\xff", ["begins with the mark of utf-8-sig"]),
        (b"\xff\xfea\x00\x00\x00", ["NUL"]),
    ],
)
def test_decode_refuses_with_value_expectation_and_repair(data, words):
    with pytest.raises(CorpusError) as error:
        decode(data, name="page.txt")
    assert all(word in str(error.value) for word in ["page.txt", *words])
