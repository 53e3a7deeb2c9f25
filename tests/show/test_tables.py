"""Tables as they are shown: plain numbers, escaped text, ids made of what is shown."""

import re

import pandas as pd
import pytest

from helpers.show.tables import plain, probability, show


@pytest.mark.parametrize(
    ("value", "shown"), [(1234567.8, "1,234,568"), (999.96, "1,000"), (0.123456, "0.1235"), (-5300, "-5,300"), (5, "5")]
)
def test_numbers_are_plain(value, shown):
    assert plain(value) == shown


def test_a_cell_is_written_by_what_it_holds():
    table = pd.DataFrame(
        {"n": pd.array([12345, None], dtype="Int64"), "year_to": [2013, 2024], "x": [0.5, None], "b": [True, False]}
    )
    cells = re.findall(r"<td[^>]*>(.*?)</td>", show(table).data)
    assert cells == ["12,345", "2013", "0.5", "yes", "", "2024", "", "no"]


def test_headings_are_words_and_chances_have_three_digits():
    table = pd.DataFrame({"word": ["桥"], "dp_norm": [0.5], "p_chance": [0.00004], "as_given": [1]})
    page = show(table, heads={"word": "<b>"}).data
    heads = re.findall(r"<th[^>]*>(.*?)</th>", page)
    assert heads == ["&lt;b&gt;", "DP_norm (0 even, 1 clumped)", "p against chance", "as given"]
    assert re.findall(r"<td[^>]*>(.*?)</td>", page) == ["桥", "0.5", "&lt; 0.001", "1"]


@pytest.mark.parametrize(
    ("value", "shown"), [(0.0009, "< 0.001"), (0.001, "0.001"), (0.04996, "0.050"), (1.0, "1.000")]
)
def test_a_probability_has_three_digits(value, shown):
    assert probability(value) == shown


def test_text_is_escaped_in_cells_and_headings():
    table = pd.DataFrame({"<i>": ["<b>河</b>$x$"], "year <u>": ["<b>"], "p_<s>": [0.5]})
    html = show(table, right=["<i>"]).data
    assert "&lt;b&gt;河&lt;/b&gt;<span>$</span>x<span>$</span>" in html
    assert "<b>" not in html
    assert re.findall(r"<th[^>]*>(.*?)</th>", html) == ["&lt;i&gt;", "year &lt;u&gt;", "p &lt;s&gt;"]
    assert "text-align: right" in html


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("01-the-corpus.ipynb", '<a href="01-the-corpus.ipynb">01-the-corpus</a>'),
        ("javascript:x", '<a href="javascript%3Ax">javascript:x</a>'),
        ("../a.html", '<a href="..%2Fa.html">a</a>'),
        ('<b>".txt', '<a href="%3Cb%3E%22.txt">&lt;b&gt;&quot;</a>'),
    ],
)
def test_a_link_leads_to_a_file_beside_the_page(name, link):
    cells = re.findall(r"<td[^>]*>(.*?)</td>", show(pd.DataFrame({"file": [name]}), links=["file"]).data)
    assert cells == [link]


def test_tables_put_together_are_shown():
    table = pd.concat([pd.DataFrame({"word": ["河"]}), pd.DataFrame({"word": ["桥"]})])
    assert show(table).data.count("<td") == 2


def test_the_id_of_a_table_is_made_of_what_is_shown():
    one, two, other = (show(pd.DataFrame({"x": [value]})).data for value in (1 / 3, 1 / 3 + 1e-15, 0.34))
    assert one == two
    assert one != other
    assert one.replace(re.search(r"T_(t\w{8})", one)[1], "") != other.replace(re.search(r"T_(t\w{8})", other)[1], "")
