"""Export: what is written can be opened again, is the same every time, runs nothing, and is whole or not there."""

import codecs
import xml.etree.ElementTree as ET

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from pictures import style  # noqa: F401 (style is a fixture)

from helpers.files import CorpusError, read_table
from helpers.show.export import save_figure, save_table
from helpers.show.style import WIDTH, finish, grid

TABLE = pd.DataFrame({"word": ["河", "=SUM(A1)", "@x"], "count": [3, 2, 1], "share": [0.5, 0.25, None]})
SVG = "{http://www.w3.org/2000/svg}"


def _drawn():
    axes = grid(2, 1, height=1)
    axes[0].barh(["河 river", "桥 bridge"], [3, 2])
    return finish(axes, title="一条河 a river", source="made up")


def test_a_figure_is_written_as_png_of_twice_the_pixels_and_as_svg(tmp_path):
    axes = _drawn()
    png, svg = save_figure(axes, tmp_path / "rivers")
    assert [path.name for path in (png, svg)] == ["rivers.png", "rivers.svg"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rivers.png", "rivers.svg"]
    high, wide, _ = plt.imread(png).shape
    assert (wide, high) == (int(WIDTH * 192), int(axes[0].figure.get_figheight() * 192))
    root = ET.fromstring(svg.read_bytes())
    assert root.get("width") == f"{WIDTH * 72:g}pt"


def test_letters_of_a_vector_picture_are_outlines_and_it_fetches_nothing(tmp_path):
    _, svg = save_figure(_drawn(), tmp_path / "rivers")
    root = ET.fromstring(svg.read_bytes())
    assert root.iter(f"{SVG}text") is not None
    assert list(root.iter(f"{SVG}text")) == []
    assert len(list(root.iter(f"{SVG}path"))) > 10
    links = [value for node in root.iter() for name, value in node.attrib.items() if name.endswith("href")]
    assert all(link.startswith("#") for link in links)


def test_the_same_figure_gives_the_same_bytes_without_a_date(tmp_path):
    one, two = (save_figure(_drawn(), tmp_path / name) for name in ("one", "two"))
    for first, second in zip(one, two, strict=True):
        assert first.read_bytes() == second.read_bytes()
    assert b"date" not in one[1].read_bytes().lower()


def test_settings_of_matplotlib_are_left_as_they_were(tmp_path):
    before = dict(plt.rcParams)
    save_figure(_drawn()[0], tmp_path / "rivers")
    assert dict(plt.rcParams) == before


def test_a_table_is_written_for_spreadsheets_and_with_its_types(tmp_path):
    csv, parquet = save_table(TABLE, tmp_path / "words")
    assert csv.read_bytes().startswith(codecs.BOM_UTF8)
    assert csv.read_text(encoding="utf-8-sig").splitlines()[2:] == ["'=SUM(A1),2,0.25", "'@x,1,"]
    assert read_table(csv, ["word"])["word"].tolist() == TABLE["word"].tolist()
    pd.testing.assert_frame_equal(pd.read_parquet(parquet), TABLE)


def test_the_same_table_gives_the_same_bytes_whatever_its_index(tmp_path):
    one, two = save_table(TABLE, tmp_path / "one"), save_table(TABLE.set_index([[7, 8, 9]]), tmp_path / "two")
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


@pytest.mark.parametrize(("given", "expected"), [("a.csv", "a"), ("a.parquet", "a"), ("a.b", "a.b"), ("a", "a")])
def test_an_ending_may_be_given(tmp_path, given, expected):
    assert [path.name for path in save_table(TABLE, str(tmp_path / given))] == [
        f"{expected}.csv",
        f"{expected}.parquet",
    ]


def test_a_dot_in_the_name_of_a_figure_is_no_ending(tmp_path):
    assert [path.name for path in save_figure(_drawn(), tmp_path / "pm2.5.svg")] == ["pm2.5.png", "pm2.5.svg"]


def test_without_the_folder_nothing_is_written_and_it_says_so(tmp_path):
    with pytest.raises(CorpusError, match="there is no folder .*nowhere. Expected: a folder.*Repair: make it first"):
        save_figure(_drawn(), tmp_path / "nowhere" / "rivers")
    with pytest.raises(CorpusError, match="there is no folder"):
        save_table(TABLE, tmp_path / "nowhere" / "words")


def test_a_column_of_several_kinds_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(CorpusError, match="does not go into Parquet .*Expected: one kind of value"):
        save_table(pd.DataFrame({"mixed": ["河", 3]}, dtype=object), tmp_path / "words")
    assert list(tmp_path.iterdir()) == []


def test_a_table_with_two_columns_of_one_name_is_refused(tmp_path):
    with pytest.raises(CorpusError, match="two columns 'word'"):
        save_table(pd.concat([TABLE, TABLE[["word"]]], axis=1), tmp_path / "words")
    assert list(tmp_path.iterdir()) == []
