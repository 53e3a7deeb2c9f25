"""With the raw files: every number that was counted by hand in them, and nothing dirty left in the articles."""

import re
import subprocess

import pandas as pd
import pytest

from helpers import verify
from helpers.files import SHIPPED
from helpers.texts.characters import HAN, converted
from helpers.texts.cleaning import INLINE, clean
from helpers.texts.decode import decode
from helpers.texts.markup import KINDS, REMOVED

LONGEST_QUOTE = 20


def test_shipped_features_equal_a_rebuild_byte_by_byte(raw):
    table = verify()
    assert table["equal"].all(), table.loc[~table["equal"], ["table", "difference"]].to_string()


def test_dirt_was_found_as_counted_by_hand(raw):
    before = raw.dirt.set_index(["source_id", "kind"])["before"]
    assert before["rm-2024-02-23", "pinyin gloss"] == 429
    assert before["law-2023", "pinyin gloss"] == 765
    assert before["rm-2024-02-23", "byte-shift mojibake"] == 3
    assert before["law-2023", "byte-shift mojibake"] == 4
    assert before["rm-2024-02-23", "Traditional character"] == 971
    assert before["law-2023", "Traditional character"] == 1026
    assert before["tj-2024-02", "English between Han"] == 5
    assert before["tj-2024-02", "LaTeX"] == 4
    assert before["tj-2024-02", "end mark"] == 25


def test_markup_has_as_many_rows_as_counted_by_hand(raw):
    counts = raw.markup.groupby(["source_id", "kind"]).size()
    heads = 6  # section heads set in two lines, whose halves are joined with a space
    interrupted = 11  # of the 134 broken paragraphs of the magazine, whose second gap is a join too
    assert counts["tj-2024-02", "join"] == 134 + heads + interrupted
    assert counts["tj-2024-02", "caption"] == 18
    assert counts["tj-2024-02", "lead"] == 19
    assert counts["hh-2023-05", "join"] == 3
    assert counts["hh-2023-05", "emend"] == 4
    assert counts["cz-2023-05-13", "join"] == 4 + 1
    assert counts["rm-2024-02-23", "teaser"] == 2


def test_markup_uses_every_kind_and_covers_every_visible_character(raw):
    assert set(raw.markup["kind"]) == set(KINDS)
    for source in raw.sources.itertuples():
        text = raw.raw_text(raw.articles.loc[raw.articles["source_id"] == source.source_id, "article_id"].iloc[0])
        rows = raw.markup[raw.markup["source_id"] == source.source_id]
        covered = bytearray(len(text))
        for row in rows[rows["kind"].isin(["article", "furniture", "spam", "teaser"])].itertuples():
            covered[row.start : row.end] = b"\1" * (row.end - row.start)
        assert not [at for at, char in enumerate(text) if not char.isspace() and not covered[at]]


def test_no_dirt_is_left_in_any_article(raw):
    assert raw.dirt["after"].sum() == 0


def test_nothing_looks_damaged_and_every_text_is_clean_already(paragraphs):
    for table in paragraphs.values():
        for text in table["text"]:
            # A gloss without its opening parenthesis, a replacement character, bopomofo.
            assert not re.search("\\?[a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü]*\\)|\ufffd|[\u3105-\u312f]", text)
            assert clean(text) == text


def test_no_title_byline_caption_or_note_is_in_the_text(raw, paragraphs):
    removed = raw.markup[raw.markup["kind"].isin(REMOVED)]
    for source_id, articles in raw.articles.groupby("source_id"):
        spans = removed[removed["source_id"] == source_id]
        starts = pd.concat([paragraphs[article_id]["start"] for article_id in articles["article_id"]])
        for row in spans.itertuples():
            assert not starts.between(row.start, row.end, inclusive="left").any()


def test_every_paragraph_leads_back_to_its_raw_place(raw, paragraphs):
    for article_id, table in paragraphs.items():
        text = raw.raw_text(article_id)
        for row in table.itertuples():
            # A caption that interrupts the paragraph stands within its raw extent.
            piece = clean(text[row.start : row.end], steps=INLINE)
            assert piece[:1] == row.text[:1]
            assert piece[-1:] == row.text[-1:]


def test_characters_and_digits_of_a_paragraph_lead_back_to_their_raw_places(raw, paragraphs):
    right = of = 0
    for article_id, table in paragraphs.items():
        text = raw.raw_text(article_id)
        for row in table.itertuples():
            quoted = converted("".join(text[place] for place in row.places), "t2s")
            pairs = [pair for pair in zip(quoted, row.text, strict=True) if re.match(f"[{HAN}0-9]", pair[1])]
            right, of = right + sum(one == other for one, other in pairs), of + len(pairs)
            assert all(one == other for one, other in pairs if other.isdecimal()), (article_id, row.paragraph)
    # The others are emendations, mojibake decoded anew, and Traditional forms that depend on their neighbours.
    assert of - right < 0.001 * of


def test_lead_boxes_are_left_out_on_request(raw):
    leads = raw.sizes.loc[raw.sizes["lead_characters"] > 0, "article_id"]
    assert len(leads) == (raw.markup["kind"] == "lead").sum()
    for article_id in leads:
        assert len(raw.text(article_id, lead=False)) < len(raw.text(article_id))


# The first ten characters of the body without its box, as the editors set them: openings, not sentences.
@pytest.mark.parametrize(
    ("article_id", "opening"),
    [
        ("tj-06", "重大区域发展战略"),
        ("tj-08", "2014年2月26日"),
        ("tj-13", "区域经济是"),
        ("tj-20", "千年大计，教育先行"),
        ("tj-25", "2024年是"),
    ],
)
def test_body_begins_where_it_should(raw, article_id, opening):
    assert raw.text(article_id, lead=False).startswith(opening)


@pytest.mark.parametrize(
    ("article_id", "phrase"),
    [
        ("rm-01", "因为你会爱上这里"),
        ("rm-01", "没有屋顶的地方"),
        ("rm-01", "当地先后制定生态环境"),
        ("law-01", "重要动力源之一，"),
        ("law-01", "拥有数量众多"),
        ("law-01", "向改革创新要动力，"),
        ("law-01", "重要动力源作用”"),
        ("tj-05", "（CCER）"),
        ("tj-06", "6.2:35.7:58.1"),
        ("hh-01", "‘新两翼’"),
    ],
)
def test_damaged_places_read_as_they_were_written(raw, article_id, phrase):
    assert phrase in raw.text(article_id)


def _tracked_files():
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, check=True, cwd=SHIPPED.parent)
    return [SHIPPED.parent / name for name in listed.stdout.decode().split("\0") if name]


def test_no_sentence_of_a_source_is_in_the_repository(raw):
    def han(text):
        return "".join(re.findall(f"[{HAN}]", text))

    streams = [han(raw.text(article_id)) for article_id in raw.articles["article_id"]]
    streams += [han(clean(decode(path.read_bytes())[0])) for path in sorted((SHIPPED / "raw").glob("*.txt"))]
    grams = {text[at : at + LONGEST_QUOTE] for text in streams for at in range(len(text) - LONGEST_QUOTE + 1)}
    titles = sorted(map(han, raw.articles["title"]), key=len, reverse=True)
    for path in _tracked_files():
        if path.suffix in (".parquet", ".png"):
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            stream = han(line)
            for title in titles:
                stream = stream.replace(title, "|") if title else stream
            found = [at for at in range(len(stream) - LONGEST_QUOTE + 1) if stream[at : at + LONGEST_QUOTE] in grams]
            assert not found, f"{path.name}: {stream[found[0] : found[0] + 8]}…"
