"""Pages made of notebooks: they load nothing from elsewhere and lead to each other."""

import re

import nbformat

from helpers.notebooks import render
from helpers.notebooks.execute import find_notebooks, read_notebook


def test_pages_load_nothing_from_elsewhere_and_link_to_each_other(tmp_path):
    page = tmp_path / "page.html"
    render.render(read_notebook(find_notebooks()[0]), page)
    html = page.read_text(encoding="utf-8")
    assert not re.search(r"""(src|href)=["']https?://[^"']*\.(js|css)""", html)
    assert not re.search(r"""import\(["']https?:""", html)
    assert 'href="01-the-corpus.html"' in html
    assert "<title>Start here" in html


def _page(path, title="About", alts=()):
    data = {"image/png": "iVBORw0KGgo="}
    pictures = [{"image/png": {"alt": alt} if alt else {}} for alt in alts]
    outputs = [nbformat.v4.new_output("display_data", data=data, metadata=picture) for picture in pictures]
    cells = [nbformat.v4.new_markdown_cell(f"# {title}"), nbformat.v4.new_code_cell("1", outputs=outputs)]
    render.render(nbformat.v4.new_notebook(cells=cells), path)
    return path.read_text(encoding="utf-8")


def test_a_page_has_no_script_and_may_fetch_nothing(tmp_path):
    html = _page(tmp_path / "page.html")
    assert "<script" not in html
    assert html.index(render.POLICY) < html.index("<title>")
    assert "default-src 'none'" in render.POLICY


def test_the_title_of_a_page_is_text(tmp_path):
    html = _page(tmp_path / "page.html", title=r"</title><b>\1 & 河")
    assert r"<title>&lt;/title&gt;&lt;b&gt;\1 &amp; 河</title>" in html


def test_pictures_of_a_page_are_described_each_by_its_own_words(tmp_path):
    html = _page(tmp_path / "page.html", alts=['a "river" <b>', "", "a bridge"])
    shown = re.findall(r'<img alt="(.*?)"', html)
    assert shown == ["a &quot;river&quot; &lt;b&gt;", "No description has been provided for this image", "a bridge"]


def test_a_run_writes_notebooks_pages_and_the_font(tmp_path, monkeypatch):
    def execute(path, *, raw, parameters):
        seen[path.stem] = raw, parameters
        return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(f"# About {path.stem}")])

    seen = {}
    monkeypatch.setattr(render, "execute", execute)
    assert render.run(["00", "01"], site=tmp_path / "site") == tmp_path / "site" / "index.html"
    assert seen == {"00-start-here": (True, {}), "01-the-corpus": (True, {})}
    names = {"00-start-here", "01-the-corpus"}
    assert {path.name for path in (tmp_path / "site").iterdir()} == {
        *(f"{name}{end}" for name in names for end in (".html", ".ipynb")),
        "index.html",
        "NotoSansSC-Regular.ttf",
    }
    assert "<title>About 00-start-here" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert render.run(["01"], site=tmp_path / "one").name == "01-the-corpus.html"
