"""Made-up corpora that are small enough to count by hand, or have planted what is to be found."""

import numpy as np
import pandas as pd

# Two articles of five words each; a has two passages.
TOKENS = pd.DataFrame(
    [
        ("a1", "a", "河", "n", 2, "water"), ("a1", "a", "水", "n", 1, "water"), ("a2", "a", "河", "n", 1, "water"),
        ("a2", "a", "过", "v", 1, "water"), ("b1", "b", "水", "n", 4, "bridge"), ("b1", "b", "桥", "nz", 1, "bridge"),
    ],
    columns=["passage_id", "article_id", "word", "pos", "count", "field"],
)  # fmt: skip
WATER, BRIDGE = (TOKENS[TOKENS["field"] == name] for name in ("water", "bridge"))
THEMES = [["河水", "堤坝", "船只"], ["学校", "教师", "课本"], ["铁路", "车站", "列车"]]


def numbered(articles, words=8, seed=1):
    """A made-up corpus of numbered words: every article has every second word at random."""
    rng = np.random.default_rng(seed)
    rows = [
        (f"p{article}-{part}", f"p{article}", f"w{word}", int(number))
        for article in range(articles)
        for part in range(2)
        for word, number in enumerate(rng.integers(0, 9, words))
        if number
    ]
    return pd.DataFrame(rows, columns=["passage_id", "article_id", "word", "count"])


def planted(articles=12, seed=0):
    """Articles of two passages each on one of three themes, with a word of another theme now and then."""
    rng, rows = np.random.default_rng(seed), []
    for number in range(articles):
        for part in range(2):
            for theme, words in enumerate(THEMES):
                for word in words:
                    count = int(rng.integers(2, 6)) if theme == number % 3 else int(rng.random() < 0.1)
                    rows += [(f"a{number:02}-{part}", f"a{number:02}", word, "n", count)] if count else []
    return pd.DataFrame(rows, columns=["passage_id", "article_id", "word", "pos", "count"])


WORDS = sorted(word for theme in THEMES for word in theme)
PLANTED = planted()
FIELDS = pd.DataFrame(
    {"article_id": [f"a{number:02}" for number in range(12)], "field": ["water", "school", "rail"] * 4}
)


class Read:
    """Parts that are made anew each time that they are gone through, as those read from a disk are."""

    def __init__(self, parts):
        self.parts = parts
        self.times = 0

    def __iter__(self):
        self.times += 1
        return (part.copy() for part in self.parts)


def cut(tokens, parts, seed=0):
    """Cut a table of words at the borders of articles into so many parts, articles and rows in any order."""
    rng = np.random.default_rng(seed)
    names = rng.permutation(tokens["article_id"].unique())
    mixed = tokens.sample(frac=1, random_state=seed)
    return [mixed[mixed["article_id"].isin(chosen)] for chosen in np.array_split(names, min(parts, len(names)))]
