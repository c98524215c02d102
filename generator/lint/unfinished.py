"""Rules that find unfinished operations: placeholders, operations without a rule in the mock, and unlisted rules.

They do not stop a build, so that an operation can be tried before it is complete.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from generator.bundle import Bundle
from generator.document import Pointer
from generator.findings import Finding, Location
from generator.mock_source import REGISTRY, Function, functions, read_registry

PLACEHOLDER = "TODO"
_PLACEHOLDER = re.compile(rf"\b{PLACEHOLDER}\b")


def placeholders_are_replaced(bundle: Bundle) -> Iterable[Finding]:
    """Check that no text of the document or of a fixture has the word TODO."""
    for pointer, text in (*_texts(bundle.document), *_texts(bundle.fixtures, ("fixtures",))):
        if _PLACEHOLDER.search(text):
            yield bundle.finding("placeholder", pointer, f"unfinished: {text.splitlines()[0]}")


def _texts(value: Any, pointer: Pointer = ()) -> Iterator[tuple[Pointer, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*pointer, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*pointer, index))
    elif isinstance(value, str):
        yield pointer, value


def operations_have_rules(bundle: Bundle) -> Iterable[Finding]:
    """Check that each operation has a rule in the mock, in a module that the mock's registry lists."""
    root = bundle.sources.folder.parent
    if not (root / REGISTRY).is_file():
        return  # A spec alone, without the mock.
    listed = {
        name for resource in read_registry((root / REGISTRY).read_text(encoding="utf-8")) for name in resource.rules
    }
    found: dict[str, list[Function]] = defaultdict(list)
    for function in functions(root):
        found[function.name].append(function)
    for pointer, operation, _ in bundle.operations():
        name = operation["operationId"]
        yield from _unlisted(name, found[name], listed)
        if not found[name]:
            skeleton = "".join(f"; its skeleton is in {f.path.as_posix()}:{f.line}" for f in found[f"_{name}"])
            yield bundle.finding("mock-rule", (*pointer, "operationId"), f"the mock has no rule{skeleton}")


def _unlisted(operation: str, rules: list[Function], listed: set[str]) -> Iterable[Finding]:
    for rule in rules:
        if rule.module not in listed:
            message = f"the rule is in a module that {REGISTRY} does not list"
            yield Finding(Location(rule.path, rule.line), "mock-rule", operation, message)


RULES = (placeholders_are_replaced, operations_have_rules)
