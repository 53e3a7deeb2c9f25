"""The corpus as tables: the sample through the very same code, any folder, bad input, builds that are cut off."""

import json
import multiprocessing
import os
import random
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from conftest import PROSE, by_character

from helpers import CorpusError, build, ledger, load, storage, verify
from helpers.__main__ import main
from helpers.corpus import read
from helpers.features import SCHEMAS
from helpers.files import SHIPPED, alone, checksum
from helpers.made import write_tables
from helpers.storage import read_features, recover
from helpers.texts.passages import PASSAGE_WORDS
from helpers.texts.sources import RAW_SWITCH

EXPECTED = Path(__file__).parent / "sample_clean"


@pytest.mark.parametrize("path", sorted(EXPECTED.glob("*.txt")), ids=lambda path: path.stem)
def test_sample_article_comes_out_as_it_was_written(path):
    assert load(SHIPPED / "sample").text(path.stem) == path.read_text(encoding="utf-8").rstrip("\n")


def test_sample_has_every_kind_of_source_and_no_dirt_left():
    sample = load(SHIPPED / "sample")
    assert set(sample.sources["kind"]) == {"magazine issue", "newspaper page", "web page"}
    assert sample.dirt["before"].sum() > 100
    assert sample.dirt["after"].sum() == 0


def test_text_without_the_lead_box():
    sample = load(SHIPPED / "sample")
    whole, rest = sample.text("sample-01"), sample.text("sample-01", lead=False)
    assert whole.endswith(rest)
    assert whole[: -len(rest)].startswith("青河、白渡、柳林三座小城")


def test_paragraph_positions_lead_back_to_the_raw_file():
    sample = load(SHIPPED / "sample")
    raw = (SHIPPED / "sample" / "magazine-page.txt").read_text(encoding="utf-8")
    for row in sample.paragraphs("sample-02").itertuples():
        assert raw[row.start] == row.text[0]
        same = sum(raw[place] == char for place, char in zip(row.places, row.text, strict=True))
        assert same > 0.9 * len(row.text)


def test_any_folder_of_texts_is_a_corpus(folder):
    corpus = load(folder, segment=by_character)
    assert list(corpus.articles["article_id"]) == ["long", "short"]
    assert corpus.articles["on_topic"].all()
    # 17 Han characters a line: nine lines make a passage of 153, the last two lines join the one before.
    assert corpus.sizes.set_index("article_id").loc["long", ["paragraphs", "words", "passages"]].to_list() == [
        20,
        340,
        2,
    ]
    assert list(corpus.passages["words"]) == [153, 187]
    assert corpus.text("short") == PROSE


def test_counts_by_hand(folder):
    tokens = load(folder, segment=by_character).tokens.set_index(["passage_id", "word"])["count"]
    assert tokens["long-p001", "一"] == 9 * 3
    assert tokens["long-p001", "河"] == 9
    assert "short-p001" not in tokens.index.get_level_values(0)


def test_plain_texts_are_cleaned_and_rejoined(tmp_path):
    broken = "去年冬天，三城的人在河边开了一次长会,把修堤的钱和出工的人一項(xiàng)一项算清楚以后才"
    (tmp_path / "page.txt").write_text(f"标题\n{broken}\n\n散去。✎\n", encoding="utf-8")
    corpus = load(tmp_path, segment=by_character)
    joined = "去年冬天，三城的人在河边开了一次长会，把修堤的钱和出工的人一项一项算清楚以后才散去。"
    assert corpus.text("page") == f"标题\n{joined}"


def test_files_in_other_encodings_are_read(tmp_path):
    for encoding in ("gb18030", "utf-16", "big5"):
        text = PROSE if encoding != "big5" else "三城共用一條河，年年一起修堤，一起看水，這是大家的事，不能不來。"
        (tmp_path / f"{encoding}.txt").write_bytes(text.encode(encoding))
    corpus = load(tmp_path, segment=by_character)
    assert list(corpus.sources["encoding"]) == ["big5", "gb18030", "utf-16"]
    assert corpus.text("big5").startswith("三城共用一条河")
    decoded = corpus.steps[corpus.steps["step"] == "decode"].set_index("source_id")["changes"]
    assert decoded.to_dict() == {"big5": 32, "gb18030": len(PROSE), "utf-16": len(PROSE)}


