"""Ledgers of a few rows, made for the tests of the audit."""

import pandas as pd

from helpers.audit.lookup import NEEDED
from helpers.lexicon import shipped

UNITS = shipped().units
NUMBERS = ("year_from", "year_to", "base_year", "month_from", "month_to", "ratio", "part_of")
BASE = dict.fromkeys((*NEEDED, "gloss", "unit_gloss"), "") | dict.fromkeys(NUMBERS) | {
    "article_id": "a", "paragraph": 1, "indicator": "产值", "concept": "c", "region": "北京", "unit": "元", "bound": "=",
    "kind": "level", "value": 1.0, "rounding": 0.05, "publication": "Daily", "published": "2024-02",
}  # fmt: skip


def ledger(*rows):
    """Make a ledger of rows that say what is not as in BASE; places follow each other."""
    made = [BASE | {"figure_id": f"f{at}", "start": 10 * at, "end": 10 * at + 5} | row for at, row in enumerate(rows)]
    return pd.DataFrame(made).astype(dict.fromkeys(NUMBERS, "Int64") | {"value": float, "rounding": float})


def at(year, value, **more):
    """Return a level of a year."""
    return {"year_from": year, "year_to": year, "value": value} | more


def change(value, first, last, base=None, unit="%", **more):
    """Return a change over years; without a base year it is a yearly average."""
    basis = "年均" if base is None else ""
    years = {"year_from": first, "year_to": last, "base_year": base}
    return years | {"kind": "change", "value": value, "unit": unit, "basis": basis, "multiple": "ratio"} | more
