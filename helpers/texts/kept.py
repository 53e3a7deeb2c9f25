"""Texts of a corpus, read and cleaned when they are asked for, of which memory keeps the last."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from helpers.texts.passages import Cleaned
from helpers.texts.sources import Source, name_in, read_source, texts_in

# Of texts that are read or cleaned so many characters are kept, four times the shipped corpus.
MOST_KEPT = 500_000
Key = TypeVar("Key")
Text = TypeVar("Text")


class Recent(dict[Key, Text]):
    """Texts by name, of which the last are kept.

    size: function from a text to its characters. most: characters that are kept; the text that came first gives way.
    """

    def __init__(self, size: Callable[[Text], int], *, most: int) -> None:
        super().__init__()
        self._size, self._most, self._held = size, most, 0

    def __setitem__(self, key: Key, text: Text) -> None:
        self._held += self._size(text) - (self._size(self[key]) if key in self else 0)
        super().__setitem__(key, text)
        while self._held > self._most and len(self) > 1:
            self._held -= self._size(self.pop(next(iter(self))))


@dataclass(frozen=True, eq=False)
class Texts:
    """The texts of a corpus, each read and cleaned when it is asked for, of which the last are kept.

    A corpus that was read whole keeps all of them. read: the files by path. clean: by source_id, see
    `helpers.texts.passages.clean_source`. sums: checksums of the files that were read, by path. listed: by folder, the
    paths of its files by name.
    """

    read: dict[Path, Source] = field(default_factory=lambda: Recent(lambda source: len(source.text), most=MOST_KEPT))
    clean: dict[str, Cleaned] = field(default_factory=lambda: Recent(Cleaned.characters, most=MOST_KEPT))
    sums: dict[Path, str] = field(default_factory=dict)
    listed: dict[Path, dict[str, Path]] = field(default_factory=dict)

    def file(self, path: Path) -> Source:
        """Return a text file (path)."""
        if path not in self.read:
            self.read[path] = read_source(path)
            self.sums[path] = self.read[path].sha256
        return self.read[path]

    def sum(self, path: Path) -> str:
        """Return the checksum of a text file (path), read once."""
        return self.sums.get(path) or self.file(path).sha256

    def path(self, folder: Path, name: str, digest: str) -> Path | None:
        """Return the file of a folder that has a name, else the one that has a checksum (digest); None if none has.

        The folder is listed once, and again where the file is not, or no longer, among those that were there.
        """
        path = self._listed(folder, name, digest)
        if path is None or not path.exists():
            self.listed[folder] = {name_in(folder, found): found for found in texts_in(folder)}
            path = self._listed(folder, name, digest)
        return path

    def _listed(self, folder: Path, name: str, digest: str) -> Path | None:
        files = self.listed.get(folder, {})
        return files.get(name) or next((path for path in files.values() if self.sum(path) == digest), None)
