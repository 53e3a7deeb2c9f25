"""Which days and years texts speak of, and whether these are past, present or to come when they are written."""

from collections.abc import Mapping

import pandas as pd

from helpers.counting.bootstrap import intervals
from helpers.counting.tokens import PER
from helpers.figures.dates import day_of

# What is over when a text is written, what holds the day on which it is, and what is still to come.
PAST, PRESENT, COMING = "past", "present", "coming"
# What is longer than a year began then and was not then.
MOST_DAYS = 366
SHARES = ("group", "articles", PAST, PRESENT, COMING, "low", "high")


def _orientation(begin: str, end: str, written: str) -> str:
    """Say where a stretch of days lies from the days on which a text was written; "" where an end is not known."""
    known = day_of(written)
    if not (begin and end and known):
        return ""
    first, last = (str(day) for day in known)
    if begin > last:
        return COMING
    return PAST if end < first or (begin < first and end <= last) else PRESENT


def orientation(dates: pd.DataFrame) -> pd.DataFrame:
    """Say of each stretch of days whether it was past, present or coming when its article was first published.

    dates: DataFrame with from, to (ISO, "" where not known), first_published, published, such as
    `Corpus.with_articles(corpus.dates)` returns it. Returns it with the column word: past (over, or reaching from
    before up to then, as 10年来), present (holds that day, or lies in that month) or coming; rows with an open end, or
    of an article without a date, are left out; rows else as given.
    Misuse: a plan (十四五) is present as long as it lasts, though most is said of its end.
    """
    written = dates["first_published"].where(dates["first_published"] != "", dates["published"])
    rows = zip(dates["from"], dates["to"], written, strict=True)
    told = dates.assign(word=[_orientation(*row) for row in rows])
    return told[told["word"] != ""]


def orientation_by(
    told: pd.DataFrame, by: Mapping[str, str], *, draws: int = 1000, level: float = 0.95, seed: int = 0
) -> pd.DataFrame:
    """Measure for all articles and for groups of them how much of what they date is past, present and coming.

    told: DataFrame as `orientation` returns it, with article_id, count and the columns of groups. by: column by what
    its values are; rows without a value are in no group. draws, level, seed: of the bootstrap over articles.
    Returns a DataFrame with kind (of group), group, articles, past, present, coming (shares of dates, 0 to 1), low,
    high (of coming, NaN for fewer than three articles); all articles first, then kinds as given, groups sorted; one row
    per group, none for a table without rows.
    """
    parts = [(kind, str(name), rows) for kind, column in by.items() for name, rows in told.groupby(column) if name]
    whole = [("All", "all articles", told)] if len(told) else []
    found = [{"kind": kind} | _shares(name, rows, draws, level, seed) for kind, name, rows in [*whole, *parts]]
    return pd.DataFrame(found, columns=["kind", *SHARES])


def _shares(name: str, rows: pd.DataFrame, draws: int, level: float, seed: int) -> dict[str, object]:
    found = intervals(rows, words=[PAST, PRESENT, COMING], draws=draws, level=level, seed=seed).set_index("word") / PER
    ends = {"low": found.loc[COMING, "low"], "high": min(found.loc[COMING, "high"], 1.0)}
    return {"group": name, "articles": rows["article_id"].nunique(), **found["share"].to_dict(), **ends}


def most_named(dates: pd.DataFrame, *, precisions: tuple[str, ...]) -> pd.DataFrame:
    """Rank the stretches of days of some kinds by the articles that name them.

    dates: DataFrame with from, to, precision, count, article_id, such as `Corpus.with_articles(corpus.dates)` returns
    it. precisions: kinds of stretches, see `helpers.figures.dates.dates`.
    Returns a DataFrame with from, to, articles, count (mentions); by articles, then mentions, from most to least, ties
    by day; one row per stretch. Stretches with an open end, or longer than a year
    (2014年以来), are left out.
    Misuse: a year is named for many things; see what with the concordance.
    """
    known = dates[dates["precision"].isin(precisions) & (dates["from"] != "") & (dates["to"] != "")]
    days = pd.to_datetime(known["to"]) - pd.to_datetime(known["from"])
    known = known[days.dt.days < MOST_DAYS]
    table = known.groupby(["from", "to"]).agg(articles=("article_id", "nunique"), count=("count", "sum")).reset_index()
    return table.sort_values(
        ["articles", "count", "from", "to"], ascending=[False, False, True, True], ignore_index=True
    )
