"""A corpus in parts: the same rows as one built as a whole, nothing made twice, and whatever is damaged is mended alone."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from conftest import PROSE
from made_texts import TEXT, files_of, write_texts

from helpers import CorpusError, ledger, load
from helpers.__main__ import main
from helpers.corpus import read
from helpers.features import SCHEMAS
from helpers.files import SHIPPED
from helpers.parts.stored import FIGURES, WORDS, read_index
from helpers.scale import batch, plan
from helpers.scale.build import build_in_parts, verify_in_parts


@pytest.fixture
def texts(tmp_path, monkeypatch):
    """Eight files, of which about two make a batch."""
    monkeypatch.setattr(plan, "BATCH", 2000)
    return write_texts(tmp_path / "texts", 8)


@pytest.fixture
def opened(monkeypatch):
    """The names of the files that batches open, as they do."""
    names, real = [], batch.read_source
    monkeypatch.setattr(batch, "read_source", lambda path: names.append(Path(path).name) or real(path))
    return names


def _sorted(table, like):
    return table.astype(like.dtypes.to_dict()).sort_values(list(table.columns), ignore_index=True)


@pytest.mark.parametrize("size", [1, 2000, 10**9])
@pytest.mark.parametrize("catalogued", [True, False])
def test_a_corpus_in_parts_has_the_rows_of_the_whole(tmp_path, texts, monkeypatch, size, catalogued):
    monkeypatch.setattr(plan, "BATCH", size)
    folder = SHIPPED / "sample" if catalogued else texts
    build_in_parts(folder, tmp_path / "out")
    whole, parted = read(folder), load(tmp_path / "out")
    for name in SCHEMAS:
        one, other = getattr(whole, name), getattr(parted, name)
        pd.testing.assert_frame_equal(_sorted(one, one), _sorted(other, one))
    for name in ("sources", "articles", "markup", "refused"):
        pd.testing.assert_frame_equal(getattr(whole, name), getattr(parted, name))
    pd.testing.assert_frame_equal(ledger.reading(whole), ledger.reading(parted))
    assert len(parted.parts) == {1: len(whole.sources), 10**9: 1}.get(size, len(parted.parts))
    article = whole.articles["article_id"].iloc[-1]
    assert parted.text(article) == whole.text(article)


def test_a_selection_of_a_corpus_in_parts(tmp_path, texts):
    build_in_parts(texts, tmp_path / "out")
    parted = load(tmp_path / "out").select(source=["t03", "t07"])
    assert list(parted.articles["article_id"]) == list(parted.sizes["article_id"]) == ["t03", "t07"]
    assert set(parted.words["article_id"]) == set(ledger.reading(parted)["article_id"]) == {"t03", "t07"}
    parts = list(parted.words_by_part)
    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), parted.words)
    assert [len(part) for part in parted.words_by_part] == [len(part) for part in parts]


def test_figures_may_be_left_to_the_ledger_and_are_made_alone_later(tmp_path, texts, opened):
    assert main_of("build", "--raw", texts, "--out", tmp_path / "out", "--without-figures") == 0
    before, parted = read_index(tmp_path / "out").parts, load(tmp_path / "out")
    assert list(before) == [WORDS]
    read_later = ledger.reading(parted)
    assert main_of("verify", tmp_path / "out") == 0
    build_in_parts(texts, tmp_path / "out")
    assert read_index(tmp_path / "out").parts[WORDS] == before[WORDS]
    pd.testing.assert_frame_equal(ledger.reading(load(tmp_path / "out")), read_later)


def test_what_is_built_is_not_made_again(tmp_path, texts, opened):
    out = tmp_path / "out"
    build_in_parts(texts, out)
    assert sorted(opened) == sorted(path.name for path in texts.iterdir())
    opened.clear()
    before = files_of(out)
    build_in_parts(texts, out)
    assert opened == []
    assert files_of(out) == before


def test_only_a_file_that_changes_is_opened_and_the_bytes_are_those_of_a_fresh_build(tmp_path, texts, opened):
    out = tmp_path / "out"
    build_in_parts(texts, out)
    opened.clear()
    (texts / "t05a.txt").write_text(TEXT.format(50), encoding="utf-8")
    (texts / "t06.txt").write_text(TEXT.format(70), encoding="utf-8")
    (texts / "t02.txt").unlink()
    build_in_parts(texts, out)
    assert opened == ["t05a.txt", "t06.txt"]
    build_in_parts(texts, tmp_path / "fresh")
    assert files_of(out) == files_of(tmp_path / "fresh")
    assert "t05a" in set(load(out).words["article_id"])


def _cut(names):
    files = pd.DataFrame({"file": sorted(names), "bytes": 10_000})
    return [tuple(batch["file"]) for batch in plan.batches(files)]


def test_a_file_more_leaves_most_batches_as_they_are():
    names = [f"n{number:04}.txt" for number in range(3000)]
    before, after = _cut(names), _cut([*names, "n1500a.txt"])
    assert sum(map(len, before)) == 3000
    assert 15 < len(before) < 60
    assert all(50 <= len(batch) <= 200 for batch in before[:-1])
    assert len(set(before) - set(after)) <= 3


@pytest.mark.parametrize(
    ("name", "row", "layers"),
    [
        ("units.csv", "筐,筐,other,basket", {FIGURES}),
        ("lacks.txt", "缺", {WORDS}),
        ("gazetteer.csv", "青河,青河,ns,Qinghe", {WORDS, FIGURES}),
        ("stopwords.txt", "看", set()),
        ("glosses.csv", "看,look", set()),
    ],
)
def test_a_changed_lexicon_has_only_that_made_which_hangs_on_it(tmp_path, texts, name, row, layers):
    out, own = tmp_path / "out", texts / "lexicon"
    shutil.copytree(SHIPPED / "lexicon", own)
    build_in_parts(texts, out)
    before = read_index(out).parts
    (own / name).write_text((own / name).read_text(encoding="utf-8").rstrip("\n") + f"\n{row}\n", encoding="utf-8")
    build_in_parts(texts, out)
    after = read_index(out).parts
    assert {layer for layer in before if before[layer] != after[layer]} == layers
    assert row in (out / "lexicon" / name).read_text(encoding="utf-8")


def test_a_bad_file_is_set_aside_and_the_rest_is_built(tmp_path, texts, opened, capsys):
    out = tmp_path / "out"
    (texts / "t04.txt").write_text("English only, and nothing else in it.", encoding="utf-8")
    (texts / "=cmd.docx").write_bytes(b"PK")
    assert main_of("build", "--raw", texts, "--out", out) == 1
    told = capsys.readouterr()
    assert "7 articles of 7 files" in told.out
    assert "t04.txt" in told.err and "1 files were set aside" in told.err
    assert list(load(out).refused["file"]) == ["=cmd.docx", "t04.txt"]
    assert "t04" not in set(load(out).articles["article_id"])
    assert "t04.txt" in (out / "rejects.csv").read_text(encoding="utf-8")
    opened.clear()
    assert main_of("build", "--raw", texts, "--out", out) == 1
    assert opened == []
    (texts / "t04.txt").write_text(TEXT.format(4), encoding="utf-8")
    assert main_of("build", "--raw", texts, "--out", out) == 0
    assert opened == ["t04.txt"]
    assert list(load(out).refused["file"]) == ["=cmd.docx"]


def main_of(*words):
    """Carry out a command line; returns its exit status."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["helpers", *map(str, words)])
        return main()


