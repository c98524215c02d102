"""Writes a request and its response as an entry of a HAR 1.2."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from workato_embedded_mock.http.headers import Header, header
from workato_embedded_mock.openapi.secret_names import Marks
from workato_embedded_mock.openapi.secrets import Secrets
from workato_embedded_mock.plain_json import JsonError, read_json
from workato_embedded_mock.proxy.headers import as_text, is_json
from workato_embedded_mock.proxy.recorded_values import MASKED, RECORDED_VALUES, RecordedValues
from workato_embedded_mock.proxy.traffic import Traffic

_NOTHING = object()


def entry_of(traffic: Traffic, secrets: Secrets, recorded: str = MASKED) -> dict[str, Any]:
    """Return the HAR entry of one request. It contains bodies that are JSON; of others it has the size.

    It has the additional fields `_operationId`, `_findings` and, where something went wrong, `_error`.

    Args:
        traffic: The request and its response.
        secrets: The secrets of the document.
        recorded: What it has of the values: a key of `RECORDED_VALUES`.
    """
    values, operation_id = RECORDED_VALUES[recorded](secrets), traffic.operation_id
    # Secrets are collected first, so that they are found elsewhere too.
    sent = _shown(_value(traffic.request_headers, traffic.request_body), values, secrets.request(operation_id))
    received = _shown(
        _value(traffic.response_headers, traffic.response_body),
        values,
        secrets.response(operation_id, traffic.status),
    )
    entry = {
        "startedDateTime": traffic.started.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "time": traffic.took,
        "request": _request(traffic, values, secrets.query(operation_id)),
        "response": _response(traffic, values),
        "cache": {},
        "timings": {"send": 0, "wait": traffic.waited, "receive": max(0, round(traffic.took - traffic.waited, 3))},
        "_operationId": traffic.operation_id,
        "_findings": [values.reason(reason) for reason in traffic.findings],
    }
    if traffic.error is not None:
        entry["_error"] = values.message(traffic.error)
    written: dict[str, Any] = values.scrub(entry)
    if traffic.request_size:
        mime_type = values.message(header(traffic.request_headers, b"content-type") or "")
        written["request"]["postData"] = {"mimeType": mime_type, **_text(sent, values)}
    written["response"]["content"].update(_text(received, values))
    return written


def _request(traffic: Traffic, values: RecordedValues, query: Marks) -> dict[str, Any]:
    return {
        "method": traffic.method,
        "url": values.text(traffic.url, query),
        "httpVersion": f"HTTP/{traffic.http_version}",
        "cookies": [],
        "headers": values.headers(as_text(traffic.request_headers)),
        "queryString": values.query(urlsplit(traffic.url).query, query),
        "headersSize": -1,
        "bodySize": traffic.request_size,
    }


def _response(traffic: Traffic, values: RecordedValues) -> dict[str, Any]:
    headers = traffic.response_headers
    location = header(headers, b"location") or ""
    size = traffic.response_size if traffic.response_body is None else len(traffic.response_body)
    return {
        "status": traffic.status,
        "statusText": values.message(traffic.phrase),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": values.headers(as_text(headers)),
        "content": {"size": size, "mimeType": values.message(header(headers, b"content-type") or "")},
        "redirectURL": values.text(location),
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


def _shown(value: Any, values: RecordedValues, marks: Marks) -> Any:
    return value if value is _NOTHING else values.fields(value, marks)


def _text(value: Any, values: RecordedValues) -> dict[str, str]:
    if value is _NOTHING:
        return {"comment": "not JSON: not recorded"}
    return {"text": json.dumps(values.scrub(value), ensure_ascii=False)}
