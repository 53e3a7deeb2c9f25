"""What is no Chinese prose is refused, and named."""

import pytest

from helpers import CorpusError
from helpers.texts.language import insist_on_chinese


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Three towns share one river and mend its banks.", "is not Chinese \\(0 of its 47 characters are Han\\)"),
        ("三つの町は一つの川を共に使い、毎年いっしょに堤を直します。", "is Japanese"),
        ("세 도시는 강 하나를 함께 쓰며 해마다 둑을 고칩니다.", "is Korean"),
        ("<!DOCTYPE html><html><body>三城共用一条河。</body></html>", "holds the tags of a web page"),
        ("  <html>三城共用一条河。", "holds the tags"),
        ("<p>三城</p>\n<p>一条河</p>\n<div>修堤</div>", "holds the tags"),
        ("1 2 3", "is not Chinese"),
    ],
)
def test_other_texts_are_refused(text, words):
    with pytest.raises(CorpusError, match=f"page.txt {words}.*Repair"):
        insist_on_chinese(text, name="page.txt")


@pytest.mark.parametrize(
    "text",
    [
        "三城共用一条河。",
        "三城共用一條河。",
        "河",
        "三城的商店叫やまと，卖OLED and LCD screens of three kinds。",
        "水位小于<3米，大于>1米。",
        "一句话里有<b>粗体</b>也不要紧。",
        "𠮷野家",
    ],
)
def test_chinese_is_accepted(text):
    insist_on_chinese(text, name="page.txt")
