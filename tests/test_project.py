"""The project as a whole: one set of versions, documented functions, imports one way, links that lead somewhere."""

import ast
import doctest
import inspect
import json
import re
import statistics
import subprocess
import tomllib
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from radon.metrics import mi_visit

import helpers

ROOT = Path(helpers.__file__).resolve().parent.parent
# From the ground up: a room imports only from those above it in this list.
ROOMS = [
    "files",
    "cells",
    "lexicon",
    "texts",
    "made",
    "figures",
    "counting",
    "catalogue",
    "features",
    "storage",
    "parts",
    "corpus",
    "edits",
    "ledger",
    "scale",
    "audit",
    "evaluation",
    "show",
    "notebooks",
    "site",
    "exports",
    "bench",
    "__main__",
]
# Names that may be relied on; each is a door to a room and computes nothing.
DOORS = {"cleaning": ["clean"], "indicators": ["clauses", "explain", "extract"]}
FILES = sorted((ROOT / "helpers").rglob("*.py"))
MODULES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in FILES
    if path.name not in ("__init__.py", "__main__.py")
]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
LOCKS = ["requirements-build", "requirements", "requirements-test"]


def _text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def _lock(name):
    lines = [line for line in _text(f"{name}.lock").splitlines() if not line.startswith("-r ")]
    return [Requirement(line) for line in lines]


def _included(name):
    return re.findall(r"^-r (.+)\.lock$", _text(f"{name}.lock"), flags=re.M)


def _pins(name):
    """The pins of a lock and of the locks that it includes."""
    return [pin for lock in [name, *_included(name)] for pin in _lock(lock)]


def _hashed(name):
    """Each requirement of a hashed lock and the options that follow it."""
    text = _text(f"{name}.hashes").replace("\\\n", " ")
    parts = [line.split(" --") for line in text.splitlines()]
    return [(Requirement(first), options) for first, *options in parts]


def _names(requirements):
    return {canonicalize_name(Requirement(str(text)).name) for text in requirements}


def _versions(requirements):
    """Which versions of each library, and where: without a condition if one line of it has none."""
    always = _names(pin for pin in requirements if pin.marker is None)
    return {
        (name, str(pin.specifier), "" if name in always else str(pin.marker))
        for pin in requirements
        for name in _names([pin])
    }


def _tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, check=True, cwd=ROOT).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name]


def test_every_direct_dependency_is_pinned_and_they_are_few():
    assert _names(PROJECT["dependencies"]) <= _names(_lock("requirements"))
    # make run builds the site with what the lock installs.
    assert _names(PROJECT["optional-dependencies"]["site"]) <= _names(_lock("requirements"))
    assert _names(PROJECT["optional-dependencies"]["test"]) <= _names(_lock("requirements-test"))
    # About a dozen; each earns its line.
    assert len(PROJECT["dependencies"]) <= 15


def test_locks_pin_one_version_each_and_name_no_host():
    for name in LOCKS:
        for requirement in _lock(name):
            assert [pin.operator for pin in requirement.specifier] == ["=="], requirement
        assert "://" not in _text(f"{name}.lock")
        assert "--" not in _text(f"{name}.lock")


@pytest.mark.parametrize("name", LOCKS)
def test_hashes_are_of_the_versions_in_the_lock_and_name_no_host(name):
    hashed = _hashed(name)
    assert _versions([requirement for requirement, _ in hashed]) == _versions(_pins(name))
    for requirement, options in hashed:
        assert options, requirement
        assert all(re.fullmatch(r"hash=sha256:[0-9a-f]{64} *", option) for option in options), requirement
    assert "://" not in _text(f"{name}.hashes")


def test_make_installs_by_hashes_and_builds_with_what_is_pinned():
    makefile = _text("Makefile")
    assert re.search(r"^HASHED := \$\(PIP\) --require-hashes --no-build-isolation$", makefile, flags=re.M)
    installs = re.findall(r"^\t\$\((?:PIP|HASHED)\) .*$", makefile, flags=re.M)
    assert installs == [
        "\t$(HASHED) -r requirements-build.hashes",
        "\t$(HASHED) -r requirements.hashes",
        "\t$(PIP) --no-build-isolation --no-deps -e .",
        "\t$(HASHED) -r requirements-test.hashes",
    ]
    assert makefile.count("pip install") == 1
    assert PYPROJECT["build-system"]["requires"] == [str(pin) for pin in _lock("requirements-build")]


