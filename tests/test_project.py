"""The project as a whole: one set of versions, documented functions, imports one way, links that lead somewhere."""

import ast
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

import helpers

ROOT = Path(helpers.__file__).resolve().parent.parent
# From the ground up: a module imports only from those above it.
ORDER = [
    "sources",
    "cleaning",
    "markup",
    "words",
    "indicators",
    "corpus",
    "ledger",
    "frequency",
    "topics",
    "audit",
    "plots",
    "notebooks",
    "explore",
    "__main__",
]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def _lock(name):
    lines = [line for line in _text(name).splitlines() if line and not line.startswith(("#", "-r"))]
    return {canonicalize_name(Requirement(line).name): Requirement(line) for line in lines}


def _names(requirements):
    return {canonicalize_name(Requirement(text).name) for text in requirements}


def _tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, check=True, cwd=ROOT).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name]


def test_every_direct_dependency_is_pinned_and_they_are_few():
    assert _names(PROJECT["dependencies"]) <= set(_lock("requirements.lock"))
    assert _names(PROJECT["optional-dependencies"]["test"]) <= set(_lock("requirements-test.lock"))
    assert len(PROJECT["dependencies"]) <= 12


def test_locks_pin_one_version_each_and_name_no_host():
    for name in ("requirements.lock", "requirements-test.lock"):
        for requirement in _lock(name).values():
            assert [pin.operator for pin in requirement.specifier] == ["=="], requirement
        assert "://" not in _text(name)
        assert "--" not in _text(name)


def test_the_lock_is_what_is_installed():
    for name, requirement in (_lock("requirements.lock") | _lock("requirements-test.lock")).items():
        if requirement.marker is None or requirement.marker.evaluate():
            assert requirement.specifier.contains(version(name)), name


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


def _tree(module):
    return ast.parse(_text(f"helpers/{module}.py"))


@pytest.mark.parametrize("module", ORDER)
def test_imports_go_one_way(module):
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "helpers":
            names = [node.module.split(".")[1]] if "." in node.module else [alias.name for alias in node.names]
            assert all(ORDER.index(name) < ORDER.index(module) for name in names), (module, names)


def test_every_module_is_in_the_order():
    assert {path.stem for path in (ROOT / "helpers").glob("*.py")} == {*ORDER, "__init__"}


def _public(module):
    members = inspect.getmembers(import_module(f"helpers.{module}"), inspect.isfunction)
    return [
        function
        for name, function in members
        if not name.startswith("_") and function.__module__ == f"helpers.{module}"
    ]


@pytest.mark.parametrize("module", ORDER[:-1])
def test_every_public_function_is_documented(module):
    assert import_module(f"helpers.{module}").__doc__
    for function in _public(module):
        doc = inspect.getdoc(function) or ""
        assert doc.split("\n")[0].endswith("."), function
        assert re.search(r"\breturns?\b|^(Set|Write|Say whether)\b", doc, flags=re.I), function
        for name in inspect.signature(function).parameters:
            assert re.search(rf"\b{name}\b", doc), (function, name)


def _body_lines(node):
    start = node.body[1].lineno if ast.get_docstring(node) and len(node.body) > 1 else node.body[0].lineno
    return node.end_lineno - start + 1


def test_functions_are_small():
    nodes = [node for module in ORDER for node in ast.walk(_tree(module)) if isinstance(node, ast.FunctionDef)]
    lengths = [_body_lines(node) for node in nodes]
    assert statistics.median(lengths) < 12
    assert max(lengths) <= 40


def test_links_of_the_documents_lead_somewhere():
    for name in ("README.md", "corpus/README.md", "corpus/raw/README.md"):
        for link in re.findall(r"\]\(([^)]+)\)", _text(name)):
            assert ((ROOT / name).parent / link).exists(), (name, link)


def test_the_datasheet_has_its_seven_heads():
    heads = re.findall(r"^## (.+)$", _text("corpus/README.md"), flags=re.M)
    assert heads == ["Motivation", "Composition", "Collection", "Preprocessing", "Uses", "Distribution", "Maintenance"]


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
