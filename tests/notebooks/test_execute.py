"""Finding, reading and running notebooks: cards are whole, a kernel sees the raw files only where it may."""

import re

import nbformat
import pytest

from helpers import CorpusError
from helpers.files import SHIPPED
from helpers.notebooks import execute


def _card(*, without=(), **rows):
    lines = [f"| **{row}** | {rows.get(row, 'x')} |" for row in execute.CARD if row not in without]
    return "\n".join(["# A title", "", "| | |", "|---|---|", *lines])


def _write(path, *cells):
    execute.write_notebook(nbformat.v4.new_notebook(cells=list(cells)), path)
    return path


def test_catalogue_reads_every_card_and_the_readme_says_the_same():
    table = execute.catalogue()
    readme = (SHIPPED.parent / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[.+?\]\(notebooks/(.+?)\.ipynb\) \| (.+?) \| .+? \| (.+?) \|$", readme, flags=re.M)
    cards = [(row.notebook.removesuffix(".ipynb"), row.question, row.minutes) for row in table.itertuples()]
    assert rows == cards


def test_an_unknown_notebook_is_refused():
    with pytest.raises(CorpusError, match="no notebook begins with '77'.*one of 00-start-here"):
        execute.find_notebooks(["77"])
    assert [path.stem for path in execute.find_notebooks(["01"])] == ["01-the-corpus"]


def test_a_card_is_read_row_by_row(tmp_path):
    path = _write(tmp_path / "07-new.ipynb", nbformat.v4.new_markdown_cell(_card(Question="Who says what?")))
    card = execute.read_card(path)
    assert tuple(card) == execute.CARD
    assert card["Question"] == "Who says what?"


@pytest.mark.parametrize(
    ("cells", "missing"),
    [
        ([_card(without=["Minutes", "Data"])], "Data, Minutes"),
        (["# A title without a card"], ", ".join(execute.CARD)),
        ([], ", ".join(execute.CARD)),
        (["# A title", _card()], ", ".join(execute.CARD)),
    ],
)
def test_a_notebook_without_a_whole_card_is_refused(tmp_path, monkeypatch, cells, missing):
    _write(tmp_path / "00-whole.ipynb", nbformat.v4.new_markdown_cell(_card()))
    _write(tmp_path / "07-new.ipynb", *map(nbformat.v4.new_markdown_cell, cells))
    monkeypatch.setattr(execute, "NOTEBOOKS", tmp_path)
    with pytest.raises(CorpusError) as refused:
        execute.catalogue()
    first = missing.split(",")[0]
    assert f"07-new.ipynb has no card with {missing}. " in str(refused.value)
    assert f"add the row | **{first}** | … | to the card in the first cell" in str(refused.value)


def test_a_kernel_sees_the_raw_files_only_where_it_may(tmp_path):
    cell = nbformat.v4.new_code_cell("import os\nprint(os.environ.get('HELPERS_RAW'), os.environ['MORE'])")
    path = _write(tmp_path / "one.ipynb", cell)
    before = path.read_bytes()
    shown = [
        execute.execute(path, raw=raw, env={"MORE": "河"}).cells[0].outputs[0].text.split() for raw in (False, True)
    ]
    assert shown[0] == ["off", "河"]
    assert shown[1][0] != "off"
    assert path.read_bytes() == before


def test_an_executed_notebook_says_nothing_of_the_machine_and_keeps_no_widget(tmp_path):
    source = "from IPython.display import display\nimport ipywidgets\ndisplay(ipywidgets.Text('x'))"
    picture = (
        "from IPython.display import Image, display\ndisplay({'image/png': 'aGVsbG8=', 'text/plain': 'x'}, raw=True)"
    )
    cells = [
        nbformat.v4.new_code_cell(source),
        nbformat.v4.new_code_cell(picture, metadata={"alt": "a described thing"}),
    ]
    book = execute.execute(_write(tmp_path / "one.ipynb", *cells), raw=False)
    assert book.metadata == execute.METADATA
    assert list(book.cells[0].outputs[0].data) == ["text/plain"]
    assert book.cells[1].outputs[0].metadata["image/png"]["alt"] == "a described thing"


def test_several_notebooks_are_executed_and_nothing_is_printed_without_a_terminal(tmp_path, capfd):
    paths = [tmp_path / f"{number}.ipynb" for number in range(3)]
    done = dict(execute.executed(paths, lambda path: path.stem))
    assert done == {path: path.stem for path in paths}
    assert capfd.readouterr() == ("", "")


def test_what_one_notebook_raises_is_raised(tmp_path):
    with pytest.raises(ZeroDivisionError):
        list(execute.executed([tmp_path / "one.ipynb"], lambda path: 1 / 0))


def test_an_update_writes_the_notebooks_and_the_picture_of_the_readme(tmp_path, monkeypatch):
    paths = [_write(tmp_path / f"{name}.ipynb", nbformat.v4.new_code_cell("1")) for name in ("00-start", "06-audit")]
    picture = nbformat.v4.new_output("display_data", data={"image/png": "aGVsbG8="})
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", outputs=[picture])])
    seen = {}
    monkeypatch.setattr(execute, "NOTEBOOKS", tmp_path)
    monkeypatch.setattr(execute, "FIGURE", tmp_path / "docs" / "figure.png")
    monkeypatch.setattr(execute, "execute", lambda path, *, raw: seen.update({path.name: raw}) or book)
    assert execute.update(["00"]) == paths[:1]
    assert not (tmp_path / "docs").exists()
    assert execute.update() == paths
    assert seen == {"00-start.ipynb": False, "06-audit.ipynb": False}
    assert execute.read_notebook(paths[0]).cells[0].outputs[0].data["image/png"] == "aGVsbG8="
    assert (tmp_path / "docs" / "figure.png").read_bytes() == b"hello"


def test_parameters_are_given_other_values_and_unknown_ones_refused():
    notebook = execute.read_notebook(execute.find_notebooks(["06"])[0])
    changed = execute.with_parameters(notebook, {"CORPUS": "my texts", "SPREAD": 0.5})
    cell = next(cell for cell in changed.cells if cell.metadata.get("tags") == ["parameters"])
    assert cell.source.splitlines() == ["CORPUS = 'my texts'", "SPREAD = 0.5"]
    with pytest.raises(CorpusError, match="the notebook has no parameter COPRUS"):
        execute.with_parameters(notebook, {"COPRUS": "x"})
