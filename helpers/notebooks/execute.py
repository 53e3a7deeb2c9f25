"""Find the notebooks, read their header cards, and run them in a fresh kernel."""

import asyncio
import json
import os
import re
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from helpers.files import SHIPPED, progress, refuse, write_whole
from helpers.texts.sources import RAW_SWITCH

if TYPE_CHECKING:
    from nbformat import NotebookNode

NOTEBOOKS = SHIPPED.parent / "notebooks"
FIGURE = SHIPPED.parent / "docs" / "figure.png"
# The notebook whose first picture the README shows: a finding of the audit.
COVER = "06"
# The rows of the card in the first cell of a notebook, in this order, each as | **Question** | … |.
CARD = ("Question", "Data", "Needs", "Minutes", "Reads / writes", "Previous / next")
AT_ONCE = 2
MINUTES = 10
# Two notebooks at a time have a core each: a second thread of theirs only waits for the other notebook's.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
# What a notebook says of the machine that runs it: the same for all.
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def find_notebooks(names: Iterable[str] = ()) -> list[Path]:
    """List the notebooks of the collection, in order.

    names: beginnings of file names, such as "01"; all notebooks by default. Returns a list of Path.
    Raises CorpusError for a name that no notebook begins with.
    """
    paths, names = sorted(NOTEBOOKS.glob("[0-9][0-9]-*.ipynb")), tuple(names)
    for name in names:
        if not any(path.name.startswith(name) for path in paths):
            known = ", ".join(path.stem for path in paths)
            raise refuse(f"no notebook begins with {name!r}", expected=f"one of {known}", repair="correct the name")
    return [path for path in paths if not names or path.name.startswith(names)]


def read_notebook(path: Path) -> "NotebookNode":
    """Return the notebook of a file (path), in the current format."""
    # Imported here and below so that notebook 00, which lists the cards, runs where nothing is built.
    import nbformat

    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def write_notebook(notebook: "NotebookNode", path: Path) -> None:
    """Write a notebook to its path, with a line break at the end."""
    import nbformat

    write_whole(path, (nbformat.writes(notebook) + "\n").encode())  # type: ignore[no-untyped-call]


def read_card(path: Path) -> dict[str, str]:
    """Read the header card of a notebook.

    path: of the notebook. Returns a dict with the rows of CARD (Markdown). Raises CorpusError where one is missing.
    """
    first = [cell["source"] for cell in json.loads(path.read_bytes())["cells"][:1]]
    card = dict(re.findall(r"^\| \*\*(.+?)\*\* \| (.+) \|$", "".join(first[0]) if first else "", flags=re.M))
    missing = [row for row in CARD if row not in card]
    if missing:
        raise refuse(
            f"the notebook {path.name} has no card with {', '.join(missing)}",
            expected=f"a card with the rows {', '.join(CARD)}",
            repair=f"add the row | **{missing[0]}** | … | to the card in the first cell",
        )
    return card


def catalogue() -> pd.DataFrame:
    """Read the header cards of the notebooks.

    Returns a DataFrame with notebook (the name of its file), question, data, minutes; one row per notebook, in order.
    Raises CorpusError for a notebook without a whole card.
    """
    cards = {path: read_card(path) for path in find_notebooks()}
    rows = [(path.name, card["Question"], card["Data"], card["Minutes"]) for path, card in cards.items()]
    return pd.DataFrame(rows, columns=["notebook", "question", "data", "minutes"])


def _describe_pictures(cell: "NotebookNode") -> None:
    """Give the pictures of a cell the description that its metadata hold, for readers who do not see them."""
    for output in cell.get("outputs", []):
        if "image/png" in output.get("data", {}) and "alt" in cell.metadata:
            output.metadata["image/png"] = {**output.metadata.get("image/png", {}), "alt": cell.metadata["alt"]}


