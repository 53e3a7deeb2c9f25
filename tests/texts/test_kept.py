"""What is kept of texts that were read: the last, as far as they are so many characters together."""

import pytest

from helpers.texts import kept
from helpers.texts.kept import Recent, Texts


@pytest.mark.parametrize(
    ("texts", "most", "left"),
    [
        (["甲", "乙乙", "丙"], 4, [0, 1, 2]),
        (["甲", "乙乙", "丙丙"], 4, [1, 2]),
        (["甲", "乙乙", "丙丙丙丙"], 4, [2]),
        (["甲", "乙乙乙乙乙"], 4, [1]),
        (["甲甲甲甲甲"], 4, [0]),
        (["甲甲甲甲甲", "乙"], 4, [1]),
        ([], 4, []),
    ],
)
def test_the_text_that_came_first_gives_way(texts, most, left):
    found = Recent(len, most=most)
    for name, text in enumerate(texts):
        found[name] = text
    assert list(found) == left


def test_a_text_that_comes_again_is_counted_once():
    found = Recent(len, most=4)
    found["a"], found["b"] = "甲甲", "乙乙"
    found["b"] = "乙"
    found["c"] = "丙"
    assert list(found) == ["a", "b", "c"]


def test_a_file_that_gave_way_is_read_again_and_its_checksum_is_not(folder, monkeypatch):
    monkeypatch.setattr(kept, "MOST_KEPT", 30)
    texts, read = Texts(), []
    monkeypatch.setattr(kept, "read_source", lambda path, real=kept.read_source: read.append(path.name) or real(path))
    long, short = folder / "long.txt", folder / "short.txt"
    assert texts.file(short) == texts.file(short)
    texts.file(long)
    assert texts.sum(short) == texts.file(short).sha256
    assert texts.sum(long) and texts.sum(short)
    assert read == ["short.txt", "long.txt", "short.txt"]
