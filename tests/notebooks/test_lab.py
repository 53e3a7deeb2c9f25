"""Notebooks in JupyterLab, in a real browser: each runs to its end, and a control moved by keyboard turns its picture."""

import json
import os
import socket
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from conftest import BROWSER
from playwright.sync_api import sync_playwright

from helpers.notebooks.execute import find_notebooks, read_notebook, write_notebook

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed that could open JupyterLab"),
]
MINUTES = 10
# Each with a control of one of its panels, and what is put into it; 02 has a panel without a picture.
TURNED = {"02": ("search", "rail"), "04": ("topics", "5"), "05": ("kind", "level")}
ANSWER = "[...document.querySelectorAll('.widget-vbox .widget-html-content')].map(one => one.innerHTML).join('')"
DONE = """() => {
  const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(one => one.innerText);
  return prompts.length > 3 && prompts.every(text => /\\d/.test(text));
}"""


def _free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _not_run(notebook):
    """Take outputs and counts away, so that only what runs here has them."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def _answers(address):
    try:
        return urlopen(address, timeout=5).status == 200
    except URLError:
        return False


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab on copies of notebooks that were not run yet: its address."""
    folder, port = tmp_path_factory.mktemp("lab"), _free_port()
    # All cells are in the page, also those that are out of sight.
    settings = folder / "settings" / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"windowingMode": "none"}))
    env = {**os.environ, "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings")}
    (folder / "notebooks").mkdir()
    for path in find_notebooks(TURNED):
        write_notebook(_not_run(read_notebook(path)), folder / "notebooks" / path.name)
    options = [
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        "--IdentityProvider.token=",
        "--ServerApp.log_level=ERROR",
    ]
    command = [sys.executable, "-m", "jupyterlab", *options, f"--ServerApp.root_dir={folder}"]
    address = f"http://127.0.0.1:{port}"
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=folder, env=env, **silent) as server:
        while not _answers(f"{address}/api") and server.poll() is None:
            time.sleep(0.5)
        yield address
        server.terminate()


@pytest.fixture
def page():
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-dev-shm-usage"])
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.set_default_timeout(MINUTES * 60_000)
        yield page
        browser.close()


def _run_all(page):
    page.wait_for_selector(".jp-Notebook .jp-CodeCell")
    # Before a kernel is there, JupyterLab would ask which.
    page.get_by_text("| Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()


@pytest.mark.parametrize("name", TURNED)
def test_a_notebook_runs_to_its_end_and_a_control_turns_what_is_shown(name, lab, page):
    (path,) = find_notebooks([name])
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{lab}/lab/tree/notebooks/{path.name}?reset")
    _run_all(page)
    label, value = TURNED[name]
    control = page.get_by_label(label, exact=True).first
    control.wait_for()
    control.scroll_into_view_if_needed()
    page.wait_for_function(DONE)
    assert page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    before = page.evaluate(ANSWER)
    control.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(value)
    page.keyboard.press("Enter")
    page.wait_for_function(f"before => {ANSWER} !== before", arg=before)
    if name != "02":
        assert "<img" in page.evaluate(ANSWER)
    assert wrong == []
