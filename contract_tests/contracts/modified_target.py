"""Makes broken worlds: a mock in this process, of a document, rules and settings that may have been tampered with."""

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

from contract_tests.contracts.target import World
from contract_tests.support.validator import DOCUMENT, Document, Judge

BASE_URL = "http://mock.example.com/api"
_TOKEN = "mutations"


def copied() -> Document:
    """Return a copy of the document, to be changed."""
    return copy.deepcopy(DOCUMENT)


@cache
def sound_judge() -> Judge:
    """Return the judge that has the document as it is."""
    return Judge(BASE_URL)


@contextmanager
def world(
    *,
    mock_document: Document = DOCUMENT,
    rules: Mapping[str, Rule] | None = None,
    document: Document | None = None,
    tokens: tuple[str, ...] = (),
) -> Iterator[World]:
    """Make a world for gates, sound where nothing else is given.

    Args:
        mock_document: The document that the mock serves.
        rules: The rules of the mock.
        document: The document to which it is held.
        tokens: The tokens that the mock lets in; all when left out.
    """
    judge = sound_judge() if document is None else Judge(BASE_URL, document=document)
    served = replace(load_document(), content=mock_document)
    with build_app(Settings(tokens=tokens), served, dict(rules or all_rules())) as app:
        transport = MockTransport(app)
        yield World(BASE_URL, BASE_URL, _TOKEN, judge, document or DOCUMENT, transport, transport)


def changed(document: Document, *path: Any, to: Any) -> Document:
    """Set what a path of keys leads to, and return the document."""
    part: Any = document
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = to
    return document