def test_select_by_topic_source_section_and_field():
    sample = load(SHIPPED / "sample")
    assert list(sample.select().articles["article_id"]) == ["sample-01", "sample-02", "sample-03", "sample-05"]
    assert list(sample.select(on_topic=False).articles["article_id"]) == ["sample-04"]
    assert len(sample.select(on_topic=None).articles) == 5
    assert list(sample.select(source="magazine", field="strategy").articles["article_id"]) == ["sample-01"]
    assert list(sample.select(section=["专稿"]).articles["article_id"]) == ["sample-01", "sample-02"]


def test_select_restricts_every_table_and_mutates_none():
    sample = load(SHIPPED / "sample")
    chosen = sample.select(field="ecology")
    assert (
        set(chosen.sources["source_id"]) == set(chosen.dirt["source_id"]) == set(chosen.steps["source_id"]) == {"web"}
    )
    assert set(chosen.passages["article_id"]) == set(chosen.sizes["article_id"]) == {"sample-05"}
    assert set(chosen.tokens["passage_id"]) == {"sample-05-p001"}
    assert len(sample.articles) == 5
    assert chosen.text("sample-05") == sample.text("sample-05")


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"field": "ecologie"}, "no article has the field 'ecologie'.*one of business climate, ecology"),
        ({"source": ["web", "radio"]}, "no article has the source_id 'radio'"),
        ({"on_topic": False, "field": "ecology"}, "no article is left after field = ecology"),
    ],
)
def test_select_names_the_filter_that_leaves_nothing(filters, words):
    with pytest.raises(CorpusError, match=words):
        load(SHIPPED / "sample").select(**filters)


@pytest.mark.parametrize("road", ["text", "paragraphs", "raw_text"])
def test_an_unknown_article_is_refused(road):
    with pytest.raises(CorpusError, match="no article 'sample-99'.*one of sample-01"):
        getattr(load(SHIPPED / "sample"), road)("sample-99")


def test_text_without_raw_files_says_what_to_put_where(shipped, monkeypatch):
    monkeypatch.setenv(RAW_SWITCH, "off")
    assert not shipped.has_text
    with pytest.raises(
        CorpusError, match=r"the text of tj-05 is not at hand.*001_6002.*sha256.*Repair: put the file there"
    ):
        shipped.text("tj-05")


def test_bad_folders_are_refused(tmp_path):
    with pytest.raises(CorpusError, match="there is no folder"):
        load(tmp_path / "nowhere")
    with pytest.raises(CorpusError, match=r"holds no \.txt file"):
        load(tmp_path)
    (tmp_path / "empty.txt").write_bytes(b"")
    with pytest.raises(CorpusError, match=r"empty\.txt is empty"):
        load(tmp_path)


def _spoil(sample):
    path = sample / "newspaper-page.txt"
    path.write_text(path.read_text(encoding="utf-8")[3:], encoding="utf-8")


def test_a_changed_file_is_refused_with_the_markup_that_no_longer_applies(sample):
    _spoil(sample)
    words = (
        r"newspaper-page\.txt has the sha256 .*10 rows of markup for newspaper no longer apply "
        r"\(2 article, .*sample-03, sample-04"
    )
    with pytest.raises(CorpusError, match=words):
        load(sample)


def test_a_changed_file_is_read_as_one_article_only_when_told_to(sample):
    _spoil(sample)
    corpus = load(sample, changed="without-markup", segment=by_character)
    assert list(corpus.articles["article_id"]) == ["sample-01", "sample-02", "sample-05", "newspaper"]
    assert set(corpus.markup["source_id"]) == {"magazine", "web"}
    assert "编辑：本报编辑部" in corpus.text("newspaper")


