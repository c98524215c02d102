"""Runs functions in one transaction of a namespace, as the rules of the API run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.types import Scope

from workato_embedded_mock.embedding.parts import EmbeddingParts
from workato_embedded_mock.http.public_address import root_url_of
from workato_embedded_mock.http.request_context import request_context_of, sender_of
from workato_embedded_mock.rules.context import Rule


def run(
    parts: EmbeddingParts,
    scope: Scope,
    namespace: str,
    function: Rule,
    arguments: Mapping[str, Any],
    *,
    write: bool,
    keep: bool = True,
) -> Any:
    """Run a function of a context, and return its result.

    Args:
        parts: The parts of the mock.
        scope: The request; its context gets what the function tolerates and writes.
        namespace: The name of the namespace.
        function: The function.
        arguments: Its arguments after the context.
        write: Whether it may write.
        keep: Whether what it writes is kept.
    """
    context = request_context_of(scope)
    return parts.runner(
        function,
        namespace=namespace,
        write=write,
        arguments=arguments,
        notes=context.notes,
        origin=lambda: root_url_of(scope),
        sender=lambda: sender_of(scope),
        edition=parts.editions.get(namespace),
        written=context.written if context.tracked and keep else None,
        keep=keep,
    )
