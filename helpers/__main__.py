"""The command line: python -m helpers, followed by one of COMMANDS."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from helpers import ledger
from helpers.catalogue import REFUSE, WITHOUT_MARKUP
from helpers.corpus import Corpus, build, load, read, verify
from helpers.counting.formulations import formulations
from helpers.counting.once import counted_once, keyness_once, rankings, repeated_words
from helpers.counting.phrases import phrases, sequences
from helpers.counting.segmentations import segmentations
from helpers.counting.words import ENGINES, content_words
from helpers.edits import read_edits
from helpers.evaluation.agreement import agreement, at_raw_places, decided, read_annotation, read_decisions
from helpers.evaluation.editing import renewed
from helpers.evaluation.machine import beside_annotations, machine_score, read_score
from helpers.evaluation.score import score_annotated
from helpers.figures.explain import clauses, explain
from helpers.files import SHIPPED, CorpusError, checksum, refuse, to_bytes, unwritable, visible, write_whole
from helpers.made import is_fresh, write_tables
from helpers.parts.stored import in_parts
from helpers.texts.sources import built_of

ANNOTATORS = ("first", "second")
PAGES = "folder of the pages; site/ by default"
OURS = "a corpus folder; the shipped corpus by default"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m helpers", description="Build, verify and run the collection.")
    commands = parser.add_subparsers(dest="command", required=True)
    of_a_folder = {
        "build": "build the features from the raw texts",
        "ledger": "read the reported figures in the raw texts, and edit them by edits.csv",
        "edits": "bring edits.csv up to date with what the machine reads now",
        "phrases": "find repeated phrases, where they return, and words under three segmenters, from the raw texts",
        "verify": "recompute features, figures and phrases and hold them against those that are stored",
    }
    for name, does in of_a_folder.items():
        command = commands.add_parser(name, help=does)
        command.add_argument("folder", nargs="?", type=_folder, default=SHIPPED, help=OURS)
        if name == "build":
            command.add_argument("--without-markup", action="store_true", help="read a changed file as one article")
            command.add_argument("--engine", choices=ENGINES, help="what cuts the words; as before, or else jieba")
            _add_parts(command)
    _add_explain(commands.add_parser("explain", help="show how each figure of a paragraph was read"))
    scored = commands.add_parser("score", help="hold the machine's reading against annotated paragraphs")
    scored.add_argument(
        "file",
        nargs="?",
        type=Path,
        help="a .jsonl file of paragraphs; by default the edited ledger of the shipped corpus",
    )
    annotated = commands.add_parser("annotations", help="hold two annotations against each other, or take one in")
    annotated.add_argument("file", nargs="?", type=Path, help="a .jsonl file of the annotated paragraphs of the corpus")
    annotated.add_argument("--as", dest="name", choices=ANNOTATORS, default="first", help="which of the two it is")
    _add_bench(commands.add_parser("bench", help="measure time and memory on copies of a corpus"))
    _add_what_publishes(commands)
    return parser.parse_args()


def _add_parts(command: argparse.ArgumentParser) -> None:
    """Add what builds a corpus in parts: any of these options does."""
    command.add_argument("--raw", type=_folder, help="the folder of texts; the corpus folder by default")
    command.add_argument(
        "--out", type=_folder, help="where the corpus is built, in parts; the folder of texts by default"
    )
    command.add_argument("--workers", type=int, help="how many processes build it, in parts; 1 by default")
    command.add_argument(
        "--scheduler", help="address of a Dask scheduler whose workers build it, such as tcp://host:8786"
    )
    command.add_argument("--without-figures", action="store_true", help="leave the figures to the ledger")


def _add_what_publishes(commands: Any) -> None:
    _add_export(commands.add_parser("export", help="write the corpus in the forms that other programs read"))
    commands.add_parser("metadata", help="write what archives and catalogues ask of the shipped collection")
    _add_run(commands.add_parser("run", help="execute the notebooks and build their site in site/"))
    site = commands.add_parser("site", help="build the site of the notebooks as they are, without running them")
    site.add_argument("--out", type=_folder, help=PAGES)


def _add_bench(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", nargs="?", type=_folder, default=SHIPPED, help=OURS)
    command.add_argument(
        "--copies", type=int, nargs="+", default=[1, 10, 100], help="copies of it; 1, 10 and 100 by default"
    )
    command.add_argument("--runs", type=int, default=3, help="how often each task is run; 3 by default")
    command.add_argument("--tasks", nargs="+", default=[""], help="parts of the names of tasks; all by default")
    command.add_argument("--shapes", action="store_true", help="measure texts of odd shapes too")
    command.add_argument("--out", type=Path, help="file of the page; by default docs/bench-DAY.md")


def _folder(name: str) -> Path:
    return Path(name).resolve()


def _add_run(command: argparse.ArgumentParser) -> None:
    command.add_argument("names", nargs="*", help="beginnings of notebook names, such as 01; all by default")
    command.add_argument("--update", action="store_true", help="write outputs, made without raw files, into notebooks/")
    command.add_argument("--corpus", type=_folder, help="a folder of texts of your own; what it lacks is made in it")
    command.add_argument("--out", type=_folder, help=f"{PAGES}, of your own folder if any")


def _add_export(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", nargs="?", type=_folder, default=SHIPPED, help=OURS)
    command.add_argument("--out", type=_folder, help="where to; exports/ by default, of your own folder if any")


def _add_explain(command: argparse.ArgumentParser) -> None:
    command.add_argument("text", help="one clean paragraph")
    command.add_argument("--clauses", action="store_true", help="show its clauses instead, and what each inherits")


def _build_in_parts(arguments: argparse.Namespace) -> int:
    if arguments.without_markup:
        raise refuse(
            "--without-markup was given with a build in parts",
            expected="one of the two",
            repair="take the source out of markup.csv and sources.csv, or build it as a whole",
        )
    # Imported here, as only this command needs it.
    from helpers.scale.build import REJECTS, build_in_parts

    raw = arguments.raw or arguments.folder
    ways = {
        "workers": 1 if arguments.workers is None else arguments.workers,
        "scheduler": arguments.scheduler,
        "engine": arguments.engine,
    }
    refused = build_in_parts(raw, arguments.out, **ways, figures=not arguments.without_figures)
    corpus = load(arguments.out or raw)
    print(f"{len(corpus.articles)} articles of {len(corpus.sources)} files in {len(corpus.parts)} parts")
    texts = refused[refused["file"].str.lower().str.endswith(".txt")]
    for row in texts.head(5).itertuples():
        print(visible(f"set aside: {row.file}: {row.reason}"), file=sys.stderr)
    if len(texts):
        print(f"{len(texts)} files were set aside, see {REJECTS}; all others are built", file=sys.stderr)
    return 1 if len(texts) else 0


def _build(arguments: argparse.Namespace) -> int:
    asked = (arguments.raw, arguments.out, arguments.scheduler, arguments.workers is not None)
    if any((*asked, arguments.without_figures)):
        return _build_in_parts(arguments)
    changed = WITHOUT_MARKUP if arguments.without_markup else REFUSE
    print(build(arguments.folder, changed=changed, segment=arguments.engine).to_string(index=False))
    return 0


def _ledger_tables(corpus: Corpus) -> dict[str, pd.DataFrame]:
    """Compute the ledger and, where it is edited, what the machine alone reads right, by the names of their files."""
    machine = ledger.reading(corpus)
    table = ledger.compute(corpus, machine=machine)
    edited = (corpus.folder / "edits.csv").is_file()
    return {"indicators.csv": table} | ({"machine.csv": machine_score(machine, table)} if edited else {})


def _ledger(arguments: argparse.Namespace) -> None:
    tables = _ledger_tables(load(arguments.folder))
    write_tables(tables, arguments.folder)
    table = tables["indicators.csv"]
    edited, named = (table["edited"] != "").sum(), int((table["concept"] != "").sum())
    print(f"{len(table)} figures, {edited} of them edited, {named} with a concept, in indicators.csv")


def _edits(arguments: argparse.Namespace) -> None:
    corpus, annotated = load(arguments.folder), (arguments.folder / "annotations").is_dir()
    before, machine = read_edits(arguments.folder), ledger.reading(corpus)
    wanted = decided(*_two(arguments.folder), _decisions(arguments.folder)) if annotated else None
    after = renewed(before, machine, wanted, corpus)
    both = before.merge(after, on=list(before.columns), how="outer", indicator=True)["_merge"].value_counts()
    write_whole(arguments.folder / "edits.csv", to_bytes(after))
    print(f"{len(after)} edits in edits.csv: {both['left_only']} no longer needed, {both['right_only']} new")


def _phrase_tables(corpus: Corpus) -> dict[str, pd.DataFrame]:
    """Compute the tables that need the order of words, by the names of their files."""
    chosen = corpus.select()
    found = phrases(sequences(chosen), chosen.articles, without=corpus.lexicon.stop_words)
    texts = {article_id: chosen.text(article_id) for article_id in chosen.articles["article_id"]}
    counted, returning = segmentations(chosen), formulations(texts, found)
    tables = {"phrases.csv": found, "segmentations.csv": counted, "formulations.csv": returning}
    return tables | _once_tables(chosen)


def _once_tables(chosen: Corpus) -> dict[str, pd.DataFrame]:
    """Compute rankings and keyness with repeated text counted once, by the names of their files."""
    words = chosen.words.replace({"office": {"": "not stated"}})
    once = counted_once(words, repeated_words(chosen, chosen.reuse))
    content = content_words(words, chosen.lexicon.stop_words)
    sure = keyness_once(words, once, by=[name for name in ("field", "office") if name in words], chosen=content)
    return {"rankings_once.csv": rankings(words, once, content), "keyness_once.csv": sure}


# What the notebooks read of a corpus beside its features, and what makes it.
MADE = {
    ("indicators.csv",): _ledger_tables,
    ("phrases.csv", "segmentations.csv", "formulations.csv", "rankings_once.csv", "keyness_once.csv"): _phrase_tables,
}


def _fresh(folder: Path) -> Corpus | None:
    """Load a folder whose features are built of the texts that are there; None where they must be built."""
    try:
        return load(folder) if (folder / "features").is_dir() else None
    except CorpusError:
        return None


def _rebuild(folder: Path) -> None:
    """Build the features of a folder as they were built before, as a whole or in parts."""
    if in_parts(folder):
        from helpers.scale.build import build_in_parts

        build_in_parts(built_of(folder), folder)
    else:
        build(folder)


def _prepare(folder: Path) -> str:
    """Make in a folder of texts what the notebooks need and it does not have; returns a sentence that says what."""
    corpus, made = _fresh(folder), []
    if corpus is None:
        _rebuild(folder)
        corpus, made = load(folder), ["features"]
    for names, work in MADE.items():
        if corpus.has_text and not all(is_fresh(folder, name) for name in names):
            write_tables(work(corpus), folder)
            made += names
    told = f"read {len(corpus.articles)} articles" + (f", made {', '.join(made)}" if made else "")
    aside = "".join(f"\nset aside: {row.file}: {row.reason}" for row in corpus.refused.itertuples())
    return visible(told + aside)


def _phrases(arguments: argparse.Namespace) -> None:
    tables = _phrase_tables(load(arguments.folder))
    write_tables(tables, arguments.folder)
    for name, table in tables.items():
        print(f"{len(table)} rows in {name}")


def _verify_tables(corpus: Corpus) -> Iterator[bool]:
    """Hold the tables beside the features, where they are stored, against new ones; yields whether each is equal."""
    stored = {"indicators.csv", "phrases.csv"} & {path.name for path in corpus.folder.iterdir()}
    rebuilt = _ledger_tables(corpus) if "indicators.csv" in stored else {}
    rebuilt |= _phrase_tables(corpus) if "phrases.csv" in stored else {}
    for name, table in rebuilt.items():
        path = corpus.folder / name
        data = path.read_bytes() if path.is_file() else b""
        equal = data == to_bytes(table)
        print(f"{Path(name).stem:10} {checksum(data)}  {'equal' if equal else 'DIFFERS'}")
        yield equal


def _verify_in_parts(folder: Path) -> int:
    from helpers.scale.build import verify_in_parts

    found = list(verify_in_parts(folder))
    for name, told in found:
        print(f"{name}  {'DIFFERS: ' + told if told else 'equal'}")
    equal = not any(told for _, told in found) and all(_verify_tables(load(folder)))
    print("equal" if equal else f"not equal; python -m helpers build --raw FOLDER --out {folder} builds what differs")
    return 0 if equal else 1


def _verify(arguments: argparse.Namespace) -> int:
    if in_parts(arguments.folder):
        return _verify_in_parts(arguments.folder)
    corpus = read(arguments.folder)
    table = verify(arguments.folder, rebuilt=corpus)
    for row in table.itertuples():
        print(f"{row.table:10} {row.sha256}  {'equal' if row.equal else 'DIFFERS: ' + row.difference}")
    equal = all([*table["equal"], *_verify_tables(corpus)])
    print("equal" if equal else "not equal")
    return 0 if equal else 1


def _explain(arguments: argparse.Namespace) -> None:
    if arguments.clauses:
        print(clauses(arguments.text).to_string(na_rep=""))
        return
    for row in explain(arguments.text).itertuples():
        if row.layer == "quantity":
            print(row.figure)
        print(f"  {'*' if row.chosen else ' '} {row.layer:9} {row.value}  ({row.source})")


def _score(arguments: argparse.Namespace) -> None:
    table = (
        score_annotated(arguments.file)
        if arguments.file
        else beside_annotations(read_score(SHIPPED), agreement(*_two(SHIPPED)))
    )
    print(table.round(3).to_string(index=False, na_rep=""))


def _two(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    first, second = (read_annotation(folder / "annotations" / f"{name}.csv") for name in ANNOTATORS)
    return first, second


def _decisions(folder: Path) -> pd.DataFrame:
    return read_decisions(folder / "annotations" / "decisions.csv")


def _annotations(arguments: argparse.Namespace) -> None:
    if arguments.file:
        table = at_raw_places(arguments.file, load())
        write_whole(SHIPPED / "annotations" / f"{arguments.name}.csv", to_bytes(table))
        print(f"{len(table)} figures in annotations/{arguments.name}.csv")
    else:
        print(agreement(*_two(SHIPPED)).round(3).to_string(index=False))


def _write_into(folder: Path, files: Iterable[tuple[str, bytes]]) -> list[str]:
    """Write files by their names into a folder that is made for them; returns the names."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from error
    written = []
    for name, data in files:
        write_whole(folder / name, data)
        written.append(name)
    return written


