"""The part that each place of a clause has, and which place the clause speaks of and hands on."""

import pytest

from helpers.figures.lexicon import vocabulary
from helpers.figures.places import places
from helpers.figures.roles import handed_on, lead_end, listed, parts, spoken_of
from helpers.lexicon import shipped

WORDS = vocabulary(shipped())


def _parts(text):
    return parts(text, 0, len(text), places(text, WORDS), WORDS)


ROLES = [
    ("天津建桥", {"天津": "subject"}),
    ("天津与唐山共建桥", {"天津": "subject", "唐山": "partner"}),
    ("从保定转入学生", {"保定": "origin"}),
    ("从保定到唐山修路", {"保定": "example", "唐山": "goal"}),
    ("承接北京项目", {"北京": "origin"}),
    ("企业赴唐山建厂", {"唐山": "goal"}),
    ("车队前往沧州", {"沧州": "goal"}),
    ("电量向雄安新区输送", {"雄安新区": "direction"}),
    ("医生支持承德建医院", {"承德": "helped"}),
    ("产量仅次于唐山", {"唐山": "compared"}),
    ("南接廊坊的村", {"廊坊": "beside"}),
    ("南与廊坊接壤", {"廊坊": "beside"}),
    ("五市（保定、沧州）建桥", {"保定": "aside", "沧州": "aside"}),
    ("据沧州统计局公布", {"沧州": "source"}),
    ("线路途经沧州", {"沧州": "along"}),
    ("石家庄高铁客流增加", {"石家庄": "line"}),
    ("北京电影学院建馆", {"北京": "body"}),
    ("沧州等地建桥", {"沧州": "example"}),
    # What is listed with a place has its part.
    ("村庄南与廊坊、沧州相邻", {"廊坊": "beside", "沧州": "beside"}),
    ("产量超过与天津、河北合计", {"天津": "partner", "河北": "partner"}),
    ("没有地名", {}),
]


@pytest.mark.parametrize(("text", "expected"), ROLES)
def test_roles(text, expected):
    assert {one.place.value: one.role for one in _parts(text).sited} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("其中，北京有桥", "其中"),
        ("2023年底天津有桥", "2023年底"),
        ("截至目前，全线", "截至目前"),
        ("天津有桥", ""),
        ("", ""),
    ],
)
def test_lead(text, expected):
    assert text[: lead_end(text, 0, len(text))] == expected


@pytest.mark.parametrize(
    ("text", "own", "handed"),
    [
        ("天津与唐山共建桥", "天津与唐山", "天津与唐山"),
        ("天津与唐山合作建桥", "天津", "天津"),
        ("天津、唐山建桥", "天津、唐山", "天津、唐山"),
        ("北京、天津和河北建桥", "京津冀", "京津冀"),
        ("天津企业赴唐山建厂", "天津", "唐山"),
        ("医生支持承德建医院", None, "承德"),
        ("从保定转入学生", None, None),
        ("企业在津冀设立门店", "津冀", "津冀"),
        ("没有地名", None, None),
    ],
)
def test_what_a_clause_speaks_of_and_what_it_hands_on(text, own, handed):
    assert spoken_of(text, _parts(text), len(text)) == own
    assert handed_on(_parts(text)) == handed


def test_a_place_after_the_figure_is_not_spoken_of():
    text = "建桥5座通唐山"
    assert spoken_of(text, _parts(text), text.index("5")) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("北京、天津和河北分别下降", ("北京", "天津", "河北")),
        ("津冀分别下降", ("天津", "河北")),
        ("北京下降", ()),
        ("北京分别下降", ()),
    ],
)
def test_listed(text, expected):
    assert listed(text, 0, len(text), places(text, WORDS)) == expected
