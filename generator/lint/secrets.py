"""Rules for `x-secret`: only on schemas that can hold a secret, and stated wherever a name suggests a secret."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from generator.bundle import Bundle
from generator.document import Pointer
from generator.findings import Finding
from generator.lint.components import nested_schemas
from generator.lint.operations import parameters_of
from generator.secret_fields import can_hold_secret, secret_names


def secret_names_are_listed(bundle: Bundle) -> Iterable[Finding]:
    """Check that the root has `x-secret-names` and `x-secret-patterns`; another rule checks their shape."""
    for key in ("x-secret-names", "x-secret-patterns"):
        if key not in bundle.document:
            yield bundle.finding("secret", (), f"{key} is missing")


def secret_patterns_are_valid(bundle: Bundle) -> Iterable[Finding]:
    """Check that each pattern of `x-secret-patterns` is a regular expression."""
    for number, entry in enumerate(bundle.document.get("x-secret-patterns", ())):
        try:
            re.compile(entry["pattern"])
        except (re.error, KeyError, TypeError) as error:
            problem = f"the pattern is not a regular expression: {error}"
            yield bundle.finding("secret", ("x-secret-patterns", number, "pattern"), problem)


def secrets_can_be_masked(bundle: Bundle) -> Iterable[Finding]:
    """Check that `x-secret` is only on schemas that can hold a secret."""
    for pointer, schema in _schemas(bundle):
        if "x-secret" in schema and not can_hold_secret(bundle, schema):
            yield bundle.finding("secret", (*pointer, "x-secret"), "x-secret needs a string or a map")


def suggestive_names_are_decided(bundle: Bundle) -> Iterable[Finding]:
    """Check that each property and parameter with a name of `x-secret-names` has `x-secret`, true or false."""
    try:
        names = secret_names(bundle)
    except (KeyError, TypeError):
        # Other rules report the missing or broken list.
        return
    for pointer, name, schema in _fields(bundle):
        if names.match(name) and can_hold_secret(bundle, schema) and "x-secret" not in bundle.resolve(schema):
            yield bundle.finding("secret", pointer, f"the name {name} suggests a secret: add x-secret, true or false")


def _schemas(bundle: Bundle) -> Iterator[tuple[Pointer, dict[str, Any]]]:
    for name, schema in bundle.document["components"]["schemas"].items():
        yield from nested_schemas(schema, ("components", "schemas", name))
    for pointer, parameter in _parameters(bundle):
        yield from nested_schemas(parameter["schema"], pointer)


def _fields(bundle: Bundle) -> Iterator[tuple[Pointer, str, dict[str, Any]]]:
    for pointer, schema in _schemas(bundle):
        for name, inner in schema.get("properties", {}).items():
            yield (*pointer, "properties", name), name, inner
    for pointer, parameter in _parameters(bundle):
        yield pointer, parameter["name"], parameter["schema"]


def _parameters(bundle: Bundle) -> Iterator[tuple[Pointer, dict[str, Any]]]:
    for pointer, operation, item in bundle.operations():
        for parameter in parameters_of(bundle, operation, item):
            yield pointer, parameter


RULES = (secret_names_are_listed, secret_patterns_are_valid, secrets_can_be_masked, suggestive_names_are_decided)
