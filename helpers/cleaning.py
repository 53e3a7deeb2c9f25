"""General cleaning: pure steps str -> (str, number of changes), the pipeline made of them, and its report."""

import html
import html.entities
import logging
import math
import re
from collections import Counter
from functools import cache
from itertools import product
from typing import NamedTuple

import jieba
import pandas as pd
from opencc import OpenCC

jieba.default_logger.setLevel(logging.WARNING)

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
MARKS = "\u0300-\u036f"

# One syllable as pinyin spells it, without its tone; the longer finals stand first.
SYLLABLE = (
    "(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:iang|iong|uang|ueng|ang|eng|ing|ong|iao|ian|uai|uan|van|ai|ei|ui|ao|ou|iu|ie|ue|ve|er|an|en|in|un|vn|"
    "ia|ua|uo|a|o|e|i|u|v|ü)"
)
TONELESS_VOWELS = str.maketrans(dict(zip(TONED, "aaaaeeeeiiiioooouuuuvvvvnnnm", strict=True)))


class Step(NamedTuple):
    """One cleaning step: its name, what it does in a phrase, and the function str -> (str, changes)."""

    name: str
    does: str
    apply: callable


def _invisible(text):
    """Line ends become "\\n"; byte order marks, zero-width and control characters go; lone surrogates become U+FFFD."""
    text, ends = re.subn("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]", "\n", text)
    text, hidden = re.subn("[\0-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]", "", text)
    text, lone = re.subn("[\ud800-\udfff]", "\ufffd", text)
    return text, ends + hidden + lone


def _unescape(entity):
    known = entity.startswith("&#") or entity[1:] in html.entities.html5
    # An entity stands for a character in its line, never for a line end.
    return re.sub(r"\s", " ", html.unescape(entity)) if known else entity


def _entities(text):
    """HTML entities are decoded, also those that lost their "&"."""
    count = 0

    def decode(match):
        nonlocal count
        char = _unescape(match[0] if match[0].startswith("&") else "&" + match[0])
        count += char != match[0]
        return char

    text = re.sub(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});", decode, text)
    text = re.sub(r"(?<![A-Za-z&])(?:[lr][ds]quo|nbsp|[mn]dash|hellip|middot);", decode, text)
    return text, count


def _is_pinyin(letters):
    """Say whether letters spell pinyin: one syllable, or as many as there are tone marks (café has one too few)."""
    plain = re.sub(f"[{MARKS}]", "", letters.lower()).translate(TONELESS_VOWELS)
    return re.fullmatch(f"(?:{SYLLABLE}['’ ]?){{{max(1, len(TONE.findall(letters)))}}}", plain) is not None


# Latin letters in parentheses; whether they are pinyin is decided by _is_gloss.
GLOSS = re.compile(rf"[(（]([A-Za-zü{TONED}{MARKS}'’ ]{{1,30}})[)）]")
TONE = re.compile(f"[{TONED}{MARKS}]")
# Syllables that are as likely a unit or a label as an annotation, where no tone tells.
NOT_PINYIN = frozenset({"a", "e", "o", "i", "u", "v", "min", "ha", "pa"})


def _is_gloss(match):
    letters = match[1]
    if not _is_pinyin(letters):
        return False
    if TONE.search(letters):
        return True
    follows = re.search(rf"[{HAN}](?:[(（][a-z]{{2,7}}[)）])*$", match.string[: match.start()])
    return letters.islower() and letters not in NOT_PINYIN and follows is not None


def _pinyin(text):
    """Pinyin glosses in parentheses go, with or without tones, doubled too; other parentheses stay."""
    count = 0

    def judge(match):
        nonlocal count
        if not _is_gloss(match):
            return match[0]
        count += 1
        return ""

    return GLOSS.sub(judge, text), count


# A gloss whose "(" was eaten together with the byte before it: what follows is read one byte off.
ORPHAN = re.compile(rf"\?([a-zü]*[{TONED}][a-zü]*)\)")
LONGEST_RUN = 40
CONTEXT = 4
# Where the first and the last character are both open there are thousands of readings: so many are compared in full.
CANDIDATES = 60
# A reading counts as found when it is at least this many times as likely as the next best one.
MARGIN = math.log(2)


@cache
def dictionary():
    """Return a jieba tokenizer with its own bare dictionary, loaded once; to be read, never added to."""
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer


@cache
def _converter(name):
    return OpenCC(name)


def _likelihood(text):
    """Return the log probability of the likeliest segmentation of a text by jieba's word frequencies."""
    tokenizer, route = dictionary(), {}
    tokenizer.calc(text, tokenizer.get_DAG(text), route)
    return route[0][0]


