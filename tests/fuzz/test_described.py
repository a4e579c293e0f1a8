"""What `/openapi.json` says holds for what a client makes of it."""

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks

from kg.paths import project_data
from kg.questions import load_questions
from server.openapi import describe
from tests.fuzz.exchange import HANG_S, Reply
from tests.fuzz.serving import TOKEN, Server
from tests.fuzz.verdict import complaints

PATHS = describe(writable=False, questions=load_questions(project_data().queries))["paths"]
CHECKS = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]


def try_out(server: Server, count: int, *, paths: str = "", **headers: str) -> int:
    """Make requests of the description, the same each time, and return how many operations it has.

    No search for smaller ones is made, which could take long.
    """
    schema = schemathesis.openapi.from_url(f"{server.url}/openapi.json")
    operations = [found.ok() for found in schema.include(path_regex=paths).get_all_operations()]
    for operation in operations:

        @settings(
            max_examples=count,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def check_all(case: schemathesis.Case) -> None:
            check(case, server, **headers)

        check_all()
    return len(operations)


def check(case: schemathesis.Case, server: Server, **headers: str) -> None:
    response = case.call(base_url=server.url, headers=headers, timeout=HANG_S)
    case.validate_response(response, checks=CHECKS)
    reply = Reply(
        response.status_code,
        tuple(
            (name.lower(), value) for name, values in response.headers.items() for value in values
        ),
        response.content,
        0.0,
    )
    # What was packed for the way is unpacked here already.
    unpacked = tuple(h for h in reply.headers if h[0] not in ("content-encoding", "content-digest"))
    assert list(complaints(Reply(reply.status, unpacked, reply.body, 0.0), within_s=HANG_S)) == []


def test_it_answers_as_its_description_says(asked: Server):
    assert try_out(asked, 12) == len(PATHS) + 1  # /sparql has two


def test_it_changes_as_its_description_says(changed: Server):
    found = try_out(changed, 6, paths="^/(store|sparql)$", Authorization=f"Bearer {TOKEN}")

    assert found == 6
