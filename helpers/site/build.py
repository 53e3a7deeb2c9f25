"""Build the site from notebooks: pages, search, font and the files of the tables."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from nbformat import NotebookNode

from helpers.corpus import Corpus, load
from helpers.files import SHIPPED, CorpusError, write_whole
from helpers.notebooks.execute import execute, executed, find_notebooks, read_notebook, write_notebook
from helpers.show.export import save_table
from helpers.site.content import Content, content
from helpers.site.data import (
    CATALOGUE,
    FILES,
    GLOSSARY,
    LEDGER,
    TABLES,
    catalogue_page,
    glossary_page,
    ledger_page,
    read_resource,
    resources,
    stem,
    tables_page,
)
from helpers.site.search import index, plain
from helpers.site.shell import ASSETS, FONT, Place, font_of, page

SITE = SHIPPED.parent / "site"
START = "index.html"


def _file(path: Path) -> str:
    return f"{path.stem}.html"


def _of_notebooks(notebooks: Mapping[Path, NotebookNode]) -> dict[str, Content]:
    return {_file(path): content(notebook, path.stem) for path, notebook in sorted(notebooks.items())}


def _short(title: str) -> str:
    return title.partition(":")[0]


def _of_tables(corpus: Corpus, pages: Mapping[str, Content]) -> dict[str, tuple[str, Content]]:
    """Make the pages of tables that a corpus allows; returns dict file -> name and content."""
    read = {file: (_short(one.title), plain(one.html)) for file, one in pages.items()}
    made = {CATALOGUE: ("Catalogue", catalogue_page(corpus))}
    # A folder of one's own may have no ledger; the notebooks say so.
    with suppress(CorpusError):
        made[LEDGER] = ("Ledger of figures", ledger_page(corpus))
    made[GLOSSARY] = ("Glossary", glossary_page(corpus, read))
    made[TABLES] = ("Tables", tables_page(corpus))
    return made


def build_site(notebooks: Mapping[Path, NotebookNode], *, corpus: Corpus, site: Path) -> Path:
    """Write the pages of executed notebooks and of the tables of their corpus.

    notebooks: dict path -> notebook. corpus: that they were run on. site: folder to write to, made if need be.
    Returns the path of the page to open. Raises CorpusError where the folder cannot be written to.
    """
    pages = _of_notebooks(notebooks)
    tables = _of_tables(corpus, pages)
    places = [Place(file, f"{file[:2]} {_short(one.title)}", "Notebooks") for file, one in pages.items()]
    places += [Place(file, name, "Tables") for file, (name, _) in tables.items()]
    contents = pages | {file: one for file, (_, one) in tables.items()}
    written = {file: page(one, places, file) for file, one in contents.items()}
    start = next(iter(written))
    if start.startswith("00"):
        written[START] = written[start]
        start = START
    (site / FILES).mkdir(parents=True, exist_ok=True)
    for file, html in written.items():
        write_whole(site / file, html.encode())
    for one in contents.values():
        for file, data in one.pictures.items():
            write_whole(site / file, data)
    searched = index(contents)
    write_whole(site / "search.js", searched.encode())
    write_whole(site / FONT, font_of("".join(written.values()) + searched))
    _copy(corpus, site)
    return site / start


def _copy(corpus: Corpus, site: Path) -> None:
    """Put the style, the script and the tables, as CSV and as Parquet, beside the pages."""
    for name in ("site.css", "site.js"):
        write_whole(site / name, (ASSETS / name).read_bytes())
    for resource in resources(corpus.folder):
        save_table(read_resource(corpus.folder, resource), site / f"{stem(resource)}.csv")


def committed(names: Iterable[str] = (), *, site: Path | str = SITE) -> Path:
    """Build the site of the notebooks as they are, without running them.

    names: see `find_notebooks`. site: folder to write to. Returns the path of the page to open.
    """
    notebooks = {path: read_notebook(path) for path in find_notebooks(names)}
    return build_site(notebooks, corpus=load(), site=Path(site))


def run(names: Iterable[str] = (), *, site: Path | str = SITE, corpus: Path | None = None) -> Path:
    """Execute notebooks on the corpus as it is here, or on one's own, and build their site.

    names: see `find_notebooks`. site: folder for the executed notebooks and pages, made if need be. corpus: a folder of
    texts, whose features, ledger and phrases are made; the shipped one by default.
    Returns the path of the page to open. The committed notebooks are left alone, since with raw files
    at hand the executed ones show text that may not be published.
    """
    site = Path(site)
    site.mkdir(parents=True, exist_ok=True)
    values = {"CORPUS": str(corpus)} if corpus else {}
    done = dict(executed(find_notebooks(names), lambda path: execute(path, raw=True, parameters=values)))
    for path, notebook in done.items():
        write_notebook(notebook, site / path.name)
    return build_site(done, corpus=load(corpus), site=site)