def test_an_unknown_answer_to_changed_files_is_refused(sample):
    with pytest.raises(CorpusError, match="changed is 'ignore'.*'refuse' or 'without-markup'"):
        load(sample, changed="ignore")


def test_a_catalogued_file_that_is_missing_is_named(sample):
    (sample / "web-page.txt").unlink()
    with pytest.raises(CorpusError, match=r"web-page\.txt is not in"):
        load(sample)


@pytest.fixture
def beside(tmp_path):
    """A folder of one text, and a text beside it that does not belong to it: (folder, the other text)."""
    (tmp_path / "texts" / "sub").mkdir(parents=True)
    for path in ("texts/a.txt", "other.txt"):
        (tmp_path / path).write_text(PROSE + path, encoding="utf-8")
    return tmp_path / "texts", tmp_path / "other.txt"


def _write_sources(folder, *files):
    rows = [f'source-{at},"{file}",{checksum(path.read_bytes())}' for at, (file, path) in enumerate(files)]
    (folder / "sources.csv").write_text("\n".join(["source_id,file,sha256", *rows]), encoding="utf-8")


@pytest.mark.parametrize(
    "name", ["../other.txt", "sub/../../other.txt", "sub/../a.txt", "..\\other.txt", "{}", "file:{}"]
)
def test_a_catalogued_path_that_leaves_the_folder_is_not_read(name, beside):
    folder, other = beside
    _write_sources(folder, ("a.txt", folder / "a.txt"), (name.format(other), other))
    with pytest.raises(CorpusError, match=r"of the sources in sources\.csv .* is not in"):
        load(folder)


def test_a_catalogued_link_that_leaves_the_folder_is_refused(beside):
    folder, other = beside
    (folder / "link.txt").symlink_to(other)
    _write_sources(folder, ("a.txt", folder / "a.txt"), ("link.txt", other))
    with pytest.raises(CorpusError, match=r"link\.txt is a link that leaves the folder.*copy the file into it"):
        load(folder)


def test_a_catalogued_way_through_a_linked_folder_is_not_read(beside):
    folder, other = beside
    (folder / "up").symlink_to(other.parent)
    _write_sources(folder, ("a.txt", folder / "a.txt"), ("up/other.txt", other))
    with pytest.raises(CorpusError, match=r"up/other\.txt is not in"):
        load(folder)


def test_a_name_that_leaves_the_folder_stands_for_the_file_inside_that_has_its_checksum(beside):
    folder, _ = beside
    _write_sources(folder, ("../other.txt", folder / "a.txt"))
    assert load(folder).text("source-0") == PROSE + "texts/a.txt"


def test_articles_and_markup_must_agree(sample):
    path = sample / "articles.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("sample-04,", "sample-44,"), encoding="utf-8")
    with pytest.raises(
        CorpusError, match="the article sample-04 is of source none in articles.csv and newspaper in markup.csv"
    ):
        load(sample)


def test_on_topic_must_be_a_truth_value(sample):
    path = sample / "articles.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",false,", ",perhaps,"), encoding="utf-8")
    with pytest.raises(CorpusError, match="on_topic of sample-04 is 'perhaps'.*true or false"):
        load(sample)


def test_an_article_that_is_listed_twice_is_refused(sample):
    path = sample / "articles.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text.splitlines()[1] + "\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="articles.csv has sample-01 twice"):
        load(sample)


@pytest.mark.parametrize("column", ["published", "first_published"])
def test_a_date_that_is_none_is_refused(sample, column):
    path = sample / "articles.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False).assign(first_published="")
    table.loc[0, column] = "May 2024"
    table.to_csv(path, index=False)
    with pytest.raises(CorpusError, match=f"{column} of sample-01 is 'May 2024'.*a date such as 2024"):
        load(sample)


