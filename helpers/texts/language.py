"""Whether a decoded file is Chinese prose: pages with tags and texts of other languages are refused."""

import re

from helpers.files import refuse

OF_KANA, OF_HANGUL = "\u3041-\u30fa", "\uac00-\ud7a3"
HAN, KANA, HANGUL = (re.compile(f"[{span}]+") for span in ("\u3400-\u9fff\U00020000-\U0003ffff", OF_KANA, OF_HANGUL))
# Most texts have neither, which one look tells.
EITHER = re.compile(f"[{OF_KANA}{OF_HANGUL}]")
# A page saved with its tags: its head, or some ends of elements.
TAGS = re.compile(
    "^\\s*(?:<!doctype html|<html|<\\?xml)|(?:</(?:p|div|span|a|td|tr|li|h[1-6]|script)>.*?){3}", re.I | re.S
)
# A Chinese text quotes some kana, and English names; prose of another language has far more.
MOST_KANA, LEAST_HAN = 0.3, 0.05


def insist_on_chinese(text: str, *, name: str) -> None:
    """Refuse a text that is not Chinese prose.

    text: str, as decoded. name: of the file, for the error. Returns nothing.
    Raises CorpusError for HTML, Japanese, Korean, and where fewer than one in twenty characters is Han.
    """
    if "<" in text and TAGS.search(text):
        raise refuse(f"{name} holds the tags of a web page", expected="plain text", repair="save the page as text")
    scripts = (HAN, KANA, HANGUL) if EITHER.search(text) else (HAN,)
    han, kana, hangul, *_ = *(len("".join(script.findall(text))) for script in scripts), 0, 0
    found = "Japanese" if kana > MOST_KANA * (han + kana) else "Korean" if hangul > MOST_KANA * (han + hangul) else ""
    if not found and han < LEAST_HAN * len("".join(text.split())):
        found = f"not Chinese ({han:,} of its {len(text):,} characters are Han)"
    if found:
        raise refuse(f"{name} is {found}", expected="Chinese text", repair="take it out of the folder")
