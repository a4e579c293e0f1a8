"""What a question leaves open, as the description of the interface says it."""

from typing import Any, Final

from kg.parameters import Parameter
from kg.questions import Question

Json = dict[str, Any]

_TYPES: Final = {
    "boolean": "boolean",
    "decimal": "number",
    "double": "number",
    "integer": "integer",
    "number": "number",
}
_FORMATS: Final = {"date": "date", "dateTime": "date-time"}


def parameters_of(question: Question) -> list[Json]:
    """Describe the parameters of a question."""
    return [_parameter(parameter) for parameter in question.parameters]


def _parameter(parameter: Parameter) -> Json:
    kind = parameter.kind.rpartition("#")[2]
    schema: Json = {"type": _TYPES.get(kind, "string")}
    # An IRI may be a prefixed name, and so is of no format.
    if kind in _FORMATS:
        schema["format"] = _FORMATS[kind]
    if parameter.choices:
        schema["examples"] = list(parameter.choices)
    if parameter.default:
        schema["default"] = parameter.default
    said = parameter.expected[0].upper() + parameter.expected[1:]
    return {"name": parameter.name, "in": "query", "description": f"{said}.", "schema": schema}
