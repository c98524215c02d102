"""Writes code that sends a request of the journal again: curl, Python and pytest; must not import Flask.

The token is a variable of the environment.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pprint import pformat
from typing import Any
from urllib.parse import parse_qs

from workato_embedded_mock.console.connecting import TOKEN_VARIABLE
from workato_embedded_mock.console.reads.client_calls import client_call
from workato_embedded_mock.console.reads.request_details import only_length, query_string
from workato_embedded_mock.openapi.redaction import REDACTED
from workato_embedded_mock.plain_json import write_json

_FILE = "body.bin"
_WIDTH = 100
_OBJECTS_ONLY = "The client sends JSON objects to paths of the API only: use curl for this request."


@dataclass(frozen=True, slots=True)
class Sample:
    """Code that sends a request again.

    Attributes:
        title: What it is written in.
        code: The code; empty if there is none.
        note: What the reader should know.
    """

    title: str
    code: str
    note: str = ""


def samples_of(
    content: Mapping[str, Any], entry: Mapping[str, Any], path_values: Mapping[str, str], origin: str, base_path: str
) -> list[Sample]:
    """Return the code that sends a request again.

    Args:
        content: The document of the API.
        entry: The entry of the journal.
        path_values: The values of the path parameters.
        origin: The address of this server, without a path.
        base_path: The path of the API.
    """
    note = "Secrets are masked in the journal: put your own in their place." if _has_secrets(entry) else ""
    call = client_call(content, entry, path_values) or _plain_call(entry, base_path)
    found = [Sample("curl", _curl(entry, origin), note)]
    if call is None:
        return [*found, Sample("Python", "", _OBJECTS_ONLY), Sample("pytest", "", _OBJECTS_ONLY)]
    text = _written(*call)
    return [*found, Sample("Python", _python(text, origin), note), Sample("pytest", _pytest(text, entry), note)]


def _curl(entry: Mapping[str, Any], origin: str) -> str:
    query, sent = query_string(entry), entry["request"]
    # Otherwise curl would read brackets and braces of the query as a pattern.
    lines = [f"curl --globoff -X {shlex.quote(entry['method'])}", f'-H "Authorization: Bearer ${TOKEN_VARIABLE}"']
    kind = sent["headers"].get("content-type")
    if kind:
        lines.append(f"-H {shlex.quote(f'Content-Type: {kind}')}")
    if only_length(sent) is not None:
        lines.append(f"--data-binary @{_FILE}")
    elif sent["body"] is not None:
        lines.append(f"--data-raw {shlex.quote(write_json(sent['body']).decode())}")
    lines.append(shlex.quote(f"{origin}{entry['path']}{'?' if query else ''}{query}"))
    return " \\\n  ".join(lines) + "\n"


def _plain_call(entry: Mapping[str, Any], base_path: str) -> tuple[str, list[tuple[str, Any]]] | None:
    """Return the call of any path of the API; None if the client cannot send the request."""
    body = entry["request"]["body"]
    is_object = body is None or (isinstance(body, dict) and only_length(entry["request"]) is None)
    if not is_object or not entry["path"].startswith(f"{base_path}/"):
        return None
    arguments: list[tuple[str, Any]] = [("", entry["method"]), ("", entry["path"].removeprefix(base_path))]
    query = parse_qs(query_string(entry), keep_blank_values=True)
    if query:
        arguments.append(("query", {name: each[0] if len(each) == 1 else each for name, each in query.items()}))
    if body is not None:
        arguments.append(("body", body))
    return "request", arguments


def _written(function: str, arguments: list[tuple[str, Any]]) -> str:
    """Return a call as code, on one line if it fits."""
    given = [f"{name}=" * bool(name) + repr(value) for name, value in arguments]
    line = f"client.{function}({', '.join(given)})"
    if len(line) <= _WIDTH - 20:
        return line
    return "\n".join([f"client.{function}(", *_argument_lines(arguments), ")"])


def _argument_lines(arguments: list[tuple[str, Any]]) -> Iterator[str]:
    for name, value in arguments:
        lines = pformat(value, sort_dicts=False, width=_WIDTH - 16).splitlines()
        lines[0] = f"{name}=" * bool(name) + lines[0]
        lines[-1] += ","
        yield from (f"    {line}" for line in lines)


def _indented(text: str, depth: int) -> str:
    return text.replace("\n", "\n" + " " * depth)


def _python(call: str, origin: str) -> str:
    return (
        "from workato_embedded import WorkatoEmbedded\n\n"
        f"# The token is the variable {TOKEN_VARIABLE} of the environment.\n"
        f"with WorkatoEmbedded(base_url={origin!r}) as client:\n"
        f"    result = {_indented(call, 4)}\n"
        "    print(result)\n"
    )


def _pytest(call: str, entry: Mapping[str, Any]) -> str:
    body = entry["response"]["body"]
    reports_failure = isinstance(body, dict) and body.get("success") is False
    fails = reports_failure or (entry["status"] or 0) not in range(200, 300)
    name = f"test_{entry['operation_id'] or 'request'}"
    lines = [f"def {name}(workato_mock):", "    client = workato_mock.client"]
    if fails:
        lines += ["    with pytest.raises(WorkatoEmbeddedError):", f"        {_indented(call, 8)}"]
    else:
        lines.append(f"    {_indented(call, 4)}")
    lines.append(f'    assert workato_mock.journal.entries()[-1]["status"] == {entry["status"]}')
    head = "import pytest\nfrom workato_embedded import WorkatoEmbeddedError\n\n\n" if fails else ""
    return head + "\n".join(lines) + "\n"


def _has_secrets(entry: Mapping[str, Any]) -> bool:
    return REDACTED.encode() in write_json([query_string(entry), entry["request"]["body"]])