def test_a_fault_of_ours_in_one_file_stops_no_other(tmp_path, texts, monkeypatch):
    real = batch.clean_texts

    def clean(catalogue, *rest, **options):
        if "t06" in set(catalogue.sources["source_id"]):
            raise RecursionError("too deep")
        return real(catalogue, *rest, **options)

    monkeypatch.setattr(batch, "clean_texts", clean)
    refused = build_in_parts(texts, tmp_path / "out")
    assert list(refused["file"]) == ["t06.txt"]
    assert "RecursionError: too deep" in refused["reason"].iloc[0]
    assert len(load(tmp_path / "out").articles) == 7


def test_a_file_that_is_larger_than_a_batch_can_be_is_set_aside(tmp_path, texts, monkeypatch):
    monkeypatch.setattr(batch, "LARGEST", 5000)
    (texts / "t04.txt").write_text(PROSE * 300, encoding="utf-8")
    refused = build_in_parts(texts, tmp_path / "out")
    assert list(refused["file"]) == ["t04.txt"]
    assert "cut it into files" in refused["reason"].iloc[0]


def test_a_folder_of_bad_files_is_refused_with_the_first_reason(tmp_path):
    (tmp_path / "bad.txt").write_text("English only, and nothing else in it.", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"no text of .* can be read; the first: .*rejects.csv"):
        build_in_parts(tmp_path, tmp_path / "out")
    assert "bad.txt" in (tmp_path / "out" / "rejects.csv").read_text(encoding="utf-8")


def _flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("harm", [_flip, Path.unlink], ids=["flipped", "gone"])
@pytest.mark.parametrize("file", ["tokens.parquet", "figures.parquet", "receipt.json"])
def test_a_damaged_part_is_named_and_mended_alone(tmp_path, texts, opened, harm, file):
    out = tmp_path / "out"
    build_in_parts(texts, out)
    before, path = files_of(out), sorted((out / "features").glob(f"*/{file}"))[1]
    files = [
        row["file"]
        for row in json.loads((path.parent / "receipt.json").read_text(encoding="utf-8"))["content"]["files"]
    ]
    harm(path)
    with pytest.raises(CorpusError, match=f"{path.parent.name}/{file}.*--out"):
        corpus = load(out)
        assert len(corpus.tokens) + len(ledger.reading(corpus))
    wrong = {name: told for name, told in verify_in_parts(out) if told}
    assert list(wrong) == [path.parent.name]
    opened.clear()
    build_in_parts(texts, out)
    assert sorted(opened) == sorted(files)
    assert files_of(out) == before
    assert not any(told for _, told in verify_in_parts(out))


