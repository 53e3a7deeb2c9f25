"""Flows that figures state: from where to where, and how much, by the wording of their labels."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd

from helpers.counting.toponyms import forms, mentions
from helpers.counting.words import segmenter
from helpers.figures.lexicon import CITIES
from helpers.files import need_columns
from helpers.lexicon import Lexicon

TOLD = tuple(
    "indicator concept gloss value unit unit_gloss bound kind year_from year_to month_from month_to as_of basis "
    "multiple".split()
)
COLUMNS = ("figure_id", "article_id", "sender", "receiver", "way", "group", *TOLD)
NUMBERS = frozenset({"value", "year_from", "year_to", "month_from", "month_to"})
NEEDED = ("figure_id", "article_id", "region", *TOLD)
MONEY, BODIES, PEOPLE, PROJECTS, GOODS = GROUPS = ("money", "firms and bodies", "people", "projects", "goods")

# Where a label names a place, its pattern has one of these characters.
FIRST = 0xE000
PLACE = "[\ue000-\uf8ff]"
# What may stand between a place and the verb: no other place, and nothing that leads to one or joins two things.
WORDS = f"[^{PLACE[1:-1]}，、；：和与及从由向对在至到赴]"
GIVER, TAKER = f"(?P<giver>{PLACE})", f"(?P<taker>{PLACE})"
NOWHERE = f"(?!.*{PLACE}).*"
BY = f"(?:{GIVER}{WORDS}{{0,8}}?)?"
MOVED = (
    "(?:搬迁|搬|迁移|迁|转移|转出|转|外迁|疏解|落户)(?:至|到|往)|流向|流入|输往|运往|运至|发往|销往|投向|调往|派往|直供"
)
GIVEN = "输出|转移|疏解|提供|捐赠|捐助|输送|供应|供[水电气热]|[调送输][水电气]|投放|派出|选派|投资"
PUT = "注册|投资|拨付|捐赠|援助|转移支付|补贴|补助|输出"
SET_UP = "新?(?:设立|设|开设|创办|备案|注册|投资|布局)"
COME = "转入|迁入|引进|引入|转移|承接|调入|流入"
ACTOR = "(?:企业|公司|高校|医院|院所|机构)"
SETTLED = "(?:入驻|进驻|落户|落地|迁入)"
DRAWN = "(?:承接|引进|引入|吸引|接收|接纳|聚集|集聚)"
HELPED = "(?:(?:对接|对口|一对一|结对|定向)(?:支持|支援|帮扶|援助)|支援|帮扶|援助)"


class Rule(NamedTuple):
    """A wording that states a flow.

    way: what happens, said of the place that gains. pattern: of the label. region: what the region of the figure is
    where the label does not name it: the giver, the taker, or what something leaves for a place that is not named.
    open: whether the giver may go unnamed. inward: whether a place may give to a part of it. smaller: whether the taker
    must be the smaller place, and what something leaves at least a city, since the label could be read either way.
    """

    way: str
    pattern: str
    region: str
    open: bool = False
    inward: bool = False
    smaller: bool = False


# The first that a label matches decides; what then does not fit is no flow.
RULES = (
    Rule("moved there", f"{BY}(?:{MOVED}){TAKER}", "giver", open=True, inward=True),
    Rule("given there", f"{BY}向{TAKER}{WORDS}{{0,4}}?(?:{GIVEN})", "giver", open=True, inward=True),
    Rule("paid or invested there", f"{BY}对{TAKER}{WORDS}{{0,8}}?(?:{PUT})", "giver", open=True, inward=True),
    Rule("moved out and set up there", f"(?:疏解|转移|外迁){WORDS}{{0,12}}在{TAKER}", "giver", open=True),
    Rule("come there", f"(?:^|每年|累计|{GIVER}{WORDS}{{0,4}}?)[来进]{TAKER}", "giver"),
    Rule("gone there", f"{BY}(?:赴|前往){TAKER}", "giver"),
    Rule("at work there", f"{BY}在{TAKER}(?:就业|务工|工作)", "giver"),
    Rule("at school there", f"{BY}在{TAKER}(?:就读|上学)", "giver"),
    Rule("in care there", f"{BY}在{TAKER}(?:就医|住院|养老)", "giver"),
    Rule("set up there", f"{BY}在{TAKER}{SET_UP}", "giver"),
    Rule("set up there", f"{GIVER}{WORDS}{{0,4}}{ACTOR}(?:设立|开设)", "taker"),
    Rule("received there", f"[由从自]{GIVER}{WORDS}{{0,6}}(?:{COME})", "taker"),
    Rule("come there", f"来自{GIVER}", "taker"),
    Rule("received there", f"{DRAWN}{WORDS}{{0,4}}{GIVER}", "taker"),
    Rule("settled there", f"{SETTLED}{TAKER}的", "giver"),
    Rule("settled there", f"{SETTLED}{WORDS}{{0,4}}的{GIVER}", "taker"),
    Rule("settled there", f"{SETTLED}{GIVER}", "taker", smaller=True),
    Rule("carried out there", f"实施{GIVER}", "taker", smaller=True),
    Rule("invested there", f"^{GIVER}{WORDS}{{0,8}}(?:项目|企业|商户)(?:计划)?总投资", "taker", smaller=True),
    Rule("received there", f"^{NOWHERE}(?:承接{WORDS}{{0,8}}(?:疏解|转移|转入)|迁入)", "taker", open=True),
    Rule("moved out", f"(?:迁出|搬离|撤离){GIVER}", "leaves"),
    Rule("moved out", f"^(?!.*{PLACE})(?:累计|已|共)*(?:迁出|外迁)", "leaves"),
    # Of 疏解提升 a part stays, and bare 疏解企业 may be those that came.
    Rule("moved out", f"^(?!.*{PLACE})(?:累计|已|共)*疏解(?!提升|整治).{{5}}", "leaves", smaller=True),
    Rule("help given there", f"{HELPED}{TAKER}", "giver", inward=True),
)
# What is no amount of anything that could go from one place to another, though the label has the wording of a flow.
NO_AMOUNT = re.compile(
    "(?:次数|频次|批次|届数|距离|时间|时长|用时|率|占比|比例|比重|面积|里程|速度|强度|产值|收入|税收|利润|销售额|工资|方面数?|"
    "[区园]|平台|载体|基地|协议|机制|措施|政策|方案|活动|办法|规划|任务|事项|业务|资源|岗位|窗口|线路|班线|列车|赛事|会议|大会)$"
)
TOTAL = re.compile("(?:总?数量?|总量)$")
PROJECT = re.compile("(?:项目|工程|合同|成果|专利|订单)$")
BODY = re.compile(
    "(?:企业|公司|单位|机构|部门|总部|商户|厂商|市场|中心|学校|中小学|幼儿园|高校|院校|学院|学科|医院|院所|研究院|实验室|团队)$"
)
HEADS = {PROJECTS: PROJECT, BODIES: BODY}
UNITS = dict.fromkeys(("人", "名", "位", "人次"), PEOPLE) | dict.fromkeys(("吨", "立方米", "千瓦时", "标准箱"), GOODS)
# What is counted in these are bodies, whatever they are called, and in those it is what happens.
COUNTED, EVENTS = frozenset("家所户"), frozenset("次场届批期起")
LISTED = frozenset("、和与及")
NATION = frozenset({"province", "region"})


@dataclass(frozen=True)
class Map:
    """What is known of places: the name of each written form, and kind and parent by name."""

    names: Mapping[str, str]
    kinds: Mapping[str, str]
    parents: Mapping[str, str]

    def parts(self, place: str) -> list[str]:
        """Return the places of a list or of a short name for several: 北京、天津, or 京津."""
        listed = re.split("[、与和及]", place)
        if len(listed) > 1:
            return [part for one in listed for part in self.parts(self.names.get(one, one))]
        several = self.kinds.get(place) == "region" and place[0] in CITIES
        return [CITIES[letter] for letter in place if letter in CITIES] if several else [place]

    def around(self, place: str) -> set[str]:
        """Return a place and all that contain it."""
        found: set[str] = set()
        while place and place not in found:
            found.add(place)
            place = self.parents.get(place, "")
        return found

    def overlap(self, one: str, other: str) -> bool:
        """Say whether two places have ground in common."""
        pairs = ((left, right) for left in self.parts(one) for right in self.parts(other))
        return any(left in self.around(right) or right in self.around(left) for left, right in pairs)

    def holds(self, one: str, other: str) -> bool:
        """Say whether a place that is one, and no group of places, has another as a part."""
        return one != other and one in self.around(other) and self.kinds.get(one) != "region"

    def size(self, place: str) -> int:
        """Return 3 for provinces and groups of places, 2 for cities, 1 for what is smaller."""
        kind = self.kinds.get(place)
        return 3 if kind in NATION or len(self.parts(place)) > 1 else 2 if kind == "city" else 1

    def short(self, listed: str) -> str:
        """Return the short name of a list of places where it has one: 京津 for 北京、天津."""
        parts = sorted(self.parts(listed))
        several = (place for place, kind in self.kinds.items() if kind == "region" and len(place) == len(parts) > 1)
        return next((place for place in several if sorted(self.parts(place)) == parts), listed)


@lru_cache(maxsize=8)
def _map_of(lexicon: Lexicon) -> Map:
    places, known = lexicon.places.set_index("place"), forms(lexicon)
    regions = lexicon.gazetteer[lexicon.gazetteer["place"] != ""]
    # The two tables may call a place by different names that one of its forms brings together: 廊坊北三县, 北三县.
    same = {row.place: known[row.written] for row in regions.itertuples() if row.written in known} | known
    own = {row.written: same.get(row.place, row.place) for row in regions.itertuples()}
    return Map(own | known, places["kind"].to_dict(), places["parent"].to_dict())


class Found(NamedTuple):
    """Where a text names a place, a list of places being one."""

    start: int
    end: int
    place: str


Find = Callable[[str], list[Found]]


def _finder(lexicon: Lexicon, known: Map) -> Find:
    """Return the function that finds the places of a text."""
    segment = segmenter(lexicon)

    def find(text: str) -> list[Found]:
        rows = mentions(text, lexicon, segment=segment).itertuples(index=False)
        return _joined(text, [_whole(text, Found(*row), known) for row in rows], known)

    return find


def _whole(text: str, found: Found, known: Map) -> Found:
    """Take what is around a place as another place: 环京."""
    if text[found.start - 1 : found.start] != "环":
        return found
    written = text[found.start - 1 : found.end]
    return Found(found.start - 1, found.end, known.names.get(written, written))


def _joined(text: str, rows: Sequence[Found], known: Map) -> list[Found]:
    """Join the places of a list, and a place to the one that it is in and that stands before it (廊坊北三县)."""
    joined: list[Found] = []
    for row in rows:
        between = text[joined[-1].end : row.start] if joined else None
        if between in LISTED:
            before = joined.pop()
            row = Found(before.start, row.end, f"{before.place}、{row.place}")
        elif between == "" and known.kinds.get(row.place) not in NATION:
            row = row._replace(start=joined.pop().start)
        joined.append(row)
    return [row._replace(place=known.short(row.place)) if "、" in row.place else row for row in joined]


def _region(text: str, find: Find, known: Map) -> str:
    """Return the name of the region of a figure, "" where it is no place that is known."""
    if text in known.names:
        return known.names[text]
    found = find(text)
    return found[0].place if len(found) == 1 and found[0][:2] == (0, len(text)) else ""


def _marked(label: str, found: Sequence[Found]) -> str:
    """Put one character for each place that a label names."""
    parts, at = [], 0
    for number, row in enumerate(found):
        parts += [label[at : row.start], chr(FIRST + number)]
        at = row.end
    return "".join([*parts, label[at:]])


def _ends(label: str, region: str, find: Find, known: Map) -> tuple[str, str, str] | None:
    """Return from where to where a label states a flow, and its way, None where it states none."""
    # A label could hold one of the characters that stand for places.
    label = re.sub(PLACE, "？", TOTAL.sub("", label))
    found = find(label)
    marked = _marked(label, found)
    matches = ((rule, re.search(rule.pattern, marked)) for rule in RULES)
    rule, match = next(((rule, match) for rule, match in matches if match), (None, None))
    if rule is None or match is None:
        return None
    named = {name: found[ord(mark) - FIRST].place for name, mark in match.groupdict().items() if mark}
    ends = _fitting(rule, named.get("giver", ""), named.get("taker", ""), region, known)
    return (*ends, rule.way) if ends else None


def _fitting(rule: Rule, giver: str, taker: str, region: str, known: Map) -> tuple[str, str] | None:
    """Complete what a label names by the region of its figure; None where that is no flow."""
    if rule.region == "taker":
        taker = taker or region
    elif not giver and (rule.region == "leaves" or _fits(rule, region, taker, known)):
        giver = region
    if rule.region == "leaves":
        return (giver, "") if giver and known.size(giver) > rule.smaller else None
    fits = _fits(rule, giver, taker, known) if giver else rule.open
    return (giver, taker) if taker and fits else None


def _fits(rule: Rule, giver: str, taker: str, known: Map) -> bool:
    """Say whether something may go from one place to another by a rule."""
    if not giver or (known.overlap(giver, taker) and not (rule.inward and known.holds(giver, taker))):
        return False
    return not rule.smaller or known.size(giver) > known.size(taker)


def _group(row: Any, classes: Mapping[str, str]) -> str:
    """Say what a figure counts, "" for what does not go from one place to another."""
    label = TOTAL.sub("", row.indicator)
    if NO_AMOUNT.search(label):
        return ""
    if classes.get(row.unit) == "money":
        return "" if "/" in row.unit else MONEY
    if row.unit in UNITS:
        return UNITS[row.unit]
    if classes.get(row.unit) != "count" or row.unit in EVENTS:
        return ""
    return next((group for group, head in HEADS.items() if head.search(label)), BODIES if row.unit in COUNTED else "")


def flows(figures: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """Find the figures that say how much goes from one place to another.

    figures: a ledger, one row per figure; its levels are read, by the wording of their labels and their region.
    lexicon: of the corpus, whose places say what is a place, and what contains it.
    Returns a DataFrame with figure_id, article_id, sender and receiver (names of places, "" where the text names none),
    way (what happens, in English words that call the receiver "there"), group (money; firms and bodies; people;
    projects; goods), and indicator, concept, gloss, value, unit, unit_gloss, bound, kind, year_from, year_to,
    month_from, month_to, as_of, basis, multiple as the ledger has them; one row per figure, in order of the ledger.
    Raises CorpusError where a column is missing.
    Misuse: amounts overlap, as those for 河北 and for 津冀 do, and must not be added up.
    """
    need_columns(figures, NEEDED, name="the table of figures", repair="read the ledger with helpers.ledger.read")
    known, classes = _map_of(lexicon), dict(zip(lexicon.units["unit"], lexicon.units["class"], strict=True))
    find, levels = _finder(lexicon, known), figures[figures["kind"] == "level"]
    read = [_read(row, classes, find, known) for row in levels.itertuples(index=False)]
    ends = pd.DataFrame(read, columns=["sender", "receiver", "way", "group"], index=levels.index, dtype=object)
    found = levels.drop(columns=list(ends), errors="ignore").join(ends)
    return found.loc[found["group"] != "", list(COLUMNS)].reset_index(drop=True)


def _read(row: Any, classes: Mapping[str, str], find: Find, known: Map) -> tuple[str, str, str, str]:
    """Return sender, receiver, way and group of a figure, the group "" where it states no flow."""
    group = _group(row, classes)
    ends = _ends(row.indicator, _region(row.region, find, known), find, known) if group else None
    return (*ends, group) if ends else ("", "", "", "")


def latest(found: pd.DataFrame) -> pd.DataFrame:
    """Keep of each flow the figure that says most lately how much it is, of cumulated ones the largest.

    found: DataFrame as `flows` returns it. A flow is a sender, a receiver, a concept (the label where there is none)
    and a unit; a figure without a concept belongs to the flow that has its value, unit and receiver and a sender whose
    name begins alike.
    Returns its columns with articles (how many state this value) and figures (ids of all figures of the flow); one row
    per flow, group by group, the largest first. Where figures are of one date, the one that most articles state counts.
    """
    known = _adopted(found)
    thing = known["concept"].mask(known["concept"] == "", known["indicator"]).rename("thing")
    groups = known.groupby([known["sender"], known["receiver"], thing, known["unit"]], sort=False)
    rows = [_last(of_flow) for _, of_flow in groups]
    table = pd.DataFrame(rows, columns=[*found.columns, "articles", "figures"])
    table = table.astype({name: dtype for name, dtype in found.dtypes.items() if name in NUMBERS})
    order = table["group"].map(GROUPS.index)
    table = table.assign(order=order).sort_values(["order", "value"], ascending=[True, False], kind="stable")
    return table.drop(columns="order").reset_index(drop=True)


def _adopted(found: pd.DataFrame) -> pd.DataFrame:
    """Give figures without a concept the sender and the concept of the flow that they are of."""
    known, found = found[found["concept"] != ""], found.copy()
    for row in found[found["concept"] == ""].itertuples():
        same = known[(known[["receiver", "unit", "value"]] == [row.receiver, row.unit, row.value]).all(axis=1)]
        same = same[[bool(sender) and row.sender.startswith(sender) for sender in same["sender"]]]
        if len(same):
            found.loc[row.Index, ["sender", "concept", "gloss"]] = same[["sender", "concept", "gloss"]].iloc[0]
    return found


def _last(rows: pd.DataFrame) -> dict[str, object]:
    """Return the figure of a flow that counts, with how many articles state it."""
    told = rows.groupby("value")["article_id"].transform("nunique")
    rows = rows.assign(articles=told, figures=" ".join(rows["figure_id"]), date=_dates(rows), dated=_dated(rows))
    single = rows["year_to"].notna() & (rows["year_from"].isna() | (rows["year_from"] == rows["year_to"]))
    cumulated = rows["basis"].str.contains("累计") | (rows["year_from"].notna() & ~single)
    if cumulated.any():
        # A stock without a date may be the same total; what is of one year is none.
        chosen = rows[cumulated | ~single].sort_values(["value", "dated", "date"], ascending=False, kind="stable")
    else:
        chosen = rows.sort_values(["date", "articles", "value"], ascending=False, kind="stable")
    return dict(chosen.iloc[0].drop(["date", "dated"]))


def _dated(rows: pd.DataFrame) -> pd.Series:
    return rows["year_from"].notna().astype(int) + rows["year_to"].notna()


def _dates(rows: pd.DataFrame) -> pd.Series:
    """Return until when figures say something, in years: the end of their period, else when they were published."""
    ends = rows["year_to"].astype(float) + rows["month_to"].astype(float).fillna(12) / 12
    published = rows["as_of"].str.extract(r"(?P<year>\d{4})(?:-(?P<month>\d\d))?").astype(float)
    return ends.fillna(published["year"] + published["month"].fillna(12) / 12).fillna(0)
