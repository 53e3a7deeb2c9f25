"""Every parameter of the notebooks of words and topics turned to its ends, to nothing and to a wrong type."""

import pytest
from nbclient.exceptions import CellExecutionError

from helpers.notebooks.execute import execute, find_notebooks, read_notebook, write_notebook

WORDS, GROUPS, TOPICS = find_notebooks(["02", "03", "04"])
# With these values a notebook runs to its end.
RUNS = [
    (GROUPS, {"OFFICE": "Hebei official", "WORDS_IN_PLOT": 1, "WORDS_IN_TABLE": 1, "LEAST": 60}),
    (GROUPS, {"OFFICE": "not stated", "WORDS_IN_PLOT": 60, "WORDS_IN_TABLE": 60, "LEAST": 400}),
    (GROUPS, {"OFFICE": "scholar", "LEAST": 1}),
    (
        WORDS,
        {"WORDS_IN_TABLE": 2, "WORDS_IN_CLOUD": 1, "COLLOCATES": 1, "TOP": 1, "LEAST": 1, "CONTEXT_OF": "没有的词"},
    ),
    (WORDS, {"WORDS_IN_TABLE": 100, "WORDS_IN_CLOUD": 400, "COLLOCATES": 20, "TOP": 500, "LEAST": 900}),
    (WORDS, {"KEY_TERMS": ["养老服务"]}),
    (TOPICS, {"K": 2, "MOST": 5, "DRAWS": 10}),
    (TOPICS, {"K": 6, "MOST": 5, "DRAWS": 10}),
    (TOPICS, {"K": 20, "MOST": 5, "DRAWS": 10}),
]
# With these it stops before it computes anything, and says which value was met and what was expected.
REFUSED = [
    (WORDS, "KEY_TERMS", []),
    (WORDS, "KEY_TERMS", ["没有的词"]),
    (WORDS, "WORDS_IN_TABLE", 1),
    (WORDS, "WORDS_IN_CLOUD", 0),
    (WORDS, "LEAST", "15"),
    (WORDS, "CONTEXT_OF", ""),
    (GROUPS, "OFFICE", "nobody"),
    (GROUPS, "WORDS_IN_PLOT", 2.5),
    (GROUPS, "LEAST", 0),
    (TOPICS, "K", 1),
    (TOPICS, "DRAWS", None),
    (TOPICS, "MOST", True),
]
# Of each kind a few are run with every other test, the rest by `make test-all`.
OFTEN = [RUNS[0], REFUSED[0], REFUSED[6], REFUSED[9]]


def _marked(rows):
    return [pytest.param(*row, marks=[] if row in OFTEN else pytest.mark.slow) for row in rows]


def _turned(path, folder, **knobs):
    """Write a notebook with other parameters into a folder."""
    notebook = read_notebook(path)
    cell = next(cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", []))
    cell.source += "".join(f"\n{name} = {value!r}" for name, value in knobs.items())
    write_notebook(notebook, folder / path.name)
    return folder / path.name


@pytest.mark.parametrize(("path", "knobs"), _marked(RUNS))
def test_a_notebook_runs_to_its_end(path, knobs, tmp_path):
    cells = execute(_turned(path, tmp_path, **knobs), raw=False).cells
    assert all(cell.execution_count for cell in cells if cell.cell_type == "code")


@pytest.mark.parametrize(("path", "name", "value"), _marked(REFUSED))
def test_a_notebook_refuses_what_it_cannot_use(path, name, value, tmp_path):
    with pytest.raises(CellExecutionError) as caught:
        execute(_turned(path, tmp_path, **{name: value}), raw=False)
    assert caught.value.ename == "CorpusError"
    assert f"{name} is {value!r}" in caught.value.evalue