def _byte_pair(char):
    """Return the GBK bytes that a character was read from; ASCII punctuation had been full-width."""
    if "!" <= char < "@":
        return bytes((0xA3, ord(char) + 0x80))
    try:
        pair = char.encode("gb18030")
    except UnicodeEncodeError:
        return b""
    return pair if len(pair) == 2 else b""


def _shifted_run(text, start):
    """Return (bytes, position after them) of the run read one byte off, or None where it has no end.

    The run ends at the ASCII character that is in truth the second byte of its last character; a "?"
    there says that this byte was lost, which is returned as a NUL.
    """
    run = b""
    for at in range(start, min(start + LONGEST_RUN, len(text))):
        char = text[at]
        if char == "?":
            return (run + b"\0", at + 1) if run else None
        if "@" <= char <= "~":
            return (run + char.encode(), at + 1) if run else None
        pair = b"" if GLOSS.match(text, at) else _byte_pair(char)
        if not pair:
            return None
        run += pair
    return None


def _decoded(data):
    try:
        text = data.decode("gbk")
    except UnicodeDecodeError:
        return None
    return None if re.search("[\ue000-\uf8ff]", text) else text


def _han_with(leads, trails):
    """Return the Han characters that GBK spells with one of these first and one of these second bytes."""
    chars = (_decoded(bytes(pair)) for pair in product(leads, trails))
    return [char for char in chars if char and re.fullmatch(f"[{HAN}]", char)]


def _in_use(chars):
    """Return one character for each Simplified form that jieba's dictionary knows as a word."""
    forms = dict(zip(_converter("t2s").convert("\n".join(chars)).split("\n"), chars, strict=True)) if chars else {}
    return [char for form, char in sorted(forms.items()) if dictionary().FREQ.get(form)]


def _leads(before):
    """Return the bytes that can have stood before the run: with the byte before them they spell a character.

    The annotator took the last byte of the character before and the lost byte for one character and glossed it.
    """
    forms = {before, _converter("s2t").convert(before)} if before else {}
    bytes_before = [pair[-1:] for form in forms if (pair := _byte_pair(form))]
    everything = bytes(range(0x81, 0xFF))
    return bytes(byte for byte in everything if _han_with(b"".join(bytes_before), [byte])) or everything


def _readings(run, leads):
    """Yield every reading of a run that one of these lead bytes (and some lost last byte) makes possible."""
    lost = run.endswith(b"\0")
    first = _in_use(_han_with(leads, range(0x40, 0xFF) if lost and len(run) == 1 else run[:1]))
    if len(run) == 1:
        yield from first
        return
    middle = _decoded(run[1:-2])
    last = _in_use(_han_with(run[-2:-1], range(0x40, 0xFF))) if lost else [_decoded(run[-2:])]
    if middle is not None and None not in last:
        yield from (a + middle + b for a, b in product(first, last))


def _familiar(text, places):
    """Return how common the two-character words are that the characters at these places make with a neighbour."""
    frequency = dictionary().FREQ
    pairs = {text[at : at + 2] for place in places for at in (place - 1, place) if at >= 0}
    return sum(math.log1p(frequency.get(pair) or 0) for pair in pairs)


@cache
def _best_reading(run, before, after):
    """Return the likeliest reading of a run between its neighbours, or None where none stands out."""
    convert = _converter("t2s").convert
    before, after = GLOSS.sub("", before), GLOSS.sub("", after)
    left, right = (re.sub(f"[^{HAN}]", "", convert(part)) for part in (before, after))
    left, right = left[-CONTEXT:], right[:CONTEXT]
    readings = list(_readings(run, _leads(before[-1:])))
    plain = [left + form + right for form in convert("\n".join(readings)).split("\n")]
    places = (len(left), len(plain[0]) - len(right) - 1)
    order = sorted(range(len(readings)), key=lambda at: -_familiar(plain[at], places))[:CANDIDATES]
    ranked = sorted(((_likelihood(plain[at]), readings[at]) for at in order), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < MARGIN):
        return None
    return ranked[0][1]


def _mojibake(text):
    """GBK text that is read one byte off after a misplaced gloss is decoded anew; what no reading explains stays."""
    out, at, count = [], 0, 0
    for orphan in ORPHAN.finditer(text):
        run = _shifted_run(text, orphan.end()) if orphan.start() >= at else None
        window = text[max(0, orphan.start() - 40) : orphan.start()]
        reading = _best_reading(run[0], window, text[run[1] : run[1] + 40]) if run else None
        if reading:
            out += [text[at : orphan.start()], reading]
            at, count = run[1], count + 1
    return "".join([*out, text[at:]]), count