def test_the_lock_is_what_is_installed():
    for requirement in _pins("requirements-test"):
        if requirement.marker is None or requirement.marker.evaluate():
            assert requirement.specifier.contains(version(requirement.name)), requirement


def test_conda_installs_the_same_lock_on_a_python_that_the_project_allows():
    environment = _text("environment.yml")
    python = re.search(r"- python=(3\.\d+)$", environment, flags=re.M)[1]
    assert PROJECT["requires-python"] == f">={python}"
    assert re.search(r"- pip:\n +- -r requirements\.lock\n +- -e \.\n", environment)
    assert f"py{python.replace('.', '')}" in _text("pyproject.toml")


def test_one_version_everywhere():
    stated = helpers.__version__
    assert PROJECT["version"] == stated
    assert re.search(rf"^version: {re.escape(stated)}$", _text("CITATION.cff"), flags=re.M)
    assert json.loads(_text("corpus/datapackage.json"))["version"] == stated
    assert re.search(rf"^## {re.escape(stated)} ", _text("CHANGELOG.md"), flags=re.M)


def _tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def _room(name):
    return name.split(".")[1]


def _imports(path):
    """List the modules of helpers that a file imports, wherever in it."""
    found = []
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "helpers":
            inside = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [name if name in MODULES else node.module for name in inside]
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.split(".")[0] == "helpers"]
    return [name for name in found if name != "helpers"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_go_one_way(path):
    own = path.relative_to(ROOT / "helpers").with_suffix("").parts[0]
    if own == "__init__" or own in DOORS:
        return
    for name in _imports(path):
        assert ROOMS.index(_room(name)) <= ROOMS.index(own), name
        assert _room(name) != own or len(name.split(".")) == 3, name


def test_no_room_has_a_circle_inside():
    needs = {".".join(path.relative_to(ROOT).with_suffix("").parts): set(_imports(path)) for path in FILES}
    left = dict(needs)
    while left:
        free = [name for name, needed in left.items() if not needed & set(left)]
        assert free, f"a circle among {sorted(left)}"
        left = {name: needed for name, needed in left.items() if name not in free}


def test_every_module_is_in_a_room():
    tops = {path.relative_to(ROOT / "helpers").with_suffix("").parts[0] for path in FILES}
    assert tops == {*ROOMS, *DOORS, "__init__"}


@pytest.mark.parametrize("door", DOORS)
def test_doors_hold_no_code(door):
    module = import_module(f"helpers.{door}")
    assert module.__all__ == DOORS[door]
    assert all(
        isinstance(node, (ast.Expr, ast.ImportFrom, ast.Assign)) for node in _tree(ROOT / f"helpers/{door}.py").body
    )
    assert all(getattr(module, name).__module__ != module.__name__ for name in DOORS[door])


def test_no_module_but_the_ground_knows_where_the_shipped_corpus_is():
    """Lexica and tables belong to a corpus: SHIPPED is where a caller who names no folder is sent, and nothing else."""
    users = {
        path.relative_to(ROOT / "helpers").as_posix() for path in FILES if "SHIPPED" in path.read_text(encoding="utf-8")
    }
    rooms = {"files.py", "lexicon.py", "texts/sources.py", "corpus.py", "__main__.py"}
    assert {name for name in users if not name.startswith(("notebooks/", "site/"))} <= rooms


def _public(module):
    members = inspect.getmembers(import_module(module), inspect.isfunction)
    return [function for name, function in members if not name.startswith("_") and function.__module__ == module]


@pytest.mark.parametrize("module", MODULES)
def test_every_public_function_is_documented(module):
    assert import_module(module).__doc__
    for function in _public(module):
        doc = inspect.getdoc(function) or ""
        assert doc.split("\n")[0].endswith("."), function
        assert re.search(r"\b(?:returns?|yields?)\b|^(Set|Write|Say whether)\b", doc, flags=re.I), function
        for name in inspect.signature(function).parameters:
            assert re.search(rf"\b{name}\b", doc), (function, name)


# The ten functions that a reader of the notebooks or of the README meets first.
EXAMPLES = {
    "helpers.corpus": ["load"],
    "helpers.texts.cleaning": ["clean"],
    "helpers.figures.rows": ["extract"],
    "helpers.figures.explain": ["explain"],
    "helpers.figures.numerals": ["parse_numeral"],
    "helpers.counting.counts": ["count"],
    "helpers.counting.dispersion": ["dispersion"],
    "helpers.counting.keyness": ["keyness"],
    "helpers.counting.collocations": ["collocations"],
    "helpers.counting.phrases": ["phrases"],
}


@pytest.mark.parametrize("module", MODULES)
def test_examples_of_docstrings_run(module):
    finder, runner = doctest.DocTestFinder(exclude_empty=True), doctest.DocTestRunner()
    found = {test.name.rpartition(".")[2]: test for test in finder.find(import_module(module)) if test.examples}
    assert set(EXAMPLES.get(module, [])) <= set(found)
    for test in found.values():
        assert runner.run(test).failed == 0, test.name


def _body_lines(node):
    start = node.body[1].lineno if ast.get_docstring(node) and len(node.body) > 1 else node.body[0].lineno
    return node.end_lineno - start + 1


def _functions():
    return [node for path in FILES for node in ast.walk(_tree(path)) if isinstance(node, ast.FunctionDef)]


def test_functions_are_small():
    lengths = [_body_lines(node) for node in _functions()]
    assert statistics.median(lengths) < 8
    assert max(lengths) <= 30
    assert sum(length > 15 for length in lengths) / len(lengths) < 0.08


def test_every_function_is_typed():
    for node in _functions():
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        untyped = [argument.arg for argument in arguments if argument.annotation is None]
        assert set(untyped) <= {"self", "cls"}, (node.name, untyped)
        assert node.returns is not None, node.name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_module_is_maintainable(path):
    assert mi_visit(path.read_text(encoding="utf-8"), multi=True) >= 20


def test_links_of_the_documents_lead_somewhere():
    for name in ("README.md", "CONTRIBUTING.md", "docs/house.md", "corpus/README.md", "corpus/raw/README.md"):
        for link in re.findall(r"(?:\]\(|src=\")([^)\"]+)[)\"]", _text(name)):
            assert ((ROOT / name).parent / link).exists(), (name, link)


def test_the_datasheet_has_its_seven_heads():
    heads = re.findall(r"^## (.+)$", _text("corpus/README.md"), flags=re.M)
    assert heads == ["Motivation", "Composition", "Collection", "Preprocessing", "Uses", "Distribution", "Maintenance"]


def test_the_drawing_of_the_house_has_every_room_and_module_in_order():
    house = _text("docs/house.md").split("# The way of a number")[0]
    heads = re.findall(r"^    (\w+)/? ", house, flags=re.M)
    assert [head for head in heads if head in ROOMS] == ROOMS
    for module in MODULES:
        assert re.search(rf"\b{module.rpartition('.')[2]}\b", house), module


def test_what_is_run_before_a_commit_is_what_make_lint_runs():
    hooks = re.findall(r"entry: \.venv/bin/(\w+(?: \w+)?)", _text(".pre-commit-config.yaml"))
    recipe = re.search(r"^lint: .*\n((?:\t.+\n)+)", _text("Makefile"), flags=re.M)[1]
    linted = re.findall(r"\$\(BIN\)/(\w+(?: \w+)?)", recipe)
    assert hooks == linted
    assert "make lint" in _text(".ci/run")


def test_what_is_new_stands_on_top_of_the_changelog():
    assert re.findall(r"^## (.+)$", _text("CHANGELOG.md"), flags=re.M)[0] == "Unreleased"


def test_contributing_has_a_page_for_everything_that_can_be_added():
    heads = re.findall(r"^## A new (.+)$", _text("CONTRIBUTING.md"), flags=re.M)
    assert heads == ["notebook", "source", "place", "term", "concept", "edit", "cleaning step"]


def test_commands_of_the_readme_exist():
    targets = set(re.findall(r"^([a-z]+):", _text("Makefile"), flags=re.M))
    assert (
        set(re.findall(r"make ([a-z]+)\b", "".join(re.findall(r"`[^`]+`|^    .+$", _text("README.md"), flags=re.M))))
        <= targets
    )


def test_no_path_of_a_machine_is_committed():
    own = Path(__file__).resolve()
    for path in _tracked():
        if path.suffix not in (".parquet", ".png") and path.exists() and path.resolve() != own:
            text = path.read_text(encoding="utf-8")
            found = re.search(r"/(?:work|opt|Users)/\w|file:/" + "/", text)
            assert not found, f"{path.name}: {found[0] if found else ''}"


def test_citation_file_names_what_the_licence_names():
    citation, licence = _text("CITATION.cff"), _text("LICENSE")
    assert "cff-version: 1.2.0" in citation
    assert "MIT License" in licence
    assert "CC BY 4.0" in licence
