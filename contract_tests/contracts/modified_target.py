"""Make targets that may be broken on purpose: a mock in this process with a changed document, rules or settings."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import Any

from workato_embedded_mock import MockTransport, Settings
from workato_embedded_mock.app import build_app
from workato_embedded_mock.openapi.document import load_document
from workato_embedded_mock.rules.catalogue import all_rules
from workato_embedded_mock.rules.context import Rule

from contract_tests.contracts.target import Target
from contract_tests.support.validator import DOCUMENT, Document, Validator

BASE_URL = "http://mock.example.com/api"
_TOKEN = "mutations"


def copy_document() -> Document:
    """Return a copy of the document, to be changed."""
    return copy.deepcopy(DOCUMENT)


@cache
def unmodified_validator() -> Validator:
    """Return the validator of the unmodified document."""
    return Validator(BASE_URL)


@contextmanager
def modified_target(
    *,
    mock_document: Document = DOCUMENT,
    rules: Mapping[str, Rule] | None = None,
    document: Document | None = None,
    tokens: tuple[str, ...] = (),
) -> Iterator[Target]:
    """Make a target in which only the given parts are modified.

    Args:
        mock_document: The document that the mock serves.
        rules: The rules of the mock.
        document: The document against which the mock is checked.
        tokens: The tokens that the mock accepts; any token if empty.
    """
    validator = unmodified_validator() if document is None else Validator(BASE_URL, document=document)
    served = replace(load_document(), content=mock_document)
    with build_app(Settings(tokens=tokens), served, dict(rules or all_rules())) as app:
        transport = MockTransport(app)
        yield Target(BASE_URL, BASE_URL, _TOKEN, validator, document or DOCUMENT, transport, transport)


def changed(document: Document, *path: Any, to: Any) -> Document:
    """Set the value at a path of keys, and return the document."""
    part: Any = document
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = to
    return document
