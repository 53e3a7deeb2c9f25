"""Values that are impossible for what they measure."""

import pandas as pd

from helpers.audit.lookup import check_table
from helpers.files import need_columns

COLUMNS = ("figure_id", "article_id", "indicator", "value", "unit", "least", "most", "why")
LIMIT_COLUMNS = ("unit", "pattern", "least", "most", "why")


def implausible(figures: pd.DataFrame, limits: pd.DataFrame) -> pd.DataFrame:
    """Find the figures whose value is impossible for their unit and what they measure.

    figures: a ledger, one row per figure; changes are left out. limits: DataFrame with unit, pattern (a regular
    expression that the indicator matches, "" for all of the unit), least, most (of the unit), why; such as
    Lexicon.limits; one row per limit.
    Returns a DataFrame with figure_id, article_id, indicator, value, unit, least, most, why; one row per figure and
    limit that it breaks, in ledger order. Raises CorpusError where a column is missing.
    Misuse: a value within its limits need not be right; one beyond them is most often a slip of the unit.
    """
    check_table(figures)
    need_columns(limits, LIMIT_COLUMNS, name="the table of limits", repair="add the column")
    levels, broken = figures[figures["kind"] != "change"], []
    for limit in limits.itertuples():
        least, most = float(limit.least), float(limit.most)
        of_limit = levels[(levels["unit"] == limit.unit) & levels["indicator"].str.contains(limit.pattern)]
        outside = of_limit[(of_limit["value"] < least) | (of_limit["value"] > most)]
        broken.append(outside.assign(least=least, most=most, why=limit.why))
    found = pd.concat(broken) if broken else levels.iloc[:0].assign(least=0.0, most=0.0, why="")
    return found.sort_index(kind="stable")[list(COLUMNS)].reset_index(drop=True)
