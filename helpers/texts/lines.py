"""Lines that a column or a picture broke: which go on, and which belong to one paragraph."""

import re

from helpers.texts.placed import Placed, joined

FINISHED = re.compile(r"[。！？!?…；;：:—.｡][”’」』）)》】\"']*$")
CREDIT = re.compile(r"(?:摄|供图|制图|图片来源.{0,12}|扫码.{0,8})[)）]?$")
NUMBERED = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[●■◆▲○•※*#>-]|——|第[一二三四五六七八九十]+[章节条])"
)
LONG_LINE = 30


def is_open(line: str) -> bool:
    """Say whether a line breaks off in mid-sentence: long or ending in a comma, and not finished by a mark."""
    if not line or FINISHED.search(line) or CREDIT.search(line):
        return False
    return line[-1] in "，、,（(" or len(line) >= LONG_LINE


def _goes_on(line: str) -> bool:
    return (
        not NUMBERED.match(line) and not CREDIT.search(line) and bool(FINISHED.search(line) or len(line) >= LONG_LINE)
    )


def _is_caption(line: str) -> bool:
    return bool(CREDIT.search(line)) or (
        len(line) < LONG_LINE and not FINISHED.search(line) and line[-1] not in "，、,（("
    )


def join_groups(lines: list[str]) -> list[list[int]]:
    """Group the lines that make up one paragraph, where a column or a picture broke it.

    lines: list of non-empty str. Returns a list of lists of line numbers from 0, each line in one list, one
    list per paragraph; a caption that interrupted a paragraph comes after it, on its own.
    Misuse: this is a rule of thumb for text without markup; a title of 30 characters or more before a
    paragraph looks like its beginning.
    """
    groups, at = [], 0
    while at < len(lines):
        group, captions, at = [at], [], at + 1
        while at < len(lines) and is_open(lines[group[-1]]):
            skip = 0 if _goes_on(lines[at]) else 1
            interrupted = skip and _is_caption(lines[at]) and at + 1 < len(lines) and _goes_on(lines[at + 1])
            if skip and not interrupted:
                break
            captions += [[number] for number in range(at, at + skip)]
            group.append(at + skip)
            at += skip + 1
        groups += [group, *captions]
    return groups


def glue(parts: list[Placed]) -> Placed:
    """Return the parts of one paragraph as one text; a space goes between two Latin words."""
    if len(parts) == 1:
        return parts[0]
    pieces: list[Placed] = []
    end = ""
    for part in parts:
        if re.search("[A-Za-z],?$", end) and re.match("[A-Za-z]", part.text):
            pieces.append(Placed(" ", pieces[-1].places[-1:] + 1))
        pieces.append(part)
        end = (end + part.text)[-2:]
    return joined(pieces, "")
