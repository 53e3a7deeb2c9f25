"""How figures stand to each other: parts after 其中, and multiples that are growth or ratio."""

import pytest

from helpers.figures.clauses import clause_at, sentences
from helpers.figures.lexicon import vocabulary
from helpers.figures.quantities import quantities
from helpers.figures.relations import multiple_is, part_of
from helpers.figures.rows import extract
from helpers.lexicon import shipped

WORDS = vocabulary(shipped())


def _clauses(text):
    found, table = quantities(text, WORDS), sentences(text)
    return found, [clause_at(table, quantity.number, quantity.start) for quantity in found]


# text, then for every figure in it the number of the figure that it is a part of, from 0
PARTS = [
    ("投资100亿元，其中设备40亿元。", [None, 0]),
    ("投资100亿元，其中设备40亿元，厂房30亿元，道路20亿元。", [None, 0, 0, 0]),
    ("投资100亿元，其中设备40亿元；厂房30亿元。", [None, 0, None]),
    ("投资100亿元，其中设备40亿元。厂房30亿元。", [None, 0, None]),
    ("企业100家。其中外企40家。", [None, None]),
    ("投资100亿元，其中设备占40%。", [None, None]),
    ("占比60%，其中外企20%。", [None, None]),
    ("企业100家，其中投资30亿元。", [None, None]),
    ("企业100家，投资20亿元，其中外企40家，投资8亿元。", [None, None, 0, 1]),
    # The nearest one of its unit is the whole.
    ("企业100家，民企50家，其中制造业20家。", [None, None, 1]),
    ("其中外企40家，共有100家。", [None, None]),
    ("企业100家，外企40家。", [None, None]),
    ("企业100家，其中外企40家，其中日企10家。", [None, 0, 1]),
    ("一城企业100家；二城企业80家，其中外企40家。", [None, None, 1]),
]


@pytest.mark.parametrize(("text", "parts"), PARTS)
def test_part_of(text, parts):
    found, clauses = _clauses(text)
    starts = [None if at is None else found[at].start for at in parts]
    assert [part_of(text, clause, at, found) for at, clause in enumerate(clauses)] == starts


# text, then what each of its figures is
MULTIPLES = [
    ("产值增长近1.1倍。", ["growth"]),
    ("产值增长了1.1倍。", ["growth"]),
    ("规模扩大了4倍。", ["growth"]),
    ("客流量提高逾2倍。", ["growth"]),
    ("产值增长到2.1倍。", ["ratio"]),
    ("产值是2014年的1.8倍。", ["ratio"]),
    ("产值为上年的1.8倍，投资增长3倍。", ["ratio", "growth"]),
    ("产值增幅达到2倍。", ["growth"]),
    ("比上年多出3倍。", ["growth"]),
    ("产值翻一番。", ["ratio"]),
    # The word of growth belongs to the figure before.
    ("产值增长5%，达到上年的2.1倍。", ["", "ratio"]),
    ("产值增长，2.1倍于上年。", ["ratio"]),
    ("企业100家，增长5%。", ["", ""]),
]


@pytest.mark.parametrize(("text", "expected"), MULTIPLES)
def test_multiple_is(text, expected):
    found, clauses = _clauses(text)
    assert [multiple_is(text, clause, quantity) for quantity, clause in zip(found, clauses, strict=True)] == expected


def test_rows_have_both():
    table = extract("企业100家，其中外企40家，产值增长1.1倍。")
    assert table["part_of"].fillna(-1).to_list() == [-1, 2, -1]
    assert table["multiple"].to_list() == ["", "", "growth"]
