"""A corpus of hostile names, titles and texts, what is wrong with a page of it, and a browser that opens the page."""

import random
import re
import subprocess
from contextlib import contextmanager
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pandas as pd
from conftest import BROWSER

from helpers.files import SHIPPED, checksum
from helpers.lexicon import TABLES
from helpers.made import write_tables

# What a payload does when it runs: it gives the page an attribute that no page of ours has.
RAN = "document.documentElement.dataset.ran=1"
HERE = "http://127.0.0.1"
# What the browser asks for by itself, also of an empty page.
ITS_OWN = re.compile(
    r"(?:http://)?(?:(?:accounts|clients\d)\.google|(?:update|optimizationguide-pa|content-autofill|"
    r"safebrowsing|safebrowsingohttpgateway)\.googleapis)\.com[:/]"
)

PLACES, UNITS, HEADS = (
    "天津 河北 雄安新区".split(),
    "家 亿元 公里 人 吨 个".split(),
    "产值 企业 里程 人口 产量 园区".split(),
)
EVERYWHERE = "疏解 雄安新区 科技创新 生态环境 交通一体化 牛鼻子 企业 技术".split()
THEMES = [
    "港口 码头 货轮 集装箱 渔船 海水".split(),
    "铁路 车站 列车 隧道 桥梁 乘客".split(),
    "湿地 候鸟 芦苇 湖泊 森林 树苗".split(),
    "学校 教师 学生 课堂 图书馆 教材".split(),
    "医院 医生 病床 药品 护士 患者".split(),
    "小麦 农户 果园 蔬菜 粮食 种子".split(),
]
DOES = "推进 建设 联合 支持 完善 检查 服务 扩大".split()


def payloads(port):
    """List texts that try to run code, or to ask something of the server at a port."""
    at = f"{HERE}:{port}"
    return [
        f'<img src="{at}/img" onerror="{RAN}">',
        f"<script>{RAN};new Image().src='{at}/script'</script>",
        f"</td></style></textarea><svg onload={RAN}><image href={at}/svg></svg>",
        f"<iframe src={at}/frame></iframe><link rel=stylesheet href={at}/link>",
        f"<style>@import '{at}/import';body{{background:url({at}/css);width:expression({RAN})}}</style>",
        f"[x](javascript:{RAN}) ![x]({at}/markdown) <{at}/auto> {at}/bare www.x.org a@x.org",
        f"<a href='javascript:{RAN}'>x</a><base href={at}/base>",
        f"$\\href{{javascript:{RAN}}}{{x}}$ $x$ $$\\nothing$$ \\(y\\) \\[z\\] \\begin{{a}}b\\end{{a}}",
        f'" autofocus onfocus="{RAN}" \' onload=\'{RAN}',
        f"&lt;img src={at}/entity onerror={RAN}&gt; &#60;script&#62;",
        f"--><script>{RAN}</script><!-- ]]> {{{{7*7}}}} {{% x %}} %s {{x}}",
        f"`x` ```{RAN}``` _x_ ~~x~~ # x | y | z [r]: {at}/r",
        "\u202egpj.exe\u202c \u2066x\u2069 \u200f",
        "\x1b[31mred\x1b[0m \x1b]0;t\x1b\\ \x9b31m",
        f'=HYPERLINK("{at}/formula","x")',
        "@SUM(1+1)|cmd' /C calc'!A0",
    ]


def _sentence(choose, theme):
    one, two = choose.choice(EVERYWHERE), choose.choice(theme)
    return f"{choose.choice(PLACES)}{choose.choice(DOES)}{one}和{two}，这里的{choose.choice(theme)}还不足，仍要{choose.choice(DOES)}{choose.choice(theme)}。"


def _figures(choose):
    """Return sentences with figures, most of which do not follow from each other or from those of other articles."""
    place, head, unit = choose.choice(PLACES), choose.choice(HEADS), choose.choice(UNITS)
    first, last = choose.randint(100, 400), choose.randint(100, 900)
    return (
        f"2022年，{place}{head}为{first}{unit}，2023年{place}{head}为{last}{unit}，比上年增长{choose.randint(5, 90)}%。"
        f"到2030年，{place}{head}将达到{last * 2}{unit}。2023年，{place}产业占比为{choose.randint(120, 300)}%。"
    )


