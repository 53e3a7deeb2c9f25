"""Bytes of a text file become text: the encoding is found, binary data are refused."""

import codecs
import re

from helpers.files import refuse

# Function characters of running Chinese in both scripts. A wrong decoding of Chinese bytes yields rare
# characters, so the share of these tells GB18030 from Big5, which accept most of each other's bytes.
FREQUENT = frozenset(
    "的一是在不了有和人這中大為上個國我以要時來用們這这为个国时来们到地於于出就年後后會会可主發发動动對对成"
)

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _frequent_share(text: str) -> float:
    return sum(char in FREQUENT for char in text) / len(text)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _decode_marked(data: bytes, name: str) -> tuple[str, str] | None:
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
            return text, encoding
    return None


def _refuse_binary(data: bytes, name: str) -> None:
    bad = re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", data)
    if bad:
        raise refuse(
            f"{name} holds the byte 0x{bad[0].hex().upper()} at offset {bad.start()}",
            expected="plain text (UTF-16 needs its byte order mark)",
            repair="export the text as UTF-8 and leave pictures and documents out",
        )


def _decode_legacy(data: bytes, name: str) -> tuple[str, str]:
    found = [(encoding, text) for encoding in ("gb18030", "big5") if (text := _try(data, encoding)) is not None]
    if not found:
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            value = f"{name} holds the byte 0x{data[error.start]:02X} at offset {error.start}"
            raise refuse(
                f"{value}, which no known encoding explains",
                expected="UTF-8, UTF-16 with a byte order mark, GB18030 or Big5",
                repair="save the file again as UTF-8",
            ) from None
    encoding, text = max(found, key=lambda pair: _frequent_share(pair[1]))
    return text, encoding


def _decode_unmarked(data: bytes, name: str) -> tuple[str, str]:
    _refuse_binary(data, name)
    text = _try(data, "utf-8")
    return _decode_legacy(data, name) if text is None else (text, "utf-8")


def decode(data: bytes, *, name: str = "the file") -> tuple[str, str]:
    """Decode the bytes of one text file.

    data: bytes. name: what the file is called in error messages.
    Returns (text, encoding): text with "\\n" line ends and no byte order mark; encoding is the Python name
    of the one that fitted (utf-8, utf-8-sig, utf-16, utf-32, gb18030, big5). Character positions in markup
    refer to this text. Raises CorpusError for an empty file, binary data or undecodable bytes.
    Misuse: a few words of GB18030 or Big5 may fit both; running text is told apart by its function words.
    """
    if not data.strip():
        raise refuse(f"{name} is empty", expected="some text", repair="fill it or take it out of the folder")
    text, encoding = _decode_marked(data, name) or _decode_unmarked(data, name)
    if "\0" in text:
        raise refuse(f"{name} holds NUL characters", expected="plain text", repair="export it as UTF-8")
    return re.sub("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]", "\n", text), encoding
