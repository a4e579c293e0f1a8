"""Making a query fit to be run: refused, left as it is, or with every endpoint behind the relay."""

from collections.abc import Sequence
from typing import Final, Self

from server.fault import RequestError
from server.federation.allowed import ServicePolicy, permitted, resolve
from server.federation.clauses import (
    Clause,
    enclosing,
    endpoint_iris,
    read_clause,
    refusal,
    service_places,
)
from server.federation.relay import NESTED, Relay, Route

_OFF: Final = (
    "SERVICE is not allowed here: this endpoint makes no requests to other servers. "
    "Send the query to an endpoint of your own that joins this one by SERVICE."
)
_VARIABLE: Final = (
    "SERVICE with a variable is not allowed here, because which endpoints it calls shows only "
    "while it runs; name the endpoint: SERVICE <https://…>."
)


class Prepared:
    """What to give to the engine; to be run within the ``with`` block.

    ``text`` calls nobody but the relay. After the engine is done, `check` raises what it may have
    kept to itself, and `fault` tells what an exception of the engine means.
    """

    def __init__(self, text: str, relay: Relay | None) -> None:
        self.text = text
        self._relay = relay

    @property
    def calls(self) -> bool:
        """Whether the query calls other endpoints at all."""
        return self._relay is not None

    def __enter__(self) -> Self:
        """Start the relay, if the query needs one."""
        if self._relay is not None:
            self._relay.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it again."""
        if self._relay is not None:
            self._relay.__exit__()

    def check(self) -> None:
        """Raise the fault for which the answer does not count, although the engine gave one.

        ``SILENT`` hides that an endpoint failed and not that a bound was passed, and the engine
        takes an endpoint that fails inside ``EXISTS`` for one that has no solutions.
        """
        if (fault := self._noted()) is not None:
            raise fault

    def fault(self, error: Exception) -> RequestError | None:
        """Return the fault that an exception of the engine stands for, None where it is its own."""
        noted = self._noted()
        if noted is None and self._relay is not None and "127.0.0.1" in str(error):
            return RequestError(502, "the call to another endpoint failed.")
        return noted

    def _noted(self) -> RequestError | None:
        return (self._relay.refusal or self._relay.failure) if self._relay else None


def prepare(text: str, policy: ServicePolicy, *, base: str | None = None) -> Prepared:
    """Return what may be run in the place of a query; raises a 403 fault where nothing may.

    ``base`` must be the base IRI of the later evaluation. No network is used but to resolve the
    names of allowed endpoints, and nothing is evaluated. Raises `SyntaxError` where the query has
    the word ``SERVICE`` and does not parse. Only to be called where a crash of the parser does no
    harm.
    """
    places = service_places(text, base)
    if not places:
        return Prepared(text, None)
    if not policy.is_on:
        raise refusal(text, places[0], _OFF)
    clauses = [read_clause(text, place) for place in places]
    for clause in clauses:
        if clause.is_variable:
            raise refusal(text, clause.start, _VARIABLE)
    for clause in enclosing(text, clauses):
        raise refusal(text, clause.start, NESTED)
    relay = Relay(_routes(text, clauses, policy, base), policy)
    try:
        return Prepared(_redirected(text, clauses, relay, base), relay)
    except BaseException:
        relay.close()
        raise


def _routes(
    text: str, clauses: Sequence[Clause], policy: ServicePolicy, base: str | None
) -> list[Route]:
    """Decide on every endpoint before the first call, each name resolved once."""
    resolved: dict[tuple[str, int], str | None] = {}
    routes = []
    for clause, iri in zip(clauses, endpoint_iris(text, clauses, base), strict=True):
        try:
            endpoint, entry = permitted(iri, policy)
            where = (endpoint.host, endpoint.port)
            if where not in resolved:
                resolved[where] = resolve(endpoint, entry, policy)
        except RequestError as fault:
            raise refusal(text, clause.start, fault.detail) from None
        routes.append(Route(endpoint, resolved[where], clause.is_silent))
    return routes


def _redirected(text: str, clauses: Sequence[Clause], relay: Relay, base: str | None) -> str:
    """Put the relay's addresses in the place of the names, and read the outcome once more.

    Whatever went before: a text in which the engine would read a ``SERVICE`` that is not followed
    by the relay's address is not run.
    """
    pieces, end = [], 0
    for number, clause in enumerate(clauses):
        pieces += [text[end : clause.name_start], f"<{relay.address(number)}>"]
        end = clause.name_start + len(clause.name)
    redirected = "".join([*pieces, text[end:]])
    try:
        again = [read_clause(redirected, place) for place in service_places(redirected, base)]
    except SyntaxError:
        again = []
    expected = [(f"<{relay.address(i)}>", c.is_silent) for i, c in enumerate(clauses)]
    if [(clause.name, clause.is_silent) for clause in again] != expected:
        raise refusal(text, clauses[0].start, "the SERVICE clauses of this query are ambiguous.")
    return redirected
