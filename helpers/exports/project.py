"""What the collection says of itself, read where it is stated: CITATION.cff, pyproject.toml, datapackage.json."""

import json
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from helpers.files import missing_extra


class Project(NamedTuple):
    """The collection: citation (CITATION.cff), description, and package, its data (corpus/datapackage.json)."""

    citation: dict[str, Any]
    description: str
    package: dict[str, Any]

    @property
    def data_licence(self) -> str:
        """The SPDX name of the licence of the data."""
        return str(self.package["licenses"][0]["name"])

    @property
    def code_licence(self) -> str:
        """The SPDX name of the licence of the code: what the citation names beside that of the data."""
        return next(name for name in self.citation["license"] if name != self.data_licence)

    @property
    def date(self) -> str:
        """The day of the release, as YYYY-MM-DD."""
        return str(self.citation["date-released"])


def read_project(root: Path) -> Project:
    """Read what the collection says of itself.

    root: of the repository. Returns a Project. Raises CorpusError where PyYAML is not installed.
    """
    # Imported here, as only who writes metadata needs it.
    try:
        import yaml
    except ImportError:
        raise missing_extra("PyYAML", "metadata") from None
    described = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["description"]
    package = json.loads((root / "corpus" / "datapackage.json").read_bytes())
    return Project(yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8")), described, package)


def author_name(author: dict[str, str]) -> str:
    """Return the name of an author of the citation, a person with the family name first, or an organisation; a str."""
    parts = (author.get("family-names", ""), author.get("given-names", ""))
    return author.get("name") or ", ".join(part for part in parts if part)


def is_person(author: dict[str, str]) -> bool:
    """Say whether an author of the citation is a person, which alone has family or given names."""
    return "family-names" in author or "given-names" in author


def to_json(content: dict[str, Any]) -> bytes:
    """Write some metadata (content) as JSON, the same bytes for the same content; returns bytes."""
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
