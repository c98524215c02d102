"""Samples for the TypeScript package."""

from __future__ import annotations

import json
from typing import Any

from generator.samples.calls import ExampleCall

# The name of the package and of its function that makes a client.
PACKAGE = "workato-embedded"


def typescript(call: ExampleCall) -> str:
    """Return a program that makes a call with the TypeScript package."""
    lines = [f'import {{ createClient }} from "{PACKAGE}";', ""]
    if call.is_upload:
        lines = ['import { openAsBlob } from "node:fs";', *lines]
    lines += ["const client = createClient({ token: process.env.WORKATO_EMBEDDED_API_TOKEN });"]
    parameters = {key: value for key, value in (("path", call.path), ("query", call.query)) if value}
    options = [f"  params: {_literal(parameters, 2)},"] if parameters else []
    if call.is_upload:
        options += [
            '  body: await openAsBlob("package.zip"),',
            f'  headers: {{ "Content-Type": "{call.content_type}" }},',
        ]
        options += ["  bodySerializer: (body) => body,"]
    elif call.body is not None:
        options.append(f"  body: {_literal(call.body, 2)},")
    target = f'client.{call.method.http_method}("{call.method.path}"'
    ending = [f"{target}, {{", *options, "});"] if options else [f"{target});"]
    lines += [f"const {{ data, error }} = await {ending[0]}", *ending[1:]]
    lines += ["if (error) throw new Error(JSON.stringify(error));", "console.log(data);"]
    return "\n".join(lines) + "\n"


def _literal(value: Any, indent: int) -> str:
    """Return a value as an object literal; names that are identifiers have no quotes."""
    if isinstance(value, dict) and value:
        names = [key if key.isidentifier() else json.dumps(key) for key in value]
        parts = [f"{name}: {_literal(each, indent + 2)}" for name, each in zip(names, value.values(), strict=True)]
        brackets = "{}"
    elif isinstance(value, list) and value:
        parts, brackets = [_literal(each, indent + 2) for each in value], "[]"
    else:
        return json.dumps(value, ensure_ascii=False)
    space = " " if brackets == "{}" else ""
    line = f"{brackets[0]}{space}{', '.join(parts)}{space}{brackets[1]}"
    if len(line) + indent <= _LINE and "\n" not in line:
        return line
    inner = ",\n".join(f"{' ' * (indent + 2)}{part}" for part in parts)
    return f"{brackets[0]}\n{inner},\n{' ' * indent}{brackets[1]}"


_LINE = 72