def test_a_reprint_is_as_old_as_its_first_publication(sample):
    path = sample / "articles.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False).assign(first_published="")
    table.loc[0, "first_published"] = "2014-02-28"
    table.to_csv(path, index=False)
    articles = load(sample).articles
    assert articles["published"].iloc[0] == "2024-03-05"
    assert articles["first_published"].iloc[0] == "2014-02-28"
    assert (articles["first_published"].iloc[1:] == articles["published"].iloc[1:]).all()


def test_a_missing_column_of_the_catalogue_is_named(sample):
    path = sample / "sources.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("sha256", "checksum"), encoding="utf-8")
    with pytest.raises(CorpusError, match="has no column sha256"):
        load(sample)


def test_a_new_source_without_markup_is_told_where_its_row_is_missing(sample):
    (sample / "new.txt").write_text(PROSE, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"new\.txt is not in sources\.csv.*add its row.*its sha256 is [0-9a-f]{64}"):
        load(sample)
    digest, table = checksum(PROSE.encode()), sample / "sources.csv"
    row = ["new", "new.txt", digest.upper()] + [""] * (len(pd.read_csv(table).columns) - 3)
    assert list(pd.read_csv(table).columns[:3]) == ["source_id", "file", "sha256"]
    table.write_text(table.read_text(encoding="utf-8") + ",".join(row) + "\n", encoding="utf-8")
    message = r"the article new is of source none in articles\.csv and new in sources\.csv or the folder.*add the row of new to articles\.csv"
    with pytest.raises(CorpusError, match=message):
        load(sample)


def test_a_folder_brings_its_own_lexicon_table_by_table(folder):
    (folder / "lexicon").mkdir()
    (folder / "lexicon" / "terms.csv").write_text(
        "term,pos,class,gloss\n一条河,nz,place,the one river\n", encoding="utf-8"
    )
    own, ours = load(folder), load(SHIPPED / "sample")
    assert "一条河" in set(own.words["word"])
    assert own.lexicon.glosses["一条河"] == "the one river"
    assert own.lexicon.stop_words == ours.lexicon.stop_words
    assert "雄安新区" in set(own.lexicon.gazetteer["written"])
    assert "雄安新区" in set(own.lexicon.terms["term"])
    assert own.lexicon.topics.empty
    assert "一条河" not in set(ours.lexicon.terms["term"])


def test_every_text_is_read_once_and_cleaned_once(sample, monkeypatch):
    reads = []
    read_bytes = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: reads.append(path.name) or read_bytes(path))
    corpus = read(sample)
    for article_id in corpus.articles["article_id"]:
        corpus.text(article_id)
        corpus.select().raw_text("sample-01")
    assert sorted(reads) == sorted(path.name for path in sample.glob("*.txt"))
    assert corpus.paragraphs("sample-01")["text"].to_list() == load(sample).paragraphs("sample-01")["text"].to_list()


def test_a_folder_is_listed_once_and_again_where_a_file_is_not_in_the_list(folder, monkeypatch):
    build(folder, segment=by_character)
    corpus, walks, walk = load(folder), [], os.walk
    monkeypatch.setattr(os, "walk", lambda top: walks.append(top) or walk(top))
    assert [corpus.text(article_id) for article_id in ("short", "long", "short")][::2] == [PROSE, PROSE]
    assert len(walks) == 1
    (folder / "short.txt").rename(folder / "renamed.txt")
    assert corpus.text("short") == PROSE
    (folder / "renamed.txt").unlink()
    with pytest.raises(CorpusError, match="the text of short is not at hand.*ask again"):
        corpus.text("short")
    (folder / "back.txt").write_text(PROSE, encoding="utf-8")
    assert corpus.text("short") == PROSE


def test_a_corpus_keeps_the_segmenter_it_was_loaded_with(folder):
    assert load(folder, segment=by_character).segment is by_character
    assert load(folder).segment("一条河") != by_character("一条河")


