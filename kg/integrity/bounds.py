"""Whether dates are EDTF, and have the bounds that they stand for."""

from collections.abc import Iterator

from kg.dates import parse_date
from kg.errors import Fault, InputError
from kg.integrity.view import View, fault


def wrong_bounds(view: View) -> Iterator[Fault]:
    """Find dates that are none, and bounds that are not those of the date."""
    for node in view.described:
        said = {
            name: view.text(node, name)
            for name in ("date", "validFrom", "validUntil", "earliest", "latest")
            if view.values(node, name)
        }
        if said:
            yield from _compared(node, said)


def _compared(node: object, said: dict[str, str | None]) -> Iterator[Fault]:
    date, since, until = (said.get(name) for name in ("date", "validFrom", "validUntil"))
    wanted: tuple[str | None, str | None]
    try:
        for other in (date, since, until):
            _ = parse_date(other) if other is not None else None
        if date is not None:
            wanted = parse_date(date).earliest, parse_date(date).latest
        else:
            wanted = (
                parse_date(since).earliest if since is not None else None,
                parse_date(until).latest if until is not None else None,
            )
    except InputError as error:
        yield fault(node, f"{error.message}: {error.cause}", "edtf", error.fix)
        return
    found = said.get("earliest"), said.get("latest")
    if found != wanted:
        written = date or f"{since or ''}/{until or ''}"
        message = f"is dated {written}, with the bounds {found[0] or 'none'}, {found[1] or 'none'}"
        fix = (
            f"write {wanted[0] or 'no value'} as stand:earliest"
            f" and {wanted[1] or 'no value'} as stand:latest"
        )
        yield fault(node, message, "bounds", fix)
