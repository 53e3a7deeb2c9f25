"""What archives and catalogues are told: generated, up to date, and read by those who read it elsewhere."""

import json
import logging
import subprocess
from pathlib import Path

import jsonschema
import mlcroissant
import pandas as pd
import pytest
from rocrate.rocrate import ROCrate

from helpers.__main__ import main, metadata_files
from helpers.exports.crate import crate, zenodo
from helpers.exports.project import author_name, read_project
from helpers.files import SHIPPED, CorpusError, checksum
from helpers.notebooks.execute import catalogue

ROOT = SHIPPED.parent
FILES = ("ro-crate-metadata.json", ".zenodo.json", "corpus/croissant.json")
PERSON = {"family-names": "Li", "given-names": "Hua", "orcid": "https://orcid.org/0000-0002-1825-0097"}


@pytest.fixture(scope="module")
def project():
    return read_project(ROOT)


@pytest.fixture(scope="module")
def shipped_crate():
    return ROCrate(ROOT)


def test_metadata_are_what_is_generated_now():
    made = dict(metadata_files(ROOT))
    assert tuple(made) == FILES
    for name, data in made.items():
        assert (ROOT / name).read_bytes() == data, f"{name} is not up to date: python -m helpers metadata"


def test_a_reader_of_crates_finds_every_notebook_and_table(shipped_crate, project):
    root = shipped_crate.root_dataset
    assert {part.id for part in root["hasPart"]} == {one.id for one in shipped_crate.data_entities}
    paths = {one.id for one in shipped_crate.data_entities}
    assert {f"notebooks/{name}" for name in catalogue()["notebook"]} <= paths
    assert {f"corpus/{one['path']}" for one in project.package["resources"]} <= paths
    assert all((ROOT / path).exists() for path in paths)
    tracked = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True, cwd=ROOT).stdout.split(
        "\n"
    )
    assert all(any(name.startswith(path) for name in [*tracked, *FILES]) for path in paths)


def test_a_crate_has_what_its_specification_demands(shipped_crate, project):
    """The MUSTs of RO-Crate 1.1 on the root, and that every link leads to an entity with a name and a type."""
    content = json.loads((ROOT / "ro-crate-metadata.json").read_bytes())
    entities = {one["@id"]: one for one in content["@graph"]}
    assert len(entities) == len(content["@graph"])
    descriptor, root = entities["ro-crate-metadata.json"], entities["./"]
    assert descriptor["about"] == {"@id": "./"}
    assert descriptor["conformsTo"]["@id"] in content["@context"]
    assert root["@type"] == "Dataset"
    assert {"name", "description", "datePublished", "license"} <= set(root)
    links = [link for one in entities.values() for link in _links(one)]
    assert {link for link in links if not link.startswith("https://w3id.org/ro/crate/")} <= set(entities)
    assert all({"@type", "name"} <= set(one) for name, one in entities.items() if one is not descriptor)
    assert str(shipped_crate.datePublished.date()) == project.date


def _links(entity):
    values = [one for value in entity.values() for one in (value if isinstance(value, list) else [value])]
    return [one["@id"] for one in values if isinstance(one, dict)]


def test_notebooks_are_described_by_their_questions(shipped_crate):
    for row in catalogue().itertuples():
        assert shipped_crate.dereference(f"notebooks/{row.notebook}")["description"] == row.question


def test_licences_are_those_of_the_licence_file(shipped_crate):
    licences = {one.id: one["license"] for one in shipped_crate.data_entities}
    assert licences["helpers/"].id.endswith("/MIT")
    assert licences["corpus/indicators.csv"].id.endswith("/CC-BY-4.0")
    assert len(licences["notebooks/00-start-here.ipynb"]) == 2


