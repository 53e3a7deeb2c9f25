"""Text reuse: what articles share, whatever marks and words for "and" stand between, and which of them had it first."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.counting.words import Readable
from helpers.files import progress

# Letters of a text are its Han characters; 和, 与, 及 link as 、 does, and one may stand for another.
LETTERS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x3FFFF))
LINKS = np.array([ord(link) for link in "和与及"], dtype=np.uint32)
# The fewest letters that count as reuse, and the most that may differ between two runs of one place.
LEAST, GAP = 13, 10
# An odd number whose powers spread over 64 bits, so that two grams that differ have the same sum by accident only.
SPREAD = np.uint64(0x9E3779B97F4A7C15)
COLUMNS = ("article_id", "start", "end", "other_id", "other_start", "other_end", "letters", "overlap")
SIDES = (("article_id", "start", "end"), ("other_id", "other_start", "other_end"))
OWNERS, STARTS, ENDS = ("article", "other"), ("start", "other_start"), ("end", "other_end")


class _Letters(NamedTuple):
    """The letters of a text: their places in it, their code points, the link right before and after each, 0 if none."""

    places: np.ndarray
    codes: np.ndarray
    before: np.ndarray
    after: np.ndarray


def _letters(text: str) -> _Letters:
    # Half a character has a code too, and is none of these.
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    link = np.isin(codes, LINKS)
    letter = np.logical_or.reduce([(first <= codes) & (codes <= last) for first, last in LETTERS]) & ~link
    places, links = np.flatnonzero(letter), np.r_[0, np.where(link, codes, 0), 0].astype(int)
    return _Letters(places, codes[places].astype(np.uint64), links[places], links[places + 2])


def letters_of(text: str) -> str:
    """Return the letters of a text (str) that reuse is found by: its Han characters, without 和, 与 and 及."""
    return "".join(map(chr, _letters(text).codes))


def _grams(codes: np.ndarray, length: int) -> np.ndarray:
    """Return a number for each run of so many letters, the same for the same run."""
    size = max(0, len(codes) - length + 1)
    sums = np.zeros(size, dtype=np.uint64)
    for at in range(length):
        sums = sums * SPREAD + codes[at : at + size]
    return sums


class _Index(NamedTuple):
    """All grams of all articles, those alike beside each other: where each is (rank), where those like it end (last),
    and the article (owner) and the number in it (place) of each rank."""

    rank: np.ndarray
    last: np.ndarray
    owner: np.ndarray
    place: np.ndarray


def _index(grams: list[np.ndarray]) -> _Index:
    sizes = [len(part) for part in grams]
    owner = np.repeat(np.arange(len(grams)), sizes)
    place = np.concatenate([np.arange(size) for size in sizes])
    _, kind, count = np.unique(np.concatenate(grams), return_inverse=True, return_counts=True)
    order = np.argsort(kind, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return _Index(rank, np.cumsum(count)[kind], owner[order], place[order])


def _hits(index: _Index, grams: np.ndarray, article: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the grams of an article that a later one has: number in the article, later article, number in that."""
    after = index.last[grams] - index.rank[grams] - 1
    steps = np.arange(after.sum()) - np.repeat(np.cumsum(after) - after, after)
    ranks = np.repeat(index.rank[grams] + 1, after) + steps
    numbers, others = np.repeat(np.arange(len(grams)), after), index.owner[ranks]
    later = others != article
    return numbers[later], others[later], index.place[ranks[later]]


def _runs(index: _Index, grams: np.ndarray, article: int, length: int) -> pd.DataFrame:
    """Return the longest runs of letters that an article shares with each later one; one row per pair of places."""
    here, other, there = _hits(index, grams, article)
    order = np.lexsort((here, there - here, other))
    here, other, there = here[order], other[order], there[order]
    goes_on = (np.diff(other) == 0) & (np.diff(here) == 1) & (np.diff(there) == 1)
    first = np.flatnonzero(np.r_[len(here) > 0, ~goes_on]) if len(here) else np.array([], dtype=int)
    sizes = np.diff(np.r_[first, len(here)]) + length - 1
    runs = {"here": here[first], "other": other[first], "there": there[first], "letters": sizes}
    return pd.DataFrame({"article": article} | runs)