def _still(cell: "NotebookNode") -> None:
    """Leave of a widget what it shows at first: its view is a reference to a kernel that a page does not have."""
    for output in cell.get("outputs", []):
        output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)


def _tidy(notebook: "NotebookNode") -> "NotebookNode":
    """Leave nothing in the metadata that tells one machine or Python from another."""
    notebook.metadata.clear()
    notebook.metadata.update(METADATA)
    for cell in notebook.cells:
        _describe_pictures(cell)
        _still(cell)
    return notebook


def with_parameters(notebook: "NotebookNode", values: Mapping[str, object]) -> "NotebookNode":
    """Give parameters of a notebook other values.

    notebook: changed in place. values: by the name of the parameter. Returns the notebook.
    Raises CorpusError for a name that its cell of parameters does not set.
    """
    cell = next((cell for cell in notebook.cells if cell.metadata.get("tags") == ["parameters"]), None)
    for name, value in values.items():
        line = re.search(rf"^{name} = .*$", cell.source, flags=re.M) if cell else None
        if cell is None or line is None:
            raise refuse(
                f"the notebook has no parameter {name}", expected="a name of its cell", repair="correct the name"
            )
        cell.source = f"{cell.source[: line.start()]}{name} = {value!r}{cell.source[line.end() :]}"
    return notebook


def execute(
    path: Path, *, raw: bool, env: Mapping[str, str] | None = None, parameters: Mapping[str, object] | None = None
) -> "NotebookNode":
    """Run a notebook top to bottom in a fresh kernel.

    path: of the notebook, which is not changed. raw: whether it may see the raw files. env: further environment
    variables of the kernel. parameters: other values for those of the notebook.
    Returns the executed notebook. Raises nbclient's CellExecutionError, which shows the failing cell.
    """
    from nbclient import NotebookClient

    notebook = with_parameters(read_notebook(path), parameters or {})
    switch = os.environ.get(RAW_SWITCH, "") if raw else "off"
    # The kernel's own warnings (that it talks over a local port) are no matter of the reader's.
    quiet = ["--IPKernelApp.log_level=ERROR"]
    client = NotebookClient(
        notebook, timeout=60 * MINUTES, kernel_name="python3", record_timing=False, extra_arguments=quiet
    )
    client.resources = {"metadata": {"path": str(NOTEBOOKS)}}
    asyncio.run(client.async_execute(env={**ONE_THREAD, **os.environ, RAW_SWITCH: switch, **(env or {})}))
    return _tidy(notebook)


def executed(paths: Iterable[Path], work: "Callable[[Path], NotebookNode]") -> "Iterator[tuple[Path, NotebookNode]]":
    """Execute several notebooks, two at a time, and show on a terminal how many are done.

    paths: of the notebooks. work: path -> executed notebook, such as `execute` with its switches set.
    Returns an iterator over pairs of path and executed notebook, as they finish. Raises what work raises.
    """
    with ThreadPoolExecutor(AT_ONCE) as pool:
        futures = {pool.submit(work, path): path for path in paths}
        for future in progress(as_completed(futures), "executing notebooks", total=len(futures)):
            yield futures[future], future.result()


def _save_figure(notebook: "NotebookNode") -> None:
    """Write the first picture of a notebook to the file that the README shows."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    pictures = (output.data["image/png"] for output in outputs if "image/png" in output.get("data", {}))
    FIGURE.parent.mkdir(exist_ok=True)
    write_whole(FIGURE, b64decode(next(pictures)))


def update(names: Iterable[str] = ()) -> list[Path]:
    """Execute notebooks without the raw files and write their outputs into the committed ones.

    names: see `find_notebooks`. Returns the list of paths written; the first picture of 06 becomes the README's.
    """
    paths = find_notebooks(names)
    for path, notebook in executed(paths, lambda path: execute(path, raw=False)):
        write_notebook(notebook, path)
        if path.name.startswith(COVER):
            _save_figure(notebook)
    return paths
