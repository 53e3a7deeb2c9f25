"""Notebooks: their form, their outputs executed anew and compared, and the pages made of them."""

import re
import statistics

import nbformat
import pandas as pd
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


def _book(*outputs, count=1):
    cell = nbformat.v4.new_code_cell("x", execution_count=count, outputs=list(outputs))
    return nbformat.v4.new_notebook(cells=[cell])


def _shown(**data):
    return nbformat.v4.new_output("display_data", data={kind.replace("_", "/"): value for kind, value in data.items()})


TABLE = '<style>#T_a1 th {color: red}</style><table id="T_a1"><td id="T_a1_row0" class="x">水 0.125</td><td>35 of 40</td></table>'


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("T_a1", "T_b2", True),
        ("red", "blue", True),
        ("0.125", "0.126", True),
        ("0.125", "0.1249", True),
        ("0.125", "0.127", False),
        ("0.125", "-0.125", False),
        ("35 of", "36 of", False),
        ("水", "河", False),
        ("</td><td>", " ", False),
        (">水", ' title="x">水', True),
    ],
)
def test_differences_are_what_a_reader_sees_of_a_table(old, new, same):
    found = notebooks.differences(_book(_shown(text_html=TABLE)), _book(_shown(text_html=TABLE.replace(old, new))))
    assert bool(found) is not same


def test_an_id_a_digit_and_a_word_that_change_are_told_apart_in_a_real_notebook():
    path = next(path for path in PATHS if path.name.startswith("04"))
    committed = _read(path)
    tables = [
        output
        for cell in _code(committed)
        for output in cell.outputs
        if "<table" in output.get("data", {}).get("text/html", "")
    ]

    def changed(pattern, new):
        book = _read(path)
        for cell in _code(book):
            for output in cell.outputs:
                if output.get("data", {}).get("text/html") == tables[0]["data"]["text/html"]:
                    output["data"]["text/html"] = re.sub(pattern, new, output["data"]["text/html"], count=1)
        return notebooks.differences(committed, book)

    own = re.search(r'id="(T_t\w+)"', tables[0]["data"]["text/html"])[1]
    assert changed(own, "T_another") == []
    assert len(changed(r">(0\.\d)(\d+)<", r">9\1<")) == 1
    assert len(changed(r">([a-z]+) ", ">something ")) == 1


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("57.1%", "57.2%", True),
        ("57.1%", "57.3%", False),
        ("57%", "58%", True),
        ("57%", "59%", False),
        ("57", "58", False),
        ("1,234", "1,235", False),
        ("12", "12.01", True),
        ("12.0", "12.2", False),
        ("NPMI 0.39, 4 topics", "NPMI 0.40, 4 topics", True),
        ("NPMI 0.39, 4 topics", "NPMI 0.39, 5 topics", False),
        ("1e-05", "2e-05", True),
        ("-0.00", "0.00", True),
        ("PM2.5", "PM2.6", False),
        ("p001", "p002", False),
        ("2014-2022", "2014-2023", False),
        ("占57.1%", "占57.2%", True),
        ("3 4", "34", False),
        ("", "0.1", False),
    ],
)
def test_numbers_are_the_same_up_to_one_unit_of_the_last_shown_digit(one, two, same):
    assert notebooks.same_to_a_reader(one, two) is same
    assert notebooks.same_to_a_reader(two, one) is same


def test_differences_sees_missing_pictures_more_outputs_and_wrong_counts():
    text, picture = nbformat.v4.new_output("stream", name="stdout", text="1"), _shown(image_png="x")
    assert notebooks.differences(_book(text, picture), _book(text, picture)) == []
    assert notebooks.differences(_book(text, picture), _book(text, _shown(image_png="y"))) == []
    assert len(notebooks.differences(_book(text, picture), _book(text))) == 1
    assert len(notebooks.differences(_book(text), _book(text, picture))) == 1
    assert (
        len(notebooks.differences(_book(text), _book(nbformat.v4.new_output("stream", name="stderr", text="1")))) == 1
    )
    assert notebooks.differences(_book(count=3), _book()) == ["cell 1 is committed with the execution count 3"]


def test_the_id_of_a_table_is_made_of_what_is_shown():
    one, two, other = (notebooks.show(pd.DataFrame({"x": [value]})).data for value in (1 / 3, 1 / 3 + 1e-15, 0.34))
    assert one == two
    assert one != other
    assert one.replace(re.search(r"T_(t\w{8})", one)[1], "") != other.replace(re.search(r"T_(t\w{8})", other)[1], "")


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
