"""Builds HAR recordings from the examples of the spec."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from generator.bundle import bundle
from generator.lint.operations import parameters_of
from generator.tests.conftest import ROOT

BUNDLE = bundle(ROOT / "spec")
JSON = "application/json"
# HAR entries by operationId: one for each documented response, the success first.
ENTRIES: dict[str, list[Any]] = {}


def body(value: Any) -> dict[str, str]:
    """Return a body in the format of a HAR file."""
    return {"mimeType": JSON, "text": json.dumps(value)}


def _entries(pointer: Any, operation: dict[str, Any], item: dict[str, Any]) -> Iterator[Any]:
    parameters = parameters_of(BUNDLE, operation, item)
    url, queries = f"https://proxy.example.com/api{pointer[1]}", []
    for parameter in parameters:
        if parameter["in"] == "path":
            url = url.replace(f"{{{parameter['name']}}}", quote(str(parameter.get("example", 1)), safe=""))
        elif parameter.get("required") and isinstance(parameter.get("example"), str):
            queries.append((parameter["name"], parameter["example"]))
        elif parameter.get("required") and isinstance(parameter.get("example"), list):
            queries += [(parameter["name"], str(each)) for each in parameter["example"]]
        elif parameter.get("required"):
            queries += [(f"{parameter['name']}[]", "x")]
    for status, response in sorted(operation["responses"].items()):
        entry: dict[str, Any] = {
            "request": {"method": str(pointer[2]).upper(), "url": f"{url}?{urlencode(queries)}"},
            "response": {"status": int(status)},
        }
        sent = BUNDLE.resolve(operation.get("requestBody", {})).get("content", {})
        received = BUNDLE.resolve(response).get("content", {})
        if JSON in sent:
            entry["request"]["postData"] = body(sent[JSON]["example"])
        elif sent:
            entry["request"]["postData"] = {"mimeType": next(iter(sent)), "text": "PK"}
        if JSON in received:
            entry["response"]["content"] = body(received[JSON]["example"])
        yield entry


for _pointer, _operation, _item in BUNDLE.operations():
    ENTRIES[_operation["operationId"]] = list(_entries(_pointer, _operation, _item))


def saved(entries: Any, folder: Path) -> Path:
    """Save entries as a HAR file."""
    path = folder / "traffic.har"
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}), encoding="utf-8")
    return path
