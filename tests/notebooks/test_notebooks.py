"""Notebooks as committed: their form, and their outputs executed anew and compared."""

import json
import re
import statistics
from pathlib import Path

import pytest

from helpers.notebooks.compare import differences
from helpers.notebooks.execute import CARD, execute, executed, find_notebooks, read_notebook

PATHS = find_notebooks()


# What a kernel does before a notebook: every figure that is shown or saved is looked at, and what is wrong is written
# into a file, a line for each figure.
STARTUP = """
import json, os, sys
sys.path.append(os.environ["TESTS_OF_FIGURES"])
from faults import faults
from matplotlib.figure import Figure
from matplotlib_inline import backend_inline

def look(figure):
    title = " ".join(text.get_text() for text in figure.texts[:2])
    with open(os.environ["FAULTS"], "a", encoding="utf-8") as file:
        file.write(json.dumps([title, faults(figure)]) + chr(10))

def display(figure, *more, shown=backend_inline.display, **options):
    look(figure)
    return shown(figure, *more, **options)

def savefig(figure, *more, saved=Figure.savefig, **options):
    look(figure)
    return saved(figure, *more, **options)

backend_inline.display, Figure.savefig = display, savefig
"""


@pytest.fixture(scope="session")
def looked(tmp_path_factory):
    """A folder whose kernels look at figures: function path of a notebook -> file with what is wrong in it."""
    folder = tmp_path_factory.mktemp("ipython")
    startup = folder / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00-look.py").write_text(STARTUP, encoding="utf-8")
    return lambda path: folder / f"{path.stem}.jsonl"


@pytest.fixture(scope="session")
def anew(looked):
    """Every notebook, executed without the raw files as for publication: dict path -> notebook."""
    shows = Path(__file__).parent.parent / "show"

    def run(path):
        file = looked(path)
        env = {"IPYTHONDIR": str(file.parent), "TESTS_OF_FIGURES": str(shows), "FAULTS": str(file)}
        return execute(path, raw=False, env=env)

    return dict(executed(PATHS, run))


def _code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_outputs_are_those_of_a_clean_run(path, anew):
    assert differences(read_notebook(path), anew[path]) == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_form(path):
    notebook = read_notebook(path)
    first, code = notebook.cells[0].source, _code(notebook)
    assert first.startswith("# ")
    assert re.findall(r"^\| \*\*(.+?)\*\* \|", first, flags=re.M) == list(CARD)
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    imports = [cell for cell in code if re.search(r"^(import|from) ", cell.source, flags=re.M)]
    assert imports == code[:1]
    assert [cell.metadata.get("tags") for cell in code if cell.metadata.get("tags")] == [["parameters"]]
    assert code[1].metadata["tags"] == ["parameters"]
    lengths = [len([line for line in cell.source.splitlines() if line.strip()]) for cell in code]
    assert max(lengths) <= 20
    assert statistics.median(lengths) <= 6
    assert sum(length > 8 for length in lengths) <= 1
    heads = [line for cell in notebook.cells if cell.cell_type == "markdown" for line in cell.source.splitlines()]
    assert "## What this does not show" in heads
    assert "## The answer in three lines" in heads


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_what_is_said_of_a_text_goes_one_way(path):
    for cell in _code(read_notebook(path)):
        # IPython's own Markdown and HTML would let in what a name or a title holds.
        assert "IPython" not in cell.source
        assert not re.search(r"_repr_|\bHTML\(", cell.source)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_no_path_address_or_warning_is_in_an_output(path):
    for cell in _code(read_notebook(path)):
        for output in cell.outputs:
            assert output.output_type != "error"
            assert output.get("name") != "stderr"
            shown = str(output.get("text", "")) + str(
                {k: v for k, v in output.get("data", {}).items() if "image" not in k}
            )
            assert not re.search(r"0x[0-9a-f]{6,}|/home/|/root/|/tmp/|site-packages", shown)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_prose_states_no_number_that_was_typed(path):
    for cell in read_notebook(path).cells[1:]:
        if cell.cell_type == "markdown":
            prose = re.sub(
                r"\([^)]*\.ipynb\)|\[\d\d [^\]]*\]|\[\d\d\]|`[^`]*`|at least 150 words|in 10,000 words", "", cell.source
            )
            assert not re.search(r"\d", prose), prose


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_links_lead_somewhere(path):
    for cell in read_notebook(path).cells:
        for name in re.findall(r"\]\(([\w.-]+\.ipynb)\)", cell.source):
            assert (path.parent / name).exists()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_picture_is_described(path):
    for cell in _code(read_notebook(path)):
        for output in cell.outputs:
            if "image/png" in output.get("data", {}):
                assert len(output.metadata["image/png"]["alt"]) > 40


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_picture_can_be_read(path, anew, looked):
    pictures = [
        output
        for cell in _code(anew[path])
        for output in cell.outputs
        if "image/png" in output.get("data", {}) or "<img" in output.get("data", {}).get("text/html", "")
    ]
    lines = looked(path).read_text(encoding="utf-8").splitlines() if looked(path).exists() else []
    figures = [json.loads(line) for line in lines]
    assert len(figures) >= len(pictures)
    assert {title: found for title, found in figures if found} == {}
