"""The frame of every page: title, ways to the other pages, contents, search; Chinese marked as such, and its font."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from io import BytesIO
from pathlib import Path
from string import Template
from typing import NamedTuple
from urllib.parse import quote

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from helpers.show.style import font_path
from helpers.site.content import Content

ASSETS = Path(__file__).parent / "assets"
# A second wall behind the escaping of texts: a browser runs and fetches nothing but the files of the site itself.
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file: 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' file:; base-uri 'none'; form-action 'none'"
)
HAN = "\u3400-\u9fff\uf900-\ufaff"
CHINESE = re.compile(rf"[{HAN}](?:[{HAN}，。、；：？！“”《》（）·%％0-9]*[{HAN}）》”])?")
# Tags, and what stands between tags that a reader does not read as text.
UNREAD = re.compile(r"(<style\b.*?</style>|<script\b.*?</script>|<[^>]+>)", re.S)
FONT = "chinese.woff"
# Characters below this one are in the fonts of every reader.
LATIN = 0x2000


class Place(NamedTuple):
    """A page of the site: name of its file, its name in the list of pages, and the head of its group there."""

    file: str
    name: str
    group: str


def mark_chinese(html: str) -> str:
    """Say of the Chinese in a page that it is Chinese, so that it is spoken and set as such.

    html: of a page or a part of one. Returns HTML; the whole text of an element is marked by its tag, other stretches
    by an element of their own.
    """
    parts = UNREAD.split(html)
    for at in range(0, len(parts), 2):
        text = parts[at]
        before = parts[at - 1] if at else ""
        if CHINESE.fullmatch(text.strip()) and re.match(
            r"<(td|th|code|b|i|em|strong|a|summary)\b(?![^>]* lang=)", before
        ):
            parts[at - 1] = f'{before[:-1]} lang="zh">'
        elif CHINESE.search(text):
            parts[at] = CHINESE.sub(lambda found: f'<span lang="zh">{found[0]}</span>', text)
    return "".join(parts)


def _ways(places: Sequence[Place], here: str) -> str:
    """List the pages by group, the one that is shown marked."""
    groups = dict.fromkeys(place.group for place in places)
    lists = []
    for group in groups:
        items = "".join(_way(place, here) for place in places if place.group == group)
        lists.append(f"<h2>{escape(group)}</h2><ul>{items}</ul>")
    return "".join(lists)


def _way(place: Place, here: str) -> str:
    current = ' aria-current="page"' if place.file == here else ""
    return f'<li><a href="{quote(place.file)}"{current}>{escape(place.name)}</a></li>'


def _contents(heads: Iterable[tuple[str, str]]) -> str:
    items = "".join(f'<li><a href="#{quote(name)}">{text}</a></li>' for name, text in heads)
    return (
        f'<nav class="contents" aria-label="On this page"><h2>On this page</h2><ol>{items}</ol></nav>' if items else ""
    )


def _neighbours(places: Sequence[Place], here: str) -> str:
    """Lead to the page before and the page after."""
    at = [place.file for place in places].index(here)
    before, after = places[at - 1] if at else None, places[at + 1] if at + 1 < len(places) else None
    ways = [(before, "Previous", "prev"), (after, "Next", "next")]
    links = [
        f'<a rel="{rel}" href="{quote(place.file)}"><small>{word}</small> {escape(place.name)}</a>'
        for place, word, rel in ways
        if place
    ]
    return f'<nav class="neighbours" aria-label="Previous and next">{"".join(links)}</nav>'


def page(content: Content, places: Sequence[Place], here: str) -> str:
    """Put content into the frame of the site.

    content: of the page. places: all pages of the site in order. here: the file of this one. Returns HTML.
    """
    template = Template((ASSETS / "page.html").read_text(encoding="utf-8"))
    # Chinese in a title cannot be marked, since a title holds no elements.
    return template.substitute(
        policy=escape(POLICY),
        title=escape(content.title),
        heading=mark_chinese(escape(content.title)),
        ways=mark_chinese(_ways(places, here)),
        contents=mark_chinese(_contents(content.heads)),
        content=mark_chinese(content.html),
        neighbours=mark_chinese(_neighbours(places, here)),
    )


def font_of(text: str) -> bytes:
    """Cut the Chinese font down to the characters of a text.

    text: str, such as all pages together. Returns the bytes of a WOFF file, the same for the same characters.
    """
    options = Options()
    options.flavor, options.layout_features, options.hinting = "woff", [], False
    cutter, stream = Subsetter(options), BytesIO()
    cutter.populate(unicodes={ord(char) for char in text if ord(char) >= LATIN})
    with TTFont(font_path(), recalcTimestamp=False, lazy=True) as font:
        cutter.subset(font)
        font.flavor = options.flavor
        font.save(stream, reorderTables=False)
    return stream.getvalue()