def _text(seed, hostile):
    """Return an article that begins with a payload and has one in each of its paragraphs."""
    choose, theme = random.Random(seed), THEMES[seed % len(THEMES)]
    lines = [f"雄安新区联合建设{hostile[seed % len(hostile)]}港口。"]
    for at in range(4):
        # A text with three ends of elements would be refused as a web page.
        payload = hostile[(seed + at) % len(hostile)].replace("</", "<")
        lines.append("".join(_sentence(choose, theme) for _ in range(5)) + f"他们说{payload}。")
    return "\n".join([*lines, _figures(choose)]) + "\n"


def _names(count):
    """Return names of files, as hostile as a file system lets them be."""
    signs = [f"<img src=x onerror={RAN}>", "q'uote\" & &lt;汉 字&gt;", "new\nline\x1b[31m", "$x$ `c` [a](javascript:1)"]
    signs += ["\u202egnp.exe", f"<svg onload={RAN}>", "=1+1", "plain"]
    return [f"{signs[at % len(signs)]} {at}.txt" for at in range(count)]


def _terms(turn):
    words = dict.fromkeys([*EVERYWHERE, *(word for theme in THEMES for word in theme)])
    known = set(_shipped("gazetteer")["written"])
    rows = [(word, "n", turn(at), turn(at + 1)) for at, word in enumerate(words) if word not in known]
    return pd.DataFrame(rows, columns=["term", "pos", "class", "gloss"])


def _shipped(name):
    return pd.read_csv(SHIPPED / "lexicon" / f"{name}.csv", dtype=str, keep_default_na=False)


def _concepts(turn):
    glosses = "|".join(turn(at).replace("|", "/") for at in range(len(UNITS)))
    rows = [(turn(at), turn(at + 3), "|".join(UNITS), glosses, head, "", "", "") for at, head in enumerate(HEADS)]
    return pd.DataFrame(rows, columns=TABLES["concepts"])


def _lexicon(hostile):
    """Make the tables of a lexicon whose glosses, classes, reasons and names of fields, sections, places are payloads."""

    def turn(at):
        return hostile[at % len(hostile)]

    ours = {name: _shipped(name) for name in ("gazetteer", "units", "glosses")}
    tables = {name: table.assign(gloss=[turn(at) for at in range(len(table))]) for name, table in ours.items()}
    named = tables["gazetteer"]["written"] == PLACES[0]
    tables["gazetteer"].loc[named, "place"] = turn(0)
    # A place is itself a name that is written.
    tables["gazetteer"] = pd.concat(
        [tables["gazetteer"], tables["gazetteer"][named].assign(written=turn(0), pos="", gloss="")]
    )
    limit = ("%", "占比", "0", "100", " ".join(hostile))
    return tables | {
        "terms": _terms(turn),
        "concepts": _concepts(turn),
        "limits": pd.DataFrame([limit], columns=TABLES["limits"]),
        "fields": pd.DataFrame([(turn(at), turn(at + 1), turn(at + 2)) for at in (0, 1)], columns=TABLES["fields"]),
        "sections": pd.DataFrame([(turn(at), turn(at + 1)) for at in (2, 3)], columns=TABLES["sections"]),
    }


