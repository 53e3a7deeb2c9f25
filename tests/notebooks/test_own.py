"""Every notebook on folders of one's own: run to its end, and what the folder lacks is said in a sentence."""

import random
import shutil

import pytest
from opencc import OpenCC

from helpers import CorpusError, load
from helpers.files import SHIPPED
from helpers.notebooks.execute import execute, find_notebooks
from helpers.notebooks.needs import FACTS, Missing, lacking

NOTEBOOKS = find_notebooks()
WHO = "青河 白渡 柳林 渔市 学校 医院 工厂 农户 车站 渡口 市场 果园 水库 协会 商会 博物馆".split()
DOES = "新建 修好 增加 减少 调查 公布 提出 完成 推进 检查 购买 登记 联合 支持".split()
WHAT = "道路 桥梁 水渠 房屋 树苗 船只 课程 病床 岗位 产值 游客 藏书 货物 用水 电站 果树".split()
UNITS = "公里 座 条 间 株 艘 门 张 个 亿元 万人 册 吨".split()


def _sentence(choose):
    who, does, what = (choose.choice(words) for words in (WHO, DOES, WHAT))
    if choose.random() < 0.4:
        value, rate = choose.randint(2, 900), choose.randint(10, 300) / 10
        return f"{choose.randint(2015, 2024)}年，{who}{does}{what}{value}{choose.choice(UNITS)}，比上年增长{rate}%。"
    return f"{who}和{choose.choice(WHO)}一起{does}{what}，大家都说这是一件好事。"


def _article(seed, paragraphs=8):
    choose = random.Random(seed)
    return "\n".join("".join(_sentence(choose) for _ in range(4)) for _ in range(paragraphs)) + "\n"


def _texts(names, encoding="utf-8", turn=str):
    return {name: turn(_article(seed)).encode(encoding, "ignore") for seed, name in enumerate(names)}


TRADITIONAL = OpenCC("s2t").convert
FOUR = [f"{letter}.txt" for letter in "abcd"]
FOLDERS = {
    "one text": _texts(["a.txt"]),
    "three texts": _texts(FOUR[:3]),
    "two hundred texts": _texts([f"{number:03}.txt" for number in range(200)]),
    "twenty characters": {"a.txt": "三城共用一条河，年年一起修堤，一起看水。".encode()},
    "GB18030": _texts(FOUR, "gb18030"),
    "Big5": _texts(FOUR, "big5", TRADITIONAL),
    "UTF-16": _texts(FOUR, "utf-16"),
    "Traditional": _texts(FOUR, turn=TRADITIONAL),
    "subfolders": _texts([f"{year}/{name}" for year in (2022, 2023) for name in FOUR]),
    "documents beside": _texts(FOUR) | {"r.docx": b"PK", "p.pdf": b"%PDF", "w.html": b"<html>"},
    "broken files": _texts([*FOUR, "UPPER.TXT"]) | {"bad.txt": b"a\0b", "empty.txt": b"", "._a.txt": b"\0"},
    "odd names": _texts(["a b.txt", "q'uote\".txt", "new\nline.txt", "汉字.txt", "<img src=x onerror=alert(1)>.txt"]),
}


@pytest.fixture
def own(tmp_path):
    """Make a folder of some files: function dict name -> bytes -> path."""

    def make(files):
        for name, data in files.items():
            path = tmp_path / "texts" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return tmp_path / "texts"

    return make


def _prepared(folder):
    from helpers.__main__ import _prepare

    return _prepare(folder)


def _sentences(notebook):
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [text for output in outputs if "Left out" in (text := output.get("data", {}).get("text/markdown", ""))]


def _run(path, folder):
    return execute(path, raw=True, parameters={"CORPUS": str(folder)})


# The others run in make test-all; each takes half a dozen seconds.
DAILY = [path for path in NOTEBOOKS if path.name.startswith("05")]


@pytest.mark.parametrize("path", DAILY, ids=lambda path: path.stem)
def test_a_plain_folder_runs_to_the_last_cell(path, own):
    folder = own(FOLDERS["three texts"])
    assert (
        "made features, indicators.csv, phrases.csv, segmentations.csv, formulations.csv, rankings_once.csv, keyness_once.csv"
        in _prepared(folder)
    )
    notebook = _run(path, folder)
    assert all(cell.execution_count for cell in notebook.cells if cell.cell_type == "code")
    assert len(_sentences(notebook)) >= 3


@pytest.mark.slow
@pytest.mark.parametrize("name", FOLDERS)
def test_every_notebook_runs_on_every_folder(name, own):
    folder = own(FOLDERS[name])
    _prepared(folder)
    for path in NOTEBOOKS:
        _run(path, folder)


@pytest.mark.slow
def test_every_notebook_runs_on_the_sample(tmp_path):
    folder = shutil.copytree(SHIPPED / "sample", tmp_path / "sample")
    _prepared(folder)
    for path in NOTEBOOKS:
        _run(path, folder)


@pytest.mark.slow
def test_every_notebook_runs_on_the_raw_files_as_a_plain_folder(raw, tmp_path):
    folder = shutil.copytree(raw.folder / "raw", tmp_path / "raw-files")
    _prepared(folder)
    for path in NOTEBOOKS:
        _run(path, folder)


@pytest.mark.parametrize(
    ("files", "words"), [({}, "there is no folder"), ({"a.txt": b"Three towns share one river."}, "is not Chinese")]
)
def test_a_folder_without_a_chinese_text_is_refused(files, words, own):
    with pytest.raises(CorpusError, match=words):
        _prepared(own(files))


def test_what_is_there_is_not_made_again(own):
    folder = own(FOLDERS["three texts"])
    _prepared(folder)
    assert _prepared(folder) == "read 3 articles"
    (folder / "phrases.csv").unlink()
    assert _prepared(folder).startswith("read 3 articles, made phrases.csv")
    (folder / "d.txt").write_bytes(_article(9).encode())
    assert _prepared(folder).startswith("read 4 articles, made features")


def test_files_that_were_set_aside_are_named(own):
    told = _prepared(own(FOLDERS["broken files"]))
    assert "read 5 articles" in told
    assert "set aside: bad.txt: bad.txt holds the byte 0x00" in told
    assert "set aside: empty.txt" in told
    assert "._a.txt" not in told


def test_facts_of_the_shipped_corpus_are_all_there(shipped):
    assert lacking(shipped, list(FACTS)) == ""


def test_facts_that_are_lacking_are_said(folder):
    corpus = load(folder)
    assert lacking(corpus, ["fields", "markup"]) == "Left out: articles.csv gives no fields; there is no markup.csv."
    with pytest.raises(CorpusError, match="a cell needs 'feilds'"):
        lacking(corpus, ["feilds"])


@pytest.fixture
def missing(folder):
    return Missing(load(folder), {"CorpusError": CorpusError})


def test_a_cell_runs_as_it_would_alone(missing):
    assert missing.run("a = 2\na + 1") == 3
    assert missing.run("a + 1;") is None
    assert missing.run("b = a") is None
    assert missing.space["b"] == 2


def test_a_cell_whose_needs_are_not_met_is_left_out_with_what_depends_on_it(missing, capsys):
    missing.run("table = 1  # needs: fields")
    assert "table" not in missing.space
    assert missing.run("table + 1") is None
    assert missing.run("half = 1\nraise CorpusError('wrong')") is None
    assert "half" not in missing.space
    assert missing.run("half + 1") is None


def test_mistakes_are_not_hidden(missing):
    with pytest.raises(NameError):
        missing.run("never_given")
    with pytest.raises(KeyError):
        missing.run("{}['a']")
