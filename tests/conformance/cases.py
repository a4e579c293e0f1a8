"""What a protocol case is: requests, one after another, and what must come back for each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from tests.conformance import answers
from tests.conformance.endpoint import Endpoint, Request, Response
from tests.conformance.matching import Answer, answers_match

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
XML: Final = "application/sparql-results+xml"
JSON: Final = "application/sparql-results+json"
BOOLEANS: Final = (XML, JSON)
TABLES: Final = (XML, JSON, "text/tab-separated-values", "text/csv")
GRAPHS: Final = (
    "application/rdf+xml",
    "text/turtle",
    "application/n-triples",
    "application/rdf+json",
)
SUCCESS: Final = range(200, 400)
REFUSAL: Final = range(400, 500)


@dataclass(frozen=True)
class Step:
    """A request and what must come back; what is not said may be anything."""

    request: Request
    status: Sequence[int] = SUCCESS
    types: tuple[str, ...] = ()
    answer: Answer | None = None
    boolean: bool | None = None
    location_of_next: bool = False
    also: Callable[[Response], str] | None = None


@dataclass(frozen=True)
class Case:
    """A named sequence of steps; ``writes`` says that it needs an endpoint that takes writes."""

    name: str
    steps: tuple[Step, ...]
    writes: bool = False
    tags: frozenset[str] = field(default_factory=frozenset)


def run_case(endpoint: Endpoint, case: Case) -> str:
    """Run the steps; return what went wrong at the first that failed, nothing if all went well."""
    location = ""
    for number, step in enumerate(case.steps, 1):
        request = step.request
        if request.to == "location":
            request = replace(request, to=location)
        response = endpoint.send(request)
        fault = _fault(step, response)
        if fault:
            return f"step {number} ({request.method}): {fault}"
        if step.location_of_next:
            location = response.headers.get("Location", "")
            if not location:
                return f"step {number}: no Location header"
            if location.startswith("/"):
                host = endpoint.store.split("/", 3)
                location = f"{host[0]}//{host[2]}{location}"
    return ""


def _fault(step: Step, response: Response) -> str:
    if response.status not in step.status:
        wanted = f"{step.status[0]}..{step.status[-1]}" if len(step.status) > 1 else step.status[0]
        return f"status {response.status}, not {wanted}: {response.body[:200]!r}"
    if step.types and response.media_type not in step.types:
        return f"media type {response.media_type!r}, not one of {', '.join(step.types)}"
    wanted_answer = step.answer
    if step.boolean is not None:
        wanted_answer = Answer("boolean", (), ((str(step.boolean),),))
    if wanted_answer is not None:
        try:
            found = answers.of_body(response.body, response.media_type)
        except (ValueError, SyntaxError) as error:
            return f"the body cannot be read: {error}"
        if not answers_match(found, wanted_answer):
            return f"the answer is {found}, not {wanted_answer}"
    return step.also(response) if step.also else ""
