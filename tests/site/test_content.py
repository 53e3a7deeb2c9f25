"""The content of a page: the answer first, code behind a click, pictures in files, nothing lost."""

import re
from base64 import b64encode

import nbformat
import pytest

from helpers.notebooks.execute import find_notebooks, read_notebook
from helpers.site.content import UNDESCRIBED, content, sections

DOT = b64encode(b"a picture").decode()


def _markdown(text):
    return nbformat.v4.new_markdown_cell(text)


def _code(source, *data, alt=None, text=None):
    outputs = [
        nbformat.v4.new_output("display_data", data=one, metadata={"image/png": {"alt": alt}} if alt else {})
        for one in data
    ]
    outputs += [nbformat.v4.new_output("stream", text=text)] if text else []
    return nbformat.v4.new_code_cell(source, outputs=outputs)


def _content(*cells):
    first = _markdown("# Rivers: a title\n\n| | |\n|---|---|\n| **Question** | Which? |")
    return content(nbformat.v4.new_notebook(cells=[first, *cells]), "river")


def _order(html, *words):
    places = [html.index(word) for word in words]
    assert places == sorted(places), dict(zip(words, places, strict=True))


def test_cells_are_parted_at_heads():
    cells = [_markdown("# T"), _code("1"), _markdown("## One\n\nx"), _code("2"), _markdown("## Two")]
    assert [(one.head, len(one.cells)) for one in sections(cells)] == [("", 2), ("## One", 2), ("## Two", 1)]


def test_the_answer_comes_first_and_the_setup_last():
    made = _content(
        _markdown("Prose of the beginning."),
        _code("import this"),
        _markdown("## A question?"),
        _code("one()", {"text/markdown": "a finding"}),
        _markdown("## The answer in three lines"),
        _code("two()", {"text/markdown": "1. the answer"}),
        _markdown("**Next:** [01](01-more.ipynb)"),
    )
    assert made.title == "Rivers: a title"
    _order(made.html, "the answer<", "Prose of", "A question?", "a finding", "Next:", "About this notebook", "Which?")
    assert made.html.index("import") > made.html.index("About this notebook")
    assert "<th></th>" not in made.html
    assert [text for _, text in made.heads] == ["The answer in three lines", "A question?"]
    assert 'href="01-more.html"' in made.html
    assert "&#182;" not in made.html


def test_code_is_behind_one_click_under_what_it_shows():
    html = _content(_markdown("## Q"), _code("a = 1"), _code("b = 2"), _code("a + b", {"text/plain": "3"})).html
    _order(html, "<pre>3</pre>", "<summary>Code</summary>")
    assert html.count("<summary>Code</summary>") == 1
    shown = re.sub("<[^>]+>", "", html)
    _order(shown, "a = 1", "b = 2", "a + b")


@pytest.mark.parametrize(("alt", "told"), [('a "river" <b>', "a &quot;river&quot; &lt;b&gt;"), (None, UNDESCRIBED)])
def test_a_picture_is_a_file_beside_the_page_with_its_description(alt, told):
    made = _content(_markdown("## Q"), _code("draw()", {"image/png": DOT, "text/plain": "<Axes>"}, alt=alt))
    assert made.pictures == {"river-figure-1.png": b"a picture"}
    assert f'<img alt="{told}" src="river-figure-1.png"' in made.html
    assert "<Axes>" not in made.html
    assert "data:" not in made.html


def test_every_table_scrolls_in_a_frame_that_the_keyboard_reaches():
    table = "<style>t{}</style><table><tr><td>1</td></tr></table>"
    html = _content(_markdown("## Q\n\n| a |\n|---|\n| b |"), _code("t", {"text/html": table, "text/plain": "t"})).html
    frames = re.findall(r'<div class="table" role="region" tabindex="0" aria-label="(.*?)"><table', html)
    # The card is the third.
    assert frames == ["Table 1", "Table 2", "Table 3"]
    assert html.count("<table") == 3


def test_what_is_printed_stays_text():
    assert "<pre>&lt;b&gt; [U+001B]</pre>" in _content(_markdown("## Q"), _code("p", text="<b> \x1b")).html


@pytest.mark.parametrize("path", find_notebooks(), ids=lambda path: path.stem)
def test_no_cell_or_output_of_a_notebook_is_lost(path):
    notebook = read_notebook(path)
    made = content(notebook, path.stem)
    shown = re.sub(r"\s+", "", re.sub("<[^>]+>", "", made.html))
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    pictures = [one for cell in code for one in cell.outputs if "image/png" in one.get("data", {})]
    assert len(made.pictures) == len(pictures)
    assert UNDESCRIBED not in made.html
    assert shown.count("Code") + shown.count("Importsandparameters") >= 2
    for cell in code:
        names = re.findall(r"\b[a-z_]{12,}\b", cell.source)
        assert all(name in shown for name in names)
