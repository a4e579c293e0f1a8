"""A language model behind an OpenAI-compatible address: asked once, its answers kept.

What is asked is kept only as a digest; what was answered stands in ``.answers.jsonl`` of the draft.
A question that has an answer there is not asked again, so that a run goes on where it was cut off
and can be repeated without the model.
"""

import ipaddress
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from typing import Any, Final

from kg.errors import InputError
from kg.spans import digest

RECORD: Final = ".answers.jsonl"
TIMEOUT_S: Final = 120.0
MAX_BYTES: Final = 1 << 20
_SHOWN: Final = 200
_FIXES: Final = {
    401: "put the key into $STANDOFF_MODEL_KEY",
    403: "put the key into $STANDOFF_MODEL_KEY",
    404: "--endpoint ends before /chat/completions, as in http://127.0.0.1:8000/v1",
    429: "wait, and run it again: it goes on where it stopped",
}

Messages = Sequence[Mapping[str, str]]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The text goes to the address that was named, and nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass
class LanguageModel:
    """A model at an address, and the record of what it answered, which is read when first asked."""

    endpoint: str
    name: str
    record: Path
    key: str = ""
    asked: int = 0
    """How many questions were put to it, rather than answered from the record."""
    _answers: dict[str, str] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Refuse an address that is none, and a key that everybody on the way could read."""
        parts = urllib.parse.urlsplit(self.endpoint)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError(
                f"{self.endpoint!r} is no address of a server",
                fix="give one such as http://127.0.0.1:8000/v1",
            )
        if self.key and parts.scheme == "http" and not _is_here(parts.hostname):
            raise InputError(
                f"the key would go to {parts.hostname} unencrypted",
                fix="give an https address, or take the key out of $STANDOFF_MODEL_KEY",
            )

    def answer(self, messages: Messages) -> str:
        """Return what the model answers, from the record or asked and recorded.

        Raises:
            InputError: the server cannot be reached, refuses, or answers in another form.

        """
        request = {"model": self.name, "messages": list(messages), "temperature": 0}
        body = json.dumps(request, ensure_ascii=False, sort_keys=True)
        known = self._read()
        asked = digest(body)
        if asked not in known:
            known[asked] = self._ask(body)
            self.asked += 1
            self._note(asked, known[asked])
        return known[asked]

    def _read(self) -> dict[str, str]:
        if self._answers is None:
            self._answers = {}
            lines = self.record.read_text("utf-8").splitlines() if self.record.exists() else []
            for number, line in enumerate(lines, 1):
                try:
                    held = json.loads(line)
                    self._answers[held["request"]] = held["answer"]
                except (ValueError, KeyError, TypeError) as error:
                    if number == len(lines):
                        break  # cut off as it was written: asked again
                    raise InputError(
                        f"line {number} is no recorded answer",
                        where=str(self.record),
                        fix="delete the line; its question is asked again",
                    ) from error
        return self._answers

    def _note(self, request: str, answer: str) -> None:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        held = {"request": request, "model": self.name, "at": at, "answer": answer}
        before = self.record.read_bytes() if self.record.exists() else b""
        with self.record.open("ab") as record:
            joint = b"\n" if before and not before.endswith(b"\n") else b""
            record.write(joint + json.dumps(held, ensure_ascii=False).encode() + b"\n")

    def _ask(self, body: str) -> str:
        url = f"{self.endpoint.rstrip('/')}/chat/completions"
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        request = urllib.request.Request(url, body.encode(), headers)  # noqa: S310 -- checked above
        try:
            with urllib.request.build_opener(_NoRedirect).open(request, timeout=TIMEOUT_S) as got:
                answered = got.read(MAX_BYTES + 1)
        except urllib.error.HTTPError as error:
            told = error.read(_SHOWN).decode(errors="replace").strip()
            fix = _FIXES.get(error.code, "look at what the server says")
            raise self._fault(f"answers {error.code}", fix, told) from error
        except (OSError, HTTPException) as error:
            reason = getattr(error, "reason", error)
            raise self._fault("cannot be reached", "start it, or correct --endpoint", str(reason)) \
                from error  # fmt: skip
        if len(answered) > MAX_BYTES:
            raise self._fault(f"answers more than {MAX_BYTES:,} bytes", "choose another model")
        try:
            content = json.loads(answered)["choices"][0]["message"]["content"]
        except (ValueError, LookupError, TypeError) as error:
            told = answered[:_SHOWN].decode(errors="replace")
            fix = "give the address of a server with OpenAI's chat completions"
            raise self._fault("answers in another form", fix, told) from error
        return str(content or "")

    def _fault(self, message: str, fix: str, cause: str = "") -> InputError:
        told = cause.replace(self.key, "…") if self.key else cause
        return InputError(f"the model at {self.endpoint} {message}", cause=told, fix=fix)


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