def _aligned(runs: pd.DataFrame, least: int, gap: int) -> pd.DataFrame:
    """Join runs of two articles that follow each other in both with little between; one row per aligned place."""
    runs = runs.sort_values(["article", "other", "here", "there"], ignore_index=True)
    before = runs.shift(fill_value=-1)
    steps = [runs[side] - before[side] - before["letters"] for side in ("here", "there")]
    near = (runs["article"] == before["article"]) & (runs["other"] == before["other"])
    near &= (runs["here"] > before["here"]) & (runs["there"] > before["there"])
    for step in steps:
        near &= step.between(-least, gap)
    # Two runs overlap where what stands between them repeats what stands at their ends.
    twice = np.minimum(np.minimum(*steps), 0).where(near, 0)
    runs = runs.assign(equal=runs["letters"] + twice, place=(~near).cumsum())
    runs = runs.assign(end=runs["here"] + runs["letters"], other_end=runs["there"] + runs["letters"])
    found = {"start": ("here", "min"), "end": ("end", "max")}
    found |= {"other_start": ("there", "min"), "other_end": ("other_end", "max"), "letters": ("equal", "sum")}
    joined = runs.groupby(["place", "article", "other"], sort=False).agg(**found).reset_index()
    longer = np.maximum(joined["end"] - joined["start"], joined["other_end"] - joined["other_start"])
    return joined.assign(overlap=joined["letters"] / longer)


def _in_text(table: pd.DataFrame, names: list[str], letters: list[_Letters]) -> pd.DataFrame:
    """Name the articles of aligned places, and give places in the text instead of numbers of letters.

    A link that both texts have right before or after belongs to the place.
    """
    places, _, before, after = (np.concatenate(parts) for parts in zip(*letters, strict=True))
    offsets = np.cumsum([0, *(len(one.places) for one in letters)])
    first = [table[start].to_numpy() + offsets[table[owner]] for owner, start in zip(OWNERS, STARTS, strict=True)]
    last = [table[end].to_numpy() + offsets[table[owner]] - 1 for owner, end in zip(OWNERS, ENDS, strict=True)]
    one, two = (before[at] for at in first)
    more, other = (after[at] for at in last)
    leads, follows = (one > 0) & (one == two), (more > 0) & (more == other)
    named = np.array(names, dtype=object)
    for number, (name, start, end) in enumerate(SIDES):
        spans = {start: places[first[number]] - leads, end: places[last[number]] + 1 + follows}
        table = table.assign(**spans, **{name: named[table[OWNERS[number]]]})
    return table[list(COLUMNS)]


def reuse(texts: Mapping[str, str], *, least: int = LEAST, gap: int = GAP) -> pd.DataFrame:
    """Find every run of Han characters that two articles share, joined where only a little differs between two runs.

    texts: text by article_id. least: Han characters that a run has at least, 和, 与 and 及 not counted. gap: most Han
    characters that may differ between two runs of one place.
    Returns a DataFrame with article_id, start, end (characters of its text), other_id, other_start, other_end, letters
    (Han characters that are equal), overlap (their share of the longer of both places, in (0, 1]); by article in the
    order of texts, other, start; one row per pair of places in two articles. Marks, digits and Latin letters neither
    count nor part a run. Repetition within one article is no reuse.
    Misuse: a title of office or a set phrase is reuse too where it is long enough; see which ones are.

    >>> reuse({"a": "三城共用一条河，守好一河清水、两岸青山。", "b": "他说：三城共用一条河守好一河清水和两岸青山！"})
      article_id  start  end other_id  other_start  other_end  letters  overlap
    0          a      0   19        b            3         21       17      1.0
    """
    names, letters = list(texts), [_letters(text) for text in texts.values()]
    grams = [_grams(one.codes, least) for one in letters]
    if not sum(map(len, grams)):
        return _empty()
    index, ends = _index(grams), np.cumsum([len(part) for part in grams])
    runs = [
        _runs(index, np.arange(end - len(part), end), number, least)
        for number, (part, end) in enumerate(progress(list(zip(grams, ends, strict=True)), "comparing"))
    ]
    return _in_text(_aligned(pd.concat(runs, ignore_index=True), least, gap), names, letters)


def _empty() -> pd.DataFrame:
    kinds = {name: object if name.endswith("_id") else int for name in COLUMNS} | {"overlap": float}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})


def both_ways(pairs: pd.DataFrame) -> pd.DataFrame:
    """List each pair of places from the side of both articles.

    pairs: DataFrame as `reuse` returns it, or with more columns. Returns it with as many rows again, the two articles
    of these changed round; one row per place and place elsewhere.
    """
    names = dict(zip(SIDES[0] + SIDES[1], SIDES[1] + SIDES[0], strict=True))
    return pd.concat([pairs, pairs.rename(columns=names)[list(pairs.columns)]], ignore_index=True)


def merged(places: pd.DataFrame, *, by: Sequence[str] = ("article_id",)) -> pd.DataFrame:
    """Merge places that overlap or touch, so that each character counts once.

    places: DataFrame with start, end and the columns by. by: what names the text that they are places of.
    Returns a DataFrame with these columns, by them and start; one row per stretch.
    """
    by = list(by)
    places = places[[*by, "start", "end"]].sort_values([*by, "start"], ignore_index=True)
    reach = places.groupby(by)["end"].cummax()
    before = reach.groupby([places[name] for name in by]).shift(fill_value=-1)
    stretch = (places["start"] > before.astype(int)).cumsum().rename("stretch")
    found = places.groupby([*by, stretch], sort=False).agg(start=("start", "min"), end=("end", "max"))
    return found.reset_index().drop(columns="stretch")