def test_a_damaged_index_is_refused_and_made_again_from_the_parts(tmp_path, texts, opened):
    out = tmp_path / "out"
    build_in_parts(texts, out)
    before = files_of(out)
    (out / "features" / "index.json").write_text("{", encoding="utf-8")
    with pytest.raises(CorpusError, match="index.json"):
        load(out)
    opened.clear()
    build_in_parts(texts, out)
    assert opened == []
    assert files_of(out) == before


def test_a_folder_that_was_built_of_another_is_not_built_as_a_whole(tmp_path, texts, capsys):
    build_in_parts(texts, tmp_path / "out")
    before = files_of(tmp_path / "out")
    assert main_of("build", tmp_path / "out") == 2
    assert f"--raw {texts} --out {tmp_path / 'out'}" in capsys.readouterr().err
    assert files_of(tmp_path / "out") == before


def test_verify_says_what_has_changed(tmp_path, texts, capsys):
    out = tmp_path / "out"
    build_in_parts(texts, out)
    assert main_of("ledger", out) == 0
    assert main_of("verify", out) == 0
    told = capsys.readouterr().out
    assert "indicators" in told
    made = (out / "indicators.csv").read_bytes()
    (out / "indicators.csv").write_bytes(made + b"\n")
    assert main_of("verify", out) == 1
    (out / "indicators.csv").write_bytes(made)
    (texts / "t03.txt").write_text(TEXT.format(33), encoding="utf-8")
    assert main_of("verify", out) == 1
    assert "changed since" in capsys.readouterr().out


def test_a_corpus_whose_texts_have_changed_is_refused(tmp_path, texts):
    build_in_parts(texts, tmp_path / "out")
    (texts / "t03.txt").write_text(TEXT.format(33), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"t03.txt has changed.*--raw .*texts --out"):
        load(tmp_path / "out")


def test_parts_travel_without_their_texts(tmp_path, texts):
    build_in_parts(texts, tmp_path / "out")
    rows = len(load(tmp_path / "out").words)
    texts.rename(tmp_path / "elsewhere")
    alone = load(tmp_path / "out")
    assert not alone.has_text
    assert len(alone.words) == rows


def test_catalogued_files_that_are_not_as_they_should_be_are_set_aside(tmp_path, sample):
    (sample / "web-page.txt").write_text(PROSE * 20, encoding="utf-8")
    (sample / "new.txt").write_text(PROSE * 20, encoding="utf-8")
    (sample / "newspaper-page.txt").unlink()
    refused = build_in_parts(sample, tmp_path / "out").set_index("file")["reason"]
    assert "no longer apply" in refused["web-page.txt"]
    assert refused["new.txt"] == "it is not in sources.csv"
    assert refused["newspaper-page.txt"] == "it is in sources.csv, but not in the folder"
    assert list(load(tmp_path / "out").sources["file"]) == ["magazine-page.txt"]


def test_two_files_that_are_one_source_are_refused(tmp_path, texts):
    (texts / "t03.TXT").write_text(PROSE * 20, encoding="utf-8")
    with pytest.raises(CorpusError, match="two files of .* are the source t03"):
        build_in_parts(texts, tmp_path / "out")


def test_what_was_changed_in_a_copy_is_not_written_over(tmp_path, sample):
    out = tmp_path / "out"
    build_in_parts(sample, out)
    (out / "edits.csv").write_text("mine", encoding="utf-8")
    build_in_parts(sample, out)
    assert (out / "edits.csv").read_text(encoding="utf-8") == "mine"
    with (out / "articles.csv").open("a", encoding="utf-8") as stream:
        stream.write("\n")
    with pytest.raises(CorpusError, match=r"articles.csv of .* was changed since it was copied"):
        build_in_parts(sample, out)


def test_parts_take_the_place_of_a_whole_and_a_whole_that_of_parts(texts):
    assert main_of("build", texts) == 0
    whole = load(texts)
    assert main_of("build", texts, "--workers", 1) == 0
    assert [path.name for path in (texts / "features").glob("*.parquet")] == []
    assert len(load(texts).parts) > 1
    assert len(load(texts).words) == len(whole.words)
    assert main_of("build", texts) == 0
    assert [path.name for path in (texts / "features").glob("*-*")] == []
    assert len(load(texts).parts) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--workers", "0"], "workers is 0"),
        (["--workers", "2", "--without-markup"], "--without-markup"),
        (["--scheduler", "nonsense://here"], "the Dask scheduler nonsense://here"),
    ],
)
def test_what_cannot_be_built_is_refused(texts, capsys, words, told):
    assert main_of("build", texts, *words) == 2
    assert told in capsys.readouterr().err


def test_the_engine_is_kept_until_another_is_named(tmp_path, texts):
    build_in_parts(texts, tmp_path / "out", engine="rjieba")
    build_in_parts(texts, tmp_path / "out")
    assert load(tmp_path / "out").engine == "rjieba"
    with pytest.raises(CorpusError, match="no engine 'abacus'"):
        build_in_parts(texts, tmp_path / "out", engine="abacus")