def test_features_are_rebuilt_with_the_engine_that_they_name(folder):
    build(folder, segment=by_character)
    path = folder / "features" / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b'"tables"', b'"engine": "abacus", "tables"'))
    assert load(folder).engine == "abacus"
    for rebuild in (verify, build):
        with pytest.raises(CorpusError, match="no engine 'abacus'.*Expected: one of jieba, rjieba"):
            rebuild(folder)
    build(folder, segment=by_character)
    assert load(folder).engine == "jieba"


def test_a_segmenter_cannot_change_features_that_are_built():
    with pytest.raises(CorpusError, match="a segmenter was given for features that are built already"):
        load(segment=by_character)


def test_build_then_load_gives_the_same_tables(sample):
    read = load(sample)
    table = build(sample)
    assert list(table["table"]) == list(SCHEMAS)
    built = load(sample)
    for name in SCHEMAS:
        pd.testing.assert_frame_equal(
            getattr(read, name).reset_index(drop=True).astype(object), getattr(built, name).astype(object)
        )
    assert verify(sample)["equal"].all()
    assert not list(sample.glob(".features*"))


def test_building_twice_gives_the_same_bytes(sample):
    assert list(build(sample)["sha256"]) == list(build(sample)["sha256"])


def test_verify_says_what_differs(sample):
    build(sample)
    path = sample / "features" / "tokens.parquet"
    table = pq.read_table(path)
    pq.write_table(table.slice(1), path)
    result = verify(sample).set_index("table")
    assert not result.loc["tokens", "equal"]
    assert "0 rows shipped but not rebuilt, 1 rebuilt but not shipped" in result.loc["tokens", "difference"]
    assert result.drop("tokens")["equal"].all()


def test_a_flipped_bit_is_never_read(sample):
    """Bits of every file of the features, turned one by one: each is refused, and verify names the file."""
    build(sample)
    tokens, choose = load(sample).tokens, random.Random(11)
    for path in [path for path in sorted((sample / "features").iterdir()) for _ in range(12)]:
        whole = path.read_bytes()
        spoilt = bytearray(whole)
        spoilt[choose.randrange(len(whole))] ^= 1 << choose.randrange(8)
        path.write_bytes(spoilt)
        try:
            loaded = load(sample)
        except CorpusError as error:
            # A wrong checksum in the manifest is told of the table that it belongs to.
            assert path.name == "manifest.json" or path.name in str(error)
        else:
            # A name or a number in the manifest that nothing is computed from.
            assert path.name == "manifest.json"
            assert loaded.tokens.equals(tokens)
        path.write_bytes(whole)


def test_verify_names_a_damaged_file(sample):
    build(sample)
    path = sample / "features" / "tokens.parquet"
    path.write_bytes(path.read_bytes()[:200])
    (sample / "features" / "dirt.parquet").unlink()
    told = verify(sample).set_index("table")["difference"]
    assert told["tokens"] == "the file is damaged: it is no table any more"
    assert told["dirt"] == "the file is missing"
    assert told["sizes"] == ""


def test_features_of_an_earlier_version_are_named(sample):
    build(sample)
    (sample / "features" / "manifest.json").unlink()
    with pytest.raises(CorpusError, match="without a whole manifest.json, so of an earlier version"):
        load(sample)


def test_texts_that_changed_after_the_build_are_refused(folder):
    build(folder, segment=by_character)
    assert len(load(folder).articles) == 2
    (folder / "new.txt").write_text(PROSE, encoding="utf-8")
    with pytest.raises(CorpusError, match="new.txt is new.*Repair: python -m helpers build"):
        load(folder)
    (folder / "new.txt").unlink()
    (folder / "short.txt").write_text(PROSE + PROSE, encoding="utf-8")
    with pytest.raises(CorpusError, match="short.txt has changed"):
        load(folder)
    (folder / "short.txt").unlink()
    with pytest.raises(CorpusError, match="short.txt is gone"):
        load(folder)
    build(folder, segment=by_character)
    assert len(load(folder).articles) == 1


