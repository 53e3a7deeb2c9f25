"""The frame of a page: ways, contents, Chinese marked, the font cut down."""

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from helpers.site.content import Content
from helpers.site.shell import POLICY, Place, font_of, mark_chinese, page

PLACES = [
    Place("a.html", "First 河", "Notebooks"),
    Place("b c.html", "Second", "Notebooks"),
    Place("t.html", "Third", "Tables"),
]


def _page(here="b c.html", title="A <title> & 河 $x"):
    return page(Content(title, "<p>河 and $y</p>", [("h-1?", "A head")], {}), PLACES, here)


def test_a_title_is_text_and_marked():
    html = _page()
    assert "<title>A &lt;title&gt; &amp; 河 $x</title>" in html
    assert '<h1>A &lt;title&gt; &amp; <span lang="zh">河</span> $x</h1>' in html


def test_a_page_leads_to_all_others_and_says_where_one_is():
    html = _page()
    assert '<a href="b%20c.html" aria-current="page">Second</a>' in html
    assert html.count("aria-current") == 1
    assert '<a rel="prev" href="a.html"><small>Previous</small> First' in html
    assert '<a rel="next" href="t.html"><small>Next</small> Third' in html
    assert '<a href="#h-1%3F">A head</a>' in html
    assert 'rel="prev"' not in _page("a.html")
    assert 'rel="next"' not in _page("t.html")


def test_a_page_may_run_and_fetch_nothing_but_the_files_of_the_site():
    html = _page()
    assert "default-src 'none'" in POLICY
    assert "unsafe-inline" not in POLICY.partition("style-src")[0]
    assert html.index("Content-Security-Policy") < html.index("<title>")
    assert html.count("<script") == 1
    assert "http://" not in html
    assert "https://" not in html


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<p>the river</p>", "<p>the river</p>"),
        ("<td>河</td>", '<td lang="zh">河</td>'),
        ('<td class="x">一条河，三座城</td>', '<td class="x" lang="zh">一条河，三座城</td>'),
        ("<p>京津冀 (three) 河。</p>", '<p><span lang="zh">京津冀</span> (three) <span lang="zh">河</span>。</p>'),
        ('<img alt="河">', '<img alt="河">'),
        ("<style>/* 河 */</style>", "<style>/* 河 */</style>"),
        ("<td>河 river</td>", '<td><span lang="zh">河</span> river</td>'),
        ("", ""),
    ],
)
def test_chinese_is_marked(html, marked):
    assert mark_chinese(html) == marked


def test_the_font_has_the_characters_of_the_pages_and_no_others():
    data = font_of("京津冀 and 河, river；")
    assert data[:4] == b"wOFF"
    assert len(data) < 20_000
    known = TTFont(BytesIO(data)).getBestCmap()
    assert {ord(char) for char in "京津冀河；"} <= set(known)
    assert ord("城") not in known
    assert font_of("；river, 河 and 京津冀") == data
