"""Which endpoints a query may call: by address on a list, and by where that address leads.

The list holds endpoints (``https://example.org/sparql``) and, ending in ``/``, all below an address
(``https://example.org/``). A name on the list must lead to public addresses only: it is resolved
once, and the call goes to what was then found, whatever the name says later.
"""

import ipaddress
import re
import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

from server.fault import RequestError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_PORTS: Final = {"http": 80, "https": 443}
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_NAT64_LOCAL: Final = ipaddress.IPv6Network("64:ff9b:1::/48")
_IPV4_COMPATIBLE: Final = ipaddress.IPv6Network("::/96")
_ADDRESS = re.compile(
    r"""(?P<scheme>[Hh][Tt][Tt][Pp][Ss]?) :// (?P<host>\[[0-9A-Fa-f:.]+\] | [^/?\#@:\[\]\\\s]+)
    (?: : (?P<port>[0-9]{1,5}))? (?P<path>/[^?\#\\\s]*)? (?P<query>\?[^\#\\\s]*)?""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Endpoint:
    """An HTTP address taken apart and normalised; ``iri`` is how it was written."""

    iri: str
    scheme: str
    host: str
    port: int
    path: str
    query: str

    @property
    def target(self) -> str:
        """What the request line asks for, in ASCII."""
        return quote(self.path + self.query, safe="%/:=&?~+!$,;'@()*[]|")


@dataclass(frozen=True)
class ServicePolicy:
    """Which endpoints a query may call by ``SERVICE`` and what that may cost; off by default.

    ``allow_private`` lets names on the list lead into private networks; without it, only a private
    address (or ``localhost``) that stands on the list itself may be called. ``timeout_s`` and
    ``max_bytes`` are for one call, ``max_calls`` for all calls of one query.
    """

    allowed: tuple[str, ...] = ()
    allow_private: bool = False
    max_calls: int = 50
    timeout_s: float = 20.0
    max_bytes: int = 16 << 20

    def __post_init__(self) -> None:
        """Raise `ValueError` for an entry that can allow nothing."""
        for entry in self.allowed:
            parse_entry(entry)

    @property
    def is_on(self) -> bool:
        """Tell whether any endpoint may be called."""
        return bool(self.allowed)


def parse_entry(entry: str) -> Endpoint:
    """Take an entry of the list apart; raises `ValueError` that says how to write one."""
    endpoint = _parse(entry)
    if endpoint is None or endpoint.host.endswith("."):
        raise ValueError(
            f"{entry!r} is not the address of an endpoint; write it as https://example.org/sparql, "
            "or https://example.org/ for all below it, without user name, fragment or final dot"
        )
    return endpoint


def permitted(iri: str, policy: ServicePolicy) -> tuple[Endpoint, Endpoint]:
    """Return the endpoint that an IRI names and the entry that allows it, or raise a 403 fault."""
    endpoint = _parse(iri)
    if endpoint is not None:
        for entry in map(parse_entry, policy.allowed):
            if _covers(entry, endpoint):
                return endpoint, entry
    raise RequestError(
        403,
        f"SERVICE <{iri}> is not allowed: this endpoint calls only "
        f"{', '.join(f'<{entry}>' for entry in policy.allowed)}.",
    )


def resolve(endpoint: Endpoint, entry: Endpoint, policy: ServicePolicy) -> str | None:
    """Return the IP address to call, None where the name does not resolve.

    Raises a 403 fault where the name leads, by any of its addresses, to where it must not.
    """
    try:
        found = socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return None
    addresses = [str(item[4][0]) for item in found]
    if not policy.allow_private and not all(_may_call(a, entry) for a in addresses):
        raise RequestError(
            403,
            f"SERVICE <{endpoint.iri}> is not allowed: its host is not at a public address.",
        )
    return addresses[0] if addresses else None


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the open Internet, whatever it is wrapped in."""
    try:
        ip: Address = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.teredo or ip.is_site_local or ip.scope_id or ip in _NAT64_LOCAL:
            return False
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64 or ip in _IPV4_COMPATIBLE:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            ip = inner
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _parse(address: str) -> Endpoint | None:
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return None
    scheme = match["scheme"].lower()
    port = int(match["port"] or _PORTS[scheme])
    try:
        host = match["host"].strip("[]").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    if not 0 < port < 65536:
        return None
    return Endpoint(address, scheme, host, port, match["path"] or "/", match["query"] or "")


def _covers(entry: Endpoint, endpoint: Endpoint) -> bool:
    if (entry.scheme, entry.host, entry.port) != (endpoint.scheme, endpoint.host, endpoint.port):
        return False
    if (entry.path, entry.query) == (endpoint.path, endpoint.query):
        return True
    plain = unquote(unquote(endpoint.path)).replace("\\", "/")
    climbs = any(segment in {".", ".."} for segment in plain.split("/"))
    is_folder = entry.path.endswith("/") and not entry.query
    return is_folder and not climbs and endpoint.path.startswith(entry.path)


def _may_call(address: str, entry: Endpoint) -> bool:
    if is_public(address):
        return True
    try:
        ip = ipaddress.ip_address(address)
        if entry.host == "localhost":
            return ip.is_loopback
        return ip == ipaddress.ip_address(entry.host)
    except ValueError:
        return False
