"""Cleaning: one table of cases per step, the properties of the whole, the detectors, the report."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.texts.characters import HAN, converted
from helpers.texts.cleaning import INLINE, STEPS, clean, cleaned, report, trace
from helpers.texts.dirt import dirt
from helpers.texts.mojibake import ORPHAN, best_reading, shifted_run
from helpers.texts.passes import replace
from helpers.texts.placed import placed

PARAGRAPH = "去年冬天，三城的人在河边开了一次长会，把修堤的钱和出工的人一项一项算清楚以后才散"

# step, dirty, clean: sentences written for these tests, each with the dirt it is about
CASES = [
    ("invisible", "河\ufeff水\u200b清\x07了", "河水清了"),
    ("invisible", "上游\r\n下游\r岸", "上游\n下游\n岸"),
    ("invisible", "坏\ud83d字", "坏\ufffd字"),
    ("invisible", "河\u2066水\u2069清\u061c了\u180e", "河水清了"),
    ("invisible", "\x1b[1;31m红\x1b[0m字", "红字"),
    ("invisible", "\x1b红[31m", "红[31m"),
    ("invisible", "制表\t保留", "制表\t保留"),
    ("pinyin", "三城協(xié)同發(fā)展", "三城協同發展"),
    ("pinyin", "这个省(sheng)(sheng)的河", "这个省的河"),
    ("pinyin", "治理河(he)水", "治理河水"),
    ("pinyin", "綠（lǜ）色", "綠色"),
    ("pinyin", "生B(tài)環境", "生B環境"),
    ("pinyin", "女(nǚ)工和旅(lv)客", "女工和旅客"),
    ("pinyin", "霜(shuāng)和熊(xióng)、王(Wáng)", "霜和熊、王"),
    ("pinyin", "北京(Běijīng)的西安(Xī'ān)饭馆", "北京的西安饭馆"),
    ("pinyin", "咖啡(café)和简历(résumé)", "咖啡(café)和简历(résumé)"),
    ("pinyin", "细颗粒物(PM2.5)超标", "细颗粒物(PM2.5)超标"),
    ("pinyin", "决定(草案)和(2018-2022年)规划", "决定(草案)和(2018-2022年)规划"),
    ("pinyin", "用时(min)，面积(ha)，长度(km)", "用时(min)，面积(ha)，长度(km)"),
    ("pinyin", "方法(a)和(b)", "方法(a)和(b)"),
    ("pinyin", "合作(PPP)、联盟(NATO)、标准(gb)", "合作(PPP)、联盟(NATO)、标准(gb)"),
    ("pinyin", "see (an) example", "see (an) example"),
    ("mojibake", "大家高兴，因?yàn)楹铀\ue187l黑的日子过去了", "大家高兴，因為河水發黑的日子过去了"),
    ("mojibake", "當(dāng)?shù)氐臐O民說", "當(dāng)地的漁民說"),
    ("mojibake", "這事需要?jiǎng)幽X筋", "這事需要動腦筋"),
    ("mojibake", "這事需要?jiǎng)恿?,也要人", "這事需要動力,也要人"),
    ("mojibake", "真的吗?当(dāng)然", "真的吗?当(dāng)然"),
    ("entities", "他说&ldquo;好&rdquo;&hellip;", "他说“好”…"),
    ("entities", "作用rdquo;。水nbsp;清", "作用”。水 清"),
    ("entities", "A&amp;B &#x6CB3; &#27700;", "A&B 河 水"),
    ("entities", "第一行&#10;还是它", "第一行 还是它"),
    ("entities", "&notanentity; 和 q&a;", "&notanentity; 和 q&a;"),
    ("private_use", "\ue5e5河\uf0b7水\U000f0001", "河水"),
    ("simplified", "隨著河水變清，著名的漁港重新開張", "随着河水变清，著名的渔港重新开张"),
    ("simplified", "变化显著，彰显着决心，么", "变化显著，彰显着决心，么"),
    ("simplified", "核心、信息、软件、网络", "核心、信息、软件、网络"),
    ("simplified", "乾隆年間的乾淨水", "乾隆年间的干净水"),
    ("latex", "PM_{2.5}和PM_{10}，10^{3}", "PM2.5和PM10，103"),
    ("latex", r"占57.1\%，$PM2.5$", "占57.1%，PM2.5"),
    ("latex", "文件_名{不动}", "文件_名{不动}"),
    ("english", "设计 and 研发", "设计和研发"),
    ("english", "建成后 will 发挥作用", "建成后将发挥作用"),
    ("english", "Rock and Roll 乐队", "Rock and Roll 乐队"),
    ("english", "品牌brand和hand", "品牌brand和hand"),
    ("spaces", "10 年来， 共 5000 家", "10年来，共5000家"),
    ("spaces", "文旅 IP 主题、A 级、犬 α 干扰素", "文旅IP主题、A级、犬α干扰素"),
    ("spaces", "由 15.3% 增长到 24.3%", "由15.3%增长到24.3%"),
    ("spaces", "占比为6.2 : 35.7 : 58.1", "占比为6.2:35.7:58.1"),
    ("spaces", "三城 + 新区", "三城+新区"),
    ("spaces", "\u3000\u3000段首空格", "段首空格"),
    ("spaces", "先修路 再办厂", "先修路 再办厂"),
    ("spaces", "共下“一盘棋” 打造“新样板”", "共下“一盘棋” 打造“新样板”"),
    ("spaces", "see the river", "see the river"),
    ("width", "先修路,再办厂;谁出钱?三城!", "先修路，再办厂；谁出钱？三城！"),
    ("width", "(草案)和(PM2.5)、(2018-2022年)", "（草案）和（PM2.5）、（2018-2022年）"),
    ("width", "共1,100亩,占6.2:35.7:58.1,时间07:30", "共1,100亩，占6.2:35.7:58.1，时间07:30"),
    ("width", "见http://a.b/c?d=1,2或a.b@c.cn", "见http://a.b/c?d=1,2或a.b@c.cn"),
    ("width", "日期2024-03-01,编号(1)", "日期2024-03-01，编号（1）"),
    ("width", "１，２３０公里，９．５％，ＡＢＣ", "1，230公里，9.5%，ABC"),
    ("width", "比例3：4：5", "比例3:4:5"),
    ("width", "「丰产田」『里面』", "“丰产田”‘里面’"),
    ("width", "河水清了.....。。。。", "河水清了…………"),
    ("width", "一…二……三………", "一……二……三……"),
    ("width", "Only English, here; (ok)?", "Only English, here; (ok)?"),
    ("end_marks", "就到这里。✎\n下一篇。 ■\n完📍", "就到这里。\n下一篇。\n完"),
    ("end_marks", "■ 专稿在前", "■ 专稿在前"),
    ("blank_lines", "\n\n一段\n \n\n二段\n", "一段\n二段"),
    ("joined", f"{PARAGRAPH}\n去，从此年年如此。", f"{PARAGRAPH}去，从此年年如此。"),
    (
        "joined",
        f"{PARAGRAPH}\n新桥 资料室 / 供图\n去，从此年年如此。",
        f"{PARAGRAPH}去，从此年年如此。\n新桥 资料室 / 供图",
    ),
    ("joined", f"{PARAGRAPH}\n扫码观看视频\n去，从此年年如此。", f"{PARAGRAPH}去，从此年年如此。\n扫码观看视频"),
    ("joined", "先修路，\n再办厂，这是三城的老话。", "先修路，再办厂，这是三城的老话。"),
    ("joined", "先修路，再办厂\n路是从边界开始修的。", "先修路，再办厂\n路是从边界开始修的。"),
    ("joined", f"{PARAGRAPH}\n（一）先说修路。", f"{PARAGRAPH}\n（一）先说修路。"),
    ("joined", "第一段。\n第二段。", "第一段。\n第二段。"),
]
BY_NAME = {step.name: step for step in STEPS}


@pytest.mark.parametrize(("name", "dirty", "expected"), CASES)
def test_step(name, dirty, expected):
    after, changes = BY_NAME[name].apply(placed(dirty))
    assert after.text == expected
    assert (changes > 0) == (after.text != dirty)


@pytest.mark.parametrize(("name", "dirty", "expected"), CASES)
def test_step_keeps_the_place_of_every_character_that_it_keeps(name, dirty, expected):
    after, _ = BY_NAME[name].apply(placed(dirty))
    assert len(after.places) == len(after.text)
    assert all(0 <= place <= len(dirty) for place in after.places)
    if name != "joined":
        assert list(after.places) == sorted(after.places)
    if name not in ("simplified", "width", "mojibake", "entities", "invisible", "english", "spaces"):
        assert "".join((dirty + "\n")[place] for place in after.places) == after.text


def test_every_step_has_cases_that_change_and_cases_that_must_not():
    changing = {name for name, dirty, expected in CASES if dirty != expected}
    kept = {name for name, dirty, expected in CASES if dirty == expected}
    assert changing == set(BY_NAME)
    # Of these every character of their kind goes, so nothing looks alike and stays.
    assert set(BY_NAME) - kept == {"private_use", "blank_lines"}


@given(st.text(alphabet="著着显顯土名原合看随附执穿衣睡念的河水干后里台", max_size=12))
def test_traditional_forms_of_taiwan_are_made_in_two_steps_as_in_one(text):
    assert converted(converted(text, "s2t"), "t2tw") == converted(text, "s2tw")


@given(st.text("河and  \n", max_size=40))
def test_the_lines_that_hold_what_a_match_has_are_enough(text):
    pattern = r"(?m)(?<=河) *and *(?=河|$)|^and(?= )"
    assert list(replace(pattern, "和", holds="and")(text)) == list(replace(pattern, "和")(text))


@given(st.text("12ab河,:;!?()：@.「」www.http:// ", max_size=30))
def test_marks_are_full_width_but_between_digits_in_english_and_in_addresses(text):
    """The rule said once more, mark by mark."""
    after = BY_NAME["width"].apply(placed("河河河河河河河河" + text))[0].text
    for at in range(8, len(text) + 8):
        before, mark, behind = after[:at], after[at : at + 1], after[at + 1 :]
        between = before[-1:].isdigit() and behind[:1].isdigit() and mark in ",:"
        english = re.search("[a-z]$", before) and re.match(" [a-z]", behind)
        address = re.search(r"(?:https?://|www\.)[!-~]*$", before) or "@" in after
        assert mark not in list(",:;!?()") or between or english or address


@pytest.mark.parametrize(
    ("step", "dirty", "changes"),
    [
        ("pinyin", "協(xié)同發(fā)展和省(sheng)(sheng)", 4),
        ("simplified", "隨著變化", 3),
        ("english", "甲 and 乙 and 丙", 2),
        ("end_marks", "完。✎\n完。■", 2),
        ("latex", "PM_{2.5}和PM_{10}", 2),
        ("width", "甲,乙;丙", 2),
        ("blank_lines", "甲\n\n\n乙", 2),
        ("mojibake", "當?shù)氐臐O民說,因?yàn)楹铀\ue187l黑", 2),
    ],
)
def test_changes_are_counted(step, dirty, changes):
    assert BY_NAME[step].apply(placed(dirty))[1] == changes


@pytest.mark.parametrize(
    "text",
    [
        "好事?jiǎng)",
        "三大重要?jiǎng)恿υ粗?,拥有",
        "拥有?shù)量众多",
        "?shù)",
        "当?shù)abc",
    ],
)
def test_mojibake_without_a_clear_reading_is_left_and_reported(text):
    after = clean(text)
    assert re.search(r"\?\w+\)", after)
    left = dirt(after).set_index("kind")["count"]
    assert left["byte-shift mojibake"] == 1


def test_the_reading_is_chosen_by_its_neighbours():
    """The same damaged bytes read differently where another word is the likelier one."""
    run, _ = shifted_run("恿?,也要", 0)
    assert best_reading(run, "需要", "") == "動力"
    assert best_reading(run, "", "") is None


def test_clean_runs_all_steps_together():
    dirty = "\ufeff水質(zhì)好轉,PM_{2.5}下降 57.1 %,設計 and 研發(fā)留在本城。✎\r\n\r\n&nbsp;"
    assert clean(dirty) == "水质好转，PM2.5下降57.1%，设计和研发留在本城。"


def test_inline_steps_keep_every_line():
    text = f"甲,乙\n\n{PARAGRAPH}\n去。\n"
    assert clean(text, steps=INLINE).count("\n") == text.count("\n")


FRAGMENTS = [
    *(dirty for _, dirty, _ in CASES),
    *(PARAGRAPH[at : at + 9] for at in range(0, 40, 5)),
    *"，。,.;:!?()（）“”「」 \n\t　…—-%0123456789aAzÁāüＡ９✎■📍",
    "\n\n", "(shù)", "?shù)", "(he)", "and", " will ", "&amp;", "&#", "_{", "}", "著", "顯著", "摄", "扫码观看视频",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join) | st.text(max_size=60)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(TEXTS)
def test_cleaning_is_total_and_cleaning_twice_changes_nothing(text):
    once = clean(text)
    assert isinstance(once, str)
    assert clean(once) == once


@settings(max_examples=500, deadline=None, derandomize=True)
@given(TEXTS)
def test_cleaning_drops_no_han_character(text):
    # Mojibake is left out: its characters were never written, and several may stand for fewer.
    text = ORPHAN.sub("", text)

    def count(part):
        return len(re.findall(f"[{HAN}]", part))

    assert count(clean(text)) >= count(text)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(TEXTS)
def test_clean_text_has_no_blank_lines_and_no_spaces_at_line_ends(text):
    lines = clean(text).split("\n")
    assert lines == [""] or all(line and line == line.strip(" ") for line in lines)


def test_report_counts_every_step_in_order():
    table = report("協(xié)同發(fā)展,甲")
    assert list(table.columns) == ["step", "does", "changes"]
    assert list(table["step"]) == [step.name for step in STEPS]
    assert table.set_index("step")["changes"][["pinyin", "simplified", "width", "english"]].to_list() == [2, 2, 1, 0]


def test_trace_shows_each_step_that_changed_the_text():
    table = trace("協(xié)同,甲", steps=INLINE)
    assert list(table["step"]) == ["raw", "pinyin", "simplified", "width"]
    assert list(table["text"]) == ["協(xié)同,甲", "協同,甲", "协同,甲", "协同，甲"]


@settings(max_examples=500, deadline=None, derandomize=True)
@given(TEXTS)
def test_every_character_of_a_clean_text_knows_a_place_of_the_raw_one(text):
    after, _ = cleaned(placed(text, 7))
    assert after.text == clean(text)
    assert len(after.places) == len(after.text)
    for char, place in zip(after.text, after.places, strict=True):
        assert 7 <= place <= 7 + len(text)
        if char in "0123456789":
            # A digit comes from itself, from its full-width form, or from an entity.
            assert text[place - 7] in (char, chr(ord(char) + 0xFEE0), "&")
