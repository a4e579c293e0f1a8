"""The published JSON Schemas are those of the models, and know what the loader knows."""

import json
from pathlib import Path

import pytest

from kg.schemas import SCHEMA_FOLDER, schemas, write_schemas


def test_the_published_schemas_are_those_of_the_models():
    """If this fails, run ``standoff schema`` and review the difference."""
    published = {
        path.name: path.read_text(encoding="utf-8") for path in SCHEMA_FOLDER.glob("*.json")
    }

    assert published == schemas()


def test_the_schemas_are_written_to_a_folder(tmp_path: Path):
    write_schemas(tmp_path / "new")

    assert {path.name for path in (tmp_path / "new").iterdir()} == set(schemas())


@pytest.mark.parametrize("name", sorted(schemas()))
def test_every_key_is_described_and_no_other_is_allowed(name: str):
    schema = json.loads(schemas()[name])
    objects = [part for part in [schema, *schema["$defs"].values()] if part.get("properties")]
    undescribed = [
        (part.get("description"), key)
        for part in objects
        for key, value in part["properties"].items()
        if "description" not in value and "const" not in value
    ]

    assert undescribed == []
    assert [part for part in objects if part["additionalProperties"] is not False] == []


def test_a_schema_offers_no_null():
    assert [name for name, text in schemas().items() if '"null"' in text] == []
