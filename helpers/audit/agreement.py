"""Do articles state the same: figures of one thing, place and period in two or more articles, and who repeats them."""

from itertools import combinations, product

import pandas as pd

from helpers.audit.arithmetic import count_units
from helpers.audit.claims import Counted
from helpers.audit.intervals import Row, if_rounded, meet
from helpers.audit.lookup import check_table
from helpers.files import need_columns
from helpers.lexicon import Lexicon

EQUAL, BOUNDS = "equal", "a bound or rounding"
OTHER_DATES = "other dates, or none stated"
# Why articles differ, where nothing in the figures themselves says it.
NO_REASON = "none found"
PERIOD = ("year_from", "year_to", "month_from", "month_to", "base_year")
KEY = ("concept", "place", "measured in", "kind", "period")
COLUMNS = (
    "concept", "gloss", "place", "unit", "unit_gloss", "kind", "period", "articles", "values", "outlets", "low", "high",
    "spread", "reason", "figures",
)  # fmt: skip
REPEATED = ("concept", "gloss", "place", "value", "unit", "unit_gloss", "kind", "bound", "multiple")
WITH_OUTLET = ("publication", "published", "gloss", "unit_gloss")
OPEN = "no single year"


def period_of(row: Row) -> str:
    """Write the period of a figure (row): the year, with months where it is less, from-to for a change, or OPEN.

    A stock that is dated in different ways (since 2014, by the end of 2023, not at all) has no single year.
    """
    first, last, month_from, month_to, base = (None if pd.isna(row[name]) else int(row[name]) for name in PERIOD)
    if last is None or (row["kind"] == "level" and first not in (None, last)):
        return OPEN
    months = f", months {month_from or 1}-{month_to}" if month_to and month_to != 12 else ""
    since = base or first
    start = f"{since}-" if row["kind"] == "change" and since and since != last else ""
    return f"{start}{last}{months}"


def _keyed(figures: pd.DataFrame, lexicon: Lexicon, counted: Counted) -> pd.DataFrame:
    """Add place (one where a concept has one), what a figure is measured in (counts alike, 个 or 项), and period."""
    named = lexicon.concepts.set_index("concept")["place"]
    place = figures["concept"].map(named).fillna("")
    return figures.assign(
        **{
            "place": place.mask(place == "", figures["region"]),
            "measured in": figures["unit"].mask(figures["unit"].isin(counted), "count"),
            "period": [period_of(row) for row in figures.to_dict("records")],
        }
    )


def _usable(figures: pd.DataFrame, lexicon: Lexicon, counted: Counted) -> pd.DataFrame:
    check_table(figures)
    repair = "add them with helpers.ledger.with_outlets"
    need_columns(figures, WITH_OUTLET, name="the table of figures", repair=repair)
    keyed = _keyed(figures, lexicon, counted)
    return keyed[(keyed["concept"] != "") & (keyed["place"] != "")]


def _fit(one: Row, other: Row, counted: Counted) -> bool:
    """Say whether two figures may be the same value: under their bounds and roundings."""
    return meet(if_rounded(one, counted), if_rounded(other, counted))


def _reason(rows: pd.DataFrame, counted: Counted) -> str:
    """Say why articles may differ: bounds or rounding, other dates, or nothing that the figures themselves show.

    An article that states a range (1—1.5小时) agrees with one that states either end.
    """
    articles = [list(of_article.itertuples()) for _, of_article in rows.groupby("article_id", sort=False)]
    pairs = [list(product(one, other)) for one, other in combinations(articles, 2)]
    if all(any(one.value == other.value for one, other in pair) for pair in pairs):
        return EQUAL
    if all(any(_fit(one, other, counted) for one, other in pair) for pair in pairs):
        return BOUNDS
    dates = rows.drop_duplicates(["published", *PERIOD])
    return OTHER_DATES if rows["period"].iloc[0] == OPEN and len(dates) > 1 else NO_REASON


def _stated(rows: pd.DataFrame) -> str:
    different = rows.drop_duplicates(["value", "bound"]).sort_values(["value", "bound"])
    return "; ".join(f"{row.bound.strip('=')}{row.value:,.12g}" for row in different.itertuples())


