"""jieba's own dictionary as a table in memory that is asked word by word: a sixth of what jieba's dicts of it take."""

import logging
import sqlite3
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import islice
from typing import TypeVar

import jieba

# jieba tells on stderr that it loads its dictionary.
jieba.default_logger.setLevel(logging.WARNING)

Value = TypeVar("Value")
TABLE = "CREATE TABLE words (word TEXT PRIMARY KEY, frequency INTEGER, tag TEXT) WITHOUT ROWID"
# Lines that are read at a time.
LINES = 20_000
# Answers that are kept: the same few are asked for again and again.
KEPT = 2**12


def _lines() -> Iterator[tuple[str, int, str]]:
    with jieba.Tokenizer().get_dict_file() as file:
        for line in file:
            word, frequency, tag = line.decode().split()
            yield word, int(frequency), tag


@cache
def _table() -> tuple[sqlite3.Connection, int]:
    """Read jieba's own file, once; returns its words, and the sum of the frequencies of all lines."""
    # A batch is built in a thread of its own; nothing is written after this.
    table, lines, total = sqlite3.connect(":memory:", check_same_thread=False), _lines(), 0
    table.execute(TABLE)
    while rows := list(islice(lines, LINES)):
        # Of a word on two lines the last counts, as it does to jieba.
        table.executemany("INSERT OR REPLACE INTO words VALUES (?, ?, ?)", rows)
        total += sum(frequency for _, frequency, _ in rows)
    table.commit()
    return table, total


@lru_cache(maxsize=KEPT)
def _from(word: str) -> tuple[str, int, str] | None:
    """Return the first line of the dictionary, in the order of the words, that begins with a word, None for none."""
    query = "SELECT word, frequency, tag FROM words WHERE word >= ? ORDER BY word LIMIT 1"
    try:
        found: tuple[str, int, str] | None = _table()[0].execute(query, (word,)).fetchone()
    except UnicodeEncodeError:
        # Half a character, which is in no word.
        return None
    return found if found and word and found[0].startswith(word) else None


class _Asked(Mapping[str, Value]):
    """What jieba's dictionary says of its words; one is asked for at a time."""

    def __iter__(self) -> Iterator[str]:
        return (word for (word,) in _table()[0].execute("SELECT word FROM words ORDER BY word"))

    def __len__(self) -> int:
        return int(_table()[0].execute("SELECT count(*) FROM words").fetchone()[0])


class Frequencies(_Asked[int]):
    """How often words occur, by jieba's dictionary; 0 for the beginning of a word that is none itself, as jieba has it.

    Misuse: a question takes ten times as long as one to a dict, so it is for few words or for those seen first.
    """

    def __getitem__(self, word: str) -> int:
        line = _from(word)
        if line is None:
            raise KeyError(word)
        return line[1] if line[0] == word else 0


class Tags(_Asked[str]):
    """The parts of speech of words, by jieba's dictionary; misuse as of Frequencies."""

    def __getitem__(self, word: str) -> str:
        line = _from(word)
        if line is None or line[0] != word:
            raise KeyError(word)
        return line[2]


def entries() -> Iterator[tuple[str, int]]:
    """Yield the words of jieba's dictionary, each with its frequency, sorted by the word."""
    return iter(_table()[0].execute("SELECT word, frequency FROM words ORDER BY word"))


@cache
def dictionary() -> jieba.Tokenizer:
    """Return a jieba tokenizer with its own bare dictionary as Frequencies; to be read, never added to.

    It is read from jieba's own file. `initialize` would take it from a cache in the folder of temporary files, which
    anyone may have put there.
    """
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = Frequencies(), _table()[1]
    tokenizer.initialized = True
    return tokenizer


@cache
def held_frequencies() -> dict[str, int]:
    """Return the words of jieba's dictionary as jieba holds them, which is quick to ask; to be copied, never added to.

    Returns a dict of frequencies like Frequencies, with the beginnings of words.
    """
    tokenizer = jieba.Tokenizer()
    frequencies: dict[str, int] = tokenizer.gen_pfdict(tokenizer.get_dict_file())[0]
    return frequencies