def test_files_that_were_set_aside_are_told_with_and_without_features(folder):
    (folder / "empty.txt").write_bytes(b"")
    assert read(folder, segment=by_character).refused["file"].to_list() == ["empty.txt"]
    build(folder, segment=by_character)
    assert load(folder).refused["file"].to_list() == ["empty.txt"]


def test_a_catalogue_of_articles_needs_two_columns_only(folder):
    (folder / "articles.csv").write_text("article_id,source_id,field\nlong,long,rivers\nshort,short,\n")
    articles = load(folder, segment=by_character).articles
    assert articles["field"].to_list() == ["rivers", ""]
    assert articles["on_topic"].all()
    assert (articles[["office", "title_gloss", "published"]] == "").all(axis=None)


@pytest.mark.parametrize("column", ["word", "passage_id"])
def test_a_column_of_articles_that_is_one_of_the_counts_is_refused(folder, column):
    (folder / "articles.csv").write_text(f"article_id,source_id,{column}\nlong,long,x\nshort,short,y\n")
    with pytest.raises(CorpusError, match=f"articles.csv has a column {column}, .*Repair: rename it"):
        load(folder, segment=by_character)


def test_missing_features_are_named(sample):
    build(sample)
    (sample / "features" / "tokens.parquet").unlink()
    with pytest.raises(CorpusError, match=r"no features/tokens\.parquet.*python -m helpers build"):
        load(sample)


def test_a_folder_that_cannot_be_written_to_keeps_its_features(sample, monkeypatch):
    build(sample)

    def refused(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(storage.tempfile, "mkdtemp", refused)
    with pytest.raises(
        CorpusError, match=r"nothing can be written to .*Permission denied.*what stood there is as it was"
    ):
        build(sample)
    assert verify(sample)["equal"].all()


class Cut(BaseException):
    """Stands for the process being killed."""


def _cut_after(monkeypatch, calls):
    """Let so many file operations of a build happen, then none any more, as when the process is killed."""
    done = 0

    def counted(operation):
        def call(*arguments, **options):
            nonlocal done
            if done >= calls:
                raise Cut
            done += 1
            return operation(*arguments, **options)

        return call

    monkeypatch.setattr(storage.os, "rename", counted(os.rename))
    monkeypatch.setattr(storage.shutil, "rmtree", counted(shutil.rmtree))
    monkeypatch.setattr(Path, "write_bytes", counted(Path.write_bytes))


def _bytes_of(folder):
    return {path.name: path.read_bytes() for path in sorted((folder / "features").iterdir())}


def test_a_build_cut_off_at_any_point_leaves_whole_features(folder, monkeypatch):
    build(folder, segment=by_character)
    old = _bytes_of(folder)
    (folder / "short.txt").write_text(PROSE * 2, encoding="utf-8")
    seen, calls = [], 0
    while True:
        with monkeypatch.context() as patch:
            _cut_after(patch, calls)
            try:
                build(folder, segment=by_character)
                break
            except Cut:
                pass
        recover(folder)
        read_features(folder)
        seen.append(_bytes_of(folder) == old)
        assert set(_bytes_of(folder)) == set(old)
        calls += 1
    # Up to the last rename the earlier features stand, then the new ones.
    assert seen == sorted(seen, reverse=True)
    assert sum(seen) >= len(SCHEMAS) + 2
    assert _bytes_of(folder) != old


def test_a_rename_that_fails_puts_the_earlier_features_back_at_once(sample, monkeypatch):
    build(sample)
    old, rename = _bytes_of(sample), os.rename

    def fail_for_new(source, target):
        if ".features.new" in str(source):
            raise OSError(28, "No space left on device")
        rename(source, target)

    monkeypatch.setattr(storage.os, "rename", fail_for_new)
    with pytest.raises(CorpusError, match="No space left on device"):
        build(sample)
    assert _bytes_of(sample) == old
    assert not list(sample.glob(".features*"))


def test_leftovers_of_killed_builds_are_gone_after_the_next(sample):
    (sample / ".features.new.killed").mkdir()
    build(sample)
    assert not list(sample.glob(".features*"))


def test_the_second_of_two_builds_at_once_is_told_so(sample):
    with alone(sample, doing="build"):
        done = _command("build", sample)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"error: another build is under way in {sample}. Expected: one at a time.")
    assert len(build(sample)) == len(SCHEMAS)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are those of POSIX")
