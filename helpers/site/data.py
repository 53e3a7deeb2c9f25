"""Pages of tables: the catalogue, the ledger, the glossary, and every table with its data dictionary."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape, unescape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import pandas as pd

from helpers.corpus import Corpus
from helpers.counting.dispersion import dispersion
from helpers.files import SHIPPED, read_table
from helpers.ledger import read, with_outlets
from helpers.show.amounts import amount, many, when
from helpers.show.escaped import as_html
from helpers.site.content import Content, framed

LEDGER, CATALOGUE, GLOSSARY, TABLES = "ledger.html", "catalogue.html", "glossary.html", "tables.html"
# Where the files of the tables lie beside the pages.
FILES = "data"


class Column(NamedTuple):
    """A column of a table on a page.

    head: its name for readers. shown: HTML of its cells. values: by which it is sorted and chosen. chosen: whether a
    control above the table chooses among its values.
    """

    head: str
    shown: Sequence[str]
    values: Sequence[object]
    chosen: bool = False


def _text(head: str, values: Iterable[object], *, chosen: bool = False) -> Column:
    plain = ["" if pd.isna(value) else str(value) for value in values]
    return Column(head, [as_html(text) for text in plain], plain, chosen)


def _number(head: str, values: Iterable[Any]) -> Column:
    numbers = list(values)
    return Column(head, ["" if pd.isna(value) else f"{value:,}" for value in numbers], numbers)


def _linked(head: str, values: Iterable[object], page: str, *, chosen: bool = False) -> Column:
    """Lead from ids to their rows on a page; "" for the page itself."""
    names = list(map(str, values))
    shown = [f'<a href="{page}#{quote(name)}">{as_html(name)}</a>' for name in names]
    return Column(head, shown, names, chosen)


def _name(head: str) -> str:
    return head.replace(" ", "-").lower()


def _control(at: int, column: Column) -> str:
    options = "".join(
        f'<option value="{escape(value)}">{as_html(value)}</option>'
        for value in sorted({str(value) for value in column.values} - {""})
    )
    select = f'<select name="{_name(column.head)}" data-column="{at}"><option value="">(all)</option>{options}</select>'
    return f"<label>{escape(column.head)}<br>{select}</label>"


def _form(name: str, columns: Sequence[Column]) -> str:
    controls = "".join(_control(at, column) for at, column in enumerate(columns) if column.chosen)
    search = '<label>search<br><input type="search" name="q"></label>'
    return f'<form class="filters" data-for="{name}" hidden>{search}{controls}<output></output></form>'


def _cell(shown: str, value: object) -> str:
    """Write a cell, with its value where its text is not the same."""
    text = unescape(re.sub("<[^>]+>", "", shown))
    return f"<td>{shown}" if text == str(value) else f'<td data-value="{escape(str(value))}">{shown}'


def _row(name: str, cells: Iterable[tuple[str, object]]) -> str:
    return f'<tr id="{escape(name)}">{"".join(_cell(shown, value) for shown, value in cells)}'


def governed(columns: Sequence[Column], names: Iterable[object], *, name: str, label: str) -> str:
    """Write a table that a page lets its readers search, filter and sort.

    columns: as many cells each. names: ids of the rows, to which a link may lead. name: id of the table. label: what
    the table is. Returns HTML; without scripts the whole table is shown and the controls are not.
    """
    heads = "".join(f'<th scope="col"><button type="button">{escape(column.head)}</button></th>' for column in columns)
    rows = (
        _row(str(row), [(column.shown[at], column.values[at]) for column in columns]) for at, row in enumerate(names)
    )
    table = f'<table class="governed" id="{name}"><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
    return _form(name, columns) + framed(table, label, words=True)


def _glossed(texts: Iterable[str], glosses: Mapping[str, str]) -> list[str]:
    """Write texts with their English below them."""
    return [
        as_html(text) + (f"<br><small>{as_html(glosses[text])}</small>" if text and glosses.get(text) else "")
        for text in texts
    ]


def ledger_page(corpus: Corpus) -> Content:
    """Show the ledger of a corpus: a row per figure, which can be searched, filtered, sorted and linked to.

    corpus: Corpus with a ledger. Returns a Content.
    """
    figures = with_outlets(read(corpus.folder), corpus)
    rows = list(figures.itertuples())
    places = corpus.lexicon.gazetteer.drop_duplicates("place").set_index("place")["gloss"]
    fields = corpus.articles.set_index("article_id")["field"].reindex(figures["article_id"])
    measured = dict(zip(figures["indicator"], figures["gloss"], strict=True))
    years = ["" if pd.isna(row.year_to) else str(row.year_to) for row in rows]
    columns = [
        _linked("figure", figures["figure_id"], ""),
        Column("place", _glossed(figures["region"], places), list(figures["region"]), True),
        Column("what", _glossed(figures["indicator"], measured), list(figures["indicator"])),
        Column("amount", [as_html(amount(row)) for row in rows], list(figures["value"])),
        _text("kind", figures["kind"], chosen=True),
        _text("period", map(when, rows)),
        _text("year", years, chosen=True),
        _text("field", fields, chosen=True),
        _linked("article", figures["article_id"], CATALOGUE, chosen=True),
    ]
    counted = many(len(figures), "figure"), many(figures["article_id"].nunique(), "article")
    told = f"<p>{counted[0]}, one in a row, from {counted[1]}. The link of a figure leads to its row.</p>"
    html = governed(columns, figures["figure_id"], name="figures", label="The figures")
    return Content("The ledger of figures", told + html, [], {})


def catalogue_page(corpus: Corpus) -> Content:
    """Show the catalogue of a corpus, a row per article.

    corpus: Corpus. Returns a Content.
    """
    of_sources = corpus.sources.set_index("source_id").reindex(columns=["publication", "gloss"])
    articles = corpus.articles.drop(columns=["characters", "words"], errors="ignore")
    articles = articles.merge(corpus.sizes, on="article_id", how="left", validate="one_to_one")
    outlets = of_sources["publication"].reindex(articles["source_id"])
    titles = _glossed(articles["title"], dict(zip(articles["title"], articles["title_gloss"], strict=True)))
    columns = [
        _linked("article", articles["article_id"], ""),
        Column("title", titles, list(articles["title"])),
        _text("authors", articles["authors"]),
        Column("outlet", _glossed(outlets, dict(of_sources.to_numpy())), list(outlets), True),
        _text("published", articles["published"]),
        _text("field", articles["field"], chosen=True),
        _text("office", articles["office"], chosen=True),
        _text("on topic", articles["on_topic"].map({True: "yes", False: "no"}), chosen=True),
        _number("characters", articles["characters"]),
        _number("words", articles["words"]),
    ]
    told = f"<p>{many(len(articles), 'article')} of {many(len(corpus.sources), 'source')}.</p>"
    html = governed(columns, articles["article_id"], name="articles", label="The articles")
    return Content("The catalogue", told + html, [], {})


def glossary_page(corpus: Corpus, pages: Mapping[str, tuple[str, str]]) -> Content:
    """Show the terms of a corpus with their English, how often they occur, and the pages that speak of them.

    corpus: Corpus. pages: dict file -> name and text of a page. Returns a Content.
    """
    counted = dispersion(corpus.words)[["word", "count", "range"]]
    terms = corpus.lexicon.terms.merge(counted, left_on="term", right_on="word").sort_values(
        ["count", "term"], ascending=[False, True]
    )
    spoken = [
        ", ".join(
            f'<a href="{quote(file)}" title="{escape(name)}">{escape(file[:2])}</a>'
            for file, (name, text) in pages.items()
            if term in text
        )
        for term in terms["term"]
    ]
    columns = [
        _text("term", terms["term"]),
        _text("in English", terms["gloss"]),
        _text("class", terms["class"], chosen=True),
        _number("occurrences", terms["count"]),
        _number("articles", terms["range"]),
        Column("discussed in", spoken, [len(pages) for pages in spoken]),
    ]
    told = f"<p>The {many(len(terms), 'name')} and set terms of the lexicon that occur in these texts.</p>"
    return Content("Glossary", told + governed(columns, terms["term"], name="terms", label="The terms"), [], {})


def _package(folder: Path) -> dict[str, Any]:
    own = folder / "datapackage.json"
    return json.loads((own if own.is_file() else SHIPPED / "datapackage.json").read_text(encoding="utf-8"))


def resources(folder: Path) -> list[dict[str, Any]]:
    """List the tables of a corpus that are described and there.

    folder: of the corpus. Returns a list of dict, the resources of its datapackage.json, or of ours where it has none.
    """
    described: list[dict[str, Any]] = _package(folder)["resources"]
    return [one for one in described if (folder / str(one["path"])).is_file()]


def _dictionary(resource: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(field['name'])}</code></td><td>{escape(field['type'])}</td>"
        f"<td>{escape(field.get('description', ''))}</td></tr>"
        for field in resource["schema"]["fields"]
    )
    heads = "<thead><tr><th>column</th><th>type</th><th>meaning</th></tr></thead>"
    return framed(f"<table>{heads}<tbody>{rows}</tbody></table>", f"Columns of {resource['name']}", words=True)


def stem(resource: Mapping[str, Any]) -> str:
    """Return the name of the files of a table (resource) beside the pages, without its ending."""
    return f"{FILES}/{str(resource['path']).rpartition('.')[0].replace('/', '-')}"


def _typed(cells: pd.Series) -> pd.Series:
    """Return cells of text as numbers where all that are filled are numbers."""
    numbers = pd.to_numeric(cells.where(cells != ""), errors="coerce")
    return numbers.convert_dtypes() if (numbers.notna() == (cells != "")).all() else cells


def read_resource(folder: Path, resource: Mapping[str, Any]) -> pd.DataFrame:
    """Read a table of a corpus, numbers as numbers where its dictionary says that they are.

    folder: of the corpus. resource: one of `resources`. Returns a DataFrame.
    """
    path = folder / str(resource["path"])
    if path.suffix == ".parquet":
        return pd.read_parquet(path)
    table = read_table(path, ())
    counted = {field["name"] for field in resource["schema"]["fields"] if field["type"] in ("integer", "number")}
    return table.assign(**{name: _typed(table[name]) for name in table.columns if name in counted})


def _resource(resource: Mapping[str, Any]) -> str:
    name, told = escape(str(resource["name"])), escape(str(resource.get("description", "")))
    files = ", ".join(
        f'<a href="{quote(stem(resource))}.{kind}" download>{told_kind}</a>'
        for kind, told_kind in (("csv", "CSV"), ("parquet", "Parquet"))
    )
    return f'<h2 id="{name}">{name}</h2><p>{told}. Files: {files}.</p>{_dictionary(resource)}'


def tables_page(corpus: Corpus) -> Content:
    """Show every table of a corpus with its data dictionary and its file.

    corpus: Corpus. Returns a Content.
    """
    described = resources(corpus.folder)
    told = f"<p>{many(len(described), 'table')}; each can be read without the texts.</p>"
    heads = [(str(one["name"]), escape(str(one["name"]))) for one in described]
    return Content("Tables and what their columns mean", told + "".join(map(_resource, described)), heads, {})