def _export(arguments: argparse.Namespace) -> None:
    # Imported here and below, as only these commands need it.
    from helpers.exports import htrc, texts

    corpus, own = load(arguments.folder), arguments.folder != SHIPPED
    out = arguments.out or (arguments.folder if own else SHIPPED.parent) / "exports"
    print(f"{len(_write_into(out / 'htrc', htrc.volumes(corpus)))} articles with their word counts in {out / 'htrc'}")
    if not corpus.has_text:
        print("vertical text and CoNLL-U are left out: they need the texts, which are not at hand")
        return
    lines = {"corpus.vert": texts.vertical(corpus), "corpus.conllu": texts.conllu(corpus)}
    made = _write_into(out, ((name, ("\n".join(rows) + "\n").encode()) for name, rows in lines.items()))
    print(f"{' and '.join(made)}, which hold the texts: publish them only where you may publish these")


def metadata_files(root: Path) -> Iterator[tuple[str, bytes]]:
    """Generate the metadata of the collection from what it says of itself.

    root: of the repository. Yields pairs of the way to a file and its bytes.
    """
    from helpers.exports import crate, croissant, project
    from helpers.notebooks.execute import catalogue

    told = project.read_project(root)
    contents = {
        "ro-crate-metadata.json": crate.crate(told, catalogue()),
        ".zenodo.json": crate.zenodo(told),
        "corpus/croissant.json": croissant.croissant(told, root / "corpus"),
    }
    yield from ((name, project.to_json(content)) for name, content in contents.items())


