"""What is loaded when: reading waits for nothing that only building needs, and runs where that is not installed."""

import json
import subprocess
import sys

from helpers.notebooks.execute import find_notebooks

BUILDING = ("charset_normalizer", "nbclient", "nbconvert", "nbformat", "opencc")
SLOW = ("jieba.posseg", "scipy.stats", "sklearn")


def _imports(path):
    """The cell of a notebook that imports."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "".join(next(cell["source"] for cell in cells if cell["cell_type"] == "code"))


def _run(code, *, without=()):
    """Run some code in a process of its own, where some modules are as if they were not installed."""
    absent = f"import sys; sys.modules.update(dict.fromkeys({list(without)}))\n"
    done = subprocess.run([sys.executable, "-c", absent + code], capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_loading_a_corpus_loads_nothing_that_it_does_not_need():
    code = "from helpers import load; load().select().words; print(*sys.modules)"
    assert not {*BUILDING, *SLOW} & set(_run(code))


def test_notebooks_and_their_cards_are_read_where_nothing_can_be_built():
    imports = [_imports(path) for path in find_notebooks()]
    assert all("import" in code for code in imports)
    code = "\n".join([*imports, "print(*catalogue()['notebook'])"])
    assert _run(code, without=BUILDING) == [path.name for path in find_notebooks()]
