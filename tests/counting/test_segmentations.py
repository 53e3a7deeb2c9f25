"""Rankings under three segmenters by hand, and new counts against the shipped ones."""

import pandas as pd
import pytest

from helpers import CorpusError, load
from helpers.counting.counts import count
from helpers.counting.segmentations import moved_words, rank_agreement, read_segmentations, segmentations
from helpers.files import SHIPPED, to_bytes

SEGMENTED = pd.DataFrame(
    {"word": ["甲乙", "丙丁", "戊己", "的确", "2023", "一"], "lexicon": [9, 5, 1, 9, 9, 9], "jieba": [9, 1, 5, 9, 9, 9], "icu": [9, 5, 0, 9, 9, 9]}
)  # fmt: skip


def test_rank_agreement_by_hand():
    table = rank_agreement(SEGMENTED, top=2, without=["的确"]).set_index(["first", "second"])
    # lexicon 1 2 3, jieba 1 3 2: rho = 1 - 6 x 2 / (3 x 8).
    assert table.loc[("lexicon", "jieba"), ["shared", "words", "spearman"]].tolist() == [1, 3, 0.5]
    assert table.loc[("lexicon", "icu"), ["shared", "words", "spearman"]].tolist() == pytest.approx([2, 2, 1.0])
    moved = moved_words(SEGMENTED, top=2, without=["的确"])
    assert list(moved["word"]) == ["丙丁", "戊己"]
    assert moved.iloc[0][["lexicon_rank", "jieba_rank", "icu_rank"]].tolist() == [2, 3, 2]


def test_three_segmenters_spell_the_same_characters(shipped):
    table = read_segmentations(SHIPPED)
    ours = count(shipped.select().words).set_index("word")["count"]
    assert (table[["lexicon", "jieba", "icu"]].max(axis=1) >= 10).all()
    # The features leave out the articles' rests that are too short for a passage; none of those on topic has one.
    assert table.loc[table["word"] == "京津冀", "lexicon"].iloc[0] == ours["京津冀"]


def test_shipped_segmentations_equal_new_ones(raw):
    assert (SHIPPED / "segmentations.csv").read_bytes() == to_bytes(segmentations(raw.select()))


def test_segmentations_are_read_as_they_were_counted(sample, tmp_path):
    table = segmentations(load(sample))
    (tmp_path / "segmentations.csv").write_bytes(to_bytes(table))
    assert len(read_segmentations(tmp_path)) > 3
    pd.testing.assert_frame_equal(read_segmentations(tmp_path), table, check_dtype=False)


def test_without_raw_files_segmentations_say_so(monkeypatch, shipped):
    monkeypatch.setenv("HELPERS_RAW", "off")
    with pytest.raises(CorpusError, match="not part of the repository"):
        segmentations(shipped)
