"""The table of clauses: what each inherits, and from which clause."""

from helpers.figures.choose import clause_table, row_at
from helpers.figures.clauses import clause_at, sentences
from helpers.figures.lexicon import vocabulary
from helpers.figures.places import places
from helpers.lexicon import shipped

WORDS = vocabulary(shipped())
TEXT = "天津建桥，路通了，唐山建厂。树多了，车也多了。"


def _table(text):
    return clause_table(text, sentences(text), places(text, WORDS), WORDS)


def _origin(text, candidate):
    return None if candidate.clause is None else text[candidate.clause :].split("，")[0]


def test_a_clause_inherits_the_place_of_the_nearest_clause_before_in_its_sentence():
    table = _table(TEXT)
    assert [row.inherits.value for row in table] == [None, "天津", "天津", None, None]
    assert [_origin(TEXT, row.inherits) for row in table] == [None, "天津建桥", "天津建桥", None, None]


def test_a_sentence_inherits_the_place_that_first_opened_a_clause_of_one_before():
    table = _table(TEXT)
    assert [row.before.value for row in table] == [None, None, None, "天津", "天津"]
    assert _origin(TEXT, table[-1].before) == "天津建桥"


def test_the_table_covers_the_text_and_a_figure_finds_its_row():
    text = "天津有桥5座，有路3条。"
    table = _table(text)
    assert "".join(text[row.start : row.end] for row in table) == text
    at = text.index("3")
    row = row_at(table, clause_at(sentences(text), at, at))
    assert text[row.start : row.end] == "有路3条。"
    assert row.sentence == 0


def test_no_text_no_clauses():
    assert _table("") == []
