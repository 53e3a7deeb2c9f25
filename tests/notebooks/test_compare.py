"""Outputs of two runs as a reader sees them: words and counts to the letter, computed numbers up to their last digit."""

import re

import nbformat
import pytest

from helpers.notebooks.compare import differences, same_to_a_reader
from helpers.notebooks.execute import find_notebooks, read_notebook


def _code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


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
    found = differences(_book(_shown(text_html=TABLE)), _book(_shown(text_html=TABLE.replace(old, new))))
    assert bool(found) is not same


def test_an_id_a_digit_and_a_word_that_change_are_told_apart_in_a_real_notebook():
    (path,) = find_notebooks(["04"])
    committed = read_notebook(path)
    tables = [
        output
        for cell in _code(committed)
        for output in cell.outputs
        if "<table" in output.get("data", {}).get("text/html", "")
    ]

    def changed(pattern, new):
        book = read_notebook(path)
        for cell in _code(book):
            for output in cell.outputs:
                if output.get("data", {}).get("text/html") == tables[0]["data"]["text/html"]:
                    output["data"]["text/html"] = re.sub(pattern, new, output["data"]["text/html"], count=1)
        return differences(committed, book)

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
    assert same_to_a_reader(one, two) is same
    assert same_to_a_reader(two, one) is same


def test_differences_sees_missing_pictures_more_outputs_and_wrong_counts():
    text, picture = nbformat.v4.new_output("stream", name="stdout", text="1"), _shown(image_png="x")
    assert differences(_book(text, picture), _book(text, picture)) == []
    assert differences(_book(text, picture), _book(text, _shown(image_png="y"))) == []
    assert len(differences(_book(text, picture), _book(text))) == 1
    assert len(differences(_book(text), _book(text, picture))) == 1
    assert len(differences(_book(text), _book(nbformat.v4.new_output("stream", name="stderr", text="1")))) == 1
    assert differences(_book(count=3), _book()) == ["cell 1 is committed with the execution count 3"]