def _outlets(rows: pd.DataFrame) -> str:
    """Name the outlets of the figures with their dates, each once, the earliest first."""
    both = _by_date(rows)[["published", "publication"]].drop_duplicates()
    return "; ".join(f"{row.publication} {row.published or 'undated'}" for row in both.itertuples())


def _by_date(rows: pd.DataFrame) -> pd.DataFrame:
    """Sort by the date of publication, those whose date is not known last."""
    return rows.sort_values("published", key=lambda date: date.mask(date == "", "9999"), kind="stable")


def _group(key: tuple[str, ...], rows: pd.DataFrame, counted: Counted) -> tuple[object, ...]:
    low, high = rows["value"].abs().min(), rows["value"].abs().max()
    first, ids = rows.iloc[0], " ".join(rows["figure_id"])
    named = (key[0], first["gloss"], key[1], first["unit"], first["unit_gloss"], *key[3:])
    spread = (high - low) / high if high else 0.0
    told = (rows["article_id"].nunique(), _stated(rows), _outlets(rows), low, high, spread)
    return (*named, *told, _reason(rows, counted), ids)


def agreement(figures: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """Hold the articles against each other: figures of one concept, place, kind and period in two or more of them.

    figures: a ledger with publication and published, as `helpers.ledger.with_outlets` returns it; one row per figure.
    lexicon: of the corpus. Figures without a concept or a place are left out. Units that count one thing (个, 项) are
    one; levels without a single year (undated, since 2014, by the end of 2023) are held together.
    Returns a DataFrame with concept, gloss, place, unit, unit_gloss, kind, period, articles (their number), values (the
    different ones as stated, with bound, smallest first), outlets (with dates), low, high, spread ((high - low) / high,
    in [0, 1]), reason (equal; a bound or rounding, under which all may be one value; other dates, or none stated; none
    found), figures (ids); one row per group, widest spread first. Raises as `helpers.audit.arithmetic.arithmetic`.
    Misuse: two articles of one outlet may have copied each other; that they agree is then no confirmation.
    """
    counted = count_units(lexicon.units)
    usable = _usable(figures, lexicon, counted)
    groups = [
        _group(key, rows, counted)
        for key, rows in usable.groupby(list(KEY), sort=False)
        if rows["article_id"].nunique() > 1
    ]
    table = pd.DataFrame(groups, columns=list(COLUMNS))
    return table.sort_values(["spread", "concept", "place"], ascending=[False, True, True], ignore_index=True)


def repeats(figures: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """Count which figure is repeated by how many articles, in how many forms, with and without a year.

    figures, lexicon: as for `agreement`.
    Returns a DataFrame with concept, gloss, place, value, unit, unit_gloss, kind, bound and multiple (of the first to
    state it), articles, forms (different labels and bounds), undated (articles that give it no year), first (article
    published first, in reading order where dates are equal), published (when), figures (ids); one row per figure that
    two or more articles state, most articles first.
    Raises as `agreement` does.
    """
    counted = count_units(lexicon.units)
    usable = _usable(figures, lexicon, counted)
    key = ["concept", "place", "measured in", "kind", "value"]
    rows = [_repeat(group) for _, group in usable.groupby(key, sort=False) if group["article_id"].nunique() > 1]
    table = pd.DataFrame(rows, columns=[*REPEATED, "articles", "forms", "undated", "first", "published", "figures"])
    return table.sort_values(["articles", "forms", "concept"], ascending=[False, False, True], ignore_index=True)


def _repeat(rows: pd.DataFrame) -> tuple[object, ...]:
    first = _by_date(rows).iloc[0]
    undated = rows[rows["year_from"].isna() & rows["year_to"].isna()]["article_id"].nunique()
    forms = len(rows[["indicator", "bound"]].drop_duplicates())
    known = tuple(first[name] for name in REPEATED)
    ids = " ".join(rows["figure_id"])
    return (*known, rows["article_id"].nunique(), forms, undated, first["article_id"], first["published"], ids)
