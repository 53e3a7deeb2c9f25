"""Sentences and clauses: how a paragraph is cut, and which clause a figure is in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.figures.clauses import Mention, clause_at, sentences, within


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
    ("text", "figure", "clause"),
    [
        ("桥40座，路50条。", "50", "路"),
        ("有桥。路1,100条，车5辆；船3艘。", "3", "船"),
        ("路1,100条", "1,100", "路"),
        ("路……共5条", "5", "共"),
    ],
)
def test_a_figure_knows_its_clause(text, figure, clause):
    start = text.rindex(figure)
    found = clause_at(sentences(text), start, start)
    assert text[found.start : start] == clause


@settings(max_examples=300, derandomize=True)
@given(st.text("桥，；。！\n”1,", max_size=30))
def test_sentences_cover_the_text_and_clauses_their_sentence(text):
    table = sentences(text)
    assert "".join(text[sentence.start : sentence.end] for sentence in table) == text
    for sentence in table:
        assert list(sentence.clauses) == sorted(sentence.clauses)


def test_within_keeps_what_begins_in_the_stretch():
    mentions = [Mention(at, at + 5, "place", str(at), "lexicon") for at in (0, 4, 9)]
    assert [mention.start for mention in within(mentions, 4, 9)] == [4]
    assert list(within(mentions, 5, 9)) == []
