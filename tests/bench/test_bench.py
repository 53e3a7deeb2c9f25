"""What is measured is measured: on copies that are other texts, in turns with the floor; no time is asserted."""

import re

import pandas as pd
import pytest

from helpers import load
from helpers.bench import report, shapes
from helpers.bench.measure import made, measured, spent, table
from helpers.bench.tasks import FLOOR, TASKS
from helpers.files import SHIPPED


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    return made(load(SHIPPED / "sample"), 2, tmp_path_factory.mktemp("copies"))


def test_copies_are_articles_of_their_own(folders):
    corpus = load(folders.built)
    assert len(corpus.articles) == 2 * len(load(SHIPPED / "sample").articles)
    assert corpus.sources["sha256"].is_unique
    assert corpus.dirt["before"].sum() > 100
    assert corpus.text("sample-01-00000") != corpus.text("sample-01-00001")


# What needs more texts than two copies of the sample, and what other tests carry out by one and by many.
ELSEWHERE = re.compile("rjieba|topics|together|arithmetic|workers")


@pytest.mark.parametrize("task", [name for name in TASKS if not ELSEWHERE.search(name)])
def test_a_task_is_prepared_and_then_carried_out(folders, task):
    run = TASKS[task].prepare(folders)
    assert callable(run)
    run()


def test_what_a_task_takes_is_more_than_nothing(folders):
    took = spent(FLOOR.name, folders)
    assert took.wall > 0
    assert took.cpu > 0
    assert took.memory >= 0


def test_a_measurement_becomes_a_page():
    rows = list(measured(load(SHIPPED / "sample"), copies=[1], runs=1, tasks=[]))
    assert [(row["task"], row["copies"]) for row in rows] == [(FLOOR.name, 1)]
    page = report.page(table(rows), articles=5, characters=1000, runs=1)
    assert re.search(r"\| jieba.cut alone, the floor \| 1 \| \d+\.\d\d \| \d+\.\d\d \|  \| \d+ \|\n$", page)


def test_exponents_and_growth_are_from_one_number_of_copies_to_the_next():
    rows = [
        {"task": task, "copies": copies, "wall": 1, "cpu": cpu, "of_floor": 1, "wall_of_floor": 1, "memory": memory}
        for copies, cpu, memory in ((1, 2, 50), (10, 20, 50), (100, 2000, 100))
        for task in ("a", "b")
    ]
    found = table(rows)
    a = found[found["task"] == "a"]
    assert a["exponent"].round(9).tolist()[1:] == [1.0, 2.0]
    assert pd.isna(a["exponent"].iloc[0])
    assert a["memory_grows"].tolist()[1:] == [1.0, 2.0]


def test_the_growth_of_odd_shapes_is_measured(monkeypatch):
    monkeypatch.setattr(shapes, "SIZES", (1000, 3000, 10_000))
    assert len(set(shapes.SHAPES)) == 52
    assert {len(shapes.text_of(shape, 1000)) // 100 for shape in shapes.SHAPES} <= {9, 10}
    monkeypatch.setattr(shapes, "_once", lambda work, text: len(text) ** (2 if work is shapes.clean else 1))
    found = shapes.growth(shapes=[("", "河", ""), ("", "\t", "")], runs=1)
    assert found["exponent"].round(3).tolist() == [2, 1, 2, 1]
    page = report.shapes(found)
    assert "| `` '河' `` | clean | 1000000.000 | 9000000.000 | 100000000.000 | 2.00 |" in page
    assert r"| `` '\t' `` | extract | 1000.000 |" in page


def test_the_page_that_the_readme_cites_is_there():
    cited = re.findall(
        r"\]\((docs/bench-\d{4}-\d\d-\d\d\.md)\)", (SHIPPED.parent / "README.md").read_text(encoding="utf-8")
    )
    pages = sorted(path.name for path in (SHIPPED.parent / "docs").glob("bench-*.md"))
    assert pages
    assert [f"docs/{name}" for name in pages] == cited
