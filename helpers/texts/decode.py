"""Bytes of a text file become text: the encoding is found, binary data are refused."""

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

from helpers.files import CorpusError, refuse

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatches

# How a detector names what is read here as one of two: GB18030 holds GB2312 and GBK, Big5-HKSCS holds Big5.
FAMILIES = {
    **dict.fromkeys(("gb18030", "gb2312", "gbk", "hz"), "gb18030"),
    **dict.fromkeys(("big5", "big5hkscs", "cp950"), "big5hkscs"),
}

# Every way to end a line other than \n, the only one in a text that is decoded.
LINE_END = re.compile("[\\r\\v\\f\\x1c-\\x1e\\x85\\u2028\\u2029](?:(?<=\\r)\\n)?")
FOREIGN = frozenset({"Japanese", "Korean"})

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Decoded(NamedTuple):
    """The text of a file, its encoding, and how sure the encoding is, from 0 to 1."""

    text: str
    encoding: str
    sure: float


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _decode_marked(data: bytes, name: str) -> Decoded | None:
    """Decode bytes that begin with a byte order mark; None where there is none."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            text = _try(data, encoding)
            if text is None:
                raise refuse(
                    f"{name} begins with the mark of {encoding} but does not decode as it",
                    expected="a file whose byte order mark tells the truth",
                    repair="save it again as UTF-8",
                )
            return Decoded(text, encoding, 1.0)
    return None


def _refuse_binary(data: bytes, name: str) -> None:
    bad = re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", data)
    if bad:
        raise refuse(
            f"{name} holds the byte 0x{bad[0].hex().upper()} at offset {bad.start()}",
            expected="plain text (UTF-16 needs its byte order mark)",
            repair="export the text as UTF-8 and leave pictures and documents out",
        )


def _unexplained(data: bytes, name: str) -> CorpusError:
    try:
        data.decode("utf-8")
        at = 0
    except UnicodeDecodeError as error:
        at = error.start
    return refuse(
        f"{name} holds the byte 0x{data[at]:02X} at offset {at}, which no encoding of Chinese explains",
        expected="UTF-8, UTF-16 with a byte order mark, GB18030 or Big5",
        repair="save the file again as UTF-8",
    )


# Of fewer bytes a detector cannot tell the languages of East Asia apart, and Chinese is what is expected here.
SHORT, HALF_SURE = 64, 0.5


def _chinese(data: bytes, matches: "CharsetMatches") -> Decoded | None:
    """Decode some bytes as the likeliest encoding of Chinese among what a detector found; None where none is."""
    for match in matches:
        encoding = FAMILIES.get(match.encoding)
        text = _try(data, encoding) if encoding else None
        if encoding and text is not None:
            return Decoded(text, encoding.removesuffix("hkscs"), 1 - match.chaos)
    text = _try(data, "gb18030") if len(data) < SHORT else None
    return None if text is None else Decoded(text, "gb18030", HALF_SURE)


def _detected(data: bytes, name: str) -> Decoded:
    """Decode bytes that are no UTF-8 as the detector thinks likeliest, if that is an encoding of Chinese."""
    # Imported here so that shipped features can be read where there is no detector.
    from charset_normalizer import from_bytes

    matches = from_bytes(data)
    best = matches.best()
    if best and best.language in FOREIGN and len(data) >= SHORT:
        raise refuse(
            f"{name} is {best.language} in {best.encoding}", expected="Chinese text", repair="take it out of the folder"
        )
    found = _chinese(data, matches) if best is None or best.encoding in FAMILIES or best.language in FOREIGN else None
    if found is None:
        raise _unexplained(data, name)
    certain = best is not None and best.encoding in FAMILIES
    return found if certain else found._replace(sure=min(found.sure, HALF_SURE))


def _decode_unmarked(data: bytes, name: str) -> Decoded:
    _refuse_binary(data, name)
    text = _try(data, "utf-8")
    return _detected(data, name) if text is None else Decoded(text, "utf-8", 1.0)


def decode(data: bytes, *, name: str = "the file") -> Decoded:
    """Decode the bytes of one text file.

    data: bytes. name: what the file is called in error messages.
    Returns a Decoded: text with "\\n" line ends and no byte order mark; encoding, the Python name of the one that
    fitted (utf-8, utf-8-sig, utf-16, utf-32, gb18030, big5); sure, from 0 to 1, below 1 only where a detector guessed.
    Character positions in markup refer to this text.
    Raises CorpusError for an empty file, binary data, undecodable bytes and an encoding of another language.
    Misuse: a few words of GB18030 or Big5 may fit both; running text is told apart.
    """
    if not data.strip():
        raise refuse(f"{name} is empty", expected="some text", repair="fill it or take it out of the folder")
    decoded = _decode_marked(data, name) or _decode_unmarked(data, name)
    if "\0" in decoded.text:
        raise refuse(f"{name} holds NUL characters", expected="plain text", repair="export it as UTF-8")
    return decoded._replace(text=LINE_END.sub("\n", decoded.text))