def test_a_full_disk_is_told_and_leaves_what_was_there(sample):
    """No file may grow over 500 bytes: Parquet and CSV files stop half written, as where the disk is full."""
    build(sample)
    write_tables({"indicators.csv": ledger.compute(load(sample))}, sample)
    before = _bytes_of(sample) | {"indicators.csv": (sample / "indicators.csv").read_bytes()}
    done = subprocess.run([sys.executable, "-c", FULL, str(sample)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.findall("^error: nothing can be written to", done.stderr, flags=re.M) == 2 * [done.stderr[:32]]
    assert _bytes_of(sample) | {"indicators.csv": (sample / "indicators.csv").read_bytes()} == before
    assert not [path for path in sample.glob(".*") if path.name != ".lock"]


FULL = """
import resource, signal, sys
from helpers.__main__ import main

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))
for command in ("build", "ledger"):
    sys.argv = ["helpers", command, sys.argv[-1]]
    assert main() == 2
"""


def _process(folder):
    """Start a build of a folder in a process of its own."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["helpers.corpus"])
    process = context.Process(target=build, args=(folder,))
    process.start()
    return process


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed as on POSIX")
def test_whatever_the_moment_a_build_is_killed_at_the_features_are_whole(sample):
    """200 builds, of two states of the texts in turns, each killed at another moment of the time that one takes."""
    choose, page = random.Random(5), sample / "web-page.txt"
    states = [page.read_bytes(), page.read_bytes() + "\n又建了一座桥。\n".encode()]
    for name in ("sources.csv", "articles.csv", "markup.csv"):
        (sample / name).unlink()
    whole, took = [], 0.0
    for state in states:
        page.write_bytes(state)
        start = time.monotonic()
        _process(sample).join()
        whole, took = [*whole, _bytes_of(sample)], time.monotonic() - start
    ended = 0
    for number in range(200):
        page.write_bytes(states[number % 2])
        process = _process(sample)
        time.sleep(choose.random() * took * 1.1)
        process.kill()
        process.join()
        ended += process.exitcode == 0
        recover(sample)
        read_features(sample)
        assert _bytes_of(sample) in whole
    # Some were killed early and some too late, so that the moments lie over the whole build.
    assert 0 < ended < 200
    build(sample)
    assert not list(sample.glob(".features*"))


def _command(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "helpers", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=SHIPPED.parent,
        check=False,
    )


def test_command_line_builds_and_verifies(sample, monkeypatch, capsys):
    assert _command("build", sample).returncode == 0
    monkeypatch.setattr(sys, "argv", ["helpers", "verify", str(sample)])
    assert (main(), capsys.readouterr().out.splitlines()[-1]) == (0, "equal")
    (sample / "features" / "sizes.parquet").write_bytes((sample / "features" / "steps.parquet").read_bytes())
    assert main() == 1
    told = capsys.readouterr().out
    assert told.splitlines()[-1] == "not equal"
    assert "columns source_id" in told


def test_command_line_errors_are_one_line_without_a_traceback(tmp_path):
    done = _command("build", tmp_path / "nowhere")
    assert done.returncode == 2
    assert done.stderr.startswith("error: there is no folder")
    assert "Traceback" not in done.stderr


def test_shipped_corpus_has_every_article_of_its_catalogue(shipped):
    catalogue = pd.read_csv(SHIPPED / "articles.csv", dtype=str, keep_default_na=False)
    assert list(shipped.articles["article_id"]) == list(catalogue["article_id"]) == list(shipped.sizes["article_id"])
    assert set(shipped.sources["source_id"]) == set(catalogue["source_id"])
    assert list(shipped.select().articles["article_id"]) == list(catalogue.query("on_topic == 'true'")["article_id"])
    assert len(shipped.select(on_topic=False).articles) + len(shipped.select().articles) == len(catalogue)


def test_catalogue_is_complete(shipped):
    articles = shipped.articles
    assert not (articles[["article_id", "source_id", "title", "field"]] == "").to_numpy().any()
    fields = pd.read_csv(SHIPPED / "lexicon" / "fields.csv")["field"]
    assert set(articles["field"]) <= set(fields)
    assert (articles["field"] == "local news").equals(~articles["on_topic"])


def test_totals_equal_the_catalogue(shipped):
    both = shipped.articles.merge(shipped.sizes, on="article_id", suffixes=("_catalogue", ""), validate="one_to_one")
    assert len(both) == len(shipped.articles)
    for name in ("characters", "words"):
        unequal = both[both[f"{name}_catalogue"].astype(int) != both[name]]
        assert unequal.empty, f"put these {name} into articles.csv: {unequal.set_index('article_id')[name].to_dict()}"


def test_passages_cannot_be_put_together_again(shipped):
    """The release rule of the derived text format: long passages, unigrams only, in no order of the text."""
    assert (shipped.passages["words"] >= PASSAGE_WORDS).all()
    assert list(shipped.tokens.columns) == ["passage_id", "word", "pos", "count"]
    totals = shipped.tokens.groupby("passage_id")["count"].sum()
    assert totals.to_dict() == shipped.passages.set_index("passage_id")["words"].to_dict()
    for _, rows in shipped.tokens.groupby("passage_id"):
        pairs = list(zip(rows["word"], rows["pos"], strict=True))
        assert pairs == sorted(set(pairs))
    assert not shipped.tokens["word"].str.contains("[，。、；：！？“”]").any()
    assert shipped.tokens["word"].str.len().max() <= 16


def test_words_of_passages_add_up_to_articles(shipped):
    totals = shipped.passages.groupby("article_id")["words"].sum()
    sizes = shipped.sizes.set_index("article_id")
    assert totals.to_dict() == sizes.loc[sizes["passages"] > 0, "words"].to_dict()
    assert (sizes.loc[sizes["passages"] == 0, "words"] < PASSAGE_WORDS).all()


def test_data_package_describes_every_table():
    frictionless = pytest.importorskip("frictionless")
    package = frictionless.Package(str(SHIPPED / "datapackage.json"))
    described = {resource.path for resource in package.resources}
    tables = [path for path in SHIPPED.rglob("*") if path.suffix in (".csv", ".parquet") and "sample" not in path.parts]
    assert described == {path.relative_to(SHIPPED).as_posix() for path in tables}
    for resource in package.resources:
        path = SHIPPED / resource.path
        table = (
            pq.read_table(path).to_pandas()
            if path.suffix == ".parquet"
            else pd.read_csv(path, keep_default_na=False, dtype=str)
        )
        rows = [list(table.columns), *table.astype(str).to_numpy().tolist()]
        report = frictionless.Resource(data=rows, schema=resource.schema).validate()
        assert report.valid, (resource.path, report.flatten(["rowNumber", "fieldName", "note"])[:5])
        assert all(field.description for field in resource.schema.fields), resource.path


def test_data_package_states_licence_and_sources():
    package = json.loads((SHIPPED / "datapackage.json").read_text(encoding="utf-8"))
    assert {licence["name"] for licence in package["licenses"]} == {"CC-BY-4.0"}
    assert package["profile"] == "data-package"


def test_a_catalogued_file_says_how_it_was_decoded_with_and_without_features(sample):
    columns = ["source_id", "file", "publication", "encoding", "sure"]
    before = load(sample).sources[columns]
    build(sample)
    pd.testing.assert_frame_equal(load(sample).sources[columns], before)