def _private_use(text):
    """Private-use characters, which mean something only in the font they came from, go."""
    return re.subn("[\ue000-\uf8ff\U000f0000-\U0010ffff]", "", text)


def _differences(old, new):
    """Count the places where two texts of one length differ."""
    if old == new:
        return 0
    return sum(a != b for a, b in zip(old, new, strict=False)) + abs(len(old) - len(new))


def _simplified(text):
    """Traditional characters become Simplified ones; vocabulary stays."""
    plain = _converter("t2s").convert(text)
    if "著" in plain:
        # 著 is the particle 着 or stays, which only tw2s knows; but tw2s alone spoils 显著 in Simplified
        # text, so it is asked about the text in Traditional characters.
        full = _converter("tw2s").convert(_converter("s2tw").convert(plain))
        if len(full) == len(plain):
            at = [match.start() for match in re.finditer("著", plain)]
            chars = list(plain)
            for place in at:
                chars[place] = full[place]
            plain = "".join(chars)
    return plain, _differences(text, plain)


def _latex(text):
    """LaTeX sub- and superscripts and escapes become plain text: PM_{2.5} is PM2.5."""
    text, scripts = re.subn(r"[_^]\{([^{}\n]{1,20})\}", r"\1", text)
    text, escapes = re.subn(r"\\([%&#_$])", r"\1", text)
    text, dollars = re.subn(r"\$([A-Za-z]{1,6}[\d.]{0,6})\$", r"\1", text)
    return text, scripts + escapes + dollars


ENGLISH = {"and": "和", "will": "将"}


def _english(text):
    """The English words that a translating scanner left between Han characters become Chinese again."""
    return re.subn(
        rf"(?<=[{HAN}])[ \t]*\b({'|'.join(ENGLISH)})\b[ \t]*(?=[{HAN}])", lambda match: ENGLISH[match[1]], text
    )


LETTER = "0-9A-Za-zα-ωΑ-Ω"
SPACES = (
    (r"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]", " "),
    (r" {2,}", " "),
    (r"(?m)^ +| +$", ""),
    (rf"(?<=[{HAN}]) (?=[{LETTER}])|(?<=[{LETTER}%‰℃]) (?=[{HAN}])", ""),
    (r"(?<=[，、。；：！？（《〈【]) | (?=[，、。；：！？）》〉】])", ""),
    (rf"(?<=[{HAN}]) (?=[,;:!?()])|(?<=[,;:!?()]) (?=[{HAN}“‘《])", ""),
    (rf"(?<=[{HAN}\d”]) ?\+ ?(?=[{HAN}{LETTER}“])", "+"),
    (rf"(?<=[{HAN}]) ?/ ?(?=[{HAN}])", "/"),
    (r"(?<=\d) ?: ?(?=\d)", ":"),
    (r"(?<=\d) (?=[%‰℃])", ""),
)


def _spaces(text):
    """Spaces go between Han characters and digits or letters, beside full-width marks and around signs of numbers."""
    count = 0
    for pattern, new in SPACES:
        count += sum(match[0] != new for match in re.finditer(pattern, text))
        text = re.sub(pattern, new, text)
    return text, count


FULL_TO_HALF = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
FULL_TO_HALF |= {
    ord("％"): ord("%"),
    ord("＋"): ord("+"),
    ord("／"): ord("/"),
    ord("－"): ord("-"),
    ord("．"): ord("."),
}
HALF_TO_FULL = dict(zip(map(ord, ",;:!?()"), "，；：！？（）", strict=True))
# What keeps its ASCII marks in a Chinese line: addresses, and marks between two digits (1,100  6.2:35.7  07:30).
ADDRESS = r"(?:https?://|www\.)[!-~]+|[\w.+-]+@[\w-]+\.[\w.-]+"
PROTECTED = re.compile(rf"{ORPHAN.pattern}|{ADDRESS}|(?<=\d)[,:](?=\d)|(?<=[A-Za-z])[,;:!?] (?=[A-Za-z])")

ELLIPSIS = re.compile(r"\.{3,}|。{3,}|[…⋯]+")


def _is_chinese(line):
    return len(re.findall(f"[{HAN}]", line)) > len(re.findall("[A-Za-z]", line)) / 4


