"""Nobody let in: whatever names, titles and texts of a corpus hold, a page shows it, and runs and fetches nothing."""

import re

import nbformat
import pandas as pd
import pytest
from hostile import BROWSER, ITS_OWN, Page, listening, opened, payloads, spoil, write_corpus

from helpers.__main__ import _prepare
from helpers.files import visible
from helpers.notebooks.execute import execute, executed, find_notebooks
from helpers.notebooks.render import POLICY, render
from helpers.show.cards import Card, show_cards
from helpers.show.escaped import Markdown
from helpers.show.panels import View, panel
from helpers.show.tables import show

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed that could open the pages")
# What Markdown would read, once the entities that stand for its marks are taken away.
MARKUP = re.compile(r"[<>\[\]`$\\|~]|\bwww\.|://")


@pytest.fixture
def server():
    with listening() as pair:
        yield pair


@pytest.fixture
def look(server, tmp_path):
    """Open HTML as a page: function html -> whether something ran, what was asked for, and the page."""

    def done(html):
        port, asked = server
        page, before = tmp_path / "page.html", len(asked)
        page.write_text(html, encoding="utf-8")
        dom = opened(page, port, tmp_path / "home")
        return "data-ran" in dom, [path for path in asked[before:] if not ITS_OWN.match(path)], Page(dom)

    return done


def _outputs(notebook):
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            yield from [("stream", output.text)] if output.output_type == "stream" else output.data.items()


def _check_outputs(notebook):
    """Insist that no output of a notebook lets a text in, whatever shows the notebook."""
    for kind, text in _outputs(notebook):
        if kind.startswith("image/"):
            continue
        assert visible(text) == text
        if kind == "text/html":
            page = Page(text)
            assert (page.wrong, page.formulas) == ([], [])
        if kind == "text/markdown":
            assert not MARKUP.search(re.sub(r"<span>&#\d+;</span>|&#\d+;", "", text))
        assert kind in ("stream", "text/html", "text/markdown", "text/plain")


def _missing(port, pages):
    """List the payloads that are in none of some pages as they are."""
    seen = "\n".join(page.seen for page in pages)
    return [payload for payload in payloads(port) if visible(payload) not in seen]


def _notebook(*data, text=""):
    outputs = [nbformat.v4.new_output("display_data", data=one) for one in data]
    outputs.append(nbformat.v4.new_output("stream", text=text))
    cells = [nbformat.v4.new_markdown_cell("# A title"), nbformat.v4.new_code_cell("1", outputs=outputs)]
    return nbformat.v4.new_notebook(cells=cells)


def test_the_browser_says_what_runs_and_what_is_asked_for(server, look):
    port, _ = server
    outside = "<script src='https://cdn.example.org/x.js'></script>"
    ran, asked, page = look(f"<html><head></head><body>{payloads(port)[0]}{outside}</body></html>")
    assert ran
    assert sorted(asked) == ["cdn.example.org:443", f"http://127.0.0.1:{port}/img"]
    assert [wrong.split()[0] for wrong in page.wrong] == ["<img", "<img", "<img", "<script"]
    ran, asked, page = look("<html><head></head><body>$x$</body></html>")
    assert (ran, asked, page.wrong, page.formulas) == (False, [], [], ["$x$"])


def test_what_was_let_in_all_the_same_runs_and_fetches_nothing(server, look, tmp_path):
    port, _ = server
    raw = _notebook({"text/html": " ".join(payloads(port)[:5])}, {"text/markdown": payloads(port)[5]})
    render(raw, tmp_path / "raw.html")
    html = (tmp_path / "raw.html").read_text(encoding="utf-8")
    assert look(html)[:2] == (False, [])
    ran, asked, page = look(html.replace(POLICY, ""))
    assert ran
    assert {path.rpartition("/")[2] for path in asked} >= {"img", "frame", "link", "markdown"}
    assert page.wrong


def _panel_with(table, hostile):
    """What a panel with hostile names shows, without a kernel and with one."""
    result = panel({}, lambda: View(table), function="f", given=hostile[1], name=hostile[0], rows=1)
    return [result._repr_mimebundle_()["text/html"], *(child.value for child in result.children[1:])]


def test_tables_sentences_cards_and_panels_let_nothing_in(server, look, tmp_path):
    port, _ = server
    hostile = payloads(port)
    table = pd.DataFrame({payload: [payload] for payload in hostile})
    page = tmp_path / "shown.html"
    book = _notebook(
        {"text/html": show(table, right=hostile[:2]).data},
        {"text/html": show(table.T.set_axis(["file"], axis=1), links=["file"]).data},
        {"text/html": show_cards([Card(*hostile[at : at + 5]) for at in range(0, 15, 5)]).data},
        *({"text/html": html} for html in _panel_with(table, hostile)),
        *({"text/markdown": Markdown(f"**2** words: {payload}, and\n1. *{payload}*").data} for payload in hostile),
        text=visible(" ".join(hostile)),
    )
    _check_outputs(book)
    render(book, page)
    ran, asked, shown = look(page.read_text(encoding="utf-8").replace(POLICY, ""))
    assert (ran, asked, shown.wrong) == (False, [], [])
    assert _missing(port, [shown]) == []


# Values by which as many cells as possible have something to show.
PARAMETERS = {
    "01": {"TEXT_ARTICLE": "1 {1}"},
    "02": {"LEAST": 5, "KEY_TERMS": ["港口", "铁路", "湿地", "学校"]},
    "03": {"OFFICE": "{7}", "LEAST": 5},
    "04": {"K": 6, "MOST": 7, "DRAWS": 10},
    "05": {"REGION": "{0}", "FIGURE": "8%20{8}-f001"},
}


def _parameters(path, folder, hostile):
    own = PARAMETERS.get(path.name[:2], {})
    # The id of a figure has its spaces quoted.
    filled = {name: re.sub(r"\{(\d+)\}", lambda at: hostile[int(at[1])], value) if isinstance(value, str) else value
              for name, value in own.items()}  # fmt: skip
    filled |= {"FIGURE": filled["FIGURE"].replace(" ", "%20")} if "FIGURE" in filled else {}
    return {"CORPUS": str(folder), **filled}


@pytest.mark.slow
def test_every_notebook_of_a_hostile_corpus_lets_nothing_in(server, look, tmp_path):
    port, _ = server
    folder, hostile, pages = write_corpus(tmp_path / "texts", port), payloads(port), []
    assert "read 30 articles, made features" in _prepare(folder)
    spoil(folder, port)
    run = executed(
        find_notebooks(), lambda path: execute(path, raw=True, parameters=_parameters(path, folder, hostile))
    )
    for path, notebook in run:
        _check_outputs(notebook)
        assert not [
            text
            for text in (output.get("name") for cell in notebook.cells for output in cell.get("outputs", []))
            if text == "stderr"
        ]
        page = tmp_path / f"{path.stem}.html"
        render(notebook, page)
        html = page.read_text(encoding="utf-8")
        for version in (html, html.replace(POLICY, "")):
            ran, asked, shown = look(version)
            assert (ran, asked, shown.wrong) == (False, [], []), path.stem
        pages.append(shown)
    assert len(pages) == len(find_notebooks())
    assert _missing(port, pages) == []
