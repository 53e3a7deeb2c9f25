"""Shapes of text that make a rule look back, and how the time of cleaning and of reading figures grows with them."""

import gc
import time
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from helpers.figures.rows import extract
from helpers.texts.cleaning import clean

SIZES, COLUMNS = (10_000, 30_000, 100_000), ("short", "middle", "long")
PIECES = (
    *(
        "■",
        "✎",
        "省(sheng)",
        "(sheng)",
        "項(xiàng)",
        "河(hé)",
        "\t",
        " ",
        "　",
        "河，\n",
        "\n ",
        "\n\n",
        "\r\n",
        "…",
        "...",
    ),
    *(
        "“河”",
        "（",
        "）",
        "「河」",
        "《",
        "，,",
        "岸 1 岸",
        "_{2}",
        "$",
        "&amp;",
        "&#10;",
        "<b>",
        "**",
        "http://a.b ",
        "a@b.cn ",
    ),
    *("９Ａ", "e\u0301", "\u200b", "\u2066", "\x1b[31m", "😀", "?shù)氐臐", "鈥", "項著", "张三摄 ", "河。"),
    *("五十家的苏州和", "汽车5家（6家）", "三次产业结构为1:2:3，", "自2010年，5家。", "位于宁海，5家，"),
)
# How a text begins, what it repeats, how it ends.
SHAPES = (
    *(("", piece, "") for piece in PIECES),
    ("河", "and", "1"),
    ("5", "万", "3家"),
    ("企业5家，其中", "外企3家，", ""),
    ("2014年，由", "5家增至", "6家"),
    ("占甲5%", "乙6%", ""),
    ("增长", "1.1倍北京", ""),
)
Shape = tuple[str, str, str]


def text_of(shape: Shape, size: int) -> str:
    """Return a text of a shape (of SHAPES), about so many characters (size) long."""
    head, piece, tail = shape
    return head + piece * (size // len(piece)) + tail


def _seconds(work: Callable[[str], object], text: str, runs: int) -> float:
    """Return the least seconds of processor time of some runs, without Python's collector."""
    gc.collect()
    gc.disable()
    try:
        return min(_once(work, text) for _ in range(runs))
    finally:
        gc.enable()


def _once(work: Callable[[str], object], text: str) -> float:
    begin = time.process_time()
    work(text)
    return time.process_time() - begin


def _row(shape: Shape, name: str, work: Callable[[str], object], runs: int) -> dict[str, object]:
    took = [_seconds(work, text_of(shape, size), runs) for size in SIZES]
    exponent = np.polyfit(np.log(SIZES), np.log(took), 1)[0]
    told = "…".join(filter(None, shape))
    return {"shape": told, "work": name, **dict(zip(COLUMNS, took, strict=True)), "exponent": exponent}


def growth(*, shapes: Sequence[Shape] = SHAPES, runs: int = 3) -> pd.DataFrame:
    """Measure how the time of clean and extract grows with the length of a text.

    shapes: of SHAPES. runs: of each, of which the quickest counts.
    Returns a DataFrame with shape, work (clean or extract), short, middle, long (seconds of processor time, by
    SIZES), exponent (slope of their logarithms; 1 grows as the text does); one row per shape and work.
    """
    clean(text_of(("", "省(sheng)，5家", ""), 100))
    extract("去年5家。")
    works = (("clean", clean), ("extract", extract))
    return pd.DataFrame([_row(shape, name, work, runs) for shape in shapes for name, work in works])