def _widen_line(line):
    if not _is_chinese(line):
        return line
    line = re.sub(r"(?<=\d)[：∶](?=\d)", ":", line)
    line = re.sub(rf"(?<=[{HAN}])\.(?=$|[{HAN}“”’])", "。", line)
    line = line.translate({ord("「"): "“", ord("」"): "”", ord("『"): "‘", ord("』"): "’", ord("｡"): "。"})
    kept, at, out = [match.span() for match in PROTECTED.finditer(line)], 0, []
    for start, end in [*kept, (len(line), len(line))]:
        out += [line[at:start].translate(HALF_TO_FULL), line[start:end]]
        at = end
    return "".join(out)


def _width(text):
    """Marks are full-width in Chinese lines, letters and digits half-width; numbers and addresses keep theirs."""
    ellipses = sum(dots != "……" for dots in ELLIPSIS.findall(text))
    text = ELLIPSIS.sub("……", text)
    new = "\n".join(_widen_line(line) for line in text.translate(FULL_TO_HALF).split("\n"))
    return new, ellipses + _differences(text, new)


def _end_marks(text):
    """The ornaments that magazines set at the end of an article go."""
    return re.subn(r"[ \t]*[✎■📍◆□▲\ufe0f]+(?=[ \t]*(?:\n|\Z))", "", text)


FINISHED = re.compile(r"[。！？!?…；;：:—.｡][”’」』）)》】\"']*$")
CREDIT = re.compile(r"(?:摄|供图|制图|图片来源.{0,12}|扫码.{0,8})[)）]?$")
NUMBERED = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[●■◆▲○•※*#>-]|——|第[一二三四五六七八九十]+[章节条])"
)
LONG_LINE = 30


def is_open(line):
    """Say whether a line breaks off in mid-sentence: long or ending in a comma, and not finished by a mark."""
    if not line or FINISHED.search(line) or CREDIT.search(line):
        return False
    return line[-1] in "，、,（(" or len(line) >= LONG_LINE


def _goes_on(line):
    return (
        not NUMBERED.match(line) and not CREDIT.search(line) and bool(FINISHED.search(line) or len(line) >= LONG_LINE)
    )


def _is_caption(line):
    return bool(CREDIT.search(line)) or (
        len(line) < LONG_LINE and not FINISHED.search(line) and line[-1] not in "，、,（("
    )


def join_groups(lines):
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


def glue(parts):
    """Return the parts (list of str) of one paragraph as one str; a space goes between two Latin words."""
    text = parts[0]
    for part in parts[1:]:
        latin = re.search(r"[A-Za-z],?$", text) and re.match("[A-Za-z]", part)
        text += (" " if latin else "") + part
    return text


def _joined(text):
    """Paragraphs that a column or a picture broke are joined; a caption in between comes after."""
    lines = [line for line in text.split("\n") if line.strip()]
    groups = join_groups(lines)
    return "\n".join(glue([lines[number] for number in group]) for group in groups), len(lines) - len(groups)


def _blank_lines(text):
    """One line end parts two paragraphs; blank lines and spaces at line ends go."""
    lines = [line.strip(" ") for line in text.split("\n")]
    new = "\n".join(line for line in lines if line)
    return new, text.count("\n") - new.count("\n")


INLINE = (
    Step("invisible", "line ends made one, zero-width and control characters removed", _invisible),
    Step("mojibake", "GBK text read one byte off decoded anew", _mojibake),
    Step("pinyin", "pinyin glosses in parentheses removed", _pinyin),
    Step("entities", "HTML entities decoded", _entities),
    Step("private_use", "private-use characters removed", _private_use),
    Step("latex", "LaTeX scripts and escapes made plain", _latex),
    Step("simplified", "Traditional characters made Simplified", _simplified),
    Step("english", "stray English and, will between Han characters translated", _english),
    Step("spaces", "spaces beside Han characters, digits and marks removed", _spaces),
    Step("width", "half- and full-width characters made one", _width),
    Step("end_marks", "ornaments at the end of an article removed", _end_marks),
)
STEPS = (
    *INLINE,
    Step("blank_lines", "blank lines removed", _blank_lines),
    Step("joined", "broken paragraphs joined, also across a caption", _joined),
)
# Steps undo each other's obstacles (a space beside a mark that only now is full-width), so they run until
# nothing changes; each shortens the text or moves it towards one form, and three rounds are the most seen.
ROUNDS = 12


def _run(text, steps):
    counts = Counter()
    for _ in range(ROUNDS):
        before = text
        for step in steps:
            text, changed = step.apply(text)
            counts[step.name] += changed
        if text == before:
            break
    return text, counts


