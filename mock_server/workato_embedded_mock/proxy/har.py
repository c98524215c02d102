"""Writes a request and its response as an entry of a HAR 1.2, without secrets."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from workato_embedded_mock.openapi.redaction import Redactor
from workato_embedded_mock.openapi.secrets import Marks, Secrets
from workato_embedded_mock.plain_json import JsonError, read_json
from workato_embedded_mock.proxy.headers import Header, as_text, header, is_json
from workato_embedded_mock.proxy.traffic import Traffic

_NOTHING = object()


def entry_of(traffic: Traffic, secrets: Secrets) -> dict[str, Any]:
    """Return the HAR entry of one request. It contains bodies that are JSON; of others it has the size.

    It has the additional fields `_operationId`, `_findings` and, where something went wrong, `_error`.
    """
    redactor, operation_id = Redactor(secrets), traffic.operation_id
    # Secrets are collected first, so that they are found elsewhere too.
    sent = _redacted(_value(traffic.request_headers, traffic.request_body), redactor, secrets.request(operation_id))
    received = _redacted(
        _value(traffic.response_headers, traffic.response_body),
        redactor,
        secrets.response(operation_id, traffic.status),
    )
    entry = {
        "startedDateTime": traffic.started.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "time": traffic.took,
        "request": _request(traffic, redactor, secrets.query(operation_id)),
        "response": _response(traffic, redactor),
        "cache": {},
        "timings": {"send": 0, "wait": traffic.waited, "receive": max(0, round(traffic.took - traffic.waited, 3))},
        "_operationId": traffic.operation_id,
        "_findings": [
            {"pointer": reason.pointer, "keyword": reason.keyword, "text": reason.text} for reason in traffic.findings
        ],
    }
    if traffic.error is not None:
        entry["_error"] = traffic.error
    written: dict[str, Any] = redactor.scrub(entry)
    if traffic.request_size:
        mime_type = header(traffic.request_headers, b"content-type") or ""
        written["request"]["postData"] = {"mimeType": mime_type, **_text(sent, redactor)}
    written["response"]["content"].update(_text(received, redactor))
    return written


def _request(traffic: Traffic, redactor: Redactor, query: Marks) -> dict[str, Any]:
    return {
        "method": traffic.method,
        "url": redactor.url(traffic.url, query),
        "httpVersion": f"HTTP/{traffic.http_version}",
        "cookies": [],
        "headers": redactor.headers(as_text(traffic.request_headers)),
        "queryString": redactor.query(urlsplit(traffic.url).query, query),
        "headersSize": -1,
        "bodySize": traffic.request_size,
    }


def _response(traffic: Traffic, redactor: Redactor) -> dict[str, Any]:
    headers = traffic.response_headers
    location = header(headers, b"location") or ""
    size = traffic.response_size if traffic.response_body is None else len(traffic.response_body)
    return {
        "status": traffic.status,
        "statusText": traffic.phrase,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": redactor.headers(as_text(headers)),
        "content": {"size": size, "mimeType": header(headers, b"content-type") or ""},
        "redirectURL": redactor.url(location),
        "headersSize": -1,
        "bodySize": traffic.response_size,
    }


def _value(headers: list[Header], body: bytes | None) -> Any:
    """Return the JSON value of a body. Other bodies are left out: without names, their secrets cannot be found."""
    if not body or not is_json(headers):
        return _NOTHING
    try:
        return read_json(body)
    except JsonError:
        return _NOTHING


def _redacted(value: Any, redactor: Redactor, marks: Marks) -> Any:
    return value if value is _NOTHING else redactor.fields(value, marks)


def _text(value: Any, redactor: Redactor) -> dict[str, str]:
    if value is _NOTHING:
        return {"comment": "not JSON: not recorded"}
    return {"text": json.dumps(redactor.scrub(value), ensure_ascii=False)}
