"""Pages of tables: a row for each row, which can be linked to, and what a dictionary says of each column."""

import re

import pytest

from helpers import ledger, load
from helpers.site.data import (
    Column,
    catalogue_page,
    glossary_page,
    governed,
    ledger_page,
    read_resource,
    resources,
    stem,
    tables_page,
)
from helpers.site.search import entries, index, plain


@pytest.fixture(scope="module")
def shipped_pages(shipped):
    return {"ledger": ledger_page(shipped), "catalogue": catalogue_page(shipped)}


def _rows(html):
    return re.findall(r'<tr id="([^"]*)">', html)


def test_a_table_says_by_what_it_is_sorted_and_chosen():
    columns = [Column("n", ["1,000", "2"], [1000, 2]), Column("kind", ["a &lt;", "b"], ["a <", "b"], True)]
    html = governed(columns, ['x"1', "x2"], name="t", label="things")
    assert '<tr id="x&quot;1"><td data-value="1000">1,000<td>a &lt;' in html
    assert '<tr id="x2"><td>2<td>b' in html
    assert html.count("<select") == 1
    assert (
        '<select name="kind" data-column="1"><option value="">(all)</option><option value="a &lt;">a &lt;</option>'
        in html
    )
    assert re.findall(r"<button.*?>(.*?)</button>", html) == ["n", "kind"]


def test_the_ledger_page_has_every_figure(shipped, shipped_pages):
    figures = ledger.read(shipped.folder)
    html = shipped_pages["ledger"].html
    assert _rows(html) == list(figures["figure_id"])
    assert html.count('href="catalogue.html#') == len(figures)
    assert f"{len(figures):,} figures" in html


def test_the_catalogue_page_has_every_article(shipped, shipped_pages):
    assert _rows(shipped_pages["catalogue"].html) == list(shipped.articles["article_id"])


def test_every_link_to_an_article_finds_its_row(shipped_pages):
    led = re.findall(r'href="catalogue\.html#([^"]+)"', shipped_pages["ledger"].html)
    assert set(led) <= set(_rows(shipped_pages["catalogue"].html))


def test_the_glossary_says_how_often_and_where(shipped):
    html = glossary_page(shipped, {"00-a.html": ("A", "京津冀 here"), "01-b.html": ("B", "nothing")}).html
    row = re.search(r'<tr id="京津冀">(.*?)(?=<tr)', html)[1]
    assert re.findall('href="([^"]+)"', row) == ["00-a.html"]
    count = shipped.words.query("word == '京津冀'")["count"].sum()
    assert f'<td data-value="{count}">{count:,}' in row or f"<td>{count}" in row


def test_every_table_has_its_dictionary_and_its_file(shipped):
    page, described = tables_page(shipped), resources(shipped.folder)
    assert [name for name, _ in page.heads] == [one["name"] for one in described]
    assert {"sources", "articles", "indicators"} <= {one["name"] for one in described}
    assert page.html.count("<table") == len(described)
    assert all(f'href="{stem(one)}.{kind}"' in page.html for one in described for kind in ("csv", "parquet"))
    assert len({stem(one) for one in described}) == len(described)


def test_numbers_of_a_table_are_numbers_and_texts_are_texts(shipped):
    described = {one["name"]: one for one in resources(shipped.folder)}
    figures = read_resource(shipped.folder, described["indicators"])
    assert figures["value"].sum() == pytest.approx(ledger.read(shipped.folder)["value"].sum())
    assert figures["year_to"].isna().sum() == ledger.read(shipped.folder)["year_to"].isna().sum()
    assert read_resource(shipped.folder, described["sources"])["published"].iloc[0] == "2023-05"
    assert read_resource(shipped.folder, described["tokens"]).equals(shipped.tokens)


def test_a_folder_without_tables_has_pages_too(folder):
    from helpers import build

    build(folder)
    corpus = load(folder)
    assert _rows(catalogue_page(corpus).html) == list(corpus.articles["article_id"])
    assert {one["name"] for one in resources(folder)} >= {"tokens", "passages"}
    assert "<table" in glossary_page(corpus, {}).html


def test_an_entry_of_the_index_is_a_row_or_what_is_under_a_head(shipped_pages):
    rows = list(entries("catalogue.html", shipped_pages["catalogue"]))
    assert len(rows) == len(_rows(shipped_pages["catalogue"].html))
    page = shipped_pages["catalogue"]._replace(title="T", html='<p>a<h2 id="x">A <b>head</b></h2><p>河&amp;</p>')
    assert list(entries("p.html", page)) == [("p.html", "", "T", "a"), ("p.html", "x", "T: A head", "河&")]
    assert index({"p.html": page}).startswith('window.SEARCH = [["p.html","","T","a"],')


def test_code_and_controls_are_not_searched():
    html = '<form>x</form><details class="code"><summary>Code</summary>y</details><style>z</style><p>a <b>河</b></p>'
    assert plain(html) == "a 河"
