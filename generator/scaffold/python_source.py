"""Inserts text into Python source: entries of a dict, imported names, modules of the mock's list of resources."""

from __future__ import annotations

import ast

from generator.findings import GeneratorError
from generator.mock_source import REGISTRY, read_registry, registry_list

_LINE_LENGTH = 120


def add_to_dict(text: str, variable: str, entry: str) -> str:
    """Return source with an entry added at the end of a dict at the top level.

    Raises:
        GeneratorError: The source has no such dict.
    """
    for statement in ast.parse(text).body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        if any(isinstance(target, ast.Name) and target.id == variable for target in targets):
            lines = text.splitlines(keepends=True)
            last = (statement.end_lineno or 0) - 1
            if statement.lineno == statement.end_lineno:
                lines[last] = _over_several_lines(lines[last])
            elif not lines[last].startswith("}"):
                break
            above, brace, below = "".join(lines[: last + 1]).rpartition("}")
            return "".join([above, entry, brace, below, *lines[last + 1 :]])
    raise GeneratorError(f"the dict {variable} is missing, or does not end with a line that begins with }}")


def _over_several_lines(line: str) -> str:
    """Return the line of a whole dict with its entries in lines of their own."""
    head, _, inner = line.rstrip().removesuffix("}").partition("{")
    return f"{head}{{\n" + f"    {inner},\n" * bool(inner) + "}\n"


def import_names(text: str, module: str, names: set[str]) -> str:
    """Return source in which names are imported from a module that it already imports from."""
    for statement in ast.parse(text).body:
        if isinstance(statement, ast.ImportFrom) and statement.module == module:
            present = {alias.name for alias in statement.names}
            if names <= present:
                return text
            lines = text.splitlines(keepends=True)
            imported = _import(module, sorted(present | names, key=_import_order))
            return "".join([*lines[: statement.lineno - 1], imported, *lines[statement.end_lineno or 0 :]])
    return text


def _import(module: str, names: list[str]) -> str:
    line = f"from {module} import {', '.join(names)}\n"
    if len(line.rstrip()) <= _LINE_LENGTH:
        return line
    return f"from {module} import (\n" + "".join(f"    {name},\n" for name in names) + ")\n"


def _import_order(name: str) -> tuple[int, str]:
    """Sort as ruff does: constants, classes, functions."""
    return 0 if name.isupper() else 1 if name[0].isupper() else 2, name


def register_module(text: str, resource: str, module: str) -> str:
    """Return the text of registry.py with a module of rules listed under a resource, which is added if necessary.

    Raises:
        GeneratorError: The text has no list of resources in the expected form.
    """
    known = next((entry for entry in read_registry(text) if entry.name == resource), None)
    lines = text.splitlines(keepends=True)
    if known is None:
        entry = _entry(resource, (module,), ["tables=False", "seeds=False"])
        last = (registry_list(text).end_lineno or 0) - 1
        return "".join([*lines[:last], entry, *lines[last:]])
    if module in known.rules:
        return text
    options = [ast.unparse(keyword) for keyword in known.call.keywords]
    entry = _entry(resource, (*known.rules, module), options)
    first, end = known.call.lineno - 1, known.call.end_lineno or 0
    if lines[end - 1].rstrip()[-1] != ",":
        raise GeneratorError(f"{REGISTRY}:{end}: expected a comma at the end of the line")
    return "".join([*lines[:first], entry, *lines[end:]])


def _entry(resource: str, modules: tuple[str, ...], options: list[str]) -> str:
    quoted = [f'"{module}"' for module in modules]
    modules_text = f"({', '.join(quoted)}{',' if len(quoted) == 1 else ''})"
    arguments = ", ".join([f'"{resource}"', modules_text, *options])
    line = f"    Resource({arguments}),\n"
    if len(line.rstrip()) <= _LINE_LENGTH:
        return line
    inner = "".join(f"            {module},\n" for module in quoted)
    rest = "".join(f"        {option},\n" for option in options)
    return f'    Resource(\n        "{resource}",\n        (\n{inner}        ),\n{rest}    ),\n'
