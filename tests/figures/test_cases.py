"""Sentences written for the rules of the language, layer by layer: what is read, and what is missed so far."""

import json
from pathlib import Path

import pandas as pd
import pytest

from helpers.evaluation.score import right_fields
from helpers.figures.rows import MONTHS, YEARS, extract

LAYERS = ("region", "period", "label", "kind")
CASES = {
    layer: json.loads((Path(__file__).parent / "cases" / f"{layer}.json").read_text(encoding="utf-8"))
    for layer in LAYERS
}
NUMBERED = [
    pytest.param(layer, case, id=f"{layer}-{number}") for layer in LAYERS for number, case in enumerate(CASES[layer])
]
NO_FIGURE = "no such figure"


def _read(layer, row):
    """Return what a layer reads of a figure, as its cases write it."""
    if layer == "period":
        return [None if pd.isna(row[name]) else int(row[name]) for name in (*YEARS, *MONTHS)]
    value = row["indicator" if layer == "label" else layer]
    return None if pd.isna(value) else value


def _outcome(layer, case):
    """Return whether a case is met, and what was read; labels are compared as the scorer does."""
    rows = extract(case["text"], published=case["published"], region=case.get("region")).to_dict("records")
    if case["at"] >= len(rows):
        return False, NO_FIGURE
    row = rows[case["at"]]
    read = _read(layer, row)
    if layer == "label":
        return right_fields(row | {"indicator": case["expected"]}, row)["label"], read
    return read == case["expected"], read


@pytest.mark.parametrize(("layer", "case"), NUMBERED)
def test_case(layer, case):
    met, read = _outcome(layer, case)
    if case.get("missed"):
        assert not met, f"met now: take the mark out of {case['text']}"
    else:
        assert met, f"{case['text']} ({case['why']}): expected {case['expected']!r}, read {read!r}"


@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_has_cases_that_are_met(layer):
    assert sum(not case.get("missed") for case in CASES[layer]) >= 40


def test_no_text_occurs_twice():
    texts = [case["text"] for cases in CASES.values() for case in cases]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(("layer", "case"), NUMBERED)
def test_every_case_is_whole_and_says_why(layer, case):
    needed = {"text", "published", "at", "expected", "why"}
    assert needed <= set(case) <= needed | {"region", "missed"}
    assert case["why"].strip() and case["at"] >= 0
    assert case.get("missed", True) is True
