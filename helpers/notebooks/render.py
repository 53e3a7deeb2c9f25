"""Render executed notebooks as pages of a small site that loads nothing from elsewhere."""

import re
import shutil
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from nbconvert import HTMLExporter
from nbformat import NotebookNode

from helpers.files import SHIPPED, write_whole
from helpers.notebooks.execute import execute, executed, find_notebooks, write_notebook
from helpers.show.style import font_path

SITE = SHIPPED.parent / "site"
# A second wall behind the escaping of texts: a browser runs and fetches nothing but what a page brings with it.
POLICY = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; font-src 'self' file: data:; base-uri 'none'; form-action 'none'\">"
)
# What nbconvert writes of every picture.
NO_ALT = 'alt="No description has been provided for this image"'
STYLE = """<style>
@font-face { font-family: "Noto Sans SC"; src: url("NotoSansSC-Regular.ttf"); }
:root { --jp-content-font-family: "Noto Sans SC", sans-serif; --jp-ui-font-family: "Noto Sans SC", sans-serif;
  --jp-code-font-family: ui-monospace, monospace, "Noto Sans SC"; }
body { max-width: 62rem; margin: 0 auto !important; }
.jp-InputArea-editor pre { white-space: pre-wrap; }
</style>"""


def _head(page: str, title: str) -> str:
    """Give a page its title, and leave out of its head the scripts of formulas and diagrams, which it does not have."""
    head, end, body = page.partition("</head>")
    head = re.sub(r"<script\b.*?</script>", "", head, flags=re.S)
    head = re.sub("<title>.*?</title>", lambda _: f"<title>{escape(title)}</title>", head, count=1, flags=re.S)
    return head.replace("<head>", f"<head>{POLICY}", 1) + STYLE + end + body


def _descriptions(notebook: NotebookNode) -> Iterator[str]:
    """Yield what each picture shows, in the order of the pictures, as an attribute of its element."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                alt = output.metadata.get("image/png", {}).get("alt", "")
                yield f'alt="{escape(alt)}"' if alt else NO_ALT


def render(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook as a page that loads nothing from elsewhere.

    notebook: executed. path: of the .html to write; links between notebooks become links between pages.
    Returns nothing. Raises CorpusError where the folder cannot be written to.
    """
    exporter = HTMLExporter(template_name="lab")  # type: ignore[no-untyped-call]
    page, _ = exporter.from_notebook_node(notebook)
    page = re.sub(r'(href="[0-9]{2}-[\w-]+)\.ipynb', r"\1.html", page)
    told = _descriptions(notebook)
    page = re.sub(f'(?<=<img ){NO_ALT}(?=[^>]* src="data:image/png)', lambda found: next(told, found[0]), page)
    title = next((line[2:] for line in notebook.cells[0].source.splitlines() if line.startswith("# ")), path.stem)
    write_whole(path, _head(page, title).encode())


def run(names: Iterable[str] = (), *, site: Path | str = SITE, corpus: Path | None = None) -> Path:
    """Execute notebooks on the corpus as it is here, or on one's own, and render them as pages.

    names: see `find_notebooks`. site: folder for the executed notebooks and pages, made if need be. corpus: a folder of
    texts, whose features, ledger and phrases are made; the shipped one by default.
    Returns the path of the page to open. The committed notebooks are left alone, since with raw files
    at hand the executed ones show text that may not be published.
    """
    paths, site = find_notebooks(names), Path(site)
    site.mkdir(parents=True, exist_ok=True)
    values = {"CORPUS": str(corpus)} if corpus else {}
    for path, notebook in executed(paths, lambda path: execute(path, raw=True, parameters=values)):
        write_notebook(notebook, site / path.name)
        render(notebook, site / f"{path.stem}.html")
    shutil.copyfile(font_path(), site / "NotoSansSC-Regular.ttf")
    start = site / f"{paths[0].stem}.html"
    if start.stem.startswith("00"):
        start = Path(shutil.copyfile(start, site / "index.html"))
    return start
