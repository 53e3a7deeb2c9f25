"""Tables in parts, each made when it is asked for, so that memory holds one part and not all of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping

import pandas as pd

# By what a row of each table belongs to an article: its own id, its passage, or the source that it is in.
KEYS = {
    "sizes": "article_id",
    "passages": "article_id",
    "figures": "article_id",
    **dict.fromkeys(("tokens", "places", "dates"), "passage_id"),
    **dict.fromkeys(("dirt", "steps"), "source_id"),
}


class Tables(Mapping[str, pd.DataFrame]):
    """Tables by name, each made when it is asked for.

    make: function name -> DataFrame. names: of the tables. keep: whether a table that was made once is kept, as it is
    where it is small or was at hand already.
    """

    def __init__(self, make: Callable[[str], pd.DataFrame], names: Iterable[str], *, keep: bool) -> None:
        self._make, self._names, self.keep = make, tuple(names), keep
        self._kept: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._names:
            raise KeyError(name)
        if name in self._kept:
            return self._kept[name]
        table = self._make(name)
        if self.keep:
            self._kept[name] = table
        return table

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def at_hand(tables: Mapping[str, pd.DataFrame]) -> Tables:
    """Return tables (a dict of name -> DataFrame) that are made already as Tables."""
    return Tables(tables.__getitem__, tables, keep=True)


def restricted(part: Tables, articles: pd.DataFrame) -> Tables:
    """Keep of each table of a part what belongs to some articles.

    part: Tables of KEYS, and reuse, a row of which belongs to two articles. articles: DataFrame with article_id,
    source_id. Returns Tables, restricted when they are asked for; rows in their order.
    """

    def make(name: str) -> pd.DataFrame:
        table, wanted = part[name], set(articles["article_id"])
        if name == "reuse":
            rows = table[["article_id", "other_id"]].isin(wanted).all(axis=1)
        elif KEYS[name] == "passage_id":
            passages = part["passages"]
            rows = table["passage_id"].isin(passages.loc[passages["article_id"].isin(wanted), "passage_id"])
        else:
            rows = table[KEYS[name]].isin(set(articles[KEYS[name]]))
        return table[rows].reset_index(drop=True)

    return Tables(make, part, keep=part.keep)
