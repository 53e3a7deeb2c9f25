"""The whole site: from notebooks as they are, from a run, and from a folder of one's own."""

import re
from html import unescape
from urllib.parse import unquote

import nbformat
import pytest

from helpers.notebooks.execute import find_notebooks
from helpers.site import build


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    assert build.committed(site=folder) == folder / "index.html"
    return folder


def _pages(site):
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(site.glob("*.html"))}


def test_every_notebook_and_table_has_a_page(site):
    names = {f"{path.stem}.html" for path in find_notebooks()}
    assert set(_pages(site)) == names | {"index.html", "catalogue.html", "ledger.html", "glossary.html", "tables.html"}


def test_every_link_of_every_page_leads_somewhere(site):
    pages = _pages(site)
    for name, html in pages.items():
        for link in re.findall(r'(?:href|src)="([^"]+)"', html):
            file, _, anchor = unescape(link).partition("#")
            if file.startswith("data:"):
                continue
            assert not re.match(r"[a-z]+:|/", file), (name, link)
            assert (site / unquote(file or name)).is_file(), (name, link)
            if anchor:
                ids = re.findall(r'\bid="([^"]+)"', pages[unquote(file) or name])
                assert unquote(anchor) in map(unescape, ids), (name, link)


def test_a_page_is_light(site):
    shared = sum((site / name).stat().st_size for name in ("chinese.woff", "site.css", "site.js"))
    for name, html in _pages(site).items():
        assert len(html.encode()) + shared < 600_000, name


def test_the_answer_is_the_first_that_is_read(site):
    for path in find_notebooks():
        html = (site / f"{path.stem}.html").read_text(encoding="utf-8")
        after = html.partition("</h1>")[2].lstrip()
        assert after.startswith('<h2 id="The-answer-in-three-lines">'), path.stem
        assert not re.search("<(?:pre|table|figure)", after.partition("<ol")[0]), path.stem


def test_two_builds_are_the_same(site, tmp_path):
    build.committed(site=tmp_path)
    for path in site.rglob("*.*"):
        assert (tmp_path / path.relative_to(site)).read_bytes() == path.read_bytes(), path.name


def test_a_run_writes_notebooks_and_their_site(tmp_path, monkeypatch):
    def execute(path, *, raw, parameters):
        seen[path.stem] = raw, parameters
        return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(f"# About {path.stem}")])

    seen = {}
    monkeypatch.setattr(build, "execute", execute)
    assert build.run(["00", "01"], site=tmp_path / "site") == tmp_path / "site" / "index.html"
    assert seen == {"00-start-here": (True, {}), "01-the-corpus": (True, {})}
    assert (tmp_path / "site" / "01-the-corpus.ipynb").is_file()
    assert "<title>About 00-start-here" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert build.run(["01"], site=tmp_path / "one").name == "01-the-corpus.html"
