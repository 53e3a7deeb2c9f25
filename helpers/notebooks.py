"""Execute the notebooks, compare their outputs with the committed ones, render them as pages."""

import asyncio
import os
import re
import shutil
import sys
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor, as_completed
from decimal import Decimal
from html.parser import HTMLParser
from itertools import zip_longest
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
UNSEEN = frozenset({"style", "script"})
NUMBER = re.compile(r"((?<![A-Za-z\d.])-?\d(?:[\d,]*\d)?(?:\.\d+)?(?:e[+-]?\d+)?%?)")
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
    style = table.style.hide(axis="index").format(_cell, escape="html")
    years = [name for name in table.columns if "year" in str(name)]
    style = style.format(lambda value: "" if pd.isna(value) else f"{value}", subset=years) if years else style
    style = style.format(str, subset=list(links)) if links else style
    style = style.set_properties(subset=text, **{"text-align": "left"})
    style = style.set_properties(subset=list(right), **{"text-align": "right"}) if right else style
    style = style.set_table_styles([{"selector": "th", "props": "text-align: left"}])
    # The style sheet of one table must not reach another of the same page, and its id must be the same on every
    # machine, so it is made from what is shown and not from the numbers behind it.
    own = checksum(style.set_uuid("table").to_html().encode())[:8]
    return HTML(style.set_uuid(f"t{own}").to_html())


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


def execute(path, *, raw, env=None):
    """Run a notebook top to bottom in a fresh kernel.

    path: of the notebook, which is not changed. raw: whether it may see the raw files. env: dict of further
    environment variables of the kernel.
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
    asyncio.run(client.async_execute(env={**os.environ, RAW_SWITCH: switch, **(env or {})}))
    return _tidy(notebook)


class _Seen(HTMLParser):
    """Collects what a reader sees of HTML: texts parted by tags and where links lead, no style sheets or ids."""

    def __init__(self):
        super().__init__()
        self.parts, self.hidden = [], 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in UNSEEN
        self.parts += [f"<{tag}>", *(value or "" for name, value in attrs if name in ("href", "alt"))]

    def handle_endtag(self, tag):
        self.hidden -= tag in UNSEEN
        self.parts.append(f"</{tag}>")

    def handle_data(self, data):
        self.parts += [] if self.hidden else [data]


def _seen(html):
    reader = _Seen()
    reader.feed(html)
    reader.close()
    return "\n".join(part for part in map(str.strip, reader.parts) if part)


def _comparable(output):
    """Reduce an output to what must be the same everywhere: its text, and of a picture that there is one."""
    if output.output_type == "stream":
        return [(output.name, output.text)]
    data = output.get("data", {})
    return [
        (kind, "a picture" if kind.startswith("image/") else _seen(value) if kind == "text/html" else str(value))
        for kind, value in sorted(data.items())
    ]


def _same_number(one, two):
    """Say whether two numbers as shown are the same: whole ones to the digit, others up to one unit of the last digit.

    A share in per cent counts as not whole, since a sum that ends in another bit rounds to its neighbour.
    """
    if one == two:
        return True
    values = [Decimal(number.rstrip("%").replace(",", "")) for number in (one, two)]
    exponents = [value.as_tuple().exponent for value in values]
    if min(exponents) >= 0 and not (one.endswith("%") and two.endswith("%")):
        return False
    return abs(values[0] - values[1]) <= Decimal(1).scaleb(min(exponents))


def same_to_a_reader(one, two):
    """Say whether two texts are the same to a reader, who does not see the last bit of a computed number.

    one, two: str, of HTML only the texts. Words must be equal, numbers too or up to one unit of their last shown
    digit; a whole number without % is a count and must be equal. Returns a bool.
    """
    old, new = NUMBER.split(one), NUMBER.split(two)
    # re.split puts what the group matched, the numbers, at the odd places.
    return len(old) == len(new) and all(
        _same_number(before, after) if place % 2 else before == after
        for place, (before, after) in enumerate(zip(old, new, strict=True))
    )


def _first_difference(before, after):
    """Return what was shown and what is shown now at the first output that differs, or None where none does."""
    old, new = ([part for output in cell.outputs for part in _comparable(output)] for cell in (before, after))
    for (kind, was), (other, now) in zip_longest(old, new, fillvalue=("nothing", "")):
        if kind != other:
            return kind, other
        if not same_to_a_reader(was, now):
            lines = zip_longest(was.split("\n"), now.split("\n"), fillvalue="")
            return next(pair for pair in lines if not same_to_a_reader(*pair))
    return None


def differences(committed, executed):
    """List the cells whose outputs a reader would see differ.

    committed, executed: notebooks of the same source. Texts and table cells are compared, ids and style sheets are not;
    numbers as `same_to_a_reader` does, pictures by their presence.
    Returns a list of str, one per differing cell or wrong execution count, empty where all are equal.
    """
    old, new = ([cell for cell in book.cells if cell.cell_type == "code"] for book in (committed, executed))
    found = []
    for number, (before, after) in enumerate(zip(old, new, strict=True), start=1):
        if before.execution_count != number:
            found.append(f"cell {number} is committed with the execution count {before.execution_count}")
        pair = _first_difference(before, after)
        if pair:
            found.append(f"cell {number}: committed {pair[0][:200]!r} but now {pair[1][:200]!r}")
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
