"""Any text, any markup, any folder: what is promised is given, or it is refused with a reason; see `make fuzz`."""

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from conftest import by_character
from hypothesis import example, given
from hypothesis import strategies as st

from helpers import CorpusError, load
from helpers.cleaning import clean
from helpers.indicators import extract
from helpers.lexicon import LISTS, TABLES
from helpers.texts.cleaning import cleaned
from helpers.texts.decode import LINE_END
from helpers.texts.dirt import dirt
from helpers.texts.markup import COLUMNS, EDITS, KINDS, apply_markup, read_markup
from helpers.texts.passages import paragraphs
from helpers.texts.placed import placed

# What the rules look for, in pieces, so that they meet in every order; halves of characters are among them.
PIECES = (
    "12 3.5 1,100 7.7 1:2:3 一 十 万 亿 千 多 余 元 % 个百分点 家 个 企业 公里 人 倍 翻一番 半小时 六成 三分之一 "
    "近 超 以上 不足 约 左右 2023年 今年 上年同期 截至 目前 十四五 前三季度 1—7月 月 日 至 由 从 到 自 以来 期间 "
    "增长 下降 同比 年均 分别 其中 占 达到 为 是 的 比 较 预计 将 北京 天津 河北 三地 全市 该园区 宁海 苏州 开发区 有限公司 "
    "、 ， 。 ； ： “ ” （ ） ( ) — ~ - / ? ! , ; : . … ■ ✎ ● 「 」 《 》 項 著 隨 河 (xiàng) (sheng) ?shù)氐臐 鈥 "
    "&amp; &#10; nbsp; _{ } $ \\% and will http://a.b a@b.cn ９ Ａ ： é a\u0301 \u200b \u2066 \ue000 \ufeff \x07 \x1b[1m "
    "😀 \ud800 \udc00 ٣ Ⅳ ① \0 摄 第"
).split(" ")  # fmt: skip
PIECE = st.sampled_from([*PIECES, " ", "\t", "\n", "\r\n", "\u3000", "\u2028"])
TEXTS = st.lists(PIECE, max_size=20).map("".join) | st.text(st.characters(codec=None), max_size=60)
# As a file holds them, and as `decode` hands them on.
WHOLE = TEXTS.map(lambda text: text.encode(errors="replace").decode())
RAW = WHOLE.map(lambda text: LINE_END.sub("\n", text))


@given(TEXTS)
def test_any_text_is_cleaned_once_for_all_and_keeps_its_places(text):
    after, changes = cleaned(placed(text))
    assert after.text == clean(text) == clean(after.text)
    assert len(after.places) == len(after.text)
    assert all(0 <= place <= len(text) for place in after.places)
    assert (after.text == text) or sum(changes.values())
    assert (dirt(text)["count"] >= 0).all()


# More than a float holds, before the point, after it, and more than a Decimal does.
@example("7" * 400 + "家", None)
@example("3." + "5" * 400 + "家", None)
@example("3" + "亿" * 130_000 + "家", None)
@example("前99个月，新建学校7所。", 2023)
@given(TEXTS, st.none() | st.integers(1900, 2100))
def test_figures_of_any_text_are_figures(text, published):
    table = extract(text, published=published)
    assert (table.dtypes == extract("").dtypes).all()
    assert ((table["start"] >= 0) & (table["start"] < table["end"]) & (table["end"] <= len(text))).all()
    assert table["start"].is_monotonic_increasing
    assert np.isfinite(table[["value", "rounding"]]).all(axis=None)
    assert table[["month_from", "month_to"]].stack().between(1, 12).all()


def _rows(text):
    place = st.integers(0, len(text)).map(str)
    span = st.tuples(place, place).map(lambda pair: sorted(pair, key=int)) | st.lists(WHOLE, min_size=2, max_size=2)
    kinds = st.sampled_from(sorted(KINDS - {"article"}))
    rows = st.tuples(st.just("s"), span, kinds, WHOLE | st.just(""))
    return st.lists(rows, max_size=4).map(lambda rows: [("s", ["0", str(len(text))], "article", "a"), *rows])


@given(st.data(), RAW)
def test_any_markup_is_refused_or_applied_so_that_every_character_knows_its_place(data, text):
    rows = [(source, *span, kind, new, "") for source, span, kind, new in data.draw(_rows(text))]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "markup.csv")
        pd.DataFrame(rows, columns=list(COLUMNS)).to_csv(path, index=False)
        try:
            markup = read_markup(path, {"s": len(text)})
        except CorpusError:
            return
    edits = markup[markup["kind"].isin(EDITS)]
    for line in apply_markup(text, markup):
        for char, place in zip(*line.text, strict=True):
            new = edits[(edits["start"] <= place) & (place < edits["end"])]
            assert text[place] == char or new["text"].str.contains(char, regex=False).any()
    table = paragraphs(text, "s", markup)
    assert (table["text"] != "").all()
    assert (table["text"].str.len() == table["places"].map(len)).all()


NAMES = (
    "a.txt", "b.TXT", "raw/c.txt", "sources.csv", "markup.csv", "articles.csv", "features/manifest.json",
    *(f"lexicon/{name}.csv" for name in TABLES), *(f"lexicon/{name}.txt" for name in LISTS),
)  # fmt: skip
HEADS = (
    ",".join(COLUMNS), "source_id,file,sha256", "article_id,source_id", "article_id,source_id,published,on_topic",
    *(",".join(columns) for columns in TABLES.values()),
)  # fmt: skip
CELLS = st.sampled_from(["", "a", "b", "c", "s", "0", "5", "true", "2024", "article", "a.txt", "亩", "(", '"']) | WHOLE
TABLE = st.builds(
    lambda head, rows: "\n".join([head, *map(",".join, rows)]).encode(),
    st.sampled_from(HEADS), st.lists(st.lists(CELLS, max_size=8), max_size=3),
)  # fmt: skip
PROSE = WHOLE.map(lambda text: "三城共用一条河。" + text)
BYTES = st.builds(str.encode, PROSE) | st.builds(str.encode, PROSE, st.just("gb18030")) | TABLE | st.binary(max_size=80)
SAFE = st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1, max_size=20).map("n{}.txt".format)


@given(st.dictionaries(st.sampled_from(NAMES) | SAFE, BYTES, max_size=5), BYTES)
def test_any_folder_is_a_corpus_or_refused(files, prose):
    with tempfile.TemporaryDirectory() as folder:
        for name, data in ({"a.txt": prose} | files).items():
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        try:
            corpus = load(folder, segment=by_character)
        except CorpusError:
            return
        assert len(corpus.articles)
        assert all(isinstance(corpus.text(article), str) for article in corpus.articles["article_id"])
