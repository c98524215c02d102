"""Samples for curl."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

from generator.samples.calls import ExampleCall


def curl(call: ExampleCall, base_url: str) -> str:
    """Return the command that makes a call."""
    path = call.method.path
    for name, value in call.path.items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
    query = f"?{urlencode(query_pairs(call.query))}" if call.query else ""
    method = [] if call.method.http_method == "GET" else ["--request", call.method.http_method]
    words = [f"curl {' '.join([*method, quoted(f'{base_url}{path}{query}')])}"]
    words.append('--header "Authorization: Bearer $WORKATO_EMBEDDED_API_TOKEN"')
    if call.content_type:
        words.append(f"--header {quoted(f'Content-Type: {call.content_type}')}")
    if call.is_upload:
        words.append("--data-binary @package.zip")
    elif call.body is not None:
        words.append(f"--data {quoted(json.dumps(call.body, indent=2, ensure_ascii=False))}")
    return " \\\n  ".join(words) + "\n"


def query_pairs(query: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the parameters of a query as texts: a list repeats its name, and an object has one for each key."""
    found = []
    for name, value in query.items():
        if isinstance(value, dict):
            found += [(f"{name}[{key}]", str(each)) for key, each in value.items()]
        else:
            texts = value if isinstance(value, list) else [value]
            found += [(name, json.dumps(each) if isinstance(each, bool) else str(each)) for each in texts]
    return found


def quoted(text: str) -> str:
    """Return a word of a shell command in quotes."""
    return "'" + text.replace("'", "'\\''") + "'"
