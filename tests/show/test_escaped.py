"""Text as a page shows it: nothing of it is markup, a formula or hidden."""

import re
from html import unescape

import pytest
from nbconvert.filters import markdown2html

from helpers.show.escaped import Markdown, as_html, as_markdown

ODD = [
    "<script>x()</script>",
    "a < b & c > d &lt;b&gt; &#60;",
    "[x](javascript:x()) ![x](http://x.org/y) <http://x.org> http://x.org www.x.org a@x.org",
    r"$\href{x}{y}$ $$x$$ \(y\) \[z\] \begin{a}b\end{a} \$",
    "`x` ~~x~~ _x_ __x__ | x | y |",
    "# x",
    "[r]: http://x.org",
    'x" onload="x',
]


def _shown(html):
    return unescape(re.sub(r"</?(?:p|span)>", "", html)).strip()


@pytest.mark.parametrize("text", ODD)
def test_html_shows_a_text_as_it_is(text):
    assert set(re.findall(r"<.*?>", as_html(text))) <= {"<span>", "</span>"}
    assert '"' not in as_html(text)
    assert _shown(as_html(text)) == text
    assert not re.search(r"[$\\](?!</span>)", as_html(text))


@pytest.mark.parametrize("text", ODD)
def test_markdown_shows_a_text_as_it_is(text):
    html = markdown2html(as_markdown(text))
    assert set(re.findall(r"<.*?>", html)) <= {"<p>", "</p>", "<span>", "</span>"}
    assert _shown(html) == text
    assert not re.search(r"[$\\](?!</span>)", html)


def test_bold_italics_and_lists_are_read():
    html = markdown2html(Markdown("1. **3** of 4, DP_norm\n2. *less* <b>").data)
    assert (
        html.split() == "<ol> <li><strong>3</strong> of 4, DP_norm</li> <li><em>less</em> &lt;b&gt;</li> </ol>".split()
    )


def test_what_is_hidden_is_named():
    assert as_html("\u202ea\x1b") == "[U+202E]a[U+001B]"
    assert unescape(as_markdown("\u202ea\x1b")) == "[U+202E]a[U+001B]"
    assert as_html(3.5) == "3.5"
