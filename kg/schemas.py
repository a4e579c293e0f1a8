"""The JSON Schemas of the coding files, by which an editor completes and checks them.

They are generated: ``standoff schema`` writes them anew, and a test holds the files in
``kg/schema`` equal to the models.
"""

import json
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from kg.extraction.candidates import CANDIDATE_FILE
from kg.model.article import ArticleFile
from kg.model.coding import CodingFile
from kg.model.entities import ENTITY_FILE

SCHEMA_FOLDER: Final = Path(__file__).parent / "schema"

_FILES: Final[dict[str, tuple[TypeAdapter[Any], str]]] = {
    "article": (TypeAdapter(ArticleFile), "Standoff: article.yaml"),
    "candidates": (CANDIDATE_FILE, "Standoff: candidates.yaml"),
    "coding": (TypeAdapter(CodingFile), "Standoff: coding.yaml"),
    "entities": (ENTITY_FILE, "Standoff: an entity file"),
}


def schemas() -> dict[str, str]:
    """Return the text of each schema file, by file name."""
    return {
        f"{name}.schema.json": _text(adapter, title) for name, (adapter, title) in _FILES.items()
    }


def write_schemas(folder: Path = SCHEMA_FOLDER) -> None:
    """Write the schema files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")


def _text(adapter: TypeAdapter[Any], title: str) -> str:
    schema = _tidy(adapter.json_schema(by_alias=True))
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return json.dumps({**head, **schema}, indent=2, ensure_ascii=False) + "\n"


def _tidy(part: Any) -> Any:
    """Drop what is noise in an editor: generated titles, and null, which YAML here never has."""
    if isinstance(part, list):
        return [_tidy(item) for item in part]
    if not isinstance(part, dict):
        return part
    choices = [choice for choice in part.get("anyOf", []) if choice != {"type": "null"}]
    if len(choices) == 1:
        rest = {key: value for key, value in part.items() if key not in {"anyOf", "default"}}
        part = {**choices[0], **rest}
    return {
        key: {name: _tidy(value) for name, value in item.items()}
        if key in {"properties", "$defs"}
        else _tidy(item)
        for key, item in part.items()
        if not (key == "title" and isinstance(item, str))
        and not (key == "discriminator" and isinstance(item, dict))
    }
