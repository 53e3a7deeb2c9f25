"""The site in a real browser: nothing missing, nothing too wide, nothing that axe objects to; search, filters, themes."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import BROWSER
from playwright.sync_api import sync_playwright

from helpers.notebooks.execute import find_notebooks
from helpers.site import build

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed that could open the pages")
PAGES = [*(path.stem for path in find_notebooks()), "catalogue", "ledger", "glossary", "tables"]
SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    build.committed(site=folder)
    return folder


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, site):
    """Open a page of the site: function name, size, theme -> page; at the end nothing was missing or went wrong."""
    wrong, contexts = [], []

    def opened(name, size="desk", theme="light"):
        context = browser.new_context(viewport=SIZES[size], color_scheme=theme)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("requestfailed", lambda asked: wrong.append(asked.url))
        page.on(
            "request", lambda asked: None if asked.url.startswith((site.as_uri(), "data:")) else wrong.append(asked.url)
        )
        page.goto(f"{site.as_uri()}/{name}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def _faults(page):
    # The rows of a table are alike, and axe looks at each for a while; style sheets it would fetch are in the page.
    page.evaluate("document.querySelectorAll('tbody tr:nth-child(n + 20)').forEach(row => row.remove())")
    found = Axe().run(page, options={"preload": False}).response["violations"]
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


def _ground(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_on_a_phone(name, visit):
    page = visit(f"{name}.html", "phone", "dark")
    # Pictures that are not yet in sight are loaded too.
    page.evaluate("document.querySelectorAll('img').forEach(image => { image.loading = 'eager'; })")
    page.wait_for_function("[...document.images].every(image => image.complete)")
    assert page.evaluate("[...document.images].every(image => image.naturalWidth > 0)")
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES["phone"]["width"]


# One page of a notebook and one of a table; the others, at both sizes in both themes, in make test-all.
@pytest.mark.parametrize("name", ["06-figures-under-audit", "ledger"])
def test_axe_has_nothing_to_say(name, visit):
    assert _faults(visit(f"{name}.html", "phone", "dark")) == []


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_axe_has_nothing_to_say_at_any_size_in_any_theme(name, size, theme, visit):
    page = visit(f"{name}.html", size, theme)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    assert _faults(page) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", find_notebooks(), ids=lambda path: path.stem)
def test_the_answer_is_on_the_first_screen(path, size, visit):
    page = visit(f"{path.stem}.html", size)
    first = page.locator("main ol li").first.bounding_box()
    assert first["y"] + first["height"] <= SIZES[size]["height"]


@pytest.mark.parametrize(("words", "first"), [("雄安新区", "雄安新区"), ("port", "port"), ("京津冀协同", "京津冀协同")])
def test_search_finds_chinese_and_english(words, first, visit):
    page = visit("00-start-here.html")
    page.get_by_label("Search all pages").fill(words)
    page.wait_for_selector("#found li")
    marked = page.locator("#found mark").first.inner_text()
    assert marked.lower() == first
    target = page.locator("#found a").first
    target.click()
    page.wait_for_load_state()
    assert words in page.inner_text("main").lower()


def test_search_takes_whatever_is_typed(visit):
    page = visit("00-start-here.html")
    box = page.get_by_label("Search all pages")
    for typed in ("(", "<img src=x onerror=alert(1)>", "\\", "$x$", "[a-"):
        box.fill(typed)
        page.wait_for_selector("#found p")
    box.fill("no such words anywhere")
    assert page.locator("#found").inner_text() == "Nothing is found."
    box.press("Escape")
    assert page.locator("#found").is_hidden()


def test_the_theme_can_be_turned_and_is_kept(visit):
    page = visit("00-start-here.html")
    assert _ground(page) == "rgb(255, 255, 255)"
    page.get_by_role("button", name="Dark").click()
    assert _ground(page) == "rgb(21, 24, 28)"
    page.goto(page.url.replace("00-start-here", "02-word-frequencies"))
    assert _ground(page) == "rgb(21, 24, 28)"


def _shown(page):
    return page.locator("#figures tbody tr:visible")


def test_filters_of_the_ledger_choose_rows_and_are_in_the_address(visit):
    page = visit("ledger.html")
    every = _shown(page).count()
    page.get_by_label("place").select_option("北京")
    of_place = _shown(page).count()
    page.get_by_label("kind").select_option("change")
    of_both = _shown(page).count()
    assert every > of_place > of_both > 0
    assert page.locator("output").inner_text() == f"{of_both} of {every} rows"
    page.goto(page.url)
    assert _shown(page).count() == of_both


def test_the_ledger_is_searched_and_sorted(visit):
    page = visit("ledger.html")
    page.locator("form input[name=q]").fill("rail")
    texts = _shown(page).all_inner_texts()
    assert texts
    assert all("rail" in text.lower() for text in texts)
    assert not any("trail" in text.lower() for text in texts)
    head = page.get_by_role("button", name="amount")
    values = []
    for _ in range(2):
        head.click()
        cells = page.locator("#figures tbody tr:visible td:nth-child(4)")
        values.append(cells.evaluate_all("all => all.map(cell => Number(cell.dataset.value ?? cell.textContent))"))
    assert values[0] == sorted(values[0])
    assert values[1] == sorted(values[1], reverse=True)


def test_a_row_has_an_address(visit):
    page = visit("ledger.html#tj-14-f034")
    row = page.locator('[id="tj-14-f034"]')
    box = row.bounding_box()
    assert 0 <= box["y"] <= SIZES["desk"]["height"]


def test_a_page_prints_without_its_frame(visit):
    page = visit("02-word-frequencies.html")
    page.emulate_media(media="print")
    assert page.locator("header").is_hidden()
    assert page.locator("#pages").is_hidden()
    assert page.locator("main h1").is_visible()
