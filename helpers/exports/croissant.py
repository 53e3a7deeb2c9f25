"""The ledger of figures, its edits and the score of the machine as Croissant metadata."""

from pathlib import Path
from typing import Any

from helpers.exports.project import Project, author_name, is_person
from helpers.files import checksum

TABLES = ("indicators", "edits", "machine")
ABOUT = (
    "The figures that the articles report (indicators), as the machine reads them and with what was decided otherwise "
    "(edits), and what the machine alone reads right, by column (machine). README.md says how they were annotated, how "
    "far two annotations agree, and what the limits are."
)
TYPES = {"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float"}
# The names that the vocabulary of Croissant 1.0 prescribes.
TERMS = (
    "citeAs column conformsTo data dataType equivalentProperty examples extract field fileProperty fileObject fileSet "
    "format includes isLiveDataset jsonPath key md5 parentField path recordSet references regex repeated replace "
    "samplingRate separator source subField transform"
).split()
OTHERWISE: dict[str, Any] = {
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
}
PREFIXES = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
}
CONTEXT = PREFIXES | {name: f"cr:{name}" for name in TERMS} | OTHERWISE


def _file(resource: dict[str, Any], folder: Path) -> dict[str, Any]:
    path = resource["path"]
    told = {"name": path, "description": resource["description"], "contentUrl": path}
    digest = checksum((folder / path).read_bytes())
    return {"@type": "cr:FileObject", "@id": path, **told, "encodingFormat": resource["mediatype"], "sha256": digest}


def _field(resource: dict[str, Any], field: dict[str, Any]) -> dict[str, Any]:
    # An id must be without spaces.
    name = f"{resource['name']}/{field['name'].replace(' ', '_')}"
    source = {"fileObject": {"@id": resource["path"]}, "extract": {"column": field["name"]}}
    told = {"name": name, "description": field["description"], "dataType": TYPES[field["type"]]}
    return {"@type": "cr:Field", "@id": name, **told, "source": source}


def _records(resource: dict[str, Any]) -> dict[str, Any]:
    name = resource["name"]
    fields = [_field(resource, field) for field in resource["schema"]["fields"]]
    told = {"name": name, "description": resource["description"]}
    return {"@type": "cr:RecordSet", "@id": name, **told, "field": fields}


def _creators(project: Project) -> list[dict[str, str]]:
    return [
        {"@type": "sc:Person" if is_person(author) else "sc:Organization", "name": author_name(author)}
        for author in project.citation["authors"]
    ]


def croissant(project: Project, folder: Path) -> dict[str, Any]:
    """Describe the ledger, its edits and its score as a dataset.

    project: Project. folder: of the corpus, for the checksums of the files.
    Returns the content of croissant.json; names, types and descriptions of the columns are those of datapackage.json.
    """
    citation, package = project.citation, project.package
    resources = [one for name in TABLES for one in package["resources"] if one["name"] == name]
    names = "; ".join(author_name(author) for author in citation["authors"])
    name = f"{package['name']}-ledger"
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "name": name,
        "description": ABOUT,
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "license": package["licenses"][0]["path"],
        "version": citation["version"],
        "datePublished": project.date,
        "citeAs": f"{names} ({project.date[:4]}): {name}, version {citation['version']}",
        "creator": _creators(project),
        "keywords": citation["keywords"],
        "distribution": [_file(resource, folder) for resource in resources],
        "recordSet": [_records(resource) for resource in resources],
    }
