"""Execute the notebooks, compare their outputs with the committed ones, render them as pages."""

import asyncio
import os
import re
import shutil
import sys
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
from IPython.display import HTML
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from helpers.corpus import RAW_SWITCH
from helpers.plots import font_path
from helpers.sources import CORPUS, checksum, refuse, write_whole

NOTEBOOKS = CORPUS.parent / "notebooks"
SITE = CORPUS.parent / "site"
FIGURE = CORPUS.parent / "docs" / "figure.png"
AT_ONCE = 2
MINUTES = 10
STYLE = """<style>
@font-face { font-family: "Noto Sans SC"; src: url("NotoSansSC-Regular.ttf"); }
:root { --jp-content-font-family: "Noto Sans SC", sans-serif; --jp-ui-font-family: "Noto Sans SC", sans-serif;
  --jp-code-font-family: ui-monospace, monospace, "Noto Sans SC"; }
body { max-width: 62rem; margin: 0 auto !important; }
.jp-InputArea-editor pre { white-space: pre-wrap; }
</style></head>"""


def find_notebooks(names=()):
    """List the notebooks of the collection, in order.

    names: beginnings of file names, such as "01"; all notebooks by default. Returns a list of Path.
    Raises CorpusError for a name that no notebook begins with.
    """
    paths = sorted(NOTEBOOKS.glob("[0-9][0-9]-*.ipynb"))
    for name in names:
        if not any(path.name.startswith(name) for path in paths):
            known = ", ".join(path.stem for path in paths)
            raise refuse(f"no notebook begins with {name!r}", expected=f"one of {known}", repair="correct the name")
    return [path for path in paths if not names or path.name.startswith(tuple(names))]


def catalogue():
    """Read the header cards of the notebooks.

    Returns a DataFrame with notebook (a link), question, data, minutes; one row per notebook, in order.
    """
    rows = []
    for path in find_notebooks():
        card = nbformat.read(path, as_version=4).cells[0].source
        fields = dict(re.findall(r"^\| \*\*(.+?)\*\* \| (.+) \|$", card, flags=re.M))
        link = f'<a href="{path.name}">{path.stem}</a>'
        rows.append((link, fields["Question"], fields["Data"], fields["Minutes"]))
    return pd.DataFrame(rows, columns=["notebook", "question", "data", "minutes"])


def _cell(value):
    """Write a cell: thousands parted, four digits of a fraction, nothing for what is missing."""
    if pd.isna(value):
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"
    return f"{value:,}" if isinstance(value, int | np.integer) and not isinstance(value, bool) else str(value)


def show(table, *, links=(), right=()):
    """Show a table in a notebook: thousands parted, text to the left, years plain, no index, nothing for missing cells.

    table: DataFrame, whose text may hold anything. links: columns that hold HTML links, all else is escaped.
    right: text columns set to the right, such as the left side of a concordance.
    Returns an object that the notebook displays.
    """
    text = [name for name in table.columns if not pd.api.types.is_numeric_dtype(table[name])]
    # The style sheet of one table must not reach another of the same page.
    own = "t" + checksum(table.to_csv().encode())[:8]
    style = table.style.hide(axis="index").set_uuid(own).format(_cell, escape="html")
    years = [name for name in table.columns if "year" in str(name)]
    style = style.format(lambda value: "" if pd.isna(value) else f"{value}", subset=years) if years else style
    style = style.format(str, subset=list(links)) if links else style
    style = style.set_properties(subset=text, **{"text-align": "left"})
    style = style.set_properties(subset=list(right), **{"text-align": "right"}) if right else style
    return HTML(style.set_table_styles([{"selector": "th", "props": "text-align: left"}]).to_html())


def _describe_pictures(cell):
    """Give the pictures of a cell the description that its metadata hold, for readers who do not see them."""
    for output in cell.get("outputs", []):
        if "image/png" in output.get("data", {}) and "alt" in cell.metadata:
            output.metadata["image/png"] = {**output.metadata.get("image/png", {}), "alt": cell.metadata["alt"]}


def _still(cell):
    """Leave of a widget what it shows at first: its view is a reference to a kernel that a page does not have."""
    for output in cell.get("outputs", []):
        output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)


def _tidy(notebook):
    """Leave nothing in the metadata that tells one machine or Python from another."""
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    for cell in notebook.cells:
        _describe_pictures(cell)
        _still(cell)
    return notebook


