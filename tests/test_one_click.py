"""What Binder and Docker install and run, held against their rules and against the Makefile, without either."""

import json
import re
from fnmatch import fnmatch

import yaml

from helpers.files import SHIPPED

ROOT = SHIPPED.parent
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "docker" / "Dockerfile").read_text(encoding="utf-8")
# A line that ends with \\ goes on.
DOCKER = DOCKERFILE.replace("\\\n", " ").splitlines()


def _steps(name):
    return [line.removeprefix(f"{name} ") for line in DOCKER if line.startswith(f"{name} ")]


def test_binder_looks_for_its_files_where_ours_is():
    """repo2docker takes binder/ or .binder/ instead of the root if there is one, and each of these before the rest."""
    others = ("binder", ".binder", "Dockerfile", "Project.toml", "JuliaProject.toml", "REQUIRE", "default.nix")
    assert not any((ROOT / name).exists() for name in (*others, "DESCRIPTION", "install.R", "runtime.txt"))
    assert (ROOT / "environment.yml").is_file()


def test_the_environment_is_one_that_repo2docker_reads():
    """It wants a mapping whose dependencies are a list, and takes the version of Python from an item python=3.N."""
    assert set(ENVIRONMENT) == {"name", "channels", "dependencies"}
    assert all(isinstance(one, (str, dict)) for one in ENVIRONMENT["dependencies"])
    python = [one for one in ENVIRONMENT["dependencies"] if isinstance(one, str) and re.match(r"python\b", one)]
    assert python == ["python=3.11"]
    assert "pip" in ENVIRONMENT["dependencies"]
    assert ENVIRONMENT["dependencies"][-1] == {"pip": ["-r requirements.lock", "-e ."]}


def test_what_the_environment_names_lies_where_it_is_installed_from():
    """Paths are read from the folder of the environment file, which is the root of the repository."""
    for line in ENVIRONMENT["dependencies"][-1]["pip"]:
        assert (ROOT / line.split()[1]).exists()


def test_docker_installs_as_the_makefile_does():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    hashed = re.search(r"^HASHED := \$\(PIP\) (.+)$", makefile, flags=re.M)[1]
    recipe = re.search(r"^\$\(VENV\)/\.installed:.*\n((?:\t.+\n)+)", makefile, flags=re.M)[1]
    wanted = re.findall(r"\$\((HASHED|PIP)\) (.+)", recipe)
    wanted = [f"{hashed} {what}" if how == "HASHED" else what for how, what in wanted]
    installs = [part for step in _steps("RUN") for part in step.split("&&") if "pip install" in part]
    assert [" ".join(part.split("--no-cache-dir")[1].split()) for part in installs] == wanted


def test_docker_has_the_python_of_the_environment_and_is_used_without_root():
    assert _steps("FROM") == ["python:3.11-slim"]
    assert _steps("USER") == ["reader"]
    names = [line.split()[0] for line in DOCKER if line and not line.startswith("#")]
    assert names.index("USER") > max(at for at, name in enumerate(names) if name in ("RUN", "COPY"))
    assert "useradd --create-home reader" in _steps("RUN")[0]


def test_docker_serves_lab_on_the_port_that_it_opens_and_with_a_token():
    command = json.loads(_steps("CMD")[0])
    assert command[:2] == ["jupyter", "lab"]
    assert (ROOT / command[-1]).is_dir()
    assert f"--port={_steps('EXPOSE')[0]}" in command
    assert not any("token" in part or "password" in part for part in command)


def test_docker_copies_what_it_installs_and_no_text():
    copied = [name for step in _steps("COPY") for name in step.split()[:-1] if not name.startswith("--")]
    assert all((ROOT / name).exists() for name in copied)
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert any(fnmatch("corpus/raw/text.txt", pattern) for pattern in ignored)
    assert not any(fnmatch(name, pattern) for name in copied if name != "." for pattern in ignored)


def test_the_readme_says_how_and_promises_nothing_that_is_not_there():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in DOCKERFILE.splitlines()[0].partition(": ")[2].split(" && "):
        assert command in readme
    assert "Binder" in readme
    assert not re.search(r"badge|mybinder\.org/v2", readme)
