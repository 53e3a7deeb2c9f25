"""Notebooks on a corpus of one's own: what it does not have is said in a sentence, and left out."""

import ast
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from IPython import get_ipython
from IPython.display import display

from helpers.audit.agreement import repeats
from helpers.audit.goals import goals
from helpers.corpus import Corpus, load
from helpers.counting.named_days import orientation
from helpers.files import CorpusError, refuse
from helpers.ledger import read, with_outlets
from helpers.show.escaped import Markdown
from helpers.show.plots_figures import documented
from helpers.show.style import cite

# How a cell says what it needs, at the end of one of its lines.
NEEDS = re.compile(r"# needs: ([a-z, ]+)$", re.M)
MISSING = "__missing__"


def _says(table: pd.DataFrame, *columns: str) -> bool:
    return all(name in table and bool((table[name].astype(str) != "").any()) for name in columns)


def _ledger(corpus: Corpus) -> pd.DataFrame:
    table = read(corpus.folder)
    return table[table["article_id"].isin(corpus.articles["article_id"])].reset_index(drop=True)


# What a cell may need of a corpus: whether it is there, and the sentence that says that it is not.
FACTS: Mapping[str, tuple[Callable[[Corpus], bool], str]] = {
    "sizes": (lambda corpus: _says(corpus.articles, "characters", "words"), "no sizes are stated in articles.csv"),
    "fields": (lambda corpus: _says(corpus.articles, "field"), "articles.csv gives no fields"),
    "offices": (lambda corpus: _says(corpus.articles, "office"), "articles.csv gives no offices of the authors"),
    "sections": (lambda corpus: _says(corpus.articles, "section"), "articles.csv gives no sections"),
    "outlets": (lambda corpus: _says(corpus.sources, "publication"), "sources.csv gives no publications"),
    "markup": (lambda corpus: len(corpus.markup) > 0, "there is no markup.csv"),
    "words": (lambda corpus: len(corpus.tokens) > 0, "no article has 150 words, and shorter ones are not counted"),
    "places": (lambda corpus: len(corpus.places) > 0, "no place of lexicon/places.csv is named"),
    "dates": (
        lambda corpus: len(orientation(corpus.with_articles(corpus.dates))) > 0,
        "no article that names a date says when it was published",
    ),
    "reuse": (lambda corpus: len(corpus.reuse) > 0, "no two articles share a run of text"),
    "articles": (
        lambda corpus: corpus.passages["article_id"].nunique() >= LEAST_ARTICLES,
        "fewer than three articles have passages, too few to tell what is chance",
    ),
    "terms": (
        lambda corpus: bool(set(corpus.tokens["word"]) & set(corpus.lexicon.terms["term"])),
        "none of the terms of the lexicon occurs",
    ),
    "figures": (lambda corpus: len(_ledger(corpus)) > 0, "no figure is read in these texts"),
    "concepts": (
        lambda corpus: bool(documented(_ledger(corpus), 1)),
        "no figure with a concept of lexicon/concepts.csv is reported for two years",
    ),
    "targets": (lambda corpus: len(goals(_ledger(corpus))) > 0, "no target is read in these texts"),
    "repeats": (
        lambda corpus: len(repeats(with_outlets(_ledger(corpus), corpus), corpus.lexicon)) > 0,
        "no figure occurs in two articles",
    ),
    "annotations": (lambda corpus: (corpus.folder / "annotations").is_dir(), "no figures are annotated"),
}  # fmt: skip
LEAST_ARTICLES = 3


def lacking(corpus: Corpus, needs: list[str]) -> str:
    """Say which of some needs a corpus does not meet.

    corpus: Corpus. needs: names of FACTS. Returns a sentence, "" where all are met.
    Raises CorpusError for an unknown need.
    """
    unknown = sorted(set(needs) - FACTS.keys())
    if unknown:
        raise refuse(f"a cell needs {unknown[0]!r}", expected=f"one of {', '.join(FACTS)}", repair="correct the cell")
    told = [FACTS[name][1] for name in needs if not FACTS[name][0](corpus)]
    return f"Left out: {'; '.join(told)}." if told else ""


def _assigned(tree: ast.AST) -> set[str]:
    """Return the names that a cell would have given a value."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


class Missing:
    """Leaves out the cells that a corpus does not allow; kept in the kernel, since cells run one after the other.

    corpus: Corpus. space: the names of the kernel. names: those that a cell that was left out would have given.
    """

    def __init__(self, corpus: Corpus, space: dict[str, Any]) -> None:
        self.corpus = corpus
        self.space = space
        self.names: set[str] = set()

    def run(self, source: str) -> Any:
        """Run a cell (source, its code), or say why not; returns the value of its last line, None where it has none.

        Raises what the cell raises, but for a CorpusError, and for a name that was left out before.
        """
        needs = [need.strip() for line in NEEDS.findall(source) for need in line.split(",")]
        told = lacking(self.corpus, needs)
        if told:
            return self._left_out(told, source)
        try:
            return _value(source, self.space)
        except CorpusError as error:
            return self._left_out(f"Left out: {error}", source)
        except NameError as error:
            if error.name not in self.names:
                raise
            return self._left_out("Left out: this needs what was left out above.", source)

    def _left_out(self, sentence: str, source: str) -> None:
        names = _assigned(ast.parse(source))
        self.names |= names
        # What the cell gave before it stopped is half of what it means to give.
        for name in names & self.space.keys():
            del self.space[name]
        display(Markdown(f"*{sentence}*"))  # type: ignore[no-untyped-call]


def _value(source: str, space: dict[str, Any]) -> Any:
    """Run code in a space of names; returns the value of its last line, None where that is none or ends with ;."""
    tree = ast.parse(source)
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr) or source.rstrip().endswith(";"):
        exec(compile(tree, "<cell>", "exec"), space)
        return None
    exec(compile(ast.Module(tree.body[:-1], []), "<cell>", "exec"), space)
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), space)


def _guarded(lines: list[str]) -> list[str]:
    source = "".join(lines)
    try:
        ast.parse(source)
    except SyntaxError:
        return lines
    return [f"{MISSING}.run({source!r})\n"]


def open_corpus(folder: Path | str | None = None) -> Corpus:
    """Load the corpus of a notebook, and leave out of the cells after this one what it does not allow.

    folder: None for the shipped corpus, of which everything is there, else a folder of texts, as for `load`.
    Returns a Corpus, whose outlets the notes under figures name. Raises CorpusError as `load` does.
    """
    corpus, shell = load(folder), get_ipython()
    cite(corpus.sources)
    if shell is None:
        return corpus
    # A second call, with another folder, starts anew.
    kept = [one for one in shell.input_transformers_post if one is not _guarded]
    shell.input_transformers_post[:] = kept if folder is None else [*kept, _guarded]
    shell.user_ns[MISSING] = Missing(corpus, shell.user_ns)
    return corpus