def test_authors_are_those_of_the_citation_and_persons_are_told_apart(project):
    told = crate(project, catalogue())["@graph"]
    assert [one["name"] for one in told if one["@type"] == "Organization"] == [
        author_name(author) for author in project.citation["authors"]
    ]
    persons = project._replace(citation=project.citation | {"authors": [PERSON]})
    assert [one["@id"] for one in crate(persons, catalogue())["@graph"] if one["@type"] == "Person"] == [
        PERSON["orcid"]
    ]
    assert zenodo(persons)["creators"] == [{"name": "Li, Hua", "orcid": "0000-0002-1825-0097"}]
    dataset = project._replace(citation=project.citation | {"type": "dataset"})
    assert (zenodo(project)["license"], zenodo(dataset)["license"]) == ("mit", "cc-by-4.0")


# What Zenodo documents of the fields of a deposit that are used here.
DEPOSIT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["title", "upload_type", "description", "creators", "access_right", "license"],
    "properties": {
        "title": {"type": "string", "minLength": 3},
        "upload_type": {"enum": ["publication", "poster", "presentation", "dataset", "image", "video", "software"]},
        "description": {"type": "string", "minLength": 3},
        "creators": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name"],
                "additionalProperties": False,
                "properties": {
                    "name": {"type": "string", "minLength": 1},
                    "affiliation": {"type": "string", "minLength": 1},
                    "orcid": {"type": "string", "pattern": r"^(\d{4}-){3}\d{3}[\dX]$"},
                },
            },
        },
        "version": {"type": "string"},
        "publication_date": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
        "access_right": {"const": "open"},
        "license": {"type": "string", "pattern": "^[a-z0-9.-]+$"},
        "keywords": {"type": "array", "items": {"type": "string", "minLength": 1}},
        "language": {"type": "string", "pattern": "^[a-z]{3}$"},
        "notes": {"type": "string"},
    },
}


def test_a_deposit_has_the_fields_that_zenodo_knows(project):
    jsonschema.validate(json.loads((ROOT / ".zenodo.json").read_bytes()), DEPOSIT)
    jsonschema.validate(zenodo(project._replace(citation=project.citation | {"authors": [PERSON]})), DEPOSIT)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(zenodo(project) | {"creators": [{"nom": "x"}]}, DEPOSIT)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_croissant_is_valid_and_reads_every_row_of_the_ledger(caplog):
    with caplog.at_level(logging.WARNING):
        dataset = mlcroissant.Dataset(str(SHIPPED / "croissant.json"))
    assert dataset.metadata.ctx.issues.report() == ""
    assert not caplog.records
    for record_set in dataset.metadata.record_sets:
        table = pd.read_csv(SHIPPED / f"{record_set.name}.csv", keep_default_na=False, dtype=str)
        rows = list(dataset.records(record_set.id))
        assert len(rows) == len(table)
        names = [field.source.extract.column for field in record_set.fields]
        assert names == list(table.columns)
        for name, key in zip(names, rows[0], strict=True):
            found = [row[key] for row in rows]
            assert [value is None or value != value for value in found] == (table[name] == "").to_list()


def test_croissant_has_the_checksums_of_the_files():
    files = json.loads((SHIPPED / "croissant.json").read_bytes())["distribution"]
    assert [one["contentUrl"] for one in files] == ["indicators.csv", "edits.csv", "machine.csv"]
    for one in files:
        assert one["sha256"] == checksum((SHIPPED / one["contentUrl"]).read_bytes()), one["contentUrl"]


def test_metadata_need_one_library_more_and_say_which(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "yaml", None)
    with pytest.raises(CorpusError, match="PyYAML is not installed.*extra metadata"):
        read_project(ROOT)


def test_the_command_writes_them(monkeypatch, capsys, tmp_path):
    written = {}
    monkeypatch.setattr("helpers.__main__.write_whole", lambda path, data: written.update({Path(path): data}))
    monkeypatch.setattr("sys.argv", ["helpers", "metadata"])
    assert main() == 0
    assert set(written) == {ROOT / name for name in FILES}
    assert capsys.readouterr().out == f"written {', '.join(FILES)}\n"
