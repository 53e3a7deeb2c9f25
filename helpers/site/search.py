"""The index of the site: where each stretch of text is, to be searched in the browser of a reader."""

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape

from helpers.site.content import Content

CODE = re.compile(r'<details class="code">.*?</details>|<style\b.*?</style>|<form\b.*?</form>', re.S)
HEAD = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>', re.S)
ROW = re.compile(r'<tr id="([^"]*)">(.*?)(?=<tr|</tbody>)', re.S)
# An entry: file, anchor in it, title, text.
Entry = tuple[str, str, str, str]


def plain(html: str) -> str:
    """Return what a reader reads of a page or a part of one (html), in one line; code and controls are left out."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", CODE.sub(" ", html))).split())


def entries(file: str, content: Content) -> Iterator[Entry]:
    """Yield the entries of a page.

    file: of the page. content: of it. Yields tuples of file, anchor, title and text: a row of a table that has an
    address, else a stretch under a head.
    """
    if ROW.search(content.html):
        for name, cells in ROW.findall(content.html):
            yield file, name, f"{content.title}: {unescape(name)}", plain(cells)
        return
    first, *rest = HEAD.split(CODE.sub(" ", content.html))
    yield file, "", content.title, plain(first)
    for anchor, head, text in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        yield file, anchor, f"{content.title}: {plain(head)}", plain(text)


def index(pages: Mapping[str, Content]) -> str:
    """Write the index of a site as a script that can be read from a disk too, where nothing can be fetched.

    pages: dict file -> content. Returns JavaScript.
    """
    found = [entry for file, content in pages.items() for entry in entries(file, content)]
    return f"window.SEARCH = {json.dumps(found, ensure_ascii=False, separators=(',', ':'))};\n"