def _metadata(_: argparse.Namespace) -> None:
    print("written " + ", ".join(_write_into(SHIPPED.parent, metadata_files(SHIPPED.parent))))


def _run(arguments: argparse.Namespace) -> None:
    # Imported here so that building and verifying do not wait for the notebook machinery.
    from helpers.notebooks import execute
    from helpers.site import build as sites

    # A card that lacks a row is told before minutes are spent on the notebooks.
    for path in execute.find_notebooks(arguments.names):
        execute.read_card(path)
    if arguments.update:
        print("updated " + ", ".join(path.name for path in execute.update(arguments.names)))
        return
    own = arguments.corpus
    if own:
        print(_prepare(own))
    site = arguments.out or (own / "site" if own else sites.SITE)
    print(f"open {sites.run(arguments.names, site=site, corpus=own)}")


def _site(arguments: argparse.Namespace) -> None:
    from helpers.site import build as sites

    print(f"open {sites.committed(site=arguments.out or sites.SITE)}")


def _bench(arguments: argparse.Namespace) -> None:
    # Imported here, as only this command needs it.
    from helpers.bench import measure, report, shapes, tasks

    corpus = load(arguments.folder)
    corpus = corpus if corpus.has_text else load(SHIPPED / "sample")
    names = [name for name in tasks.TASKS if any(part in name for part in arguments.tasks)]
    ways = {"copies": arguments.copies, "runs": arguments.runs, "tasks": names}
    table = measure.table(list(measure.measured(corpus, **ways)))
    characters = int(corpus.sizes["characters"].sum())
    page = report.page(table, articles=len(corpus.articles), characters=characters, runs=arguments.runs)
    out = arguments.out or SHIPPED.parent / "docs" / f"bench-{date.today().isoformat()}.md"
    page += report.shapes(shapes.growth()) if arguments.shapes else ""
    write_whole(out, page.encode())
    print(f"{len(table)} rows in {out}")


COMMANDS = {
    "build": _build,
    "ledger": _ledger,
    "edits": _edits,
    "phrases": _phrases,
    "verify": _verify,
    "explain": _explain,
    "score": _score,
    "annotations": _annotations,
    "export": _export,
    "metadata": _metadata,
    "run": _run,
    "site": _site,
    "bench": _bench,
}


def main() -> int:
    """Carry out one command; returns its exit status."""
    arguments = _arguments()
    try:
        return COMMANDS[arguments.command](arguments) or 0
    except CorpusError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
