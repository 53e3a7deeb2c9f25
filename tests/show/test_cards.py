"""Claim cards: the arithmetic in words, what other articles state, and nothing that a page would execute."""

import pandas as pd

from helpers.show.cards import Card, claim_cards, conflict_cards, in_words, magnitude_cards, show_cards

ARTICLES = pd.DataFrame({"article_id": ["a", "b"], "title_gloss": ["First", "Second"]})


def _figures(*rows):
    base = {"article_id": "a", "concept": "c", "gloss": "energy", "indicator": "能耗", "region": "北京", "unit": "吨",
            "unit_gloss": "tonnes", "bound": "=", "kind": "level", "multiple": "", "month_from": pd.NA, "month_to": pd.NA,
            "publication": "Daily", "published": "2024-02"}  # fmt: skip
    return pd.DataFrame([base | {"figure_id": f"f{at}"} | row for at, row in enumerate(rows)])


def _at(year, value, **more):
    return {"year_from": year, "year_to": year, "value": value} | more


FIGURES = _figures(
    _at(2014, 5300.0),
    _at(2022, 3100.0),
    {"year_from": 2014, "year_to": 2022, "value": -71.6, "unit": "%", "unit_gloss": "per cent", "kind": "change"},
    _at(2014, 5200.0, article_id="b", published=""),
)
CLAIMS = pd.DataFrame(
    {"figure_id": ["f2"], "recomputed": -41.5, "low": -43.0, "high": -40.0, "verdict": "does not follow",
     "reason": "divided by the end value", "from_figures": "f0 f1"}
)  # fmt: skip


def test_figures_in_words():
    figures = FIGURES.assign(region=["", "", "北京", ""], gloss=["", "", "energy", ""])
    assert in_words(figures, ["f2", "f0"]) == (
        "北京: energy (能耗), a fall of 71.6%, 2014 to 2022 (a); no place named: 能耗, 5,300 tonnes (吨), 2014 (a)"
    )
    assert in_words(figures, []) == "none"


def test_a_claim_card_has_its_arithmetic_and_what_another_article_states():
    card = claim_cards(CLAIMS, FIGURES, ARTICLES)[0]
    assert card.claim == "北京: energy (能耗), a fall of 71.6%, 2014 to 2022"
    assert card.where == "a, First; Daily, 2024-02"
    assert card.arithmetic == (
        "From 5,300 tonnes (吨) in 2014; 3,100 tonnes (吨) in 2022 follows -41.5%, -43% to -40% under any rounding; "
        "stated is a fall of 71.6%. b states 5,200 tonnes (吨) in 2014."
    )
    assert (card.verdict, card.slip) == ("does not follow", "divided by the end value")


def test_a_conflict_card_names_both_articles():
    conflict = {"figure_id": ["f2"], "from_figures": "f2 f1", "implied": 10915.0, "year_to": 2014, "months": "1-11",
                "other_id": "f3", "verdict": "does not fit"}  # fmt: skip
    card = conflict_cards(pd.DataFrame(conflict), FIGURES, ARTICLES)[0]
    assert (
        "implies 10,915 tonnes in 2014, months 1-11. b, Second; Daily, undated, states 5,200 tonnes" in card.arithmetic
    )
    assert card.slip == "a part of the year exceeds the whole year"


def test_a_magnitude_card_gathers_the_values_of_an_article():
    broken = pd.DataFrame({"figure_id": ["f0", "f1"], "article_id": "a", "indicator": "能耗", "why": "too much"})
    cards = magnitude_cards(broken, FIGURES, ARTICLES)
    assert len(cards) == 1
    assert (
        cards[0].arithmetic == "Stated: 北京 in 2014: 5,300 tonnes (吨); 北京 in 2022: 3,100 tonnes (吨). But too much."
    )


def test_cards_escape_what_they_show_and_none_is_a_sentence():
    shown = show_cards([Card("<img src=x onerror=alert(1)>", "<b>", "a & b", "does not follow")]).data
    assert "<img" not in shown
    assert "a &amp; b" in shown
    odd = show_cards([Card("$x$", "\u202ea", "", "")]).data
    assert odd.count("<span>$</span>") == 2
    assert "\u202e" not in odd
    assert show_cards([]).data == "<p>No such finding.</p>"
