"""Writes what a namespace did last, for the report of a failed test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workato_embedded_mock.instruments.fault_texts import describe_rule
from workato_embedded_mock.testing.workato_mock import WorkatoMock

Json = Any


def report_of(name: str, mock: WorkatoMock, most: int) -> str:
    """Return the last requests of a namespace, its faults and its limits. Control characters are escaped.

    Args:
        name: The name of the namespace in the report, such as that of its fixture. Its own name is a bearer token.
        mock: The namespace.
        most: The number of requests.

    Raises:
        ControlError: The control plane rejects a request.
        httpx2.HTTPError: The server does not respond.
    """
    found = mock.call("GET", "journal", query={"limit": most})
    entries, faults = found["entries"], mock.faults.rules
    lines = [f"{name}: {_count(len(entries), found['count'])}"]
    for entry in entries:
        lines += _request(entry)
    if faults:
        lines += ["faults:", *(_fault(rule, position) for position, rule in enumerate(faults))]
    lines += _limits(mock.call("GET", "limits"))
    return "\n".join(_printable(line) for line in lines)


def _count(shown: int, count: int) -> str:
    if not count:
        return "no requests"
    return f"the last {shown} of {count} requests, oldest first"


def _request(entry: Json) -> Iterator[str]:
    status = "no response" if entry["status"] is None else entry["status"]
    yield f"  {entry['method']} {entry['path']} {status}"
    for reason in entry["reasons"]:
        place = f"{reason['pointer']}: " if reason["pointer"] else ""
        yield f"      {reason['text']} ({place}{reason['keyword']})"


def _fault(rule: Mapping[str, Json], position: int) -> str:
    return f"  {describe_rule(rule, position)}: matched {rule['matched']}, hit {rule['fired']}"


def _limits(limits: Json) -> Iterator[str]:
    if limits["rate_limits"] != "off":
        yield f"limits: {limits['rate_limits']}"
        for operation_id, requests in limits["counted"].items():
            yield f"  {operation_id}: {requests} in the current window"


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)
