"""The command line: python -m helpers build | ledger | phrases | verify | run."""

import argparse
import sys

from helpers import frequency, ledger
from helpers.corpus import build, load, verify
from helpers.sources import CORPUS, CorpusError, checksum, to_bytes


def _arguments():
    parser = argparse.ArgumentParser(prog="python -m helpers", description="Build, verify and run the collection.")
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("build", help="build the features from the raw texts")
    one.add_argument("folder", nargs="?", help="a corpus folder; the shipped corpus by default")
    one.add_argument("--without-markup", action="store_true", help="read a changed file as one plain article")
    commands.add_parser("ledger", help="extract the reported figures of the shipped corpus from its raw texts")
    commands.add_parser(
        "phrases", help="find repeated phrases and count words under three segmenters, from the raw texts"
    )
    two = commands.add_parser("verify", help="recompute the features and hold them against the shipped ones")
    two.add_argument("folder", nargs="?", help="a corpus folder; the shipped corpus by default")
    three = commands.add_parser("run", help="execute the notebooks and render them as pages in site/")
    three.add_argument("names", nargs="*", help="beginnings of notebook names, such as 01; all by default")
    three.add_argument("--update", action="store_true", help="write outputs, made without raw files, into notebooks/")
    return parser.parse_args()


def _build(arguments):
    changed = "without-markup" if arguments.without_markup else "refuse"
    print(build(arguments.folder, changed=changed).to_string(index=False))


def _ledger(_):
    table = ledger.build()
    print(f"{len(table)} figures, {(table['concept'] != '').mean():.0%} with a concept, in corpus/indicators.csv")


def _phrases(_):
    for path, table in frequency.build_tables(load().select()).items():
        print(f"{len(table)} rows in corpus/{path.name}")


def _verify(arguments):
    table = verify(arguments.folder)
    for row in table.itertuples():
        print(f"{row.table:10} {row.sha256}  {'equal' if row.equal else 'DIFFERS: ' + row.difference}")
    equal = table["equal"].all() and (arguments.folder is not None or _verify_tables())
    print("equal" if equal else "not equal")
    return 0 if equal else 1


def _verify_tables():
    """Hold the tables that need the order of words against new ones."""
    corpus = load()
    rebuilt = {CORPUS / "indicators.csv": to_bytes(ledger.compute(corpus))}
    rebuilt |= {path: to_bytes(table) for path, table in frequency.compute_tables(corpus.select()).items()}
    equal = {path: path.read_bytes() == data for path, data in rebuilt.items()}
    for path, same in equal.items():
        print(f"{path.stem:10} {checksum(path.read_bytes())}  {'equal' if same else 'DIFFERS'}")
    return all(equal.values())


def _run(arguments):
    # Imported here so that building and verifying do not wait for the notebook machinery.
    from helpers import notebooks

    if arguments.update:
        print("updated " + ", ".join(path.name for path in notebooks.update(arguments.names)))
    else:
        print(f"open {notebooks.run(arguments.names)}")


def main():
    """Carry out one command; returns its exit status."""
    arguments = _arguments()
    try:
        return {"build": _build, "ledger": _ledger, "phrases": _phrases, "verify": _verify, "run": _run}[
            arguments.command
        ](arguments) or 0
    except CorpusError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
