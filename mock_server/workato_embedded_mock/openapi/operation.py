"""Reads and checks the requests of one operation of a document. The API, the control plane and the proxy use it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from workato_embedded_mock.errors import BadRequestError, Reason, RequestError
from workato_embedded_mock.openapi.bodies import LARGEST_BODY, Headers, JsonBody, body_of
from workato_embedded_mock.openapi.document import parameters_of, resolved
from workato_embedded_mock.openapi.error_bodies import ErrorBodies
from workato_embedded_mock.openapi.leniency import fields_also_in_query, leniency_of
from workato_embedded_mock.openapi.older_names import older_names
from workato_embedded_mock.openapi.parameters import Parameters, parse_query
from workato_embedded_mock.openapi.query_bodies import query_in_body
from workato_embedded_mock.openapi.schemas import SchemaCompiler
from workato_embedded_mock.plain_json import Json

BODY = "body"

_PLACEHOLDER = re.compile(r"{(\w+)}")
_BODY_HEADERS = frozenset({b"content-length", b"transfer-encoding"})

# Receives a body of at most a number of bytes.
ReadBody = Callable[[int], Awaitable[bytes]]


class RequestHead(NamedTuple):
    """What an operation reads of a request before its body.

    Attributes:
        path_values: The values of the path parameters by name.
        query: The query, undecoded.
        headers: The headers, with names in lower case.
    """

    path_values: Mapping[str, str]
    query: bytes
    headers: Headers

    @property
    def has_body(self) -> bool:
        """Whether the headers announce a body."""
        return any(name in _BODY_HEADERS and value != b"0" for name, value in self.headers)


class Operation:
    """One operation of a document, which reads and checks its requests.

    Args:
        content: The document.
        path: The path as the document writes it.
        method: The method, in capitals.
        compiler: Compiles the schemas of the document.
        lenient: Whether to repair what real callers send, such as a page size above the maximum, a body without its
            wrapper, or a number instead of text. The proxy only tolerates a missing wrapper: it passes a request on
            as it was sent.

    Attributes:
        operation_id: The operationId.
        path: The path as the document writes it.
        method: The method, in capitals.
        declared: The declaration.
        parameters: The parameters in path and query.
        body: The body; None for an operation without one.
        error_bodies: The bodies of the error responses that have more than the message.
    """

    def __init__(
        self, content: Mapping[str, Any], path: str, method: str, compiler: SchemaCompiler, *, lenient: bool = True
    ) -> None:
        self.declared: Mapping[str, Any] = content["paths"][path][method.lower()]
        self.operation_id: str = self.declared["operationId"]
        self.path = path
        self.method = method
        body = dict(resolved(content, self.declared.get("requestBody", {})))
        self.parameters = Parameters(
            parameters_of(content, path, self.declared),
            _PLACEHOLDER.findall(path),
            self.declared.get("x-pagination", {}) if lenient else {},
            compiler,
            older_names(self.operation_id, fields_also_in_query(content, body)) if lenient else None,
        )
        self.body = None
        if body:
            self.body = body_of(body, compiler, leniency_of(content, path, method, body, repairs=lenient))
        self._rejects = "400" in self.declared["responses"]
        self.error_bodies = ErrorBodies.of(content, self.declared)

    @property
    def argument_names(self) -> frozenset[str]:
        """The names of the arguments that a request gives: the parameters, and the body."""
        return self.parameters.names | ({BODY} if self.body else frozenset())

    @property
    def success_status(self) -> int:
        """The documented status of success."""
        return min(int(status) for status in self.declared["responses"] if status.startswith("2"))

    async def read(
        self, head: RequestHead, read_body: ReadBody, notes: list[Reason], *, strict: bool
    ) -> dict[str, Json]:
        """Return the arguments that a request gives; `notes` gets what was tolerated.

        Parameters are checked before the body is received, except where they may be in the body.

        Raises:
            NotFoundError: A value in the path is invalid.
            BadRequestError: A value in the query or the body is invalid or missing; with `strict`, also a name in the
                query that the document does not define.
        """
        others: list[tuple[str, str]] = []
        if self.body is None and self.parameters.in_query and head.has_body:
            names = self.parameters.in_query
            others = query_in_body(await read_body(LARGEST_BODY), names, notes, strict=strict, rejects=self._rejects)
        query = parse_query(head.query)
        arguments = self.parameters.read(head.path_values, query, notes, strict=strict, others=others)
        if query.fields:
            unknown = self.parameters.unknown(query, strict=strict)
            if unknown and strict:
                raise BadRequestError(*unknown)
            notes.extend(unknown)
        if self.body is not None:
            data = await read_body(self.body.largest)
            arguments[BODY] = self.body.parse(data, head.headers, notes, strict=strict, query=head.query)
        return arguments

    def errors(self, head: RequestHead, body: bytes | None, notes: list[Reason], *, strict: bool) -> list[RequestError]:
        """Return every error of a request, where `read` raises the first; `notes` gets the rest.

        Args:
            head: What precedes the body. Parameters must be as the document says.
            body: The body; None if it was not kept, so that it cannot be checked.
            notes: Gets names in the query that the document does not define, and what is tolerated in the body.
            strict: Whether to reject what is tolerated in the body.
        """
        query = parse_query(head.query)
        checks: list[Callable[[], object]] = [
            lambda: self.parameters.read_path(head.path_values, notes, strict=True),
            lambda: self.parameters.read_query(query, notes, strict=True),
        ]
        if isinstance(self.body, JsonBody) and body is not None:
            checks.append(partial(self.body.parse, body, head.headers, notes, strict=strict))
        found: list[RequestError] = []
        for check in checks:
            try:
                check()
            except RequestError as error:
                found.append(error)
        notes += self.parameters.unknown(query)
        return found
