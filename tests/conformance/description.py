"""The three cases of the W3C manifest for Service Description, and what clients look for in one."""

from typing import Final

import pyoxigraph as ox

from tests.conformance.answers import GRAPH_FORMATS
from tests.conformance.endpoint import Endpoint, Request

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
RDF_TYPE: Final = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
# What the vocabulary allows as the object of a property: an IRI or blank node of these classes.
LANGUAGES: Final = frozenset(
    f"{SD}{each}"
    for each in ("SPARQL10Query", "SPARQL11Query", "SPARQL11Update", "SPARQLQuery", "SPARQLUpdate")
)


def read_description(endpoint: Endpoint, accept: str = "text/turtle") -> list[ox.Quad]:
    """Ask the endpoint for nothing and parse what it says of itself."""
    response = endpoint.send(Request("GET", (), (("Accept", accept),) if accept else ()))
    if response.status != 200:
        raise ValueError(f"status {response.status}: {response.body[:200]!r}")
    if response.media_type not in GRAPH_FORMATS:
        raise ValueError(f"{response.media_type!r} is no RDF")
    return list(
        ox.parse(response.body, GRAPH_FORMATS[response.media_type], base_iri=endpoint.query)
    )


def returns_rdf(endpoint: Endpoint) -> str:
    """Say why a GET without a query does not return RDF."""
    try:
        quads = read_description(endpoint)
    except (ValueError, SyntaxError) as error:
        return str(error)
    return "" if quads else "the description is empty"


def has_endpoint_triple(endpoint: Endpoint) -> str:
    """Say why no service in the description has this endpoint."""
    quads = read_description(endpoint)
    found = [quad.object for quad in quads if quad.predicate.value == f"{SD}endpoint"]
    if any(isinstance(each, ox.NamedNode) and each.value == endpoint.query for each in found):
        return ""
    return f"sd:endpoint is {', '.join(map(str, found)) or 'missing'}, not <{endpoint.query}>"


def conforms_to_schema(endpoint: Endpoint) -> str:
    """Say what in the description is not as the vocabulary has it."""
    quads = read_description(endpoint)
    services = {
        quad.subject
        for quad in quads
        if quad.predicate == RDF_TYPE and quad.object == ox.NamedNode(f"{SD}Service")
    }
    if not services:
        return "nothing is an sd:Service"
    for quad in quads:
        name = quad.predicate.value.removeprefix(SD)
        if not quad.predicate.value.startswith(SD):
            continue
        if isinstance(quad.object, ox.Literal) and name != "supportedVersion":
            return f"sd:{name} has a literal"
        if name == "supportedLanguage" and quad.object.value not in LANGUAGES:  # type: ignore[union-attr]
            return f"{quad.object} is no sd:Language"
        if name in ("endpoint", "defaultDataset", "resultFormat") and quad.subject not in services:
            return f"sd:{name} is not of a service"
    ends = [quad.subject for quad in quads if quad.predicate.value == f"{SD}endpoint"]
    return "" if len(ends) == len(set(ends)) == len(services) else "not one sd:endpoint a service"


DESCRIPTION_CASES: Final = {
    "returns-rdf": returns_rdf,
    "has-endpoint-triple": has_endpoint_triple,
    "conforms-to-schema": conforms_to_schema,
}
