"""Render executed notebooks as pages of a small site that loads nothing from elsewhere."""

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from nbconvert import HTMLExporter
from nbformat import NotebookNode

from helpers.files import SHIPPED, write_whole
from helpers.notebooks.execute import execute, executed, find_notebooks, write_notebook
from helpers.show.style import font_path

SITE = SHIPPED.parent / "site"
STYLE = """<style>
@font-face { font-family: "Noto Sans SC"; src: url("NotoSansSC-Regular.ttf"); }
:root { --jp-content-font-family: "Noto Sans SC", sans-serif; --jp-ui-font-family: "Noto Sans SC", sans-serif;
  --jp-code-font-family: ui-monospace, monospace, "Noto Sans SC"; }
body { max-width: 62rem; margin: 0 auto !important; }
.jp-InputArea-editor pre { white-space: pre-wrap; }
</style></head>"""


def render(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook as a page that loads nothing from elsewhere.

    notebook: executed. path: of the .html to write; links between notebooks become links between pages.
    Returns nothing. Raises CorpusError where the folder cannot be written to.
    """
    exporter = HTMLExporter(template_name="lab")  # type: ignore[no-untyped-call]
    body, _ = exporter.from_notebook_node(notebook)
    # Nothing is fetched by a reader's browser: no formula or diagram needs the scripts that the template links to.
    body = re.sub(r'<script[^>]*src="https?://[^"]*"[^>]*>\s*</script>', "", body)
    body = re.sub(r'<script type="module">(?:(?!</script>).)*mermaid.*?</script>', "", body, flags=re.S)
    body = re.sub(r'(href="[0-9]{2}-[\w-]+)\.ipynb', r"\1.html", body)
    title = next((line[2:] for line in notebook.cells[0].source.splitlines() if line.startswith("# ")), path.stem)
    body = re.sub("<title>.*?</title>", f"<title>{title}</title>", body, count=1, flags=re.S)
    write_whole(path, body.replace("</head>", STYLE, 1).encode())


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