def clean(text, *, steps=STEPS):
    """Clean a Chinese text of the dirt that scanning, annotating and re-encoding leave.

    text: any str. steps: which steps, in order; INLINE leaves lines as they are.
    Returns a str with paragraphs parted by single line ends. Cleaning what is clean changes nothing, and no
    Han character is dropped (mojibake aside, whose Han characters were never written).
    Misuse: editing that is particular to one file (mastheads, bylines, captions) belongs in its markup.
    """
    return _run(text, steps)[0]


def report(text, *, steps=STEPS):
    """Count what each cleaning step changes in a text.

    text: any str. steps: as for `clean`.
    Returns a DataFrame with step, does, changes; one row per step, in order.
    """
    counts = _run(text, steps)[1]
    return pd.DataFrame(
        [(step.name, step.does, counts[step.name]) for step in steps], columns=["step", "does", "changes"]
    )


def trace(text, *, steps=STEPS):
    """Show a text after each step that changed it.

    text: any str. steps: as for `clean`; one round of them.
    Returns a DataFrame with step, changes, text; one row per step that changed something, after a first row
    "raw" with the text as it came.
    """
    rows = [("raw", 0, text)]
    for step in steps:
        after, changed = step.apply(rows[-1][2])
        if after != rows[-1][2]:
            rows.append((step.name, changed, after))
    return pd.DataFrame(rows, columns=["step", "changes", "text"])


def suspects(text):
    """List what looks damaged and could not be undone.

    text: a cleaned str. Returns a DataFrame with start, end (positions in text), kind, found; one row per
    suspect: a gloss without its opening parenthesis, a replacement character, bopomofo, rare box drawings.
    """
    kinds = {"byte-shift mojibake": ORPHAN.pattern, "replacement character": "\ufffd", "bopomofo": "[\u3105-\u312f]"}
    rows = [
        (match.start(), match.end(), kind, match[0])
        for kind, pattern in kinds.items()
        for match in re.finditer(pattern, text)
    ]
    return pd.DataFrame(sorted(rows), columns=["start", "end", "kind", "found"])


def _traditional(text):
    return _differences(text, _converter("t2s").convert(text))


def _half_width(text):
    """Count ASCII marks beside Han characters; the parentheses of pinyin glosses are counted as glosses."""
    text = re.sub(DIRT["pinyin gloss"], "", text)
    return len(re.findall(rf"[{HAN}”’）》%][,;:!?]|[,;:!?][{HAN}“‘《]|[{HAN}]\(|\)[{HAN}]", text))


def _broken(text):
    return sum(is_open(line) for line in text.split("\n"))


# Detectors are written apart from the steps, so that a step that misses something is seen.
DIRT = {
    "pinyin gloss": rf"[(（][A-Za-zü]*[{TONED}][a-zü{TONED}]*[)）]|(?<=[{HAN}])\((?!min\))[a-z]{{2,6}}\)",
    "byte-shift mojibake": rf"\?[a-zü]*[{TONED}][a-zü]*\)",
    "private-use character": "[\ue000-\uf8ff]",
    "HTML entity": r"&#?\w+;|\b[lr][ds]quo;|\bnbsp;",
    "Traditional character": _traditional,
    "LaTeX": r"[_^]\{|\\[%&_]",
    "English between Han": rf"(?<=[{HAN}]) ?[A-Za-z]*(?:and|will)[A-Za-z]* ?(?=[{HAN}])",
    "space beside digit or letter": rf"[{HAN}][ \u3000]+[0-9A-Za-z]|[0-9A-Za-z%][ \u3000]+[{HAN}]",
    "space beside mark": r"[，、。；：] | [，、。；：）]",
    "half-width mark": _half_width,
    "full-width digit or letter": "[０-９Ａ-Ｚａ-ｚ％]",
    "corner bracket": "[「」『』]",
    "ellipsis of dots": r"\.{3,}|…{3,}|(?<!…)…(?!…)",
    "end mark": "[✎■📍](?=\\s*(?:\n|$))",
    "invisible character": "[\0-\x08\x0b-\x1f\u200b-\u200f\ufeff]",
    "line of spaces": r"(?m)^[ \u3000]+$",
    "run of blank lines": r"\n\s*\n\s*\n",
    "broken paragraph": _broken,
}


def dirt(text):
    """Count each kind of dirt in a text, raw or cleaned.

    text: any str. Returns a DataFrame with kind, count; one row per kind of DIRT, in its order.
    Misuse: the counts are of places, not of characters, and "broken paragraph" counts line ends in
    mid-sentence, which in raw text includes long titles.
    """
    rows = [(kind, find(text) if callable(find) else len(re.findall(find, text))) for kind, find in DIRT.items()]
    return pd.DataFrame(rows, columns=["kind", "count"])
