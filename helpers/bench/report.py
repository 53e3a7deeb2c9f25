"""What was measured, as a page that is dated."""

import os
import platform
from datetime import date
from importlib.metadata import version

import pandas as pd

PACKAGES = ("jieba", "rjieba", "pandas", "pyarrow", "numpy", "scikit-learn")
HEAD = """# How long it takes: {day}

`make bench` measured this on copies of the corpus, raw and dirty as it is, some digits of each changed: one copy has
{articles} articles and {characters:,} clean characters. Each task ran in a process of its own, in turns with
`jieba.cut` of the same clean texts in another, with jieba's own dictionary and nothing else: the floor.

- seconds: of processors, medians of {runs} runs, of one on more than 10 copies; of several processes, of the clock
- of the floor: how many times as long, median of the pairs
- exponent: of the seconds, from the number of copies before to this one; 1 grows as the texts do
- memory: peak in megabytes above the process with its imports, of child processes without theirs; in brackets, times
  that of the number of copies before

{machine}

| task | copies | seconds | of the floor | exponent | memory |
|---|---|---|---|---|---|
"""


def machine() -> str:
    """Return in a sentence on what was measured: processor, cores, versions."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {packages}."


def _line(row: "pd.Series") -> str:
    several = "processes" in row["task"] or "workers" in row["task"]
    seconds, ratio = (row["wall"], row["wall_of_floor"]) if several else (row["cpu"], row["of_floor"])
    exponent = "" if pd.isna(row["exponent"]) or several else f"{row['exponent']:.2f}"
    grows = "" if pd.isna(row["memory_grows"]) else f" ({row['memory_grows']:.1f})"
    cells = (row["task"], row["copies"], f"{seconds:.2f}", f"{ratio:.2f}", exponent, f"{row['memory']:.0f}{grows}")
    return f"| {' | '.join(map(str, cells))} |\n"


SHAPES = """
## How time grows with the length of a text

Seconds of processors, the least of some runs, of `clean` and `extract` on texts that repeat one thing, 10,000, 30,000
and 100,000 characters long: shapes that make a rule look back. The exponent is the slope of their logarithms; the
greatest comes first.

| repeated | function | 10,000 | 30,000 | 100,000 | exponent |
|---|---|---|---|---|---|
"""


def _shape(row: "pd.Series") -> str:
    # As Python writes it, since some of it shows nothing.
    shape = f"`` {row['shape']!r} ``".replace("|", r"\|")
    seconds = " | ".join(f"{row[name]:.3f}" for name in ("short", "middle", "long"))
    return f"| {shape} | {row['work']} | {seconds} | {row['exponent']:.2f} |\n"


def shapes(growth: pd.DataFrame) -> str:
    """Write how time grows as a section in Markdown.

    growth: as `helpers.bench.shapes.growth` returns it. Returns a str that ends with a line end.
    """
    return SHAPES + "".join(_shape(row) for _, row in growth.sort_values("exponent", ascending=False).iterrows())


def page(table: pd.DataFrame, *, articles: int, characters: int, runs: int) -> str:
    """Write what was measured as Markdown.

    table: as `helpers.bench.measure.table` returns it. articles, characters: of one copy. runs: of each task.
    Returns a str that ends with a line end.
    """
    told = {"day": date.today().isoformat(), "machine": machine()}
    head = HEAD.format(articles=articles, characters=characters, runs=runs, **told)
    return head + "".join(_line(row) for _, row in table.iterrows())
