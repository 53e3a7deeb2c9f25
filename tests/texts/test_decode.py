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
    assert decode(text.encode(encoding)) == (text, named)


def test_decode_big_endian_utf16():
    assert decode(b"\xfe\xff" + SIMPLIFIED.encode("utf-16-be")) == (SIMPLIFIED, "utf-16")


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