def _catalogue(texts, hostile):
    """Make sources.csv, articles.csv and markup.csv of some texts (name -> text)."""
    every, sources, articles, markup = " ".join(hostile), [], [], []
    for at, (name, text) in enumerate(texts.items()):
        one, two = hostile[at % len(hostile)], hostile[(at + 5) % len(hostile)]
        source, article = f"s{at} {one}", f"{at} {one}"
        sources.append({"source_id": source, "file": name, "sha256": checksum(text.encode()), "publication": two, "gloss": one,
                        "published": "2024-02", "kind": every, "script": two, "note": every})  # fmt: skip
        articles.append({"article_id": article, "source_id": source, "title": one, "title_gloss": f"{two} {every}", "authors": every,
                         "section": hostile[2 + at % 2], "field": hostile[at // 3 % 2], "office": hostile[7 + at % 2],
                         "published": "2024-02", "on_topic": "true", "truncated": two, "note": every})  # fmt: skip
        markup.append(
            {"source_id": source, "start": 0, "end": len(text), "kind": "article", "text": article, "note": ""}
        )
    return {"sources": sources, "articles": articles, "markup": markup}


def write_corpus(folder, port, *, count=30):
    """Write a folder of so many texts that knows a server at a port; returns the folder."""
    hostile = payloads(port)
    texts = {name: _text(at, hostile) for at, name in enumerate(_names(count))}
    (folder / "lexicon").mkdir(parents=True)
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())
    tables = {name: pd.DataFrame(rows) for name, rows in _catalogue(texts, hostile).items()}
    tables |= {f"lexicon/{name}": table for name, table in _lexicon(hostile).items()}
    for name, table in tables.items():
        write_tables({f"{name}.csv": table}, folder)
    return folder


def spoil(folder, port):
    """Put payloads where none survives the reading of a text: into phrases, words and labels of figures."""
    hostile = payloads(port)
    for name, columns in {
        "phrases": ["phrase", "first"],
        "segmentations": ["word"],
        "indicators": ["indicator"],
    }.items():
        table = pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
        for column in columns:
            table[column] = [
                hostile[at // 3 % len(hostile)] + word if at % 3 == 0 else word for at, word in enumerate(table[column])
            ]
        write_tables({f"{name}.csv": table}, folder)


class Page(HTMLParser):
    """What is in a page: `seen`, its text; `wrong`, what no page of ours has; `formulas`, what MathJax would take."""

    NEVER = frozenset({"script", "iframe", "svg", "image", "link", "base", "object", "embed", "form", "textarea"})
    # What the site itself has of these, attribute for attribute.
    OURS = (
        r"link rel=icon href=data:,|link rel=stylesheet href=site\.css|script src=site\.js defer=(None)?|"
        r"script src=search\.js|form class=filters data-for=\w+( hidden=)?(None)?|"
        r"img alt=.* src=(data:image/png.*|[\w-]+-figure-\d+\.png loading=lazy)"
    )

    def __init__(self, html):
        super().__init__()
        self.open, self.texts, self.styles, self.wrong, self.formulas = [], [], [], [], []
        self.feed(html)
        self.close()
        self.seen = "".join(self.texts)

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        for name, value in attrs:
            if name.startswith("on") or (name in ("src", "href") and re.match(rf"\s*javascript:|{HERE}", value or "")):
                self.wrong.append(f"<{tag} {name}={value}>")
        written = " ".join([tag, *(f"{name}={value}" for name, value in attrs)])
        if tag in (*self.NEVER, "img") and not re.fullmatch(self.OURS, written, flags=re.S):
            self.wrong.append(f"<{written}>")

    def handle_endtag(self, tag):
        while tag in self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        style = "style" in self.open[-1:]
        (self.styles if style else self.texts).append(data)
        if style and (HERE in data or "expression(" in data):
            self.wrong.append(data)
        if not style and re.search(r"[$\\]", data) and data not in ("$", "\\"):
            self.formulas.append(data)


class _Log(BaseHTTPRequestHandler):
    """Answers that there is nothing, and keeps what it was asked for."""

    def _note(self):
        self.server.asked.append(self.path)
        self.send_error(404)

    do_GET = do_POST = do_HEAD = do_CONNECT = _note

    def log_message(self, *args):
        pass


@contextmanager
def listening():
    """Run a server that notes what it is asked for: gives its port and the list of what was asked."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Log)
    server.asked = []
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, server.asked
    server.shutdown()
    server.server_close()


def opened(page, port, home):
    """Open a page (path) in a browser without a window, all of whose requests go to a port; returns what became of it."""
    command = [
        BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
        "--disable-features=OptimizationHints,OptimizationGuideModelDownloading,NetworkTimeServiceQuerying,Translate",
        f"--user-data-dir={home}", f"--proxy-server=127.0.0.1:{port}", "--proxy-bypass-list=<-loopback>",
        "--virtual-time-budget=2000", "--dump-dom", page.as_uri(),
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, check=True, timeout=300).stdout.decode()