def execute(path, *, raw):
    """Run a notebook top to bottom in a fresh kernel.

    path: of the notebook, which is not changed. raw: whether it may see the raw files.
    Returns the executed notebook. Raises nbclient's CellExecutionError, which shows the failing cell.
    """
    notebook = nbformat.read(path, as_version=4)
    switch = os.environ.get(RAW_SWITCH, "") if raw else "off"
    # The kernel's own warnings (that it talks over a local port) are no matter of the reader's.
    quiet = ["--IPKernelApp.log_level=ERROR"]
    client = NotebookClient(
        notebook, timeout=60 * MINUTES, kernel_name="python3", record_timing=False, extra_arguments=quiet
    )
    client.resources = {"metadata": {"path": str(NOTEBOOKS)}}
    asyncio.run(client.async_execute(env={**os.environ, RAW_SWITCH: switch}))
    return _tidy(notebook)


def _comparable(output):
    """Reduce an output to what must be the same everywhere: its text, and of a picture that there is one."""
    if output.output_type == "stream":
        return output.name, output.text
    data = output.get("data", {})
    return {kind: "a picture" if kind.startswith("image/") else value for kind, value in data.items()}


def differences(committed, executed):
    """List the cells whose outputs differ.

    committed, executed: notebooks of the same source. Returns a list of str, one per differing cell or
    wrong execution count, empty where all are equal; pictures are compared by their presence only.
    """
    old, new = ([cell for cell in book.cells if cell.cell_type == "code"] for book in (committed, executed))
    found = []
    for number, (before, after) in enumerate(zip(old, new, strict=True), start=1):
        if before.execution_count != number:
            found.append(f"cell {number} is committed with the execution count {before.execution_count}")
        pair = [[_comparable(output) for output in cell.outputs] for cell in (before, after)]
        if pair[0] != pair[1]:
            found.append(f"cell {number}: committed {str(pair[0])[:400]} but now {str(pair[1])[:400]}")
    return found


def render(notebook, path):
    """Write a notebook as a page that loads nothing from elsewhere.

    notebook: executed. path: of the .html to write; links between notebooks become links between pages.
    """
    body, _ = HTMLExporter(template_name="lab").from_notebook_node(notebook)
    # Nothing is fetched by a reader's browser: no formula or diagram needs the scripts that the template links to.
    body = re.sub(r'<script[^>]*src="https?://[^"]*"[^>]*>\s*</script>', "", body)
    body = re.sub(r'<script type="module">(?:(?!</script>).)*mermaid.*?</script>', "", body, flags=re.S)
    body = re.sub(r'(href="[0-9]{2}-[\w-]+)\.ipynb', r"\1.html", body)
    title = next((line[2:] for line in notebook.cells[0].source.splitlines() if line.startswith("# ")), path.stem)
    body = re.sub("<title>.*?</title>", f"<title>{title}</title>", body, count=1, flags=re.S)
    write_whole(path, body.replace("</head>", STYLE, 1).encode())


def _each(paths, work):
    """Do the work for every path, two at a time, and yield (path, result) as they finish."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        futures = {pool.submit(work, path): path for path in paths}
        for future in as_completed(futures):
            yield futures[future], future.result()
            print(f"executed {futures[future].stem}", file=sys.stderr)


def run(names=(), *, site=SITE):
    """Execute notebooks on the corpus as it is here and render them as pages.

    names: see `find_notebooks`. site: folder for the executed notebooks and pages, made if need be.
    Returns the path of the page to open. The committed notebooks are left alone, since with raw files
    at hand the executed ones show text that may not be published.
    """
    paths, site = find_notebooks(names), Path(site)
    site.mkdir(parents=True, exist_ok=True)
    for path, notebook in _each(paths, lambda path: execute(path, raw=True)):
        write_whole(site / path.name, nbformat.writes(notebook).encode())
        render(notebook, site / f"{path.stem}.html")
    shutil.copyfile(font_path(), site / "NotoSansSC-Regular.ttf")
    start = site / f"{paths[0].stem}.html"
    if start.stem.startswith("00"):
        shutil.copyfile(start, site / "index.html")
        return site / "index.html"
    return start


def update(names=()):
    """Execute notebooks without the raw files and write their outputs into the committed ones.

    names: see `find_notebooks`. Returns the list of paths written; the first picture of 00 becomes the README's.
    """
    paths = find_notebooks(names)
    for path, notebook in _each(paths, lambda path: execute(path, raw=False)):
        write_whole(path, (nbformat.writes(notebook) + "\n").encode())
        if path.name.startswith("00"):
            _save_figure(notebook)
    return paths


def _save_figure(notebook):
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    pictures = (output.data["image/png"] for output in outputs if "image/png" in output.get("data", {}))
    FIGURE.parent.mkdir(exist_ok=True)
    write_whole(FIGURE, b64decode(next(pictures)))
