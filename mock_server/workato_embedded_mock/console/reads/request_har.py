"""Writes requests of the journal as a HAR, by the functions of the proxy; must not import Flask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from workato_embedded_mock.console.reads.request_details import only_length, query_string
from workato_embedded_mock.errors import Reason
from workato_embedded_mock.openapi.secrets import Secrets
from workato_embedded_mock.plain_json import write_json
from workato_embedded_mock.proxy.har import entry_of
from workato_embedded_mock.proxy.traffic import Traffic


def har_of(
    content: dict[str, Any], entries: Iterable[Mapping[str, Any]], *, origin: str, version: str, recorded: str
) -> dict[str, Any]:
    """Return a HAR of entries of the journal.

    Args:
        content: The document of the API.
        entries: The entries.
        origin: The address of this server, without a path.
        version: The version of the program.
        recorded: What it has of the values: `masked`, as the journal has them, or only their `shapes`.
    """
    secrets = Secrets(content)
    return {
        "log": {
            "version": "1.2",
            "creator": {"name": "workato-mock", "version": version},
            "entries": [entry_of(_traffic(entry, origin), secrets, recorded) for entry in entries],
        }
    }


def _traffic(entry: Mapping[str, Any], origin: str) -> Traffic:
    query, status = query_string(entry), entry["status"] or 0
    sent, sent_size = _body(entry["request"])
    received, received_size = _body(entry["response"])
    return Traffic(
        method=entry["method"],
        url=f"{origin}{entry['path']}{'?' if query else ''}{query}",
        http_version="1.1",
        operation_id=entry["operation_id"],
        request_headers=_headers(entry["request"]),
        request_body=sent,
        request_size=sent_size,
        status=status,
        phrase=HTTPStatus(status).phrase if status in set(HTTPStatus) else "",
        response_headers=_headers(entry["response"]),
        response_body=received,
        response_size=received_size,
        findings=[Reason(each["pointer"], each["keyword"], each["text"]) for each in entry["reasons"]],
        error=None if status else "the connection was closed without a response",
        started=datetime.fromisoformat(entry["time"]),
        waited=entry["milliseconds"],
        took=entry["milliseconds"],
    )


def _body(message: Mapping[str, Any]) -> tuple[bytes | None, int]:
    """Return the body of a request or response, None if the journal does not have it, and its length."""
    length = only_length(message)
    if length is not None:
        return None, length
    data = b"" if message["body"] is None else write_json(message["body"])
    return data, len(data)


def _headers(message: Mapping[str, Any]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in message["headers"].items()]
