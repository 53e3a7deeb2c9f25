"""Every parameter of every notebook turned to its ends, to nothing and to a wrong type."""

import pytest
from nbclient.exceptions import CellExecutionError

from helpers.notebooks.execute import execute, find_notebooks

START, CORPUS, WORDS, GROUPS, TOPICS, LEDGER, AUDIT, PLACES, SHARED, OWN = find_notebooks()
# With these values a notebook runs to its end.
RUNS = [
    (GROUPS, {"OFFICE": "Hebei official", "WORDS_IN_PLOT": 1, "WORDS_IN_TABLE": 1, "LEAST": 60}),
    (GROUPS, {"OFFICE": "not stated", "WORDS_IN_PLOT": 60, "WORDS_IN_TABLE": 60, "LEAST": 400}),
    (GROUPS, {"OFFICE": "scholar", "LEAST": 1}),
    (GROUPS, {"OFFICE": "reporter"}),
    (GROUPS, {"OFFICE": "Tianjin official", "WORDS_IN_TABLE": 2}),
    (GROUPS, {"OFFICE": "central institute", "LEAST": 30}),
    (GROUPS, {"OFFICE": "central leadership", "LEAST": 100}),
    (
        WORDS,
        {"WORDS_IN_TABLE": 2, "WORDS_IN_CLOUD": 1, "COLLOCATES": 1, "TOP": 1, "LEAST": 1, "CONTEXT_OF": "没有的词"},
    ),
    (WORDS, {"WORDS_IN_TABLE": 100, "WORDS_IN_CLOUD": 100, "COLLOCATES": 20, "TOP": 500, "LEAST": 900}),
    (WORDS, {"KEY_TERMS": ["养老服务"]}),
    (WORDS, {"KEY_TERMS": ["牛鼻子"], "CONTEXT_OF": "京津冀"}),
    (WORDS, {"KEY_TERMS": ["京津冀", "协同发展", "北京", "天津", "河北", "推进"], "COLLOCATES": 3}),
    (TOPICS, {"K": 2, "MOST": 5, "DRAWS": 10}),
    (TOPICS, {"K": 6, "MOST": 5, "DRAWS": 10}),
    (TOPICS, {"K": 20, "MOST": 5, "DRAWS": 10}),
    (TOPICS, {"K": 9, "MOST": 20, "DRAWS": 10}),
    (START, {"TERMS_IN_CLOUD": 1, "TERMS_IN_TABLE": 1}),
    (START, {"TERMS_IN_CLOUD": 100, "TERMS_IN_TABLE": 400}),
    (CORPUS, {"SAMPLE_ARTICLE": "sample-01", "TEXT_ARTICLE": "hh-05"}),
    (CORPUS, {"SAMPLE_ARTICLE": "sample-03", "TEXT_ARTICLE": "law-01"}),
    (LEDGER, {"PANELS": 1, "REPEATS": 1, "REGION": "上海", "FIGURE": "hh-01-f001"}),
    (LEDGER, {"PANELS": 16, "REPEATS": 60, "REGION": "京津冀"}),
    (AUDIT, {"SPREAD": 0.5}),
    (AUDIT, {"SPREAD": 0.9}),
    (AUDIT, {"SPREAD": 1}),
    (PLACES, {"PLACES_IN_TABLE": 1, "LABELS": 0, "LEAST": 1, "DAYS": 1}),
    (PLACES, {"PLACES_IN_TABLE": 100, "LABELS": 60, "LEAST": 500, "DAYS": 60}),
    (SHARED, {"ARTICLES": 2, "TIES": 1, "PHRASES": 1, "TOP": 1, "MOVED": 1}),
    (SHARED, {"ARTICLES": 60, "TIES": 200, "PHRASES": 100, "TOP": 100, "MOVED": 100}),
]
# With these it stops before it computes anything, and says which value was met and what was expected.
REFUSED = [
    (WORDS, "KEY_TERMS", []),
    (WORDS, "KEY_TERMS", ["没有的词"]),
    (WORDS, "KEY_TERMS", "疏解"),
    (WORDS, "WORDS_IN_TABLE", 1),
    (WORDS, "WORDS_IN_TABLE", 101),
    (WORDS, "WORDS_IN_CLOUD", 0),
    (WORDS, "LEAST", "15"),
    (WORDS, "LEAST", 1_000_000),
    (WORDS, "COLLOCATES", 0),
    (WORDS, "TOP", 501),
    (WORDS, "CONTEXT_OF", ""),
    (WORDS, "CONTEXT_OF", None),
    (PLACES, "DAYS", 0),
    (PLACES, "LEAST", 100_000),
    (PLACES, "LABELS", "18"),
    (PLACES, "PLACES_IN_TABLE", 101),
    (SHARED, "ARTICLES", 1),
    (SHARED, "TIES", None),
    (SHARED, "PHRASES", 2.5),
    (SHARED, "TOP", 101),
    (SHARED, "MOVED", 0),
    (GROUPS, "OFFICE", "nobody"),
    (GROUPS, "OFFICE", None),
    (GROUPS, "WORDS_IN_PLOT", 2.5),
    (GROUPS, "WORDS_IN_PLOT", 61),
    (GROUPS, "WORDS_IN_TABLE", 0),
    (GROUPS, "LEAST", 0),
    (GROUPS, "LEAST", 1_000_000),
    (TOPICS, "K", 1),
    (TOPICS, "K", 21),
    (TOPICS, "K", "9"),
    (TOPICS, "DRAWS", None),
    (TOPICS, "DRAWS", 9),
    (TOPICS, "MOST", True),
    (TOPICS, "MOST", 4),
    (START, "TERMS_IN_CLOUD", 0),
    (START, "TERMS_IN_CLOUD", "80"),
    (START, "TERMS_IN_TABLE", None),
    (START, "TERMS_IN_TABLE", 401),
    (CORPUS, "SAMPLE_ARTICLE", "tj-01"),
    (CORPUS, "SAMPLE_ARTICLE", ""),
    (CORPUS, "TEXT_ARTICLE", "tj-99"),
    (CORPUS, "TEXT_ARTICLE", []),
    (LEDGER, "PANELS", 0),
    (LEDGER, "PANELS", "8"),
    (LEDGER, "REPEATS", 0),
    (LEDGER, "REGION", ""),
    (LEDGER, "REGION", None),
    (LEDGER, "FIGURE", "tj-99-f001"),
    (AUDIT, "SPREAD", -0.1),
    (AUDIT, "SPREAD", 2),
    (AUDIT, "SPREAD", "0"),
    (AUDIT, "SPREAD", None),
]
# Of each kind a few are run with every other test, the rest by `make test-all`.
OFTEN = [RUNS[20], REFUSED[12]]


def _marked(rows):
    return [pytest.param(*row, marks=[] if row in OFTEN else pytest.mark.slow) for row in rows]


@pytest.mark.parametrize(("path", "knobs"), _marked(RUNS))
def test_a_notebook_runs_to_its_end(path, knobs):
    cells = execute(path, raw=False, parameters=knobs).cells
    assert all(cell.execution_count for cell in cells if cell.cell_type == "code")


@pytest.mark.parametrize(("path", "name", "value"), _marked(REFUSED))
def test_a_notebook_refuses_what_it_cannot_use(path, name, value):
    with pytest.raises(CellExecutionError) as caught:
        execute(path, raw=False, parameters={name: value})
    assert caught.value.ename == "CorpusError"
    assert f"{name} is {value!r}" in caught.value.evalue
