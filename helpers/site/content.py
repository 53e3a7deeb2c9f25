"""The content of a page: cells of a notebook as HTML, the answer first, code behind a click, the setup at the end."""

import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from nbconvert.filters import Highlight2HTML, markdown2html
from nbformat import NotebookNode

from helpers.files import visible

ANSWER = "## The answer in three lines"
NEXT = "**Next:**"
UNDESCRIBED = "No description has been provided for this picture."
# A link from one notebook to another leads, on a page, to the other page.
NOTEBOOK_LINK = re.compile(r'(href="[0-9]{2}-[\w-]+)\.ipynb')
HEAD = re.compile(r'<h2 id="([^"]*)">(.*?)<a class="anchor-link".*?</h2>', re.S)
ANCHOR = re.compile(r'<a class="anchor-link" href="[^"]*">&#182;</a>')
_highlight = Highlight2HTML()  # type: ignore[no-untyped-call]


class Content(NamedTuple):
    """What a page shows.

    title: as text. html: under the title. heads: pairs of id and HTML. pictures: dict name of a file -> bytes.
    """

    title: str
    html: str
    heads: list[tuple[str, str]]
    pictures: dict[str, bytes]


class Section(NamedTuple):
    """A stretch of a notebook under one head, "" before the first one."""

    head: str
    cells: list[NotebookNode]


def sections(cells: Iterable[NotebookNode]) -> list[Section]:
    """Part the cells of a notebook at its heads of the second level.

    cells: in order. Returns a list of Section; the first has no head.
    """
    found = [Section("", [])]
    for cell in cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            found.append(Section(cell.source.splitlines()[0], []))
        found[-1].cells.append(cell)
    return found


def framed(table: str, label: str, *, words: bool = False) -> str:
    """Put a table into a frame of its own, in which it scrolls and which the keyboard reaches; the page never does.

    table: HTML. label: its name. words: whether its cells hold words, set to the left. Returns HTML.
    """
    kind = "table words" if words else "table"
    return f'<div class="{kind}" role="region" tabindex="0" aria-label="{escape(label)}">{table}</div>'


@dataclass
class _Page:
    """A page while it is made: its name, its pictures and the number of its tables so far."""

    name: str
    pictures: dict[str, bytes] = field(default_factory=dict)
    tables: int = 0

    def picture(self, data: str, alt: str) -> str:
        """Put a picture into a file of its own and return its element."""
        number = len(self.pictures) + 1
        file = f"{self.name}-figure-{number}.png"
        self.pictures[file] = b64decode(data)
        shown = f'<img alt="{escape(alt or UNDESCRIBED)}" src="{file}" loading="lazy">'
        return f'<figure>{shown}<figcaption>Figure {number} (<a download href="{file}">PNG</a>)</figcaption></figure>'

    def framed(self, html: str) -> str:
        """Frame each table of a page, or of a part of one, under its number."""
        return re.sub(r"<table\b.*?</table>", self._frame, html, flags=re.S)

    def _frame(self, found: re.Match[str]) -> str:
        self.tables += 1
        return framed(found[0], f"Table {self.tables}")


def _output(output: NotebookNode, page: _Page) -> str:
    """Show an output in the first of its forms that a page has."""
    if output.output_type == "stream":
        return f"<pre>{escape(visible(output.text))}</pre>"
    data = output.get("data", {})
    if "image/png" in data:
        alt = output.metadata.get("image/png", {}).get("alt", "")
        return page.picture(data["image/png"], alt)
    if "text/html" in data:
        return page.framed(data["text/html"])
    if "text/markdown" in data:
        return page.framed(markdown2html(data["text/markdown"]))
    return f"<pre>{escape(data['text/plain'])}</pre>" if "text/plain" in data else ""


def _code(cells: Iterable[NotebookNode], summary: str = "Code") -> str:
    shown = "".join(_highlight(cell.source, language="python") for cell in cells if cell.source.strip())
    return f'<details class="code"><summary>{summary}</summary>{shown}</details>' if shown else ""


def _cells(cells: Iterable[NotebookNode], made: _Page) -> Iterator[str]:
    """Yield cells as HTML; code is behind a click under what it shows, with the code before it that shows nothing."""
    waiting: list[NotebookNode] = []
    for cell in cells:
        if cell.cell_type == "code":
            waiting.append(cell)
            shown = "".join(_output(output, made) for output in cell.outputs)
            if not shown:
                continue
            yield shown
        yield _code(waiting)
        waiting = []
        if cell.cell_type == "markdown":
            yield made.framed(markdown2html(cell.source))
    yield _code(waiting)


def _split_first(section: Section) -> tuple[str, str, list[NotebookNode], list[NotebookNode]]:
    """Take the title and the card from the first cell, and part what shows something from the setup, which does not."""
    first, *others = section.cells
    title, _, card = first.source.partition("\n")
    setup = [cell for cell in others if cell.cell_type == "code" and not cell.outputs]
    return title.removeprefix("# ").strip(), card, [cell for cell in others if cell not in setup], setup


# Markdown has no table without a head, so that of the card is there and empty.
EMPTY_HEAD = re.compile(r"<thead>\s*<tr>\s*(?:<th></th>\s*)+</tr>\s*</thead>")


def _setup(card: str, cells: list[NotebookNode], made: _Page) -> str:
    inner = made.framed(EMPTY_HEAD.sub("", markdown2html(card))) + _code(cells, "Imports and parameters")
    return f'<details class="setup"><summary>About this notebook</summary>{inner}</details>'


def _in_order(found: Iterable[Section], prose: list[NotebookNode]) -> list[NotebookNode]:
    """Put the answer first, then the prose of the beginning, the other sections, and last what to read next."""
    whole = list(found)
    answer = [cell for section in whole if section.head == ANSWER for cell in section.cells]
    others = [cell for section in whole if section.head != ANSWER for cell in section.cells]
    return sorted([*answer, *prose, *others], key=lambda cell: cell.source.startswith(NEXT))


def _heads(html: str) -> list[tuple[str, str]]:
    return [(name, re.sub("<[^>]+>", "", text)) for name, text in HEAD.findall(html)]


def content(notebook: NotebookNode, name: str) -> Content:
    """Turn a notebook into the content of a page.

    notebook: executed; its first cell holds the title and the card. name: with which its pictures begin.
    Returns a Content: under the title the section of the answer, then the others in their order, then card, imports and
    parameters behind a click.
    """
    first, *others = sections(notebook.cells)
    title, card, prose, setup = _split_first(first)
    made = _Page(name)
    html = "\n".join(_cells(_in_order(others, prose), made))
    whole = html + _setup(card, setup, made)
    return Content(title, NOTEBOOK_LINK.sub(r"\1.html", ANCHOR.sub("", whole)), _heads(whole), made.pictures)
