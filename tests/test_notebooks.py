"""Notebooks: their form, their outputs executed anew and compared, and the pages made of them."""

import re
import statistics

import nbformat
import pytest

from helpers import CorpusError, notebooks
from helpers.sources import CORPUS

PATHS = notebooks.find_notebooks()
CARD = ["Question", "Data", "Needs", "Minutes", "Reads / writes", "Previous / next"]


@pytest.fixture(scope="session")
def executed():
    """Every notebook, executed without the raw files as for publication: dict path -> notebook."""
    return dict(notebooks._each(PATHS, lambda path: notebooks.execute(path, raw=False)))


def _read(path):
    return nbformat.read(path, as_version=4)


def _code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_outputs_are_those_of_a_clean_run(path, executed):
    assert notebooks.differences(_read(path), executed[path]) == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_form(path):
    notebook = _read(path)
    first, code = notebook.cells[0].source, _code(notebook)
    assert first.startswith("# ")
    assert re.findall(r"^\| \*\*(.+?)\*\* \|", first, flags=re.M) == CARD
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
def test_no_path_address_or_warning_is_in_an_output(path):
    for cell in _code(_read(path)):
        for output in cell.outputs:
            assert output.output_type != "error"
            assert output.get("name") != "stderr"
            shown = str(output.get("text", "")) + str(
                {k: v for k, v in output.get("data", {}).items() if "image" not in k}
            )
            assert not re.search(r"0x[0-9a-f]{6,}|/home/|/root/|/tmp/|site-packages", shown)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_prose_states_no_number_that_was_typed(path):
    for cell in _read(path).cells[1:]:
        if cell.cell_type == "markdown":
            prose = re.sub(
                r"\([^)]*\.ipynb\)|\[\d\d [^\]]*\]|\[\d\d\]|`[^`]*`|at least 150 words|in 10,000 words", "", cell.source
            )
            assert not re.search(r"\d", prose), prose


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_links_lead_somewhere(path):
    for cell in _read(path).cells:
        for name in re.findall(r"\]\(([\w.-]+\.ipynb)\)", cell.source):
            assert (path.parent / name).exists()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_picture_is_described(path):
    for cell in _code(_read(path)):
        for output in cell.outputs:
            if "image/png" in output.get("data", {}):
                assert len(output.metadata["image/png"]["alt"]) > 40


def test_differences_sees_changed_text_missing_pictures_and_wrong_counts():
    def book(text="1", count=1, picture=True):
        outputs = [nbformat.v4.new_output("stream", name="stdout", text=text)]
        if picture:
            outputs.append(nbformat.v4.new_output("display_data", data={"image/png": "x"}))
        return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", execution_count=count, outputs=outputs)])

    assert notebooks.differences(book(), book()) == []
    assert "committed" in notebooks.differences(book(), book(text="2"))[0]
    assert len(notebooks.differences(book(), book(picture=False))) == 1
    assert notebooks.differences(book(count=3), book()) == ["cell 1 is committed with the execution count 3"]


def test_pages_load_nothing_from_elsewhere_and_link_to_each_other(tmp_path):
    page = tmp_path / "page.html"
    notebooks.render(_read(PATHS[0]), page)
    html = page.read_text(encoding="utf-8")
    assert not re.search(r"""(src|href)=["']https?://[^"']*\.(js|css)""", html)
    assert not re.search(r"""import\(["']https?:""", html)
    assert 'href="01-the-corpus.html"' in html
    assert "<title>Start here" in html


def test_catalogue_reads_every_card_and_the_readme_says_the_same():
    table = notebooks.catalogue()
    readme = (CORPUS.parent / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[.+?\]\(notebooks/(.+?)\.ipynb\) \| (.+?) \| .+? \| (.+?) \|$", readme, flags=re.M)
    cards = [(re.sub("<.+?>", "", row.notebook), row.question, row.minutes) for row in table.itertuples()]
    assert rows == cards


def test_an_unknown_notebook_is_refused():
    with pytest.raises(CorpusError, match="no notebook begins with '77'.*one of 00-start-here"):
        notebooks.find_notebooks(["77"])
    assert [path.stem for path in notebooks.find_notebooks(["01"])] == ["01-the-corpus"]
