"""Reads the source of the mock server, without importing it: the resources that it lists, and its rules.

A rule is a public function with the name of an operation. Until it is written its name begins with an underscore.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.findings import GeneratorError

MOCK = "mock_server/workato_embedded_mock"
REGISTRY = f"{MOCK}/registry.py"
RESOURCES = f"{MOCK}/resources"


@dataclass(frozen=True)
class Resource:
    """An entry of the mock's list of resources.

    Attributes:
        name: Name of the resource.
        rules: Its modules with rules, below `resources/`, such as `workspace.roles`.
        call: The expression of the entry.
    """

    name: str
    rules: tuple[str, ...]
    call: ast.Call


@dataclass(frozen=True)
class Function:
    """A function at the top level of a module below `resources/`.

    Attributes:
        name: Name of the function.
        module: Name of the module, such as `workspace.roles`.
        path: File of the module, relative to the repository.
        line: Line of the definition.
    """

    name: str
    module: str
    path: Path
    line: int


def read_registry(text: str) -> list[Resource]:
    """Return the resources that the text of registry.py lists.

    Raises:
        GeneratorError: The text has no list of resources in the expected form.
    """
    try:
        calls = registry_list(text).elts
        return [_resource(call) for call in calls]
    except (SyntaxError, ValueError, IndexError) as error:
        raise GeneratorError(f"{REGISTRY}: cannot read the list RESOURCES: {error}") from error


def registry_list(text: str) -> ast.Tuple:
    """Return the expression of the list of resources.

    Raises:
        ValueError: The source has no such list.
    """
    for statement in ast.parse(text).body:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        is_list = any(isinstance(target, ast.Name) and target.id == "RESOURCES" for target in targets)
        if isinstance(statement, ast.Assign) and is_list and isinstance(statement.value, ast.Tuple):
            return statement.value
    raise ValueError("there is no tuple RESOURCES")


def _resource(call: ast.expr) -> Resource:
    if not isinstance(call, ast.Call):
        raise ValueError(f"line {call.lineno} is not a call of Resource")
    return Resource(ast.literal_eval(call.args[0]), ast.literal_eval(call.args[1]), call)


def functions(root: Path) -> Iterator[Function]:
    """Yield the functions of all modules below `resources/`.

    Raises:
        GeneratorError: A module cannot be parsed.
    """
    folder = root / RESOURCES
    for path in sorted(folder.rglob("*.py")):
        module = ".".join(path.relative_to(folder).with_suffix("").parts)
        try:
            body = ast.parse(path.read_text(encoding="utf-8")).body
        except (SyntaxError, ValueError) as error:
            raise GeneratorError(f"cannot parse {path}: {error}") from error
        for statement in body:
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield Function(statement.name, module, path.relative_to(root), statement.lineno)
