"""The collection for archives: RO-Crate metadata, and what Zenodo asks of a deposit."""

import re
from typing import Any

import pandas as pd

from helpers.exports.project import Project, author_name, is_person

CRATE = "https://w3id.org/ro/crate/1.1"
SPDX = "https://spdx.org/licenses/"
JUPYTER = "application/x-ipynb+json"
# What is in corpus/ beside the tables of the data package.
BESIDE = {
    "README.md": ("Datasheet of the corpus", "text/markdown"),
    "datapackage.json": ("Every table of the corpus, column by column", "application/json"),
    "croissant.json": ("The ledger of figures as Croissant metadata", "application/ld+json"),
}


def _link(*names: str) -> Any:
    links = [{"@id": name} for name in names]
    return links if len(links) > 1 else links[0]


def _licence(*names: str) -> Any:
    return _link(*(SPDX + name for name in names))


def _author(author: dict[str, str]) -> dict[str, Any]:
    name = author_name(author)
    known = author.get("orcid") or author.get("website") or "#" + re.sub(r"\W+", "-", name.lower()).strip("-")
    return {"@id": known, "@type": "Person" if is_person(author) else "Organization", "name": name}


def _file(path: str, name: str, description: str, kind: str, *licences: str) -> dict[str, Any]:
    told = {"name": name, "description": description, "encodingFormat": kind, "license": _licence(*licences)}
    return {"@id": path, "@type": "File", **told}


def _notebooks(project: Project, catalogue: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the notebooks as files, each described by its question; their prose and code have a licence each."""
    licences = (project.code_licence, project.data_licence)
    return [
        _file(f"notebooks/{row.notebook}", row.notebook.removesuffix(".ipynb"), row.question, JUPYTER, *licences)
        for row in catalogue.itertuples()
    ]


def _data(project: Project) -> list[dict[str, Any]]:
    licence = project.data_licence
    tables = [
        _file(f"corpus/{one['path']}", one["title"], one["description"], one["mediatype"], licence)
        for one in project.package["resources"]
    ]
    return tables + [_file(f"corpus/{path}", name, name, kind, licence) for path, (name, kind) in BESIDE.items()]


def _package(project: Project) -> dict[str, Any]:
    described = {"name": "helpers", "description": "Python package that the notebooks are computed with"}
    types = ["Dataset", "SoftwareSourceCode"]
    return {"@id": "helpers/", "@type": types, **described, "license": _licence(project.code_licence)}


def _root(project: Project, parts: list[dict[str, Any]], authors: list[dict[str, Any]]) -> dict[str, Any]:
    citation, names = project.citation, [author["@id"] for author in authors]
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": citation["title"],
        "description": f"{project.description}. {project.package['description']}",
        "datePublished": project.date,
        "version": citation["version"],
        "keywords": citation["keywords"],
        "license": _licence(*citation["license"]),
        "author": _link(*names),
        "publisher": _link(names[0]),
        "hasPart": [{"@id": part["@id"]} for part in parts],
    }


def crate(project: Project, catalogue: pd.DataFrame) -> dict[str, Any]:
    """Describe the collection as an RO-Crate.

    project: Project. catalogue: DataFrame with notebook and question; one row per notebook.
    Returns the content of ro-crate-metadata.json: notebooks, tables, package, authors and licences.
    """
    authors = [_author(author) for author in project.citation["authors"]]
    licences = [
        {"@id": SPDX + name, "@type": "CreativeWork", "name": name, "description": f"{name}; LICENSE says for what"}
        for name in project.citation["license"]
    ]
    parts = [*_notebooks(project, catalogue), *_data(project), _package(project)]
    about = {"conformsTo": _link(CRATE), "about": _link("./")}
    descriptor = {"@id": "ro-crate-metadata.json", "@type": "CreativeWork", **about}
    graph = [descriptor, _root(project, parts, authors), *parts, *authors, *licences]
    return {"@context": f"{CRATE}/context", "@graph": graph}


def zenodo(project: Project) -> dict[str, Any]:
    """Describe the collection as Zenodo asks for it.

    project: Project. Returns the content of .zenodo.json, which has room for one licence: for software that of the
    code; the notes name the other.
    """
    citation = project.citation
    licence = project.code_licence if citation["type"] == "software" else project.data_licence
    return {
        "title": citation["title"],
        "upload_type": citation["type"],
        "description": f"{project.description}. {project.package['description']}",
        "creators": [_creator(author) for author in citation["authors"]],
        "version": citation["version"],
        "publication_date": project.date,
        "access_right": "open",
        "license": licence.lower(),
        "keywords": citation["keywords"],
        "language": "eng",
        "notes": f"Code: {project.code_licence}. Prose, figures, catalogue, markup, lexicon and features: "
        f"{project.data_licence}. The source texts are not part of it.",
    }


def _creator(author: dict[str, str]) -> dict[str, str]:
    orcid = author.get("orcid", "").rpartition("/")[2]
    known = {"affiliation": author.get("affiliation", ""), "orcid": orcid}
    return {"name": author_name(author)} | {name: value for name, value in known.items() if value}
