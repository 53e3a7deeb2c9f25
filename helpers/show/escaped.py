"""Text of a corpus as a page shows it: whatever it holds, it stays text, and nothing in it runs or is fetched."""

import re
from html import escape

from IPython import display

from helpers.files import visible

# What opens a formula for MathJax. It looks for pairs inside one element, so each stands in an element of its own.
FORMULA = re.compile(r"[$\\]")
# What Markdown would read: its marks but those of bold, italics and lists, and the beginnings of addresses.
MARKS = re.compile(r"[&<>\[\]`~#|$\\@]|(?<![^\W_])_|_(?![^\W_])|:(?=//)|(?<=www)\.", re.I)


def as_html(text: object) -> str:
    """Return a text (what it is the str of) as HTML that shows it as it is, also between quotation marks."""
    return FORMULA.sub(lambda mark: f"<span>{mark[0]}</span>", escape(visible(str(text))))


def _entity(mark: re.Match[str]) -> str:
    code = f"&#{ord(mark[0])};"
    return f"<span>{code}</span>" if FORMULA.match(mark[0]) else code


def as_markdown(text: str) -> str:
    """Return a text with its marks as entities, so that of Markdown only bold, italics and lists are read; a str."""
    return MARKS.sub(_entity, visible(text))


def Markdown(text: str) -> display.Markdown:
    """Say something in a notebook, with words of a corpus in it.

    text: of which bold, italics and lists are read as Markdown; all else is shown as it is.
    Returns an object that the notebook displays.
    """
    return display.Markdown(as_markdown(text))  # type: ignore[no-untyped-call]
