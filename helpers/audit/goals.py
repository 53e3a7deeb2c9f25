"""Goals that the texts state, and what is reported of the same thing."""

import pandas as pd

from helpers.audit.lookup import check_table, same_thing

COLUMNS = ("figure_id", "article_id", "year", "outcomes", "reported")


def goals(figures: pd.DataFrame) -> pd.DataFrame:
    """Find for each target the levels that any text reports of the same thing and place.

    figures: a ledger, one row per figure. Returns a DataFrame with figure_id, article_id, year (by or from which it is
    to be reached, missing where the text does not say), outcomes (number of levels of the same thing and place),
    reported (their ids); one row per target, those with a year first, by year. Raises CorpusError where a column is
    missing or a figure_id occurs twice.
    Misuse: a level before the year of a goal is where it starts from, not what became of it.
    """
    check_table(figures)
    rows = list(figures.itertuples(index=False))
    levels, found = [row for row in rows if row.kind == "level"], []
    for goal in (row for row in rows if row.kind == "target"):
        outcomes = [row for row in levels if row.unit == goal.unit and same_thing(row, goal)]
        year = goal.year_from if pd.isna(goal.year_to) else goal.year_to
        ids = " ".join(row.figure_id for row in outcomes)
        found.append((goal.figure_id, goal.article_id, year, len(outcomes), ids))
    table = pd.DataFrame(found, columns=list(COLUMNS)).astype({"year": "Int64"})
    return table.sort_values("year", kind="stable", na_position="last", ignore_index=True)