def _characters(places: pd.DataFrame, *by: str) -> pd.Series:
    """Return the characters that places cover, each once, by the columns by."""
    found = merged(places, by=by)
    return (found["end"] - found["start"]).groupby([found[name] for name in by]).sum()


def days(articles: pd.DataFrame) -> pd.Series:
    """Return when each article was first published, so that the later is the greater.

    articles: the catalogue, with first_published. Returns a Series of str: a month stands after its days, no date last.
    """
    return articles["first_published"].map(lambda date: f"{date}-99-99"[:10] if date else "9999")


def _order(articles: pd.DataFrame) -> dict[str, int]:
    """Number articles by first publication, ties as catalogued."""
    order = days(articles).reset_index(drop=True).sort_values(kind="stable").index
    return {name: number for number, name in enumerate(articles["article_id"].iloc[order])}


def repeated(pairs: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Turn each pair of places so that the article that had the text first is the other one.

    pairs: DataFrame as `reuse` returns it. articles: the catalogue, with article_id and first_published; a month
    counts as its last day, an article without a date as the latest, and equal ones in their order.
    Returns the pairs of these articles with article_id the later and other_id the earlier; one row per pair of places.
    Misuse: who had it first among these articles need not be who wrote it; both may have it from elsewhere.
    """
    order = _order(articles)
    known = pairs[pairs["article_id"].isin(order) & pairs["other_id"].isin(order)]
    ways = both_ways(known)
    later = ways["article_id"].map(order) > ways["other_id"].map(order)
    return ways[later].sort_values(["article_id", "start", "other_id", "other_start"], ignore_index=True)


def shares(pairs: pd.DataFrame, articles: pd.DataFrame, sizes: pd.DataFrame) -> pd.DataFrame:
    """Measure how much of each article stands in another, and how much of it stood there before.

    pairs: as `reuse` returns it. articles: the catalogue, see `repeated`. sizes: DataFrame with article_id,
    characters.
    Returns a DataFrame with article_id, first_published, characters, elsewhere (characters that stand in another
    article too), earlier (those that an earlier one has), share (elsewhere of characters, 0 to 1), articles (others
    that share text with it); by share from most to least, ties as catalogued; one row per article.
    """
    names = list(articles["article_id"])
    known = pairs[pairs["article_id"].isin(names) & pairs["other_id"].isin(names)]
    ways = both_ways(known)
    table = articles.set_index("article_id")[["first_published"]].assign(
        characters=sizes.set_index("article_id")["characters"],
        elsewhere=_characters(ways, "article_id"),
        earlier=_characters(repeated(known, articles), "article_id"),
        articles=ways.groupby("article_id")["other_id"].nunique(),
    )
    counts = ["elsewhere", "earlier", "articles"]
    table = table.assign(**table[counts].fillna(0).astype(int))
    table.insert(4, "share", table["elsewhere"] / table["characters"].clip(lower=1))
    return table.reset_index().sort_values("share", ascending=False, kind="stable", ignore_index=True)


def who_repeats_whom(pairs: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Count what each article repeats of each earlier one.

    pairs, articles: as for `repeated`.
    Returns a DataFrame with article_id (the later), other_id (the earlier), places (in the later article), characters
    (of it that the earlier one has, each once), longest (characters of the longest place); by characters from most to
    least, ties by the names; one row per two articles.
    """
    found, two = repeated(pairs, articles), ["article_id", "other_id"]
    places = merged(found, by=two)
    sizes = (places["end"] - places["start"]).groupby([places[name] for name in two])
    table = pd.DataFrame({"places": sizes.size(), "characters": sizes.sum(), "longest": sizes.max()}).reset_index()
    return table.sort_values(["characters", *two], ascending=[False, True, True], ignore_index=True)


def quoted(corpus: Readable, pairs: pd.DataFrame) -> pd.DataFrame:
    """Put beside pairs of places what stands there, which needs the texts.

    corpus: Corpus with raw files at hand. pairs: DataFrame as `Corpus.reuse` or `repeated` returns it. Returns it with
    text and other_text, without white space; rows as given. Raises CorpusError where a raw file is not at hand.
    Misuse: what it returns is text of the sources, and not to be published.
    """
    names = sorted(set(pairs["article_id"]) | set(pairs["other_id"]))
    texts = {name: "".join(corpus.text(name).split()) for name in names}
    columns = {"text": SIDES[0], "other_text": SIDES[1]}
    quotes = {
        column: [texts[name][start:end] for name, start, end in pairs[list(side)].itertuples(index=False)]
        for column, side in columns.items()
    }
    return pairs.assign(**quotes)
