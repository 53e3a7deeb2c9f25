"""Nobody let in: whatever names, titles and texts of a corpus hold, a page shows it, and runs and fetches nothing."""

import re

import nbformat
import pandas as pd
import pytest
from conftest import BROWSER
from hostile import ITS_OWN, Page, listening, opened, payloads, spoil, write_corpus

from helpers import load
from helpers.__main__ import _prepare
from helpers.files import visible
from helpers.notebooks.execute import execute, executed, find_notebooks
from helpers.show.cards import Card, show_cards
from helpers.show.escaped import Markdown
from helpers.show.panels import View, panel
from helpers.show.tables import show
from helpers.site.build import build_site
from helpers.site.content import content
from helpers.site.shell import ASSETS, Place, page

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed that could open the pages")
# What Markdown would read, once the entities that stand for its marks are taken away.
MARKUP = re.compile(r"[<>\[\]`$\\|~]|\bwww\.|://")


@pytest.fixture
def server():
    with listening() as pair:
        yield pair


@pytest.fixture
def look(server, tmp_path):
    """Open HTML as a page of a site: function html, folder -> whether something ran, what was asked for, and the page."""

    def done(html, site=tmp_path):
        port, asked = server
        path, before = site / "opened.html", len(asked)
        path.write_text(html, encoding="utf-8")
        dom = opened(path, port, tmp_path / "home")
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


def _without_policy(html):
    without = re.sub('<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
    assert without != html
    return without


def _page_of(notebook, folder):
    for path in ASSETS.glob("site.*"):
        (folder / path.name).write_bytes(path.read_bytes())
    return page(content(notebook, "a"), [Place("a.html", "a", "b")], "a.html")


def _notebook(*data, text=""):
    outputs = [nbformat.v4.new_output("display_data", data=one) for one in data]
    outputs.append(nbformat.v4.new_output("stream", text=text))
    cells = [nbformat.v4.new_markdown_cell("# A title"), nbformat.v4.new_code_cell("1", outputs=outputs)]
    return nbformat.v4.new_notebook(cells=cells)


def test_the_browser_says_what_runs_and_what_is_asked_for(server, look):
    port, _ = server
    outside = "<script src='https://cdn.example.org/x.js'></script>"
    ran, asked, seen = look(f"<html><head></head><body>{payloads(port)[0]}{outside}</body></html>")
    assert ran
    assert sorted(asked) == ["cdn.example.org:443", f"http://127.0.0.1:{port}/img"]
    assert [wrong.split()[0] for wrong in seen.wrong] == ["<img", "<img", "<img", "<script"]
    ran, asked, seen = look("<html><head></head><body>$x$</body></html>")
    assert (ran, asked, seen.wrong, seen.formulas) == (False, [], [], ["$x$"])


def test_what_was_let_in_all_the_same_runs_and_fetches_nothing(server, look, tmp_path):
    port, _ = server
    raw = _notebook({"text/html": " ".join(payloads(port)[:5])}, {"text/markdown": payloads(port)[5]})
    html = _page_of(raw, tmp_path)
    assert look(html)[:2] == (False, [])
    ran, asked, seen = look(_without_policy(html))
    assert ran
    assert {path.rpartition("/")[2] for path in asked} >= {"img", "frame", "link", "markdown"}
    assert seen.wrong


def _panel_with(table, hostile):
    """What a panel with hostile names shows, without a kernel and with one."""
    result = panel({}, lambda: View(table), function="f", given=hostile[1], name=hostile[0], rows=1)
    return [result._repr_mimebundle_()["text/html"], *(child.value for child in result.children[1:])]


def test_tables_sentences_cards_and_panels_let_nothing_in(server, look, tmp_path):
    port, _ = server
    hostile = payloads(port)
    table = pd.DataFrame({payload: [payload] for payload in hostile})
    book = _notebook(
        {"text/html": show(table, right=hostile[:2]).data},
        {"text/html": show(table.T.set_axis(["file"], axis=1), links=["file"]).data},
        {"text/html": show_cards([Card(*hostile[at : at + 5]) for at in range(0, 15, 5)]).data},
        *({"text/html": html} for html in _panel_with(table, hostile)),
        *({"text/markdown": Markdown(f"**2** words: {payload}, and\n1. *{payload}*").data} for payload in hostile),
        text=visible(" ".join(hostile)),
    )
    _check_outputs(book)
    ran, asked, shown = look(_without_policy(_page_of(book, tmp_path)))
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
    folder, hostile = write_corpus(tmp_path / "texts", port), payloads(port)
    assert "read 30 articles, made features" in _prepare(folder)
    spoil(folder, port)
    run = dict(
        executed(find_notebooks(), lambda path: execute(path, raw=True, parameters=_parameters(path, folder, hostile)))
    )
    for notebook in run.values():
        _check_outputs(notebook)
        names = [output.get("name") for cell in notebook.cells for output in cell.get("outputs", [])]
        assert "stderr" not in names
    site = tmp_path / "site"
    build_site(run, corpus=load(folder), site=site)
    pages = []
    for path in sorted(site.glob("*.html")):
        html = path.read_text(encoding="utf-8")
        for version in (html, _without_policy(html)):
            ran, asked, shown = look(version, site)
            assert (ran, asked, shown.wrong) == (False, [], []), path.name
        pages.append(shown)
    assert len(pages) == len(find_notebooks()) + 5
    assert _missing(port, pages) == []
