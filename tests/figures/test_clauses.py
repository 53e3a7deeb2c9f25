"""Sentences and clauses: how a paragraph is cut, and which clause a figure is in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.figures.clauses import Mention, clause_at, clauses_before, sentences, sentences_before, within


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("桥通了", ["桥通了"]),
        ("桥通了。路修了！", ["桥通了。", "路修了！"]),
        ("他说：“桥通了。”路修了", ["他说：“桥通了。”", "路修了"]),
        ("一行\n又一行", ["一行\n", "又一行"]),
    ],
)
def test_sentences(text, expected):
    assert [text[sentence.start : sentence.end] for sentence in sentences(text)] == expected


@pytest.mark.parametrize(
    ("text", "figure", "clause", "before"),
    [
        ("桥40座，路50条。", "50", "路", ["桥40座，"]),
        ("有桥。路1,100条，车5辆；船3艘。", "3", "船", ["车5辆；", "路1,100条，"]),
        ("路1,100条", "1,100", "路", []),
        ("路……共5条", "5", "共", ["路……"]),
    ],
)
def test_a_figure_knows_its_clause_and_those_before(text, figure, clause, before):
    start = text.rindex(figure)
    table = sentences(text)
    found = clause_at(table, start, start)
    assert text[found.start : start] == clause
    letters = [Mention(at, at + 1, "letter", text[at], "lexicon") for at in range(len(text))]
    earlier = clauses_before(table[found.number], found, letters)
    assert [text[begin:end] for begin, end in earlier if begin < end] == before


def test_only_clauses_and_sentences_that_hold_a_mention_are_visited():
    text = "有桥，有路。河，水，船，路1条，车5辆。"
    table, at = sentences(text), text.index("5")
    clause = clause_at(table, at, at)
    mentions = [Mention(text.index(word), text.index(word) + 1, "place", word, "lexicon") for word in "桥河船"]
    assert [text[begin:end] for begin, end in clauses_before(table[1], clause, mentions)] == ["船，", "河，"]
    assert [text[sentence.start : sentence.end] for sentence in sentences_before(table, clause, mentions)] == [
        "有桥，有路。"
    ]


@settings(max_examples=300, derandomize=True)
@given(st.text("桥，；。！\n”1,", max_size=30))
def test_sentences_cover_the_text_and_clauses_their_sentence(text):
    table = sentences(text)
    assert "".join(text[sentence.start : sentence.end] for sentence in table) == text
    for sentence in table:
        assert list(sentence.clauses) == sorted(sentence.clauses)
        assert set(sentence.strong) <= set(sentence.clauses)


def test_within_keeps_what_begins_in_the_stretch():
    mentions = [Mention(at, at + 5, "place", str(at), "lexicon") for at in (0, 4, 9)]
    assert [mention.start for mention in within(mentions, 4, 9)] == [4]
    assert list(within(mentions, 5, 9)) == []
