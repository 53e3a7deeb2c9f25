"""What a figure measures, in the words of the text: the ways to read it, the likeliest first."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from helpers.figures.clauses import FILLER, Clause, Mention, topic_of
from helpers.figures.lexicon import Vocabulary
from helpers.figures.quantities import Quantity
from helpers.figures.times import TIME

# No word of it is made of others (达到 of 达 and 到): a long run would be tried in every way to cut it.
TAIL = re.compile(
    r"(?:已经?|共|有|约|近|超过?|达|为|是|由|从|至|到|的|分别|均|增长|增加|增至|下降|降低|提高|提升|上升|降至|上涨|下跌|下滑|回落|加快|放缓|收窄|拉长|小幅|大幅度?|显著|明显|快速|稳步|略有|持续|逐步|猛|激|"
    r"提速|扩大|缩短|减少|同比|同[增降]|年均|实现|突破|逾|(?<!占)比|较|了|实际|(?:稳定|保持|维持|控制)在|以|比重达|将|仅|只|就|需|用|升至|超出|新增|也|还|"
    r"变为|高达|压缩|加起来|发展|最[短长高低多少]|占据|[两三四五]年平均|年平均|平均|累计|合计|总计|共计|(?<=[速幅率重])(?:[低快慢]|高(?!达))|：|“)+$"
)
# Of what a list ranks, and asides: 2．县（区）投资增速前三名, 银川市（不含宁东）.
RANKED = re.compile(
    "^[．.]|[前后][一二三四五六七八九十\\d]+[名位]$|（(?![A-Z])[^（）]{1,20}）|扣除[^，。；]{2,8}?因素后?，?"
)
# What says little without the thing that it is of.
ATTRIBUTES = re.compile(
    "(?:完成|累计|计划|协议|年)?(?:总?投资|投资额|投资金额|产量|产值|产能|销售收入|总?面积|占地面积|建筑面积|全长|金额|规模|用电量|总量|占比|比重|增速|[涨降增]幅|"
    "利润|税收|营业收入)$|惠及(?:人口|群众)?$"
)
RATE = re.compile("(?:同比|年均|平均)?(?:增速|增幅|增长率|涨幅|降幅|增量)$")
LONGEST = 16
# Of a longer stretch before a figure only the end can name it.
LONGEST_PHRASE = 120
# Nouns that say what is counted only with the place before them: 天津企业.
# 比上年同期, 较2019年同期 say against what, not what.
COMPARED = re.compile("^(?:比|较|与)[^，。；]{0,10}?(?:同期|上年|去年|上半年|上月|年初)的?")
# 涨幅比上月扩大, 增速较全国高: what stands after 比 says against what.
AGAINST = re.compile(
    "(?<=[\u4e00-\u9fff])(?:比|较)[^，。；]{0,12}?(?:同期|同月|上年|去年|上半年|上月|上季度|[一二三四]季度|年初|年前|全国|全省|全市|平均水平|平均)"
    "[^，。；]{0,6}$"
)
OF_HOME = re.compile("^(?:[全我本该][市省区县州]|我国)(?=[\u4e00-\u9fff]{2})(?![场域级])")
OF_A_PLACE = frozenset({"企业", "用户"})
EMPTY = frozenset(
    "两年 三年 期间 恢复 其 相较于 相较 较 与 相比 同期 提供 占比重 增速 增幅 降幅 "
    "增长率 年均增长率 年均增速 平均增速".split()
)
# What follows a figure and is no noun: the next step of a development, a comparison.
VERB_AFTER = re.compile(
    "[降增升提]|发展[到至]|高居|[位居]居|居第|排[名在]|位列|名列|上升|下降|扩大|减少|缩短|相比|以[上下内]|左右|——|的?比|[达是为占与和及至到]|[，。、；：）]"
)
AFTER_NOUN = re.compile(r"(?:[^，。；！？：,;（\d]|（[^（）]{1,2}）){1,24}")
BRACKETS = re.compile("（[^（）]{1,4}）")
CUT = re.compile(
    "(?<=[\\u4e00-\\u9fffA-Z]{2})(?:位列|位居|跻身|排名|拔地而起|共(?![享建同和产青赢治])|也在|都(?!市)|(?<![年人平户月日])均(?![值衡价])|中(?=排|位|有|，)|已|以(?!上)|里|就|组成|约|近|超|参加)"
)


class Scene(NamedTuple):
    """What a figure is read in: text, clause, quantity, where the next figure begins, where its own words begin."""

    text: str
    clause: Clause
    quantity: Quantity
    next_start: int
    begin: int
    words: Vocabulary


Label = Mention[str]


BESIDE = re.compile("[与和同](?:相比|比较)$")
NUMBERS = re.compile(r"（[^）]*$|\([^)]*$|(?<![A-Za-z.\d])\d[\d.,]*(?:%|[万亿]?[\u4e00-\u9fff])?")
FROM = re.compile("(?<=[\\u4e00-\\u9fffA-Z]{2})(?<!自)[由从](?![业事])")


def stripped(phrase: str, words: Vocabulary) -> str:
    """Take off a phrase what does not name a thing: times, numbers, fillers, verbs, a place at its head.

    phrase: str. words: Vocabulary. Returns a str, "" where nothing is left.
    """
    phrase = AGAINST.sub("", COMPARED.sub("", phrase[-LONGEST_PHRASE:]))
    phrase = TIME.sub("", re.split("[：“]", phrase)[-1] if phrase.count("“") > phrase.count("”") else phrase)
    phrase = NUMBERS.sub("", RANKED.sub("", BESIDE.sub("", phrase)))
    phrase = FROM.split(phrase)[0] or phrase
    previous = None
    phrase = OF_HOME.sub("", phrase)
    while phrase != previous:
        previous = phrase
        head = words.known_place.match(phrase)
        phrase = phrase[head.end() :] if head and phrase[head.end() :] not in OF_A_PLACE else phrase
        phrase = TAIL.sub("", FILLER.sub("", phrase)).strip(" 、，”；。．（(）)")
    return "" if phrase in EMPTY else phrase


def _noun_after(scene: Scene) -> Label:
    """Return what follows a figure as a noun; it is empty where nothing does."""
    text, end, limit = scene.text, scene.quantity.end, scene.next_start
    # 1.3万余台（套），
    aside = BRACKETS.match(text, end)
    end = aside.end() if aside else end
    match = AFTER_NOUN.match(text, end, limit)
    if not match:
        return Mention(end, end, "label", "", "noun after it")
    noun = CUT.split(match[0])[0]
    if end + len(noun) == limit < len(text):
        noun = re.split("[、和及]", noun)[0]
    label = re.sub("^(?:实现|用于)", "", noun.strip("、”的 ")).strip("“”")
    return Mention(end, end + len(noun), "label", label, "noun after it")


def _splits(label: str) -> Iterator[list[str]]:
    """Yield the ways to read a label as a list: parted by 、 alone, with 和 before the last, by any of them."""
    marked = label.split("、")
    yield marked
    *others, last = marked
    if joint := list(re.finditer("[和与及]", last)):
        yield [*others, last[: joint[-1].start()], last[joint[-1].end() :]]
    yield re.split("[、和与及]", label)


def shared_out(label: str, count: int) -> list[str]:
    """Share a label that lists things out among so many figures (A、B增加值分别增长…): A增加值, B增加值.

    label: str. count: of the figures. Returns a list of str, empty where the label does not list as many things.
    """
    items = next((items for items in _splits(label) if len(items) == count > 1), [])
    if not items:
        return []
    *others, last = items
    # What all but the last end in, as they name things of one kind, ends the name in the last; the rest is of all.
    first = others[0]
    endings = (first[at:] for at in range(len(first)) if all(item.endswith(first[at:]) for item in others))
    ending = next(endings, "")
    for width in range(len(ending), 0, -1):
        at = last.rfind(ending[-width:])
        if at > 0:
            common = last[at + width :]
            return [*(item + common for item in others), last]
    return items


# 其中省级11个 says of which kind, and leaves out the thing.
OF_A_KIND = re.compile("[\u4e00-\u9fff]{1,6}[级类型]")


def of_part(label: str, whole: str) -> str:
    """Put before the thing that a part of it is of (水田, 省级), where both fit into a label.

    label: str. whole: label of the figure that it is a part of. Returns a str.
    """
    fits = len(label + whole) <= LONGEST and label not in whole and whole not in label
    return label + whole if whole and fits else label


# 高于全国0.4个百分点, 在全国总收入中占比: what is compared, or has a share, is told before.
OF_THE_SAME = re.compile("(?:高于|低于|快于|慢于|高出|领先|在[^，。；]{2,12}(?:占比|比重|份额))")


def of_what(label: str, subject: str) -> str:
    """Put before a bare attribute (总投资, 产量) or a comparison (高于全国) the thing that it is of.

    label: str. subject: of the figure before in its sentence, "" where there is none. Returns a str.
    """
    if OF_THE_SAME.match(label) and subject and not OF_THE_SAME.search(subject):
        return subject[:LONGEST] + label
    thing = ATTRIBUTES.sub("", subject)
    bare = thing and ATTRIBUTES.fullmatch(label) is not None
    return thing + label if bare and len(thing + label) <= LONGEST else label


def _with_verb(before: str, after: str) -> str:
    """Put the verb or subject before a noun that says little without it."""
    return (before if before != "以" and len(before) <= (10 if len(after) <= 2 else 4) else "") + after


# 3.42万元的人均产值, 增长22%的冷链运量.
SHARE_WORD = re.compile("[占率比重例]")
# 六成的人口, 90%以上的医院: what a share is of.
OF_WHICH = re.compile(
    "的(?!水平|成绩|规模|速度|目标|任务)([\u4e00-\u9fff]{2,12}?)(?=[，。；、以在成占位居排都均已实选参]|仅|达|为|是|比|$)"
)


def _of_a_share(scene: Scene, before: str) -> str:
    """Return what a share is of, where that follows (六成的人口); "" where nothing does."""
    part = OF_WHICH.match(scene.text, scene.quantity.end)
    return part[1] if part and not SHARE_WORD.search(before) else ""


# Who tells it names nothing: 统计局的数据显示，.
TOLD_BY = re.compile("(?:显示|表明|获悉|介绍|了解到|表示|[称说])$")


def _clause_before(scene: Scene) -> str:
    """Return what the nearest clause before that names a thing says, of those in the sentence; "" where none does."""
    start = max(scene.clause.sentence, scene.clause.start - LONGEST_PHRASE)
    parts = re.split("[，；：]", scene.text[start : scene.clause.start])
    names = (stripped(part, scene.words) for part in reversed(parts) if not TOLD_BY.search(part))
    return next((name for name in names if len(name) >= 2), "")


# What a sum in front of it is of: 总投资42亿元的某某基地.
PROJECT = re.compile("的([^，。；、]{2,24})")
# 投入2.4亿元科研经费.
FUNDS = re.compile("(?:经费|资金|补贴|补助|贷款|奖励)$")


def _project(scene: Scene, before: str) -> str:
    """Return an attribute with the thing that it is of, where that follows (总投资42亿元的某某基地); "" otherwise."""
    project = PROJECT.match(scene.text, scene.quantity.end, scene.next_start)
    thing = stripped(CUT.split(project[1])[0], scene.words) if project and ATTRIBUTES.fullmatch(before) else ""
    return thing[: LONGEST - len(before)] + before if thing else ""


def _of_its_kind(scene: Scene, before: str, kind: str) -> Iterator[tuple[str, str]]:
    """Yield what only a sum or a share is named by; "" for none, each with its rule."""
    if kind == "money":
        yield _project(scene, before), "attribute of what follows"
    if kind == "share":
        yield _of_a_share(scene, before), "what it is a share of"


def _told_before(scene: Scene, before: str, earlier: str) -> Iterator[tuple[str, str]]:
    """Yield what the words before a figure, or what was told before them, name; "" for none, each with its rule."""
    if scene.text.startswith("占", scene.clause.start) and earlier:
        yield earlier.partition("占")[0][:LONGEST_PHRASE] + before, "share of the subject before"
    if len(before) >= 2:
        yield before, "words before it"
    if len(before) < 2 and (topic := topic_of(scene.text, scene.clause)):
        yield RATE.sub("", stripped(topic, scene.words)), "topic of the sentence"
    yield earlier, "subject of the figure before"


def labels(scene: Scene, earlier: str) -> Iterator[Label]:
    """Yield the ways to name what a figure measures, the likeliest first; at least one, which may be empty.

    scene: Scene. earlier: subject of the figure before in its sentence, "" where there is none.
    Each is a Mention: value the label, end where the words after the figure end, source the rule.
    """
    text, quantity, words = scene.text, scene.quantity, scene.words
    before, kind = stripped(text[scene.begin : quantity.start], words), words.class_of(quantity.unit)

    def label(value: str, source: str, end: int = quantity.end) -> Label:
        return Mention(scene.begin, end, "label", value, source)

    yield from (label(value, source) for value, source in _of_its_kind(scene, before, kind) if value)
    no_noun = kind in ("share", "multiple", "time") or VERB_AFTER.match(text, quantity.end)
    after = label("", "") if no_noun else _noun_after(scene)
    if kind == "money" and FUNDS.search(after.value):
        yield label(before + after.value, after.source, after.end)
    if after.value and (kind in ("count", "measure") or len(before) < 2):
        yield label(_with_verb(before, after.value), after.source, after.end)
    yield from (label(value, source, after.end) for value, source in _told_before(scene, before, earlier) if value)
    yield label(before or _clause_before(scene), "clause before", after.end)


# Names a share of which is stated: 占地区生产总值比重.
SHARE_OF = re.compile("占(.{2,12}?)(?:的?(?:比重|比例|份额)|的$|$)")


def whole_of(label: str) -> str:
    """Return the name of the whole that a label (str) says a share of; "" where it says none."""
    match = SHARE_OF.search(label)
    return match[1] if match else ""
